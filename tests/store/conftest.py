"""A store of its own for each test: SQLite in a temporary folder, and PostgreSQL where a server is given."""

from __future__ import annotations

import os
import secrets
from collections.abc import Iterator
from pathlib import Path

import pytest
import sqlalchemy as sa

from summarizer.store import Store, open_store
from summarizer.vault import LocalMasterKey

NO_SERVER = "no PostgreSQL server: set SUMMARIZER_TEST_POSTGRES=postgresql+psycopg://user@host/database"


@pytest.fixture(scope="session")
def master() -> LocalMasterKey:
    return LocalMasterKey(secret=secrets.token_bytes(32))


@pytest.fixture(params=["sqlite", pytest.param("postgresql", marks=pytest.mark.postgresql)])
def url(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    if request.param == "sqlite":
        yield f"sqlite:///{tmp_path}/store.db"
        return
    server = os.environ.get("SUMMARIZER_TEST_POSTGRES")
    if not server:
        pytest.skip(NO_SERVER)
    name = "test_" + secrets.token_hex(6)
    engine = sa.create_engine(server, isolation_level="AUTOCOMMIT")
    with engine.connect() as connection:
        connection.execute(sa.text(f"CREATE DATABASE {name}"))
    yield sa.make_url(server).set(database=name).render_as_string(hide_password=False)
    with engine.connect() as connection:
        connection.execute(sa.text(f"DROP DATABASE {name} WITH (FORCE)"))
    engine.dispose()


@pytest.fixture
def store(url: str, master: LocalMasterKey) -> Iterator[Store]:
    opened = open_store(url, master)
    yield opened
    opened.close()
