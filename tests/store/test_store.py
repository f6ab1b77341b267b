"""What is kept comes back as it was, is sealed at rest, and is gone once erased."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
import sqlalchemy as sa
from alembic.migration import MigrationContext

from summarizer.errors import KeyUnreadable
from summarizer.ingest.manifest import ManifestDocument, ManifestPatient
from summarizer.store import Kept, Store, open_store
from summarizer.store import tables as t
from summarizer.store.codec import to_bytes
from summarizer.store.database import Database
from summarizer.values import (
    Confidentiality,
    Document,
    DocumentId,
    Dossier,
    DossierId,
    Identity,
    Kind,
    Page,
    PseudonymizedDocument,
    PseudonymizedDossier,
    PseudonymKey,
    Replacement,
    Run,
    Span,
    Summary,
)
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
        for table in (t.documents, t.artifacts, t.parts, t.keys):
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


def test_memory_forgets_what_was_made_before_and_not_used_since(store: Store) -> None:
    dossier_id, other = new_dossier(store), new_dossier(store)
    for owner in (dossier_id, other):
        store.memory(owner).keep("find", {"used": b"1", "unused": b"2", "wanted": b"3"})
    store.memory(dossier_id).keep("absent", {"unused": b"4"})
    memory = store.memory(dossier_id)
    memory.recall("find", ["used"])
    moment = "9999"
    assert memory.forget_the_rest(["find"], before="2000", wanted=()) == 0
    assert memory.forget_the_rest(["find"], before=moment, wanted={"wanted"}) == 1
    marks = ["used", "unused", "wanted"]
    assert memory.recall("find", marks) == {"used": b"1", "wanted": b"3"}
    assert memory.recall("absent", marks) == {"unused": b"4"}
    assert len(store.memory(other).recall("find", marks)) == 3


def document(number: int, text: str, confidentiality: Confidentiality = Confidentiality.NORMAL) -> Document:
    return Document(
        id=DocumentId(f"d{number}"),
        file=f"{number}.txt",
        sha256="0" * 64,
        kind=Kind.LETTER,
        title="",
        text=text,
        pages=(Page(number=1, span=Span(0, len(text))),),
        confidentiality=confidentiality,
    )


def kept(dossier_id: str, *documents: Document) -> Kept:
    """A summary of documents of which the first was refused."""
    replacement = Replacement(original=Span(0, 3), replaced=Span(0, 9), surface="Mme", pseudonym="<PATIENT>")
    hidden = tuple(
        PseudonymizedDocument(
            id=one.id, kind=one.kind, text=f"<PATIENT>{one.text[3:]}", pages=one.pages, written_on=None,
            author_role=None, confidentiality=one.confidentiality,
        )
        for one in documents[1:]
    )  # fmt: skip
    run = Run(code_version="1", models=(), prompt_version="1", settings="quotes", generated_at="2024", seconds={})
    known = DossierId(dossier_id)
    return Kept(
        summary=Summary(
            dossier_id=known, kind="vsm", sections=(), contradictions=(), withheld=(), warnings=(), run=run
        ),
        dossier=Dossier(id=known, identity=Identity(), documents=documents),
        pseudonymized=PseudonymizedDossier(id=known, documents=hidden, refused=((documents[0].id, "raison"),)),
        key=PseudonymKey(
            dossier_id=known, replacements={one.id: (replacement,) for one in hidden}, files={documents[1].id: "2.txt"}
        ),
        set_aside={documents[0].id: "raison"},
        statements=(),
    )


def test_a_summary_comes_back_whole_and_each_of_its_documents_alone(store: Store) -> None:
    dossier_id = new_dossier(store)
    masked = document(3, "Mme C", Confidentiality.HIDDEN_FROM_PROFESSIONALS)
    made = kept(dossier_id, document(1, "Mme A"), document(2, "Mme B"), masked)
    store.keep_summary(dossier_id, "input", 1, made)
    row = store.latest_summary(dossier_id)
    assert row is not None
    assert store.kept(row) == made
    part, refused = store.part(row, "d2"), store.part(row, "d1")
    assert part is not None
    assert refused is not None
    assert (part.document, part.pseudonymized) == (made.dossier.documents[1], made.pseudonymized.documents[0])
    assert refused.pseudonymized is None
    assert store.part(row, "d9") is None
    assert store.confidentialities(row) == {one.id: one.confidentiality for one in made.dossier.documents}


def test_what_two_summaries_hold_of_a_document_is_stored_once(store: Store) -> None:
    dossier_id = new_dossier(store)
    first = [document(1, "Mme A"), document(2, "Mme B")]
    store.keep_summary(dossier_id, "input-1", 1, kept(dossier_id, *first))
    store.keep_summary(dossier_id, "input-2", 2, kept(dossier_id, *first, document(3, "Mme C")))
    with store.database.reading() as connection:
        assert len(connection.execute(sa.select(t.parts.c.mark)).all()) == 3


def test_a_summary_kept_before_summaries_had_parts_is_read_as_it_is(store: Store) -> None:
    dossier_id = new_dossier(store)
    made = kept(dossier_id, document(1, "Mme A"), document(2, "Mme B"))
    summary_id = store.keep_summary(dossier_id, "input", 1, made)
    sealed = store.key_of(dossier_id).seal(f"summaries:{summary_id}", to_bytes(made))
    with store.database.writing() as connection:
        connection.execute(t.summaries.update().values(sealed=sealed, sealed_contents=None))
    row = store.latest_summary(dossier_id)
    assert row is not None
    assert store.kept(row) == made
    part = store.part(row, "d2")
    assert part is not None
    assert part.document == made.dossier.documents[1]
    assert list(store.confidentialities(row)) == ["d1", "d2"]


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
