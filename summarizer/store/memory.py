"""What each stage made, kept sealed under a keyed digest of all that made it: input, code, model, settings.

It knows stages by name and results as bytes; it refuses to know what they are. Asking for the same thing twice finds
it; a change of anything that made it is another digest, and finds nothing.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from functools import cache
from importlib.resources import files
from importlib.resources.abc import Traversable

import sqlalchemy as sa

from summarizer.store.database import Database, now
from summarizer.store.sealing import DataKey
from summarizer.store.tables import artifacts, dossiers

_BATCH = 400
_RECALL = sa.select(artifacts.c.mark, artifacts.c.sealed).where(
    artifacts.c.dossier_id == sa.bindparam("owner"),
    artifacts.c.stage == sa.bindparam("stage"),
    artifacts.c.mark.in_(sa.bindparam("marks", expanding=True)),
)


class Memory:
    """The stage cache of one dossier."""

    def __init__(self, database: Database, key: DataKey) -> None:
        self._database = database
        self._key = key

    def mark(self, *parts: str | bytes) -> str:
        """The digest under which a result is kept."""
        return self._key.mark(*parts)

    def recall(self, stage: str, marks: Sequence[str]) -> dict[str, bytes]:
        """The results known, by mark."""
        found: dict[str, bytes] = {}
        wanted = list(dict.fromkeys(marks))
        with self._database.reading() as connection:
            for start in range(0, len(wanted), _BATCH):
                asked = {"owner": self._key.owner, "stage": stage, "marks": wanted[start : start + _BATCH]}
                rows = connection.execute(_RECALL, asked).all()
                found |= {row.mark: self._key.open(_place(stage, row.mark), row.sealed) for row in rows}
        return found

    def keep(self, stage: str, results: Mapping[str, bytes]) -> None:
        """Keeps results; one already kept stays as it is. Nothing is kept of a dossier that was erased meanwhile."""
        if not results:
            return
        rows = [
            {
                "dossier_id": self._key.owner,
                "stage": stage,
                "mark": mark,
                "made_at": now(),
                "sealed": self._key.seal(_place(stage, mark), content),
            }
            for mark, content in results.items()
        ]
        with self._database.writing() as connection:
            alive = connection.execute(sa.select(dossiers.c.id).where(dossiers.c.id == self._key.owner)).first()
            if alive is not None:
                connection.execute(_insert_new(self._database), rows)


def _insert_new(database: Database) -> sa.Insert:
    if database.sqlite:
        from sqlalchemy.dialects.sqlite import insert
    else:
        from sqlalchemy.dialects.postgresql import insert  # type: ignore[assignment]
    return insert(artifacts).on_conflict_do_nothing()


def _place(stage: str, mark: str) -> str:
    return f"artifacts:{stage}:{mark}"


@cache
def code_digest(*packages: str) -> str:
    """A hash of the code, data and small weights of packages: what an older version made is made again."""
    digest = hashlib.sha256()
    for package in packages:
        for name, content in sorted(_sources(files(package), f"{package}/")):
            digest.update(name.encode() + b"\0" + content)
    return digest.hexdigest()[:16]


def _sources(folder: Traversable, prefix: str) -> list[tuple[str, bytes]]:
    found: list[tuple[str, bytes]] = []
    for item in folder.iterdir():
        if item.is_dir():
            # Rendering and storing change nothing of what a stage makes.
            if item.name not in ("__pycache__", "render", "store", "recipes"):
                found += _sources(item, f"{prefix}{item.name}/")
        elif item.name.endswith((".py", ".csv", ".toml", ".txt", ".safetensors")):
            found.append((prefix + item.name, item.read_bytes()))
    return found
