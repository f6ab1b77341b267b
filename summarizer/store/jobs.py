"""The rows of jobs: what was asked, where it stands, how it ended. Ids, stages and percentages, never text.

It knows rows; it refuses to know who does the work (`summarizer.jobs`). A job in progress holds its `single` name, so
that the same work asked twice is one job.
"""

from __future__ import annotations

import secrets
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

import sqlalchemy as sa
from sqlalchemy.exc import IntegrityError

from summarizer.store.database import Database, now
from summarizer.store.tables import jobs


class JobKind(StrEnum):
    SUMMARY = "summary"
    QUESTION = "question"
    EVALUATION = "evaluation"


class JobState(StrEnum):
    QUEUED = "queued"
    RUNNING = "running"
    DONE = "done"
    FAILED = "failed"


OVER = (JobState.DONE, JobState.FAILED)
#: The stage of a job until somebody begins it.
QUEUED = "queued"
_BATCH = 400


@dataclass(frozen=True, slots=True, kw_only=True)
class Job:
    """`target` is what the job is about: the digest of the input, or the id of a question or report."""

    id: str
    dossier_id: str | None
    kind: JobKind
    target: str
    revision: int
    state: JobState
    stage: str
    percent: int
    reason: str | None
    result_id: str | None
    created_at: str
    created_by: str
    updated_at: str

    @property
    def over(self) -> bool:
        return self.state in OVER


class Jobs:
    def __init__(self, database: Database) -> None:
        self._database = database

    def ask(
        self,
        kind: JobKind,
        target: str,
        *,
        by: str,
        dossier_id: str | None = None,
        revision: int = 0,
        stage: str = QUEUED,
    ) -> tuple[Job, bool]:
        """The job that does this, and whether it is new. `stage` says where it waits."""
        single = f"{kind}:{dossier_id or '-'}:{target}"
        moment = now()
        values: dict[str, object] = {
            "id": "j" + secrets.token_hex(12),
            "dossier_id": dossier_id,
            "kind": kind,
            "target": target,
            "revision": revision,
            "state": JobState.QUEUED,
            "stage": stage,
            "percent": 0,
            "created_at": moment,
            "created_by": by,
            "updated_at": moment,
            "single": single,
        }
        for _ in range(3):
            try:
                with self._database.writing() as connection:
                    connection.execute(jobs.insert().values(**values))
                return _job(values | {"reason": None, "result_id": None}), True
            except IntegrityError:
                with self._database.reading() as connection:
                    row = connection.execute(sa.select(jobs).where(jobs.c.single == single)).mappings().first()
                if row is not None:
                    return _job(dict(row)), False
        raise RuntimeError("a job could not be recorded")

    def get(self, job_id: str) -> Job | None:
        with self._database.reading() as connection:
            row = connection.execute(sa.select(jobs).where(jobs.c.id == job_id)).mappings().first()
        return _job(dict(row)) if row is not None else None

    def many(self, job_ids: Sequence[str]) -> dict[str, Job]:
        """Those jobs, by id."""
        found: dict[str, Job] = {}
        with self._database.reading() as connection:
            for start in range(0, len(job_ids), _BATCH):
                query = sa.select(jobs).where(jobs.c.id.in_(job_ids[start : start + _BATCH]))
                found |= {row["id"]: _job(dict(row)) for row in connection.execute(query).mappings()}
        return found

    def list(
        self, *, dossier_id: str | None = None, states: Sequence[JobState] = (), before: str | None = None
    ) -> tuple[Job, ...]:
        query = sa.select(jobs).order_by(jobs.c.created_at, jobs.c.id)
        if dossier_id is not None:
            query = query.where(jobs.c.dossier_id == dossier_id)
        if states:
            query = query.where(jobs.c.state.in_(states))
        if before is not None:
            query = query.where(jobs.c.updated_at < before)
        with self._database.reading() as connection:
            return tuple(_job(dict(row)) for row in connection.execute(query.limit(1000)).mappings())

    def waiting(self) -> int:
        """How many jobs have not begun."""
        query = sa.select(sa.func.count()).select_from(jobs).where(jobs.c.state == JobState.QUEUED)
        with self._database.reading() as connection:
            return int(connection.execute(query).scalar_one())

    def progress(self, job_id: str, stage: str, percent: int) -> None:
        """Notes where a job is. A job that is over stays over."""
        self._update(job_id, state=JobState.RUNNING, stage=stage, percent=percent)

    def done(self, job_id: str, result_id: str) -> None:
        self._update(job_id, state=JobState.DONE, stage="done", percent=100, result_id=result_id, single=None)

    def failed(self, job_id: str, reason: str) -> None:
        """`reason` is a code or the name of an error, never its message."""
        self._update(job_id, state=JobState.FAILED, reason=reason, single=None)

    def _update(self, job_id: str, **values: object) -> None:
        with self._database.writing() as connection:
            connection.execute(
                jobs.update().where(jobs.c.id == job_id, jobs.c.state.notin_(OVER)).values(**values, updated_at=now())
            )


def _job(row: dict[str, object]) -> Job:
    row.pop("single", None)
    row |= {"kind": JobKind(str(row["kind"])), "state": JobState(str(row["state"]))}
    return Job(**row)  # type: ignore[arg-type]
