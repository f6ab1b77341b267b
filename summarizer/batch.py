"""Many dossiers, summarized together: handed over in groups to workers here or elsewhere, and written out as they end.

It knows which dossiers there are and where each stands; the work is that of the workflows of `summarizer.together`, in
the engine's queues. What it keeps in the output folder (batch.json, and `.batch` for the sealed store) is enough to go
on after any death.
"""

from __future__ import annotations

import fcntl
import os
import secrets
import time
from collections import deque
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Protocol

from summarizer.crew import Crew
from summarizer.enqueue import TOGETHER, JobClient
from summarizer.errors import BatchBusy, DossierNotFound, EmptyDossier, OutputError, SummarizerError
from summarizer.gather import input_of
from summarizer.ingest.folder import content_id
from summarizer.progress import BatchState, Board, DossierState, State, read_state
from summarizer.register import BY, look_into, register
from summarizer.reidentify import reidentify
from summarizer.render import FILES, check, write_formats
from summarizer.store import Job, JobKind, JobState, Store, SummaryRow

#: Dossiers of a group: their prompts are written together. Measured: four at once cost a quarter less than one by one.
GROUP = 4
#: Groups handed over and not done, at least: enough for the workers of several machines to find work at once.
_AHEAD = 16
_TICK = 0.2
_LOST_EVERY = 5.0
#: The first priority of a batch: what a person waits for (0) goes before.
_PRIORITY = 1000
HOME = ".batch"


@dataclass(frozen=True, slots=True, kw_only=True, repr=False)
class Taken:
    """A dossier as the store holds it now: what a job about it is told. `input` is what batch.json keeps of it."""

    dossier_id: str
    target: str
    revision: int
    documents: int
    input: str


class Source(Protocol):
    """Where the dossiers of a batch are, and where their summaries go."""

    def names(self) -> Sequence[str]: ...

    def dossier_id(self, name: str) -> str:
        """The id it has, or will have, in the store."""
        ...

    def take(self, name: str, before: DossierState | None) -> Taken | None:
        """The dossier, received by the store; None when it is as it was `before`, and its summary is in place."""
        ...

    def put(self, name: str, row: SummaryRow) -> int:
        """Puts the summary where it is to be found; how many documents of the dossier were not read."""
        ...


class Folders:
    """A folder of folders, each a dossier; the summary of each goes to a folder of that name in `out`."""

    def __init__(self, store: Store, root: Path, out: Path, *, formats: Sequence[str], made_with: str) -> None:
        if not root.is_dir():
            raise DossierNotFound("There is no such folder of dossiers.")
        check(out, formats)
        self._store, self._root, self._out = store, root, out
        self._formats = tuple(formats)
        self._made_with = made_with
        # Names are those of one output folder: another batch on the same database has its own.
        self._own = _own_name(out / HOME / "name")

    def names(self) -> Sequence[str]:
        out = self._out.resolve()
        found = sorted(
            path.name
            for path in self._root.iterdir()
            if path.is_dir() and not path.name.startswith((".", "__")) and path.resolve() != out
        )
        if not found:
            raise EmptyDossier("The folder holds no dossier: one sub-folder is one dossier.")
        return found

    def dossier_id(self, name: str) -> str:
        return self._store.dossier_named(self._own, name)

    def take(self, name: str, before: DossierState | None) -> Taken | None:
        folder = look_into(self._root / name)
        mark = folder.mark(self._store, self._made_with, *self._formats)
        if before is not None and before.state is State.DONE and before.input == mark and self._in_place(name):
            return None
        dossier_id = self.dossier_id(name)
        revision = register(self._store, dossier_id, folder)
        return Taken(
            dossier_id=dossier_id,
            target=input_of(self._store, dossier_id, self._made_with),
            revision=revision,
            documents=len(folder.documents),
            input=mark,
        )

    def put(self, name: str, row: SummaryRow) -> int:
        kept = self._store.kept(row)
        # Outside the store, a dossier goes by its contents, as where it is summarized alone.
        dossier = replace(kept.dossier, id=content_id(kept.dossier.documents))
        summary = reidentify(replace(kept.summary, dossier_id=dossier.id), dossier, kept.key, refused=kept.set_aside)
        write_formats(summary, dossier, self._out / name, self._formats)
        return sum(not entry.read for entry in summary.documents)

    def _in_place(self, name: str) -> bool:
        return all((self._out / name / FILES[form]).is_file() for form in self._formats)


