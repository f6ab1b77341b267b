"""How long each stage and the whole job take at 10, 100 and 900 documents, with the peak of memory, and the growth.

A dossier of n documents is the documents of one gold dossier repeated, their years moved and a line of their own added,
so that no two are copies. Each size runs in a process of its own: its peak is that of this size alone. Topics without a
rule are quoted, as the preset `quotes` does: the writer has its own line in `make bench`.
"""

from __future__ import annotations

import json
import math
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path

from eval.casebook import Casebook
from eval.cases import GoldDossier
from eval.results import Figure, SuiteResult, count
from eval.system import System

SIZES = (10, 100, 900)
QUICK = (10,)


def run(cases: Casebook, system: System, quick: bool) -> SuiteResult:
    started = time.perf_counter()
    sizes = QUICK if quick else SIZES
    measured = {n: measure(cases.dossiers[0], n, "none") for n in sizes} if cases.dossiers else {}
    figures = [figure for n, found in measured.items() for figure in _figures(n, found)]
    figures += list(_growth(measured))
    return SuiteResult(
        suite="speed",
        figures=tuple(figures),
        notes=(f"{os.cpu_count()} CPU seen, torch threads {_threads()}; durations compare on one machine only.",)
        if figures
        else ("No dossier among the cases: nothing was measured.",),
        seconds=time.perf_counter() - started,
    )


def measure(gold: GoldDossier, documents: int, writer: str) -> dict[str, float]:
    """Seconds of each stage, seconds in all, peak of memory in MB, characters: one job in a process of its own."""
    with tempfile.TemporaryDirectory() as folder:
        made = repeated_dossier(gold, documents, Path(folder))
        done = subprocess.run(  # noqa: S603 - our own module, our own arguments
            [sys.executable, "-m", "eval.one_job", str(made), writer],
            capture_output=True,
            text=True,
            check=True,
            timeout=1500,
        )
    found: dict[str, float] = json.loads(done.stdout.splitlines()[-1])
    return found


def repeated_dossier(gold: GoldDossier, documents: int, folder: Path) -> Path:
    """A folder of that many text documents made from those of one gold dossier."""
    sources = sorted((gold.folder / "documents").glob("*.txt"))
    manifest = json.loads((gold.folder / "dossier.json").read_text(encoding="utf-8"))
    said = {entry["file"]: entry for entry in manifest["documents"]}
    entries = []
    (folder / "documents").mkdir()
    for number in range(documents):
        source, turn = sources[number % len(sources)], number // len(sources)
        name = f"{number:04d}_{source.name}"
        text = source.read_text(encoding="utf-8") + f"\nDocument {number + 1} du classeur.\n"
        (folder / "documents" / name).write_text(text, encoding="utf-8")
        entry = said.get(source.name, {"kind": "autre", "written_on": "2020-01-01"})
        year = int(entry["written_on"][:4]) - turn % 40
        entries.append({**entry, "file": name, "written_on": f"{year}{entry['written_on'][4:]}"})
    (folder / "dossier.json").write_text(json.dumps({**manifest, "documents": entries}), encoding="utf-8")
    return folder


def _figures(documents: int, found: dict[str, float]) -> Iterator[Figure]:
    for stage, seconds in found.items():
        if stage.startswith("stage "):
            yield count(f"{documents} documents/{stage.removeprefix('stage ')}", seconds, unit="s")
    yield count(f"{documents} documents/whole job", found["seconds"], unit="s", note="models already loaded")
    yield count(f"{documents} documents/peak memory", found["peak MB"], unit="MB")
    rate = found["characters"] / 1024 / found["seconds"]
    yield count(f"{documents} documents/throughput", rate, better="higher", unit="KB/s")


def _growth(measured: dict[int, dict[str, float]]) -> Iterator[Figure]:
    """The exponent between neighbouring sizes: 1 is linear."""
    sizes = sorted(measured)
    for small, big in pairwise(sizes):
        ratio = measured[big]["seconds"] / measured[small]["seconds"]
        exponent = math.log(ratio) / math.log(big / small)
        yield count(f"growth/{small} to {big}", exponent, unit="exponent", note="1 is linear")


def _threads() -> str:
    return os.environ.get("OMP_NUM_THREADS", "unset")
