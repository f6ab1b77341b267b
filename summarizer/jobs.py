"""The durable work: a summary, a question, an evaluation, each a DBOS workflow whose steps are checkpointed.

Steps return ids and digests; what they make goes to the store, sealed. A worker killed between two steps, or in the
middle of one, loses that step at most: another goes on from there. Errors leave a step as a code, since the engine's
tables are plain. One worker a process: DBOS keeps one registry a process.
"""

from __future__ import annotations

import contextlib
import logging
import secrets
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import ParamSpec, TypeVar

import sqlalchemy as sa
from dbos import DBOS
from dbos import error as dbos_errors

from summarizer.answer import answer, understand
from summarizer.enqueue import APPLICATION, CPU, QUEUES, TOGETHER, VERSION, WORKFLOWS, WRITER, engine_url, made_with
from summarizer.errors import EmptyDossier, KeyUnreadable, SummarizerError
from summarizer.gather import gathered, read_one, readings, unread
from summarizer.ingest.isolated import IsolatedReader
from summarizer.ingest.limits import DEFAULT_LIMITS, ReadLimits
from summarizer.journey import load_tools, set_aside_documents
from summarizer.pipeline import Tools
from summarizer.poison import summarize_without_poison
from summarizer.remember import NotingWriter, RememberingWriter, remembering
from summarizer.settings import PipelineSettings
from summarizer.store import Answer, Job, JobState, Kept, Memory, Store
from summarizer.store.codec import from_bytes, to_bytes
from summarizer.store.database import now
from summarizer.store.jobs import QUEUED
from summarizer.store.tables import workers
from summarizer.values import Dossier, PseudonymKey
from summarizer.watch import Watch

_EVALUATION_SECONDS = 3600
#: How long a request sent twice under one key gets the same answer.
_ANSWERS_SECONDS = 24 * 3600
_NO_DATABASE = "database-unavailable"
#: How long a step waits for a database it lost, beginning again: a cut costs time, not work. Then it is a failure.
_PATIENCE_SECONDS, _AGAIN_SECONDS = 900.0, 1.0
_log = logging.getLogger("summarizer.jobs")


# --- the worker -----------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True, kw_only=True)
class WorkerSettings:
    """One worker. `beat_seconds`: how often it says it lives; `dead_after`: the silence after which it is dead."""

    database_url: str
    pipeline: PipelineSettings
    queues: tuple[str, ...] = QUEUES
    beat_seconds: float = 5.0
    dead_after: float = 30.0
    poll_seconds: float = 0.5
    #: Jobs this machine works on at once. Those that wait for the writer count.
    together: int = 2
    limits: ReadLimits = field(default_factory=lambda: DEFAULT_LIMITS)


