"""Dates as French documents and HL7 headers write them, to ISO 8601.

It knows how a date is written, by hand, in letters, or damaged by recognition; it refuses to know what it is the date
of. What is not a real day is no date.
"""

from __future__ import annotations

import datetime
import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass

_MONTHS = {
    "janvier": 1, "janv": 1, "jan": 1, "fevrier": 2, "fevr": 2, "fev": 2, "mars": 3, "avril": 4, "avr": 4, "mai": 5,
    "juin": 6, "juillet": 7, "juil": 7, "aout": 8, "septembre": 9, "sept": 9, "octobre": 10, "oct": 10,
    "novembre": 11, "nov": 11, "decembre": 12, "dec": 12,
}  # fmt: skip
_NUMBERS = {
    "premier": 1, "un": 1, "deux": 2, "trois": 3, "quatre": 4, "cinq": 5, "six": 6, "sept": 7, "huit": 8, "neuf": 9,
    "dix": 10, "onze": 11, "douze": 12, "treize": 13, "quatorze": 14, "quinze": 15, "seize": 16, "vingt": 20,
    "vingts": 20, "trente": 30, "quarante": 40, "cinquante": 50, "soixante": 60, "cent": 100, "cents": 100,
    "mil": 1000, "mille": 1000,
}  # fmt: skip

# Letters that recognition puts for digits. They are read as digits only inside a date.
_D = r"[\dOoIl]"
_SPELT_NUMBER = "|".join(sorted(_NUMBERS, key=len, reverse=True))
_SPELT = rf"(?:(?:{_SPELT_NUMBER})(?:[ \-](?:et )?(?:{_SPELT_NUMBER})){{0,7}})"
_MONTH = (
    r"(?:janv(?:ier|\.)?|f[ée]v(?:rier|r\.|\.)?|mars|avr(?:i[l1]|\.)?|mai|juin|jui[l1](?:[l1]et|\.)?|ao[uû]t"
    r"|sept(?:e(?:m|rn)bre|\.)?|[o0]ct(?:[o0]bre|\.)?|nov(?:e(?:m|rn)bre|\.)?|d[ée]c(?:e(?:m|rn)bre|\.)?)"
)
_PATTERNS = tuple(
    re.compile(pattern, re.IGNORECASE)
    for pattern in (
        r"(?<![\w/.\-])(?P<y>(?:18|19|20)\d\d)-(?P<m>\d\d)-(?P<d>\d\d)(?!\d)",
        rf"(?<![\w/.,])(?P<d>{_D}{{1,2}}) ?(?P<s>[/.\-]) ?(?P<m>{_D}{{1,2}}) ?(?P=s) ?(?P<y>{_D}{{4}}|{_D}{{2}})"
        r"(?![\w/])",
        rf"(?<!\w)(?P<d>{_D}{{1,2}})(?:er| ?er)? +(?P<m>{_MONTH}) +(?P<y>{_D}{{4}})(?!\w)",
        rf"(?<!\w)(?P<d>{_SPELT}) (?P<m>{_MONTH}) (?P<y>{_D}{{4}}|{_SPELT})(?!\w)",
        r"(?<!\w)(?P<d>\d\d) (?P<m>\d\d) (?P<y>(?:19|20)\d\d)(?!\w)",
    )
)


@dataclass(frozen=True, slots=True, kw_only=True)
class WrittenDay:
    """A day as a line writes it, from `start` to `end`. `iso` reads a two-digit year as recent, `born` as a birth."""

    start: int
    end: int
    iso: str
    born: str


def days_in(line: str) -> list[WrittenDay]:
    """The days of one line, from left to right."""
    found: list[WrittenDay] = []
    for pattern in _PATTERNS:
        for match in pattern.finditer(line):
            day = _read(match)
            if day and not any(day.start < other.end and other.start < day.end for other in found):
                found.append(day)
    return sorted(found, key=lambda day: day.start)


def _read(match: re.Match[str]) -> WrittenDay | None:
    day, month, year = _number(match["d"]), _month(match["m"]), _number(match["y"])
    if not (day and month and year is not None):
        return None
    current = datetime.date.today().year
    short = len(match["y"]) == 2
    # A document may be dated some months ahead (an appointment); nobody is born in the future.
    recent, birth = (
        (year + (2000 if 2000 + year <= most else 1900)) if short else year for most in (current + 1, current)
    )
    iso, born = _day(recent, month, day), _day(birth, month, day)
    return WrittenDay(start=match.start(), end=match.end(), iso=iso, born=born) if iso and born else None


def _month(written: str) -> int | None:
    bare = "".join(c for c in unicodedata.normalize("NFD", written.lower()) if c.isalnum())
    if bare[:1].isdigit() and not bare[1:2].isalpha():
        return _number(written)
    return _MONTHS.get(bare.replace("1", "l").replace("0", "o").replace("rn", "m")) or _number(written)


def _number(written: str) -> int | None:
    digits = written.translate(str.maketrans("OoIl", "0011"))
    if digits.isdigit():
        return int(digits)
    words = [word for word in re.split(r"[ \-]", written.lower()) if word != "et"]
    return _spelt(words) if all(word in _NUMBERS for word in words) else None


def _spelt(words: list[str]) -> int:
    """Value of a French number in letters: mil neuf cent quatre-vingt-onze."""
    total = current = 0
    for word in words:
        value = _NUMBERS[word]
        if value == 1000:
            total, current = total + max(1, current) * 1000, 0
        elif value == 100:
            current = max(1, current) * 100
        elif value == 20 and current % 100 == 4:
            current += 76
        else:
            current += value
    return total + current


def _day(year: int, month: int, day: int) -> str | None:
    try:
        return datetime.date(year, month, day).isoformat() if 1850 <= year <= 2150 else None
    except ValueError:
        return None


def hl7_date(value: str | None) -> str | None:
    """ISO 8601 (YYYY, YYYY-MM or YYYY-MM-DD) of an HL7 v3 timestamp such as 20240318143000+0100 or 2024."""
    found = re.match(r"(\d{4})(\d{2})?(\d{2})?", value or "")
    if not found:
        return None
    return iso_prefix("-".join(part for part in found.groups() if part))


def iso_prefix(value: object) -> str | None:
    """The date of an ISO timestamp (FHIR), at the precision given; None when it is not one."""
    found = re.match(r"(\d{4})(?:-(\d{2})(?:-(\d{2}))?)?(?=$|T| )", value) if isinstance(value, str) else None
    if not found:
        return None
    year, month, day = found.groups()
    real = _day(int(year), int(month or 1), int(day or 1))
    return "-".join(part for part in (year, month, day) if part) if real else None


def lines_with_days(lines: list[str]) -> Iterator[tuple[int, str, WrittenDay]]:
    """Each day of each line, with the number of the line."""
    for number, line in enumerate(lines):
        for day in days_in(line):
            yield number, line, day
