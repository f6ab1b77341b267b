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
from tests.service import scripted_settings, scripted_tools
from tests.store.conftest import master, url  # noqa: F401 - the databases to run on
from tests.summaries_alone import alone, read_summary

ROOT = Path(__file__).resolve().parents[1]
DOSSIERS, ROUNDS = 8, 6


def test_a_batch_killed_again_and_again_is_done_once(url: str, master: LocalMasterKey, tmp_path: Path) -> None:  # noqa: F811
    root, out = tmp_path / "root", tmp_path / "out"
    many(root, count=DOSSIERS, documents=3)
    key = base64.b64encode(master.secret).decode()
    done = subprocess.run(
        [sys.executable, "-m", "tests.dying_batches", url, key, str(root), str(out), "7", str(ROUNDS)],
        cwd=ROOT, capture_output=True, text=True, timeout=400,
    )  # fmt: skip
    assert done.stdout == "0\n", done.stderr[-2000:]
    tools = scripted_tools()
    for folder in sorted(root.iterdir()):
        assert read_summary(out / folder.name) == alone(folder, tools, scripted_settings()), folder.name
    store = open_store(url, master)
    with store.database.reading() as connection:
        assert connection.execute(sa.select(sa.func.count()).select_from(dossiers)).scalar_one() == DOSSIERS
        assert connection.execute(sa.select(sa.func.count()).select_from(summaries)).scalar_one() == DOSSIERS
    store.close()
