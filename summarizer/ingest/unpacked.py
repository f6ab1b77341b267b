"""Whether a PDF unpacks to far more than any page holds: refused before a parser unpacks it.

It knows streams and Deflate; it refuses to know what they hold. Nothing is kept of what is counted.
"""

from __future__ import annotations

import re
import zlib
from collections.abc import Iterator

from summarizer.errors import DocumentTooLarge
from summarizer.ingest.limits import Deadline

#: A page of A3 scanned in colour at 600 points an inch, without compression.
MOST_BYTES = 210_000_000
#: Deflate packs 1,032 bytes into one at best (zlib's technical notes): a smaller stream cannot pass the bound.
_LEAST_PACKED = MOST_BYTES // 1032
_MOST_FILTERS = 4
_PIECE = 1 << 16
_STREAM = re.compile(rb"stream\r?\n")
_FILTER = re.compile(rb"/(?:FlateDecode|Fl)\b")
_LENGTH = re.compile(rb"/Length\s+(\d{1,12})(\s+\d+\s+R)?")
_DICTIONARY = 2_000


def check(data: bytes, deadline: Deadline) -> None:
    """Raises DocumentTooLarge when a stream unpacks to more than MOST_BYTES, or is packed again and again."""
    for match in _STREAM.finditer(data):
        if data[match.start() - 3 : match.start()] == b"end":
            continue
        before = data[max(0, match.start() - _DICTIONARY) : match.start()]
        before = before[before.rfind(b" obj") + 1 :]
        filters = len(_FILTER.findall(before))
        if filters > _MOST_FILTERS:
            raise DocumentTooLarge()
        if filters < 2 and _length(data, match.end(), before) < _LEAST_PACKED:
            continue
        pieces: Iterator[bytes] = (data[at : at + _PIECE] for at in range(match.end(), len(data), _PIECE))
        for _ in range(max(filters, 1)):
            pieces = _unpacked(pieces)
        total = 0
        for piece in pieces:
            deadline.check()
            total += len(piece)
            if total > MOST_BYTES:
                raise DocumentTooLarge()


def _length(data: bytes, start: int, dictionary: bytes) -> int:
    """How long a stream may be: readers believe what it declares, or look for its end. The longer counts."""
    end = data.find(b"endstream", start)
    said = _LENGTH.search(dictionary)
    if end < 0 or said is None or said[2]:
        return len(data) - start
    return max(end - start, min(int(said[1]), len(data) - start))


def _unpacked(pieces: Iterator[bytes]) -> Iterator[bytes]:
    """What was packed, a piece at a time; it ends where it is not Deflate."""
    unpack = zlib.decompressobj()
    try:
        for piece in pieces:
            while piece and not unpack.eof:
                yield unpack.decompress(piece, _PIECE)
                piece = unpack.unconsumed_tail
    except zlib.error:
        return
