"""Dossier in, PseudonymizedDossier and its key out: identities leave here, and come back through `restore.py`.

Knows which placeholder stands for whom across the dossier, and where everything was. It refuses to find
identifiers itself (the detector does), and to let a document through that could not be searched: it is refused, with
a French reason. What goes out comes back exactly: every replacement is kept with its place and its surface.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from functools import reduce
from operator import or_
from typing import Protocol

import regex

from summarizer.dates_shift import shift_iso, shifted_year, shifts
from summarizer.errors import PseudonymizationError
from summarizer.foreign import claim_of, disowned, why_foreign
from summarizer.identifiers.births import read_day
from summarizer.identifiers.detector import Detector
from summarizer.identifiers.resolve import resolve
from summarizer.identifiers.spread import Seeds, seeds_of, spread
from summarizer.identifiers.text import Written, fold, key_of
from summarizer.numbering import Numbering, base_of
from summarizer.people_of_dossier import Patient, Role, mention_of, placeholders
from summarizer.restore import PLACEHOLDER, original_span, pseudonymized_span
from summarizer.second_look import check, suspects
from summarizer.values import (
    Document,
    DocumentId,
    Dossier,
    Identifier,
    Identity,
    Label,
    Page,
    PseudonymizedDocument,
    PseudonymizedDossier,
    PseudonymKey,
    Replacement,
    Span,
)

_PEOPLE = frozenset({Label.PERSON, Label.RELATIVE})
_LITERAL = "literal"
_BASES = {
    Label.BIRTH_DATE: "DATE_NAISSANCE", Label.NIR: "NIR", Label.IPP: "IPP", Label.VISIT_ID: "SEJOUR",
    Label.PHONE: "TELEPHONE", Label.EMAIL: "MAIL", Label.ADDRESS: "ADRESSE", Label.ZIP: "CODE_POSTAL",
    Label.CITY: "VILLE", Label.HOSPITAL: "HOPITAL", Label.RPPS: "RPPS", Label.ADELI: "ADELI", Label.FINESS: "FINESS",
    Label.URL: "SITE", Label.DATE: "DATE", Label.OTHER: "NUMERO",
}  # fmt: skip
_LABELS = {base: label for label, base in _BASES.items()}
#: Text that looks like a placeholder is hidden behind one: it is put back as it was.
_LITERAL_BASE = "TEXTE"
_OF_PEOPLE = frozenset(Role)


class ShiftSettings(Protocol):
    @property
    def shift_years(self) -> int: ...


@dataclass(frozen=True, slots=True, kw_only=True)
class _Searched:
    """A document with what was found in it."""

    document: Document
    found: tuple[Identifier, ...]
    foreign: str | None = None


def pseudonymize(
    dossier: Dossier, detector: Detector, *, settings: ShiftSettings, known: PseudonymKey | None = None
) -> tuple[PseudonymizedDossier, PseudonymKey]:
    """Every document without identities, and the key that puts them back. `known`: the key the dossier had when fewer
    documents had arrived; whom and what it names keep their placeholders.

    A document that cannot be searched, or where a known identifier survived, is listed in `refused` and appears
    nowhere else. A document that is another patient's bears the reason in `foreign`.
    """
    searched, refused = _search(dossier, detector)
    denied = disowned({one.document.id: one.document for one in searched})
    searched = [
        replace(
            one,
            foreign=why_foreign(claim_of(one.document, one.found), dossier.identity) or denied.get(one.document.id),
        )
        for one in searched
    ]
    searched = _spread(searched, detector)
    names = _Names(searched, dossier.identity, known)
    documents: list[PseudonymizedDocument] = []
    replacements: dict[DocumentId, tuple[Replacement, ...]] = {}
    for one in searched:
        try:
            text, replaced = _hidden(one, names, settings.shift_years)
            check(text, dossier.identity)
        except PseudonymizationError as error:
            refused.append((one.document.id, error.reason_fr))
            continue
        documents.append(_pseudonymized(one, text, replaced, settings.shift_years))
        replacements[one.document.id] = replaced
    kept = frozenset(replacements)
    order = {document.id: i for i, document in enumerate(dossier.documents)}
    return (
        PseudonymizedDossier(
            id=dossier.id,
            documents=tuple(documents),
            sex=dossier.identity.sex,
            refused=tuple(sorted(refused, key=lambda pair: order[pair[0]])),
        ),
        PseudonymKey(
            dossier_id=dossier.id,
            replacements=replacements,
            files={document.id: document.file for document in dossier.documents if document.id in kept},
        ),
    )


# --- finding --------------------------------------------------------------------------------------------------


def _search(dossier: Dossier, detector: Detector) -> tuple[list[_Searched], list[tuple[DocumentId, str]]]:
    documents = dossier.documents
    known = [(dossier.identity, document.identity) for document in documents]
    searched: list[_Searched] = []
    refused: list[tuple[DocumentId, str]] = []
    outcomes = detector.detect_each([document.text for document in documents], known)
    for document, outcome in zip(documents, outcomes, strict=True):
        if isinstance(outcome, PseudonymizationError):
            refused.append((document.id, outcome.reason_fr))
        else:
            searched.append(_Searched(document=document, found=outcome))
    return searched, refused


def _spread(searched: Sequence[_Searched], detector: Detector) -> list[_Searched]:
    """Names found once are found everywhere in the dossier, and literal placeholders are taken as they are."""
    is_word = detector.tagger.is_word if detector.tagger is not None else _never
    seeds = reduce(or_, (seeds_of(one.document.text, one.found, is_word) for one in searched), Seeds())
    result = []
    for one in searched:
        text = one.document.text
        literal = [
            Identifier(span=Span(*match.span()), label=Label.OTHER, score=1.0, found_by=_LITERAL)
            for match in PLACEHOLDER.finditer(text)
        ]
        result.append(replace(one, found=resolve(text, [*one.found, *spread(Written.of(text), seeds), *literal])))
    return result


def _never(folded: str) -> bool:
    return False


# --- naming ---------------------------------------------------------------------------------------------------


class _Names:
    """The placeholder of each identifier: one for one person, one for one thing, whatever the writing."""

    def __init__(self, searched: Sequence[_Searched], identity: Identity, known: PseudonymKey | None) -> None:
        self._numbering = Numbering(known)
        mentions = [
            mention_of(one.document.id, one.document.text, identifier)
            for one in searched
            for identifier in one.found
            if identifier.label in _PEOPLE
        ]
        self._people = placeholders(mentions, Patient(identity), self._numbering)
        own = tuple(_patients_own(identity))
        self._things = {(base, key): f"<{base}>" for base, key in own}
        self._own = {base for base, _ in own}
        self._keep_names(known)

    def _keep_names(self, known: PseudonymKey | None) -> None:
        for replacement in (r for each in known.replacements.values() for r in each) if known is not None else ():
            base = base_of(replacement.pseudonym)
            if base is None or base in _OF_PEOPLE:
                continue
            key = base, _thing_key(base, replacement.surface)
            if key not in self._things and self._numbering.keep(replacement.pseudonym):
                self._things[key] = replacement.pseudonym

    def of(self, document: Document, identifier: Identifier) -> str:
        person = self._people.get((document.id, identifier.span))
        if person is not None:
            return person
        base = _LITERAL_BASE if identifier.found_by == _LITERAL else _BASES.get(identifier.label, "PERSONNE_CITEE")
        key = base, _thing_key(base, identifier.span.of(document.text))
        if key not in self._things:
            self._things[key] = self._numbering.next(base, after=1 if base in self._own else 0)
        return self._things[key]


def _patients_own(identity: Identity) -> Iterable[tuple[str, str]]:
    """Birth date, NIR and IPP of the patient have the plain placeholder; another's are numbered from 2."""
    if identity.birth_date and len(identity.birth_date) == 10:
        yield "DATE_NAISSANCE", identity.birth_date
    if identity.nir:
        yield "NIR", _thing_key("NIR", identity.nir)
    if identity.ipp:
        yield "IPP", _thing_key("IPP", identity.ipp)


