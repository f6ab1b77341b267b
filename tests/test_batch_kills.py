"""Killed at random moments and gone on with, a batch makes each summary once, the same as undisturbed."""

from __future__ import annotations

import base64
import subprocess
import sys
from pathlib import Path

import sqlalchemy as sa

from eval.many import many
from summarizer.store import open_store
from summarizer.store.tables import dossiers, summaries
from summarizer.vault import LocalMasterKey
from tests.store.conftest import master, url  # noqa: F401 - the databases to run on
from tests.summaries_alone import read_summary

ROOT = Path(__file__).resolve().parents[1]
DOSSIERS, ROUNDS = 6, 4


def test_a_batch_killed_again_and_again_is_done_once(url: str, master: LocalMasterKey, tmp_path: Path) -> None:  # noqa: F811
    root, calm, killed = tmp_path / "root", tmp_path / "calm", tmp_path / "killed"
    many(root, count=DOSSIERS, documents=3)
    live(f"sqlite:///{tmp_path}/calm.db", master, root, calm, deaths=0)
    live(url, master, root, killed, deaths=ROUNDS)
    for folder in sorted(root.iterdir()):
        assert read_summary(killed / folder.name) == read_summary(calm / folder.name), folder.name
    store = open_store(url, master)
    with store.database.reading() as connection:
        assert connection.execute(sa.select(sa.func.count()).select_from(dossiers)).scalar_one() == DOSSIERS
        assert connection.execute(sa.select(sa.func.count()).select_from(summaries)).scalar_one() == DOSSIERS
    store.close()


def live(url: str, master: LocalMasterKey, root: Path, out: Path, *, deaths: int) -> None:  # noqa: F811
    """Runs the batch to its end, through that many rounds of deaths."""
    key = base64.b64encode(master.secret).decode()
    command = [sys.executable, "-m", "tests.dying_batches", url, key, str(root), str(out), "7", str(deaths)]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, timeout=400)
    assert done.stdout == "0\n", done.stderr[-2000:]
