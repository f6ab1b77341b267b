"""Work survives the death of whoever did it: a worker at each stage, an API during an upload, the database's connections."""

from __future__ import annotations

import base64
import json
import os
import signal
import subprocess
import sys
import threading
import urllib.parse
import urllib.request
from pathlib import Path

import pytest
import sqlalchemy as sa

from summarizer.enqueue import JobClient
from summarizer.store import JobKind, JobState, Store, open_store
from summarizer.store.tables import summaries
from summarizer.vault import LocalMasterKey
from tests.api.test_commands import served
from tests.service import LATER, LETTER, STAY, dossier_of
from tests.store.conftest import master, url  # noqa: F401 - the databases to run on

ROOT = Path(__file__).resolve().parents[1]
STAGES = ("ingest", "pseudonymize", "find", "index", "select", "write", "verify")


def test_a_job_whose_worker_is_killed_at_every_stage_is_done_once(url: str, master: LocalMasterKey) -> None:  # noqa: F811
    store = open_store(url, master)
    client = JobClient(store, url)
    dossier_id = dossier_of(store, LETTER, STAY, LATER)
    job, _ = client.ask(JobKind.SUMMARY, "input-1", by="dr-a", dossier_id=dossier_id, revision=3)
    key = base64.b64encode(master.secret).decode()
    done = subprocess.run(
        [sys.executable, "-m", "tests.dying_workers", url, key, job.id, *STAGES],
        cwd=ROOT,
        capture_output=True,
        text=True,
        timeout=400,
    )
    assert done.stdout.split("\n")[:-1] == [*(f"{stage} {-signal.SIGKILL}" for stage in STAGES), "None 0"], done.stderr
    over = store.jobs.get(job.id)
    assert over is not None
    assert (over.state, over.reason) == (JobState.DONE, None)
    assert count(store, dossier_id) == 1
    client.close()
    store.close()


def count(store: Store, dossier_id: str) -> int:
    query = sa.select(sa.func.count()).select_from(summaries).where(summaries.c.dossier_id == dossier_id)
    with store.database.reading() as connection:
        return int(connection.execute(query).scalar_one())


# --- the API killed during uploads ----------------------------------------------------------------------------------


def token(address: str) -> str:
    form = urllib.parse.urlencode({"subject": "dr-a", "role": "clinician"}).encode()
    with urllib.request.urlopen(f"{address}/development/token", form, timeout=10) as answer:
        said: str = json.load(answer)["access_token"]
        return said


def call(address: str, bearer: str, path: str, body: bytes | None = None, kind: str = "application/json") -> object:
    request = urllib.request.Request(f"{address}{path}", data=body)
    request.add_header("Authorization", f"Bearer {bearer}")
    request.add_header("Content-Type", kind)
    with urllib.request.urlopen(request, timeout=30) as answer:
        return json.load(answer)


def upload(address: str, bearer: str, dossier_id: str, number: int) -> str:
    head = f'--cut\r\nContent-Disposition: form-data; name="files"; filename="lettre_{number}.txt"\r\n'
    body = f"{head}Content-Type: text/plain\r\n\r\n{LETTER}\nPage {number}\r\n--cut--\r\n".encode()
    said = call(address, bearer, f"/v1/dossiers/{dossier_id}/documents", body, "multipart/form-data; boundary=cut")
    assert isinstance(said, dict)
    return str(said["documents"][0]["state"])


def test_what_an_api_accepted_before_it_was_killed_is_there_after(tmp_path: Path) -> None:
    accepted: list[int] = []
    with served(tmp_path, "--no-worker") as (address, process):
        bearer = token(address)
        dossier_id = str(call(address, bearer, "/v1/dossiers", b"{}")["id"])  # type: ignore[index]

        def send_until_it_dies() -> None:
            for number in range(500):
                try:
                    upload(address, bearer, dossier_id, number)
                except OSError:
                    return
                accepted.append(number)
                if len(accepted) == 5:
                    killed.set()

        killed = threading.Event()
        sender = threading.Thread(target=send_until_it_dies)
        sender.start()
        assert killed.wait(60)
        os.kill(process.pid, signal.SIGKILL)
        sender.join()
        process.wait()
    with served(tmp_path, "--no-worker") as (address, _):
        bearer = token(address)
        listed = call(address, bearer, f"/v1/dossiers/{dossier_id}/documents?limit=500")
        assert isinstance(listed, dict)
        files = {one["file"] for one in listed["items"]}
        assert {f"lettre_{number}.txt" for number in accepted} <= files
        assert upload(address, bearer, dossier_id, accepted[0]) == "known"
        assert upload(address, bearer, dossier_id, 1000) == "received"


@pytest.mark.postgresql
@pytest.mark.parametrize("url", ["postgresql"], indirect=True)
def test_connections_cut_by_the_database_are_made_again(url: str, master: LocalMasterKey) -> None:  # noqa: F811
    store = open_store(url, master)
    dossier_id = dossier_of(store, LETTER)
    other = sa.create_engine(url)
    with other.begin() as connection:
        connection.execute(
            sa.text(
                "SELECT pg_terminate_backend(pid) FROM pg_stat_activity "
                "WHERE datname = current_database() AND pid <> pg_backend_pid()"
            )
        )
    assert [len(store.content(dossier_id, one.id)) for one in store.documents(dossier_id)] == [len(LETTER.encode())]
    other.dispose()
    store.close()
