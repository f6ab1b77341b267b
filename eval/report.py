"""Writes `report.json` and `report.html`: figures with intervals and plots, every failure open on its passage.

The page is one file: styles and plots are inside it, nothing is fetched. It shows what it is given and computes nothing
but places on a plot.
"""

from __future__ import annotations

import json
from collections import Counter
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
MOST = 1000
_WIDTH, _HEIGHT, _PAD = 150, 12, 4


@dataclass(frozen=True, slots=True, kw_only=True)
class Group:
    """The failures of one kind of one suite."""

    kind: str
    failures: tuple[Failure, ...]
    total: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """One thing measured, in each column of its table; `heading` opens a group of rows, all of `group`."""

    heading: str | None
    group: str
    name: str
    note: str
    anchor: str
    cells: tuple[Figure | None, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Table:
    """Figures that were measured on several parts, side by side."""

    columns: tuple[str, ...]
    rows: tuple[Row, ...]


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
        headlines=tables([figure for result in results for figure in result.figures if figure.anchor]),
        tables={result.suite: tables(result.figures) for result in results},
        groups={result.suite: groups(result.failures) for result in results},
        most=MOST,
    )
    write_atomically(out / "report.html", page.encode())


def write_comparison(
    differences: Sequence[Difference],
    names: tuple[str, str],
    out: Path,
    *,
    about: Sequence[Mapping[str, Any]] = ({}, {}),
) -> None:
    """Two runs side by side, as a page; `about` says what each ran."""
    page = _template("compare.html.j2").render(differences=differences, a=names[0], b=names[1], about=about)
    write_atomically(out / "compare.html", page.encode())


def tables(figures: Sequence[Figure]) -> tuple[Table, ...]:
    """The figures as tables: a part (the head of a key) is a column, and parts that share a row share a table."""
    parts: dict[str, dict[str, Figure]] = {}
    for figure in figures:
        part, _, rest = figure.key.partition("/")
        parts.setdefault(part, {})[rest] = figure
    made: list[list[str]] = []
    for part, mine in parts.items():
        beside = next((columns for columns in made if any(set(mine) & set(parts[other]) for other in columns)), None)
        if beside is None:
            made.append([part])
        else:
            beside.append(part)
    return tuple(_table(columns, parts) for columns in made)


def _table(columns: Sequence[str], parts: Mapping[str, Mapping[str, Figure]]) -> Table:
    given = list(dict.fromkeys(name for column in columns for name in parts[column]))
    heads = Counter(name.partition("/")[0] for name in given if "/" in name)
    rows, heading = [], ""
    for name in sorted(given, key=lambda name: _first(name, given)):
        head, _, rest = name.partition("/")
        grouped = heads[head] > 1
        cells = tuple(parts[column].get(name) for column in columns)
        known = [cell for cell in cells if cell is not None]
        rows.append(
            Row(
                heading=head if grouped and head != heading else None,
                group=head if grouped else "",
                name=rest if grouped and rest else name,
                note=known[0].note,
                anchor=known[0].anchor,
                cells=cells,
            )
        )
        heading = head if grouped else ""
    return Table(columns=tuple(columns), rows=tuple(rows))


def _first(name: str, names: Sequence[str]) -> tuple[int, int]:
    """Rows of one group stand together, where the first of them stands."""
    head = name.partition("/")[0]
    return next(at for at, other in enumerate(names) if other.partition("/")[0] == head), names.index(name)


def groups(failures: Sequence[Failure]) -> tuple[Group, ...]:
    """The failures by kind, the gravest kinds first, then the most frequent."""
    kinds = dict.fromkeys(failure.kind for failure in failures)
    made = [[failure for failure in failures if failure.kind == kind] for kind in kinds]
    made.sort(key=lambda found: (min(_rank(f.severity) for f in found), -len(found)))
    return tuple(Group(kind=found[0].kind, failures=tuple(found[:MOST]), total=len(found)) for found in made)


def said(figure: Figure) -> str:
    """A figure as a reader reads it: a share as a percentage, with its interval."""
    return " ".join(part for part in said_apart(figure) if part)


def said_apart(figure: Figure) -> tuple[str, str]:
    """(value, interval or nothing)."""
    if figure.value is None:
        return "not computed", ""
    ranged = figure.low is not None and figure.high is not None
    if figure.unit == "share":
        return f"{figure.value:.1%}", f"[{figure.low:.1%} – {figure.high:.1%}]" if ranged else ""
    digits = 0 if figure.value == int(figure.value) and not ranged else 2
    value = f"{figure.value:.{digits}f} {figure.unit}".strip()
    return value, f"[{figure.low:.2f} – {figure.high:.2f}]" if ranged else ""


def plot(figure: Figure) -> Plot | None:
    """A share as a dot on a line from 0 to 1, its interval as a bar; nothing for other figures."""
    if figure.value is None or figure.unit != "share":
        return None
    low = figure.value if figure.low is None else figure.low
    high = figure.value if figure.high is None else figure.high
    return Plot(width=_WIDTH, height=_HEIGHT, pad=_PAD, low=_x(low), dot=_x(figure.value), high=_x(high))


def _x(share: float) -> float:
    return round(_PAD + share * (_WIDTH - 2 * _PAD), 1)


def _rank(severity: str | None) -> int:
    return {"critical": 0, "major": 1, "minor": 2}.get(severity or "", 3)


def _template(name: str) -> Any:
    environment = Environment(loader=PackageLoader("eval"), autoescape=True, undefined=StrictUndefined)
    environment.globals.update(said_apart=said_apart, plot=plot)
    environment.trim_blocks = environment.lstrip_blocks = True
    return environment.get_template(name)
