"""The database: opened, brought to the current schema, and its transactions.

It knows SQLite and PostgreSQL; it refuses to know what the tables mean. On SQLite, a writing transaction takes the
lock when it begins, so that two writers wait for each other instead of failing half-way.
"""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager, nullcontext
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import sqlalchemy as sa
from alembic import command
from alembic.config import Config

_READING = "summarizer_reading"
_MIGRATION_LOCK = 1_919_247_215
_MIGRATIONS = Path(__file__).parent / "migrations"


class Database:
    """Connections to one database."""

    def __init__(self, url: str) -> None:
        self.url = sa.make_url(url)
        self.sqlite = self.url.get_backend_name() == "sqlite"
        self._one_writer = threading.Lock()
        options: dict[str, Any] = {"connect_args": {"timeout": 30}} if self.sqlite else {"pool_pre_ping": True}
        # hide_parameters: what a statement carries never reaches a log or a traceback.
        self.engine = sa.create_engine(url, hide_parameters=True, pool_size=40, max_overflow=10, **options)
        if self.sqlite:
            sa.event.listen(self.engine, "connect", _prepared)
            sa.event.listen(self.engine, "begin", _begun)

    def __repr__(self) -> str:
        return f"Database({self.url.get_backend_name()})"

    @contextmanager
    def reading(self) -> Iterator[sa.Connection]:
        with self.engine.connect().execution_options(**{_READING: True}) as connection:
            yield connection

    @contextmanager
    def writing(self) -> Iterator[sa.Connection]:
        # SQLite lets one write at a time, and those that wait sleep longer and longer: threads of one process queue here.
        with self._one_writer if self.sqlite else nullcontext(), self.engine.begin() as connection:
            yield connection

    def insert_new(self, table: sa.Table) -> sa.Insert:
        """An insertion that leaves what is there already as it is."""
        if self.sqlite:
            from sqlalchemy.dialects.sqlite import insert
        else:
            from sqlalchemy.dialects.postgresql import insert  # type: ignore[assignment]
        return insert(table).on_conflict_do_nothing()

    def migrate(self) -> None:
        """Brings the schema to the current version; does nothing when it is."""
        with self.engine.begin() as connection:
            if not self.sqlite:
                # Several processes may start at once: one migrates, the others wait, then find nothing to do.
                connection.execute(sa.text("SELECT pg_advisory_xact_lock(:lock)"), {"lock": _MIGRATION_LOCK})
            command.upgrade(config(connection), "head")

    def forget(self) -> None:
        """After an erasure: what SQLite's journal still held of it is written over."""
        if self.sqlite:
            with self.engine.connect().execution_options(
                isolation_level="AUTOCOMMIT", **{_READING: True}
            ) as connection:
                connection.exec_driver_sql("PRAGMA wal_checkpoint(TRUNCATE)")

    def close(self) -> None:
        self.engine.dispose()


def config(connection: sa.Connection) -> Config:
    """Alembic's configuration, for that connection."""
    alembic = Config()
    alembic.set_main_option("script_location", str(_MIGRATIONS))
    alembic.attributes["connection"] = connection
    return alembic


def now() -> str:
    return datetime.now(UTC).isoformat(timespec="milliseconds")


def _prepared(connection: Any, _record: object) -> None:
    connection.isolation_level = None
    cursor = connection.cursor()
    cursor.execute("PRAGMA journal_mode=WAL")
    # What was answered is on the disk: an accepted document and its audit entry survive a power cut.
    cursor.execute("PRAGMA synchronous=FULL")
    cursor.execute("PRAGMA foreign_keys=ON")
    cursor.execute("PRAGMA busy_timeout=30000")
    # What is erased is overwritten, not left in free pages.
    cursor.execute("PRAGMA secure_delete=ON")
    cursor.close()


def _begun(connection: sa.Connection) -> None:
    # A statement that reads is a transaction of its own: to begin and end another around it costs as much as it does.
    if not connection.get_execution_options().get(_READING):
        connection.exec_driver_sql("BEGIN IMMEDIATE")
