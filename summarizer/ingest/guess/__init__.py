"""What a document says of itself when no header does: kind, title, date, author, patient."""

from summarizer.ingest.guess.document import Guessed, guess, guess_headed

__all__ = ["Guessed", "guess", "guess_headed"]