def _thing_key(base: str, surface: str) -> str:
    """What two writings of the same thing share, and two things that differ by one character do not."""
    if base == _LITERAL_BASE:
        return surface
    label = _LABELS.get(base)
    if label is Label.BIRTH_DATE:
        date = read_day(surface)
        return date.iso() if date is not None else key_of(surface)
    bare = "".join(c for c in fold(surface) if c.isalnum() or c == "+")
    if label is Label.NIR:
        return bare[:13] if len(bare) == 15 else bare
    if label is Label.PHONE:
        return regex.sub(r"^(?:\+|00)330?", "0", bare)
    if label in (Label.CITY, Label.HOSPITAL, Label.ADDRESS):
        return key_of(surface)
    return fold(surface).strip() if label in (Label.EMAIL, Label.URL) else bare


# --- hiding ---------------------------------------------------------------------------------------------------


def _hidden(one: _Searched, names: _Names, shift_years: int) -> tuple[str, tuple[Replacement, ...]]:
    """The pseudonymized text and its replacements, after the second look hid what it suspected."""
    found = list(one.found)
    text, replacements = _apply(one.document, found, names, shift_years)
    for span in suspects(text):
        if any(span.overlaps(r.replaced) for r in replacements):
            continue
        original = original_span(span, replacements)
        label = Label.PERSON if span.of(text)[0].isalpha() else Label.OTHER
        found.append(Identifier(span=original, label=label, score=0.5, found_by="second-look"))
    if len(found) == len(one.found):
        return text, replacements
    return _apply(one.document, list(resolve(one.document.text, found)), names, shift_years)


