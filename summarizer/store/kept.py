"""A summary with all that shows it, taken apart by document: one passage is opened without the other documents, and a
document that two summaries share is stored once.

It knows what belongs to which document; it refuses to know how parts are sealed or found.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace

from summarizer.values import (
    Confidentiality,
    Document,
    DocumentId,
    Dossier,
    PseudonymizedDocument,
    PseudonymizedDossier,
    PseudonymKey,
    Replacement,
    Summary,
    VerifiedStatement,
)


@dataclass(frozen=True, slots=True, kw_only=True, repr=False)
class Kept:
    """All that a summary needs to be shown to a reader, and questioned: it is stored whole, or not at all."""

    summary: Summary
    dossier: Dossier
    pseudonymized: PseudonymizedDossier
    key: PseudonymKey
    set_aside: dict[DocumentId, str]
    statements: tuple[VerifiedStatement, ...]

    def __repr__(self) -> str:
        return f"Kept({self.summary!r})"


@dataclass(frozen=True, slots=True, kw_only=True, repr=False)
class Part:
    """One document of a summary: as read, without identities (None when it was refused), and what was replaced."""

    document: Document
    pseudonymized: PseudonymizedDocument | None
    replacements: tuple[Replacement, ...]

    def __repr__(self) -> str:
        return f"Part({self.document.id})"


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """A line of the contents of a summary. `mark` finds the part."""

    document_id: DocumentId
    confidentiality: Confidentiality
    mark: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Contents:
    """The documents of a summary, in the order of its dossier."""

    entries: tuple[Entry, ...]


def taken_apart(kept: Kept) -> tuple[Kept, tuple[Part, ...]]:
    """What is of no document, and a part for each."""
    pseudonymized = {document.id: document for document in kept.pseudonymized.documents}
    parts = tuple(
        Part(
            document=document,
            pseudonymized=pseudonymized.get(document.id),
            replacements=kept.key.replacements.get(document.id, ()),
        )
        for document in kept.dossier.documents
    )
    rest = replace(
        kept,
        dossier=replace(kept.dossier, documents=()),
        pseudonymized=replace(kept.pseudonymized, documents=()),
        key=replace(kept.key, replacements={}),
    )
    return rest, parts


def put_together(rest: Kept, parts: Iterable[Part]) -> Kept:
    """The inverse of `taken_apart`."""
    parts = tuple(parts)
    hidden = tuple(part.pseudonymized for part in parts if part.pseudonymized is not None)
    return replace(
        rest,
        dossier=replace(rest.dossier, documents=tuple(part.document for part in parts)),
        pseudonymized=replace(rest.pseudonymized, documents=hidden),
        key=replace(
            rest.key,
            replacements={part.document.id: part.replacements for part in parts if part.pseudonymized is not None},
        ),
    )
