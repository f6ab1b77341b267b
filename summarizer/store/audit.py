"""The audit trail: who did what, to which dossier, when and why; each entry chained to the last by its hash.

It only appends, and entries that come at once share one transaction. It refuses clinical text: actions and outcomes are
words of the code, and the reason a person writes is sealed. A changed, removed or inserted entry breaks the chain;
entries cut off the end show by the head that was noted.
"""

from __future__ import annotations

import base64
import hashlib
import json
import threading
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

import sqlalchemy as sa

from summarizer.store.database import Database, now
from summarizer.store.sealing import DataKey
from summarizer.store.tables import audit

GENESIS = "0" * 64
_LOCK = 1_919_247_216
_PLACE = "audit.reason"
_LAST = sa.select(audit.c.number, audit.c.digest).order_by(audit.c.number.desc()).limit(1)
_INSERT = audit.insert()


@dataclass(frozen=True, slots=True, kw_only=True)
class Actor:
    """Who acts: the subject of the token, the role acted in, and the request."""

    subject: str
    role: str
    request_id: str = "-"


@dataclass(frozen=True, slots=True, kw_only=True, repr=False)
class Entry:
    number: int
    at: str
    actor: str
    role: str
    action: str
    dossier_id: str | None
    outcome: str
    request_id: str
    reason: str | None
    digest: str

    def __repr__(self) -> str:
        return f"Entry({self.number}, {self.action}, {self.outcome})"


@dataclass(slots=True, kw_only=True, eq=False)
class _Waiting:
    """An entry to append. `told` is set when it is written, when it failed with `error`, or when its turn comes to lead."""

    row: dict[str, object]
    leads: bool = False
    told: threading.Event = field(default_factory=threading.Event)
    error: Exception | None = field(default=None, repr=False)


class AuditTrail:
    def __init__(self, database: Database, key: DataKey) -> None:
        self._database = database
        self._key = key
        self._waiting: list[_Waiting] = []
        self._led = False
        self._list = threading.Lock()

    def write(
        self,
        actor: Actor,
        action: str,
        dossier_id: str | None = None,
        *,
        outcome: str = "done",
        reason: str | None = None,
        connection: sa.Connection | None = None,
    ) -> None:
        """Appends one entry, which is kept when this returns; with `connection`, in the transaction of the act: both
        hold, or neither."""
        row: dict[str, object] = {
            "actor": actor.subject,
            "role": actor.role,
            "action": action,
            "dossier_id": dossier_id,
            "outcome": outcome,
            "request_id": actor.request_id,
            "sealed_reason": self._key.seal(_PLACE, reason.encode()) if reason is not None else None,
        }
        if connection is not None:
            self._append(connection, [row])
            return
        mine = _Waiting(row=row)
        with self._list:
            self._waiting.append(mine)
            mine.leads = not self._led
            self._led = True
        # Whoever leads writes for all who came meanwhile, then hands on to the first who came after.
        if not mine.leads:
            mine.told.wait()
        if mine.leads:
            self._lead()
        if mine.error is not None:
            raise mine.error

    def _lead(self) -> None:
        with self._list:
            waiting, self._waiting = self._waiting, []
        try:
            self._write_all(waiting)
        finally:
            with self._list:
                self._led = bool(self._waiting)
                if self._led:
                    self._waiting[0].leads = True
                    self._waiting[0].told.set()
            for one in waiting:
                one.told.set()

    def _write_all(self, waiting: Sequence[_Waiting]) -> None:
        try:
            with self._database.writing() as connection:
                self._append(connection, [one.row for one in waiting])
        except Exception as error:  # noqa: BLE001 - it is raised where it belongs: to who asked for the entry
            if len(waiting) == 1:
                waiting[0].error = error
            else:
                self._write_each(waiting)

    def _write_each(self, waiting: Sequence[_Waiting]) -> None:
        """One entry that cannot be written stops none of those that came with it."""
        for one in waiting:
            try:
                with self._database.writing() as connection:
                    self._append(connection, [one.row])
            except Exception as error:  # noqa: BLE001 - the same
                one.error = error

    def _append(self, connection: sa.Connection, rows: Sequence[dict[str, object]]) -> None:
        if not self._database.sqlite:
            connection.execute(sa.text("SELECT pg_advisory_xact_lock(:lock)"), {"lock": _LOCK})
        last = connection.execute(_LAST).first()
        number, previous = (last.number, last.digest) if last else (0, GENESIS)
        chained = []
        for place, row in enumerate(rows, start=1):
            entry = {"number": number + place, "at": now(), **row, "previous": previous}
            previous = _digest(entry)
            chained.append({**entry, "digest": previous})
        connection.execute(_INSERT, chained)

    def entries(self, *, after: int = 0, limit: int = 100, dossier_id: str | None = None) -> tuple[Entry, ...]:
        """Entries in order, from the one after `after`."""
        query = sa.select(audit).where(audit.c.number > after).order_by(audit.c.number).limit(limit)
        if dossier_id is not None:
            query = query.where(audit.c.dossier_id == dossier_id)
        with self._database.reading() as connection:
            rows = connection.execute(query).all()
        return tuple(
            Entry(
                number=row.number,
                at=row.at,
                actor=row.actor,
                role=row.role,
                action=row.action,
                dossier_id=row.dossier_id,
                outcome=row.outcome,
                request_id=row.request_id,
                reason=self._key.open(_PLACE, row.sealed_reason).decode() if row.sealed_reason is not None else None,
                digest=row.digest,
            )
            for row in rows
        )

    def head(self) -> tuple[int, str]:
        """Number and digest of the last entry: noted elsewhere, it shows later that none was cut off."""
        with self._database.reading() as connection:
            last = connection.execute(_LAST).first()
        return (last.number, last.digest) if last else (0, GENESIS)

    def first_broken(self) -> int | None:
        """The number of the first entry that does not follow from the one before it; None when the chain holds."""
        return first_broken(self._database)


def first_broken(database: Database) -> int | None:
    """The same, for who has the database without its keys."""
    previous, expected = GENESIS, 1
    for row in _rows(database):
        fields = dict(row._mapping)
        digest = fields.pop("digest")
        if fields["number"] != expected or fields["previous"] != previous or _digest(fields) != digest:
            return expected
        previous, expected = digest, expected + 1
    return None


def _rows(database: Database) -> Iterator[sa.Row[tuple[object, ...]]]:
    with database.reading() as connection:
        yield from connection.execution_options(yield_per=1000).execute(sa.select(audit).order_by(audit.c.number))


def _digest(row: dict[str, object]) -> str:
    said = {
        name: base64.b64encode(value).decode() if isinstance(value, bytes) else value for name, value in row.items()
    }
    return hashlib.sha256(json.dumps(said, sort_keys=True, ensure_ascii=False).encode()).hexdigest()
