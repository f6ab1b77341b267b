"""From a name to a loaded model. Each runtime is imported only when one of its models is named.

A name is that of the catalog, the path of a folder, or (for a writer) the http(s) address of a server that speaks
the OpenAI protocol. Settings go to the adapter as they are: each adapter documents its own.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any, Protocol, cast

from models.catalog import Role, entries, find
from models.folders import ModelFolder, check_local, check_prepared, default_home
from models.loading import attribute
from summarizer.errors import UnknownName
from summarizer.ports import Embedder, Judge, Writer

# What loads a folder given by path.
FOLDER_ADAPTERS: dict[Role, str] = {
    "writer": "models.transformers_writer:TransformersWriter",
    "embedder": "models.sentence_encoder:SentenceEncoder",
    "judge": "models.cross_encoder:CrossEncoder",
}


class FolderAdapter(Protocol):
    """What every adapter class of a folder offers."""

    @classmethod
    def from_folder(cls, folder: ModelFolder, **settings: Any) -> object: ...


def load_writer(name_or_path: str | Path, *, home: Path | None = None, **settings: Any) -> Writer:
    """A writer by catalog name, folder or address. Raises UnknownName or a ModelError."""
    if str(name_or_path).startswith(("http://", "https://")):
        from models.openai_writer import OpenAIWriter

        return OpenAIWriter(address=str(name_or_path), **settings)
    return cast(Writer, _load("writer", name_or_path, home, settings))


def load_embedder(name_or_path: str | Path, *, home: Path | None = None, **settings: Any) -> Embedder:
    """An embedder by catalog name or folder. Raises UnknownName or a ModelError."""
    return cast(Embedder, _load("embedder", name_or_path, home, settings))


def load_judge(name_or_path: str | Path, *, home: Path | None = None, **settings: Any) -> Judge:
    """A judge by catalog name or folder. Raises UnknownName or a ModelError."""
    return cast(Judge, _load("judge", name_or_path, home, settings))


def _load(role: Role, name_or_path: str | Path, home: Path | None, settings: dict[str, Any]) -> object:
    name = str(name_or_path)
    if name not in entries() and Path(name_or_path).is_dir():
        folder = check_local(Path(name_or_path), role)
        return cast(type[FolderAdapter], attribute(FOLDER_ADAPTERS[role])).from_folder(folder, **settings)
    entry = find(name)
    if entry.role != role:
        raise UnknownName(f"The model {name} is a {entry.role}, not a {role}.")
    adapter = attribute(entry.adapter)
    if entry.recipe is None:
        return cast(type[Any], adapter)(**settings)
    folder = check_prepared(entry, (home or default_home()) / entry.name)
    return cast(type[FolderAdapter], adapter).from_folder(folder, **settings)
