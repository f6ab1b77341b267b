"""One act or lesion on the left in a document and on the right in another."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import combinations

from summarizer.findings.lexicon import Nature, nature_of, toml
from summarizer.lexical import words
from summarizer.select.contradictions.told import Told, between
from summarizer.values import Contradiction, Finding, FindingKind, Sentence, Side

_LEFT = re.compile(r"(?i:\b(?:gauches?|gche)\b)|(?<=[a-zéè] )G\b(?!\s*[/.]?\s*[\dL])|\bOG\b|\b[œo]eil G\b")
_RIGHT = re.compile(r"(?i:\b(?:droite?s?|dte)\b(?! commun))|(?<=[a-zéè] )D\b(?!\s*[/.]?\s*\d)|\bOD\b")
_BOTH = re.compile(r"(?i)bilat[ée]r|des deux c[ôo]t|\bODG\b|deux (?:yeux|genoux|hanches|seins|jambes|reins|poumons)")
_CLAUSE = re.compile(r"[;:,.](?=\s|$)|\n|\bet\b|\bpuis\b|\bmais\b|\(|\)")
_YEAR = re.compile(r"\b(?:19|20)\d\d\b")
#: Says that a thing is not there, is gone or is new: nothing to compare with another day.
_OTHER_TIME = re.compile(
    r"(?i)\b(?:pas|sans|aucune?|absence|non|ni)\b|r[ée]gress|dispar|r[ée]sol|nouve(?:l|au)|appar|r[ée]cidiv|propos|pr[ée]v[uo]|cr[ée]ation"
)
#: Where something is, or what any clause may say of it.
_PLACES = frozenset(toml("disagreements")["places"].split())
#: Words shared by two clauses that make them speak of one thing; one of them at least is no place.
_ENOUGH = 2
_SHORT = 90


@dataclass(frozen=True, slots=True, kw_only=True, repr=False)
class _Sided:
    """A clause that names one side, and its words."""

    sentence: Sentence
    side: Side
    words: frozenset[str]
    years: frozenset[str]

    def __repr__(self) -> str:
        return f"_Sided({self.side})"


def sides(told: Told) -> Iterator[Contradiction]:
    """By the label of what is found, else by the words around the side."""
    found = list(_labelled(told))
    yield from found
    known = {frozenset((one.a.document_id, one.b.document_id)) for one in found}
    for one in _worded(told):
        if frozenset((one.a.document_id, one.b.document_id)) not in known:
            yield one


def _labelled(told: Told) -> Iterator[Contradiction]:
    lasting = (FindingKind.PROCEDURE, FindingKind.DISORDER)
    sided = [
        f for f in told.of(*lasting) if f.side and not f.negated and nature_of(f.kind, f.label) is not Nature.SYMPTOM
    ]
    for label in sorted({f.label for f in sided} - set(toml("disagreements")["repeated"])):
        pair = disputed_side([f for f in sided if f.label == label])
        if pair is not None and _one_name(*pair):
            yield told.between(f"Côté différent : {label}", *pair)


def _one_name(a: Finding, b: Finding) -> bool:
    """Whether they are named alike: a label gathers many acts ("suture" and "drainage")."""
    return bool(set(words(a.text)) & set(words(b.text))) or a.text.isupper() or b.text.isupper()


def disputed_side(mine: Sequence[Finding]) -> tuple[Finding, Finding] | None:
    """A left and a right mention of what seems to be one thing; None when both sides may be true."""
    if any(f.side is Side.BOTH for f in mine) or _both_in_one(mine):
        return None
    left = next((f for f in mine if f.side is Side.LEFT), None)
    right = next((f for f in mine if f.side is Side.RIGHT), None)
    return (left, right) if left and right and _one_thing(left, right, mine) else None


def _both_in_one(mine: Sequence[Finding]) -> bool:
    per_document: dict[str, set[Side]] = {}
    for finding in mine:
        if finding.side:
            per_document.setdefault(finding.document_id, set()).add(finding.side)
    return any(len(sides) > 1 for sides in per_document.values())


def _one_thing(left: Finding, right: Finding, mine: Sequence[Finding]) -> bool:
    """Two dated acts of different years are two acts."""
    years = {f.side: {g.date[:4] for g in mine if g.side is f.side and g.date} for f in (left, right)}
    a, b = years[left.side], years[right.side]
    return not (a and b and a.isdisjoint(b))


def _worded(told: Told) -> Iterator[Contradiction]:
    """Clauses of two documents that share their words but not their side, unless a document gives those words both.

    Of many clauses on one side and one on the other, the one is shown beside the oldest of the many.
    """
    clauses = [clause for sentence in told.sentences() for clause in _clauses(sentence)]
    both = _on_both_sides(clauses)
    shown: set[frozenset[str]] = set()
    for a, b in combinations(clauses, 2):
        shared = a.words & b.words
        if a.side is b.side or len(shared) < _ENOUGH or shared <= _PLACES or _two_times(a, b):
            continue
        if any(shared <= known for known in both) or any(shared & known - _PLACES for known in shown):
            continue
        shown.add(shared)
        about = " ".join(word for word in words(b.sentence.text) if word in shared)
        yield between(f"Côté différent : {about}", told.shown(a.sentence), told.shown(b.sentence))


def _two_times(a: _Sided, b: _Sided) -> bool:
    same = a.sentence.document_id == b.sentence.document_id
    return same or bool(a.years and b.years and a.years.isdisjoint(b.years))


def _on_both_sides(clauses: Sequence[_Sided]) -> list[frozenset[str]]:
    """The words that one document says of both sides."""
    both = []
    for a, b in combinations(clauses, 2):
        if a.side is not b.side and a.sentence.document_id == b.sentence.document_id and a.words & b.words:
            both.append(a.words & b.words)
    return both


def _clauses(sentence: Sentence) -> Iterator[_Sided]:
    if _BOTH.search(sentence.text):
        return
    # A short line that names one side is of that side as a whole: "20 séances épaule droite, luxation postérieure".
    one_side = bool(_LEFT.search(sentence.text)) != bool(_RIGHT.search(sentence.text))
    whole = one_side and len(sentence.text) <= _SHORT and not _OTHER_TIME.search(sentence.text)
    for clause in _CLAUSE.split(sentence.text):
        if _OTHER_TIME.search(clause):
            continue
        named = [side for side, pattern in ((Side.LEFT, _LEFT), (Side.RIGHT, _RIGHT)) if pattern.search(clause)]
        if len(named) == 1:
            clause = sentence.text if whole else clause
            mine = frozenset(w for w in words(clause) if len(w) > 2 and not w[0].isdigit())
            years = frozenset(_YEAR.findall(sentence.text))
            yield _Sided(sentence=sentence, side=named[0], words=mine, years=years)
