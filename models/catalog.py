"""What models are known: `catalog.toml` as frozen values. It refuses to know where they lie or how they run."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any, Literal

from summarizer.errors import UnknownName

Role = Literal["writer", "embedder", "judge"]


@dataclass(frozen=True, slots=True, kw_only=True)
class SourceFile:
    """One file of an installed package: `package` is an import name, `path` is relative to it."""

    package: str
    path: str
    size: int
    sha256: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """One model of the catalog.

    `adapter` and `recipe` are "module:attribute". Without a recipe the model needs no preparation. `edition` grows
    when a recipe changes, so that a folder made by an older one is made again.
    """

    name: str
    role: Role
    title: str
    licence: str
    adapter: str
    package: str | None = None
    origin: str | None = None
    recipe: str | None = None
    edition: int = 1
    notes: str = ""
    files: tuple[SourceFile, ...] = ()


@cache
def entries() -> Mapping[str, Entry]:
    """Every known model by name, in the order of the file."""
    return parse(Path(__file__).with_name("catalog.toml").read_text(encoding="utf-8"))


def parse(text: str) -> dict[str, Entry]:
    """The entries of a catalog written in TOML."""

    def entry(name: str, fields: dict[str, Any]) -> Entry:
        files = tuple(SourceFile(**file) for file in fields.pop("files", ()))
        return Entry(name=name, files=files, **fields)

    return {name: entry(name, fields) for name, fields in tomllib.loads(text).items()}


def find(name: str) -> Entry:
    """The entry of that name. Raises UnknownName."""
    known = entries()
    if name not in known:
        raise UnknownName(f"No model named {name!r}: the catalog knows {', '.join(known)}.")
    return known[name]
