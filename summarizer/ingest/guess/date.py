"""When a document was written, from where its dates stand: under the letterhead, after `Date :`, after `Validé le`.

It knows the words that announce the date of a document, and those that announce another (birth, previous results). It
refuses a date that nothing places.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from pathlib import PurePosixPath

from summarizer.ingest.dates import WrittenDay, days_in, lines_with_days

_WEEKDAY = r"(?:lundi|mardi|mercredi|jeudi|vendredi|samedi|dimanche)"
_OTHER = re.compile(
    r"(?:\bn[ée]e?(?:\s?\(e\))?\b(?: \S+){0,4}? ?(?:le)?|\bDDN|\bDN|naissance|naiss\.?|ant[ée]r\w*|pr[ée]c[ée]dent\w*"
    r"|ordo du|depuis(?: le)?|ant[ée]c[ée]dents?|jusqu'au|prochain\w* \w+|rendez-vous|rdv)\s*[:(]?\s*(?:le )?$",
    re.IGNORECASE,
)

# What stands before a date when it is the document's, the surest first. A date that nothing announces, alone at the
# top, comes last.
_PLACES = tuple(
    re.compile(pattern, re.IGNORECASE)
    for pattern in (
        # Vannes, le 20 janvier 2022 — alone on its line, or set to the right
        rf"(?:^|\s{{2,}}|\s[-–|]\s)(?:[^\W\d][\w'’ .\-]{{1,40}},? +)?(?:le |ce |1e )?(?:{_WEEKDAY}\.? )?$",
        r"\b(?:[ée]dit\w+|r[ée]dig\w+|dict\w+|sign\w+|valid\w+|imprim\w+|fait (?:à|a) [\w' \-]{2,30},?)"
        r"(?: [ée]lectroniquement)?\s*:?\s*(?:le)?\s*:?\s*$",
        r"\bdate(?: d[ue] \w+| d['’]\w+)?\s*:\s*(?:le )?(?:\w+ )?$",
        r"\bsorti(?:e|\(e\))?\b[ :]*(?:le )?$",
        r"\b(?:au|→|->|-|–|>)\s*$",
        r"\b(?:examen|consultation|cs|vue?|compte[- ]?rendu|r[ée]union|rcp|ordonnance|entretien|passage|s[ée]ance"
        rf"|intervention|bilan|visite|acte)\b[^\d\n]{{0,25}}?(?:du|le|au|:)?\s*(?:{_WEEKDAY} )?$",
        r"\b(?:pr[ée]l[èe]v\w*|pr[ée]lev\w*|re[çc]u\w*|r[ée]alis\w*)\b[^\d\n]{0,12}$",
        r"\b(?:entr[ée]e?|arriv[ée]e?|arr\.|admis\w*)\b[^\d\n]{0,12}$",
        r"\b(?:le|du)\s+$",
    )
)


# The head of a table of results dates the previous ones.
_COLUMN = re.compile(
    r"\b(?:r[ée]sultats?|unit[ée]s?|valeurs|v\.? ?r[ée]f\w*|r[ée]f(?:[ée]rences?)?|usuelles|intervalle)\b",
    re.IGNORECASE,
)


def guess_date(head: Sequence[str], tail: Sequence[str], *, born: str | None) -> str | None:
    """The date of the document (ISO); `born` is the patient's birth date, never the answer."""
    logged = [day.iso for line in (*head, *tail) for day in days_in(line[:40]) if day.start < 6]
    if len(logged) >= 3:
        # A running record is as old as its last entry.
        return max(logged)
    lines = [*head, *tail]
    ranked: list[tuple[int, int, str]] = []
    for number, line, day in lines_with_days(lines):
        before = line[: day.start]
        if len(_COLUMN.findall(line)) > 1:
            continue
        if born in (day.iso, day.born) or _OTHER.search(before[-60:]):
            continue
        rank = next((n for n, place in enumerate(_PLACES) if place.search(before[-70:])), None)
        # A line that goes on after the date is about that date, not written on it.
        if rank == 0 and not _ends_there(line, day):
            rank = len(_PLACES) - 1
        if rank is not None:
            ranked.append((rank, number, day.iso))
        elif number < 12:
            ranked.append((len(_PLACES), number, day.iso))
    return min(ranked)[2] if ranked else None


def _ends_there(line: str, day: WrittenDay) -> bool:
    after = line[day.end :]
    return bool(re.match(r"\s*(?:[.,]?\s*$|\s{3,}|à \d|\(|\d{1,2}\s?[h:]|,?\s*$)", after)) or after[:3].isspace()


def date_of_name(file: str) -> str | None:
    """A file called 04_biologie_2022-11-15.txt says when."""
    found = re.search(r"(?<!\d)((?:19|20)\d{2})[-_.]?(\d{2})[-_.]?(\d{2})(?!\d)", PurePosixPath(file).stem)
    days = days_in("-".join(found.groups())) if found else []
    return days[0].iso if days else None
