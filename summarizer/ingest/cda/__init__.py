"""CDA R2 documents. `read` is the reader; the header is a file of its own."""

from summarizer.ingest.cda.reader import read

__all__ = ["read"]
