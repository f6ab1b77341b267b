"""The processes of the service: the API with a worker beside it, or a worker alone, until they are told to stop."""

from __future__ import annotations

import ipaddress
import json
import logging
import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Sequence
from pathlib import Path

import uvicorn

from api.app import create_app
from api.development import WARNING
from api.settings import ApiSettings
from summarizer.enqueue import QUEUES
from summarizer.errors import SettingsInvalid
from summarizer.store import open_store

_log = logging.getLogger("api")
_GRACE_SECONDS = 20
_RESTART_SECONDS = 2.0


class JsonLines(logging.Formatter):
    """One JSON object a line. Of an exception, its name only: messages of libraries may quote what they were given."""

    def format(self, record: logging.LogRecord) -> str:
        said = record.getMessage()
        line: dict[str, object] = {
            "at": time.strftime("%Y-%m-%dT%H:%M:%S", time.gmtime(record.created)),
            "level": record.levelname.lower(),
            "from": record.name,
        }
        line |= json.loads(said) if said.startswith('{"event"') else {"event": said}
        if record.exc_info and record.exc_info[0] is not None:
            line["error"] = record.exc_info[0].__name__
        return json.dumps(line, ensure_ascii=False)


def log_as_json() -> None:
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(JsonLines())
    logging.basicConfig(level=logging.INFO, handlers=[handler], force=True)
    for name in ("httpx", "dbos", "alembic", "bm25s", "presidio-analyzer", "sqlalchemy.engine"):
        logging.getLogger(name).setLevel(logging.WARNING)


def serve(
    settings: ApiSettings, *, host: str, port: int, worker: bool, tls: tuple[Path | None, Path | None] = (None, None)
) -> None:
    """Answers requests until SIGTERM or SIGINT; requests in progress are finished first.

    Raises SettingsInvalid when development identities would be open to other machines.
    """
    log_as_json()
    if not settings.oidc_issuer and not settings.development:
        settings = settings.model_copy(update={"development": True})
    if settings.development:
        if not _is_this_machine(host):
            raise SettingsInvalid(
                "Development identities are for this machine: listen on 127.0.0.1, or set SUMMARIZER_OIDC_ISSUER and "
                "SUMMARIZER_OIDC_JWKS_URL."
            )
        _log.warning(json.dumps({"event": "development identities", "warning": WARNING}, ensure_ascii=False))
    app = create_app(settings)
    # uvicorn raises again the signal that stopped it: left to its default, it would end the process here and now, and
    # the worker beside would be told nothing.
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda *_: sys.exit(0))
    beside = _Beside(settings) if worker else None
    certificate, key = tls
    try:
        uvicorn.run(
            app,
            host=host,
            port=port,
            log_config=None,
            access_log=False,
            server_header=False,
            timeout_graceful_shutdown=_GRACE_SECONDS,
            ssl_certfile=certificate,
            ssl_keyfile=key,
        )
    finally:
        if beside is not None:
            beside.stop()


def work(settings: ApiSettings, queues: Sequence[str]) -> None:
    """Takes work until SIGTERM or SIGINT; what is in progress is finished or left to another worker."""
    log_as_json()
    unknown = sorted(set(queues) - set(QUEUES))
    if unknown or not queues:
        raise SettingsInvalid(f"There is no such kind of work; choose among {', '.join(QUEUES)}.")
    # Only a worker loads what reads and writes.
    from summarizer.jobs import Worker, WorkerSettings

    stopped = threading.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda *_: stopped.set())
    store = open_store(settings.url(), settings.master_key())
    worker = Worker(
        store,
        WorkerSettings(
            database_url=settings.url(),
            pipeline=settings.pipeline(),
            queues=tuple(queues),
            beat_seconds=settings.beat_seconds,
            dead_after=settings.dead_after,
            poll_seconds=settings.poll_seconds,
        ),
    )
    worker.start()
    _log.info(json.dumps({"event": "worker started", "worker": worker.id, "queues": ",".join(queues)}))
    # A worker started beside an API does not outlive it, though it be killed while the worker loads its models.
    beside = os.environ.get("SUMMARIZER_BESIDE")
    while beside is None or os.getppid() == int(beside):
        if stopped.wait(1.0):
            break
    worker.stop(wait_seconds=_GRACE_SECONDS)
    store.close()


class _Beside:
    """A worker in a process of its own, started again when it dies."""

    def __init__(self, settings: ApiSettings) -> None:
        self._environment = os.environ | settings.environment() | {"SUMMARIZER_BESIDE": str(os.getpid())}
        self._stopped = threading.Event()
        self._process = self._start()
        self._watch = threading.Thread(target=self._restart_until_stopped, name="beside", daemon=True)
        self._watch.start()

    def _start(self) -> subprocess.Popen[bytes]:
        return subprocess.Popen(
            [sys.executable, "-m", "summarizer.cli", "work"], env=self._environment, stdin=subprocess.DEVNULL
        )

    def _restart_until_stopped(self) -> None:
        while not self._stopped.wait(_RESTART_SECONDS):
            if self._process.poll() is not None and not self._stopped.is_set():
                _log.warning(json.dumps({"event": "worker ended", "status": self._process.returncode}))
                self._process = self._start()

    def stop(self) -> None:
        self._stopped.set()
        self._watch.join()
        self._process.terminate()
        try:
            self._process.wait(timeout=_GRACE_SECONDS + 15)
        except subprocess.TimeoutExpired:
            self._process.kill()


def _is_this_machine(host: str) -> bool:
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"
