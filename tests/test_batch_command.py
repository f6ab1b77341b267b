"""`summarizer batch` as a user runs it: workers of its own, progress on stderr, exit codes, Ctrl-C."""

from __future__ import annotations

import json
import signal
import subprocess
import sys
import time
from datetime import datetime, timedelta
from pathlib import Path

import pytest

from eval.many import many
from summarizer.batch_command import Asked, _moment, _named
from summarizer.errors import InputError
from tests.api.test_commands import environment

ROOT = Path(__file__).resolve().parents[1]


def command(home: Path, *arguments: str) -> tuple[list[str], dict[str, str]]:
    return [sys.executable, "-m", "summarizer.cli", "batch", *arguments], environment(
        home, SUMMARIZER_WRITER="scripted"
    )


def run(home: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    words, env = command(home, *arguments)
    return subprocess.run(words, env=env, cwd=ROOT, capture_output=True, text=True, timeout=240)


def test_a_batch_interrupted_goes_on_and_says_what_failed(tmp_path: Path) -> None:
    root, out = tmp_path / "root", tmp_path / "out"
    many(root, count=6, documents=2)
    (root / "vide").mkdir()
    words, env = command(tmp_path, str(root), "--out", str(out), "--workers", "2", "--format", "json,md")
    begun = subprocess.Popen(words, env=env, cwd=ROOT, stderr=subprocess.PIPE, text=True)
    wait_for(lambda: any(out.glob("*/summary.json")))
    workers = Path(f"/proc/{begun.pid}/task/{begun.pid}/children").read_text().split()
    begun.send_signal(signal.SIGINT)
    said = begun.communicate(timeout=60)[1]
    assert begun.returncode == 130, said
    assert "nothing was left half-written" in said
    assert len(workers) == 2
    assert not [pid for pid in workers if Path(f"/proc/{pid}").exists()]
    assert json.loads((out / "batch.json").read_bytes())["state"] == "interrupted"

    done = run(tmp_path, str(root), "--out", str(out), "--workers", "2", "--format", "json,md", "--resume")
    assert done.returncode == 1, done.stderr
    assert "vide: ingest: The folder holds no document" in done.stderr
    assert "6 of 7 dossiers done (6 made now), 1 failed" in done.stderr
    assert len(list(out.glob("*/summary.json"))) == len(list(out.glob("*/summary.md"))) == 6
    assert not done.stdout

    (root / "vide").rmdir()
    again = run(tmp_path, str(root), "--out", str(out), "--workers", "0", "--format", "json,md")
    assert again.returncode == 0, again.stderr
    assert "6 of 6 dossiers done (0 made now)" in again.stderr


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("absent",), "There is no such folder of dossiers"),
        ((), "Give one folder of dossiers"),
        (("--store", "somewhere"), "Give one folder of dossiers"),
    ],
)
def test_a_wrong_call_does_nothing(tmp_path: Path, arguments: tuple[str, ...], said: str) -> None:
    done = run(tmp_path, *arguments, "--out", str(tmp_path / "out"))
    assert done.returncode == 2
    assert said in done.stderr


def test_appointments_decide_who_is_first(tmp_path: Path) -> None:
    file = tmp_path / "rendez-vous.csv"
    file.write_text("dossier,at\nb,2024-05-02T09:00\na,2024-05-02T14:00\nc,2024-05-02T08:30\nb,2024-05-03T09:00\n")
    assert _named(Asked(out=tmp_path, appointments=file)) == ("c", "b", "a")
    file.write_text("patient;heure\nb;9\n")
    with pytest.raises(InputError):
        _named(Asked(out=tmp_path, appointments=file))


def test_an_hour_is_the_next_one() -> None:
    now = datetime(2024, 5, 2, 22, 30).astimezone()
    assert datetime.fromtimestamp(_moment("06:00", now)).astimezone() == now.replace(day=3, hour=6, minute=0)
    assert datetime.fromtimestamp(_moment("23:00", now)).astimezone() == now + timedelta(minutes=30)
    with pytest.raises(InputError):
        _moment("6 h", now)


def wait_for(ready: object, seconds: float = 180) -> None:
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        if ready():  # type: ignore[operator]
            return
        time.sleep(0.1)
    raise AssertionError("it never came")