class Worker:
    """Takes work from the queues until it is stopped. Models are loaded once, when the first job needs them."""

    def __init__(
        self, store: Store, settings: WorkerSettings, load: Callable[[PipelineSettings], Tools] = load_tools
    ) -> None:
        self.id = f"w-{secrets.token_hex(8)}"
        self.store = store
        self.settings = settings
        self.made_with = made_with(settings.pipeline)
        self.reader = IsolatedReader()
        # Models and the reading process serve one step at a time: two would halve each other's speed.
        self.busy = threading.Lock()
        self._load = load
        self._tools: Tools | None = None
        self._stopped = threading.Event()
        self._heart = threading.Thread(target=self._beat_until_stopped, name="heart", daemon=True)

    def __repr__(self) -> str:
        return f"Worker({self.id})"

    @property
    def tools(self) -> Tools:
        if self._tools is None:
            self._tools = self._load(self.settings.pipeline)
        return self._tools

    def start(self) -> None:
        global _worker
        _worker = self
        # Its workflows are made of the steps below, and the engine must know them before it takes work.
        import summarizer.together  # noqa: F401

        logging.getLogger("dbos").setLevel(logging.WARNING)
        DBOS(
            config={
                "name": APPLICATION,
                "system_database_url": engine_url(self.settings.database_url),
                "executor_id": self.id,
                "application_version": VERSION,
                "log_level": "WARNING",
                "notification_listener_polling_interval_sec": min(1.0, self.settings.poll_seconds),
            }
        )
        DBOS.listen_queues([*self.settings.queues, *((TOGETHER,) if CPU in self.settings.queues else ())])
        DBOS.launch()
        for name in (*QUEUES, TOGETHER):
            together = self.settings.together if name == CPU else 1
            DBOS.register_queue(
                name, worker_concurrency=together, polling_interval_sec=self.settings.poll_seconds,
                on_conflict="always_update",
            )  # fmt: skip
        self._beat()
        self._heart.start()

    def stop(self, *, wait_seconds: int = 0) -> None:
        """Stops taking work, waits for what is in progress, and leaves the rest for another worker."""
        self._stopped.set()
        self._heart.join(timeout=5)
        DBOS.destroy(workflow_completion_timeout_sec=wait_seconds)
        self.reader.close()
        self._leave()

    # --- life and death of workers

    def _beat_until_stopped(self) -> None:
        while not self._stopped.wait(self.settings.beat_seconds):
            try:
                self._beat()
                self.take_over_from_the_dead()
                self.hand_over_forgotten_jobs()
                self.store.forget_answers(_moment(time.time() - _ANSWERS_SECONDS))
            except Exception as error:  # noqa: BLE001 - the database may be restarting: the next beat tries again
                _log.warning("heartbeat failed: %s", type(error).__name__)

    def _beat(self) -> None:
        values = {"queues": ",".join(self.settings.queues), "beat": time.time()}
        with self.store.database.writing() as connection:
            changed = connection.execute(workers.update().where(workers.c.id == self.id).values(**values))
            if changed.rowcount == 0:
                connection.execute(workers.insert().values(id=self.id, **values))

    def _leave(self) -> None:
        with self.store.database.writing() as connection:
            connection.execute(workers.update().where(workers.c.id == self.id).values(beat=0.0))

    def take_over_from_the_dead(self) -> int:
        """Resumes what workers that no longer beat had begun; how many workflows."""
        resumed = 0
        with self.store.database.reading() as connection:
            silent = connection.execute(
                sa.select(workers).where(workers.c.beat < time.time() - self.settings.dead_after)
            ).all()
        for worker in silent:
            # Who deletes the row takes over: two living workers never resume the same work.
            with self.store.database.writing() as connection:
                mine = connection.execute(
                    workers.delete().where(workers.c.id == worker.id, workers.c.beat == worker.beat)
                ).rowcount
            if not mine:
                continue
            begun = DBOS.list_workflows(executor_id=worker.id, status="PENDING", load_input=False, load_output=False)
            for workflow in begun:
                DBOS.resume_workflow(workflow.workflow_id, queue_name=workflow.queue_name or CPU)
                resumed += 1
            if begun:
                _log.warning("resumed %d workflows of a worker that no longer answers", len(begun))
        return resumed

    def hand_over_forgotten_jobs(self) -> None:
        """Jobs recorded by an API that died before it handed them over. Those of a batch wait for their group."""
        late = time.time() - max(10.0, self.settings.beat_seconds * 2)
        for job in self.store.jobs.list(states=(JobState.QUEUED,), before=_moment(late)):
            if job.stage == QUEUED and DBOS.get_workflow_status(job.id) is None:
                DBOS.enqueue_workflow_with_options(
                    {
                        "workflow_name": WORKFLOWS[job.kind],
                        "queue_name": CPU,
                        "workflow_id": job.id,
                        "app_version": VERSION,
                    },
                    job.id,
                )


def _moment(seconds: float) -> str:
    return time.strftime("%Y-%m-%dT%H:%M:%S", time.gmtime(seconds))


_worker: Worker | None = None


def here() -> Worker:
    assert _worker is not None, "a step runs in a started worker"
    return _worker


# --- errors ---------------------------------------------------------------------------------------------------


class JobStopped(Exception):
    """A step failed. It carries a code and whether a retry may help, never a message: DBOS stores it in clear."""

    def __init__(self, code: str, retry: bool = False) -> None:
        super().__init__(code, retry)
        self.code = code
        self.retry = retry


