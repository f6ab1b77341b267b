"""Summaries of several dossiers made together: each prepared, all written in one go, each concluded.

Three workflows that follow each other, on the queue where each fits; none waits for another, so a machine without a
writer goes on reading while others write. A group is made once, whatever dies: what is written in one call is decided by
a recorded step, so that a draft does not depend on when a worker was killed. A dossier that fails leaves its group with
its reason; the others go on.
"""

from __future__ import annotations

import contextlib
from collections.abc import Callable
from functools import partial
from math import ceil

from dbos import DBOS

from summarizer.enqueue import PREPARING, TOGETHER, VERSION, WRITER
from summarizer.errors import KeyUnreadable
from summarizer.gather import read_one, unread
from summarizer.jobs import (
    JobStopped,
    Prompts,
    R,
    code_of,
    conclude,
    dossier_id_of,
    here,
    job_of,
    note_failure,
    note_result,
    prepare,
    step,
    workflow,
)
from summarizer.remember import Recollection, unwritten, write_together
from summarizer.store import Job
from summarizer.store.codec import from_bytes

_WRITING, _CONCLUDING = "writing_together", "concluding_together"
#: Prompts of one call of the writer, checkpointed together: what a killed worker writes again. Two of its batches.
_CALL = 64
#: Times a dossier may have been begun when its worker died, before it is held to be what kills workers.
_ATTEMPTS = 12

#: A job, and the mark of its prompts ("" when nothing is to be written).
Asked = tuple[str, str]


@workflow(PREPARING)
def preparing_workflow(group: str, job_ids: list[str], made_with: str, priority: int) -> int:
    """Reads and prepares each dossier; how many go on."""
    marks = {job_id: _isolated(job_id, partial(read_and_prepare, job_id, made_with)) for job_id in job_ids}
    asked = [(job_id, mark) for job_id, mark in marks.items() if mark is not None]
    if any(mark for _, mark in asked):
        _follow(_WRITING, WRITER, f"{group}/writing", priority, group, asked, priority)
    elif asked:
        _follow(_CONCLUDING, TOGETHER, f"{group}/concluding", priority, [job_id for job_id, _ in asked])
    return len(asked)


@workflow(_WRITING)
def writing_together_workflow(group: str, asked: list[Asked], priority: int) -> int:
    """Writes what the group is to be written, call by call; how many prompts."""
    written = 0
    try:
        for call in plan_writing(asked):
            written += write_call(asked, call)
    except Exception as error:  # noqa: BLE001 - whatever it is, each of these jobs must end with a reason
        for job_id, _ in asked:
            note_failure(job_id, code_of(error))
        return written
    _follow(_CONCLUDING, TOGETHER, f"{group}/concluding", priority, [job_id for job_id, _ in asked])
    return written


@workflow(_CONCLUDING)
def concluding_workflow(job_ids: list[str]) -> int:
    """Verifies, assembles and keeps each summary; how many."""
    done = 0
    for job_id in job_ids:
        summary_id = _isolated(job_id, partial(conclude_one, job_id))
        if summary_id is not None:
            note_result(job_id, summary_id)
            done += 1
    return done


def _isolated(job_id: str, work: Callable[[], R]) -> R | None:
    """What the work gives, or None once the job is noted as failed."""
    try:
        return work()
    except Exception as error:  # noqa: BLE001 - one dossier's trouble is not its group's
        note_failure(job_id, code_of(error))
        return None


def _follow(name: str, queue: str, workflow_id: str, priority: int, *arguments: object) -> None:
    DBOS.enqueue_workflow_with_options(
        {
            "workflow_name": name,
            "queue_name": queue,
            "workflow_id": workflow_id,
            "app_version": VERSION,
            "priority": priority,
        },
        *arguments,
    )


