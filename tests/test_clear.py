"""The search for what must not be in clear finds it in every form it knows, and nothing else."""

from __future__ import annotations

import base64
import json

import pytest

from tests.clear import said_in_clear

SECRET = "Odile Quenouillé"
SENTENCE = f"Madame {SECRET}, 72 ans"


@pytest.mark.parametrize(
    "data",
    [
        SENTENCE.encode(),
        SENTENCE.upper().encode(),
        SENTENCE.encode("latin-1"),
        SENTENCE.encode("utf-16"),
        json.dumps(SENTENCE).encode().replace(b"\\u00e9", b"\\xe9"),
        SENTENCE.encode().hex().encode(),
        *(base64.b64encode(b"x" * before + SENTENCE.encode()) for before in range(3)),
    ],
)
def test_a_secret_is_found(data: bytes) -> None:
    assert said_in_clear(b"\0\1" + data, [SECRET, "autre chose"]) == [SECRET]
    assert said_in_clear(data[:8], [SECRET]) == []


def test_a_short_number_is_found_as_a_number_of_its_own() -> None:
    assert said_in_clear(b'{"zip": "62170"}, 62170 Brimeux', ["62170"]) == ["62170"]
    assert said_in_clear(b"1764011796.6217084 a62170f9 6217000", ["62170"]) == []
