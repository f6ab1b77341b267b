"""The suites. Each is a module with `run(cases, system, quick) -> SuiteResult`; imported only when named."""

from __future__ import annotations

from collections.abc import Callable
from importlib import import_module

from eval.casebook import Casebook
from eval.results import SuiteResult
from eval.system import System
from summarizer.errors import UnknownName

#: In the order `all` runs them: cheap ones first.
NAMES = ("ingest", "leaks", "findings", "retrieval", "checker", "summary", "speed")

Run = Callable[[Casebook, System, bool], SuiteResult]


def suite(name: str) -> Run:
    """The suite of that name; raises `UnknownName`."""
    if name not in NAMES:
        raise UnknownName(f"There is no suite {name!r}; choose among {', '.join(NAMES)}, all, compare or review.")
    run: Run = import_module(f"eval.suites.{name}").run
    return run
