"""The service under load, on this machine: `python -m eval.load [--readers 50] [--reads 5000] [--uploads 900]`.

It starts `summarizer serve` with its worker on an empty SQLite database, has the example dossier summarized, then
measures readers of that stored summary who ask again as soon as they are answered, and uploads sent by several senders
at once. It checks that nothing was lost and that the audit trail holds every read. The client runs on the same
machine and takes its share of the processor.
"""

from __future__ import annotations

import argparse
import asyncio
import json
import os
import platform
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Awaitable, Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import httpx

DOSSIER = Path(__file__).parent.parent / "examples" / "dossier"
_SENDERS = 8
_MEGABYTE = 1024 * 1024


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    """Latencies in milliseconds; memory and processor of the API process: what they cost whatever else runs here."""

    milliseconds: list[float]
    seconds: float
    processor: float
    bytes_each: int
    memory: tuple[float, float] = (0.0, 0.0)
    statuses: dict[int, int] = field(default_factory=dict)

    def line(self, what: str) -> str:
        ordered = sorted(self.milliseconds)
        p50, p95, p99 = (ordered[int(len(ordered) * share)] for share in (0.5, 0.95, 0.99))
        return (
            f"{what}: {len(ordered)} in {self.seconds:.1f} s ({len(ordered) / self.seconds:.0f}/s), "
            f"p50 {p50:.0f} ms, p95 {p95:.0f} ms, p99 {p99:.0f} ms, "
            f"answers {self.statuses}, {1000 * self.processor / len(ordered):.1f} ms of processor each, memory of the API {self.memory[0]:.0f} then {self.memory[1]:.0f} MB"
        )


class Client:
    """One connection that stays open, as record software keeps: bytes in, status and body out."""

    def __init__(self, port: int, token: str) -> None:
        self._port = port
        self._token = token
        self._streams: tuple[asyncio.StreamReader, asyncio.StreamWriter] | None = None

    async def ask(
        self, method: str, path: str, *, body: bytes = b"", kind: str = "", more: str = ""
    ) -> tuple[int, bytes]:
        if self._streams is None:
            self._streams = await asyncio.open_connection("127.0.0.1", self._port, limit=4 * _MEGABYTE)
        reader, writer = self._streams
        typed = f"Content-Type: {kind}\r\n" if kind else ""
        head = (
            f"{method} {path} HTTP/1.1\r\nHost: 127.0.0.1\r\nAuthorization: Bearer {self._token}\r\n"
            f"{typed}{more}Content-Length: {len(body)}\r\n\r\n"
        )
        writer.write(head.encode() + body)
        said = (await reader.readuntil(b"\r\n\r\n")).decode("latin-1").lower()
        length = next((line for line in said.split("\r\n") if line.startswith("content-length:")), "content-length: 0")
        return int(said.split(" ", 2)[1]), await reader.readexactly(int(length.split(":")[1]))

    def close(self) -> None:
        if self._streams is not None:
            self._streams[1].close()


