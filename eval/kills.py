"""A batch killed by SIGKILL at random moments and resumed, against the same batch undisturbed: `python -m eval.kills OUT`.

Whoever dies is drawn each time: the batch with its workers, or one worker. It prints what differs (nothing must, but
times) and how many summaries each dossier has (one). Options it does not know (`--preset`, `--writer`) are those of the batch.
"""

from __future__ import annotations

import argparse
import json
import os
import random
import signal
import subprocess
import sys
import time
from pathlib import Path

from eval.many import many


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("out", type=Path)
    parser.add_argument("--count", type=int, default=200)
    parser.add_argument("--documents", type=int)
    parser.add_argument("--kills", type=int, default=20)
    parser.add_argument("--longest", type=float, default=30.0, help="Seconds between a start and the next death.")
    parser.add_argument("--seed", type=int, default=0)
    said, options = parser.parse_known_args()
    root, calm, killed = said.out / "root", said.out / "calm", said.out / "killed"
    many(root, count=said.count, documents=said.documents, seed=said.seed)
    print(f"undisturbed: exit {_start(root, calm, options).wait()}", flush=True)
    deaths = _killed(root, killed, options, said.kills, said.longest, random.Random(said.seed))  # noqa: S311
    different = [
        folder.name
        for folder in sorted(root.iterdir())
        if _timeless(calm / folder.name) != _timeless(killed / folder.name)
    ]
    print(f"{deaths} deaths; {said.count - len(different)} of {said.count} summaries identical; different: {different}")
    print(f"summaries by dossier: {_summaries_a_dossier(killed / '.batch' / 'batch.db')}")
    sys.exit(1 if different else 0)


def _start(root: Path, out: Path, options: list[str]) -> subprocess.Popen[bytes]:
    command = [sys.executable, "-m", "summarizer.cli", "batch", str(root), "--out", str(out), "--resume", *options]
    return subprocess.Popen(command, stderr=subprocess.DEVNULL)  # noqa: S603 - our own command


def _killed(root: Path, out: Path, options: list[str], kills: int, longest: float, chance: random.Random) -> int:
    """Runs the batch to its end through that many deaths; how many there were (it may end before)."""
    deaths = 0
    process = _start(root, out, options)
    while deaths < kills:
        end = time.monotonic() + chance.uniform(1.0, longest)
        while time.monotonic() < end and process.poll() is None:
            time.sleep(0.05)
        if process.poll() is not None:
            break
        victims = _workers_of(process.pid)
        if chance.random() < 0.5 and victims:
            os.kill(chance.choice(victims), signal.SIGKILL)
        else:
            for pid in (process.pid, *victims):
                os.kill(pid, signal.SIGKILL)
            process.wait()
            process = _start(root, out, options)
        deaths += 1
    print(f"after {deaths} deaths: exit {process.wait()}", flush=True)
    return deaths


def _workers_of(pid: int) -> list[int]:
    return [int(child) for child in Path(f"/proc/{pid}/task/{pid}/children").read_text().split()]


def _timeless(folder: Path) -> object:
    try:
        said = json.loads((folder / "summary.json").read_bytes())
    except FileNotFoundError:
        return folder
    return said | {"generated_at": None, "run": said["run"] | {"seconds": None}}


def _summaries_a_dossier(database: Path) -> dict[int, int]:
    """How many dossiers have that many summaries."""
    import sqlite3
    from collections import Counter

    with sqlite3.connect(database) as connection:
        rows = connection.execute("SELECT count(*) FROM summaries GROUP BY dossier_id").fetchall()
    return dict(Counter(count for (count,) in rows))


if __name__ == "__main__":
    main()