@step("read_and_prepare")
def read_and_prepare(job_id: str, made_with: str) -> str:
    """Reads what was not read yet, in a process that can be killed, and prepares; the mark of the prompts, or ""."""
    worker, job = here(), job_of(job_id)
    if _settings_of(worker.made_with) != _settings_of(made_with):
        # What it made would pass for what was asked. Another version of the code goes on, as with every job.
        raise JobStopped("worker-of-other-settings")
    dossier_id = dossier_id_of(job)
    _count_attempt(job, "prepare")
    waiting = unread(worker.store, dossier_id, job.revision, worker.made_with)
    worker.store.jobs.progress(job_id, "ingest", 1)
    for document_id in waiting:
        with worker.busy:
            read_one(
                worker.store, dossier_id, document_id, worker.made_with, worker.reader, limits=worker.settings.limits
            )
    return prepare(job_id) or ""


@step("plan_writing")
def plan_writing(asked: list[Asked]) -> list[list[tuple[int, int]]]:
    """The calls of the writer: places (of a job, of a prompt), prompts of near lengths together."""
    worker = here()
    with worker.busy:
        writer = worker.tools.writer
    if writer is None:
        return []
    places: list[tuple[int, str, int, int]] = []
    for number, prompts in _still_asked(asked).items():
        held = _memory(asked[number][0])
        for place in unwritten(held, writer.card, prompts, max_new_tokens=worker.settings.pipeline.max_new_tokens):
            places.append((len(prompts[place]), prompts[place], number, place))
    ordered = [(number, place) for _, _, number, place in sorted(places)]
    calls = ceil(len(ordered) / _CALL)
    # Of even sizes: a last call of two or three prompts would cost nearly as much as a full one.
    return [ordered[len(ordered) * n // calls : len(ordered) * (n + 1) // calls] for n in range(calls)]


@step("write_call")
def write_call(asked: list[Asked], call: list[tuple[int, int]]) -> int:
    """Writes the prompts of one call; how many."""
    worker = here()
    called = {number for number, _ in call}
    prompts = _still_asked([(job, mark if number in called else "") for number, (job, mark) in enumerate(asked)])
    if not prompts:
        return 0
    memories = {number: _memory(asked[number][0]) for number in prompts}
    for number in prompts:
        worker.store.jobs.progress(asked[number][0], "write", 60)
    _count_attempt(job_of(asked[min(prompts)][0]), f"write {call[0]}")
    with worker.busy:
        assert worker.tools.writer is not None, "what asked for drafts had a writer"
        write_together(
            worker.tools.writer,
            [(memories[number], prompts[number][place]) for number, place in call if number in prompts],
            max_new_tokens=worker.settings.pipeline.max_new_tokens,
        )
    return len(call)


@step("conclude_one")
def conclude_one(job_id: str) -> str:
    """Verifies, assembles and keeps one summary; its id."""
    _count_attempt(job_of(job_id), "conclude")
    return conclude(job_id)


def _settings_of(made_with: str) -> str:
    return made_with.rpartition(":")[2]


def _still_asked(asked: list[Asked]) -> dict[int, tuple[str, ...]]:
    """The prompts of each job that has some, by its place. A dossier erased meanwhile asks for nothing more."""
    found: dict[int, tuple[str, ...]] = {}
    for number, (job_id, mark) in enumerate(asked):
        if mark:
            with contextlib.suppress(JobStopped, KeyUnreadable):
                found[number] = from_bytes(Prompts, _memory(job_id).memory.recall("prompts", [mark])[mark]).prompts
    return found


def _memory(job_id: str) -> Recollection:
    worker = here()
    return Recollection(memory=worker.store.memory(dossier_id_of(job_of(job_id))), made_with=worker.made_with)


def _count_attempt(job: Job, phase: str) -> None:
    """Notes that a worker begins this work. Raises JobStopped when too many died of it."""
    memory = here().store.memory(dossier_id_of(job))
    marks = [memory.mark("attempt", phase, job.id, str(number)) for number in range(_ATTEMPTS)]
    begun = memory.recall("attempt", marks)
    if len(begun) == _ATTEMPTS:
        raise JobStopped("workers-died")
    memory.keep("attempt", {marks[len(begun)]: b""})
