"""The room acceptance tests run in: no network but loopback, a private home, tools loaded once, the command as installed."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from models.scripted import HashingEmbedder, ScriptedWriter
from summarizer.cli import main
from summarizer.findings import Finder
from summarizer.identifiers import build_detector
from summarizer.pipeline import Tools

HERE = Path(__file__).resolve().parent
EXAMPLE = HERE.parents[1] / "examples" / "dossier"


def pytest_collection_modifyitems(items: Sequence[pytest.Item]) -> None:
    """pytest-socket refuses every address but loopback, in each test of this folder and in the fixtures it sets up."""
    for item in items:
        if item.path.is_relative_to(HERE):
            item.add_marker(pytest.mark.allow_hosts(["127.0.0.1", "::1"]))


@pytest.fixture(scope="session", autouse=True)
def home(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """SUMMARIZER_HOME of this session alone: no test touches the vault of the user."""
    folder = tmp_path_factory.mktemp("home")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("SUMMARIZER_HOME", str(folder))
        patch.delenv("SUMMARIZER_MASTER_KEY_FILE", raising=False)
        yield folder


@pytest.fixture(scope="session")
def tools() -> Tools:
    """The real detector and finder with scripted models: what needs no weights."""
    return Tools(detector=build_detector(), finder=Finder(), embedder=HashingEmbedder(), writer=ScriptedWriter())


@dataclass(frozen=True, slots=True, kw_only=True)
class Done:
    """How one call of the command ended."""

    code: int
    stdout: str
    stderr: str

    def lines(self) -> list[dict[str, Any]]:
        return [json.loads(line) for line in self.stdout.splitlines()]


Command = Callable[..., Done]


@pytest.fixture(scope="session")
def command(home: Path, tmp_path_factory: pytest.TempPathFactory) -> Command:
    """Runs the installed `summarizer` in a process whose network is closed, and checks that it did not try to open it."""
    refused = tmp_path_factory.mktemp("network") / "refused"

    def run(
        *arguments: str | Path,
        stdin: str = "",
        environment: dict[str, str] | None = None,
        before: Callable[[], None] | None = None,
    ) -> Done:
        refused.unlink(missing_ok=True)
        done = subprocess.run(
            [_installed(), *map(str, arguments)],
            input=stdin,
            capture_output=True,
            encoding="utf-8",
            env=closed_environment(refused) | {"SUMMARIZER_HOME": str(home)} | (environment or {}),
            timeout=300,
            preexec_fn=before,
        )
        assert not refused.exists(), refused.read_text("utf-8")
        return Done(code=done.returncode, stdout=done.stdout, stderr=done.stderr)

    return run


@pytest.fixture
def call(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> Callable[..., Done]:
    """The same command without a process of its own: for calls that end before any model is needed."""

    def run(*arguments: str | Path) -> Done:
        monkeypatch.setattr(sys, "argv", ["summarizer", *map(str, arguments)])
        capsys.readouterr()
        with pytest.raises(SystemExit) as ended:
            main()
        said = capsys.readouterr()
        return Done(code=int(ended.value.code or 0), stdout=said.out, stderr=said.err)

    return run


def closed_environment(refused: Path) -> dict[str, str]:
    path = os.pathsep.join([str(HERE / "closed"), *filter(None, [os.environ.get("PYTHONPATH")])])
    return os.environ | {"PYTHONPATH": path, "REFUSED_CONNECTIONS": str(refused), "PYTHONUTF8": "1"}


def _installed() -> str:
    beside = Path(sys.executable).parent / "summarizer"
    found = str(beside) if beside.exists() else shutil.which("summarizer")
    assert found, "the package is not installed"
    return found
