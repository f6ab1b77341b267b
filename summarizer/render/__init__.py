"""The renderings of a summary: one module a format, `render(summary, dossier) -> bytes`, interchangeable.

`write_formats` makes every rendering in memory first, then writes them all or none.
"""

from __future__ import annotations

import os
import tempfile
from collections.abc import Sequence
from importlib import import_module
from pathlib import Path

from summarizer.errors import OutputError, UnknownName
from summarizer.output import write_atomically
from summarizer.render import terminal
from summarizer.values import Dossier, ReidentifiedSummary

__all__ = ["FILES", "check", "render", "terminal", "write_formats"]

#: The file of each format. A module is loaded only when its format is asked for.
FILES = {
    "json": "summary.json",
    "html": "summary.html",
    "md": "summary.md",
    "pdf": "summary.pdf",
    "cda": "summary.cda.xml",
    "fhir": "summary.fhir.json",
}
_MODULES = {"json": "json", "html": "html", "md": "markdown", "pdf": "pdf", "cda": "cda_vsm", "fhir": "fhir_ips"}


def render(summary: ReidentifiedSummary, dossier: Dossier, name: str) -> bytes:
    """The summary in one format; raises `UnknownName`."""
    if name not in _MODULES:
        raise UnknownName(f"There is no format {name!r}; choose among {', '.join(FILES)}.")
    rendered: bytes = import_module(f"{__name__}.{_MODULES[name]}").render(summary, dossier)
    return rendered


def check(out: Path, names: Sequence[str]) -> None:
    """Raises UnknownName or OutputError for what could not be written to `out`: before the work rather than after it."""
    unknown = [name for name in names if name not in FILES]
    if unknown:
        raise UnknownName(f"There is no format {unknown[0]!r}; choose among {', '.join(FILES)}.")
    if out.exists() and not out.is_dir():
        raise OutputError("A file bears the name of the folder to write to; nothing was written.")


def write_formats(summary: ReidentifiedSummary, dossier: Dossier, out: Path, names: Sequence[str]) -> tuple[Path, ...]:
    """Writes the formats to the folder `out`; the paths, in the order of `names`.

    Raises `UnknownName` before anything is written, `OutputError` when a file cannot be: no new file then remains.
    """
    check(out, names)
    rendered = {FILES[name]: render(summary, dossier, name) for name in names}
    try:
        out.mkdir(parents=True, exist_ok=True)
        if any((out / file).is_dir() for file in rendered):
            raise OutputError("A folder bears the name of a file to write; nothing was written.")
        with tempfile.TemporaryDirectory(dir=out, prefix=".") as aside:
            for file, data in rendered.items():
                write_atomically(Path(aside, file), data)
            for file in rendered:
                os.replace(Path(aside, file), out / file)
    except OSError as error:
        reason = error.strerror or type(error).__name__
        raise OutputError(f"The result could not be written ({reason}); nothing was left half-written.") from error
    return tuple(out / FILES[name] for name in names)
