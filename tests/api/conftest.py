"""The service on SQLite with its worker in this process, scripted models, and tokens of the development provider."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from fastapi import FastAPI
from starlette.testclient import TestClient

from api.app import create_app
from api.service import Service
from api.settings import ApiSettings
from summarizer.jobs import Worker, WorkerSettings
from tests.service import finished, scripted_tools


@dataclass(frozen=True, slots=True)
class Caller:
    """A client that bears one token."""

    client: TestClient
    token: str

    def __call__(self, method: str, path: str, **request: Any) -> Any:
        headers = {"Authorization": f"Bearer {self.token}"} | request.pop("headers", {})
        return self.client.request(method, path, headers=headers, **request)


@dataclass(frozen=True, slots=True)
class Running:
    app: FastAPI
    client: TestClient
    folder: Path

    @property
    def service(self) -> Service:
        service: Service = self.app.state.service
        return service

    @property
    def url(self) -> str:
        return self.service.settings.url()

    def caller(self, subject: str, *roles: str, restricted: bool = False) -> Caller:
        assert self.service.development is not None
        return Caller(self.client, self.service.development.token(subject, *roles, restricted=restricted))

    def wait(self, response: Any) -> dict[str, Any]:
        """The job of a 202, once it is done."""
        assert response.status_code == 202, response.text
        job = finished(self.service.store, response.json()["id"])
        assert job.reason is None, job.reason
        found: dict[str, Any] = self.client.get(response.headers["location"], headers=response.request.headers).json()
        return found


def settings_for(folder: Path, url: str = "") -> ApiSettings:
    return ApiSettings(
        home=folder,
        database_url=url or f"sqlite:///{folder}/service.db",
        master_key_file=None,
        preset="quotes",
        embedder="hashing",
        development=True,
        max_upload_bytes=3_000_000,
        requests_per_minute=100_000,
        poll_seconds=0.1,
    )


@contextmanager
def in_process(settings: ApiSettings, app: FastAPI) -> Iterator[None]:
    """A worker in this process: one only, as DBOS has one registry a process."""
    worker = Worker(
        app.state.service.store,
        WorkerSettings(
            database_url=settings.url(), pipeline=settings.pipeline(), poll_seconds=0.1, beat_seconds=0.5, dead_after=3
        ),
        load=scripted_tools,
    )
    worker.start()
    yield
    worker.stop()


@contextmanager
def beside(settings: ApiSettings, _: FastAPI) -> Iterator[None]:
    """A worker in a process of its own, as `summarizer work` starts it."""
    worker = subprocess.Popen(
        [sys.executable, "-m", "summarizer.cli", "work"],
        env=os.environ | settings.environment(),
        stderr=subprocess.DEVNULL,
    )
    yield
    worker.terminate()
    worker.wait(timeout=60)


def running(folder: Path, url: str = "", worker: Callable[..., Any] = in_process) -> Iterator[Running]:
    settings = settings_for(folder, url)
    app = create_app(settings)
    with worker(settings, app), TestClient(app, raise_server_exceptions=False) as client:
        yield Running(app, client, folder)


@pytest.fixture(scope="package")
def run(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Running]:
    yield from running(tmp_path_factory.mktemp("service"))
