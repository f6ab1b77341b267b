"""The commands as a user runs them: the session of docs/service.md, and what they refuse."""

from __future__ import annotations

import os
import re
import signal
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]


def session_of(file: str) -> str:
    """The session with curl that a text shows."""
    found = re.search(r"```bash\n(.*?)```", (ROOT / file).read_text(encoding="utf-8"), re.DOTALL)
    assert found is not None
    return found[1]


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


def environment(folder: Path, **more: str) -> dict[str, str]:
    clean = {name: value for name, value in os.environ.items() if not name.startswith("SUMMARIZER_")}
    said = {
        "HOME": str(folder),
        "SUMMARIZER_HOME": str(folder / "home"),
        "SUMMARIZER_PRESET": "quotes",
        "SUMMARIZER_EMBEDDER": "hashing",
        "SUMMARIZER_POLL_SECONDS": "0.2",
    }
    return clean | said | more


@contextmanager
def served(folder: Path, *options: str, **more: str) -> Iterator[tuple[str, subprocess.Popen[bytes]]]:
    """The address of a service that is ready, and its process."""
    port = free_port()
    log = (folder / "serve.log").open("ab")
    process = subprocess.Popen(
        [sys.executable, "-m", "summarizer.cli", "serve", "--port", str(port), *options],
        env=environment(folder, **more),
        cwd=ROOT,
        stderr=log,
    )
    address = f"http://127.0.0.1:{port}"
    try:
        wait_until_ready(address, process)
        yield address, process
    finally:
        process.terminate()
        process.wait(timeout=60)
        log.close()


def wait_until_ready(address: str, process: subprocess.Popen[bytes], seconds: float = 120) -> None:
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        assert process.poll() is None, "the service ended before it was ready"
        try:
            with urllib.request.urlopen(f"{address}/readyz", timeout=2):
                return
        except OSError:
            time.sleep(0.3)
    raise AssertionError("the service is not ready")


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGKILL])
def test_no_worker_outlives_its_api_even_one_that_is_starting(tmp_path: Path, number: signal.Signals) -> None:
    with served(tmp_path) as (_, process):
        assert len(processes_of(tmp_path)) == 2
        process.send_signal(number)
        process.wait(timeout=60)
        end = time.monotonic() + 90
        while processes_of(tmp_path) and time.monotonic() < end:
            time.sleep(0.5)
        assert processes_of(tmp_path) == []


def processes_of(folder: Path) -> list[int]:
    """The processes whose home is in that folder, children that read for them aside."""
    found = []
    for environ in Path("/proc").glob("[0-9]*/environ"):
        try:
            if f"SUMMARIZER_HOME={folder}/home".encode() in environ.read_bytes().split(b"\0"):
                command = environ.with_name("cmdline").read_bytes()
                found += [int(environ.parent.name)] if b"summarizer.cli" in command else []
        except OSError:
            continue
    return found


def run_session(session: str, folder: Path) -> subprocess.CompletedProcess[str]:
    (folder / "examples").symlink_to(ROOT / "examples")
    with served(folder) as (address, _):
        done = subprocess.run(
            ["bash", "-euo", "pipefail", "-c", session],
            env=os.environ | {"URL": address},
            cwd=folder,
            capture_output=True,
            text=True,
            timeout=400,
        )
    assert done.returncode == 0, done.stderr + done.stdout
    return done


def test_the_session_of_the_readme_works(tmp_path: Path) -> None:
    done = run_session(session_of("README.md"), tmp_path)
    assert done.stdout.count('"state":"received"') == 3
    assert "event: done" in done.stdout
    page = (tmp_path / "summary.html").read_text(encoding="utf-8")
    assert "DESBOIS" in page
    assert "Non relue, non signée" in page
    signed = (tmp_path / "summary.xml").read_text(encoding="utf-8")
    assert "<legalAuthenticator>" in signed
    assert "dr-essai" in signed


def test_the_session_of_the_documentation_works(tmp_path: Path) -> None:
    done = run_session(session_of("docs/service.md"), tmp_path)
    assert "event: done" in done.stdout
    assert "pénicilline" in done.stdout
    assert "<mark" in done.stdout
    log = (tmp_path / "serve.log").read_text(encoding="utf-8")
    assert "development identities" in log
    for secret in ("DURAND", "Sylvie", "pénicilline", "courrier"):
        assert secret not in log


@pytest.mark.parametrize(
    ("arguments", "more", "said"),
    [
        (["serve", "--host", "0.0.0.0"], {}, "Development identities are for this machine"),
        (["serve"], {"SUMMARIZER_MASTER_KEY_FILE": "missing.key"}, "master key"),
        (["work", "--queues", "gpu"], {}, "choose among cpu, writer"),
    ],
)
def test_what_cannot_be_safe_does_not_start(
    tmp_path: Path, arguments: list[str], more: dict[str, str], said: str
) -> None:
    done = subprocess.run(
        [sys.executable, "-m", "summarizer.cli", *arguments],
        env=environment(tmp_path, **more),
        cwd=ROOT,
        capture_output=True,
        text=True,
        timeout=120,
    )
    assert done.returncode == 2
    assert said in done.stderr
