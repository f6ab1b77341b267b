"""Streams that unpack to far more than a page: counted without being kept, refused before a parser sees them."""

from __future__ import annotations

import tracemalloc
import zlib

import pytest

from summarizer.errors import DocumentTimeout, DocumentTooLarge
from summarizer.ingest import unpacked
from summarizer.ingest.limits import Deadline

ZEROS = bytes(1 << 20)


def packed(megabytes: int, level: int = 9) -> bytes:
    pack = zlib.compressobj(level)
    return b"".join([*(pack.compress(ZEROS) for _ in range(megabytes)), pack.flush()])


def pdf(content: bytes, said: bytes = b"/Filter /FlateDecode", length: bytes | None = None) -> bytes:
    told = b"%d" % len(content) if length is None else length
    return b"%%PDF-1.7\n4 0 obj\n<< /Length %s %s >>\nstream\r\n%s\nendstream\nendobj\n" % (told, said, content)


BOMB = packed(300)


@pytest.mark.parametrize(
    "data",
    [
        pytest.param(pdf(BOMB), id="one stream"),
        pytest.param(pdf(BOMB, b""), id="a filter said elsewhere"),
        pytest.param(pdf(BOMB, b"/Filter [/Fl]"), id="a filter by its short name"),
        pytest.param(pdf(BOMB, length=b"9 0 R"), id="a length said elsewhere"),
        pytest.param(pdf(BOMB, length=b"7"), id="a length that lies"),
        pytest.param(pdf(zlib.compress(BOMB), b"/Filter [/FlateDecode /FlateDecode]"), id="packed twice"),
        pytest.param(pdf(b"x", b"/Filter [" + b"/FlateDecode " * 5 + b"]"), id="packed five times"),
    ],
)
def test_a_bomb_is_refused_and_not_kept(data: bytes) -> None:
    tracemalloc.start()
    with pytest.raises(DocumentTooLarge):
        unpacked.check(data, Deadline(60))
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert peak < 20_000_000


@pytest.mark.parametrize(
    "data",
    [
        pytest.param(pdf(packed(150)), id="a large blank scan"),
        pytest.param(pdf(b"\xff\xd8" + bytes(300_000), b"/Filter /DCTDecode"), id="a photograph"),
        pytest.param(pdf(b"BT (A) Tj ET", b""), id="not packed"),
        pytest.param(b"%PDF-1.7\nstream\n", id="cut short"),
    ],
)
def test_what_a_page_can_hold_passes(data: bytes) -> None:
    unpacked.check(data, Deadline(60))


def test_counting_keeps_the_deadline() -> None:
    with pytest.raises(DocumentTimeout):
        unpacked.check(pdf(BOMB), Deadline(0))
