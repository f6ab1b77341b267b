"""A summary is durable work: made once, remembered document by document, failed with a reason."""

from __future__ import annotations

import secrets
from collections.abc import Iterator
from pathlib import Path

import pytest
import sqlalchemy as sa

from summarizer.enqueue import JobClient, engine_url
from summarizer.errors import WriterUnavailable
from summarizer.jobs import Worker, WorkerSettings
from summarizer.pipeline import Tools
from summarizer.store import JobKind, JobState, Kept, Store, open_store
from summarizer.store.tables import artifacts
from summarizer.vault import LocalMasterKey
from tests.service import (
    EARLIER,
    IDENTIFYING,
    LATER,
    LETTER,
    STAY,
    CountingWriter,
    add_text,
    dossier_of,
    finished,
    scripted_settings,
    scripted_tools,
)


@pytest.fixture(scope="module")
def tools() -> Tools:
    return scripted_tools()


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("jobs")


@pytest.fixture(scope="module")
def store(folder: Path) -> Iterator[Store]:
    opened = open_store(f"sqlite:///{folder}/store.db", LocalMasterKey(secret=secrets.token_bytes(32)))
    yield opened
    opened.close()


@pytest.fixture(scope="module")
def worker(store: Store, folder: Path, tools: Tools) -> Iterator[Worker]:
    settings = WorkerSettings(
        database_url=f"sqlite:///{folder}/store.db",
        pipeline=scripted_settings(),
        poll_seconds=0.1,
        beat_seconds=0.5,
        dead_after=2,
    )
    made = Worker(store, settings, load=lambda _: tools)
    made.start()
    yield made
    made.stop()


@pytest.fixture(scope="module")
def client(store: Store, worker: Worker) -> Iterator[JobClient]:
    made = JobClient(store, worker.settings.database_url)
    yield made
    made.close()


def writer_of(tools: Tools) -> CountingWriter:
    assert isinstance(tools.writer, CountingWriter)
    return tools.writer


def summarized(store: Store, client: JobClient, dossier_id: str, target: str) -> Kept:
    row = store.dossier(dossier_id)
    assert row is not None
    job, _ = client.ask(JobKind.SUMMARY, target, by="dr-a", dossier_id=dossier_id, revision=row.revision)
    over = finished(store, job.id)
    assert (over.state, over.reason) == (JobState.DONE, None)
    summary = store.summary_of(dossier_id, target)
    assert summary is not None
    assert summary.id == over.result_id
    return store.kept(summary)


def marks(store: Store, dossier_id: str, stage: str) -> set[str]:
    with store.database.reading() as connection:
        query = sa.select(artifacts.c.mark).where(artifacts.c.dossier_id == dossier_id, artifacts.c.stage == stage)
        return set(connection.execute(query).scalars())


def test_a_summary_is_made_and_kept(store: Store, client: JobClient) -> None:
    dossier_id = dossier_of(store, LETTER, STAY)
    kept = summarized(store, client, dossier_id, "input-1")
    texts = [s.text for section in kept.summary.sections for s in section.statements]
    assert any("pénicilline" in text for text in texts)
    assert len(kept.dossier.documents) == 2
    assert not any("QUENOUILLE" in document.text for document in kept.pseudonymized.documents)


def test_a_document_added_is_the_only_one_read_and_unchanged_topics_are_not_written_again(
    store: Store, client: JobClient, tools: Tools
) -> None:
    writer = writer_of(tools)
    dossier_id = dossier_of(store, LETTER, STAY)
    summarized(store, client, dossier_id, "input-1")
    read, found = marks(store, dossier_id, "read"), marks(store, dossier_id, "find")
    before = set(writer.asked)
    add_text(store, dossier_id, LATER)
    writer.asked.clear()
    kept = summarized(store, client, dossier_id, "input-2")
    assert len(kept.dossier.documents) == 3
    assert len(marks(store, dossier_id, "read") - read) == 1
    assert len(marks(store, dossier_id, "find") - found) == 1
    assert writer.asked
    assert not before & set(writer.asked)
    assert any("sarcoïdose" in prompt.rsplit("«", 1)[-1] for prompt in writer.asked)


def test_a_late_document_that_names_new_people_before_all_others_changes_no_name_nor_sentence_already_written(
    store: Store, client: JobClient, tools: Tools
) -> None:
    writer = writer_of(tools)
    dossier_id = dossier_of(store, LETTER, STAY)
    before = summarized(store, client, dossier_id, "input-1")
    read, found, drafts = (marks(store, dossier_id, stage) for stage in ("read", "find", "write"))
    assert "Docteur <MEDECIN_1>" in before.pseudonymized.documents[0].text
    add_text(store, dossier_id, EARLIER)
    writer.asked.clear()
    after = summarized(store, client, dossier_id, "input-2")
    # The latest arrival is the oldest letter: it comes first, and its doctor and town are numbered last.
    assert "Docteur <MEDECIN_2>" in after.pseudonymized.documents[0].text
    assert after.pseudonymized.documents[1:] == before.pseudonymized.documents
    assert len(marks(store, dossier_id, "read") - read) == len(marks(store, dossier_id, "find") - found) == 1
    assert drafts <= marks(store, dossier_id, "write")
    assert writer.asked
    for prompt in writer.asked:
        assert any(word in prompt for word in ("appendicectomie", "colique")), prompt
    told = {s.text for section in before.summary.sections for s in section.statements}
    assert told <= {s.text for section in after.summary.sections for s in section.statements}


