"""Whether a document of the dossier is another patient's. Knows identities and how they get mistyped.

A document is another's when its birth date and its NIR differ, or one of them with the name (of a namesake, the given
name): relatives, doctors, married and birth names, a mistyped digit or a swapped day and month must not set a
document aside.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from rapidfuzz.distance import DamerauLevenshtein

from summarizer.identifiers.births import read_day
from summarizer.identifiers.text import compiled, fold, key_of
from summarizer.values import Document, Identifier, Identity, Label

_KIN_NEAR = compiled(
    r"\b(?:fils|fille|enfants?|s(?:oe|œ)ur|frere|mere|pere|epou[xs]e?|mari|femme|conjointe?|compagn\w+|personne\s+de\s+confiance|tut(?:eur|rice)|nouveau-ne|bebe|jumeau)\b"
)
# The name of a document's patient stands on the lines of the birth date, before or after it.
_NEAR = 160


@dataclass(frozen=True, slots=True, kw_only=True, repr=False)
class Claim:
    """What a document says of its own patient: names as folded words (one tuple each), birth dates, NIR, IPP."""

    names: tuple[frozenset[str], ...]
    births: tuple[str, ...]
    nirs: tuple[str, ...]
    ipps: tuple[str, ...] = ()

    def __repr__(self) -> str:
        return f"Claim({len(self.names)} names, {len(self.births)} birth dates, {len(self.nirs)} NIR)"


def claim_of(document: Document, found: Sequence[Identifier]) -> Claim:
    """The identity a document bears, from its header when it has one and from its text."""
    text, identity = document.text, document.identity
    names = [_words((*identity.family_names, *identity.given_names))] if identity.family_names else []
    births = [identity.birth_date] if identity.birth_date and len(identity.birth_date) == 10 else []
    nirs = [identity.nir] if identity.nir else []
    ipps = [identifier.span.of(text) for identifier in found if identifier.label is Label.IPP]
    people = [i for i in found if i.label in (Label.PERSON, Label.RELATIVE)]
    for identifier in found:
        if identifier.label is Label.NIR:
            nirs.append(identifier.span.of(text))
        if identifier.label is not Label.BIRTH_DATE:
            continue
        date = read_day(identifier.span.of(text))
        around = fold(text[max(0, identifier.span.start - 100) : identifier.span.start])
        if date is None or _KIN_NEAR.search(around):
            continue
        births.append(date.iso())
        near = [
            p
            for p in people
            if p.label is Label.PERSON
            and p.found_by != "title-doctor"
            and -_NEAR <= p.span.start - identifier.span.start <= _NEAR
        ]
        names += [_words((p.span.of(text),)) for p in near]
    return Claim(
        names=tuple(filter(None, names)),
        births=tuple(births),
        nirs=tuple(map(_digits, nirs)),
        ipps=tuple(map(_digits, ipps)),
    )


def why_foreign(claim: Claim, identity: Identity) -> str | None:
    """A French reason, without a name or a date, when the document is clearly another patient's; else None."""
    if not claim.names:
        return None
    birth = identity.birth_date if identity.birth_date and len(identity.birth_date) == 10 else None
    birth_differs = bool(birth and claim.births) and not any(_nearly(birth or "", other) for other in claim.births)
    birth_agrees = bool(birth and claim.births) and not birth_differs
    nir = _digits(identity.nir or "")[:13]
    nir_differs = bool(nir and claim.nirs) and not any(
        DamerauLevenshtein.distance(nir, other[:13]) <= 2 for other in claim.nirs
    )
    if birth_differs and nir_differs:
        return "identité différente de celle du dossier (date de naissance et NIR)"
    ipp = _digits(identity.ipp or "")
    if birth_differs and ipp and claim.ipps and ipp not in claim.ipps:
        return "identité différente de celle du dossier (date de naissance et IPP)"
    # A namesake bears the family name: only the given name tells that the patient's birth date was mistyped.
    if birth_differs and identity.given_names and not _given_name_stands(claim, identity):
        return "identité différente de celle du dossier (prénom et date de naissance)"
    if _any_name_matches(claim, identity):
        return None
    if birth_differs:
        return "identité différente de celle du dossier (nom et date de naissance)"
    if nir_differs and not birth_agrees:
        return "identité différente de celle du dossier (nom et NIR)"
    return None


def _given_name_stands(claim: Claim, identity: Identity) -> bool:
    given = _words(identity.given_names)
    return any(_same(word, given) for name in claim.names for word in name)


def _any_name_matches(claim: Claim, identity: Identity) -> bool:
    """Whether some name of the document can be the patient's: a family name, and no other given name beside it."""
    family, given = _words(identity.family_names), _words(identity.given_names)
    if not family:
        return True
    for name in claim.names:
        in_family = {word for word in name if _same(word, family)}
        others = {word for word in name - in_family if len(word) > 2}
        if in_family and (not others or not given or any(_same(word, given) for word in others)):
            return True
        if in_family and all(word in _CIVIL for word in others):
            return True
        # Married name unknown to the dossier: the given name alone, with the same birth date, is settled by the dates.
        if not in_family and others and not claim.births and any(_same(word, given) for word in others):
            return True
    return False


_CIVIL = frozenset({"mme", "monsieur", "madame", "nee"})


def _same(word: str, known: frozenset[str]) -> bool:
    return word in known or (
        len(word) >= 5 and any(len(k) >= 5 and DamerauLevenshtein.distance(word, k, score_cutoff=1) <= 1 for k in known)
    )


def _nearly(birth: str, other: str) -> bool:
    """The same day, or one mistyped digit, or day and month swapped."""
    if sum(a != b for a, b in zip(birth, other, strict=False)) <= 1:
        return True
    year, month, day = birth.split("-")
    return other == f"{year}-{day}-{month}"


def _words(names: Sequence[str]) -> frozenset[str]:
    return frozenset(word for name in names for word in key_of(name).split() if len(word) > 1)


def _digits(value: str) -> str:
    return "".join(c for c in value if c.isalnum())
