"""What the rest of the dossier says against one passage: a habit given up since, or disputed; a fact excluded or in doubt.

It knows what makes a passage true of its day only. It refuses to say what is true: that is for the reader.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

from summarizer.select.passages import Reading
from summarizer.values import Evidence, Finding, FindingKind, Status

_HABITS = frozenset({"tabagisme", "alcool"})
_GIVEN_UP = re.compile(
    r"(?i)\bsevr|\barr[êe]t|\bstopp|\babstin|\bcess[ée]|\banci(?:en|enne) (?:fum|buv|tabag)|\bex-?\s?(?:fum|tabag)|\bne (?:fume|boit) plus|\bplus de tabac"
)


def given_up(reading: Reading) -> dict[str, str]:
    """The habits told as given up, with the day of the first document that says so."""
    days: dict[str, str] = {}
    for finding in _habits(reading):
        day = reading.written_on(finding)
        if day and _GIVEN_UP.search(_text(finding, reading)):
            days[finding.label] = min(day, days.get(finding.label, day))
    return days


def disputed(reading: Reading) -> frozenset[str]:
    """The habits that one document affirms and another denies for the whole of life."""
    habits = [f for f in _habits(reading) if not _GIVEN_UP.search(_text(f, reading))]
    denied = {f.label for f in habits if f.negated}
    return frozenset(denied & {f.label for f in habits if not f.negated})


def in_doubt(topics: Iterable[Evidence]) -> frozenset[str]:
    """The topics that the dossier excludes or only suspects: a passage that states one is to be confirmed."""
    kinds = (f"{FindingKind.ALLERGY}:", f"{FindingKind.DISORDER}:")
    doubtful = {
        t.topic for t in topics if t.topic.startswith(kinds) and t.status in (Status.SUSPECTED, Status.EXCLUDED)
    }
    return frozenset(doubtful - {t.topic for t in topics if t.status in (Status.ACTIVE, Status.PAST)})


def _habits(reading: Reading) -> list[Finding]:
    return [
        f
        for f in reading.findings
        if f.kind is FindingKind.HABIT and f.label in _HABITS and not (f.family or f.hypothetical)
    ]


def _text(finding: Finding, reading: Reading) -> str:
    return finding.sentence.of(reading.document(finding).text)