def _apply(
    document: Document, found: Sequence[Identifier], names: _Names, shift_years: int
) -> tuple[str, tuple[Replacement, ...]]:
    wanted = [(identifier.span, names.of(document, identifier)) for identifier in found]
    if shift_years:
        wanted += _shifted(document, [span for span, _ in wanted], names, shift_years)
    pieces: list[str] = []
    replacements: list[Replacement] = []
    position = length = 0
    for span, pseudonym in sorted(wanted):
        kept = document.text[position : span.start]
        length += len(kept)
        pieces += (kept, pseudonym)
        replacements.append(
            Replacement(
                original=span,
                replaced=Span(length, length + len(pseudonym)),
                surface=span.of(document.text),
                pseudonym=pseudonym,
            )
        )
        length += len(pseudonym)
        position = span.end
    pieces.append(document.text[position:])
    return "".join(pieces), tuple(replacements)


def _shifted(document: Document, hidden: Sequence[Span], names: _Names, shift_years: int) -> list[tuple[Span, str]]:
    """The year of each date moved; a date that would not exist (29 February) is hidden instead."""
    result = []
    for date in shifts(document.text):
        if any(date.span.overlaps(span) for span in hidden):
            continue
        year = shifted_year(date, date.year_span.of(document.text), shift_years)
        if year is None:
            lost = Identifier(span=date.span, label=Label.DATE, score=1.0, found_by="date")
            result.append((date.span, names.of(document, lost)))
        else:
            result.append((date.year_span, year))
    return result


def _pseudonymized(
    one: _Searched, text: str, replacements: tuple[Replacement, ...], shift_years: int
) -> PseudonymizedDocument:
    document = one.document
    return PseudonymizedDocument(
        id=document.id,
        kind=document.kind,
        text=text,
        pages=tuple(
            Page(number=page.number, span=pseudonymized_span(page.span, replacements), source=page.source)
            for page in document.pages
        ),
        written_on=shift_iso(document.written_on, shift_years),
        author_role=document.author_role,
        confidentiality=document.confidentiality,
        foreign=one.foreign,
    )
