"""What is kept comes back as it was, is sealed at rest, and is gone once erased."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
import sqlalchemy as sa
from alembic.migration import MigrationContext

from summarizer.errors import KeyUnreadable
from summarizer.ingest.manifest import ManifestDocument, ManifestPatient
from summarizer.store import Store, open_store
from summarizer.store import tables as t
from summarizer.store.database import Database
from summarizer.values import DocumentId
from summarizer.vault import LocalMasterKey

PATIENT = ManifestPatient(family_names=("QUENOUILLE",), given_names=("Odile",), birth_date="1951-02-03")
TEXT = b"Mme QUENOUILLE Odile, allergie a la penicilline."


def new_dossier(store: Store) -> str:
    with store.database.writing() as connection:
        return store.create_dossier(connection, PATIENT, by="dr-a")


def add(store: Store, dossier_id: str, document_id: str = "d1", content: bytes = TEXT) -> bool:
    said = ManifestDocument(file="quenouille.txt")
    with store.database.writing() as connection:
        return store.add_document(
            connection,
            store.key_of(dossier_id),
            DocumentId(document_id),
            content,
            said,
            media_type="text/plain",
            by="dr-a",
        )


def test_a_document_comes_back_as_received(store: Store) -> None:
    dossier_id = new_dossier(store)
    assert add(store, dossier_id)
    (document,) = store.documents(dossier_id)
    assert document.said.file == "quenouille.txt"
    assert store.content(dossier_id, document.id) == TEXT
    assert store.patient(dossier_id) == PATIENT
    row = store.dossier(dossier_id)
    assert row is not None
    assert (row.revision, row.documents) == (1, 1)


def test_the_same_bytes_sent_twice_are_one_document(store: Store) -> None:
    dossier_id = new_dossier(store)
    assert add(store, dossier_id)
    assert not add(store, dossier_id)
    assert add(store, dossier_id, "d2", b"another")
    assert [document.revision for document in store.documents(dossier_id)] == [1, 2]
    assert [document.id for document in store.documents(dossier_id, revision=1)] == ["d1"]


def stored_bytes(store: Store, tmp_path: Path) -> Iterator[bytes]:
    with store.database.reading() as connection:
        for table in t.metadata.sorted_tables:
            for row in connection.execute(sa.select(table)):
                yield from (str(value).encode() if not isinstance(value, bytes) else value for value in row)
    yield from (file.read_bytes() for file in tmp_path.rglob("*") if file.is_file())


def test_nothing_identifying_is_stored_in_clear(store: Store, tmp_path: Path) -> None:
    dossier_id = new_dossier(store)
    add(store, dossier_id)
    store.memory(dossier_id).keep("read", {"m": TEXT})
    seen = b"\n".join(stored_bytes(store, tmp_path))
    assert dossier_id.encode() in seen
    for secret in (b"QUENOUILLE", b"quenouille", b"Odile", b"1951-02-03", b"penicilline"):
        assert secret not in seen


def test_an_erased_dossier_cannot_be_read_again(store: Store, master: LocalMasterKey) -> None:
    dossier_id = new_dossier(store)
    add(store, dossier_id)
    store.memory(dossier_id).keep("read", {"m": TEXT})
    with store.database.reading() as connection:
        wrapped = connection.execute(sa.select(t.keys.c.wrapped).where(t.keys.c.owner == dossier_id)).scalar_one()
    with store.database.writing() as connection:
        assert store.erase(connection, dossier_id)
        assert not store.erase(connection, dossier_id)
    store.database.forget()
    with pytest.raises(KeyUnreadable):
        store.key_of(dossier_id)
    with store.database.reading() as connection:
        for table in (t.documents, t.artifacts, t.keys):
            rows = connection.execute(sa.select(table)).all()
            assert dossier_id not in str(rows)
    if store.database.sqlite:
        folder = Path(str(store.database.url.database)).parent
        assert not any(wrapped in file.read_bytes() for file in folder.iterdir())


def test_a_sealed_value_moved_to_another_dossier_does_not_open(store: Store) -> None:
    one, other = new_dossier(store), new_dossier(store)
    add(store, one)
    with store.database.writing() as connection:
        connection.execute(t.documents.update().values(dossier_id=other))
    with pytest.raises(KeyUnreadable):
        store.content(other, "d1")


def test_another_master_key_opens_nothing(store: Store, url: str) -> None:
    with pytest.raises(KeyUnreadable):
        open_store(url, LocalMasterKey(secret=b"x" * 32))


def test_memory_finds_what_was_made_of_the_same_and_nothing_else(store: Store) -> None:
    memory = store.memory(new_dossier(store))
    marks = [memory.mark("find", "un texte", "code-1"), memory.mark("find", "un texte", "code-2")]
    memory.keep("find", {marks[0]: b"made"})
    memory.keep("find", {marks[0]: b"made again"})
    assert memory.recall("find", marks) == {marks[0]: b"made"}
    assert memory.recall("read", marks) == {}


def test_marks_of_two_dossiers_cannot_be_compared(store: Store) -> None:
    first, second = (store.memory(new_dossier(store)) for _ in range(2))
    assert first.mark("same") != second.mark("same")


def test_the_migrated_schema_is_that_of_the_tables(url: str) -> None:
    from alembic.autogenerate import compare_metadata

    database = Database(url)
    database.migrate()
    database.migrate()
    with database.engine.connect() as connection:
        context = MigrationContext.configure(connection)
        assert compare_metadata(context, t.metadata) == []
    database.close()
