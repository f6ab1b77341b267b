"""Dates in every form French documents give them. Knows calendars, not patients: which date is a birth date is
decided in `births`.

The same reader serves in both directions (hiding, shifting, putting back), so a date it does not see is
neither shifted on the way out nor on the way back.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from summarizer.identifiers.text import Written, compiled, matches
from summarizer.values import Span

MONTHS = {
    "janvier": 1, "janv": 1, "jan": 1, "fevrier": 2, "fevr": 2, "fev": 2, "mars": 3, "avril": 4, "avr": 4,
    "mai": 5, "juin": 6, "juillet": 7, "juil": 7, "aout": 8, "septembre": 9, "sept": 9, "sep": 9,
    "octobre": 10, "oct": 10, "novembre": 11, "nov": 11, "decembre": 12, "dec": 12,
}  # fmt: skip
_UNITS = {
    "premier": 1, "un": 1, "une": 1, "deux": 2, "trois": 3, "quatre": 4, "cinq": 5, "six": 6, "sept": 7, "huit": 8,
    "neuf": 9, "dix": 10, "onze": 11, "douze": 12, "treize": 13, "quatorze": 14, "quinze": 15, "seize": 16,
    "vingt": 20, "vingts": 20, "trente": 30, "quarante": 40, "cinquante": 50, "soixante": 60,
    "septante": 70, "octante": 80, "huitante": 80, "nonante": 90, "cent": 100, "cents": 100, "mille": 1000,
    "mil": 1000,
}  # fmt: skip

_WORD = "|".join(sorted(_UNITS, key=len, reverse=True))
_SPELT = rf"(?:(?:{_WORD})(?:[\s-]+(?:et[\s-]+)?(?:{_WORD}))*)"
_SPELT_YEAR = rf"(?:(?:mille|mil|deux[\s-]+mille?)(?:[\s-]+(?:et[\s-]+)?(?:{_WORD}))*|dix[\s-]+neuf[\s-]+cents?(?:[\s-]+(?:et[\s-]+)?(?:{_WORD}))*)"
_SPELT_DAY = (
    r"(?:premier|deux|trois|quatre|cinq|six|sept|huit|neuf|onze|douze|treize|quatorze|quinze|seize"
    r"|dix(?:[\s-](?:sept|huit|neuf))?|vingt(?:[\s-](?:et[\s-]un|deux|trois|quatre|cinq|six|sept|huit|neuf))?"
    r"|trente(?:[\s-]et[\s-]un)?)"
)
_MONTHS_OF_OCR: dict[str, int] = {}


def _as_scanned(month: str) -> str:
    """A pattern of the month and of what OCR makes of it: "avri1", "septernbre", "0ctobre"."""
    return "".join({"l": "[l1i]", "i": "[i1l]", "m": "(?:m|rn)", "o": "[o0]"}.get(c, c) for c in month)


def _without_ocr(month: str) -> str:
    return month.replace("rn", "m").replace("1", "i").replace("l", "i").replace("0", "o")


_MONTHS_OF_OCR.update((_without_ocr(name), number) for name, number in MONTHS.items())
_MONTH = "|".join(_as_scanned(name) for name in sorted(MONTHS, key=len, reverse=True))
# O, o, l, I and i stand for 0 and 1 where OCR damaged the page.
_DAY = r"(?:[012oO]?[1-9lIi]|[12lIi][0-9oO]|3[01olIi])"
_MONTH_NUMBER = r"(?:[0oO]?[1-9lIi]|[1lIi][0-2olIi])"
_YEAR4 = r"(?:1[89]|[lI]9|2[0oO])[0-9oOlI]{2}"

_NUMERIC = compiled(
    rf"(?<![\w/.,-])(?P<d>{_DAY})(?P<sep>\s?[/.|-]\s?|\s(?={_MONTH_NUMBER}\s{_YEAR4}))(?P<m>{_MONTH_NUMBER})"
    rf"(?:(?<=[\doOlIi])(?P<sep2>\s?[/.|-]\s?|\s(?={_YEAR4})))(?P<y>{_YEAR4}|'?[0-9]{{2}})(?![\w]|[/.-]\d)"
)
_ISO = compiled(
    r"(?<![\w/.-])(?P<y>(?:18|19|20)\d{2})(?P<sep>[-/.])(?P<m>0[1-9]|1[0-2])(?P=sep)(?P<d>0[1-9]|[12]\d|3[01])(?!\d)"
)
_NAMED = compiled(
    rf"(?<![\w-])(?:(?P<d>(?:{_DAY}|1\s?er)|{_SPELT_DAY})[\s,.-]{{0,3}})?(?P<m>{_MONTH})(?:\b|(?=[12]\d{{3}}))[\s.,-]{{0,3}}"
    rf"(?:(?P<d2>{_DAY})\s?,\s?)?(?P<y>{_YEAR4}|{_SPELT_YEAR}|(?<!\n[ ]{{0,2}})'?[0-9]{{2}}(?![\d,./:]|\s?(?:h|mg|g|ml|%|cp|ans|mois|jours?|sem)\b))(?!\d)"
)
_SPELT_NUMERIC = compiled(rf"(?<!\w)(?P<d>{_SPELT_DAY})\s(?P<m>0[1-9]|1[0-2])\s(?P<y>{_YEAR4}|{_SPELT_YEAR})(?!\w)")
_SPACED = compiled(
    r"(?<![\w]|(?<!\d)\d\s)(?P<d>[0-3]\s\d)\s(?P<m>[01]\s\d)\s(?P<y>(?:1\s[89]|2\s0)\s\d\s\d)(?!\w|\s\d(?:\s\d|\b))"
)
_MONTH_YEAR = compiled(r"(?<![\w/.,-])(?P<m>0[1-9]|1[0-2])\s?/\s?(?P<y>(?:19|20)\d{2})(?![\w/])")
_YEAR_ALONE = compiled(r"(?<![\w/.,-])(?P<y>19[0-9]{2}|20[0-4][0-9])(?![\w]|[,.]\d|\s?(?:mg|g|ml|kcal|ui|cp|m2|ppm)\b)")


@dataclass(frozen=True, slots=True, kw_only=True)
class FoundDate:
    """A date as written: `span` covers it, `year_span` its year. A two-digit year is read with a pivot at 30."""

    span: Span
    year_span: Span
    year: int
    month: int | None
    day: int | None
    short_year: bool = False

    def is_day(self, iso: str) -> bool:
        """Whether it is that day (YYYY-MM-DD), whatever the century of a two-digit year."""
        year, month, day = (int(part) for part in iso.split("-"))
        same_year = self.year % 100 == year % 100 if self.short_year else self.year == year
        return same_year and self.month == month and self.day == day

    def iso(self) -> str:
        parts = [f"{self.year:04d}"]
        if self.month:
            parts.append(f"{self.month:02d}")
            if self.day:
                parts.append(f"{self.day:02d}")
        return "-".join(parts)


def spelt_number(words: str) -> int:
    """Value of a French number in letters, as in "mille neuf cent soixante-dix-huit"."""
    total = current = 0
    for word in words.replace("-", " ").split():
        if word == "et":
            continue
        value = _UNITS[word]
        if value == 1000:
            total, current = total + max(current, 1) * 1000, 0
        elif value == 100:
            current = max(current, 1) * 100
        elif value == 20 and current % 100 == 4:
            current += 76
        else:
            current += value
    return total + current


def _number(written: str) -> int:
    plain = written.strip("' ").replace(" ", "")
    if plain.startswith("1er"):
        return 1
    digits = plain.translate(str.maketrans("oOlIi", "00111"))
    return int(digits) if digits.isdigit() else spelt_number(written)


def _read(match: object, month_named: bool) -> FoundDate | None:
    group = match.groupdict()  # type: ignore[attr-defined]
    span = Span(*match.span())  # type: ignore[attr-defined]
    year_span = Span(*match.span("y"))  # type: ignore[attr-defined]
    try:
        year = _number(group["y"])
        month = _MONTHS_OF_OCR[_without_ocr(group["m"])] if month_named else _number(group["m"])
        written_day = group.get("d") or group.get("d2")
        day = _number(written_day) if written_day else None
    except (KeyError, ValueError):
        return None
    short = year < 100
    if short:
        year += 1900 if year > 30 else 2000
    if not (1 <= month <= 12 and (day is None or 1 <= day <= 31) and 1850 <= year <= 2150):
        return None
    return FoundDate(span=span, year_span=year_span, year=year, month=month, day=day, short_year=short)


def find_dates(written: Written, *, years_alone: bool = False) -> tuple[FoundDate, ...]:
    """Every date with a year, sorted, none overlapping. `years_alone` adds bare years ("en 2012")."""
    found: list[FoundDate] = []
    for pattern, named in (
        (_SPACED, False),
        (_ISO, False),
        (_NAMED, True),
        (_SPELT_NUMERIC, False),
        (_NUMERIC, False),
        (_MONTH_YEAR, False),
    ):
        for match in matches(pattern, written.folded):
            date = _read(match, named)
            if date is None or (pattern is _NUMERIC and not _numeric_is_a_date(match)):
                continue
            if not any(date.span.overlaps(other.span) for other in found):
                found.append(date)
    if years_alone:
        for match in matches(_YEAR_ALONE, written.folded):
            span = Span(*match.span())
            if not any(span.overlaps(other.span) for other in found):
                found.append(FoundDate(span=span, year_span=span, year=int(match["y"]), month=None, day=None))
    return tuple(sorted(found, key=lambda date: date.span))


def with_boxes(written: Written, dates: Sequence[FoundDate], boxes: Sequence[Span]) -> tuple[FoundDate, ...]:
    """The dates, with those written one digit a box inside a longer run of digits."""
    more = []
    for box in boxes:
        if not any(box.overlaps(date.span) for date in dates):
            match = _SPACED.fullmatch(written.folded[box.start : box.end])
            date = _read(match, False) if match else None
            if date is not None:
                span = Span(box.start, box.end)
                year = Span(box.start + date.year_span.start, box.start + date.year_span.end)
                more.append(replace(date, span=span, year_span=year))
    return tuple(sorted((*dates, *more), key=lambda date: date.span))


def _numeric_is_a_date(match: object) -> bool:
    """Spaces separate a date only when the year has four digits, and both separators are alike."""
    first, second, year = (match[name] for name in ("sep", "sep2", "y"))  # type: ignore[index]
    spaced = first.isspace() or second.isspace()
    if spaced:
        return len(year) == 4 and len(match["d"]) == 2 and len(match["m"]) == 2  # type: ignore[index]
    alike = first.strip() == second.strip()
    if alike and first.strip() == "." and len(match["d"]) == 2 and year.isdigit() and int(year) > 31:  # type: ignore[index]
        return True
    # "1.2.15" numbers a heading more often than it dates an event; "12-15-20" is a schedule.
    return (alike and (first.strip() not in (".", "-") or len(year.strip("'")) == 4 or len(match["m"]) == 2)) or len(  # type: ignore[index]
        year
    ) == 4