@contextlib.contextmanager
def _as_code() -> Iterator[None]:
    try:
        yield
    except JobStopped:
        raise
    except KeyUnreadable:
        raise JobStopped("dossier-erased") from None
    except SummarizerError as error:
        raise JobStopped(type(error).__name__, error.retry) from None
    except sa.exc.OperationalError:
        raise JobStopped(_NO_DATABASE, retry=True) from None
    except Exception as error:  # noqa: BLE001 - its message may quote a record: only its name leaves the step
        _log.error("a step failed: %s", type(error).__name__)
        raise JobStopped(type(error).__name__) from None


P = ParamSpec("P")
R = TypeVar("R")


def step(name: str) -> Callable[[Callable[P, R]], Callable[P, R]]:
    """A checkpointed step, tried again with backoff when its error says that it may help."""

    def decorate(function: Callable[P, R]) -> Callable[P, R]:
        def safe(*args: P.args, **kwargs: P.kwargs) -> R:
            end = time.monotonic() + _PATIENCE_SECONDS
            while True:
                try:
                    with _as_code():
                        return function(*args, **kwargs)
                except JobStopped as stopped:
                    if stopped.code != _NO_DATABASE or time.monotonic() > end:
                        raise
                time.sleep(_AGAIN_SECONDS)

        safe.__name__ = safe.__qualname__ = f"step_{name}"
        decorated: Callable[P, R] = DBOS.step(
            name=name,
            retries_allowed=True,
            max_attempts=4,
            interval_seconds=1.0,
            backoff_rate=3.0,
            should_retry=lambda error: isinstance(error, JobStopped) and error.retry,
        )(safe)
        return decorated

    return decorate


def workflow(name: str) -> Callable[[Callable[P, R]], Callable[P, R]]:
    decorate: Callable[[Callable[P, R]], Callable[P, R]] = DBOS.workflow(name=name)
    return decorate


def code_of(error: Exception) -> str:
    if isinstance(error, dbos_errors.DBOSMaxStepRetriesExceeded):
        last = error.errors[-1] if error.errors else error
        return last.code if isinstance(last, JobStopped) else type(last).__name__
    return error.code if isinstance(error, JobStopped) else type(error).__name__


# --- workflows ------------------------------------------------------------------------------------------------


def _ending(job_id: str, work: Callable[[], str]) -> str:
    """Runs the steps of a job and notes how it ended."""
    try:
        result = work()
    except Exception as error:  # noqa: BLE001 - whatever it is, the job must end with a reason
        note_failure(job_id, code_of(error))
        raise JobStopped(code_of(error)) from None
    note_result(job_id, result)
    return result


@workflow("summary")
def summary_workflow(job_id: str) -> str:
    """Reads what is new, prepares, writes, verifies and keeps one summary; its id."""

    def work() -> str:
        _read_all(job_id)
        asked = prepare(job_id)
        if asked:
            DBOS.enqueue_workflow(WRITER, writing_workflow, job_id, asked).get_result()
        return conclude(job_id)

    return _ending(job_id, work)


@workflow("writing")
def writing_workflow(job_id: str, asked: str) -> int:
    """Writes the drafts of one summary, on a worker that has the writer."""
    return write_drafts(job_id, asked)


@workflow("question")
def question_workflow(job_id: str) -> str:
    """Answers one question from the documents; the id of the question."""

    def work() -> str:
        _read_all(job_id)
        return reply(job_id)

    return _ending(job_id, work)


@workflow("evaluation")
def evaluation_workflow(job_id: str) -> str:
    """Runs an evaluation suite; the id of its report."""
    return _ending(job_id, lambda: evaluate(job_id))


def _read_all(job_id: str) -> None:
    waiting = plan_reading(job_id)
    for number, document_id in enumerate(waiting, start=1):
        read_document(job_id, document_id, round(40 * number / len(waiting)))


# --- steps ----------------------------------------------------------------------------------------------------


def job_of(job_id: str) -> Job:
    job = here().store.jobs.get(job_id)
    if job is None or job.over:
        raise JobStopped(job.reason or "job-over" if job else "job-unknown")
    return job


