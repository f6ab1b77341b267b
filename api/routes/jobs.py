"""Jobs: where one stands, and its progress as server-sent events."""

from __future__ import annotations

import asyncio
import json
from collections.abc import AsyncIterator
from typing import Annotated

from fastapi import APIRouter, Depends, Path, Request
from fastapi.concurrency import run_in_threadpool
from fastapi.responses import StreamingResponse

from api.identity import Role
from api.problems import Problem, documented
from api.routes.summaries import job_out
from api.rules import Allow, Caller
from api.schemas import JobOut
from summarizer.store import Job, Store

router = APIRouter(prefix="/v1/jobs", tags=["jobs"])
Follower = Annotated[Caller, Depends(Allow(Role.CLINICIAN, Role.BATCH, Role.EVALUATOR, Role.ADMINISTRATOR))]
JobPath = Annotated[str, Path(pattern=r"^j[0-9a-f]{24}$", examples=["j" + "0" * 24])]
_EVERY_SECONDS = 0.5
_LONGEST_SECONDS = 1800


@router.get("/{job_id}", responses=documented(404))
def get(caller: Follower, job_id: JobPath) -> JobOut:
    return job_out(_job(caller, job_id))


@router.get(
    "/{job_id}/events",
    responses=documented(404) | {200: {"content": {"text/event-stream": {}}, "description": "Progress until the end"}},
    response_class=StreamingResponse,
)
def events(caller: Follower, job_id: JobPath, request: Request) -> StreamingResponse:
    """The job each time it changes, until it is over."""
    job = _job(caller, job_id)
    return StreamingResponse(_follow(caller.service.store, job, request), media_type="text/event-stream")


async def _follow(store: Store, job: Job, request: Request) -> AsyncIterator[str]:
    current: Job | None = job
    told = None
    for _ in range(round(_LONGEST_SECONDS / _EVERY_SECONDS)):
        if current is None or await request.is_disconnected():
            return
        if current != told:
            yield f"event: {current.state}\ndata: {json.dumps(job_out(current).model_dump())}\n\n"
            told = current
        if current.over:
            return
        await asyncio.sleep(_EVERY_SECONDS)
        current = await run_in_threadpool(store.jobs.get, job.id)


def _job(caller: Caller, job_id: str) -> Job:
    """Raises Problem not-found, for an unknown job as for one of a dossier outside the caller's care."""
    job = caller.service.store.jobs.get(job_id)
    mine = job is not None and (
        job.created_by == caller.subject
        if job.dossier_id is None
        else caller.role is Role.ADMINISTRATOR or caller.service.store.access.has(job.dossier_id, caller.subject)
    )
    if job is None or not mine:
        caller.service.store.audit.write(caller.actor, "job.read", outcome="refused")
        raise Problem("not-found")
    return job
