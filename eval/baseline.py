"""The accepted figures and the named known failures: what a run is held to.

A figure falls when it is worse than the accepted one by more than its tolerance, or is no longer given; a failure of a
gating kind falls when it is not among the known ones. Known failures that no longer happen are said too, so that an
improvement shows. The quick subset has accepted figures of its own: they are of fewer items. Durations and memory are
never held to: they are of one machine.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from eval.results import Figure, SuiteResult
from summarizer.errors import InputError

#: How far a share may move before it falls: other processors round differently, and a word then changes, rarely.
TOLERANCE = 0.01
#: Compared by people.
_FREE = ("speed",)


class BaselineUnreadable(InputError):
    """The baseline file cannot be read."""

    next_step = "Give a file written by `summarizer eval all --accept FILE`."


@dataclass(frozen=True, slots=True, kw_only=True)
class Verdict:
    """What fell against the baseline, and what got better than it."""

    fallen: tuple[str, ...]
    new_failures: tuple[str, ...]
    mended: tuple[str, ...]
    risen: tuple[str, ...]

    @property
    def fell(self) -> bool:
        return bool(self.fallen or self.new_failures)


def load(path: Path) -> dict[str, Any]:
    """The baseline; raises `BaselineUnreadable`."""
    try:
        values = json.loads(path.read_text(encoding="utf-8"))
        kept = {"figures": dict(values["figures"]), "known_failures": dict(values["known_failures"])}
        return kept | {"quick_figures": dict(values.get("quick_figures", {}))}
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise BaselineUnreadable(f"The baseline {path.name} cannot be read ({type(error).__name__}).") from error


def accept(results: Sequence[SuiteResult], path: Path, *, whole: bool = True) -> None:
    """Writes the figures of this run, and its failures of a gating kind, as the accepted ones; those of suites that did
    not run stay. With `whole` false only the figures of the quick subset are written."""
    kept = load(path) if path.is_file() else {"figures": {}, "quick_figures": {}, "known_failures": {}}
    which = "figures" if whole else "quick_figures"
    ran = {result.suite for result in results}
    figures = {key: value for key, value in kept[which].items() if key.partition("/")[0] not in ran}
    figures |= {
        f"{result.suite}/{figure.key}": {"value": round(figure.value, 4), "tolerance": _tolerance(figure, whole=whole)}
        for result in results
        if result.suite not in _FREE
        for figure in result.figures
        if figure.value is not None and figure.better != "neither" and figure.unit != "s"
    }
    values = kept | {which: figures}
    if whole:
        known = {result.suite: sorted(_gating(result)) for result in results if result.gating}
        values["known_failures"] = kept["known_failures"] | known
    path.write_text(json.dumps(values, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")


def hold(results: Sequence[SuiteResult], baseline: Mapping[str, Any], *, whole: bool = True) -> Verdict:
    """This run against the baseline. What concerns suites that did not run is left alone.

    With `whole` false the quick subset was run: known failures that did not happen then are not mended.
    """
    ran = {result.suite for result in results}
    figures = {f"{r.suite}/{f.key}": f for r in results for f in r.figures}
    named = baseline["figures" if whole else "quick_figures"]
    accepted = {key: kept for key, kept in named.items() if key.partition("/")[0] in ran}
    lost = [key for key in accepted if key not in figures or figures[key].value is None]
    changes = {k: _change(figures[k], float(kept["value"])) for k, kept in accepted.items() if k not in lost}
    tolerances = {key: float(kept["tolerance"]) for key, kept in accepted.items()}
    known = {id_ for result in results for id_ in baseline["known_failures"].get(result.suite, ())}
    gating = {id_ for result in results for id_ in _gating(result)}
    return Verdict(
        fallen=tuple([key for key, change in changes.items() if change < -tolerances[key]] + lost),
        new_failures=tuple(sorted(gating - known)),
        mended=tuple(sorted(known - gating)) if whole else (),
        risen=tuple(key for key, change in changes.items() if change > tolerances[key]),
    )


def _gating(result: SuiteResult) -> set[str]:
    return {failure.id for failure in result.failures if failure.kind in result.gating}


def _change(figure: Figure, accepted: float) -> float:
    """How much better than accepted; negative when worse."""
    assert figure.value is not None
    difference = figure.value - accepted
    return difference if figure.better == "higher" else -difference


def _tolerance(figure: Figure, *, whole: bool) -> float:
    """Of few items, one may change with the processor without the figure having fallen."""
    if figure.unit == "share":
        return TOLERANCE if whole else round(max(TOLERANCE, 1.5 / max(1, figure.n)), 4)
    part = abs(figure.value or 0.0) * 0.05
    return round(part if whole or not figure.n else max(2 * part, 1 / figure.n), 4)
