"""Two runs side by side: each figure of both, and the paired difference where both scored the same items.

It reads two `report.json`. A difference counts as real when its 95 % interval leaves 0 out.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from eval.metrics.statistics import Estimate, paired_difference
from summarizer.errors import InputError


class ReportUnreadable(InputError):
    """The report cannot be read."""

    next_step = "Give two report.json files written by `summarizer eval`."


@dataclass(frozen=True, slots=True, kw_only=True)
class Difference:
    """One figure in both runs. `paired` is B - A over shared items, None when the runs share none."""

    key: str
    a: float | None
    b: float | None
    better: str
    paired: Estimate | None

    @property
    def verdict(self) -> str:
        """better, worse, same or unclear. What was not scored on the same items is unclear, unless it is the same."""
        if self.a is None or self.b is None or self.better == "neither":
            return "unclear"
        if abs(self.a - self.b) < 1e-12 and (self.paired is None or self.paired.low == self.paired.high):
            return "same"
        if self.paired is None or self.paired.low <= 0 <= self.paired.high:
            return "unclear"
        return "better" if (self.paired.value > 0) == (self.better == "higher") else "worse"

    @property
    def moved(self) -> bool:
        """Whether the two runs differ beyond chance."""
        return self.verdict in ("better", "worse")


def compare(a: Mapping[str, Any], b: Mapping[str, Any]) -> tuple[Difference, ...]:
    """The figures that either run has, in the order of the first."""
    first, second = _figures(a), _figures(b)
    return tuple(
        Difference(
            key=key,
            a=(first.get(key) or {}).get("value"),
            b=(second.get(key) or {}).get("value"),
            better=(first.get(key) or second[key])["better"],
            paired=_paired(first.get(key), second.get(key)),
        )
        for key in dict.fromkeys([*first, *second])
    )


def load(path: Path) -> dict[str, Any]:
    """The values of a report; raises `ReportUnreadable`."""
    try:
        values = json.loads(path.read_text(encoding="utf-8"))
        _figures(values)
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise ReportUnreadable(f"The report {path.name} cannot be read ({type(error).__name__}).") from error
    return dict(values)


def _figures(report: Mapping[str, Any]) -> dict[str, Mapping[str, Any]]:
    return {f"{s['suite']}/{f['key']}": f for s in report["suites"] for f in s["figures"]}


def _paired(a: Mapping[str, Any] | None, b: Mapping[str, Any] | None) -> Estimate | None:
    if not a or not b or not a["items"] or not b["items"]:
        return None
    return paired_difference(a["items"], b["items"])
