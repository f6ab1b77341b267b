"""Three hosts share a batch through PostgreSQL: one dies for good, one is cut off for a while; nothing is lost or twice."""

from __future__ import annotations

import base64
import os
import signal
import subprocess
import sys
import threading
import time
from pathlib import Path

import pytest
import sqlalchemy as sa

from eval.many import many
from summarizer.batch import Folders, Order, alone_in, run_batch
from summarizer.enqueue import made_with
from summarizer.progress import Board, State
from summarizer.store import open_store
from summarizer.store.tables import summaries
from summarizer.vault import LocalMasterKey
from tests.cable import Cable
from tests.service import scripted_settings, scripted_tools
from tests.store.conftest import master, url  # noqa: F401 - the database to run on
from tests.summaries_alone import alone, read_summary

ROOT = Path(__file__).resolve().parents[1]
DOSSIERS = 12
#: Longer than the silence after which a worker of this test is taken for dead.
CUT_SECONDS = float(os.environ.get("SUMMARIZER_TEST_CUT_SECONDS", "8"))


@pytest.mark.postgresql
@pytest.mark.parametrize("url", ["postgresql"], indirect=True)
def test_a_host_lost_and_a_host_cut_off_cost_time_and_no_result(
    url: str,  # noqa: F811
    master: LocalMasterKey,  # noqa: F811
    tmp_path: Path,
) -> None:
    root, out = tmp_path / "root", tmp_path / "out"
    many(root, count=DOSSIERS, documents=4)
    address = sa.make_url(url)
    store = open_store(url, master)
    settings = scripted_settings()
    mark = made_with(settings)
    with Cable(address.host or "127.0.0.1", address.port or 5432) as cable:
        far = address.set(host="127.0.0.1", port=cable.port).render_as_string(hide_password=False)
        key = base64.b64encode(master.secret).decode()
        command = [sys.executable, "-m", "tests.lone_workers", key, url, url, far]
        hosts = subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, text=True)
        assert hosts.stdout is not None
        pids = [int(pid) for pid in hosts.stdout.readline().split()]
        troubled = threading.Event()

        def trouble(board: Board) -> None:
            if board.count(State.RUNNING) and not troubled.is_set():
                troubled.set()
                os.kill(pids[0], signal.SIGKILL)
                cable.cut()
                threading.Timer(CUT_SECONDS, cable.mend).start()

        order = Order(out=out, database_url=url, made_with=mark, workers=0, environment={})
        try:
            with alone_in(out):
                source = Folders(store, root, out, formats=("json",), made_with=mark)
                board = run_batch(store, source, order, trouble)
            assert troubled.is_set()
            # The host that was cut off comes back, and finds its work done.
            time.sleep(2)
            assert Path(f"/proc/{pids[2]}").exists()
        finally:
            for pid in pids[1:]:
                os.kill(pid, signal.SIGKILL)
            hosts.wait()
    assert {one.state for one in board.dossiers} == {State.DONE}, [one.reason for one in board.dossiers]
    tools = scripted_tools()
    for folder in sorted(root.iterdir()):
        assert read_summary(out / folder.name) == alone(folder, tools, settings), folder.name
    with store.database.reading() as connection:
        assert connection.execute(sa.select(sa.func.count()).select_from(summaries)).scalar_one() == DOSSIERS
    store.close()
