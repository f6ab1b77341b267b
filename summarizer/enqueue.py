"""Asking for work: a job is recorded, then handed to the workers. What an API process needs, without a model.

It knows queues and names of workflows; it refuses to know what they do (`summarizer.jobs`).
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import sqlalchemy as sa
from dbos import DBOSClient, run_dbos_database_migrations

from summarizer.settings import PipelineSettings
from summarizer.store import Job, JobKind, Store, code_digest

CPU, WRITER = "cpu", "writer"
QUEUES = (CPU, WRITER)
#: Groups of dossiers of a batch: whoever takes `cpu` takes them too, one at a time.
TOGETHER = "together"
#: Workflows outlive versions of the code: a job begun before an upgrade goes on after it, its cached stages aside.
APPLICATION, VERSION = "summarizer", "1"
PREPARING = "preparing_together"
_LOST = ("ERROR", "CANCELLED", "MAX_RECOVERY_ATTEMPTS_EXCEEDED")
WORKFLOWS = {JobKind.SUMMARY: "summary", JobKind.QUESTION: "question", JobKind.EVALUATION: "evaluation"}


def made_with(settings: PipelineSettings) -> str:
    """A digest of the code, the catalog of models and the settings: what is cached was made with them."""
    return f"{code_digest('summarizer', 'models')}:{settings.digest()}"


def engine_url(database_url: str) -> str:
    """Where DBOS keeps its own tables: beside the store in a file of its own, or in the schema `dbos`."""
    url = sa.make_url(database_url)
    if url.get_backend_name() == "sqlite" and url.database:
        return f"sqlite:///{Path(url.database).with_suffix('.jobs.db')}"
    return database_url


class JobClient:
    """Records jobs and hands them over."""

    def __init__(self, store: Store, database_url: str) -> None:
        self._store = store
        url = engine_url(database_url)
        run_dbos_database_migrations(url)
        self._client = DBOSClient(system_database_url=url, application_name=APPLICATION)

    def ask(
        self, kind: JobKind, target: str, *, by: str, dossier_id: str | None = None, revision: int = 0
    ) -> tuple[Job, bool]:
        """The job, and whether it is new. A job recorded and not handed over (a crash between) is, by the workers."""
        job, new = self._store.jobs.ask(kind, target, by=by, dossier_id=dossier_id, revision=revision)
        if new:
            self._client.enqueue(
                {
                    "workflow_name": WORKFLOWS[kind],
                    "queue_name": CPU,
                    "workflow_id": job.id,
                    "app_version": VERSION,
                },
                job.id,
            )
        return job, new

    def ask_together(self, group: str, job_ids: Sequence[str], *, made_with: str, priority: int) -> None:
        """Hands over a group of summaries to make together. Asked twice under one name, it is done once."""
        self._client.enqueue(
            {
                "workflow_name": PREPARING,
                "queue_name": TOGETHER,
                "workflow_id": group,
                "app_version": VERSION,
                "priority": priority,
            },
            group,
            list(job_ids),
            made_with,
            priority,
        )

    def groups(self, batch: str) -> dict[str, tuple[str, ...]]:
        """The groups of a batch handed over so far, with their jobs."""
        found = self._client.list_workflows(
            workflow_id_prefix=f"{batch}.", name=PREPARING, load_input=True, load_output=False
        )
        return {one.workflow_id: tuple(one.input["args"][1]) for one in found if one.input is not None}

    def lost_groups(self, batch: str) -> set[str]:
        """The groups whose work the engine gave up, or was told to."""
        lost = self._client.list_workflows(
            workflow_id_prefix=f"{batch}.", status=list(_LOST), load_input=False, load_output=False
        )
        return {one.workflow_id.partition("/")[0] for one in lost}

    def take_back(self, group: str) -> None:
        """Withdraws a group, wherever it is."""
        unfinished = self._client.list_workflows(
            workflow_id_prefix=group, status=["ENQUEUED", "PENDING"], load_input=False, load_output=False
        )
        self._client.cancel_workflows([one.workflow_id for one in unfinished])

    def close(self) -> None:
        self._client.destroy()
