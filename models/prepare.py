"""Making known models ready: their package's files, checked, become a folder a runtime loads at once.

It refuses to download: a package that is not installed is an error that says what to install.
"""

from __future__ import annotations

import tempfile
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path
from typing import cast

from models.catalog import Entry, SourceFile, entries, find
from models.folders import ModelFolder, check_prepared, default_home, sha256_of, write_manifest
from models.loading import attribute
from summarizer.errors import ModelAltered, ModelError, ModelMissing

Recipe = Callable[[tuple[Path, ...], Path], None]


@dataclass(frozen=True, slots=True, kw_only=True)
class ModelState:
    """One line of `summarizer models list`. `problem` is None when the model can be loaded."""

    entry: Entry
    installed: bool
    problem: str | None

    def line(self) -> str:
        """Name, role, readiness, what it is, licence."""
        ready = "ready" if self.problem is None else ("not prepared" if self.installed else "not installed")
        entry = self.entry
        return f"{entry.name:<15} {entry.role:<9} {ready:<14} {entry.title} ({entry.licence})"


def list_models(home: Path | None = None) -> tuple[ModelState, ...]:
    """Every known model, with whether its package is installed and whether it is ready. Cheap: hashes nothing big."""
    return tuple(_state(entry, home or default_home()) for entry in entries().values())


def prepare(name: str, into: Path | None = None) -> Path:
    """Makes the model ready under `into` (default: `folders.default_home()`) and returns its folder.

    Raises UnknownName, ModelMissing or ModelAltered.
    """
    return prepare_entry(find(name), into or default_home())


def prepare_entry(entry: Entry, home: Path) -> Path:
    """The same for an entry that may come from another catalog.

    A folder already whole is kept. The work is done in a temporary folder beside it and renamed at the end, so a
    model is there entirely or not at all.
    """
    folder = home / entry.name
    if entry.recipe is None:
        return folder
    try:
        check_prepared(entry, folder)
    except (ModelMissing, ModelAltered):
        _build(entry, folder)
    return folder


def prepare_all(names: Sequence[str] = (), into: Path | None = None) -> Iterator[str]:
    """Prepares the models named, or all whose package is installed; one line a model, as it is done."""
    for name in names or [state.entry.name for state in list_models(into) if state.installed]:
        folder = prepare(name, into)
        yield f"{name}: ready" + (f" in {folder}" if find(name).recipe else ", needs no file")


def verify_all(home: Path | None = None) -> Iterator[str]:
    """Verifies every model whose package is installed; one line a model.

    All are checked before the first problem is raised (ModelMissing or ModelAltered).
    """
    problems: list[ModelError] = []
    for state in list_models(home):
        if not state.installed:
            yield f"{state.entry.name}: not installed"
            continue
        try:
            folder = verify(state.entry.name, home)
        except ModelError as error:
            problems.append(error)
            yield f"{state.entry.name}: {error.line()}"
        else:
            yield f"{state.entry.name}: intact" + (f" (sha256 {folder.sha256})" if folder else "")
    if problems:
        raise problems[0]


def verify(name: str, home: Path | None = None) -> ModelFolder | None:
    """Computes every sha256 again: those of the package's files and those of the prepared folder.

    None for a model without files. Raises ModelMissing or ModelAltered.
    """
    return verify_entry(find(name), home or default_home())


def verify_entry(entry: Entry, home: Path) -> ModelFolder | None:
    """The same for an entry that may come from another catalog."""
    if entry.recipe is None:
        return None
    _sources(entry)
    return check_prepared(entry, home / entry.name, thorough=True)


def _build(entry: Entry, folder: Path) -> None:
    recipe = cast(Recipe, attribute(str(entry.recipe)))
    sources = _sources(entry)
    folder.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(prefix=f".{entry.name}-", dir=folder.parent) as temporary:
        made = Path(temporary) / "made"
        made.mkdir()
        recipe(sources, made)
        _let_all_read(made)
        write_manifest(made, entry)
        if folder.exists():
            folder.rename(Path(temporary) / "replaced")
        made.rename(folder)
    check_prepared(entry, folder, thorough=True)


def _let_all_read(folder: Path) -> None:
    """Weights are saved readable by their owner alone; one folder serves several accounts."""
    for path in folder.rglob("*"):
        path.chmod(0o755 if path.is_dir() else 0o644)


def _sources(entry: Entry) -> tuple[Path, ...]:
    return tuple(_source(entry, file) for file in entry.files)


def _source(entry: Entry, file: SourceFile) -> Path:
    """The file of the installed package, found without importing it: its code must not run."""
    folder = _package_folder(file.package)
    if folder is None:
        raise ModelMissing(f"The package of the model {entry.name} is not installed ({entry.package}).")
    path = folder / file.path
    if not path.is_file():
        raise ModelMissing(f"The file {file.path} of the package {entry.package} is missing.")
    if path.stat().st_size != file.size or sha256_of(path) != file.sha256:
        raise ModelAltered(f"The file {file.path} of the package {entry.package} does not have the expected sha256.")
    return path


def _package_folder(package: str) -> Path | None:
    spec = find_spec(package)
    if spec is None or not spec.submodule_search_locations:
        return None
    return Path(spec.submodule_search_locations[0])


def _state(entry: Entry, home: Path) -> ModelState:
    installed = all(_package_folder(file.package) is not None for file in entry.files)
    if entry.recipe is None:
        return ModelState(entry=entry, installed=installed, problem=None)
    try:
        check_prepared(entry, home / entry.name)
    except ModelError as error:
        return ModelState(entry=entry, installed=installed, problem=error.line())
    return ModelState(entry=entry, installed=installed, problem=None)
