"""Turns a finding into the passage that shows it: the shortest stretch that still says the same.

A clause is enough when the finding read in it alone keeps its qualifiers; otherwise the whole sentence is cited, so
that no quotation loses the "pas de" or the "sa mère" that stood before its comma.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from summarizer.findings import Finder
from summarizer.values import (
    DocumentId,
    Finding,
    FindingKind,
    LineKind,
    Passage,
    PseudonymizedDocument,
    Sentence,
    Span,
)

_CUT = re.compile(r"[;:](?=\s)|,(?=\s)|\.(?=\s)")
#: A sentence up to this long is a quotation a reader takes in at once: it is not cut.
_SHORT = 90
#: A directive this short ("À ne jamais reprendre.") names no subject.
_NAMES_NOTHING = 32


@dataclass(frozen=True, slots=True, kw_only=True, repr=False)
class Reading:
    """What selection works on: the documents of the patient, their sentences, and the findings in them."""

    documents: Mapping[DocumentId, PseudonymizedDocument]
    sentences: Mapping[DocumentId, tuple[Sentence, ...]]
    findings: tuple[Finding, ...]

    def __repr__(self) -> str:
        return f"Reading({len(self.documents)} documents, {len(self.findings)} findings)"

    def document(self, finding: Finding) -> PseudonymizedDocument:
        return self.documents[finding.document_id]

    def written_on(self, finding: Finding) -> str:
        return self.document(finding).written_on or ""

    def sentence(self, finding: Finding) -> Sentence | None:
        """The sentence that holds the finding."""
        return next((s for s in self.sentences[finding.document_id] if s.span == finding.sentence), None)


def days(earlier: str, later: str) -> int:
    """Days from one ISO date to another, partial ones taken at their start; 0 when one is missing."""
    if not earlier or not later:
        return 0
    return (_day(later) - _day(earlier)).days


def _day(iso: str) -> date:
    fields = [int(part) for part in iso.split("-")] + [1, 1]
    return date(fields[0], fields[1], fields[2])


def passage(document: PseudonymizedDocument, span: Span) -> Passage:
    """The passage of `document` at `span`."""
    return Passage(
        document_id=document.id,
        span=span,
        text=span.of(document.text),
        written_on=document.written_on,
        confidentiality=document.confidentiality,
    )


def header_passage(finding: Finding, reading: Reading) -> tuple[Passage, ...]:
    """The header row that names the columns of the finding's table row, when there is one."""
    sentence = reading.sentence(finding)
    if sentence is None or sentence.header is None:
        return ()
    return (passage(reading.document(finding), sentence.header),)


def narrow(findings: Sequence[Finding], reading: Reading, finder: Finder) -> dict[Finding, Passage]:
    """The passage of each finding, found in one batch."""
    wanted = {
        finding: _order(finding, reading) if finding.kind is FindingKind.DIRECTIVE else _clause(finding, reading)
        for finding in findings
    }
    cut = {f: span for f, span in wanted.items() if f.sentence.contains(span) and span != f.sentence}
    alone = [
        finder.find_in([span.of(reading.document(f).text)], reading.document(f).written_on)[0]
        for f, span in cut.items()
    ]
    kept = {f for (f, _), read in zip(cut.items(), alone, strict=True) if any(_says_the_same(f, r) for r in read)}
    return {
        finding: passage(reading.document(finding), span if finding in kept or finding not in cut else finding.sentence)
        for finding, span in wanted.items()
    }


def _order(finding: Finding, reading: Reading) -> Span:
    """A directive with its subject: its sentence, with the one before when it is too short to name anything."""
    mine = reading.sentences[finding.document_id]
    place = next((i for i, s in enumerate(mine) if s.span == finding.sentence), 0)
    if place == 0 or len(finding.sentence) > _NAMES_NOTHING or mine[place - 1].heading != mine[place].heading:
        return finding.sentence
    before = mine[place - 1]
    if before.kind in (LineKind.HEADING, LineKind.MARGIN, LineKind.ROW):
        return finding.sentence
    return Span(before.span.start, finding.sentence.end)


def _says_the_same(finding: Finding, read: Finding) -> bool:
    return (
        read.label == finding.label
        and read.kind is finding.kind
        and read.negated == finding.negated
        and read.hypothetical == finding.hypothetical
        and read.family == finding.family
        and read.action is finding.action
        and read.value == finding.value
        and (read.date == finding.date or finding.date is None)
        and (read.side is finding.side or finding.side is None)
    )


def _clause(finding: Finding, reading: Reading) -> Span:
    sentence = reading.sentence(finding)
    if sentence is None or sentence.kind is LineKind.ROW or len(sentence.text) <= _SHORT:
        return finding.sentence
    text = reading.document(finding).text
    for piece in _pieces(text, finding.sentence):
        if piece.contains(finding.span):
            return piece
    return finding.sentence


def _pieces(text: str, span: Span) -> Iterator[Span]:
    """The clauses of a sentence, without the mark that ends them; none is cut inside a parenthesis."""
    start = span.start
    for match in _CUT.finditer(text, span.start, span.end):
        if text.count("(", start, match.start()) > text.count(")", start, match.start()):
            continue
        yield _trimmed(text, start, match.start())
        start = match.end()
    yield _trimmed(text, start, span.end)


def _trimmed(text: str, start: int, end: int) -> Span:
    while start < end and text[start].isspace():
        start += 1
    while end > start and text[end - 1].isspace():
        end -= 1
    return Span(start, end)