class Stored:
    """Dossiers of the service; their summaries stay in its store, where the API serves them."""

    def __init__(self, store: Store, dossier_ids: Sequence[str], *, made_with: str) -> None:
        self._store = store
        self._ids = tuple(dossier_ids)
        self._made_with = made_with

    def names(self) -> Sequence[str]:
        if not self._ids:
            raise EmptyDossier("No dossier of the store was asked for.")
        return self._ids

    def dossier_id(self, name: str) -> str:
        return name

    def take(self, name: str, before: DossierState | None) -> Taken | None:
        row = self._store.dossier(name)
        if row is None:
            raise DossierNotFound("There is no such dossier in the store.")
        target = input_of(self._store, name, self._made_with)
        return Taken(dossier_id=name, target=target, revision=row.revision, documents=row.documents, input=target)

    def put(self, name: str, row: SummaryRow) -> int:
        return 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Order:
    """How a batch is to run. `until` is a moment (seconds since the epoch) after which nothing more is begun."""

    out: Path
    database_url: str
    made_with: str
    workers: int
    environment: Mapping[str, str]
    only: tuple[str, ...] | None = None
    resume: bool = False
    until: float | None = None


def run_batch(store: Store, source: Source, order: Order, tell: Callable[[Board], None]) -> Board:
    """Runs the batch to its end, or to its hour. Raises BatchBusy, WorkersLost, and what the source raises.

    Interrupted (KeyboardInterrupt), it stops its workers and leaves a batch.json that `resume` goes on from.
    """
    client = JobClient(store, order.database_url)
    try:
        return _Batch(store, client, source, order).run(tell)
    finally:
        client.close()


