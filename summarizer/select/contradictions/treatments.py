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
    r"(?i)suspen|\bJ ?-\d|\bpause|fen[êe]tre|transitoire|provisoire|\d ?(?:h|j|jours|semaines)\b|jusqu|avant|reprise|reprendre"
)
#: "(constipation, arrêt du lactulose)": what happened, not what was decided.
_HAPPENED = re.compile(r"(?i)\([^)]*arr[êe]t")
_LATER = re.compile(r"(?i)prochain|\bsi\b|en cas de|pr[ée]voir|discuter|envisag")
_BEFORE_AN_ACT = re.compile(r"(?i)\bJ ?-\d|\d jours avant|pr[ée]op|avant (?:le bloc|l[’']intervention|le geste)")
_TAKEN = re.compile(r"(?i)\btoujours\b|\bcontinue|\bencore\b|\bprends?\b|poursui")
_AGAIN = re.compile(r"(?i)repr[ie]|r[ée].?introdui|relanc|restaur|de nouveau")
#: ATC groups given for days: two doses are two courses.
_COURSES = ("J01", "N01", "M03", "B05", "V08")
#: Characters of an ISO month.
_A_MONTH = 7
_STOPPED = (Action.STOP, Action.AVOID)
#: The unit of a level in blood, not of a dose.
_LEVEL = re.compile(r"(?i)/ ?(?:m|d|µ)?l$")
_AS_IT_IS = (Action.NONE, Action.CONTINUE)


def treatments(told: Told) -> Iterator[Contradiction]:
    drugs = [f for f in told.of(FindingKind.DRUG) if not f.negated]
    for label in sorted({f.label for f in drugs}):
        mine = [f for f in drugs if f.label == label and not (f.code or "").startswith(_COURSES)]
        yield from _doses(told, label, mine)
        yield from _stopped(told, label, mine)


def _doses(told: Told, label: str, mine: list[Finding]) -> Iterator[Contradiction]:
    """Two doses in two documents a few days apart, when no document of those days changes them."""
    dosed = [f for f in mine if f.value and f.unit and not _LEVEL.search(f.unit) and f.action in _AS_IT_IS]
    for a, b in pairwise(dosed):
        first, last = told.on(a), told.on(b)
        changed = any(f.action not in _AS_IT_IS and first <= told.on(f) <= last for f in mine)
        close = bool(first) and first < last and days(first, last) <= _CLOSE_DAYS
        if close and not changed and a.unit == b.unit and value_of(a.value or "") != value_of(b.value or ""):
            yield told.between(f"Dose différente à quelques jours : {label}", a, b)


def _stopped(told: Told, label: str, mine: list[Finding]) -> Iterator[Contradiction]:
    """A stop, and the first later document that lists the drug with its dose as if nothing had been stopped."""
    for stop in mine:
        if stop.action is not Action.STOP or _not_for_good(told.text(stop)):
            continue
        listed = _listed_since(told, stop, mine)
        if listed is not None:
            yield told.between(f"Traitement arrêté ici, encore inscrit là : {label}", stop, listed)
            return


def _not_for_good(text: str) -> bool:
    return bool(_FOR_A_WHILE.search(text) or _HAPPENED.search(text))


def _listed_since(told: Told, stop: Finding, mine: list[Finding]) -> Finding | None:
    """The first mention of a later day that says the drug is taken, unless it was started again before."""
    day = stop.date if stop.date and len(stop.date) >= _A_MONTH else told.on(stop)
    for drug in mine:
        text = told.text(drug)
        for_a_while = drug.action is Action.STOP and _BEFORE_AN_ACT.search(text)
        ended = drug.action in _STOPPED and not for_a_while
        if drug.document_id == stop.document_id or told.on(drug) <= day or ended:
            continue
        if drug.action not in (*_AS_IT_IS, Action.STOP) or _AGAIN.search(text):
            return None
        taken = drug.value or drug.frequency or _TAKEN.search(text)
        if taken and not _LATER.search(text):
            return drug
    return None
