"""Whether the service lives, is ready, and how it does. Nothing here is about a patient; nothing asks for a token."""

from __future__ import annotations

import time

import sqlalchemy as sa
from fastapi import APIRouter, Request, Response
from prometheus_client import CONTENT_TYPE_LATEST, generate_latest

from api.problems import Problem, documented
from api.service import service_of
from summarizer.store.tables import jobs, workers

router = APIRouter(tags=["health"])


@router.get("/healthz")
async def alive() -> dict[str, str]:
    return {"status": "ok"}


@router.get("/readyz", responses={503: documented(503)[503]})
def ready(request: Request) -> dict[str, str]:
    """Whether the database answers."""
    service = service_of(request)
    service.recent.sweep()
    try:
        with service.store.database.reading() as connection:
            connection.execute(sa.select(sa.literal(1)))
    except sa.exc.SQLAlchemyError:
        raise Problem("not-ready") from None
    return {"status": "ready"}


@router.get("/metrics", response_class=Response, responses={200: {"content": {"text/plain": {}}}})
def metrics(request: Request) -> Response:
    """Prometheus: requests by route, jobs by state, workers that live."""
    service = service_of(request)
    with service.store.database.reading() as connection:
        by_state = connection.execute(
            sa.select(jobs.c.kind, jobs.c.state, sa.func.count()).group_by(jobs.c.kind, jobs.c.state)
        ).all()
        alive_since = time.time() - service.settings.dead_after
        living = connection.execute(
            sa.select(sa.func.count()).select_from(workers).where(workers.c.beat > alive_since)
        ).scalar_one()
    lines = ["# TYPE summarizer_jobs gauge"]
    lines += [f'summarizer_jobs{{kind="{kind}",state="{state}"}} {count}' for kind, state, count in by_state]
    lines += ["# TYPE summarizer_workers gauge", f"summarizer_workers {living}", ""]
    body = generate_latest(request.app.state.metrics.registry) + "\n".join(lines).encode()
    return Response(body, headers={"Content-Type": CONTENT_TYPE_LATEST})
