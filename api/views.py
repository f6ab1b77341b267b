"""What one reader sees of a summary: identities put back or not, and nothing of what it may not see.

A document that is hidden leaves no trace: neither its statements, nor its line in the list, nor a number in a count.
"""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Collection, Mapping
from dataclasses import dataclass, replace
from importlib.resources import files
from typing import Any

from summarizer.reidentify import reidentify
from summarizer.render import render
from summarizer.render.json import as_values
from summarizer.render.wording import verdict_words
from summarizer.store import Kept, Review
from summarizer.store.store import Signature
from summarizer.values import (
    ORDINARY,
    Attestation,
    Citation,
    CitedSection,
    CitedStatement,
    CitedWithheld,
    Confidentiality,
    Decision,
    Document,
    Dossier,
    Identity,
    PseudonymizedDocument,
    PseudonymKey,
    ReidentifiedSummary,
    Shown,
    UnreadDocument,
    Verdict,
)

MEDIA_TYPES = {
    "json": "application/json",
    "html": "text/html; charset=utf-8",
    "md": "text/markdown; charset=utf-8",
    "pdf": "application/pdf",
    "cda": "application/xml",
    "fhir": "application/fhir+json",
}
NOT_IN_DOSSIER = "Non renseigné dans le dossier"
_ALL_REJECTED = "La relecture a écarté ce qui était dit ici : voir les phrases non retenues"
_NUMBERED = re.compile(r"^Le document (\d+)\b")
_UNREAD = re.compile(r"^\d+ fichier\(s\) non lu\(s\)")


@dataclass(frozen=True, slots=True, kw_only=True, repr=False)
class View:
    """A summary and the dossier its citations point into, as one reader sees them."""

    summary: ReidentifiedSummary
    dossier: Dossier

    def __repr__(self) -> str:
        return f"View({self.summary!r})"


def for_clinician(kept: Kept, may_see: Collection[Confidentiality], hidden_files: Collection[str] = ()) -> View:
    """With identities. `hidden_files` are those the sender said to be restricted, and that could not be read."""
    return _only_visible(
        reidentify(kept.summary, kept.dossier, kept.key, refused=kept.set_aside, may_see=may_see),
        kept.dossier,
        frozenset(may_see),
        frozenset(hidden_files),
    )


def for_evaluator(kept: Kept) -> View:
    """Without identities: the pseudonymized texts stand for the documents, and no file has a name."""
    bare = bare_dossier(kept)
    nothing = PseudonymKey(dossier_id=kept.key.dossier_id, replacements={}, files={})
    shown = reidentify(kept.summary, bare, nothing, refused=kept.set_aside, may_see=ORDINARY)
    return _only_visible(shown, bare, ORDINARY, frozenset())


def bare_dossier(kept: Kept) -> Dossier:
    """The pseudonymized documents in the shape of a dossier."""
    return Dossier(
        id=kept.dossier.id,
        identity=Identity(),
        documents=tuple(map(bare, kept.pseudonymized.documents)),
        unread=tuple(
            UnreadDocument(file=f"non lu {number}", reason=one.reason)
            for number, one in enumerate(kept.dossier.unread, start=1)
        ),
    )


def bare(document: PseudonymizedDocument) -> Document:
    """A pseudonymized document in the shape of a document."""
    return Document(
        id=document.id,
        file=f"{document.id}.txt",
        sha256="",
        kind=document.kind,
        title="",
        text=document.text,
        pages=document.pages,
        written_on=document.written_on,
        confidentiality=document.confidentiality,
    )


def _only_visible(
    summary: ReidentifiedSummary, dossier: Dossier, may_see: frozenset[Confidentiality], hidden_files: frozenset[str]
) -> View:
    documents = tuple(d for d in dossier.documents if d.confidentiality in may_see)
    visible = {document.id for document in documents}
    readable = sum(1 for e in summary.documents if e.read and e.document_id in visible)
    plural = "s" if readable > 1 else ""
    empty = f"Non renseigné dans le dossier ({readable} document{plural} lu{plural})"
    unread = tuple(one for one in dossier.unread if one.file not in hidden_files)

    def seen(citations: tuple[Citation, ...]) -> bool:
        return all(citation.document_id in visible for citation in citations)

    sections = []
    for section in summary.sections:
        statements = tuple(s for s in section.statements if seen(s.citations))
        sections.append(replace(section, statements=statements, empty_reason=None if statements else empty))
    return View(
        summary=replace(
            summary,
            sections=tuple(sections),
            contradictions=tuple(c for c in summary.contradictions if seen((c.a, c.b))),
            withheld=tuple(w for w in summary.withheld if seen(w.citations)),
            documents=tuple(
                e
                for e in summary.documents
                if (e.document_id in visible if e.document_id is not None else e.file not in hidden_files)
            ),
            warnings=_warnings(summary.warnings, dossier, visible, len(unread)),
        ),
        dossier=replace(dossier, documents=documents, unread=unread),
    )


