"""Many dossiers are summarized once each, written together, isolated from one another, and gone on with after a stop."""

from __future__ import annotations

import json
import secrets
from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path
from types import SimpleNamespace
from typing import Any, cast

import pytest
import sqlalchemy as sa

from api.routes.summaries import input_of as input_of_the_service
from models.scripted import HashingEmbedder
from summarizer.batch import GROUP, Folders, Order, Stored, alone_in, run_batch
from summarizer.errors import BatchBusy, ModelError, SettingsInvalid
from summarizer.gather import input_of
from summarizer.jobs import Worker, WorkerSettings
from summarizer.pipeline import Tools
from summarizer.poison import REASON
from summarizer.ports import FloatArray
from summarizer.progress import Board, State
from summarizer.store import Store, open_store
from summarizer.store.tables import jobs, summaries
from summarizer.vault import LocalMasterKey
from tests.service import (
    IDENTIFYING,
    LATER,
    LETTER,
    STAY,
    CountingWriter,
    dossier_of,
    scripted_settings,
    scripted_tools,
)
from tests.summaries_alone import alone, read_summary

POISON = "xyzzy"


class Recording(CountingWriter):
    """Also keeps what each call was given, and refuses prompts that hold a word."""

    def __init__(self) -> None:
        super().__init__()
        self.calls: list[tuple[str, ...]] = []
        self.refused: str | None = None

    def write(self, prompts: object, *, max_new_tokens: int) -> tuple[str, ...]:
        given = tuple(cast(Sequence[str], prompts))
        if self.refused is not None and any(self.refused in prompt.rsplit("«", 1)[-1] for prompt in given):
            raise ModelError("A prompt needs more tokens than the writer reads.")
        self.calls.append(given)
        return super().write(given, max_new_tokens=max_new_tokens)


class Fragile(HashingEmbedder):
    """An embedder that breaks on one word."""

    def embed_passages(self, texts: Sequence[str]) -> FloatArray:
        if any(POISON in text for text in texts):
            raise ValueError("a text of a record")
        return super().embed_passages(texts)


@pytest.fixture(scope="module")
def tools() -> Tools:
    return replace(scripted_tools(), writer=Recording(), embedder=Fragile())


@pytest.fixture(scope="module")
def url(tmp_path_factory: pytest.TempPathFactory) -> str:
    return f"sqlite:///{tmp_path_factory.mktemp('batch')}/store.db"


@pytest.fixture(scope="module")
def store(url: str) -> Iterator[Store]:
    opened = open_store(url, LocalMasterKey(secret=secrets.token_bytes(32)))
    yield opened
    opened.close()


@pytest.fixture(scope="module", autouse=True)
def worker(store: Store, url: str, tools: Tools) -> Iterator[Worker]:
    settings = WorkerSettings(
        database_url=url, pipeline=scripted_settings(), poll_seconds=0.1, beat_seconds=0.5, dead_after=5
    )
    made = Worker(store, settings, load=lambda _: tools)
    made.start()
    yield made
    made.stop()


@pytest.fixture
def writer(tools: Tools) -> Iterator[Recording]:
    recording = cast(Recording, tools.writer)
    recording.calls.clear()
    recording.asked.clear()
    yield recording
    recording.refused = None
    recording.before = lambda: None


@pytest.fixture
def root(tmp_path: Path) -> Path:
    return tmp_path / "root"


@pytest.fixture
def out(tmp_path: Path) -> Path:
    return tmp_path / "out"


def dossier(root: Path, name: str, *texts: str) -> Path:
    """A folder of documents. The patient bears its name, so that no two dossiers are alike."""
    folder = root / name
    folder.mkdir(parents=True, exist_ok=True)
    for number, text in enumerate(texts, start=1):
        (folder / f"{number:02d}.txt").write_text(text.replace("QUENOUILLE", name.upper()), encoding="utf-8")
    return folder


