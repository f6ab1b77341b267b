"""Moving dates by whole years, and back: months, seasons and ages stay true. Knows calendars only.

Only the year of a date is rewritten, in the form it had; days and months are never touched.
"""

from __future__ import annotations

from calendar import isleap

from summarizer.identifiers.dates import FoundDate, find_dates
from summarizer.identifiers.text import Written


def shifts(text: str) -> tuple[FoundDate, ...]:
    """Every date of the text that has a year, bare years included."""
    return find_dates(Written.of(text), years_alone=True)


def shifted_year(date: FoundDate, written_year: str, years: int) -> str | None:
    """The year to write instead, in the same form (two digits, spaced); None when the day would not exist then.

    Two-digit years wrap within the pivot of the reader; one that would leave it is refused as well.
    """
    year = date.year + years
    if date.month == 2 and date.day == 29 and not isleap(year):
        return None
    if date.short_year:
        if not 1931 <= year <= 2030:
            return None
        return ("'" if written_year.startswith("'") else "") + f"{year % 100:02d}"
    digits = f"{year:04d}"
    return " ".join(digits) if written_year[1:2] == " " else digits


def shift_iso(iso: str | None, years: int) -> str | None:
    """YYYY, YYYY-MM or YYYY-MM-DD moved; 29 February becomes 28 in a year that has none."""
    if iso is None or not years:
        return iso
    year = int(iso[:4]) + years
    rest = iso[4:]
    return f"{year:04d}" + ("-02-28" if rest == "-02-29" and not isleap(year) else rest)
