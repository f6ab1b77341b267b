"""Imports point one way, heavy libraries stay in their room, and text of a record has no way into a repr."""

from __future__ import annotations

import ast
import dataclasses
import inspect
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from summarizer import errors, values

ROOT = Path(__file__).resolve().parent.parent
#: The modules of the core that load models through the registry.
ENTRY_POINTS = {"cli", "journey", "batch", "jobs", "serve"}
ROOMS = {
    "faiss": {"summarizer/index.py"},
    "presidio_analyzer": {"summarizer/identifiers"},
    "bm25s": {"summarizer/bm25.py"},
    "pypdf": {"summarizer/ingest"},
    "lxml": {"summarizer/ingest", "summarizer/render"},
}


def modules(package: str) -> Iterator[Path]:
    return (ROOT / package).rglob("*.py")


def imports(path: Path) -> set[str]:
    names: set[str] = set()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            names |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module and node.level == 0:
            names.add(node.module)
    return names


@pytest.mark.parametrize("path", list(modules("summarizer")), ids=lambda p: str(p.relative_to(ROOT)))
def test_the_core_uses_neither_models_nor_eval_nor_api(path: Path) -> None:
    forbidden = {"eval", "api"} if path.stem in ENTRY_POINTS else {"eval", "api", "models"}
    if path.stem == "cli":
        forbidden = set()
    assert not {name for name in imports(path) if name.split(".")[0] in forbidden}


@pytest.mark.parametrize("path", list(modules("models")), ids=lambda p: str(p.relative_to(ROOT)))
def test_adapters_know_only_ports_values_and_errors_of_the_core(path: Path) -> None:
    if any(part in ("detector", "judge", "writer", "head", "recipes") for part in path.parts):
        pytest.skip("a training recipe may read the core")
    allowed = {"summarizer.ports", "summarizer.values", "summarizer.errors"}
    assert {name for name in imports(path) if name.split(".")[0] == "summarizer"} <= allowed


@pytest.mark.parametrize(("library", "rooms"), ROOMS.items())
def test_each_heavy_library_stays_in_its_room(library: str, rooms: set[str]) -> None:
    users = {
        str(path.relative_to(ROOT))
        for path in modules("summarizer")
        if library in {n.split(".")[0] for n in imports(path)}
    }
    assert users
    assert all(any(user.startswith(room) for room in rooms) for user in users)


def test_the_core_reads_the_environment_at_its_entry_points_only() -> None:
    readers = {
        path.stem
        for path in modules("summarizer")
        if "os.environ" in (source := path.read_text("utf-8")) or "getenv" in source
    }
    assert readers <= ENTRY_POINTS


def test_an_api_process_holds_no_model() -> None:
    heavy = ("torch", "transformers", "presidio_analyzer", "spacy", "edsnlp", "faiss", "pandas", "scipy")
    program = f"import api.app, sys; print(sorted(set({heavy}) & set(sys.modules)))"
    done = subprocess.run([sys.executable, "-c", program], cwd=ROOT, capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"


def test_values_are_frozen_and_hide_their_text() -> None:
    shown = [v for _, v in inspect.getmembers(values, dataclasses.is_dataclass)]
    assert shown
    for value in shown:
        assert value.__dataclass_params__.frozen, value
        names = {field.name for field in dataclasses.fields(value)}
        if names & {"text", "quote", "surface", "others"}:
            assert value.__repr__ is not None
            assert not value.__dataclass_params__.repr, f"{value.__name__} would print text of a record"


def test_every_error_has_a_docstring_for_message() -> None:
    known = [e for _, e in inspect.getmembers(errors, inspect.isclass) if issubclass(e, errors.SummarizerError)]
    assert len(known) > 20
    assert all(e.__doc__ and e().line() for e in known)