def batch(store: Store, url: str, worker: Worker, root: Path, out: Path, **said: Any) -> Board:
    tell = said.pop("tell", lambda _: None)
    order = Order(out=out, database_url=url, made_with=worker.made_with, workers=0, environment={}, **said)
    with alone_in(out):
        source = Folders(store, root, out, formats=("json",), made_with=worker.made_with)
        return run_batch(store, source, order, tell)


def states(board: Board) -> dict[str, State]:
    return {one.dossier: one.state for one in board.dossiers}


def summary(out: Path, name: str) -> dict[str, Any]:
    return read_summary(out / name)


def jobs_of(store: Store) -> int:
    with store.database.reading() as connection:
        return int(connection.execute(sa.select(sa.func.count()).select_from(jobs)).scalar_one())


def test_each_summary_is_the_one_made_alone(
    store: Store, url: str, worker: Worker, tools: Tools, root: Path, out: Path
) -> None:
    folders = {name: dossier(root, name, LETTER, STAY) for name in ("avoine", "blé", "seigle")}
    (folders["blé"] / "copie.txt").write_bytes((folders["blé"] / "01.txt").read_bytes())
    (folders["blé"] / "scan.pdf").write_bytes(b"%PDF-1.4 broken")
    (folders["seigle"] / "dossier.json").write_text(
        '{"patient": {"family_names": ["SEIGLE"]}, "documents": [{"file": "absent.txt"}]}'
    )
    board = batch(store, url, worker, root, out)
    assert set(states(board).values()) == {State.DONE}
    for name, folder in folders.items():
        assert summary(out, name) == alone(folder, tools, worker.settings.pipeline), name
    unread = [one["file"] for one in summary(out, "blé")["documents"] if not one["read"]]
    assert unread == ["copie.txt", "scan.pdf"]
    assert board["blé"].unread == 2


def test_prompts_of_several_dossiers_are_written_in_one_call(
    store: Store, url: str, worker: Worker, root: Path, out: Path, writer: Recording
) -> None:
    for name in ("colza", "lin", "pavot"):
        dossier(root, name, LETTER.replace("apixaban", f"rivaroxaban {name}"), STAY)
    batch(store, url, worker, root, out)
    assert len(writer.calls) == 1
    lengths = [len(prompt) for prompt in writer.calls[0]]
    assert lengths == sorted(lengths)


def test_an_unchanged_dossier_is_not_made_again(
    store: Store, url: str, worker: Worker, root: Path, out: Path, writer: Recording
) -> None:
    for name in ("orge", "maïs"):
        dossier(root, name, LETTER, STAY)
    batch(store, url, worker, root, out)
    before, made = jobs_of(store), (out / "orge" / "summary.json").stat().st_mtime_ns
    writer.asked.clear()
    board = batch(store, url, worker, root, out)
    assert board.counts()["made"] == 0
    assert set(states(board).values()) == {State.DONE}
    assert (jobs_of(store), writer.asked) == (before, [])
    assert (out / "orge" / "summary.json").stat().st_mtime_ns == made


def test_a_document_added_is_all_that_is_written_of_its_dossier(
    store: Store, url: str, worker: Worker, tools: Tools, root: Path, out: Path, writer: Recording
) -> None:
    for name in ("trèfle", "luzerne"):
        dossier(root, name, LETTER, STAY)
    batch(store, url, worker, root, out)
    before = set(writer.asked)
    writer.asked.clear()
    folder = dossier(root, "trèfle", LETTER, STAY, LATER)
    board = batch(store, url, worker, root, out)
    assert [one.dossier for one in board.dossiers if one.made] == ["trèfle"]
    assert writer.asked
    assert not before & set(writer.asked)
    assert summary(out, "trèfle") == alone(folder, tools, worker.settings.pipeline)


def test_a_document_removed_or_corrected_leaves_nothing_behind(
    store: Store, url: str, worker: Worker, tools: Tools, root: Path, out: Path
) -> None:
    folder = dossier(root, "sorgho", LETTER, LATER)
    batch(store, url, worker, root, out)
    assert "sarcoïdose" in json.dumps(summary(out, "sorgho"), ensure_ascii=False)
    (folder / "02.txt").unlink()
    batch(store, url, worker, root, out)
    assert summary(out, "sorgho") == alone(folder, tools, worker.settings.pipeline)
    assert "sarcoïdose" not in json.dumps(summary(out, "sorgho"), ensure_ascii=False)


