"""Turns a finding into the passage that shows it: the shortest stretch that still says the same.

A clause is enough when the finding read in it alone keeps its qualifiers; otherwise the whole sentence is cited, so
that no quotation loses the "pas de" or the "sa mère" that stood before its comma.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

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
#: A line of a prescription up to this long is one instruction; its drug stands behind a bullet at most.
_WHOLE = 200
_BULLET = 4
#: A directive this short ("À ne jamais reprendre.") names no subject.
_NAMES_NOTHING = 32

_HEARSAY = re.compile(
    r"(?i)\b(?:d[’']apr[èe]s|selon|au dire|aux dires|dixit|rapport[ée]e?s? par|signal[ée]e?s? par|dit(?: avoir)?|pense|se souvient|raconte)\b"
    r".{0,20}\b(?:patiente?|m[èe]re|p[èe]re|fils|fille|[ée]poux|[ée]pouse|conjointe?|famille|entourage|int[ée]ress[ée]e?|lui|elle)\b|"
    r"\bant[ée]c[ée]dents? (?:rapport|d[ée]clar|signal)[ée]s\b|\b(?:se|s[’'])\s?(?:dit|d[ée]clare|croit|pense)\b|"
    r"\b(?:m[èe]re|maman|p[èe]re|papa|fils|fille|[ée]poux|[ée]pouse|conjointe?|famille|patiente?)\s(?:\w+\s)?"
    r"(?:dit|pense|croit|craint|affirme|signale|rapporte|[ée]voque|parle d|assure|aurait)\b|"
    r"\((?:dit|dires?|selon|d[’']apr[èe]s)\b"
)


def is_hearsay(text: str) -> bool:
    """Whether a passage gives the word of the patient or of a relative, not that of who wrote it."""
    return bool(_HEARSAY.search(text))


@dataclass(frozen=True, slots=True, kw_only=True, repr=False)
class Reading:
    """What selection works on: the documents of the patient, their sentences, and the findings in them."""

    documents: Mapping[DocumentId, PseudonymizedDocument]
    sentences: Mapping[DocumentId, tuple[Sentence, ...]]
    findings: tuple[Finding, ...]
    #: The day of the last document, "" when none has one.
    last_day: str = field(init=False)
    _by_span: Mapping[tuple[DocumentId, Span], Sentence] = field(init=False)
    _found: Mapping[tuple[DocumentId, Span], list[Finding]] = field(init=False)

    def __post_init__(self) -> None:
        last_day = max((d.written_on or "" for d in self.documents.values()), default="")
        by_span = {(s.document_id, s.span): s for mine in self.sentences.values() for s in mine}
        found: dict[tuple[DocumentId, Span], list[Finding]] = {}
        for finding in self.findings:
            found.setdefault((finding.document_id, finding.sentence), []).append(finding)
        object.__setattr__(self, "last_day", last_day)
        object.__setattr__(self, "_by_span", by_span)
        object.__setattr__(self, "_found", found)

    def __repr__(self) -> str:
        return f"Reading({len(self.documents)} documents, {len(self.findings)} findings)"

    def document(self, finding: Finding) -> PseudonymizedDocument:
        return self.documents[finding.document_id]

    def written_on(self, finding: Finding) -> str:
        return self.document(finding).written_on or ""

    def sentence(self, finding: Finding) -> Sentence | None:
        """The sentence that holds the finding."""
        return self._by_span.get((finding.document_id, finding.sentence))

    def findings_in(self, sentence: Sentence) -> Sequence[Finding]:
        """The findings that the sentence holds."""
        return self._found.get((sentence.document_id, sentence.span), ())


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
    """The passage of each finding. Each clause is read once, whatever the number of its findings."""
    wanted = {
        finding: _order(finding, reading) if finding.kind is FindingKind.DIRECTIVE else _clause(finding, reading)
        for finding in findings
    }
    cut = {f: span for f, span in wanted.items() if f.sentence.contains(span) and span != f.sentence}
    alone: dict[tuple[DocumentId, Span], tuple[Finding, ...]] = {}
    for finding, span in cut.items():
        if (finding.document_id, span) not in alone:
            document = reading.document(finding)
            (alone[finding.document_id, span],) = finder.find_in([span.of(document.text)], document.written_on)
    kept = {f for f, span in cut.items() if any(_says_the_same(f, read) for read in alone[f.document_id, span])}
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
    if finding.kind is FindingKind.DRUG and _is_prescribed(finding, sentence, reading):
        return finding.sentence
    text = reading.document(finding).text
    for piece in _pieces(text, finding.sentence):
        if piece.contains(finding.span):
            return piece
    return finding.sentence


def _is_prescribed(finding: Finding, sentence: Sentence, reading: Reading) -> bool:
    """Whether the sentence opens with the drug and names no other: all of it is how the drug is taken."""
    drugs = {f.label for f in reading.findings_in(sentence) if f.kind is FindingKind.DRUG}
    return len(drugs) == 1 and finding.span.start - finding.sentence.start <= _BULLET and len(sentence.text) <= _WHOLE


def _pieces(text: str, span: Span) -> Iterator[Span]:
    """The clauses of a sentence, without the mark that ends them; none is cut inside a parenthesis."""
    start = span.start
    for match in _CUT.finditer(text, span.start, span.end):
        if text.count("(", start, match.start()) > text.count(")", start, match.start()):
            continue
        yield Span(start, match.start()).stripped(text)
        start = match.end()
    yield Span(start, span.end).stripped(text)
