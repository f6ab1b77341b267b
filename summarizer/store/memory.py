"""What each stage made, kept sealed under a keyed digest of all that made it: input, code, model, settings.

It knows stages by name and results as bytes; it refuses to know what they are. Asking for the same thing twice finds
it; a change of anything that made it is another digest, and finds nothing.
"""

from __future__ import annotations

import hashlib
from collections.abc import Collection, Mapping, Sequence
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
    """The stage cache of one dossier. It notes what was recalled from it and kept in it, to forget the rest."""

    def __init__(self, database: Database, key: DataKey) -> None:
        self._database = database
        self._key = key
        self._used: set[str] = set()

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
        self._used |= found.keys()
        return found

    def keep(self, stage: str, results: Mapping[str, bytes]) -> None:
        """Keeps results; one already kept stays as it is. Nothing is kept of a dossier that was erased meanwhile."""
        if not results:
            return
        self._used |= results.keys()
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
                connection.execute(self._database.insert_new(artifacts), rows)

    def forget_the_rest(self, stages: Sequence[str], *, before: str, wanted: Collection[str] = ()) -> int:
        """Forgets the results of these stages that this memory neither recalled nor kept, that are not among `wanted`,
        and that were made before a moment (ISO 8601); how many."""
        mine = artifacts.c.dossier_id == self._key.owner
        old = sa.select(artifacts.c.stage, artifacts.c.mark).where(
            mine, artifacts.c.stage.in_(stages), artifacts.c.made_at < before
        )
        with self._database.reading() as connection:
            found = connection.execute(old).all()
        unused: dict[str, list[str]] = {}
        for row in found:
            if row.mark not in self._used and row.mark not in wanted:
                unused.setdefault(row.stage, []).append(row.mark)
        for stage, marks in unused.items():
            for start in range(0, len(marks), _BATCH):
                some = artifacts.c.mark.in_(marks[start : start + _BATCH])
                with self._database.writing() as connection:
                    connection.execute(artifacts.delete().where(mine, artifacts.c.stage == stage, some))
        return sum(map(len, unused.values()))


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
