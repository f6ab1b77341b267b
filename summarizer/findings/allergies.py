"""Reads allergies and intolerances: to what, with which reaction, or that there are none.

It knows the words that open them and the headings that list them (`summarizer/data/allergies.toml`). It refuses to make
an allergy of a drug taken well.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache

from summarizer.findings.lexicon import Match, Sort, toml
from summarizer.findings.tokens import ligatures

#: The label of an allergy to nothing named: what a denial of all allergies bears.
ANY = "allergie"
_LINK = re.compile(
    r"[\s\w'’/()-]{0,28}?(?:\b(?:a|au|aux|sous|apres|par|lors d\w+|contre|envers|suite a|pour|de|des|du|d'|d)\b|:|-|\()?"
    r"\s*(?:prises? d[e'] ?|injections? d[e'] ?|administrations? d[e'] ?)?(?:la |le |les |l'|des? |d'|du )*(?:type d[e'] ?)?"
)
_MORE = re.compile(r"[^.:]{0,45}")
_LISTED = re.compile(r"[,;]|\bet\b|/|\bou\b|\(|:|-")
_DENIED_HERE = re.compile(r"\b(?:et )?(?:non|pas|ni)\b[^,]{0,12}$")
_STRANGER = re.compile(
    r"\s*(?:connue |vraie |severe |grave |averee )?(?:a|au|aux|:)\s(?:la |le |les |l'|\s)*"
    r"(?P<name>[a-z][a-z'-]{3,}(?: (?!et |ou |avec |depuis |sous |en )[a-z][a-z'-]{3,})?)"
)
_NONE_LISTED = re.compile(r"\s*(?:neant|aucune?|non\b|0\b|ras\b|pas d|nie\b|absence|rien|-\s*$)")
_TOLERATED = re.compile(r"\b(?:tolere|remplace par|sous|bien supporte)\w* (?:\w+ )?$")
_HEADED = re.compile(r"[^:]{0,40}allerg[^:]*:")
#: How far after its substance a reaction is looked for (characters).
_REACTION_REACH = 60


@dataclass(frozen=True, slots=True, kw_only=True)
class Allergy:
    """An allergy at `start`..`end` of the sentence; `until` is where what is said of it ends.

    `denied`: the sentence says there is none, of any sort or to this substance.
    """

    start: int
    end: int
    until: int
    label: str
    code: str | None = None
    reaction: str | None = None
    denied: bool = False
    substance: Match | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class _Words:
    opening: re.Pattern[str]
    none: re.Pattern[str]
    after: re.Pattern[str]
    unknown: re.Pattern[str]
    reaction: re.Pattern[str]
    over: re.Pattern[str]
    not_one: re.Pattern[str]
    other_subject: re.Pattern[str]
    tolerated_after: re.Pattern[str]
    dosed_after: re.Pattern[str]
    not_allergens: re.Pattern[str]


@cache
def _words() -> _Words:
    data = toml("allergies")
    return _Words(
        opening=re.compile(ligatures("|".join(data["opening"]))),
        none=re.compile("|".join(data["none"])),
        after=re.compile(ligatures(data["after"])),
        unknown=re.compile(data["unknown"]),
        reaction=re.compile(ligatures(rf"\b(?:{'|'.join(data['reactions'])})\b")),
        over=re.compile(data["over"]),
        not_one=re.compile(data["not_one"]),
        other_subject=re.compile(data["other_subject"]),
        tolerated_after=re.compile(data["tolerated_after"]),
        dosed_after=re.compile(data["dosed_after"]),
        not_allergens=re.compile(data["not_allergens"]),
    )


def speaks_of_allergy(folded: str) -> bool:
    """Whether a sentence holds a word that may open an allergy, or deny them."""
    words = _words()
    return "allerg" in folded or bool(words.opening.search(folded) or words.after.search(folded))


def allergies(folded: str, raw: str, matches: Sequence[Match], *, listed: bool) -> list[Allergy]:
    """The allergies of a sentence, from its drugs, classes and allergens. `listed`: its heading is of allergies."""
    reader = _Sentence(folded, raw, matches)
    found = [*reader.denials(), *reader.opened()]
    found += reader.named_first({a.substance.start for a in found if a.substance})
    return found or (reader.listed() if listed else [])


class _Sentence:
    def __init__(self, folded: str, raw: str, matches: Sequence[Match]) -> None:
        self._text = folded
        self._raw = raw
        self._matches = matches
        self._denials = [d for d in _words().none.finditer(folded) if not self._names_one(d)]

    def denials(self) -> list[Allergy]:
        return [Allergy(start=d.start(), end=d.end(), until=d.end(), label=ANY, denied=True) for d in self._denials]

    def opened(self) -> list[Allergy]:
        words, used = _words(), set[int]()
        openings = list(words.opening.finditer(self._text))
        found: list[Allergy] = []
        for opening in openings:
            if any(d.start() <= opening.start() < d.end() for d in self._denials):
                continue
            if any(opening.end() <= o.start() <= opening.end() + 4 for o in openings):
                # "Allergie : toxidermie sous ..." is one allergy, opened by its reaction.
                continue
            if not words.unknown.match(self._text, opening.start()):
                found += self._after(opening, used)
        return found

    def named_first(self, known: set[int]) -> list[Allergy]:
        """ "LAMICTAL (toxidermie 2021)": the substance, then what it did."""
        after = _words().after
        return [
            self._allergy(match.start, match, len(self._text))
            for match in self._matches
            if match.start not in known and after.match(self._text, match.end)
        ]

    def listed(self) -> list[Allergy]:
        """Under "Allergies :", each substance named is one, and "néant" is none."""
        words = _words()
        if words.other_subject.match(self._text):
            return []
        head = _HEADED.match(self._text)
        start = head.end() if head else 0
        if not self._matches:
            none = _NONE_LISTED.match(self._text[start:])
            end = len(self._text)
            return [Allergy(start=start, end=end, until=end, label=ANY, denied=True)] if none else []
        return [
            self._allergy(match.start, match, len(self._text))
            for match in self._matches
            if match.entry.sort in (Sort.DRUG, Sort.DRUG_CLASS, Sort.ALLERGEN)
            and not _TOLERATED.search(self._text[: match.start])
            and not words.tolerated_after.match(self._text, match.end)
            and not words.dosed_after.match(self._text, match.end)
        ]

    def _names_one(self, denial: re.Match[str]) -> bool:
        """ "pas d'allergie à la pénicilline" denies one allergy, not all."""
        return any(
            0 <= m.start - denial.end() < 30 and re.match(r"\s*(?:a|au|aux)\b", self._text[denial.end() :])
            for m in self._matches
        )

    def _after(self, opening: re.Match[str], used: set[int]) -> list[Allergy]:
        over = _words().over.search(self._text, opening.end())
        limit = over.start() if over else len(self._text)
        enumerated = re.match(r"\s*:", self._text[opening.end() :]) is not None
        if not enumerated and (semicolon := self._text.find(";", opening.end(), limit)) >= 0:
            limit = semicolon
        found: list[Allergy] = []
        edge = opening.end()
        for match in self._matches:
            if not opening.end() <= match.start < limit or match.first in used:
                continue
            between = self._text[edge : match.start]
            listed = found and _MORE.fullmatch(between) and _LISTED.search(between)
            if not (listed or _LINK.fullmatch(between)):
                break
            used.add(match.first)
            edge = match.end
            if not found or match.entry.label != found[-1].label:
                start = match.start if found else opening.start()
                found.append(self._allergy(start, match, limit, denied=bool(found and _DENIED_HERE.search(between))))
        return found or self._unknown_substance(opening, limit)

    def _unknown_substance(self, opening: re.Match[str], limit: int) -> list[Allergy]:
        words, word = _words(), opening.group()
        if word.startswith(("anaphyla", "choc")):
            return [Allergy(start=opening.start(), end=opening.end(), until=opening.end(), label=ANY)]
        if not word.startswith(("allergi", "hypersens", "intoleran")) or words.not_one.search(
            self._text[: opening.start()]
        ):
            return []
        stranger = _STRANGER.match(self._text[opening.end() : limit])
        if stranger is None or words.not_allergens.match(stranger["name"]):
            return []
        start, end = opening.end() + stranger.start("name"), opening.end() + stranger.end()
        label = " ".join(self._raw[start:end].lower().split())
        reaction, until = self._reaction(opening.start(), end, end, limit)
        return [Allergy(start=opening.start(), end=end, until=until, label=label, reaction=reaction)]

    def _allergy(self, start: int, match: Match, limit: int, *, denied: bool = False) -> Allergy:
        reaction, until = self._reaction(start, match.start, match.end, limit)
        entry = match.entry
        return Allergy(
            start=start,
            end=match.end,
            until=until,
            label=entry.label,
            code=entry.code,
            reaction=reaction,
            denied=denied,
            substance=match,
        )

    def _reaction(self, start: int, left: int, right: int, limit: int) -> tuple[str | None, int]:
        """The reaction said between `start` and `left`, or soon after `right`; and where what is said ends."""
        pattern = _words().reaction
        before = pattern.search(self._text, start, left)
        after = None if before else pattern.search(self._text, right, min(limit, right + _REACTION_REACH))
        said = before or after
        if said is None:
            return None, right
        written = " ".join(self._raw[said.start() : said.end()].split())
        return written if written.isupper() else written.lower(), max(right, said.end())
