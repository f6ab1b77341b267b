"""Whether a document of the dossier is another patient's. Knows identities and how they get mistyped.

A document is another's when its birth date and its NIR differ, or one of them with the name (of a namesake or a twin,
the given name); when another document says so; or when it bears a provisional identity that nothing in it ties to the
patient. Relatives, doctors, married and birth names, a mistyped digit or a swapped day and month must not set a
document aside.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from rapidfuzz.distance import DamerauLevenshtein

from summarizer.identifiers.births import read_day
from summarizer.identifiers.dates import find_dates
from summarizer.identifiers.text import Written, compiled, fold, key_of
from summarizer.values import Document, DocumentId, Identifier, Identity, Kind, Label

_KIN_NEAR = compiled(
    r"\b(?:fils|fille|enfants?|s(?:oe|œ)ur|frere|mere|pere|epou[xs]e?|mari|femme|conjointe?|compagn\w+|personne\s+de\s+confiance|tut(?:eur|rice)|nouveau-ne|bebe|jumeau)\b"
)
# Before a name or a number on its line: it is a relative's ("Mère : ..., IPP ...").
_OF_KIN = compiled(r"\b(?:mere|pere|parents?|fils|fille|s(?:oe|œ)ur|frere|jume(?:au|lle))\b[^\n]*$")
_PROVISIONAL = compiled(
    r"identite\s(?:provisoire|inconnue|douteuse|non\s(?:confirmee|validee|connue))|\bx\s?,?\s(?:se\sdisant|inconnue?)\b|"
    r"\binconnue?\s(?:n[o°]|\d|[a-z]\b)|patiente?\sinconnue?\b"
)
# Another document, never the sentence that holds it, is what these words are about.
_DISOWNS = compiled(
    r"homonyme?\b|(?:a|est|d'|de|concerne|pour)\s?un(?:e)?\sautre\s(?:patiente?|malade|residente?|personne|enfant)\b|"
    r"n(?:e\s|')(?:est|sont|concerne(?:nt)?|appartien(?:nen)?t)\spas\s(?:celle?s?\s|les?\s|la\s)?(?:a\s|de\s)?"
    r"(?:ce(?:tte)?\spatiente?|notre\spatiente?|siens?|siennes?|lui|elle)\b|(?:inversion|interversion|echange|erreur)\sd(?:'|e\s|es\s)(?:etiquet|tubes?|patient|identit|dossier)"
)
_MISWRITTEN = compiled(
    r"(?:\berreur\b|\bgliss\w+|\begare\w*).{0,200}\b(?:etai(?:en)?t|concern\w+|appart\w+|destine\w*)\s(?:a\s|pour\s|de\s|d')?"
    r"(?:m(?:me|lle|r|onsieur|adame)?\b\.?|<|une?\sautre\s(?:patiente?|malade|residente?|personne|enfant|m(?:me|lle|r)?)\b)|"
    r"\b(?:ligne|note|saisie|transmission|resultat|page|feuille)s?\b.{0,120}\bune?\sautre\s(?:patiente?|malade|residente?|enfant)\b"
)
_NAMED = {
    Kind.LABORATORY: compiled(
        r"\b(?:bilan|biologie|bio|analyses?|resultats?|laboratoire|prelevements?|tubes?|dosages?)\b"
    ),
    Kind.IMAGING: compiled(r"\b(?:scanner|tdm|irm|echographie|echo|radio\w*|imagerie|doppler)\b"),
    Kind.PATHOLOGY: compiled(r"\b(?:anapath|anatomopathologie|biopsies?|histologie)\b"),
    Kind.PRESCRIPTION: compiled(r"\b(?:ordonnances?|prescriptions?)\b"),
    Kind.CRH: compiled(r"\b(?:compte[\s-]rendu|crh|cr|sejour|hospitalisation)\b"),
    Kind.LETTER: compiled(r"\b(?:courrier|lettre)\b"),
}
# Where a document says whose it is: characters from its start.
_HEADER = 1500
# The name of a document's patient stands on the lines of the birth date, before or after it.
_NEAR = 160


@dataclass(frozen=True, slots=True, kw_only=True, repr=False)
class Claim:
    """What a document says of its own patient: names as folded words (one tuple each), birth dates, NIR, IPP."""

    names: tuple[frozenset[str], ...]
    births: tuple[str, ...]
    nirs: tuple[str, ...]
    ipps: tuple[str, ...] = ()
    #: The words of every name in the document, those of relatives apart.
    people: frozenset[str] = frozenset()
    provisional: bool = False

    def __repr__(self) -> str:
        return f"Claim({len(self.names)} names, {len(self.births)} birth dates, {len(self.nirs)} NIR)"


def claim_of(document: Document, found: Sequence[Identifier]) -> Claim:
    """The identity a document bears, from its header when it has one and from its text."""
    text, identity = document.text, document.identity
    names = [_words((*identity.family_names, *identity.given_names))] if identity.family_names else []
    births = [identity.birth_date] if identity.birth_date and len(identity.birth_date) == 10 else []
    nirs = [identity.nir] if identity.nir else []
    ipps = [i.span.of(text) for i in found if i.label is Label.IPP and not _of_kin(text, i.span.start)]
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
            and not _of_kin(text, p.span.start)
            and -_NEAR <= p.span.start - identifier.span.start <= _NEAR
        ]
        names += [_words((p.span.of(text),)) for p in near]
    return Claim(
        names=tuple(filter(None, names)),
        births=tuple(births),
        nirs=tuple(map(_digits, nirs)),
        ipps=tuple(map(_digits, ipps)),
        people=_words([p.span.of(text) for p in people if p.label is Label.PERSON]),
        provisional=bool(_PROVISIONAL.search(fold(text[:_HEADER]))),
    )


def _of_kin(text: str, start: int) -> bool:
    line = text.rfind("\n", 0, start) + 1
    return bool(_OF_KIN.search(fold(text[line:start])))


def why_foreign(claim: Claim, identity: Identity) -> str | None:
    """A French reason, without a name or a date, when the document is clearly another patient's; else None."""
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
    if claim.provisional and not claim.people & (_words(identity.family_names) | _words(identity.given_names)):
        return "identité provisoire, que rien ne rattache à ce patient"
    if not claim.names:
        return None
    # A namesake bears the family name: only the given name tells that the patient's birth date was mistyped.
    if birth_differs and identity.given_names and not _given_name_stands(claim, identity):
        return "identité différente de celle du dossier (prénom et date de naissance)"
    if birth_agrees and _of_a_twin(claim, identity):
        return "identité différente de celle du dossier (prénom, même jour de naissance)"
    if _any_name_matches(claim, identity):
        return None
    if birth_differs:
        return "identité différente de celle du dossier (nom et date de naissance)"
    if nir_differs and not birth_agrees:
        return "identité différente de celle du dossier (nom et NIR)"
    return None


