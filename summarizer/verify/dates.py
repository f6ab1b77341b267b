"""Reads the dates of French clinical text, and finds those of a claim in its evidence.

It knows numeric and spelt dates, whole or partial, and that a date without a year in a document takes the year of
the document. It refuses to guess a century beyond two-digit years, or a day from a month.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

_MONTHS = {
    "janvier": 1, "janv": 1, "février": 2, "fevrier": 2, "fév": 2, "févr": 2, "mars": 3, "avril": 4, "avr": 4, "mai": 5,
    "juin": 6, "juillet": 7, "juil": 7, "août": 8, "aout": 8, "septembre": 9, "sept": 9, "octobre": 10, "oct": 10,
    "novembre": 11, "nov": 11, "décembre": 12, "decembre": 12, "déc": 12, "dec": 12,
}  # fmt: skip
_MONTH = "|".join(sorted(_MONTHS, key=len, reverse=True))
_PATTERN = re.compile(
    r"(?i)(?P<iso>\b(?:19|20)\d\d-\d\d(?:-\d\d)?\b)"
    r"|(?P<numeric>(?<![\d/.,])(?:0?[1-9]|[12]\d|3[01])(?P<sep>[/.-])(?:0?[1-9]|1[0-2])(?P=sep)(?:(?:19|20)\d\d|\d\d)(?![\d/]))"
    r"|(?P<monthyear>(?<![\d/.,])(?:0[1-9]|1[0-2])/(?:19|20)\d\d(?![\d/]))"
    r"|(?P<daymonth>(?<![\d/.,])(?:0[1-9]|[12]\d|3[01])/(?:0[1-9]|1[0-2])(?![\d/]|\s*(?:mmhg|mg|µg)))"
    rf"|(?P<spelt>\b(?:(?P<day>1er|[12]\d|3[01]|0?[1-9])\s+)?(?P<month>{_MONTH})\b\.?(?:\s+(?:de\s+)?(?P<year>(?:19|20)\d\d|\d\d(?!\s*(?:mg|µg|h\b|%|:|[.,]\d)))\b)?)"
    r"|(?P<yearonly>(?<![\d/.,-])(?:19[2-9]\d|20[0-4]\d)(?![\d/]|[.,]\d|\s*(?:mg|µg|ml|g\b|ui|u\b|kcal|%|/)))"
)


@dataclass(frozen=True, slots=True)
class PartialDate:
    """A date as far as it is given: any of its fields may be None."""

    year: int | None
    month: int | None
    day: int | None

    def __str__(self) -> str:
        parts = (f"{self.day:02d}" if self.day else None, f"{self.month:02d}" if self.month else None)
        return "/".join([part for part in parts if part] + ([str(self.year)] if self.year else []))

    def iso(self) -> str | None:
        """ISO 8601, as far as given; None without a year."""
        if self.year is None:
            return None
        month = f"-{self.month:02d}" if self.month else ""
        return f"{self.year}{month}" + (f"-{self.day:02d}" if self.month and self.day else "")

    def within(self, other: PartialDate) -> bool:
        """Whether this date says nothing that `other` does not."""
        pairs = ((self.year, other.year), (self.month, other.month), (self.day, other.day))
        return all(mine is None or mine == theirs for mine, theirs in pairs)


def dates(text: str) -> tuple[tuple[PartialDate, int, int], ...]:
    """Every date of `text` with its half-open offsets, in order."""
    return tuple((date, m.start(), m.end()) for m in _PATTERN.finditer(text) if (date := _parse(m)) is not None)


def without_dates(text: str) -> str:
    """`text` with its dates blanked, offsets kept."""
    for _, start, end in dates(text):
        text = text[:start] + " " * (end - start) + text[end:]
    return text


def missing_dates(claim: str, evidence: Iterable[tuple[str, str | None]]) -> tuple[PartialDate, ...]:
    """The dates of the claim that no evidence holds.

    `evidence` gives each passage with the ISO date of its document: that date itself may be stated, and completes the
    dates of the passage that have no year, with its own year or the one before.
    """
    held: list[PartialDate] = []
    for text, written_on in evidence:
        document = parse_iso(written_on)
        if document:
            held.append(document)
        for date, _, _ in dates(text):
            held.append(date)
            if date.year is None and document and document.year:
                held.append(completed(date, document))
    return tuple(date for date, _, _ in dates(claim) if not any(date.within(other) for other in held))


def completed(date: PartialDate, document: PartialDate) -> PartialDate:
    """A date without year, read in a document: the last such day that is not after the document."""
    if date.year is not None or document.year is None:
        return date
    later = document.month is not None and (date.month or 0, date.day or 0) > (document.month, document.day or 31)
    return PartialDate(document.year - 1 if later else document.year, date.month, date.day)


def parse_iso(iso: str | None) -> PartialDate | None:
    """The fields of an ISO 8601 date, whole or partial; None when there is none."""
    if not iso or not re.fullmatch(r"\d{4}(?:-\d\d){0,2}", iso):
        return None
    fields = [int(field) for field in iso.split("-")] + [None, None]
    return PartialDate(fields[0], fields[1], fields[2])


def _parse(match: re.Match[str]) -> PartialDate | None:
    if match["iso"]:
        return parse_iso(match["iso"])
    if match["numeric"]:
        day, month, year = (int(part) for part in re.split(r"[/.-]", match["numeric"]))
        return PartialDate(_full_year(year), month, day)
    if match["monthyear"]:
        month, year = (int(part) for part in match["monthyear"].split("/"))
        return PartialDate(year, month, None)
    if match["daymonth"]:
        day, month = (int(part) for part in match["daymonth"].split("/"))
        return PartialDate(None, month, day)
    if match["yearonly"]:
        return PartialDate(int(match["yearonly"]), None, None)
    spelt_day = match["day"]
    spelt = 1 if spelt_day and spelt_day.lower() == "1er" else int(spelt_day) if spelt_day else None
    short = int(match["year"]) if match["year"] else None
    name = match["month"].lower()
    if name in ("sept", "oct", "dec", "nov", "avr") and spelt is None and short is None:
        return None  # "sept" alone is a number
    return PartialDate(_full_year(short) if short is not None else None, _MONTHS[name], spelt)


def _full_year(year: int) -> int:
    if year >= 100:
        return year
    return 2000 + year if year <= 49 else 1900 + year