def _warnings(warnings: tuple[str, ...], dossier: Dossier, visible: Collection[str], unread: int) -> tuple[str, ...]:
    """Warnings name documents by their place: they are dropped with the hidden, and counted again for the others."""
    place: dict[int, int] = {}
    for number, document in enumerate(dossier.documents, start=1):
        if document.id in visible:
            place[number] = len(place) + 1
    kept = []
    for warning in warnings:
        numbered = _NUMBERED.match(warning)
        if numbered:
            number = int(numbered[1])
            if number in place:
                kept.append(f"Le document {place[number]}{warning[numbered.end() :]}")
        elif _UNREAD.match(warning):
            if unread:
                kept.append(_UNREAD.sub(f"{unread} fichier(s) non lu(s)", warning))
        elif len(place) == len(dossier.documents) or not warning[:1].isdigit():
            kept.append(warning)
    return tuple(kept)


# --- the hand of the clinician ----------------------------------------------------------------------------------


def reviewed(view: View, reviews: Mapping[str, Review], signature: Signature | None) -> View:
    """What a reader of a page or an export sees: rejected statements are among the withheld, the others bear their
    verdict, and what a professional wrote is no quotation."""
    sections: list[CitedSection] = []
    rejected: list[CitedWithheld] = []
    for section in view.summary.sections:
        kept: list[CitedStatement] = []
        for statement in section.statements:
            review = reviews.get(statement.id)
            if review is None:
                kept.append(statement)
                continue
            verdict = Verdict(decision=Decision(review.decision), by=review.made_by, at=review.made_at)
            if verdict.decision is Decision.REJECTED:
                reason = f"review: {verdict_words(verdict)}"
                rejected.append(CitedWithheld(text=statement.text, reason=reason, citations=statement.citations))
            elif review.text is not None:
                kept.append(replace(statement, text=review.text, shown=Shown.SUPPORTED, checks=(), verdict=verdict))
            else:
                kept.append(replace(statement, verdict=verdict))
        emptied = None if kept or not section.statements else _ALL_REJECTED
        sections.append(replace(section, statements=tuple(kept), empty_reason=emptied or section.empty_reason))
    return replace(
        view,
        summary=replace(
            view.summary,
            sections=tuple(sections),
            withheld=(*view.summary.withheld, *rejected),
            attestation=Attestation(by=signature.signed_by, at=signature.signed_at) if signature else None,
        ),
    )


def as_json(view: View, reviews: Mapping[str, Review], signature: Signature | None) -> dict[str, Any]:
    """summary.json, with each statement's review and the signature beside."""
    values = as_values(view.summary)
    for section in values["sections"]:
        for statement in section["statements"]:
            review = reviews.get(statement["id"])
            statement["review"] = (
                {"decision": review.decision, "by": review.made_by, "at": review.made_at, "text": review.text}
                if review is not None
                else None
            )
    values["signature"] = (
        {"by": signature.signed_by, "at": signature.signed_at, "fingerprint": signature.fingerprint}
        if signature is not None
        else None
    )
    return values


def rendered(view: View, reviews: Mapping[str, Review], signature: Signature | None, form: str) -> bytes:
    """The view in one of MEDIA_TYPES."""
    if form == "json":
        return json.dumps(as_json(view, reviews, signature), ensure_ascii=False).encode()
    after = reviewed(view, reviews, signature)
    return render(after.summary, after.dossier, form)


def rendering_digest() -> str:
    """A digest of the renderers: what an older one made is made again."""
    digest = hashlib.sha256()
    pending = [files("summarizer.render")]
    while pending:
        for item in sorted(pending.pop().iterdir(), key=lambda each: each.name):
            if item.is_dir():
                if item.name != "__pycache__":
                    pending.append(item)
            else:
                digest.update(item.name.encode() + item.read_bytes())
    return digest.hexdigest()[:16]