def dossier_id_of(job: Job) -> str:
    if job.dossier_id is None:
        raise JobStopped("job-without-dossier")
    return job.dossier_id


@step("plan_reading")
def plan_reading(job_id: str) -> list[str]:
    """The ids of the documents to read."""
    worker, job = here(), job_of(job_id)
    worker.store.jobs.progress(job_id, "ingest", 1)
    return list(unread(worker.store, dossier_id_of(job), job.revision, worker.made_with))


@step("read_document")
def read_document(job_id: str, document_id: str, percent: int) -> bool:
    """Reads one document, in a process that can be killed; whether it was read."""
    worker, job = here(), job_of(job_id)
    with worker.busy:
        read = read_one(
            worker.store,
            dossier_id_of(job),
            document_id,
            worker.made_with,
            worker.reader,
            limits=worker.settings.limits,
        )
    worker.store.jobs.progress(job_id, "ingest", percent)
    return read


@dataclass(frozen=True, slots=True, kw_only=True, repr=False)
class Prompts:
    prompts: tuple[str, ...]


@step("prepare")
def prepare(job_id: str) -> str | None:
    """Pseudonymizes, finds, indexes and selects; the mark of what the writer is to be asked, None for nothing."""
    worker, job = here(), job_of(job_id)
    with worker.busy:
        tools = remembering_tools(worker, job)
        if tools.writer is None:
            return None
        noting = NotingWriter(tools.writer.card)
        watch = Watch(_telling(worker, job_id, _PREPARING))
        summarize_without_poison(
            _dossier(worker, job),
            replace(tools, writer=noting),
            worker.settings.pipeline,
            watch,
            known=_key_before(worker, job),
        )
    if not noting.prompts:
        return None
    memory = worker.store.memory(dossier_id_of(job))
    mark = memory.mark(worker.made_with, *noting.prompts)
    memory.keep("prompts", {mark: to_bytes(Prompts(prompts=noting.prompts))})
    return mark


@step("write_drafts")
def write_drafts(job_id: str, asked: str) -> int:
    """Writes what is not written yet, batch by batch; how many drafts."""
    worker, job = here(), job_of(job_id)
    memory = worker.store.memory(dossier_id_of(job))
    prompts = from_bytes(Prompts, memory.recall("prompts", [asked])[asked]).prompts

    def told(done: int) -> None:
        worker.store.jobs.progress(job_id, "write", 60 + round(30 * done / len(prompts)))

    with worker.busy:
        writer = remembering_tools(worker, job).writer
        if isinstance(writer, RememberingWriter):
            writer.write(prompts, max_new_tokens=worker.settings.pipeline.max_new_tokens, listener=told)
    return len(prompts)


@step("conclude")
def conclude(job_id: str) -> str:
    """Verifies, assembles and keeps the summary; its id. All that came before is remembered."""
    worker, job = here(), job_of(job_id)
    dossier_id = dossier_id_of(job)
    memory = worker.store.memory(dossier_id)
    with worker.busy:
        watch = Watch(_telling(worker, job_id, _CONCLUDING))
        dossier, result = summarize_without_poison(
            _dossier(worker, job),
            remembering(worker.tools, memory, worker.made_with),
            worker.settings.pipeline,
            watch,
            known=_key_before(worker, job),
        )
    kept = Kept(
        summary=result.summary,
        dossier=dossier,
        pseudonymized=result.pseudonymized,
        key=result.key,
        set_aside=set_aside_documents(result),
        statements=result.statements,
    )
    summary_id = worker.store.keep_summary(dossier_id, job.target, job.revision, kept)
    _forget_what_was_for_others(worker, job, memory)
    return summary_id


