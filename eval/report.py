"""Writes `report.json` and `report.html`: figures with intervals and plots, every failure open on its passage.

The page is one file: styles and plots are inside it, nothing is fetched. It shows what it is given and computes nothing
but places on a plot.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from jinja2 import Environment, PackageLoader, StrictUndefined

from eval.baseline import Verdict
from eval.compare import Difference
from eval.results import Failure, Figure, SuiteResult, as_json
from summarizer.output import write_atomically

#: Failures of one kind shown in the page; all are in report.json.
MOST = 250
_WIDTH, _HEIGHT, _PAD = 220, 14, 4


@dataclass(frozen=True, slots=True, kw_only=True)
class Group:
    """The failures of one kind of one suite."""

    kind: str
    failures: tuple[Failure, ...]
    total: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Plot:
    """Places of one small plot, in pixels."""

    width: int
    height: int
    pad: int
    low: float
    dot: float
    high: float


def write_report(
    results: Sequence[SuiteResult], about: Mapping[str, Any], out: Path, *, verdict: Verdict | None
) -> None:
    """Both files, whole or not at all."""
    values = as_json(results, about)
    write_atomically(out / "report.json", (json.dumps(values, ensure_ascii=False, indent=1) + "\n").encode())
    page = _template("report.html.j2").render(
        results=results,
        about=about,
        verdict=verdict,
        headlines=[(r, f) for r in results for f in r.figures if "/headline/" in f.key or _anchored(f)],
        groups={result.suite: groups(result.failures) for result in results},
        most=MOST,
    )
    write_atomically(out / "report.html", page.encode())


def write_comparison(differences: Sequence[Difference], names: tuple[str, str], out: Path) -> None:
    """Two runs side by side, as a page."""
    page = _template("compare.html.j2").render(differences=differences, a=names[0], b=names[1])
    write_atomically(out / "compare.html", page.encode())


def groups(failures: Sequence[Failure]) -> tuple[Group, ...]:
    """The failures by kind, the gravest kinds first, then the most frequent."""
    kinds = dict.fromkeys(failure.kind for failure in failures)
    made = [[failure for failure in failures if failure.kind == kind] for kind in kinds]
    made.sort(key=lambda found: (min(_rank(f.severity) for f in found), -len(found)))
    return tuple(Group(kind=found[0].kind, failures=tuple(found[:MOST]), total=len(found)) for found in made)


def said(figure: Figure) -> str:
    """A figure as a reader reads it: a share as a percentage, with its interval."""
    if figure.value is None:
        return "not computed"
    if figure.unit == "share":
        interval = f" [{figure.low:.1%} – {figure.high:.1%}]" if figure.low is not None else ""
        return f"{figure.value:.1%}{interval}"
    interval = f" [{figure.low:.2f} – {figure.high:.2f}]" if figure.low is not None else ""
    return f"{figure.value:.2f} {figure.unit}{interval}".strip()


def plot(figure: Figure) -> Plot | None:
    """A share as a dot on a line from 0 to 1, its interval as a bar; nothing for other figures."""
    if figure.value is None or figure.unit != "share":
        return None
    low = figure.value if figure.low is None else figure.low
    high = figure.value if figure.high is None else figure.high
    return Plot(width=_WIDTH, height=_HEIGHT, pad=_PAD, low=_x(low), dot=_x(figure.value), high=_x(high))


def _x(share: float) -> float:
    return round(_PAD + share * (_WIDTH - 2 * _PAD), 1)


def _anchored(figure: Figure) -> bool:
    return figure.note.startswith("anchor")


def _rank(severity: str | None) -> int:
    return {"critical": 0, "major": 1, "minor": 2}.get(severity or "", 3)


def _template(name: str) -> Any:
    environment = Environment(loader=PackageLoader("eval"), autoescape=True, undefined=StrictUndefined)
    environment.globals.update(said=said, plot=plot)
    environment.trim_blocks = environment.lstrip_blocks = True
    return environment.get_template(name)
