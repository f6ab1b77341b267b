"""ISO 8601 dates, whole or partial, as strings: how far apart, and how a French reader writes them."""

from __future__ import annotations

from datetime import date


def days(earlier: str, later: str) -> int:
    """Days from one ISO date to another, partial ones taken at their start; 0 when one is missing."""
    if not earlier or not later:
        return 0
    return (_day(later) - _day(earlier)).days


def french(iso: str) -> str:
    """18/03/2024, 03/2024 or 2024."""
    return "/".join(reversed(iso.split("-")))


def _day(iso: str) -> date:
    fields = [int(part) for part in iso.split("-")] + [1, 1]
    return date(fields[0], fields[1], fields[2])
