"""Where prepared models lie, and whether they are still the ones that were prepared.

A prepared folder holds the files of one model and `manifest.json`: what they were made from and the sha256 of each.
Hashing half a gigabyte takes a second, so a folder found intact leaves a stamp (sizes and modification times) beside
it; while sizes and times agree with the stamp, the hashes are not computed again.
"""

from __future__ import annotations

import hashlib
import json
import os
from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass
from pathlib import Path

from models.catalog import Entry, Role
from summarizer.errors import ModelAltered, ModelMissing

MANIFEST = "manifest.json"
WEIGHTS = (".safetensors", ".gguf", ".onnx")


@dataclass(frozen=True, slots=True, kw_only=True)
class ModelFolder:
    """A folder that was checked and can be loaded. `sha256` stands for its weights."""

    name: str
    role: Role
    path: Path
    sha256: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Manifest:
    """What a prepared folder was made from (`sources`: catalog path to sha256) and holds (`files`: name to sha256)."""

    name: str
    edition: int
    sources: Mapping[str, str]
    files: Mapping[str, str]


def default_home() -> Path:
    """MODEL_DIR, or a cache of the user.

    A cache rather than a folder of the checkout: the installed package has no checkout, and one copy serves all.
    """
    if given := os.environ.get("MODEL_DIR"):
        return Path(given)
    cache = os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache"
    return Path(cache) / "summarizer-fr" / "models"


def sha256_of(path: Path) -> str:
    with path.open("rb") as stream:
        return hashlib.file_digest(stream, "sha256").hexdigest()


def write_manifest(folder: Path, entry: Entry) -> None:
    """Records what the folder holds now."""
    manifest = Manifest(
        name=entry.name,
        edition=entry.edition,
        sources={file.path: file.sha256 for file in entry.files},
        files={name: sha256_of(folder / name) for name in _names(folder)},
    )
    (folder / MANIFEST).write_text(json.dumps(asdict(manifest), indent=1), encoding="utf-8")


def check_prepared(entry: Entry, folder: Path, *, thorough: bool = False) -> ModelFolder:
    """The folder of a prepared model, once found whole.

    Raises ModelMissing when it was never prepared, or prepared from other files or by an older recipe; ModelAltered
    when a file changed since. `thorough` computes every sha256 again.
    """
    try:
        manifest = Manifest(**json.loads((folder / MANIFEST).read_text(encoding="utf-8")))
    except FileNotFoundError as error:
        raise ModelMissing(f"The model {entry.name} is not prepared.") from error
    except (ValueError, TypeError) as error:
        raise ModelAltered(f"The manifest of {entry.name} cannot be read.") from error
    if manifest.edition != entry.edition or manifest.sources != {f.path: f.sha256 for f in entry.files}:
        raise ModelMissing(f"The model {entry.name} was prepared by an older recipe or from other files.")
    if thorough or not _stamp_agrees(folder, manifest):
        _check_hashes(entry.name, folder, manifest)
        _leave_stamp(folder, manifest)
    return ModelFolder(name=entry.name, role=entry.role, path=folder, sha256=_weights_digest(manifest.files))


def check_local(path: Path, role: Role) -> ModelFolder:
    """A folder given by path, taken as it is: its sha256 is computed, and compared with nothing."""
    if not (path / "config.json").is_file() and not (path / "modules.json").is_file():
        raise ModelMissing(f"There is no model in the folder {path}.")
    files = {name: sha256_of(path / name) for name in _names(path) if name.endswith(WEIGHTS)}
    if not files:
        raise ModelMissing(f"The folder {path} holds no weights in a format that cannot run code (safetensors).")
    return ModelFolder(name=path.resolve().name, role=role, path=path, sha256=_weights_digest(files))


def _check_hashes(name: str, folder: Path, manifest: Manifest) -> None:
    for file, expected in manifest.files.items():
        if not (folder / file).is_file():
            raise ModelMissing(f"The file {file} of the model {name} is missing.")
        if sha256_of(folder / file) != expected:
            raise ModelAltered(f"The file {file} of the model {name} is not the one that was prepared.")
    if extra := set(_names(folder)) - set(manifest.files):
        raise ModelAltered(f"The model {name} holds files that were not prepared: {', '.join(sorted(extra))}.")


def _stamp_agrees(folder: Path, manifest: Manifest) -> bool:
    try:
        return bool(json.loads(_stamp_path(folder).read_text(encoding="utf-8")) == _stamp(folder, manifest))
    except (OSError, ValueError):
        return False


def _leave_stamp(folder: Path, manifest: Manifest) -> None:
    try:
        _stamp_path(folder).write_text(json.dumps(_stamp(folder, manifest)), encoding="utf-8")
    except OSError:
        # A read-only folder is hashed at each load: slower, as safe.
        return


def _stamp(folder: Path, manifest: Manifest) -> dict[str, list[object]]:
    """Size and time of each file, beside the sha256 they were verified against."""
    names = sorted({*manifest.files, *_names(folder)})
    states = {name: (folder / name).stat() for name in names}
    return {name: [state.st_size, state.st_mtime_ns, manifest.files.get(name)] for name, state in states.items()}


def _stamp_path(folder: Path) -> Path:
    return folder.with_name(folder.name + ".verified.json")


def _names(folder: Path) -> Iterable[str]:
    paths = (path for path in folder.rglob("*") if path.is_file())
    return sorted(path.relative_to(folder).as_posix() for path in paths if path.name != MANIFEST)


def _weights_digest(files: Mapping[str, str]) -> str:
    """The sha256 of the only weight file, or of the list of theirs."""
    weights = sorted((name, digest) for name, digest in files.items() if name.endswith(WEIGHTS))
    if len(weights) == 1:
        return weights[0][1]
    return hashlib.sha256("\n".join(f"{digest} {name}" for name, digest in weights).encode()).hexdigest()
