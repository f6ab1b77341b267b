"""Says of a finding whether its sentence denies it, doubts it, gives it to someone else, or puts it in the past.

It knows cues, how far each reaches, and what stops it: the ConText idea, with the scopes of telegraphic French ("pas de
fièvre, toux depuis 3 jours" denies no cough). It refuses to know findings: it is given their place and kind.
The cues are in `summarizer/data/cues.toml`.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any

from summarizer.findings.entries import toml
from summarizer.findings.tokens import FULL_STOP, ligatures
from summarizer.values import FindingKind

_STRONG = (
    rf"[;!](?=\s|$)|{FULL_STOP}|\bmais\b|\bcependant\b|\btoutefois\b|\bneanmoins\b|\ben revanche\b|\bpar contre\b|\bsauf\b|"
    r"\bhormis\b|\bexcepte\w*\b|\ba l'exception\b|\ben dehors\b|\balors qu|\btandis qu|\bcar\b|\bmalgre\b|->|→|"
    r"\bpuis\b(?! (?:ecarte|exclu|elimine|infirme))|\bmotivant\b|\bnecessitant\b|\bcompliqu|\bayant\b|\bdevant\b"
)
_FORWARD = re.compile(
    rf"(?P<strong>{_STRONG}|:(?=\s)|\bavec\b(?! d)|\bchez\b)|(?P<comma>,(?=\s|$)|,(?!\d))|(?P<and>\bet\b)|(?P<open>\()|(?P<close>\))"
)
_BACKWARD = re.compile(
    rf"(?P<strong>{_STRONG}|:(?=\s)|\?)|(?P<comma>,(?=\s|$)|,(?!\d))|(?P<and>\bet\b)|(?P<open>\()|(?P<close>\))"
)
_LIST_GOES_ON = re.compile(r"\s*(?:(?:et|ou) )?(?:ni\b|d['e]\s|d'|des?\b|du\b|sans\b|pas\b|aucune?\b)")
_LIST_ENDS_IN_OR = re.compile(r"[^,;.:()\d?]{0,60}(?:,[^,;.:()\d?]{0,60}){0,6}?\b(?:ou|ni)\b")
_VERB = re.compile(r"\b(?:est|sont|a|ont|presente|depuis|traitee?|sous|connue?|retrouve)\b")
#: Where a denial stops for acts and drugs, which the denied thing is only seen by or under.
_CIRCUMSTANCE = re.compile(
    r"\b(?:sous|apres|depuis|lors|aux?|a la|sur|malgre|avant|par|pendant|jusqu|pour|en|dans|arret|sevrage|interruption|changement|ajustement|interactions?|surdosage)\b|\ba l'"
)
_CIRCUMSTANTIAL = (FindingKind.PROCEDURE, FindingKind.DRUG, FindingKind.VACCINE)


@dataclass(frozen=True, slots=True, kw_only=True)
class Qualifiers:
    negated: bool = False
    hypothetical: bool = False
    family: bool = False
    historical: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class _Rule:
    pattern: re.Pattern[str]
    reach: int = 0
    kinds: tuple[str, ...] = ()
    unless_before: re.Pattern[str] | None = None
    unless_after: re.Pattern[str] | None = None
    only_before: re.Pattern[str] | None = None
    colon: bool = False
    through_commas: bool = False
    over_brackets: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class _Cue:
    """A cue at `start`..`end` whose scope runs to `limit` (after it) or from `limit` (before it)."""

    rule: _Rule
    start: int
    end: int
    limit: int


def _rules(table: Mapping[str, Any], side: str) -> tuple[_Rule, ...]:
    return tuple(
        _Rule(
            pattern=re.compile(ligatures(rule["pattern"])),
            through_commas=rule.get("through_commas", False),
            over_brackets=rule.get("over_brackets", False),
            reach=rule.get("reach", 0),
            kinds=tuple(rule.get("kinds", ())),
            unless_before=re.compile(rule["unless_before"]) if "unless_before" in rule else None,
            unless_after=re.compile(rule["unless_after"]) if "unless_after" in rule else None,
            only_before=re.compile(rule["only_before"]) if "only_before" in rule else None,
            colon=rule.get("colon", False),
        )
        for rule in table[side]
    )


class _Cues:
    """All cues, compiled once."""

    def __init__(self) -> None:
        data = toml("cues")
        self.negation_before = _rules(data["negation"], "before")
        self.negation_after = _rules(data["negation"], "after")
        self.pseudo = re.compile("|".join(data["negation"]["pseudo"]))
        self.hypothesis_before = _rules(data["hypothesis"], "before")
        self.hypothesis_after = _rules(data["hypothesis"], "after")
        self.confirmed = re.compile("|".join(data["hypothesis"]["confirmed"]))
        family = data["family"]
        self.relative = re.compile(ligatures(rf"\b(?:{family['relatives']})\b"))
        self.family_word = re.compile("|".join(family["words"]))
        self.not_bearer = re.compile(family["before_not_bearer"])
        self.reporting = re.compile(family["reporting"])
        self.family_section = re.compile(family["sections"])
        self.not_family_section = re.compile(family["not_sections"])
        history = data["history"]
        self.history_before = re.compile("|".join(history["before"]))
        self.history_after = re.compile("|".join(history["after"]))
        self.history_section = re.compile(history["sections"])


@cache
def _cues() -> _Cues:
    return _Cues()


class Scopes:
    """The cues of one sentence, found once; then asked for each of its findings.

    `folded` is the sentence as `tokens.fold` gives it; positions count from its start. `heading` is folded too.
    """

    def __init__(self, folded: str, heading: str = "") -> None:
        cues = _cues()
        self._text = folded
        self._cuts = [(m.start(), m.end()) for m in _CLAUSE.finditer(folded)]
        pseudo = [(m.start(), m.end()) for m in cues.pseudo.finditer(folded)]
        self._denied_before = list(_found_before(cues.negation_before, folded, pseudo))
        self._denied_after = list(_found_after(cues.negation_after, folded, pseudo))
        self._doubted_before = list(_found_before(cues.hypothesis_before, folded, ()))
        self._doubted_after = list(_found_after(cues.hypothesis_after, folded, ()))
        in_family = bool(cues.family_section.search(heading)) and not cues.not_family_section.search(heading)
        self._family_section = in_family
        self._history_section = bool(cues.history_section.search(heading)) and not in_family
        self._relatives = list(self._bearers(cues))

    def of(self, start: int, end: int, kind: FindingKind) -> Qualifiers:
        """The qualifiers of the finding of `kind` at `start`..`end` of the sentence."""
        doubt = self._reached(self._doubted_before, self._doubted_after, start, end, kind)
        denied = self._reached(self._denied_before, self._denied_after, start, end, kind) or self._framed(start, end)
        undecided = self._undecided(start, end)
        return Qualifiers(
            negated=denied and not undecided,
            hypothetical=(undecided or (doubt and not denied)) and not self._confirmed(start, end),
            family=self._family(start, end, kind),
            historical=self._historical(start, end),
        )

    def _reached(self, before: Sequence[_Cue], after: Sequence[_Cue], start: int, end: int, kind: FindingKind) -> bool:
        for cue in before:
            if cue.start < start < cue.limit and self._allows(cue, start - cue.end, cue.end, start, kind):
                return True
        return any(
            cue.limit <= start and end <= cue.start and self._allows(cue, cue.start - end, end, cue.start, kind)
            for cue in after
        )

    def _allows(self, cue: _Cue, gap: int, left: int, right: int, kind: FindingKind) -> bool:
        rule = cue.rule
        if rule.kinds and kind not in rule.kinds:
            return False
        if rule.reach and gap > rule.reach:
            return False
        if self._text.count("(", left, right) != self._text.count(")", left, right):
            # "sérologies (B, C, VIH) négatives" is of what the bracket holds; other brackets keep to themselves.
            return rule.over_brackets and re.fullmatch(r"[^()]*\)\s*", self._text[left:right]) is not None
        if cue.end <= left and kind in _CIRCUMSTANTIAL:
            return not _CIRCUMSTANCE.search(self._text, left, right)
        return True

    def _framed(self, start: int, end: int) -> bool:
        """ "ne fume pas": the finding is the verb that "ne ... pas" frames."""
        return bool(_NE.search(self._text[max(0, start - 12) : start]) and _PAS.match(self._text[end : end + 10]))

    def _undecided(self, start: int, end: int) -> bool:
        """ "ne permet pas d'exclure", "n'est pas exclue": a denial denied is a doubt."""
        return any(
            _DOUBLE.search(self._text[cue.start : cue.end])
            and (cue.end <= start < cue.limit or (cue.limit <= start and end <= cue.start))
            for cue in (*self._doubted_before, *self._doubted_after)
        )

    def _confirmed(self, start: int, end: int) -> bool:
        left, right = self._clause(start, end)
        return bool(_cues().confirmed.search(self._text, left, right))

    def _clause(self, start: int, end: int) -> tuple[int, int]:
        """The clause around `start`..`end`, cut at commas."""
        left = max((right for _, right in self._cuts if right <= start), default=0)
        right = min((left for left, _ in self._cuts if left >= end), default=len(self._text))
        return left, right

    def _family(self, start: int, end: int, kind: FindingKind) -> bool:
        if kind is FindingKind.DIRECTIVE:
            return False
        if kind in (FindingKind.DRUG, FindingKind.MEASURE, FindingKind.VACCINE):
            return any(s <= start < e for s, e in self._relatives)
        return self._family_section or any(s <= start < e for s, e in self._relatives)

    def _bearers(self, cues: _Cues) -> Iterator[tuple[int, int]]:
        """Stretches said of a relative or another person: from the word that names them, or up to "chez sa mère"."""
        text = self._text
        for match in cues.family_word.finditer(text):
            left, right = self._clause(match.start(), match.end())
            yield left, max(right, _forward(text, match.end()))
        for match in cues.relative.finditer(text):
            before, after = text[: match.start()], text[match.end() :]
            if _CHEZ.search(before) or (_OPENED.search(before) and re.match(r"\s*(?:et \w+ ?)?\)", after)):
                yield self._clause(match.start(), match.end())
            elif not ((cues.not_bearer.search(before) and not _OF.match(after)) or cues.reporting.match(after)):
                yield match.end(), _end_of_bearer(text, match.end())

    def _historical(self, start: int, end: int) -> bool:
        if self._history_section:
            return True
        cues = _cues()
        left, right = self._clause(start, end)
        before = cues.history_before.search(self._text, left, start)
        return before is not None or bool(cues.history_after.search(self._text, end, min(right, end + 60)))


_NE = re.compile(r"\bn[e'] ?(?:\w+ )?$")
_PAS = re.compile(r"\s*(?:pas|plus|jamais)\b")
_DOUBLE = re.compile(
    r"(?:\bn[' e]|\bsans\b|\bnon\b|\bpas\b).*(?:exclu|elimin|ecart|infirm|affirm)|\bn'(?:exclu|elimin|ecart|infirm)"
)


def _found_before(rules: Sequence[_Rule], text: str, pseudo: Sequence[tuple[int, int]]) -> Iterator[_Cue]:
    for rule in rules:
        for match in rule.pattern.finditer(text):
            if _is_cue(rule, match, text, pseudo):
                yield _Cue(rule=rule, start=match.start(), end=match.end(), limit=_forward(text, match.end()))


def _found_after(rules: Sequence[_Rule], text: str, pseudo: Sequence[tuple[int, int]]) -> Iterator[_Cue]:
    for rule in rules:
        for match in rule.pattern.finditer(text):
            if _is_cue(rule, match, text, pseudo):
                word = match.group().strip()
                many = (word.endswith("s") and len(word) > 3) or rule.colon or rule.through_commas
                limit = _backward(text, match.start(), through_lists=many)
                yield _Cue(rule=rule, start=match.start(), end=match.end(), limit=limit)


def _is_cue(rule: _Rule, match: re.Match[str], text: str, pseudo: Sequence[tuple[int, int]]) -> bool:
    if any(
        (start <= match.start() and match.end() <= end) or (match.start() <= start < match.end() and match.end() <= end)
        for start, end in pseudo
    ):
        return False
    if rule.only_before is not None and not rule.only_before.search(text[: match.start()]):
        return False
    if rule.unless_before is not None and rule.unless_before.search(text[: match.start()]):
        return False
    return rule.unless_after is None or not rule.unless_after.search(text[match.end() :])


def _forward(text: str, start: int) -> int:
    """Where the scope of a cue ending at `start` ends: at a clause, at a list that no "de", "ni" or "ou" carries on."""
    position = start
    while match := _FORWARD.search(text, position):
        here, position = match.start(), match.end()
        if match["open"]:
            closing = text.find(")", position)
            if closing < 0:
                return here
            position = closing + 1
        elif match["comma"] or match["and"]:
            if not _goes_on(text, position, enumerated=bool(match["comma"])):
                return here
        else:
            return here
    return len(text)


def _goes_on(text: str, position: int, *, enumerated: bool) -> bool:
    if _LIST_GOES_ON.match(text, position):
        return True
    more = _LIST_ENDS_IN_OR.match(text, position) if enumerated else None
    return more is not None and not _VERB.search(more.group())


#: "un pied de Charcot, évoqué sur la radiographie, n'est pas confirmé": what stands between the commas is an aside.
_ASIDE = re.compile(
    r",\s*(?:un temps |d'abord |initialement )?(?:evoque|suspecte|discute|redoute|craint|souleve|pose|mentionne|note)\w*(?:[^,;.()]|\([^)]*\))*,\s*$"
)


def _backward(text: str, end: int, *, through_lists: bool) -> int:
    """Where the scope of a cue starting at `end` begins."""
    aside = _ASIDE.search(text[:end])
    end = aside.start() if aside else end
    limit, depth = 0, 0
    for match in reversed(list(_BACKWARD.finditer(text, 0, end))):
        if match["close"]:
            depth += 1
        elif match["open"]:
            if depth == 0:
                return match.end()
            depth -= 1
        elif depth:
            continue
        elif match["strong"] or (not through_lists and text[match.end() : end].strip()):
            return match.end()
    return limit


_CLAUSE = re.compile(rf"{_STRONG}|,(?=\s)")
#: "le décès de son père d'un cancer" is of the father all the same.
_OF = re.compile(r"\s*(?:<[a-z_0-9]+> ?)?(?:d'une? |suite a |attein|porteu|diabeti)")
_CHEZ = re.compile(r"\bchez (?:sa|son|ses|la|le|les|une?|l')\s*$")
_OPENED = re.compile(r"\(\s*(?:chez )?(?:la |le |sa |son |une? |deux |l')?$")


_BEARER_ENDS = re.compile(
    r"[;](?=\s|$)|\.(?=\s|$)|(?<!de ce )(?<!du )(?<!de la )(?<!de cette )\bpatiente?\b|\bmadame\b|\bmonsieur\b|<patient>|\bmais\b|\bpour sa part\b|\blui.meme\b"
)


def _end_of_bearer(text: str, start: int) -> int:
    match = _BEARER_ENDS.search(text, start)
    return match.start() if match else len(text)
