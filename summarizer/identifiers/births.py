"""Which dates are birth dates. Knows the words and layouts around them, and the year a NIR gives.

A date of an event is never hidden for being old: dates make the summary. A birth date is hidden wherever it is.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from summarizer.identifiers.dates import FoundDate, find_dates
from summarizer.identifiers.text import Written, compiled, matches
from summarizer.values import Identifier, Label, Span

_BEFORE = compiled(
    r"(?:\bnee?s?(?:\(e\))?\s(?:[\w'-]+\s){0,4}?(?:le|en|au|a\s[\w\s'-]{2,30}\s?,?\s?le|:)?\s?:?\s?(?:lundi|mardi|mercredi|jeudi|vendredi|samedi|dimanche)?\s?"
    r"|\bnee?\s?\(e\)\s(?:le|:)?\s?|\bnee?\s?:\s?|\bn[ée]e?\sle\s?:?\s?|\bn\(e\)e?\sle\s"
    r"|\b(?:ddn|d\.\s?d\.\s?n\.?|dn|dnaiss|date\s(?:de\s)?nais\w*\.?|d\.\s?naiss\w*\.?|naissance|naiss\.?)\b[\s:=|()-]{0,6}(?:le\s)?(?:\([^)\n]{0,20}\))?[\s:|]{0,4})$"
)
_NOT_BEFORE = compiled(r"(?:nouve\w+.nees?|annees?)\W*$")
_AGE_AFTER = compiled(r"^\s?[,;(/|-]{0,2}\s?(?:\(?age\s?:?\s?)?\(?\d{1,3}\s?(?:ans?\b|a\b)")
_SEX_BEFORE = compiled(r"(?:^|[\s|(,;])(?:f|m|h|masculin|feminin|homme|femme)\s?[|,;/-]?\s{0,3}$")
_NIR_NEAR = compiled(r"(?<!\w)[12][ .]?(\d[ .]?\d)(?:[ .]?\d){8,13}(?!\d)")
_PLAIN = compiled(r"\bnee?\s(?:en|le)\s(?P<y>19\d\d|20\d\d)(?!\d)")


def birth_dates(written: Written, dates: Sequence[FoundDate], known: str | None = None) -> Iterator[Identifier]:
    """Birth dates: announced, followed by an age, beside a NIR of the same year, or known (`known`, ISO)."""
    nirs = [
        (m.start(), m.end(), int(m[1].replace(" ", "").replace(".", ""))) for m in matches(_NIR_NEAR, written.folded)
    ]
    for date in dates:
        found_by = _why(written, date, nirs, known)
        if found_by:
            yield Identifier(span=date.span, label=Label.BIRTH_DATE, score=0.95, found_by=found_by)
    for match in matches(_PLAIN, written.folded):
        yield Identifier(span=Span(*match.span("y")), label=Label.BIRTH_DATE, score=0.8, found_by="birth-year")


def _why(written: Written, date: FoundDate, nirs: Sequence[tuple[int, int, int]], known: str | None) -> str | None:
    if known is not None and date.day is not None and date.is_day(known):
        return "birth-known"
    window = written.before(date.span.start, 70).replace("\n", " ")
    if _BEFORE.search(window) and not _NOT_BEFORE.search(window):
        return "birth-announced"
    if date.day is None:
        return None
    if _AGE_AFTER.search(written.after(date.span.end, 20)) and date.year < 2024:
        return "birth-age"
    line = written.folded[written.line_start(date.span.start) : date.span.start]
    if _SEX_BEFORE.search(line[-16:]) and "|" in line + written.after(date.span.end, 4):
        return "birth-row"
    # Letterheads and prescription rows give NIR and birth date side by side, with no word to say so.
    for start, end, year in nirs:
        near = 0 <= date.span.start - end <= 40 or 0 <= start - date.span.end <= 40
        if near and date.year % 100 == year:
            return "birth-nir"
    return None


def read_day(surface: str) -> FoundDate | None:
    """The date that a birth-date span gives, when it is a full one."""
    return next((date for date in find_dates(Written.of(surface)) if date.day is not None), None)