@step("reply")
def reply(job_id: str) -> str:
    """Finds the statements that answer the question and keeps them; the id of the question."""
    worker, job = here(), job_of(job_id)
    dossier_id = dossier_id_of(job)
    asked = worker.store.question(dossier_id, job.target)
    if asked is None:
        raise JobStopped("question-unknown")
    with worker.busy:
        tools = replace(remembering_tools(worker, job), writer=None)
        watch = Watch(_telling(worker, job_id, _CONCLUDING))
        dossier, result = summarize_without_poison(
            _dossier(worker, job), tools, worker.settings.pipeline, watch, known=_key_before(worker, job)
        )
        question = understand(asked.question, tools.finder)
        found = answer(question, result.statements, result.reading, result.index, tools.embedder)
    cited = {p.document_id for statement in found for p in statement.evidence.passages}
    only = replace(dossier, documents=tuple(d for d in dossier.documents if d.id in cited), unread=())
    worker.store.answer(dossier_id, job.target, Answer(statements=tuple(found), dossier=only, key=result.key))
    return job.target


@step("evaluate")
def evaluate(job_id: str) -> str:
    """Runs the suite in a process of its own and keeps report.json; the id of the report."""
    worker, job = here(), job_of(job_id)
    suite = worker.store.report_suite(job.target)
    if suite is None:
        raise JobStopped("report-unknown")
    worker.store.jobs.progress(job_id, "evaluate", 5)
    with tempfile.TemporaryDirectory() as folder:
        command = [sys.executable, "-m", "summarizer.cli", "eval", suite, "--out", folder]
        preset = ["--preset", worker.settings.pipeline.preset]
        subprocess.run(  # noqa: S603 - the suite is one of the names the API allows
            [*command, *preset], capture_output=True, timeout=_EVALUATION_SECONDS, check=False
        )
        try:
            report = Path(folder, "report.json").read_bytes()
        except OSError:
            raise JobStopped("evaluation-failed") from None
    worker.store.keep_report(job.target, report)
    return job.target


@step("note_result")
def note_result(job_id: str, result_id: str) -> None:
    here().store.jobs.done(job_id, result_id)


@step("note_failure")
def note_failure(job_id: str, code: str) -> None:
    here().store.jobs.failed(job_id, code)


# --- what steps share -----------------------------------------------------------------------------------------

#: Stages whose results serve a revision of a dossier. Renderings are of summaries: those of the last are made again.
_PASSING = ("read", "detect", "find", "embed", "write", "judge", "prompts", "attempt", "shown")
_PREPARING = {"pseudonymize": 42, "find": 48, "index": 52, "select": 56}
_CONCLUDING = {"pseudonymize": 91, "verify": 94}


def _telling(worker: Worker, job_id: str, percents: dict[str, int]) -> Callable[[str], None]:
    def tell(stage: str) -> None:
        if stage in percents:
            worker.store.jobs.progress(job_id, stage, percents[stage])

    return tell


def remembering_tools(worker: Worker, job: Job) -> Tools:
    return remembering(worker.tools, worker.store.memory(dossier_id_of(job)), worker.made_with)


def _key_before(worker: Worker, job: Job) -> PseudonymKey | None:
    """The key of the last summary made before the job was asked: the same in each of its steps, whoever does them."""
    return worker.store.key_before(dossier_id_of(job), job.created_at)


def _forget_what_was_for_others(worker: Worker, job: Job, memory: Memory) -> None:
    """Forgets what former revisions and versions of the code had made, once a summary that did without it is kept.

    A job in progress may still want what it made: then nothing is forgotten. One that begins meanwhile makes what it
    needs after this moment, and a document that arrives meanwhile is read after it.
    """
    moment, dossier_id = now(), dossier_id_of(job)
    others = worker.store.jobs.list(dossier_id=dossier_id, states=(JobState.QUEUED, JobState.RUNNING))
    if all(other.id == job.id for other in others):
        wanted = readings(worker.store, dossier_id, worker.made_with)
        memory.forget_the_rest(_PASSING, before=moment, wanted=wanted)


def _dossier(worker: Worker, job: Job) -> Dossier:
    """The dossier as read. What another version of the code had read is read again by this one."""
    store, dossier_id = worker.store, dossier_id_of(job)
    for document_id in unread(store, dossier_id, job.revision, worker.made_with):
        read_one(store, dossier_id, document_id, worker.made_with, worker.reader, limits=worker.settings.limits)
    dossier = gathered(store, dossier_id, job.revision, worker.made_with)
    if not dossier.documents:
        raise EmptyDossier()
    return dossier
