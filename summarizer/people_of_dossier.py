"""Who is who in a dossier: mentions of people gathered into persons, one placeholder each.

Knows how French documents name the same person ("Dr MORIN", "Blaise MORIN", "B. MORIN"); refuses to merge when two
people could be meant: an ambiguous mention is a person of its own, since a wrong merge gives one's acts to another.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

import regex

from summarizer.identifiers.text import fold
from summarizer.numbering import Numbering
from summarizer.values import DocumentId, Identifier, Identity, Label, Span

_PARTICLES = frozenset(
    """
    de du des d le la les l van von der den ben el al da di del della
    """.split()  # noqa: SIM905
)
_WORD = regex.compile(r"[^\W\d_]+(?:['’][^\W\d_]+)?")
_DOCTOR_BEFORE = regex.compile(r"\b(?:drs?|dre|docteurs?|prs?|prof|profs|professeure?s?)\s?[.:]?\s*$")
_MAN_BEFORE = regex.compile(r"\b(?:m|mr|monsieur)\s?\.?\s*$")
_WOMAN_BEFORE = regex.compile(r"\b(?:mme|mlle|melle|madame|mademoiselle)\s?\.?\s*$")


class Role(StrEnum):
    """The part a person plays; its value opens the placeholder."""

    PATIENT = "PATIENT"
    DOCTOR = "MEDECIN"
    RELATIVE = "PROCHE"
    OTHER = "PERSONNE"


@dataclass(frozen=True, slots=True, kw_only=True)
class Mention:
    """One naming of someone: folded full words, initials, and what stands around it."""

    document_id: DocumentId
    span: Span
    words: frozenset[str]
    initials: tuple[str, ...]
    surnames: frozenset[str]
    role: Role
    sex: str | None


def mention_of(document_id: DocumentId, text: str, identifier: Identifier) -> Mention:
    """Reads one PERSON or RELATIVE span of a text."""
    surface = identifier.span.of(text)
    before = fold(text[max(0, identifier.span.start - 16) : identifier.span.start])
    tokens = [token for token in _WORD.findall(surface) if fold(token) not in _PARTICLES]
    full = [token for token in tokens if len(token) > 2 or (len(token) == 2 and len(tokens) == 1)]
    initials = tuple(letter for token in tokens if token not in full for letter in fold(token))
    capitals = [token for token in full if token.isupper()]
    surnames = capitals if capitals and len(capitals) < len(full) else full
    doctor = _DOCTOR_BEFORE.search(before) is not None
    relative = identifier.label is Label.RELATIVE and not doctor
    return Mention(
        document_id=document_id,
        span=identifier.span,
        words=frozenset(map(fold, full)),
        initials=initials,
        surnames=frozenset(map(fold, surnames)),
        role=Role.DOCTOR if doctor else Role.RELATIVE if relative else Role.OTHER,
        sex="M" if _MAN_BEFORE.search(before) else "F" if _WOMAN_BEFORE.search(before) else None,
    )


class Patient:
    """The patient's names, as words. A mention is the patient's when every word of it is, and nothing contradicts."""

    def __init__(self, identity: Identity) -> None:
        self._family = _words(identity.family_names)
        self._given = _words(identity.given_names)
        self._sex = identity.sex if identity.sex in ("M", "F") else None

    def is_named_by(self, mention: Mention) -> bool:
        known = self._family | self._given
        if not mention.words or not mention.words <= known or mention.role is Role.DOCTOR:
            return False
        if mention.sex and self._sex and mention.sex != self._sex:
            return False
        if any(not any(name.startswith(initial) for name in known) for initial in mention.initials):
            return False
        both = bool(mention.words & self._family) and bool(mention.words & self._given)
        return both or mention.role is not Role.RELATIVE


def _words(names: Iterable[str]) -> frozenset[str]:
    return frozenset(fold(word) for name in names for word in _WORD.findall(name) if fold(word) not in _PARTICLES)


@dataclass(slots=True)
class _Person:
    words: frozenset[str]
    initials: tuple[str, ...]
    surnames: frozenset[str]
    roles: set[Role]
    sexes: set[str]
    first: int

    def takes(self, mention: Mention) -> bool:
        """Whether the mention can only add to what is known of this person."""
        small, large = sorted((mention.words, self.words), key=len)
        if not small or not small <= large:
            return False
        if self.sexes and mention.sex and mention.sex not in self.sexes:
            return False
        if len(small) == 1:
            by_surname = bool(small & self.surnames & mention.surnames)
            both_relatives = mention.role is Role.RELATIVE and Role.RELATIVE in self.roles
            if not (by_surname or both_relatives) or not self._same_kind(mention):
                return False
        return _initials_fit(mention.initials, self.words - mention.words, self.initials) and _initials_fit(
            self.initials, mention.words - self.words, mention.initials
        )

    def _same_kind(self, mention: Mention) -> bool:
        """On a surname alone, "Dr MARTIN", "Mme MARTIN" and a relative MARTIN are three people."""
        if mention.role in self.roles:
            return True
        civil = mention.sex is not None or bool(self.sexes)
        return Role.OTHER in ({mention.role} | self.roles) and not civil

    def add(self, mention: Mention) -> None:
        if len(mention.words) > len(self.words):
            self.words, self.surnames = mention.words, mention.surnames
        self.initials = max(self.initials, mention.initials, key=len)
        self.roles.add(mention.role)
        if mention.sex:
            self.sexes.add(mention.sex)


def _initials_fit(initials: Sequence[str], words: frozenset[str], others: Sequence[str]) -> bool:
    """Each initial opens a word the other side has more, or is one of its initials; without any, nothing is said."""
    if not initials or (not words and not others):
        return True
    return all(any(word.startswith(letter) for word in words) or letter in others for letter in initials)


def placeholders(
    mentions: Sequence[Mention], patient: Patient, numbering: Numbering
) -> dict[tuple[DocumentId, Span], str]:
    """A placeholder for each mention, the same for one person throughout: the one most of its mentions had before, or
    the next, in order of first appearance."""
    result: dict[tuple[DocumentId, Span], str] = {}
    people: list[_Person] = []
    owner: dict[int, _Person] = {}
    # The most telling mentions first: the bare surnames then find the person they belong to, or none.
    order = sorted(range(len(mentions)), key=lambda i: (-len(mentions[i].words), -len(mentions[i].initials), i))
    for i in order:
        mention = mentions[i]
        if patient.is_named_by(mention):
            result[mention.document_id, mention.span] = "<PATIENT>"
            continue
        same = [person for person in people if person.takes(mention)]
        exact = [p for p in same if p.words == mention.words and p.initials == mention.initials]
        chosen = exact[0] if len(exact) == 1 else same[0] if len(same) == 1 else None
        if chosen is None:
            chosen = _Person(mention.words, mention.initials, mention.surnames, {mention.role}, set(), i)
            people.append(chosen)
        chosen.add(mention)
        chosen.first = min(chosen.first, i)
        owner[i] = chosen
    places: dict[int, list[tuple[DocumentId, Span]]] = {}
    for i in sorted(owner):
        places.setdefault(id(owner[i]), []).append((mentions[i].document_id, mentions[i].span))
    names = _named(people, places, numbering)
    for person in people:
        result |= dict.fromkeys(places[id(person)], names[id(person)])
    return result


def _named(
    people: Iterable[_Person], places: Mapping[int, Sequence[tuple[DocumentId, Span]]], numbering: Numbering
) -> dict[int, str]:
    in_order = sorted(people, key=lambda p: p.first)
    roles = {
        id(p): next(role for role in (Role.DOCTOR, Role.RELATIVE, Role.OTHER) if role in p.roles) for p in in_order
    }
    # A name is claimed by whoever had it most often: of two that were taken for one, the better known keeps it.
    claims = [
        (-times, p.first, name, id(p))
        for p in in_order
        for name, times in Counter(numbering.before(roles[id(p)], places[id(p)])).items()
    ]
    names: dict[int, str] = {}
    for _, _, name, person in sorted(claims):
        if person not in names and numbering.keep(name):
            names[person] = name
    for p in in_order:
        if id(p) not in names:
            names[id(p)] = numbering.next(roles[id(p)])
    return names