class _Batch:
    def __init__(self, store: Store, client: JobClient, source: Source, order: Order) -> None:
        self._store, self._client, self._source, self._order = store, client, source, order
        before = read_state(order.out)
        self._before = {one.dossier: one for one in before.dossiers} if before else {}
        going_on = order.resume and before is not None and before.ended_at is None
        if before is not None and going_on:
            batch, names = before.batch, [one.dossier for one in before.dossiers]
        else:
            batch, names = f"b{secrets.token_hex(8)}", self._wanted(source.names())
        if before is not None and before.ended_at is None and not going_on:
            self._withdraw(before)
        self._board = Board(order.out, batch, names)
        self._watched: dict[str, str] = {}
        self._groups: dict[str, tuple[str, ...]] = self._client.groups(batch) if going_on else {}
        self._waiting = deque(self._names_left(names))
        self._first = max((int(group.rpartition(".")[2]) for group in self._groups), default=-1) + 1
        self._looked_for_lost = time.monotonic()

    def _wanted(self, names: Sequence[str]) -> list[str]:
        if self._order.only is None:
            return list(names)
        there = set(names)
        return [name for name in self._order.only if name in there]

    def _names_left(self, names: Sequence[str]) -> list[str]:
        """The names whose work was not handed over; those handed over are watched."""
        jobs = self._store.jobs.many([job for group in self._groups.values() for job in group])
        by_dossier = {job.dossier_id: job for job in jobs.values()}
        left: list[str] = []
        for name in names:
            job = by_dossier.get(self._source.dossier_id(name)) if by_dossier else None
            if job is None:
                left.append(name)
                continue
            before = self._before[name]
            if before.state is State.DONE and before.summary_id == job.result_id:
                self._board.note(name, **before.model_dump(exclude={"dossier"}))
            else:
                self._board.note(name, **before.model_dump(include={"documents", "input"}), made=True)
                self._watched[job.id] = name
        return left

    def _withdraw(self, before: BatchState) -> None:
        """Takes back what an earlier batch, stopped and not resumed, had handed over."""
        for group, jobs in self._client.groups(before.batch).items():
            self._take_back(group, [job for job in self._store.jobs.many(jobs).values() if not job.over])

    def _take_back(self, group: str, jobs: Sequence[Job]) -> None:
        if jobs:
            self._client.take_back(group)
            for job in jobs:
                self._store.jobs.failed(job.id, "withdrawn")

    # --- the run

    def run(self, tell: Callable[[Board], None]) -> Board:
        board, order = self._board, self._order
        board.save(at_once=True)
        try:
            with Crew(order.workers, os.environ | dict(order.environment), order.out / HOME / "work.log") as crew:
                self._until_over(crew, tell)
        except KeyboardInterrupt:
            board.save("interrupted", at_once=True)
            raise
        board.save("stopped" if board.count(State.WAITING) else "done", final=True)
        tell(board)
        return board

    def _until_over(self, crew: Crew, tell: Callable[[Board], None]) -> None:
        while self._waiting or self._watched:
            self._hand_over()
            ended = self._look()
            if ended:
                crew.progressed()
            crew.replace_the_dead()
            self._board.save()
            tell(self._board)
            if self._late() and not self._stop_beginning():
                return
            if not ended and self._watched:
                time.sleep(_TICK)

    def _late(self) -> bool:
        return self._order.until is not None and time.time() >= self._order.until

    def _stop_beginning(self) -> bool:
        """Past the hour: takes back what nobody began; whether something is still being done."""
        self._waiting.clear()
        for group, ids in self._groups.items():
            jobs = [job for job in self._store.jobs.many(ids).values() if not job.over]
            if jobs and all(job.state is JobState.QUEUED for job in jobs):
                self._take_back(group, jobs)
                for job in jobs:
                    name = self._watched.pop(job.id, None)
                    if name is not None:
                        self._board.note(name, state=State.WAITING, made=False)
        return bool(self._watched)

    # --- handing over

    def _hand_over(self) -> None:
        ahead = max(_AHEAD, 2 * self._order.workers) * GROUP
        while self._waiting and len(self._watched) < ahead and not self._late():
            self._next_group()
            self._board.save()

    def _next_group(self) -> None:
        """Takes dossiers until a group is full. Groups are the same however often the batch was stopped."""
        jobs: list[str] = []
        while self._waiting and len(jobs) < GROUP:
            name = self._waiting.popleft()
            try:
                job = self._job(name)
            except SummarizerError as error:
                self._board.note(name, state=State.FAILED, stage="ingest", reason=error.line())
                continue
            if job is not None:
                jobs.append(job)
        if jobs:
            group = f"{self._board.batch}.{self._first:06d}"
            self._client.ask_together(group, jobs, made_with=self._order.made_with, priority=_PRIORITY + self._first)
            self._groups[group] = tuple(jobs)
            self._first += 1

    def _job(self, name: str) -> str | None:
        """The job to hand over for a dossier, if any."""
        before = self._before.get(name)
        taken = self._source.take(name, before)
        if taken is None:
            assert before is not None
            kept = before.model_dump(exclude={"dossier", "made"})
            self._board.note(name, **kept | {"state": State.DONE})
            return None
        self._board.note(name, documents=taken.documents, input=taken.input)
        found = self._store.summary_of(taken.dossier_id, taken.target)
        if found is not None:
            self._put(name, found)
            return None
        self._board.note(name, made=True)
        job, new = self._store.jobs.ask(
            JobKind.SUMMARY, taken.target, by=BY, dossier_id=taken.dossier_id, revision=taken.revision, stage=TOGETHER
        )
        self._watched[job.id] = name
        # Somebody else may have asked for it, and be answered already: then it is only waited for.
        return job.id if new or job.stage == TOGETHER else None

    # --- looking

    def _look(self) -> int:
        """Notes where each dossier is; how many ended."""
        ended = 0
        for job_id, job in self._store.jobs.many(list(self._watched)).items():
            name = self._watched[job_id]
            if job.over:
                del self._watched[job_id]
                self._end(name, job)
                ended += 1
            elif job.state is JobState.RUNNING:
                self._board.note(name, state=State.RUNNING, stage=job.stage)
        if time.monotonic() - self._looked_for_lost > _LOST_EVERY:
            self._looked_for_lost = time.monotonic()
            self._give_up_lost_groups()
        return ended

    def _end(self, name: str, job: Job) -> None:
        row = None
        if job.state is JobState.DONE and job.result_id is not None and job.dossier_id is not None:
            row = self._store.summary_row(job.dossier_id, job.result_id)
        if row is not None:
            self._put(name, row)
        else:
            self._board.note(name, state=State.FAILED, stage=job.stage, reason=job.reason or "summary-lost")

    def _put(self, name: str, row: SummaryRow) -> None:
        try:
            unread = self._source.put(name, row)
        except OutputError as error:
            self._board.note(name, state=State.FAILED, stage="render", reason=error.line())
        else:
            self._board.note(name, state=State.DONE, stage=None, reason=None, unread=unread, summary_id=row.id)

    def _give_up_lost_groups(self) -> None:
        """A workflow the engine gave up must not be waited for: its dossiers failed."""
        for group in self._client.lost_groups(self._board.batch):
            for job_id in self._groups.get(group, ()):
                if job_id in self._watched:
                    self._store.jobs.failed(job_id, "work-given-up")


@contextmanager
def alone_in(out: Path) -> Iterator[Path]:
    """The private folder of the batch, held by this process alone. Raises BatchBusy."""
    home = out / HOME
    try:
        home.mkdir(parents=True, exist_ok=True)
        home.chmod(0o700)
        descriptor = os.open(home / "lock", os.O_CREAT | os.O_RDWR, 0o600)
    except OSError as error:
        raise OutputError(f"The output folder cannot be used ({error.strerror}).") from error
    try:
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError:
            raise BatchBusy() from None
        yield home
    finally:
        os.close(descriptor)


def _own_name(file: Path) -> str:
    """A random name, made once for an output folder."""
    if not file.exists():
        file.write_text(secrets.token_hex(16))
    return file.read_text()
