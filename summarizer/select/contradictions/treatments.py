"""Two doses of one drug a few days apart; a drug that one document stops and a later one still lists."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import pairwise

from summarizer.isodate import days
from summarizer.select.contradictions.told import Told
from summarizer.values import Action, Contradiction, Finding, FindingKind
from summarizer.verify.numbers import value_of

#: Documents closer than this speak of one state of the treatment.
_CLOSE_DAYS = 45
_FOR_A_WHILE = re.compile(
    r"(?i)suspen|\bpause|fen[êe]tre|transitoire|provisoire|\d ?(?:h|j|jours|semaines)\b|jusqu|avant|reprise|reprendre"
)
_AGAIN = re.compile(r"(?i)repr[ie]|r[ée].?introdui|relanc|restaur|de nouveau")
_AS_IT_IS = (Action.NONE, Action.CONTINUE)


def treatments(told: Told) -> Iterator[Contradiction]:
    drugs = [f for f in told.of(FindingKind.DRUG) if not f.negated]
    for label in sorted({f.label for f in drugs}):
        mine = [f for f in drugs if f.label == label]
        yield from _doses(told, label, mine)
        yield from _stopped(told, label, mine)


def _doses(told: Told, label: str, mine: list[Finding]) -> Iterator[Contradiction]:
    """Two doses in two documents a few days apart, when no document of those days changes them."""
    dosed = [f for f in mine if f.value and f.unit and f.action in _AS_IT_IS]
    for a, b in pairwise(dosed):
        first, last = told.on(a), told.on(b)
        changed = any(f.action not in _AS_IT_IS and first <= told.on(f) <= last for f in mine)
        close = bool(first) and first < last and days(first, last) <= _CLOSE_DAYS
        if close and not changed and a.unit == b.unit and value_of(a.value or "") != value_of(b.value or ""):
            yield told.between(f"Dose différente à quelques jours : {label}", a, b)


def _stopped(told: Told, label: str, mine: list[Finding]) -> Iterator[Contradiction]:
    """A stop, and the first later document that lists the drug with its dose as if nothing had been stopped."""
    for place, stop in enumerate(mine):
        if stop.action is not Action.STOP or _FOR_A_WHILE.search(told.text(stop)):
            continue
        since = [f for f in mine[place + 1 :] if f.document_id != stop.document_id and told.on(f) > told.on(stop)]
        if since and since[0].action in _AS_IT_IS and since[0].value and not _AGAIN.search(told.text(since[0])):
            yield told.between(f"Traitement arrêté ici, encore inscrit là : {label}", stop, since[0])
            return
