"""Reads the dates a sentence gives, and which of them dates a finding.

It knows French ways of writing dates, complete or not, and gives a day without a year the year that the document's
own date makes likely. It refuses to date anything by the document's date: that is for the reader of findings.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

_MONTHS = {
    "janvier": 1, "janv": 1, "jan": 1, "fevrier": 2, "fevr": 2, "fev": 2, "mars": 3, "avril": 4, "avr": 4, "mai": 5,
    "juin": 6, "juillet": 7, "juil": 7, "aout": 8, "septembre": 9, "sept": 9, "octobre": 10, "oct": 10,
    "novembre": 11, "nov": 11, "decembre": 12, "dec": 12,
}  # fmt: skip
_MONTH = "|".join(sorted(_MONTHS, key=len, reverse=True))
_DATE = re.compile(
    rf"(?<![\d/.,])(?P<iso>(?:19|20)\d\d-\d\d-\d\d)(?!\d)"
    rf"|(?<![\d/.,])(?P<d1>[0-3]?\d)\s?[/.\-]\s?(?P<m1>[01]?\d)(?:\s?[/.\-]\s?(?P<y1>(?:19|20)\d\d)|\s?[/.]\s?(?P<z1>\d\d))(?![\d/])"
    rf"|(?<![\d/])(?P<d2>[0-3]?\d)(?:er)?\s+(?P<m2>{_MONTH})\b\.?(?:\s+(?P<y2>(?:19|20)\d\d|\d\d(?!\s*(?:h|:|mg|ans|%))(?=\b)))?"
    rf"|\b(?P<m3>{_MONTH})\b\.?\s+(?P<y3>(?:19|20)\d\d|'?\d\d(?=\s*(?:[,;.)]|$)))"
    rf"|(?<![\d/.,])(?P<m4>[01]?\d)/(?P<y4>(?:19|20)\d\d)(?![\d/])"
    rf"|\b(?:le|du|au|des|depuis|depuis le|jusqu'au|avant le|apres le|vers le|ce|en date du|arret|fait|stop|prevue?|a partir du)\s+(?P<d5>[0-3]?\d)[/.](?P<m5>[01]?\d)(?![\d/%]|\s*(?:mg|g/|ml|mmhg|cm))"
    rf"|\b(?:en|depuis|vers|fin|debut|mi-?|courant|l'ete|l'hiver|de|du mois de|depuis le mois de|mois de|d')\s*(?P<m6>{_MONTH})\b(?!\.?\s+'?\d\d)"
    rf"|(?:\b(?:en|depuis|vers|fin|debut|mi-?|courant|de|des|annee|(?<=\())\s*|\(|(?<=, )|(?<=- ))(?P<y7>(?:19[2-9]|20[0-4])\d)(?![\d/.,-]\d|\d|\s*(?:mg|ml|g\b|ui|kcal))"
    rf"|\b(?P<y8>(?:19[2-9]|20[0-4])\d)(?=\s*(?::|\)|$))|(?<=[a-z)+] )(?P<y0>(?:19[5-9]|20[0-4])\d)(?=\s*(?:[,;.(]\s?(?!\d)|(?:pour|sur|traite\w*|par|avec|opere\w*)\b))"
    rf"|^\s*(?P<d9>[0-3]?\d)/(?P<m9>[01]?\d)(?=\s*(?:\d{{1,2}}\s?h|:|-\s|–\s))|^\s*(?P<d0>[0-3]\d)/(?P<m0>[01]\d)(?=\s)"
)


@dataclass(frozen=True, slots=True)
class Date:
    """A date written at `start`..`end`; `iso` is YYYY, YYYY-MM or YYYY-MM-DD."""

    start: int
    end: int
    iso: str


def dates_in(folded: str, written_on: str | None) -> list[Date]:
    """The dates of a folded text, in order. `written_on` places those without a year."""
    return list(_dates(folded, written_on))


def _dates(folded: str, written_on: str | None) -> Iterator[Date]:
    for match in _DATE.finditer(folded):
        if _BIRTH.search(folded[max(0, match.start() - 30) : match.start()]):
            continue
        parts = {name[0]: value for name, value in match.groupdict().items() if value and name != "iso"}
        planned = _PLANNED.search(folded[max(0, match.start() - 22) : match.start() + 4]) is not None
        year = parts.get("y") or parts.get("z")
        iso = match["iso"] or _iso(parts.get("d"), parts.get("m"), year, written_on, planned=planned)
        if iso is not None:
            yield Date(match.start(), match.end(), iso)


def _iso(day: str | None, month: str | None, year: str | None, written_on: str | None, *, planned: bool) -> str | None:
    number = (_MONTHS.get(month.rstrip(".")) or int(month)) if month and (month in _MONTHS or month.isdigit()) else None
    if number is not None and not 1 <= number <= 12:
        return None
    if day is not None and not 1 <= int(day) <= 31:
        return None
    full = _century(year, written_on) if year else None
    if full is None:
        if number is None or not written_on:
            return None
        full = _likely_year(number, int(day) if day else None, written_on, planned=planned)
    if number is None:
        return full
    return f"{full}-{number:02d}" + (f"-{int(day):02d}" if day else "")


def _century(year: str, written_on: str | None) -> str:
    year = year.lstrip("'")
    if len(year) == 4:
        return year
    now = int((written_on or "2030")[2:4])
    return f"20{year}" if int(year) <= now + 1 else f"19{year}"


def _likely_year(month: int, day: int | None, written_on: str, *, planned: bool) -> str:
    """The year that puts the day last before the document, or up to two months after it; next after it if planned."""
    year = int(written_on[:4])
    if len(written_on) < 7:
        return str(year)
    now = int(written_on[5:7]) * 31 + (int(written_on[8:10]) if len(written_on) >= 10 else 31)
    then = month * 31 + (day or 1)
    if planned:
        return str(year if then >= now else year + 1)
    if then > now + 62:
        return str(year - 1)
    if then < now - 10 * 31:
        # A day of early January in a document of December is more likely to come than to be long past.
        return str(year + 1)
    return str(year)


_PLANNED = re.compile(
    r"\b(?:prevu|prochain|programm|a prevoir|a faire|a debuter|rendez.vous|rdv|planifi|reconvoqu|a revoir|revoir)"
)
_ADJACENT = re.compile(r"\s?\((?:soins \w+ |en |pour |un |une )*")
_TO = re.compile(r"\s*(?:au?|-|jusqu'au)\s*(?:le )?")
_BIRTH = re.compile(r"(?:\bnee?\b|\bddn\b|naissance)[^,;.]{0,25}$")
_BREAK = re.compile(r"[;](?=\s)|\.(?=\s)|,(?=\s)|\n\s*[-•]")
_LEAD = re.compile(r"^[^,;.]{0,60}$")


def date_of(start: int, end: int, dates: Sequence[Date], folded: str, others: Sequence[tuple[int, int]]) -> str | None:
    """The date of the finding at `start`..`end`: one that follows it in its clause, one before it there, one that
    opens the sentence. `others` are the places of the sentence's other findings: a date next to one is its own.
    """
    for date in dates:
        if start <= date.start and date.end <= end:
            return date.iso
    adjacent = next(
        (i for i, d in enumerate(dates) if d.end <= start and _ADJACENT.fullmatch(folded, d.end, start)), None
    )
    if adjacent is not None:
        # "admission le 21/11 (en péril imminent), sortie le 19/12": the date beside it is its own.
        return _first_day(dates[: adjacent + 1], folded)
    following = [d for d in dates if d.start >= end and not _BREAK.search(folded, end, d.start)]
    for date in following:
        if not any(end <= s < date.start for s, _ in others):
            return date.iso
    preceding = [d for d in dates if d.end <= start]
    if preceding:
        last = preceding[-1]
        first = _first_day(preceding, folded)
        broken = _BREAK.search(folded, last.end, start)
        if not broken and not any(
            s < last.start and e > last.start - 40 and not _BREAK.search(folded, e, last.start)
            for s, e in others
            if e <= last.start
        ):
            return first
        if _opens(folded, last, others):
            return first
    if following and _joined(folded, end, following[0], others):
        return following[0].iso
    return None


def _first_day(dates: Sequence[Date], folded: str) -> str:
    """The last of `dates`, or the day its period began: "hospitalisée du 18/02 au 10/03 pour ..."."""
    if len(dates) > 1 and _TO.fullmatch(folded, dates[-2].end, dates[-1].start):
        return dates[-2].iso
    return dates[-1].iso


def _joined(folded: str, end: int, date: Date, others: Sequence[tuple[int, int]]) -> bool:
    """ "KARDEGIC et TAHOR arrêtés en 2023" dates both."""
    between = [s for s, _ in others if end <= s < date.start]
    return (
        len(between) == 1
        and re.fullmatch(r"\s*(?:et|/|\+|ou)\s*(?:d[eu]s? |l[ea] |d'|l')?\s*", folded[end : between[0]]) is not None
    )


def _opens(folded: str, date: Date, others: Sequence[tuple[int, int]]) -> bool:
    """ "Biologie du 20 septembre 21 : ..." dates all that follows."""
    first = not any(s < date.start for s, _ in others)
    mark = re.match(r"\s*(?:\([^)]*\)\s*)?([:,])", folded[date.end :])
    return first and mark is not None and (mark[1] == ":" or date.start <= 12)
