"""Who takes care of whom: declared relationships, and glasses broken for a while.

It knows subjects and dossiers; it refuses to decide what a role may do. The reason of a broken glass is in the audit
trail, which outlives the dossier.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from enum import StrEnum

import sqlalchemy as sa

from summarizer.store.database import Database, now
from summarizer.store.tables import care


class CareKind(StrEnum):
    DECLARED = "declared"
    SUBMITTED = "submitted"
    GLASS = "glass"


@dataclass(frozen=True, slots=True, kw_only=True)
class Care:
    subject: str
    kind: CareKind
    since: str
    until: str | None


class Access:
    def __init__(self, database: Database) -> None:
        self._database = database

    def declare(
        self,
        dossier_id: str,
        subject: str,
        *,
        kind: CareKind,
        by: str,
        lasts: timedelta | None = None,
        connection: sa.Connection | None = None,
    ) -> None:
        until = (datetime.now(UTC) + lasts).isoformat(timespec="milliseconds") if lasts is not None else None
        row = care.insert().values(
            dossier_id=dossier_id, subject=subject, kind=kind, since=now(), until=until, declared_by=by
        )
        if connection is not None:
            connection.execute(row)
            return
        with self._database.writing() as own:
            own.execute(row)

    def end(self, dossier_id: str, subject: str) -> int:
        """Ends every relationship of the subject with the dossier; how many there were."""
        with self._database.writing() as connection:
            return connection.execute(
                care.update()
                .where(care.c.dossier_id == dossier_id, care.c.subject == subject, _current())
                .values(until=now())
            ).rowcount

    def has(self, dossier_id: str, subject: str) -> bool:
        with self._database.reading() as connection:
            asked = {"dossier": dossier_id, "subject": subject, "moment": now()}
            return connection.execute(_HAS, asked).first() is not None

    def has_declared(self, dossier_id: str, subject: str) -> bool:
        """Whether the relationship is more than a broken glass."""
        return any(
            one.subject == subject and one.kind is not CareKind.GLASS and (one.until is None or one.until > now())
            for one in self.of(dossier_id)
        )

    def of(self, dossier_id: str) -> tuple[Care, ...]:
        query = sa.select(care).where(care.c.dossier_id == dossier_id).order_by(care.c.id)
        with self._database.reading() as connection:
            rows = connection.execute(query).all()
        return tuple(
            Care(subject=row.subject, kind=CareKind(row.kind), since=row.since, until=row.until) for row in rows
        )


# Asked by every request: put together once.
_HAS = (
    sa.select(care.c.id)
    .where(
        care.c.dossier_id == sa.bindparam("dossier"),
        care.c.subject == sa.bindparam("subject"),
        sa.or_(care.c.until.is_(None), care.c.until > sa.bindparam("moment")),
    )
    .limit(1)
)
CARED_FOR = sa.exists(_HAS)


def _current() -> sa.ColumnElement[bool]:
    return sa.or_(care.c.until.is_(None), care.c.until > now())
