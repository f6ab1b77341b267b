"""Dossiers an hour: a plain loop of the single-dossier command, a batch, its next night: `python -m eval.batches OUT`.

Everything runs in one go on the same dossiers, and each line gives seconds of the clock and of the processors: on a
machine that does other work too, the second is what to compare. Options it does not know are those of both commands.
"""

from __future__ import annotations

import argparse
import random
import resource
import shutil
import subprocess
import sys
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from eval.many import many

_NEW_SHARE = 0.05


@dataclass(frozen=True, slots=True, kw_only=True)
class Spent:
    """Seconds a dossier, of the clock and of the processors."""

    wall: float
    cpu: float


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("out", type=Path)
    parser.add_argument("--count", type=int, default=8)
    parser.add_argument(
        "--looped", type=int, default=2, help="Dossiers the loop is timed on: it costs the same for each."
    )
    parser.add_argument("--lines", default="loop,batch,night,single", help="single: a batch with one worker.")
    said, options = parser.parse_known_args()
    root = said.out / "root"
    many(root, count=said.count)
    held_back = hold_back(root, said.out / "tomorrow")
    lines: dict[str, Callable[[], object]] = {
        "loop": lambda: loop(sorted(root.iterdir())[: said.looped], said.out / "loop", options),
        "batch": lambda: batch(root, said.out / "batch", 2, options),
        "single": lambda: batch(root, said.out / "single", 1, options),
        "night": lambda: night(root, held_back, said.out / "batch", options),
    }
    found: dict[str, Spent] = {}
    for name in said.lines.split(","):
        found[name] = spent(lines[name], said.looped if name == "loop" else said.count)
        wall, cpu = found[name].wall, found[name].cpu
        against = ""
        if "loop" in found:
            against = (
                f"  clock x {found['loop'].wall / wall:.2f}, processors x {found['loop'].cpu / cpu:.2f} of the loop"
            )
        print(
            f"{name:8} a dossier: {wall:7.1f} s, {cpu:7.1f} processor s; {3600 / wall:7.1f} an hour{against}",
            flush=True,
        )
    if {"batch", "single"} <= set(found):
        print(f"two workers: clock x {found['single'].wall / found['batch'].wall:.2f} of one")


def spent(work: Callable[[], object], dossiers: int) -> Spent:
    started, before = time.perf_counter(), _children()
    work()
    return Spent(wall=(time.perf_counter() - started) / dossiers, cpu=(_children() - before) / dossiers)


def _children() -> float:
    usage = resource.getrusage(resource.RUSAGE_CHILDREN)
    return usage.ru_utime + usage.ru_stime


def loop(folders: list[Path], out: Path, options: list[str]) -> None:
    for folder in folders:
        _run("summarize", str(folder), "--out", str(out / folder.name), *options)


def batch(root: Path, out: Path, workers: int, options: list[str]) -> None:
    _run("batch", str(root), "--out", str(out), "--workers", str(workers), *options)


def hold_back(root: Path, aside: Path) -> list[tuple[Path, Path]]:
    """Sets one document in twenty aside, of the dossiers drawn: where it is, and where it will come."""
    files = [file for folder in sorted(root.iterdir()) for file in sorted((folder / "documents").iterdir())]
    held: list[tuple[Path, Path]] = []
    for file in random.Random(0).sample(files, max(1, round(_NEW_SHARE * len(files)))):  # noqa: S311 - repeatable
        waiting = aside / file.parent.parent.name / file.name
        waiting.parent.mkdir(parents=True, exist_ok=True)
        shutil.move(file, waiting)
        held.append((waiting, file))
    return held


def night(root: Path, held_back: list[tuple[Path, Path]], out: Path, options: list[str]) -> None:
    """The documents held back have come: the same batch again."""
    for waiting, file in held_back:
        shutil.move(waiting, file)
    batch(root, out, 2, options)


def _run(*words: str) -> None:
    done = subprocess.run([sys.executable, "-m", "summarizer.cli", *words], capture_output=True, check=False)  # noqa: S603 - our own command
    if done.returncode > 1:
        raise RuntimeError(f"summarizer {words[0]} ended with {done.returncode}")


if __name__ == "__main__":
    main()
