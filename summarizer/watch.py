"""Times the stages of a run and tells a listener where it is. It knows names and durations, never text."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager


def silent(stage: str) -> None:
    """A listener that does nothing."""


class Watch:
    """Seconds per stage. `listener` is called with each stage's name as it begins."""

    def __init__(self, listener: Callable[[str], None] = silent) -> None:
        self._listener = listener
        self.seconds: dict[str, float] = {}

    @contextmanager
    def stage(self, name: str) -> Iterator[None]:
        self._listener(name)
        started = time.perf_counter()
        try:
            yield
        finally:
            self.seconds[name] = round(self.seconds.get(name, 0.0) + time.perf_counter() - started, 3)
