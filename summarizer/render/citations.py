"""Numbers the citations of a summary: one number a passage, in the order a reader meets them.

It knows where citations are; it refuses to know how a number is shown. The same passage keeps the same number
wherever it is cited.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from summarizer.values import (
    Citation,
    CitedStatement,
    DocumentId,
    ReidentifiedSummary,
    SectionKey,
    Severity,
    Span,
    Status,
)


@dataclass(frozen=True, slots=True, kw_only=True, repr=False)
class Numbered:
    """The citations of one summary, numbered from 1."""

    citations: tuple[Citation, ...]
    numbers: dict[tuple[DocumentId, Span], int]

    def __repr__(self) -> str:
        return f"Numbered({len(self.citations)} citations)"

    def of(self, citation: Citation) -> int:
        return self.numbers[citation.document_id, citation.span]

    def marks(self, citations: Iterable[Citation]) -> tuple[tuple[int, Citation], ...]:
        """The distinct citations with their numbers, smallest first."""
        found = {self.of(citation): citation for citation in citations}
        return tuple(sorted(found.items()))

    def in_document(self, document_id: DocumentId) -> tuple[tuple[int, Citation], ...]:
        return tuple((n, c) for n, c in enumerate(self.citations, start=1) if c.document_id == document_id)


def number(summary: ReidentifiedSummary) -> Numbered:
    """The numbers of every passage cited by a statement, a contradiction or a withheld sentence."""
    numbers: dict[tuple[DocumentId, Span], int] = {}
    kept: list[Citation] = []
    for citation in _all(summary):
        if (citation.document_id, citation.span) not in numbers:
            kept.append(citation)
            numbers[citation.document_id, citation.span] = len(kept)
    return Numbered(citations=tuple(kept), numbers=numbers)


@dataclass(frozen=True, slots=True, kw_only=True, repr=False)
class First:
    """What must be read first. `others` counts the critical statements that only their sections show."""

    statements: tuple[CitedStatement, ...]
    others: int

    def __repr__(self) -> str:
        return f"First({len(self.statements)} statements, {self.others} others)"


#: Where what can harm today is said, in the order to read it: results and past events wait for their sections.
_URGENT = (SectionKey.ALLERGIES, SectionKey.VIGILANCE, SectionKey.TREATMENTS, SectionKey.PROBLEMS)
_OVER = frozenset({Status.PAST, Status.STOPPED, Status.EXCLUDED})
#: More than this is no longer read first. Allergies are never left out.
_READ_FIRST = 8


def first_to_read(summary: ReidentifiedSummary) -> First:
    """The critical statements that hold today: every allergy, then vigilance, treatments and problems within bounds."""
    sections = {section.key: section for section in summary.sections}
    found: dict[str, CitedStatement] = {}
    for key in _URGENT:
        for statement in sections[key].statements if key in sections else ():
            urgent = statement.severity is Severity.CRITICAL and statement.status not in _OVER
            if urgent and (key is SectionKey.ALLERGIES or len(found) < _READ_FIRST):
                found.setdefault(statement.text, statement)
    every = {s.text for part in summary.sections for s in part.statements if s.severity is Severity.CRITICAL}
    return First(statements=tuple(found.values()), others=len(every - set(found)))


@dataclass(frozen=True, slots=True, kw_only=True, repr=False)
class Disagreement:
    """What the dossier says in several ways: the passages, oldest first."""

    about: str
    sides: tuple[Citation, ...]

    def __repr__(self) -> str:
        return f"Disagreement({len(self.sides)} passages)"


def disagreements(summary: ReidentifiedSummary) -> tuple[Disagreement, ...]:
    """The contradictions, those about the same thing told as one story."""
    stories: dict[str, dict[tuple[DocumentId, Span], Citation]] = {}
    for contradiction in summary.contradictions:
        for side in (contradiction.a, contradiction.b):
            stories.setdefault(contradiction.about, {})[side.document_id, side.span] = side
    return tuple(
        Disagreement(about=about, sides=tuple(sorted(sides.values(), key=lambda side: side.written_on or "")))
        for about, sides in stories.items()
    )


def _all(summary: ReidentifiedSummary) -> Iterator[Citation]:
    for statement in first_to_read(summary).statements:
        yield from statement.citations
    for disagreement in disagreements(summary):
        yield from disagreement.sides
    for section in summary.sections:
        for statement in section.statements:
            yield from statement.citations
    for withheld in summary.withheld:
        yield from withheld.citations
