"""What a suite gives back: figures with intervals, failures that open on their passage, notes. And their JSON.

It knows shapes only. A figure that could not be computed has no value and says why; it is never 0 and never 1.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, field
from typing import Any, Literal

from eval.metrics.statistics import Estimate, mean, wilson
from summarizer.values import Span

Better = Literal["higher", "lower", "neither"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Figure:
    """One figure. `key` is `part/what/of`; `items` gives what each item counted for, so that runs can be paired.

    `anchor` is what others published of the same thing: a figure that has one stands at the top of the report.
    """

    key: str
    value: float | None
    low: float | None = None
    high: float | None = None
    n: int = 0
    better: Better = "higher"
    unit: str = "share"
    note: str = ""
    anchor: str = ""
    items: Mapping[str, float] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True, repr=False)
class Excerpt:
    """A passage in its surroundings: `marked` is what the failure is about."""

    label: str
    file: str
    before: str
    marked: str
    after: str

    def __repr__(self) -> str:
        return f"Excerpt({self.label}, {len(self.marked)} characters)"


@dataclass(frozen=True, slots=True, kw_only=True, repr=False)
class Failure:
    """Something wrong that a reader can open. `id` is the same from run to run; `kind` groups them."""

    id: str
    kind: str
    case: str
    message: str
    severity: str | None = None
    passages: tuple[Excerpt, ...] = ()

    def __repr__(self) -> str:
        return f"Failure({self.id})"


@dataclass(frozen=True, slots=True, kw_only=True)
class SuiteResult:
    """All that one suite found. `gating` names the kinds of failure that may not be new."""

    suite: str
    figures: tuple[Figure, ...]
    failures: tuple[Failure, ...] = ()
    notes: tuple[str, ...] = ()
    gating: tuple[str, ...] = ()
    seconds: float = 0.0

    def figure(self, key: str) -> Figure:
        return next(figure for figure in self.figures if figure.key == key)


def share(key: str, items: Mapping[str, float], *, better: Better = "higher", note: str = "") -> Figure:
    """A proportion of items that count 0 or 1, with Wilson's interval."""
    return _figure(key, wilson(round(sum(items.values())), len(items)), items, better, "share", note)


def average(
    key: str, items: Mapping[str, float], *, better: Better = "higher", unit: str = "", note: str = ""
) -> Figure:
    """A mean over items, with a bootstrap interval."""
    return _figure(key, mean(list(items.values())), items, better, unit, note)


def measured(
    key: str, estimate: Estimate | None, *, better: Better = "higher", unit: str = "", note: str = ""
) -> Figure:
    """A figure of its own making."""
    return _figure(key, estimate, {}, better, unit, note)


def count(key: str, value: float, *, better: Better = "lower", unit: str = "", note: str = "") -> Figure:
    """A plain number, without interval."""
    return Figure(key=key, value=value, better=better, unit=unit, note=note)


def _figure(
    key: str, estimate: Estimate | None, items: Mapping[str, float], better: Better, unit: str, note: str
) -> Figure:
    if estimate is None:
        return Figure(key=key, value=None, better=better, unit=unit, note=note or "nothing to score")
    return Figure(
        key=key,
        value=estimate.value,
        low=estimate.low,
        high=estimate.high,
        n=estimate.n,
        better=better,
        unit=unit,
        note=note,
        items=items,
    )


def excerpt(label: str, file: str, text: str, span: Span, *, around: int = 160) -> Excerpt:
    """The passage of `text` at `span`, with the characters around it."""
    return Excerpt(
        label=label,
        file=file,
        before=text[max(0, span.start - around) : span.start],
        marked=span.of(text),
        after=text[span.end : span.end + around],
    )


def as_json(results: Sequence[SuiteResult], about: Mapping[str, Any]) -> dict[str, Any]:
    """The values of `report.json`."""
    return {"schema": "1", "about": dict(about), "suites": [asdict(result) for result in results]}
