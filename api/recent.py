"""Renderings served a moment ago, in memory: fifty readers of one summary do not unseal and unpack it fifty times.

It knows bytes and how long they may stay; it refuses to decide who may read them: whoever asks was let in before.
Bounded in bytes and in time, and what is of an erased dossier leaves at once.
"""

from __future__ import annotations

import threading
import time
from collections import OrderedDict

_MOST_BYTES = 16_000_000
_SECONDS = 60.0


class Recent:
    def __init__(self, *, most_bytes: int = _MOST_BYTES, seconds: float = _SECONDS) -> None:
        self._most = most_bytes
        self._seconds = seconds
        self._held: OrderedDict[tuple[str, str], tuple[float, bytes]] = OrderedDict()
        self._bytes = 0
        self._one = threading.Lock()

    def __repr__(self) -> str:
        return f"Recent({self._bytes} bytes)"

    def get(self, dossier_id: str, tag: str) -> bytes | None:
        with self._one:
            self._let_go()
            found = self._held.get((dossier_id, tag))
            return found[1] if found is not None else None

    def put(self, dossier_id: str, tag: str, content: bytes) -> None:
        with self._one:
            self._drop((dossier_id, tag))
            self._held[dossier_id, tag] = (time.monotonic() + self._seconds, content)
            self._bytes += len(content)
            self._let_go()

    def forget(self, dossier_id: str) -> None:
        with self._one:
            for key in [key for key in self._held if key[0] == dossier_id]:
                self._drop(key)

    def sweep(self) -> None:
        """Lets go of what has been here long enough, when nobody asks for anything."""
        with self._one:
            self._let_go()

    def _let_go(self) -> None:
        moment = time.monotonic()
        # In order of arrival: the first to go are the first.
        while self._held and (self._bytes > self._most or next(iter(self._held.values()))[0] <= moment):
            self._drop(next(iter(self._held)))

    def _drop(self, key: tuple[str, str]) -> None:
        gone = self._held.pop(key, None)
        self._bytes -= len(gone[1]) if gone is not None else 0