@contextmanager
def served(home: Path) -> Iterator[tuple[int, subprocess.Popen[bytes]]]:
    """A service of its own, ready: its port, and its process."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
    said = {
        "SUMMARIZER_HOME": str(home),
        "SUMMARIZER_PRESET": "quotes",
        "SUMMARIZER_EMBEDDER": "hashing",
        # One machine stands for many readers here.
        "SUMMARIZER_REQUESTS_PER_MINUTE": "10000000",
    }
    log = (home / "serve.log").open("wb")
    command = [sys.executable, "-m", "summarizer.cli", "serve", "--port", str(port)]
    # A session of its own, as a service has: the client does not share the processor time set aside for it.
    process = subprocess.Popen(command, env=os.environ | said, stderr=log, start_new_session=True)  # noqa: S603
    try:
        for _ in range(600):
            try:
                httpx.get(f"http://127.0.0.1:{port}/readyz", timeout=2).raise_for_status()
                break
            except httpx.HTTPError:
                time.sleep(0.2)
        yield port, process
    finally:
        process.terminate()
        process.wait(timeout=60)
        log.close()


def memory_of(process: subprocess.Popen[bytes]) -> float:
    """Resident megabytes of a process."""
    pages = int(Path(f"/proc/{process.pid}/statm").read_text().split()[1])
    return pages * os.sysconf("SC_PAGE_SIZE") / _MEGABYTE


def processor_of(process: subprocess.Popen[bytes]) -> float:
    """Seconds of processor a process has used."""
    fields = Path(f"/proc/{process.pid}/stat").read_text().rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


def summarized(http: httpx.Client) -> str:
    """The example dossier, sent and summarized; its address."""
    at = f"/v1/dossiers/{http.post('/v1/dossiers', json={}).raise_for_status().json()['id']}"
    for file in sorted((DOSSIER / "documents").iterdir()):
        http.post(f"{at}/documents", files={"files": (file.name, file.read_bytes(), "application/octet-stream")})
    job = http.post(f"{at}/summaries").raise_for_status().json()
    while job["state"] not in ("done", "failed"):
        time.sleep(0.5)
        job = http.get(f"/v1/jobs/{job['id']}").raise_for_status().json()
    if job["state"] == "failed":
        raise SystemExit(f"the summary failed: {job['reason']}")
    return at


async def timed(
    clients: list[Client], count: int, act: Callable[[Client, int], Awaitable[tuple[int, bytes]]], process: Any
) -> Reading:
    """`count` acts shared among the clients, each acting again as soon as it is answered."""
    times: list[float] = []
    statuses: dict[int, int] = {}
    numbers = iter(range(count))
    size = 0

    async def one(client: Client) -> None:
        nonlocal size
        for number in numbers:
            started = time.perf_counter()
            status, content = await act(client, number)
            times.append((time.perf_counter() - started) * 1000)
            statuses[status] = statuses.get(status, 0) + 1
            size = len(content)
        client.close()

    before, used, started = memory_of(process), processor_of(process), time.perf_counter()
    await asyncio.gather(*map(one, clients))
    seconds = time.perf_counter() - started
    return Reading(
        milliseconds=times,
        seconds=seconds,
        processor=processor_of(process) - used,
        bytes_each=size,
        memory=(before, memory_of(process)),
        statuses=statuses,
    )


def readings(port: int, token: str, path: str, readers: int, reads: int, process: Any, more: str = "") -> Reading:
    async def read(client: Client, _: int) -> tuple[int, bytes]:
        return await client.ask("GET", path, more=more)

    return asyncio.run(timed([Client(port, token) for _ in range(readers)], reads, read, process))


def uploads(port: int, token: str, at: str, count: int, process: Any) -> Reading:
    def part(number: int) -> bytes:
        text = f"Consultation du 12/03/2024\n\nVisite {number}. Tension 13/8. Traitement : apixaban 5 mg.\n" * 20
        head = f'--cut\r\nContent-Disposition: form-data; name="files"; filename="visite_{number}.txt"\r\n'
        return f"{head}Content-Type: text/plain\r\n\r\n{text}\r\n--cut--\r\n".encode()

    async def send(client: Client, number: int) -> tuple[int, bytes]:
        return await client.ask("POST", f"{at}/documents", body=part(number), kind="multipart/form-data; boundary=cut")

    return asyncio.run(timed([Client(port, token) for _ in range(_SENDERS)], count, send, process))


def main(readers: int, reads: int, sent: int) -> int:
    print(
        f"{platform.machine()}, {os.cpu_count()} cores, load {os.getloadavg()[0]:.1f}, Python {platform.python_version()}"
    )
    with (
        tempfile.TemporaryDirectory() as folder,
        served(Path(folder)) as (port, process),
        httpx.Client(base_url=f"http://127.0.0.1:{port}", timeout=60) as http,
    ):
        said = {"subject": "dr-charge", "role": "clinician"}
        token = http.post("/development/token", data=said).raise_for_status().json()["access_token"]
        audit = http.post("/development/token", data=said | {"role": "auditor"}).json()["access_token"]
        http.headers["Authorization"] = f"Bearer {token}"
        at = summarized(http)
        path = f"{at}/summaries/latest"
        tag = http.get(path).raise_for_status().headers["etag"]
        read = readings(port, token, path, readers, reads, process)
        print(read.line(f"{readers} readers of a stored summary ({read.bytes_each / 1024:.0f} kB)"))
        again = readings(port, token, path, readers, reads, process, more=f"If-None-Match: {tag}\r\n")
        print(again.line(f"{readers} readers of a summary not changed (304)"))
        new = "/v1/dossiers/" + http.post("/v1/dossiers", json={}).raise_for_status().json()["id"]
        sends = uploads(port, token, new, sent, process)
        print(sends.line(f"uploads by {_SENDERS} senders"))
        kept = http.get(new).raise_for_status().json()["documents"]
        state = http.get("/v1/audit/state", headers={"Authorization": f"Bearer {audit}"}).raise_for_status().json()
        print(f"kept {kept} of {sent}; audit trail: {state['entries']} entries, first broken: {state['first_broken']}")
        lost = kept != sent or state["first_broken"] is not None or state["entries"] < 2 * reads + 2 * sent
        print(json.dumps({"lost": lost}))
    return int(lost)


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--readers", type=int, default=50)
    parser.add_argument("--reads", type=int, default=5000)
    parser.add_argument("--uploads", type=int, default=900)
    chosen = parser.parse_args()
    sys.exit(main(chosen.readers, chosen.reads, chosen.uploads))