def disowned(documents: Mapping[DocumentId, Document]) -> dict[DocumentId, str]:
    """The documents that another one says are not of this patient, with the French reason.

    "Le bilan du 12/03 est celui d'une homonyme": the laboratory results of that day. What names no day is left to the reader.
    """
    result: dict[DocumentId, str] = {}
    for document in documents.values():
        for match in _DISOWNS.finditer(fold(document.text)):
            around = document.text[max(0, match.start() - _NEAR) : match.end() + _NEAR // 2]
            days = {found.iso() for found in find_dates(Written.of(around)) if found.day is not None}
            for other in documents.values():
                dated = other.written_on in days or _without_year(other.written_on) in around
                if other.id != document.id and dated and other.kind in _kinds_named(around):
                    result[other.id] = "un autre document dit qu'il n'est pas de ce patient"
    return result


def _without_year(day: str | None) -> str:
    """12/03 of an ISO day; of less than a day, a character that no text holds."""
    return f"{day[8:]}/{day[5:7]}" if day and len(day) == 10 else "\0"


def speaks_of_another(sentence: str) -> bool:
    """Whether a sentence reports a line written in this file by mistake for someone else: nothing of it is the patient's."""
    return bool(_MISWRITTEN.search(fold(sentence)))


def _kinds_named(text: str) -> frozenset[Kind]:
    folded = fold(text)
    return frozenset(kind for kind, words in _NAMED.items() if words.search(folded))


def _of_a_twin(claim: Claim, identity: Identity) -> bool:
    """The patient's family name and birth date under another given name, the patient's own being nowhere in the document."""
    family, given = _words(identity.family_names), _words(identity.given_names)
    if not given or any(_same(word, given) for word in claim.people.union(*claim.names)):
        return False
    return any(
        any(_same(word, family) for word in name)
        and any(len(word) > 2 and word not in _CIVIL and not _same(word, family) for word in name)
        for name in claim.names
    )


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
