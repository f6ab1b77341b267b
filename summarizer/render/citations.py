"""Numbers the citations of a summary: one number a passage, in the order a reader meets them.

It knows where citations are; it refuses to know how a number is shown. The same passage keeps the same number
wherever it is cited.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from summarizer.values import Citation, CitedStatement, DocumentId, ReidentifiedSummary, Severity, Span


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


def critical(summary: ReidentifiedSummary) -> tuple[CitedStatement, ...]:
    """The critical statements of all sections, each once, in order: what must be read first."""
    found: dict[str, CitedStatement] = {}
    for section in summary.sections:
        for statement in section.statements:
            if statement.severity is Severity.CRITICAL:
                found.setdefault(statement.text, statement)
    return tuple(found.values())


def _all(summary: ReidentifiedSummary) -> Iterator[Citation]:
    for statement in critical(summary):
        yield from statement.citations
    for contradiction in summary.contradictions:
        yield from (contradiction.a, contradiction.b)
    for section in summary.sections:
        for statement in section.statements:
            yield from statement.citations
    for withheld in summary.withheld:
        yield from withheld.citations