def test_what_no_longer_serves_is_forgotten_once_the_next_summary_is_kept(
    store: Store, client: JobClient, worker: Worker
) -> None:
    dossier_id = dossier_of(store, LETTER, STAY)
    summarized(store, client, dossier_id, "input-1")
    first = {stage: marks(store, dossier_id, stage) for stage in ("read", "detect", "find", "embed", "write")}
    assert not marks(store, dossier_id, "prompts")
    made_with = worker.made_with
    worker.made_with = "another version"
    try:
        summarized(store, client, dossier_id, "input-2")
    finally:
        worker.made_with = made_with
    for stage, made in first.items():
        kept = marks(store, dossier_id, stage)
        assert len(kept) == len(made), stage
        assert not kept & made, stage


def test_nothing_is_forgotten_while_another_job_of_the_dossier_may_want_it(
    store: Store, client: JobClient, worker: Worker, tools: Tools
) -> None:
    dossier_id = dossier_of(store, LETTER, STAY)
    memory = store.memory(dossier_id)
    memory.keep("write", {"0" * 64: b"made before"})
    waits, _ = store.jobs.ask(JobKind.SUMMARY, "input-2", by="dr-a", dossier_id=dossier_id, revision=2, stage="waits")
    summarized(store, client, dossier_id, "input-1")
    assert "0" * 64 in marks(store, dossier_id, "write")
    store.jobs.failed(waits.id, "not done")
    summarized(store, client, dossier_id, "input-3")
    assert "0" * 64 not in marks(store, dossier_id, "write")


def test_the_same_input_asked_again_writes_nothing(store: Store, client: JobClient, tools: Tools) -> None:
    dossier_id = dossier_of(store, LETTER)
    first = summarized(store, client, dossier_id, "input-1")
    writer_of(tools).asked.clear()
    again = summarized(store, client, dossier_id, "input-1")
    assert again == first
    assert writer_of(tools).asked == []


def test_a_writer_that_fails_for_a_while_is_tried_again(store: Store, client: JobClient, tools: Tools) -> None:
    failures = iter([WriterUnavailable("down")])

    def fail_once() -> None:
        for failure in failures:
            raise failure

    writer_of(tools).before = fail_once
    try:
        summarized(store, client, dossier_of(store, STAY), "input-1")
    finally:
        writer_of(tools).before = lambda: None


def test_a_failure_is_a_name_without_text(store: Store, client: JobClient, tools: Tools, folder: Path) -> None:
    def crash() -> None:
        raise RuntimeError("Mme QUENOUILLE")

    writer_of(tools).before = crash
    try:
        job, _ = client.ask(
            JobKind.SUMMARY, "input-1", by="dr-a", dossier_id=dossier_of(store, LETTER + LATER), revision=1
        )
        over = finished(store, job.id)
    finally:
        writer_of(tools).before = lambda: None
    assert (over.state, over.reason) == (JobState.FAILED, "RuntimeError")


def test_a_job_begun_by_another_version_of_the_code_is_finished_by_this_one(
    store: Store, client: JobClient, tools: Tools, worker: Worker
) -> None:
    made_with = worker.made_with

    def upgrade() -> None:
        worker.made_with = "another version"

    writer_of(tools).before = upgrade
    try:
        kept = summarized(store, client, dossier_of(store, STAY, LATER), "input-1")
    finally:
        writer_of(tools).before = lambda: None
        worker.made_with = made_with
    assert len(kept.dossier.documents) == 2


def test_an_empty_dossier_fails_with_a_reason(store: Store, client: JobClient) -> None:
    job, _ = client.ask(JobKind.SUMMARY, "input-1", by="dr-a", dossier_id=dossier_of(store), revision=0)
    assert finished(store, job.id).reason == "EmptyDossier"


def test_a_dossier_erased_meanwhile_fails_its_job(store: Store, client: JobClient, tools: Tools) -> None:
    dossier_id = dossier_of(store, LETTER + STAY)

    def erase() -> None:
        with store.database.writing() as connection:
            store.erase(connection, dossier_id)

    writer_of(tools).before = erase
    try:
        job, _ = client.ask(JobKind.SUMMARY, "input-1", by="dr-a", dossier_id=dossier_id, revision=1)
        assert finished(store, job.id).reason == "dossier-erased"
    finally:
        writer_of(tools).before = lambda: None
    assert store.latest_summary(dossier_id) is None


def test_a_job_recorded_and_never_handed_over_is_found_by_a_worker(store: Store, worker: Worker) -> None:
    from summarizer.store.tables import jobs

    dossier_id = dossier_of(store, LETTER)
    job, _ = store.jobs.ask(JobKind.SUMMARY, "input-1", by="dr-a", dossier_id=dossier_id, revision=1)
    with store.database.writing() as connection:
        connection.execute(jobs.update().where(jobs.c.id == job.id).values(updated_at="2020-01-01T00:00:00"))
    assert finished(store, job.id).state is JobState.DONE


def test_no_job_table_nor_file_holds_an_identity(store: Store, client: JobClient, folder: Path) -> None:
    summarized(store, client, dossier_of(store, LETTER, STAY), "input-1")
    assert Path(engine_url(f"sqlite:///{folder}/store.db").removeprefix("sqlite:///")).exists()
    stored = b"\n".join(file.read_bytes() for file in folder.rglob("*") if file.is_file())
    assert b"summary_workflow" in stored or b"read_document" in stored
    for secret in (*IDENTIFYING, "pénicilline", "apixaban"):
        assert secret.encode() not in stored
