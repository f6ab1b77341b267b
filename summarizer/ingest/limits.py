"""How much of one file, and of one folder, is read before giving up.

It knows bounds and a deadline; it refuses to know any format. The bounds are far above real documents (the largest
public CDA example is 1.5 MB, the largest FHIR record 3.2 MB) and far below what exhausts a machine.
"""

from __future__ import annotations

import time
from dataclasses import dataclass

from summarizer.errors import DocumentTimeout


@dataclass(frozen=True, slots=True, kw_only=True)
class ReadLimits:
    """Bounds of reading. Sizes in bytes, `characters` of text, `seconds` of one document.

    `depth` is the nesting of XML or JSON; `embedded` that of documents inside documents; `resources` how many FHIR
    resources one bundle may hold; `ocr_seconds` bounds the recognition of one scanned page, `ocr_pages` how many of them are tried;
    `memory_bytes` is what a reading process may take (see `isolated`).
    """

    file_bytes: int = 50_000_000
    characters: int = 4_000_000
    pages: int = 1_000
    depth: int = 100
    embedded: int = 3
    resources: int = 50_000
    seconds: float = 120.0
    ocr_seconds: float = 60.0
    ocr_pages: int = 100
    files: int = 5_000
    memory_bytes: int = 4_000_000_000


DEFAULT_LIMITS = ReadLimits()


class Deadline:
    """The moment one document must be read by. Readers call `check` between pages, sections or resources."""

    def __init__(self, seconds: float) -> None:
        self._end = time.monotonic() + seconds

    def left(self) -> float:
        return max(0.0, self._end - time.monotonic())

    def check(self) -> None:
        """Raises DocumentTimeout once the moment has passed."""
        if self.left() <= 0:
            raise DocumentTimeout()
