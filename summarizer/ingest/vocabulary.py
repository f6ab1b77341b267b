"""Lists of words, written as one reads them."""

from __future__ import annotations


def words(written: str) -> frozenset[str]:
    """The words of one string, as a set."""
    return frozenset(written.split())
