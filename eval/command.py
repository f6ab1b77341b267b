"""The `eval` command: runs suites, writes the report, holds it to the baseline, compares two runs, reviews in blind.

Exit codes: 0 done; 1 something fell below the baseline (or, with `compare`, got worse beyond chance); 2 wrong call.
"""

from __future__ import annotations

import platform
import sys
import time
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from eval import baseline as baselines
from eval import compare as comparisons
from eval import review as reviews
from eval.casebook import Casebook, gathered, shipped
from eval.report import said, write_comparison, write_report
from eval.results import SuiteResult
from eval.suites import NAMES, suite
from eval.system import System
from summarizer import __version__, prompts
from summarizer.errors import InputError
from summarizer.settings import PipelineSettings

_HELD, _FELL = 0, 1


class ArgumentsMissing(InputError):
    """This evaluation needs arguments."""

    next_step = "Give two report.json files: summarizer eval compare A B."


def run(
    name: str,
    arguments: Sequence[str],
    out: Path,
    cases: Path | None,
    baseline: Path | None,
    quick: bool,
    import_file: Path | None,
    *,
    settings: PipelineSettings | None = None,
    scoring: str | None = None,
    accept: Path | None = None,
) -> int:
    """One evaluation; returns the exit code. `scoring` names a stronger judge, any writer the registry can load."""
    if name == "compare":
        return _compare(arguments, out)
    if name == "review" and import_file is not None:
        reviewed = reviews.imported(import_file, out / reviews.KEY)
        reviews.write(reviewed, out)
        _say(*reviews.lines(reviewed))
        return _HELD
    book = gathered(cases) if cases is not None else shipped(quick=quick)
    system = System(settings or PipelineSettings(), scoring=_writer(scoring))
    if name == "review":
        found = reviews.items(book.dossiers, system)
        reviews.export(found, out)
        _say(f"{len(found)} statements to review: {out / reviews.SHEET}")
        return _HELD
    held = baselines.load(baseline) if baseline is not None else None
    names = NAMES if name == "all" else (name,)
    results = _suites(names, book, system, quick)
    verdict = baselines.hold(results, held, whole=not quick) if held is not None else None
    write_report(results, _about(system, book, quick), out, verdict=verdict)
    if accept is not None:
        baselines.accept(results, accept, whole=not quick)
    _say(*_lines(results, verdict), f"report: {out / 'report.html'}")
    return _FELL if verdict is not None and verdict.fell else _HELD


def _suites(names: Sequence[str], book: Casebook, system: System, quick: bool) -> tuple[SuiteResult, ...]:
    runs = [(name, suite(name)) for name in names]
    results = []
    for name, evaluate in runs:
        _say(f"{name}…")
        results.append(evaluate(book, system, quick))
    return tuple(results)


def _compare(arguments: Sequence[str], out: Path) -> int:
    if len(arguments) != 2:
        raise ArgumentsMissing()
    a, b = (Path(argument) for argument in arguments)
    first, second = comparisons.load(a), comparisons.load(b)
    differences = comparisons.compare(first, second)
    write_comparison(differences, (str(a), str(b)), out, about=(first.get("about", {}), second.get("about", {})))
    for one in differences:
        if one.moved:
            _say(f"{one.verdict}: {one.key} {one.a:.3f} -> {one.b:.3f}")
    _say(f"comparison: {out / 'compare.html'}")
    return _FELL if any(one.verdict == "worse" for one in differences) else _HELD


def _writer(name: str | None) -> Any:
    from models.registry import load_writer

    return load_writer(name) if name is not None else None


def _about(system: System, book: Casebook, quick: bool) -> dict[str, Any]:
    settings = system.settings
    return {
        "code": __version__,
        "prompt": prompts.VERSION,
        "preset": settings.preset,
        "settings": settings.digest(),
        "writer": settings.writer,
        "embedder": settings.embedder,
        "judge that gates": settings.judge or "exact checks alone",
        "judge that scores": system.scoring.card.name if system.scoring else "exact rules alone",
        "cases": f"{len(book.dossiers)} dossiers{' (quick subset)' if quick else ''}",
        "python": platform.python_version(),
        "made": time.strftime("%Y-%m-%dT%H:%M:%S"),
    }


def _lines(results: Sequence[SuiteResult], verdict: baselines.Verdict | None) -> list[str]:
    shown = [f"{r.suite}/{f.key}: {said(f)}" for r in results for f in r.figures if f.key.count("/") <= 2]
    if verdict is None:
        return shown
    shown += [f"FELL {key}" for key in verdict.fallen] + [f"NEW {failure}" for failure in verdict.new_failures]
    return [*shown, f"{len(verdict.mended)} known failures mended", "fell" if verdict.fell else "nothing fell"]


def _say(*lines: str) -> None:
    for line in lines:
        print(line, file=sys.stderr)
