"""Says what a sentence does with each of its drugs: starts, stops, raises, lowers, keeps, replaces or forbids it.

It knows how an action spreads over a list ("KARDEGIC et TAHOR arrêtés") and passes over a drug ("relais de X par Y").
It refuses to know what the drug is today: that takes the other documents. The words are in `summarizer/data/actions.toml`.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache

from summarizer.findings.entries import toml
from summarizer.findings.tokens import FULL_STOP
from summarizer.values import Action

_BREAKS = re.compile(
    rf";|{FULL_STOP}|\bmais\b|\bpuis\b|"
    r"\bet (?:de |d')?(?=majoration|introduction|arret|mise|relais|diminution|augmentation|poursuite|instauration|reprise)"
)
_JOINED = re.compile(
    r"\s*(?:\([^)]*\)\s*)?(?:,|et|/|\+|ou|ainsi que)?\s*(?:d[eu]s?\s+|d'|la |le |les |l'|aux? )*(?:\([^)]*\))?\s*"
)
_NOT_DONE = re.compile(
    r"(?:\bpas (?:de |d'|encore )?|\bsans |\bni |\bne pas |\bnon |\bn'a pas ete |\bn'est pas |\bjamais (?:ete )?)$"
)
_ENUMERATED = re.compile(
    r"\s*(?:,|et|ou|ni)\s*(?:les? |la |l'|tout\w* |aux? |des )?[^.;:]{0,40}?(?:les? |la |l'|tout\w* |aux? |des |,|et)?\s*"
)
_ENDED = (Action.AVOID, Action.STOP)
#: How far before a drug, and after it, a word may still speak of it (characters).
_BEFORE_REACH, _AFTER_REACH = 40, 110


@dataclass(frozen=True, slots=True, kw_only=True)
class Mention:
    """One drug of a sentence: its place there, and whether a dose follows it."""

    start: int
    end: int
    dosed: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class _Cue:
    action: Action
    start: int
    end: int


@dataclass(frozen=True, slots=True, kw_only=True)
class _Words:
    before: tuple[tuple[Action, re.Pattern[str]], ...]
    after: tuple[tuple[Action, re.Pattern[str]], ...]
    replacement: Mapping[str, re.Pattern[str]]
    pronoun: Mapping[str, re.Pattern[str]]


@cache
def _words() -> _Words:
    data = toml("actions")
    sides = {
        side: tuple((Action(name), re.compile("|".join(patterns))) for name, patterns in data[side].items())
        for side in ("before", "after")
    }
    replacement = {name: re.compile(pattern) for name, pattern in data["replacement"].items()}
    pronoun = {name: re.compile(pattern) for name, pattern in data["pronoun"].items()}
    return _Words(before=sides["before"], after=sides["after"], replacement=replacement, pronoun=pronoun)


def actions(folded: str, mentions: Sequence[Mention]) -> list[Action]:
    """The action on each drug, in their order. `folded` is the sentence as `tokens.fold` gives it."""
    sentence = _Sentence(folded, mentions)
    return [sentence.action(i) for i in range(len(mentions))]


def by_pronoun(folded: str) -> tuple[int, int, Action] | None:
    """What a sentence that opens on a pronoun does with the drug of the sentence before, and where it says so."""
    opening = _words().pronoun["opening"].match(folded)
    if opening is None:
        return None
    for action, pattern in _words().after:
        if said := pattern.match(folded, opening.end()):
            start = len(folded) - len(folded.lstrip())
            return start, said.end(), action
    return None


def by_change(before: str, after: str) -> Action:
    """What two doses of one drug say: more, less, the same, or another."""
    try:
        old, new = (float(number.replace(" ", "").replace(",", ".")) for number in (before, after))
    except ValueError:
        return Action.CHANGE
    if new == old:
        return Action.CONTINUE
    return Action.INCREASE if new > old else Action.DECREASE


class _Sentence:
    def __init__(self, folded: str, mentions: Sequence[Mention]) -> None:
        self._text = folded
        self._mentions = mentions
        count = range(len(mentions))
        self._before = [self._cue_before(i) for i in count]
        self._after = [self._cue_after(i) for i in count]
        self._replaced = self._replacements()

    def action(self, i: int) -> Action:
        own = self._own(i)
        if own in _ENDED:
            return own
        if i in self._replaced:
            return self._replaced[i]
        if own is not Action.NONE:
            return own
        return self._from_list_tail(i) or self._from_list_head(i) or Action.NONE

    def _own(self, i: int) -> Action:
        mention, words = self._mentions[i], _words().pronoun
        if words["left_off"].search(self._text[: mention.start]) and words["since"].match(self._text, mention.end):
            return Action.STOP
        cues = [cue for cue in (self._before[i], self._after[i]) if cue is not None]
        for action in _ENDED:
            if any(cue.action is action for cue in cues):
                return action
        return cues[-1].action if cues else Action.NONE

    def _cue_before(self, i: int) -> _Cue | None:
        """The last word between the drug before, or the clause's beginning, and this one."""
        previous = self._mentions[i - 1].end if i else 0
        left, right = previous, self._mentions[i].start
        for match in _BREAKS.finditer(self._text, left, right):
            left = match.end()
        cues = [c for c in self._cues(_words().before, left, right) if right - c.end <= _BEFORE_REACH]
        if i:
            cues = [c for c in cues if not self._is_of_previous(previous, c, right)]
        return max(cues, key=lambda c: c.end, default=None)

    def _is_of_previous(self, previous: int, cue: _Cue, right: int) -> bool:
        """ "LASILIX arrêté, BISOPROLOL 2,5 mg": a word that a comma parts from this drug is of the drug before."""
        return "," in self._text[cue.end : right] and "," not in self._text[previous : cue.start]

    def _cue_after(self, i: int) -> _Cue | None:
        """The first word after the drug, before the next drug or the clause's end; an ending counts before others."""
        left = self._mentions[i].end
        last = i + 1 == len(self._mentions)
        right = len(self._text) if last else self._mentions[i + 1].start
        cues = self._by_pronoun(left, right) if last else []
        stop = _BREAKS.search(self._text, left, right)
        right = stop.start() if stop else right
        cues += [c for c in self._cues(_words().after, left, right) if c.start - left <= _AFTER_REACH]
        if not last:
            cues = [c for c in cues if not self._is_of_next(left, c, right)]
        return min(cues, key=lambda c: (c.action not in _ENDED, c.start), default=None)

    def _by_pronoun(self, left: int, right: int) -> list[_Cue]:
        """ "DEPAKOTE, ammoniémie 112 ; il a donc été arrêté": the next clause speaks of the only drug there is."""
        if len(self._mentions) != 1:
            return []
        subject = _words().pronoun["subject"]
        clauses = [m.end() for m in re.finditer(r"[;,.]", self._text[:right]) if m.start() >= left]
        starts = [said.end() for clause in clauses if (said := subject.match(self._text, clause))]
        return [c for c in self._cues(_words().after, left, right) if any(c.start == start for start in starts)]

    def _is_of_next(self, left: int, cue: _Cue, right: int) -> bool:
        """ "X 10 mg, arrêt de Y": a word after a comma and right before the next drug is that drug's."""
        before, after = self._text[left : cue.start], self._text[cue.end : right]
        if "," in after or re.match(r"\s*(?:le \d|et\b)", after):
            return False
        parted = "," in before or re.search(r"\bet\s*(?:d'|un |une |l')?$", before) is not None
        return parted or (len(after.strip()) < 12 and len(before) > 3)

    def _cues(self, table: Sequence[tuple[Action, re.Pattern[str]]], left: int, right: int) -> list[_Cue]:
        return [
            _Cue(action=action, start=match.start(), end=match.end())
            for action, pattern in table
            for match in pattern.finditer(self._text, left, right)
            if action is Action.AVOID or not _NOT_DONE.search(self._text[: match.start()])
        ]

    def _replacements(self) -> dict[int, Action]:
        """Drugs left for another, and those they are left for."""
        words, found = _words().replacement, dict[int, Action]()
        for i, mention in enumerate(self._mentions):
            previous = self._mentions[i - 1].end if i else 0
            between = self._text[previous : mention.start]
            relayed = i and words["relay"].search(self._text[: self._mentions[i - 1].start])
            if i and (words["by"].search(between) or (relayed and words["relay_by"].search(between))):
                found[i - 1], found[i] = Action.STOP, Action.START
            elif words["of"].search(between):
                found[i] = Action.STOP
                if i and not re.search(r"[;(.]", between):
                    found.setdefault(i - 1, Action.START)
        return found

    def _from_list_tail(self, i: int) -> Action | None:
        """An action said in the plural after the last drug of a list is of all of them."""
        j = i
        while j + 1 < len(self._mentions) and self._are_joined(j):
            j += 1
            cue = self._after[j]
            if cue is None or self._before[j] is not None:
                continue
            plural = re.search(r"s\b", self._text[cue.start : cue.end])
            if plural and "," not in self._text[self._mentions[j].end : cue.start]:
                return cue.action
        return None

    def _from_list_head(self, i: int) -> Action | None:
        """An action said before the first drug of a list is of all that "et" or a colon joins to it."""
        for j in range(i - 1, -1, -1):
            between = self._text[self._mentions[j].end : self._mentions[j + 1].start]
            if re.search(r"[.;]\s", between):
                return None
            cue = self._before[j]
            if cue is None:
                continue
            if ":" in self._text[cue.end : self._mentions[j].start]:
                return cue.action
            if cue.action is Action.AVOID and self._are_enumerated(j, i):
                return cue.action
            return cue.action if self._is_one_list(j, i) else None
        return None

    def _is_one_list(self, first: int, last: int) -> bool:
        """ "X, Y et Z": joined all along, closed by "et", without doses that make each a line of its own."""
        if not all(self._are_joined(j) for j in range(first, last)):
            return False
        between = [self._text[self._mentions[j].end : self._mentions[j + 1].start] for j in range(first, last)]
        if all(re.match(r"\s*(?:\([^)]*\)\s*)?(?:et\b|\+|/)", one) for one in between):
            return True
        dosed = any(self._mentions[j].dosed for j in range(first, last + 1))
        return not dosed and (re.search(r"\bet\b|\+|/", between[-1]) is not None or self._closes_with_and(last))

    def _are_enumerated(self, first: int, last: int) -> bool:
        """ "Éviter les AINS, les régimes sans sel, les diurétiques": a prohibition goes on as long as its articles do."""
        return all(
            _ENUMERATED.fullmatch(self._text, self._mentions[j].end, self._mentions[j + 1].start)
            for j in range(first, last)
        )

    def _are_joined(self, j: int) -> bool:
        return _JOINED.fullmatch(self._text, self._mentions[j].end, self._mentions[j + 1].start) is not None

    def _closes_with_and(self, i: int) -> bool:
        if i + 1 >= len(self._mentions):
            return False
        between = self._text[self._mentions[i].end : self._mentions[i + 1].start]
        return re.fullmatch(r"\s*,?\s*et (?:d[eu]s?\s|d'|la |le |l')*\s*", between) is not None
