"""Making known models ready: their package's files, checked, become a folder a runtime loads at once.

It refuses to download: a package that is not installed is an error that says what to install.
"""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Callable
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
    prepared: bool
    problem: str | None


def list_models(home: Path | None = None) -> tuple[ModelState, ...]:
    """Every known model, with whether its package is installed and whether it is ready. Cheap: hashes nothing big."""
    return tuple(_state(entry, home or default_home()) for entry in entries().values())


def prepare(name: str, into: Path | None = None) -> Path:
    """Makes the model ready under `into` (default: `folders.default_home()`) and returns its folder.

    A folder already whole is kept. The work is done in a temporary folder beside it and renamed at the end, so a
    model is there entirely or not at all.
    """
    entry, home = find(name), into or default_home()
    folder = home / entry.name
    if entry.recipe is None:
        return folder
    try:
        check_prepared(entry, folder)
    except (ModelMissing, ModelAltered):
        _build(entry, folder)
    return folder


def verify(name: str, home: Path | None = None) -> ModelFolder | None:
    """Computes every sha256 again: those of the package's files and those of the prepared folder.

    None for a model without files. Raises ModelMissing or ModelAltered.
    """
    entry = find(name)
    if entry.recipe is None:
        return None
    _sources(entry)
    return check_prepared(entry, (home or default_home()) / entry.name, thorough=True)


def _build(entry: Entry, folder: Path) -> None:
    recipe = cast(Recipe, attribute(str(entry.recipe)))
    sources = _sources(entry)
    folder.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(prefix=f".{entry.name}-", dir=folder.parent) as temporary:
        made = Path(temporary) / "made"
        made.mkdir()
        recipe(sources, made)
        write_manifest(made, entry)
        if folder.exists():
            shutil.move(folder, Path(temporary) / "replaced")
        made.rename(folder)
    check_prepared(entry, folder, thorough=True)


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
        return ModelState(entry=entry, installed=installed, prepared=True, problem=None)
    try:
        check_prepared(entry, home / entry.name)
    except ModelError as error:
        return ModelState(entry=entry, installed=installed, prepared=False, problem=error.line())
    return ModelState(entry=entry, installed=installed, prepared=True, problem=None)
