"""Which dates are birth dates. Knows the words and layouts around them, the year a NIR gives, and where people are named.

A date of an event is never hidden for being old: dates make the summary. A birth date is hidden wherever it is.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from summarizer.identifiers.dates import FoundDate, find_dates
from summarizer.identifiers.text import Written, compiled, matches
from summarizer.values import Identifier, Label, Span

# "né", "NEE", "né(e)", then a birth name and a town ("née BLANC, à Brest (29), le"): no verb fits between.
_BORN_BEFORE = compiled(
    r"(?<!(?i:nouve\w{2,3})[-\s])\b(?:(?i:née?s?|nee?s?)(?:\s?\((?i:e)\)|[·.]e)?|(?i:n\(é\)e|nè))"
    r"(?:(?:[ ,:(\n]{1,3}(?:[A-ZÀ-Þ][\w'’-]*\.?|(?i:à|a|de|du|des|d'|la|les|l'|aux?|et|en|sous\sx)|\d{1,2}(?:e|er|ème)|\(?\d[\dAB]\d{0,3}\)|[a-zà-ÿ]+\))){0,10}?|(?:\s[a-zà-ÿ'’-]+){1,3}?(?=\s[l1i]e\s))"
    r"[ ,:)\n]{0,3}(?:(?i:[l1i]e|un|en|au)\s?:?\s?)?(?i:lundi|mardi|mercredi|jeudi|vendredi|samedi|dimanche)?\s{0,8}$"
)
_LABEL_BEFORE = compiled(
    r"(?:(?<![\w'’.-])(?:ddn|d\.\s?d\.\s?n\.?|d\.?[ ]?n\.?|n\.|d[ ]de[ ]n\.?|dnaiss|dt[\s_]?nais\w*|date[\s_-]?(?:de[\s_-]?)?nais\w*\.?|d\.\s?(?:de\s)?nais\w*\.?|date\sde\sn\.|naissance|nais[st]?\.?|nat\.|birth[\s_-]?(?:date|time)|date\sof\sbirth|dob)(?!\w)"
    r"(?:\sdu\spatient|\sdu\sresident|\s\(?e\)?)?(?:\"?\s(?:extension|value)=)?"
    r"[\s:=|(\"'>,.°-]{0,6}(?:[l1i]e\s?:?\s?)?(?:\([^)\n]{0,20}\))?[\s:|\"]{0,30})$"
)
_NOT_BEFORE = compiled(r"(?:nouve\w+.nees?|annees?)\W*$")
_AGE_BEFORE = compiled(r"\b\d{1,3}\s?(?:ans?|a(?:\s?[fmh])?)\s?[(,/-]?\s{0,3}$")
_AGE_AFTER = compiled(r"^[ ]{0,6}\)?[,;(/|-]{0,2}\s?(?:\(?age\s?:?\s?)?\(?\d{1,3}\s?(?:ans?\b|a\b)")
_SEX_BEFORE = compiled(r"(?:^|[\s|(,;])(?:f|m|h|masculin|feminin|homme|femme)\s?[|,;/-]?\s{0,3}$")
_ROW_AFTER = compiled(r"^\s?(?:\(\d{1,3}\sans\)\s?)?[|¦]\s?(?:\d{7,}|[a-z]{0,4}\d{6,}|[12]\s\d\s\d)")
# A line that says who the patient is: a name, the date, then a sex, an age or an administrative number.
_NAME_BEFORE = compiled(r"(?:[A-Z][A-Za-z'-]+\.?|[A-Z]\.|\((?:[MFH])\))[ ]{0,3}[,;(/|-]?[ ]{0,8}$")
_WHO_AFTER = compiled(
    r"^[ ]{0,8}\)?[ ]{0,3}[,;(/|-]?[ ]{0,4}(?:[fmh]\b|sexe|masculin|feminin|homme|femme|ipp|nip|nda|nir|ins\b|n\s?[°º]|sejour|dossier|id\b|\d{6,})"
)
_WHO_BEFORE = compiled(
    r"(?:\b(?:patiente?|concerne|mme|mr|mlle|monsieur|madame|identite|nom|assuree?|beneficiaire|nee?)\b|\bm\.)"
)
_NOT_WHO = compiled(
    r"\b(?:dr|drs|docteur|pr|professeur|signe\w*|valide\w*|redige\w*|edite\w*|preleve\w*|recu\w*|imprime\w*|dicte\w*|vue?|adresse\w*|entree|entre|sortie|admi\w+|arriv\w+|hospitali\w+"
    r"|consult\w+|opere\w*|deced\w+|cs|rdv|date|le|du|au|depuis|en|jusqu\w*|avant|apres)\b"
)
_ONLY_NAMES = compiled(r"^[ ]*[A-Z][A-Za-z'.-]*(?:[ ][A-Z(][A-Za-z'.)-]*){1,4}[ ]{2,}$")
_ENDS_AFTER = compiled(r"^[ ]{0,2}(?:\)|,|\n|$|[ ]{3,})")
_FIELD_NEAR = compiled(r"(?:securite\ssociale|immatriculation|finess|rpps|nir\b|assure)")
_BOXES = compiled(r"(?<!\w)(?<!(?<!\d)\d[ ])\d(?:[ ]\d){6,7}(?![\w/]|[ ]\d(?!\d))")
_IN_A_ROW = compiled(r"[|¦]\s?[fmh]\s?[|¦]\s?$")
# Where a birth date is expected, whatever three numbers in a row, with whatever between them and whatever OCR made of them.
_F = r"[\doilsb]"
_LOOSE = compiled(
    rf"(?<![\w/]|\d[.,-])(?:(?P<d>{_F}{{1,2}})(?P<s>[ ]?[./\-_\\|,'][ ]?|[ ]{{1,2}})(?P<m>{_F}{{1,2}})(?:[ ]?[./\-_\\|,'][ ]?|[ ]{{1,2}})(?P<y>{_F}{{4}}|'?{_F}{{2}})"
    rf"|\d{{1,2}}(?:er)?[ .-]?(?!ans|mois|jours|mg|kg|cm|semaines|heures|sa\b)[a-z][a-z01.]{{2,9}}[ .,-]{{0,2}}(?:{_F}{{4}}|'?\d{{2}})|\d{{8}}|\d{{6}}|{_F}{{1,2}}[ ]?[/.-][ ]?(?:{_F}{{4}}|\d{{2}})"
    rf"|\d[ ]?\d[ ]?[/.-][ ]?\d[ ]?\d[ ]?[/.-](?:[ ]?\d){{4}})(?!\w|[/.-]\d|[ ]?(?:ans|mg|kg|cm|sa\b))"
)
# "(12.3.56)", "14-09-1958": too short or oddly cut to be a date elsewhere, it is one beside a name.
_DOTTED = compiled(r"(?<![\w.,/-])(?P<d>\d{1,2})(?P<s>[.-])(?P<m>\d{1,2})(?P=s)(?P<y>\d\d)(?![\w]|[.,/-]\d)")
_PLAIN = compiled(r"\bnee?\s(?:en|le)\s(?P<y>19\d\d|20\d\d)(?!\d)")


def birth_dates(
    written: Written, dates: Sequence[FoundDate], nirs: Sequence[Span] = (), known: str | None = None
) -> Iterator[Identifier]:
    """Birth dates: announced, followed by an age, beside a NIR of the same year, or known (`known`, ISO)."""
    dates = (*dates, *_dotted(written, dates))
    beside = _beside_nirs(written, dates, nirs)
    latest = max((date.year for date in dates), default=0)
    for date in dates:
        found_by = _why(written, date, beside, known) or _why_on_its_line(written, date, latest)
        if found_by:
            yield Identifier(span=date.span, label=Label.BIRTH_DATE, score=0.95, found_by=found_by)
    for match in matches(_BOXES, written.folded):
        # A box was left empty or misread: no day can be read, but it is a birth date where one is expected.
        span = Span(*match.span())
        if any(span.overlaps(date.span) for date in dates):
            continue
        near = any(-20 <= _gap(span, nir) <= 20 for nir in nirs)
        if near or _announced(written, span.start) or _IN_A_ROW.search(written.before(span.start, 8)):
            yield Identifier(span=span, label=Label.BIRTH_DATE, score=0.8, found_by="birth-boxes")
    for match in matches(_LOOSE, written.folded):
        span = Span(*match.span())
        if sum(c.isdigit() for c in match.group()) < 3 or any(span.overlaps(date.span) for date in dates):
            continue
        if _announced(written, span.start):
            yield Identifier(span=span, label=Label.BIRTH_DATE, score=0.85, found_by="birth-announced")
    for match in matches(_PLAIN, written.folded):
        yield Identifier(span=Span(*match.span("y")), label=Label.BIRTH_DATE, score=0.8, found_by="birth-year")


def _why(written: Written, date: FoundDate, beside: frozenset[Span], known: str | None) -> str | None:
    if known is not None and date.day is not None and date.is_day(known):
        return "birth-known"
    if _announced(written, date.span.start):
        return "birth-announced"
    if date.day is None:
        return None
    if (
        _AGE_AFTER.search(written.after(date.span.end, 20)) or _AGE_BEFORE.search(written.before(date.span.start, 12))
    ) and date.year < 2024:
        return "birth-age"
    line = written.folded[written.line_start(date.span.start) : date.span.start]
    if _SEX_BEFORE.search(line[-16:]) and "|" in line + written.after(date.span.end, 4):
        return "birth-row"
    if _ROW_AFTER.match(written.after(date.span.end, 24)):
        return "birth-row"
    return "birth-nir" if date.span in beside else _why_in_a_form(written, date)


def _announced(written: Written, start: int) -> bool:
    folded = written.before(start, 90)
    if _LABEL_BEFORE.search(folded) is not None:
        return True
    # Accents tell "né le" from "ne ... plus depuis", capitals a birth name from a verb: the text as written.
    return (
        _BORN_BEFORE.search(written.text[max(0, start - 90) : start].replace("\u00a0", " ")) is not None
        and _NOT_BEFORE.search(folded) is None
    )


def _beside_nirs(written: Written, dates: Sequence[FoundDate], nirs: Sequence[Span]) -> frozenset[Span]:
    """Letterheads and prescription rows give NIR and birth date side by side, with no word to say so.

    The date whose year is that of the NIR; else the oldest one, when it is old enough to be a birth.
    """
    chosen: set[Span] = set()
    for nir in nirs:
        digits = "".join(c for c in nir.of(written.folded) if c.isdigit())
        near = [date for date in dates if date.day and len(digits) >= 11 and -40 <= _gap(date.span, nir) <= 40]
        same = [date for date in near if date.year % 100 == int(digits[1:3])]
        old = [date for date in near if date.year < 2010]
        chosen |= {date.span for date in same} or {min(old, key=lambda d: d.year).span for _ in old[:1]}
    return frozenset(chosen)


def _dotted(written: Written, dates: Sequence[FoundDate]) -> Iterator[FoundDate]:
    """ "14.7.09" numbers a heading more often than it dates an event, so that it is no date elsewhere; where a birth date
    is expected, it is one."""
    for match in matches(_DOTTED, written.folded):
        span = Span(*match.span())
        day, month, year = (int(match[name]) for name in "dmy")
        if 1 <= day <= 31 and 1 <= month <= 12 and not any(span.overlaps(date.span) for date in dates):
            full = year + (1900 if year > 30 else 2000)
            yield FoundDate(
                span=span, year_span=Span(*match.span("y")), year=full, month=month, day=day, short_year=True
            )


def _why_on_its_line(written: Written, date: FoundDate, latest: int) -> str | None:
    """ "MOREL Jeanne   12/04/1951   IPP 8004512", "Mme MOREL (12/04/1951)": just after the name of the patient.

    Of the last two years of the document it may be the date of anything.
    """
    if date.day is None or date.year > latest - 2 or date.year < 1900:
        return None
    start = written.line_start(date.span.start)
    line = written.plain[max(start, date.span.start - 70) : date.span.start]
    if _NAME_BEFORE.search(line) is None or _NOT_WHO.search(line.lower()):
        return None
    after = written.after(date.span.end, 24)
    if _WHO_AFTER.match(after) or (_WHO_BEFORE.search(line.lower()) and _ENDS_AFTER.match(after)):
        return "birth-line"
    if start == date.span.start - len(line) and _ONLY_NAMES.match(line) and after[:2] == "  ":
        return "birth-line"
    return None


# Between a person and the date of their birth: signs, a sex, an age, and nothing that says what happened that day.
_BESIDE = compiled(
    r"^[\s,;:()\[\]|/–\\_-]*(?:(?:[mfh]|sexe|masc(?:ulin)?|fem(?:inin)?|homme|femme|garcon|fille|mme|mr|mlle|nee?|n\.|age|\d{1,3}\s?(?:ans?|a|mois))\b\.?[\s,;:()\[\]|/–-]*){0,4}$"
)
#: A date as old as that beside a name is no visit; a nearer one wants brackets, a sex, an age or a number beside it.
_OLD, _LESS_OLD = 15, 3
#: The year of a text that gives no other date than this one, or births alone.
_LONG_AGO, _NOWADAYS = 1995, 2018
_AGE_NEXT = compiled(r"^[\s),;(/|–-]{1,5}\d{1,3}\s?(?:ans?|a|mois|m|jours?|j|sem\w*)\b")


def births_beside(written: Written, dates: Sequence[FoundDate], people: Sequence[Span]) -> Iterator[Identifier]:
    """Birth dates that stand beside a person ("CARRÉ Thibaut (8 mars 1979)", "BOULANGER M  11/10/1987  IPP ..."): `people` are
    those found in the text, without the doctors."""
    ends = sorted(people, key=lambda span: span.end)
    for date in (*dates, *_dotted(written, dates)):
        before = [person for person in ends if 0 <= date.span.start - person.end <= 40]
        if not before or date.month is None:
            continue
        gap = written.folded[before[-1].end : date.span.start]
        if gap.count("\n") > 1 or not _BESIDE.match(gap):
            continue
        others = [d.year for d in dates if d.span != date.span and d.day is not None]
        latest = max(others, default=0) if max(others, default=0) > _LONG_AGO else _NOWADAYS
        after = written.after(date.span.end, 24)
        telling = "(" in gap or any(c.isalnum() for c in gap) or _WHO_AFTER.match(after) is not None
        telling = telling and (date.day is not None or "(" in gap)
        aged = date.day is not None and _AGE_NEXT.match(after) is not None
        years = 0 if aged else _LESS_OLD if telling else _OLD
        if date.year <= latest - years and (date.day is not None or telling):
            yield Identifier(span=date.span, label=Label.BIRTH_DATE, score=0.8, found_by="birth-beside")


def _gap(date: Span, nir: Span) -> int:
    return date.start - nir.end if nir.end <= date.start else nir.start - date.end


def _why_in_a_form(written: Written, date: FoundDate) -> str | None:
    """Forms give a birth date in boxes, or alone on its line beside an administrative number."""
    surface = date.span.of(written.folded)
    boxes = len(surface) == 15 and surface[1::2].isspace()
    if date.year >= 2010:
        return None
    if boxes:
        return "birth-boxes"
    start, end = written.line_start(date.span.start), written.line_end(date.span.end)
    alone = not (written.text[start : date.span.start] + written.text[date.span.end : end]).strip()
    around = written.folded[max(0, start - 60) : end + 60]
    return "birth-field" if alone and _FIELD_NEAR.search(around) else None


def read_day(surface: str) -> FoundDate | None:
    """The date that a birth-date span gives, when it is a full one."""
    return next((date for date in find_dates(Written.of(surface)) if date.day is not None), None)
