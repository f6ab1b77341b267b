"""What was served a moment ago is at hand, within bounds, and leaves with its dossier."""

from __future__ import annotations

import pytest

from api.recent import Recent


def test_a_rendering_is_found_again_under_its_tag_and_dossier() -> None:
    recent = Recent()
    recent.put("p1", "a", b"one")
    assert recent.get("p1", "a") == b"one"
    assert recent.get("p1", "b") is None
    assert recent.get("p2", "a") is None


def test_the_oldest_leave_when_there_are_too_many_bytes() -> None:
    recent = Recent(most_bytes=10)
    for tag in "abc":
        recent.put("p1", tag, b"1234")
    assert [recent.get("p1", tag) for tag in "abc"] == [None, b"1234", b"1234"]
    recent.put("p1", "large", b"x" * 11)
    assert recent.get("p1", "large") is None


def test_what_is_of_an_erased_dossier_leaves_at_once() -> None:
    recent = Recent()
    recent.put("p1", "a", b"one")
    recent.put("p2", "a", b"two")
    recent.forget("p1")
    assert recent.get("p1", "a") is None
    assert recent.get("p2", "a") == b"two"


def test_nothing_stays_longer_than_it_may(monkeypatch: pytest.MonkeyPatch) -> None:
    moment = [0.0]
    monkeypatch.setattr("api.recent.time.monotonic", lambda: moment[0])
    recent = Recent(seconds=60)
    recent.put("p1", "a", b"one")
    moment[0] = 59.0
    assert recent.get("p1", "a") == b"one"
    moment[0] = 60.0
    recent.sweep()
    assert repr(recent) == "Recent(0 bytes)"