def test_a_dossier_that_fails_has_its_reason_and_its_stage_and_the_others_are_made(
    store: Store, url: str, worker: Worker, root: Path, out: Path
) -> None:
    dossier(root, "mil", LETTER)
    (root / "vide").mkdir()
    (dossier(root, "faux", STAY) / "dossier.json").write_text('{"patient": {"birth_date": "hier"}}')
    (root / "illisible").mkdir()
    (root / "illisible" / "scan.pdf").write_bytes(b"%PDF-1.4 broken")
    board = batch(store, url, worker, root, out)
    assert states(board) == {
        "faux": State.FAILED, "illisible": State.FAILED, "mil": State.DONE, "vide": State.FAILED
    }  # fmt: skip
    assert board["faux"].stage == "ingest"
    assert "birth_date" in (board["faux"].reason or "")
    assert board["illisible"].reason == "EmptyDossier"
    said = json.loads((out / "batch.json").read_bytes())
    assert said["state"] == "done"
    assert said["counts"] == {"waiting": 0, "running": 0, "done": 1, "failed": 3, "made": 1}


def test_one_poisonous_document_does_not_cost_its_dossier(
    store: Store, url: str, worker: Worker, root: Path, out: Path
) -> None:
    dossier(root, "ivraie", LETTER, f"Consultation du 11/01/2024\n\n{POISON} et une sarcoïdose.\n")
    board = batch(store, url, worker, root, out)
    assert board["ivraie"].state is State.DONE
    entries = {one["file"]: (one["read"], one["reason"]) for one in summary(out, "ivraie")["documents"]}
    assert entries["02.txt"] == (False, REASON)
    assert entries["01.txt"][0]
    assert POISON not in (out / "ivraie" / "summary.json").read_text(encoding="utf-8")


def test_a_prompt_the_writer_refuses_is_quoted_and_the_others_are_written(
    store: Store, url: str, worker: Worker, root: Path, out: Path, writer: Recording
) -> None:
    dossier(root, "nielle", LETTER, LATER)
    dossier(root, "rouille", STAY)
    writer.refused = "sarcoïdose"
    board = batch(store, url, worker, root, out)
    assert set(states(board).values()) == {State.DONE}
    shown = [s for section in summary(out, "nielle")["sections"] for s in section["statements"]]
    assert {s["outcome"] for s in shown if "sarcoïdose" in s["text"]} == {"quoted"}
    assert writer.asked


def test_a_batch_that_was_stopped_goes_on_without_redoing(
    store: Store, url: str, worker: Worker, tools: Tools, root: Path, out: Path, writer: Recording
) -> None:
    names = [f"houblon{number}" for number in range(GROUP + 2)]
    folders = {name: dossier(root, name, LETTER.replace("bisoprolol", f"bisoprolol {name}"), STAY) for name in names}

    def stop(board: Board) -> None:
        if board.count(State.DONE):
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        batch(store, url, worker, root, out, tell=stop)
    assert json.loads((out / "batch.json").read_bytes())["state"] == "interrupted"
    dossier(root, "venu_depuis", LETTER)
    board = batch(store, url, worker, root, out, resume=True)
    assert states(board) == dict.fromkeys(names, State.DONE)
    assert board.counts()["made"] == len(names)
    assert len(writer.calls) == 2, "one call a group"
    for name, folder in folders.items():
        assert summary(out, name) == alone(folder, tools, worker.settings.pipeline)


def test_a_batch_left_and_begun_again_takes_back_what_was_handed_over(
    store: Store, url: str, worker: Worker, root: Path, out: Path
) -> None:
    for number in range(3):
        dossier(root, f"osier{number}", LETTER, STAY)

    def stop(_: Board) -> None:
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        batch(store, url, worker, root, out, tell=stop)
    board = batch(store, url, worker, root, out)
    assert set(states(board).values()) == {State.DONE}


