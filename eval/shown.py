"""What a summary shows, as the harness scores it: read from the values of a `summary.json`, whoever wrote it.

It knows the stable form of that file and nothing of how a summary is made, so that any system that writes one can be
scored.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from summarizer.values import Span


@dataclass(frozen=True, slots=True, kw_only=True, repr=False)
class Cited:
    """One citation: `quote` is said to be the text of `file`, as read, at `span`."""

    file: str
    span: Span
    quote: str
    written_on: str | None

    def __repr__(self) -> str:
        return f"Cited({self.span.start}..{self.span.end})"

    def touches(self, file: str, spans: Iterable[Span]) -> bool:
        return self.file == file and any(self.span.overlaps(span) for span in spans)


@dataclass(frozen=True, slots=True, kw_only=True, repr=False)
class ShownStatement:
    """One statement a reader sees. `quoted` when it is given as the words of its source."""

    id: str
    section: str
    text: str
    quoted: bool
    severity: str
    status: str
    dates: tuple[str, ...]
    citations: tuple[Cited, ...]

    def __repr__(self) -> str:
        return f"ShownStatement({self.id}, {self.section}, {len(self.text)} characters)"

    def touches(self, file: str, spans: Sequence[Span]) -> bool:
        return any(citation.touches(file, spans) for citation in self.citations)


@dataclass(frozen=True, slots=True, kw_only=True, repr=False)
class ShownSummary:
    """Everything a reader sees of one dossier, how many drafts were withheld, and the files not read, with the reason."""

    statements: tuple[ShownStatement, ...]
    contradictions: tuple[tuple[Cited, Cited], ...]
    withheld: int
    unread: tuple[tuple[str, str], ...]

    def __repr__(self) -> str:
        return f"ShownSummary({len(self.statements)} statements)"


def shown_summary(values: Mapping[str, Any]) -> ShownSummary:
    """From the values of a `summary.json`."""
    return ShownSummary(
        statements=tuple(
            ShownStatement(
                id=s["id"],
                section=section["key"],
                text=s["text"],
                quoted=s["outcome"] == "quoted",
                severity=s["severity"],
                status=s["status"],
                dates=tuple(s["dates"]),
                citations=tuple(_cited(c) for c in s["citations"]),
            )
            for section in values["sections"]
            for s in section["statements"]
        ),
        contradictions=tuple(
            (_cited(c["a"]["citation"]), _cited(c["b"]["citation"])) for c in values["contradictions"]
        ),
        withheld=len(values["withheld"]),
        unread=tuple((entry["file"], entry["reason"] or "") for entry in values["documents"] if not entry["read"]),
    )


def _cited(citation: Mapping[str, Any]) -> Cited:
    return Cited(
        file=citation["file"],
        span=Span(citation["start"], citation["end"]),
        quote=citation["quote"],
        written_on=citation["written_on"],
    )
