"""Dates as French documents and HL7 headers write them, to ISO 8601.

It knows how a date is written; it refuses to know what it is the date of. What is not a real day is no date.
"""

from __future__ import annotations

import datetime
import re
import unicodedata

_MONTHS = {
    "janvier": 1, "janv": 1, "jan": 1,
    "fevrier": 2, "fevr": 2, "fev": 2,
    "mars": 3, "mar": 3,
    "avril": 4, "avr": 4,
    "mai": 5,
    "juin": 6,
    "juillet": 7, "juil": 7,
    "aout": 8,
    "septembre": 9, "sept": 9,
    "octobre": 10, "oct": 10,
    "novembre": 11, "nov": 11,
    "decembre": 12, "dec": 12,
}  # fmt: skip

_WORD = r"(?:janv(?:ier|\.)?|f[ée]v(?:rier|r\.|\.)?|mars|avr(?:il|\.)?|mai|juin|juil(?:let|\.)?|ao[uû]t|sept(?:embre|\.)?|oct(?:obre|\.)?|nov(?:embre|\.)?|d[ée]c(?:embre|\.)?)"
# One written day: 04/10/2021, 04.10.21, 2021-10-04, 4 octobre 2021, 1er mars 1950.
DAY = (
    r"(?:\d{4}-\d{2}-\d{2}(?!\d)"
    r"|(?<![\d.,/])\d{1,2} ?[/.\-] ?\d{1,2} ?[/.\-] ?(?:\d{4}|\d{2})(?![\d/])"
    rf"|(?<!\d)\d{{1,2}}(?:er)?\s+{_WORD}\s+\d{{4}}(?!\d))"
)
_NUMERIC = re.compile(r"(\d{1,2}) ?[/.\-] ?(\d{1,2}) ?[/.\-] ?(\d{4}|\d{2})$")
_SPELT = re.compile(r"(\d{1,2})(?:er)?\s+([^\W\d]+)\.?\s+(\d{4})$")


def iso_day(written: str, *, birth: bool = False) -> str | None:
    """YYYY-MM-DD of one written day, None when it is not a day. Two-digit years: `birth` reads 38 as 1938."""
    written = written.strip()
    if found := re.match(r"(\d{4})-(\d{2})-(\d{2})$", written):
        return _day(int(found[1]), int(found[2]), int(found[3]))
    if found := _NUMERIC.match(written):
        return _day(_year(found[3], birth), int(found[2]), int(found[1]))
    if found := _SPELT.match(written.lower()):
        month = _MONTHS.get(_bare(found[2]))
        return _day(int(found[3]), month, int(found[1])) if month else None
    return None


def _bare(word: str) -> str:
    return "".join(c for c in unicodedata.normalize("NFD", word) if c.isalpha())


def _year(digits: str, birth: bool) -> int:
    if len(digits) == 4:
        return int(digits)
    current = datetime.date.today().year
    year = 2000 + int(digits)
    # A document may be dated some months ahead (an appointment); nobody is born in the future.
    return year - 100 if year > (current if birth else current + 1) else year


def _day(year: int, month: int, day: int) -> str | None:
    try:
        return datetime.date(year, month, day).isoformat() if year >= 1850 else None
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


def french(iso: str) -> str:
    """18/03/2024, 03/2024 or 2024."""
    return "/".join(reversed(iso.split("-")))
