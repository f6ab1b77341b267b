"""The application: routes, rules, guards and errors put together."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import anyio.to_thread
from fastapi import FastAPI

from api import problems, rules
from api.guard import Guard, Metrics
from api.routes import audit, documents, dossiers, evaluations, health, jobs, questions, summaries
from api.service import build
from api.settings import ApiSettings
from summarizer import __version__

#: Threads for the short work of a request. The interpreter runs one at a time: more would only wait for one another.
#: Files are read and pages drawn apart (`Service.slow`).
_THREADS = 12
_DESCRIPTION = (
    "Synthèses de dossiers médicaux, citées et vérifiées. Every answer under /v1 asks for a bearer token; errors are "
    "problem documents (RFC 9457) with a stable `code`."
)


def create_app(settings: ApiSettings) -> FastAPI:
    """The service. Raises when nobody could log in, when the master key is missing, or when a route has no rule."""
    service = build(settings)

    @asynccontextmanager
    async def lifespan(_: FastAPI) -> AsyncIterator[None]:
        anyio.to_thread.current_default_thread_limiter().total_tokens = _THREADS
        yield
        service.close()

    app = FastAPI(
        title="summarizer",
        version=__version__,
        description=_DESCRIPTION,
        lifespan=lifespan,
        openapi_url="/v1/openapi.json",
        docs_url=None,
        redoc_url=None,
    )
    app.state.service = service
    app.state.metrics = Metrics()
    problems.install(app)
    # Routes are tried in order: what is asked most comes first.
    for module in (summaries, documents, dossiers, questions, jobs, evaluations, audit, health):
        app.include_router(module.router)
    if service.development is not None:
        app.include_router(service.development.router())
    rules.check_every_route(app)
    app.add_middleware(
        Guard,
        metrics=app.state.metrics,
        max_bytes=settings.max_upload_bytes,
        per_minute=settings.requests_per_minute,
        development=settings.development,
    )
    return app
