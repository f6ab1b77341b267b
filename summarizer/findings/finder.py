"""Finds the clinical facts of documents, sentence by sentence, with their qualifiers.

It knows which section a sentence stands in and which drug the sentence before named. What a sentence says is for
`readings`.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from summarizer.findings.lexicon import Lexicon, lexicon
from summarizer.findings.readings import READINGS
from summarizer.findings.readings.drugs import read_pronoun
from summarizer.findings.sentence import SentenceReader
from summarizer.sentences import split
from summarizer.values import DocumentId, Finding, FindingKind, LineKind, PseudonymizedDocument, Sentence


class Finder:
    """Reads documents against the lexicon. Made once, used for every document."""

    def __init__(self) -> None:
        self._lexicon: Lexicon = lexicon()

    def find(
        self,
        documents: Sequence[PseudonymizedDocument],
        sentences: Mapping[DocumentId, Sequence[Sentence]],
    ) -> tuple[Finding, ...]:
        """The findings of all documents, in order of document then place."""
        return tuple(
            finding
            for document in documents
            for finding in self._document(document.text, sentences[document.id], document.written_on)
        )

    def find_in(self, texts: Sequence[str], written_on: str | None = None) -> tuple[tuple[Finding, ...], ...]:
        """The findings of each text by itself; ids of documents are the texts' positions."""
        ids = [DocumentId(str(number)) for number in range(len(texts))]
        return tuple(
            tuple(self._document(text, split(id_, text), written_on)) for id_, text in zip(ids, texts, strict=True)
        )

    def _document(self, text: str, sentences: Sequence[Sentence], written_on: str | None) -> Iterator[Finding]:
        section = ""
        last: Finding | None = None
        for sentence in sentences:
            if sentence.kind is LineKind.HEADING:
                section = sentence.text
            elif sentence.kind not in (LineKind.ITEM, LineKind.ROW):
                section = sentence.heading or ""
            reader = SentenceReader(self._lexicon, text, sentence, section, written_on)
            read = [finding for reading in READINGS for finding in reading(reader)]
            found = sorted(read, key=lambda f: (f.span.start, f.span.end, f.kind, f.label))
            drugs = {f.label: f for f in found if f.kind is FindingKind.DRUG}
            if not drugs and last is not None and (same := read_pronoun(reader, last)):
                found.append(same)
            last = next(iter(drugs.values())) if len(drugs) == 1 else None
            yield from found