def test_past_its_hour_a_batch_begins_nothing(
    store: Store, url: str, worker: Worker, root: Path, out: Path, writer: Recording
) -> None:
    dossier(root, "chanvre", LETTER)
    board = batch(store, url, worker, root, out, until=0.0)
    assert states(board) == {"chanvre": State.WAITING}
    assert json.loads((out / "batch.json").read_bytes())["state"] == "stopped"
    assert writer.asked == []


def test_the_dossiers_named_are_made_in_their_order(
    store: Store, url: str, worker: Worker, root: Path, out: Path
) -> None:
    for name in ("a1", "b1", "c1"):
        dossier(root, name, LETTER)
    board = batch(store, url, worker, root, out, only=("c1", "inconnu", "a1"))
    assert [one.dossier for one in board.dossiers] == ["c1", "a1"]


def test_summaries_of_the_service_are_those_its_api_asks_for(store: Store, url: str, worker: Worker, out: Path) -> None:
    ids = [dossier_of(store, LETTER, STAY), dossier_of(store, LATER)]
    caller = SimpleNamespace(service=SimpleNamespace(store=store, made_with=worker.made_with))
    assert [input_of(store, one, worker.made_with) for one in ids] == [
        input_of_the_service(cast(Any, caller), one) for one in ids
    ]
    order = Order(out=out, database_url=url, made_with=worker.made_with, workers=0, environment={})
    with alone_in(out):
        board = run_batch(store, Stored(store, [*ids, "pinconnu"], made_with=worker.made_with), order, lambda _: None)
    assert states(board) == {ids[0]: State.DONE, ids[1]: State.DONE, "pinconnu": State.FAILED}
    for one in ids:
        assert store.summary_of(one, input_of(store, one, worker.made_with)) is not None
    assert set(ids) <= set(store.all_dossiers())
    assert store.all_dossiers(changed_since="2999-01-01") == ()


def test_a_worker_with_other_settings_makes_nothing_that_was_not_asked(
    store: Store, url: str, worker: Worker, root: Path, out: Path
) -> None:
    dossier(root, "ajonc", LETTER)
    order = Order(out=out, database_url=url, made_with="code:other", workers=0, environment={})
    with alone_in(out):
        source = Folders(store, root, out, formats=("json",), made_with="code:other")
        board = run_batch(store, source, order, lambda _: None)
    assert (board["ajonc"].state, board["ajonc"].reason) == (State.FAILED, "worker-of-other-settings")


def test_one_batch_at_a_time_writes_to_a_folder(out: Path) -> None:
    with alone_in(out), pytest.raises(BatchBusy), alone_in(out):
        pass


def test_a_batch_json_of_something_else_is_left_alone(
    store: Store, url: str, worker: Worker, root: Path, out: Path
) -> None:
    dossier(root, "genêt", LETTER)
    out.mkdir()
    (out / "batch.json").write_text("[]")
    with pytest.raises(SettingsInvalid):
        batch(store, url, worker, root, out)
    assert (out / "batch.json").read_text() == "[]"


def test_neither_the_engine_nor_the_states_hold_a_word_of_a_dossier(
    store: Store, url: str, worker: Worker, root: Path, out: Path
) -> None:
    dossier(root, "xx", LETTER.replace("QUENOUILLE", "Quenouille"), STAY, LATER)
    batch(store, url, worker, root, out)
    folder = Path(url.removeprefix("sqlite:///")).parent
    stored = b"\n".join(
        file.read_bytes() for file in (*folder.rglob("*"), *(out / ".batch").rglob("*")) if file.is_file()
    )
    stored += (out / "batch.json").read_bytes()
    assert b"read_and_prepare" in stored
    for word in (*IDENTIFYING, "pénicilline", "apixaban", "sarcoïdose"):
        assert word.encode() not in stored, word


def test_every_dossier_has_one_summary_an_input(store: Store) -> None:
    query = sa.select(sa.func.count()).select_from(summaries).group_by(summaries.c.dossier_id, summaries.c.input)
    with store.database.reading() as connection:
        assert set(connection.execute(query).scalars()) == {1}
