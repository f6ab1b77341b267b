"""Builds a reading of a dossier from a few lines of French, with the real finder."""

from __future__ import annotations

from functools import cache

from summarizer.findings import Finder
from summarizer.select import Reading, select
from summarizer.sentences import split
from summarizer.values import Confidentiality, Contradiction, DocumentId, Evidence, Kind, PseudonymizedDocument


@cache
def finder() -> Finder:
    return Finder()


def document(name: str, kind: Kind, day: str, text: str) -> PseudonymizedDocument:
    return PseudonymizedDocument(
        id=DocumentId(name),
        kind=kind,
        text=text,
        pages=(),
        written_on=day,
        author_role=None,
        confidentiality=Confidentiality.NORMAL,
    )


def selected(
    *documents: tuple[str, str] | tuple[str, str, Kind],
) -> tuple[tuple[Evidence, ...], tuple[Contradiction, ...]]:
    """The topics and contradictions of documents given as (day, text[, kind]); letters when no kind is given."""
    read = {}
    for number, (day, text, *kind) in enumerate(documents):
        one = document(f"d{number}", kind[0] if kind else Kind.LETTER, day, text)
        read[one.id] = one
    sentences = {i: split(i, d.text) for i, d in read.items()}
    findings = finder().find(tuple(read.values()), sentences)
    return select(Reading(documents=read, sentences=sentences, findings=findings), finder())


def topic(topics: tuple[Evidence, ...], key: str, section: str | None = None) -> Evidence | None:
    """The topic of that key, in that section when one is given."""
    return next((t for t in topics if t.topic == key and section in (None, str(t.section))), None)
