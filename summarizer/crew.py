"""The workers of a batch on this machine: processes of `summarizer work`, started again when they die.

It knows processes; it refuses to know what they do. They can be ended at any moment: what they had begun is resumed.
"""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path
from types import TracebackType

from summarizer.errors import WorkersLost

_STOPPING_SECONDS = 5.0
#: Deaths in a row, without a dossier done between, after which starting workers again is no help.
_DEATHS = 10


class Crew:
    """`count` workers with that environment; their log (ids, counts, names of errors) goes to `log`."""

    def __init__(self, count: int, environment: Mapping[str, str], log: Path) -> None:
        # One thread each: processes share the cores better than threads do, and a draft does not depend on how many.
        # Beside this process: they end with it, whatever ends it.
        threads = {"OMP_NUM_THREADS": "1", "MKL_NUM_THREADS": "1", "SUMMARIZER_BESIDE": str(os.getpid())}
        self._environment = dict(environment) | threads
        self._log = log
        self._deaths = 0
        self._processes: list[subprocess.Popen[bytes]] = [self._start() for _ in range(count)]

    def __enter__(self) -> Crew:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, traceback: TracebackType | None
    ) -> None:
        self.stop()

    @property
    def pids(self) -> tuple[int, ...]:
        return tuple(process.pid for process in self._processes)

    def _start(self) -> subprocess.Popen[bytes]:
        with self._log.open("ab") as log:
            # A session of its own: Ctrl-C reaches the batch, which then stops its workers.
            return subprocess.Popen(
                [sys.executable, "-m", "summarizer.cli", "work"],
                env=self._environment,
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
                start_new_session=True,
            )

    def progressed(self) -> None:
        self._deaths = 0

    def replace_the_dead(self) -> None:
        """Raises WorkersLost when they die and die again."""
        for place, process in enumerate(self._processes):
            if process.poll() is not None:
                self._deaths += 1
                if self._deaths > _DEATHS:
                    raise WorkersLost(f"Workers end as soon as they start (status {process.returncode}).")
                self._processes[place] = self._start()

    def stop(self) -> None:
        for process in self._processes:
            process.terminate()
        for process in self._processes:
            try:
                process.wait(timeout=_STOPPING_SECONDS)
            except subprocess.TimeoutExpired:
                process.kill()
                process.wait()
