"""Numbers that identify: NIR, telephone, RPPS, ADELI, FINESS, IPP, visits, files, samples. Knows digits and the
words that announce them, not names.

No checksum is trusted to say "harmless": a number damaged by one digit still identifies. Checksums are not even
computed: what looks like an identifier is one. Drug doses, laboratory values, units and lots are left alone.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from summarizer.identifiers.dates import FoundDate
from summarizer.identifiers.text import Written, compiled, matches
from summarizer.values import Identifier, Label, Span

_D = r"[0-9oil]"

# --- NIR and runs of digits -----------------------------------------------------------------------------------

# One to four blanks, dots or a line break between groups; a damaged digit keeps the shape.
_NIR = compiled(
    rf"(?<![\w])[1-478][\s.-]{{0,2}}{_D}{{2}}[\s.-]{{0,2}}{_D}{{2}}[\s.-]{{0,2}}(?:{_D}{{2}}|2[ab]|9[78]{_D})[\s.-]{{0,2}}"
    rf"{_D}{{2,3}}[\s.-]{{0,2}}{_D}{{3}}(?:[\s./|-]{{0,3}}(?:\(?cle\s?:?\s?)?{_D}{{2}}\)?)?(?![\w])"
)
_NIR_CUE = compiled(
    r"\b(?:nir|ins|n\W{0,2}ss|nss|secu\w*|securite\s+sociale|immatricul\w+|assure\w*|ins-?c|matricule|n\W{0,2}\s?(?:de\s)?secu\w*)\b"
)
_RUN = compiled(r"(?<![\w,])[0-9](?:[ \u00a0.-]?[0-9]){6,}(?![\w,])")
_AFTER_NIR_CUE = compiled(
    r"\b(?:nir|ins|nss|n\W{0,2}ss|secu\w*|securite\s+sociale|immatriculation|assure\w*|matricule)\b[^\d\n]{0,60}\n?[^\d\n]{0,12}"
    r"(?:ag[eé]e?\sde\s\d+\sans\s?)?(?P<n>[1-8oil](?:[\s.-]?[0-9oilab]){9,16})(?!\w)"
)


def nirs_and_runs(written: Written, dates: Sequence[FoundDate]) -> Iterator[Identifier]:
    """NIR in every grouping, and runs of digits written one by one with what they hold: NIR, birth date, phone."""
    for match in matches(_AFTER_NIR_CUE, written.folded):
        yield _identifier(match.span("n"), Label.NIR, 0.95, "nir-cue")
    hidden = _without_dates(written.folded, dates)
    for match in matches(_NIR, hidden):
        digits = _digits(match.group())
        cue = _cued(written, match.start(), 60, _NIR_CUE)
        # Beside a date a number of that shape is one, whatever its month; alone it has to be plausible.
        likely = _month_is_plausible(digits) or (
            len(digits) in (13, 15) and _beside_a_date(written, match.span(), dates)
        )
        if cue or (likely and digits[0] in "12" and _isolated(hidden, match.start(), match.end())):
            yield _identifier(match.span(), Label.NIR, 0.97 if cue else 0.9, "nir")
    for match in matches(_RUN, hidden):
        yield from _segments(written, match.start(), match.end())


def _month_is_plausible(digits: str) -> bool:
    month = digits[3:5]
    return month.isdigit() and (1 <= int(month) <= 12 or 20 <= int(month) <= 42 or 50 <= int(month) <= 99)


_DATE_LIKE = r"(?:\d{1,2}[./-]\d{1,2}[./-](?:\d{4}|\d\d)|\d(?:[ ]\d){6,7})"
_DATE_BEFORE = compiled(rf"(?<!\w){_DATE_LIKE}\s{{1,3}}$")
_DATE_AFTER = compiled(rf"^\s{{1,3}}{_DATE_LIKE}(?!\w)")


def _beside_a_date(written: Written, offsets: tuple[int, int], dates: Sequence[FoundDate]) -> bool:
    start, end = offsets
    if any(d.day is not None and (0 <= d.span.start - end <= 3 or 0 <= start - d.span.end <= 3) for d in dates):
        return True
    return bool(_DATE_BEFORE.search(written.before(start, 20)) or _DATE_AFTER.match(written.after(end, 20)))


_BOXES_BEFORE = compiled(r"(?<!\d[ ])(?:\d[ ]){6,7}\d[ ]{1,3}$")


def _isolated(text: str, start: int, end: int) -> bool:
    """A table of figures goes on before or after; an identifier stands alone, or after a date in boxes."""
    before = text[max(0, start - 2) : start]
    if _BOXES_BEFORE.search(text[max(0, start - 20) : start]):
        before = ""
    after = "" if _DATE_AFTER.match(text[end : end + 20]) else text[end : end + 2]
    return not (len(before) == 2 and before[0].isdigit() and before[1] in " .,") and not (
        len(after) == 2 and after[0] in " .," and after[1].isdigit()
    )


@dataclass(frozen=True, slots=True)
class _Piece:
    label: Label
    start: int
    end: int


def _segments(written: Written, start: int, end: int) -> Iterator[Identifier]:
    """A run of digits read as a sequence of NIR, dates and phones, when it can be read whole that way."""
    text = written.folded
    groups: list[tuple[int, int]] = []
    position = start
    while position < end:
        if text[position].isdigit():
            stop = position
            while stop < end and text[stop].isdigit():
                stop += 1
            groups.append((position, stop))
            position = stop
        else:
            position += 1
    if len(groups) < 2 or len(groups) > 60:
        return
    pieces = _read_whole(text, groups, damaged=False) or _read_whole(text, groups, damaged=True)
    if not pieces and all(b - a == 1 for a, b in groups) and len(groups) >= 11:
        # Boxes of a form, with a digit too few or too many: whatever it is, it is one identifier after another.
        pieces = (_Piece(Label.NIR, groups[0][0], groups[-1][1]),)
    for piece in pieces:
        yield _identifier((piece.start, piece.end), piece.label, 0.9, "digit-run")


def _read_whole(text: str, groups: Sequence[tuple[int, int]], *, damaged: bool) -> tuple[_Piece, ...]:
    """The run as pieces side by side, the shortest first; nothing when it cannot be read whole."""
    best: list[tuple[_Piece, ...] | None] = [None] * (len(groups) + 1)
    best[0] = ()
    # A street number may touch the run ("... 1 9 8 0 24 avenue"): one short group at either end belongs elsewhere.
    if len(groups) > 8 and 1 < groups[0][1] - groups[0][0] <= 4:
        best[1] = ()
    for i in range(len(groups)):
        so_far = best[i]
        if so_far is None:
            continue
        for j in range(i + 1, min(len(groups), i + 16) + 1):
            label = _kind_of(text, groups[i:j], damaged=damaged)
            if label is not None and best[j] is None:
                best[j] = (*so_far, _Piece(label, groups[i][0], groups[j - 1][1]))
    pieces = best[-1] or ()
    if not pieces and len(groups) > 8 and 1 < groups[-1][1] - groups[-1][0] <= 4:
        pieces = best[-2] or ()
    return pieces


def _kind_of(text: str, groups: Sequence[tuple[int, int]], *, damaged: bool) -> Label | None:
    digits = "".join(text[a:b] for a, b in groups)
    one_by_one = all(b - a == 1 for a, b in groups)
    if (
        one_by_one
        and len(digits) == 8
        and 1 <= int(digits[:2]) <= 31
        and 1 <= int(digits[2:4]) <= 12
        and digits[4:6] in ("18", "19", "20")
    ):
        # Whether it is a birth date is for `births` to say: here it only takes its place in the run.
        return Label.DATE
    if damaged and one_by_one and len(digits) == 7 and _lost_a_digit(digits):
        return Label.DATE
    if len(digits) in (13, 15) and digits[0] in "12" and _month_is_plausible(digits):
        return Label.NIR
    if one_by_one and 11 <= len(digits) <= 16:
        return Label.NIR
    if len(digits) == 10 and digits[0] == "0" and (one_by_one or all(b - a == 2 for a, b in groups)):
        return Label.PHONE
    return None


def _lost_a_digit(digits: str) -> bool:
    """A date in boxes with an empty one: "9 0 3 2 0 1 5", "1 8 0 5 1 9 9"."""
    return (digits[0] != "0" and 1 <= int(digits[1:3]) <= 12 and digits[3:5] in ("18", "19", "20")) or (
        1 <= int(digits[:2]) <= 31 and 1 <= int(digits[2:4]) <= 12 and digits[4:6] in ("18", "19", "20")
    )


# --- telephones -----------------------------------------------------------------------------------------------

_SEP = r"[ \u00a0./\-]{0,3}"
_PHONE = compiled(
    rf"(?:(?<![\w,])|(?<=[a-z])(?=\+)|(?<=[|¦]\s?[fmh])(?=[0(]))(?:\(?(?:\+|00)\s?(?:3\s?3)\)?{_SEP}(?:\(0\))?{_SEP}0?{_SEP}[0-9](?:{_SEP}[0-9oil]){{8}}"
    rf"|\(33\){_SEP}0?{_SEP}[0-9](?:{_SEP}[0-9oil]){{8}}"
    rf"|[0o][0-9]([ ./\-]?)(?:[0-9oil]{{2}}\1){{3}}[0-9oil]{{2}}"
    rf"|[0o][0-9](?:[ \u00a0./\-]{{1,3}}[0-9oil]{{2}}){{4}}"
    rf"|0[1-9](?:[ ][0-9]{{2}}){{3}}(?![ ]?[0-9/])"
    rf"|33[ ]?[1-9](?:[ .]?[0-9]{{2}}){{4}}"
    rf"|\([0-9]{{2,3}}\)(?:[ .\-]{{0,2}}[0-9]){{7,10}}(?:[ ][0-9]{{2}})?"
    rf"|0[0-9](?:[ ./\-]?[0-9]{{2}}){{4}}[0-9]"
    rf"|0\s[0-9](?:\s?[.-]\s?[0-9]\s[0-9]){{4}}"
    rf"|0(?:\s[0-9]){{9}}"
    rf"|0(?:[.-][0-9]){{9}}"
    rf"|\+\s?[0-9](?:[ .\-]?[0-9]){{7,13}}"
    rf"|\([0-9]{{2,3}}\)(?:[ .\-]{{0,2}}[0-9]){{7,10}}"
    rf")(?![\w])(?![.,][0-9])"
)
_PHONE_CUE = compiled(
    r"\b(?:tel(?:ephone|ephonique|eph)?|fax|portable|mobile|gsm|standard|secretariat|secr|bip|dect|poste|astreinte|appeler(?:\sau)?|joindre(?:\sau)?"
    r"|joignable(?:\sau)?|contacter(?:\sau)?|rappeler(?:\sau)?|telecopie|ligne)\b\.?(?:\s(?:fixe|portable|mobile|direct|directe|bureau|domicile|pro|interne|au|le))*"
    r"\s?[:\-=n°o.]{0,4}\s?(?P<n>\+?[(]?[0-9](?:[ ./()\-]{0,2}[0-9]){2,15})(?!\w)"
)
_SHORT_CUES = ("bip", "dect", "poste")
# Any grouping at all: read by `_reads_as_a_phone`, since no list of layouts is complete.
_GROUPS = compiled(
    r"(?:(?<![\w,.])|(?<=[a-z]{4})|(?<=[|¦]\s?[fmh]))(?<!\d[ /-])(?:\+[ ]?\(?|\([ ]?\+?)?[0-9](?:[ ./()_-]{0,3}[0-9oil]){7,14}(?!\w|,\d)(?![ ]?[./-][0-9])"
)
_GROUP = compiled(r"[0-9oil]+")


def _reads_as_a_phone(surface: str) -> bool:
    """Ten digits from a zero, in even groups; or a country before eight digits and more."""
    sizes = [len(match.group()) for match in _GROUP.finditer(surface)]
    count = sum(sizes)
    if surface[0] == "+" or (surface[0] == "(" and ")" in surface[:7]):
        return 8 <= count <= 15
    if surface.startswith("00"):
        return 10 <= count <= 15 and all(size >= 2 or i < 3 for i, size in enumerate(sizes))
    even = min(sizes) >= 2 or set(sizes) == {1}
    return surface[0] == "0" and (
        (count == 10 and even) or (count in (9, 11) and even and max(sizes[1:-1] or [9]) <= 2)
    )


def phones(written: Written, dates: Sequence[FoundDate] = ()) -> Iterator[Identifier]:
    """Telephone and fax numbers, French and foreign, whole or with missing digits after a word that announces them."""
    for match in matches(_GROUPS, _without_dates(written.folded, dates)):
        if _reads_as_a_phone(match.group()):
            yield _identifier(match.span(), Label.PHONE, 0.85, "phone")
    for match in matches(_PHONE, written.folded):
        if sum(c.isdigit() or c in "oil" for c in match.group()) >= 8:
            yield _identifier(match.span(), Label.PHONE, 0.9, "phone")
    for match in matches(_PHONE_CUE, written.folded):
        count = sum(c.isdigit() for c in match["n"])
        if count >= 6 or (count >= 3 and match.group().startswith(_SHORT_CUES)):
            yield _identifier(match.span("n"), Label.PHONE, 0.85, "phone-cue")


# --- numbers announced by a word ------------------------------------------------------------------------------

_NUMBER = r"(?P<n>(?=[\w/.-]*\d)[a-z0-9]{1,6}(?:[-/.]?[a-z0-9]+){0,5})(?![\w])"
_LINK = r"\s?(?:n\s?[°ºo]\s?)?(?:patient|permanent|unique|interne|est|du|de|la|le|:|=|\||\s|\n|°|-|\.|n°)*\s?"
_CUES: tuple[tuple[Label, str, int], ...] = (
    (Label.RPPS, r"rpps", 8),
    (Label.ADELI, r"adeli", 7),
    (Label.FINESS, r"finess", 7),
    (Label.IPP, r"(?:i\.?p\.?p?\.?|n[il1]p|iep\spatient|identifiant\s(?:permanent\s)?(?:du\s)?patient\w*|n\s?[°ºo]\s?(?:de\s)?patient\w*|numero\s(?:de\s)?patient\w*|reference\sinterne(?:\sde\sl[ae]\spatiente?)?|ipp/nip|id\s?:)", 5),
    (Label.VISIT_ID, r"(?:n\.?d\.?a\.?|iep|(?:n\s?[°ºo]\s?|numero\s|identifiant\s|num\.?\s)(?:de\s|d'\s?|du\s)?(?:la\s)?(?:sejour|venue|visite|passage|episode|admission|entree|hospitalisation|l'hospitalisation|dossier\sadministratif)|(?:identifiant\sde\sl'hospitalisation)|(?:venue|sejour|passage|visite)(?:\sn\s?[°ºo])?|dossier\s(?:n\s?[°ºo]|urg\w*\.?))", 5),
    (Label.OTHER, r"(?:n\s?[°ºo]\s?(?:de\s|d'\s?)?(?:dossier|demande|prelevement|echantillon|examen|adherent|resident\w*|ordre|contrat|facture|dossier\sinterne|archive|lame|bloc|protocole|ordonnance|piece|assure\w*)|(?:ref(?:erence|s)?\.?|v/ref|n/ref|nos\sref\.?)(?:\s(?:dossier|interne|labo\w*|demande|examen))?|dossier|adherent|mutuelle|contrat|fiche(?:\srcp)?|examen|histologie|code(?:\s(?:patient|d'acces|dossier))?|n\s?[°ºo]\sinterne|numero|demandeur|demande|echantillon|accession|am|n\s?[°ºo]\sam|code\sadherent|resident\w*\sn\s?[°ºo]|numero\sd'(?:examen|ordre|adherent|echantillon)|numero\sde\s(?:resident\w*|dossier|demande|contrat|facture|keien|prelevement))", 5),
)  # fmt: skip
_CUED = tuple((label, compiled(rf"(?<!\w){cue}(?!\w){_LINK}{_NUMBER}"), least) for label, cue, least in _CUES)
_CODE = compiled(
    r"(?<![\w/.-])(?=[A-Z0-9-]*[A-Z])(?=(?:[A-Z-]*[0-9O]){5})[A-Z0-9]{1,6}(?:-[A-Z0-9O]{2,8}){1,3}(?![\w/-])"
)
_AM = compiled(r"(?<![\w.,/])\d{2}[ ]\d[ ][\dO]{5}[ ]\d(?![\w.,/]|[ ]\d)")
# "IPP 80 04 51 23 77", "IPP : G 0041 977 356": the same field, cut in groups.
_IPP_IN_GROUPS = compiled(
    r"(?<!\w)(?:i\.?p\.?p\.?|n[il1]p|ndp|id\spatient|patient\sn\s?[°º])\s?(?:n\s?[°º])?\s?:?\s?(?P<n>(?:[a-z]{1,3}[ -]?)?\d{1,4}(?:[ .-]\d{2,6}){1,5})(?![\w/,])"
)
# "IPP Kerlan : RL0097714": the number says which establishment gave it.
_IPP_OF = compiled(
    r"(?<!\w)(?:ipp|nip|nda|iep)[ ][a-z]+(?:[ -][a-z]+){0,3}[ ]?:[ ]?(?P<n>[a-z]{0,3}-?\d[\d -]{3,14}\d)(?!\w)"
)
_SPACED_ID = compiled(
    r"\b(?:dossier|n\s?[°º]\s?(?:am|interne|dossier|patient)?|numero|code\spatient|am)\s?:?\s{0,20}(?P<n>\d{2,4}(?:\s\d{2,5}){1,3})(?![\w.,/]|\s\d)"
)
# A row of fields: after a date, the number of the patient ("12/04/1951 / 6350315").
_AFTER_DATE = compiled(
    r"(?:\d[/.-]\d{2,4}|\d[ ]\d|[a-z][ ]\d{4}|(?<!\d)\d{8})(?:[ ]\(\d{1,3}\s?a(?:ns)?\))?\s?[/|]\s?(?:[fmh]\s?[/|]\s?)?(?P<n>[a-z]{0,2}\d{6,10})(?!\w|[.,/-]\d|\s?(?:ui|mg|ml|/))"
)
_NUMERO = compiled(r"(?<!\w)n\s?[°º]\s?:?\s?(?P<n>[a-z]{0,3}[-/.]?\d[\da-z]*(?:[-/.]\d[\da-z]*){0,4})(?!\w)")
# Any administrative word between "n°" and the number: no list of them is complete.
_NUMBERED = compiled(
    r"(?<!\w)(?:n\s?[°º]|n°?um(?:ero|\.)|no(?=\s\d))\s?(?P<words>(?:(?:[a-z][a-z'-]*\.?|[:=|])\s?){0,4}?)[:=|]?\s?"
    r"(?P<n>(?:[a-z]{1,4}[-/.]?)?\d(?:[\da-z]|[-/. ](?=[\da-z]*\d|[a-z]{1,4}(?!\w))){2,22})(?![\w])"
)
_CALLED = compiled(
    r"(?<!\w)(?:nipp?|id\spatient|ident(?:ifiant)?\.?(?:\s[a-z]+){0,2}|matricule|episode|dos\.|pat\.|patiente?s?|hospitalisation|siren|unique|permanent|perm\.)\s?[:=|]?\s?"
    r"(?P<n>[a-z]{0,3}[-/.]?\d[\da-z]*(?:[-/.][\da-z]+){0,4})(?!\w|\s?(?:ans|mois|jours|mg|ui|kg)\b)"
)
_RESIDENT = compiled(
    r"(?<!\w)(?:resident\w*|rest|resid\.)\s?(?:n\s?[°º]\s?)?:?\s?(?P<n>\d{3,8})(?!\w|\s?(?:ans|mg|ui)\b)"
)
_SECTOR = compiled(r"(?<!\w)secteur\s(?P<n>\d{2}[a-z]\d{1,3})(?!\w)")
_REGISTERED = compiled(
    r"(?<!\w)(?:rpps\D{0,12}(?P<rpps>[\doil](?:[ .]?[\doil]){10})|(?:finess|ej|et)\D{0,12}(?P<finess>\d(?:[ .]?\d){8})|siret\D{0,12}(?P<siret>\d(?:[ .]?\d){13}))(?!\d)"
)
# What opens a portal opens the record: access codes and passwords, which no digit need betray.
_ACCESS = compiled(
    r"(?<!\w)(?:(?:code(?:\sd'acces|\sde\sconnexion|\sconfidentiel|\sacces|\sportail)?|mot\sde\spasse|mdp)\s?[:=]?\s?(?=[\w-]*\d)(?![a-z]{4}\d{3}\b)(?=[\w-]*[a-z-])"
    r"|(?:identifiant|login|mot\sde\spasse|mdp)\s?[:=]\s?)(?P<n>[\w.@-]{4,24})(?!\w)"
)
_NOT_AN_ID = compiled(
    r"(?<![\w-])(?:lot|vaccin|decret|loi|article|arrete|chapitre|ald|chambre|ch|lit|box|salle|cp|tel|fax|cim|cim-10|unite|uf|vertebre|dent|doigt|ccam|page|annexe|figure|tableau|cpam)\W{0,3}(?:n\s?[°ºo]\s?:?\s?)?$"
)


def announced(written: Written, dates: Sequence[FoundDate]) -> Iterator[Identifier]:
    """Numbers after a word that says what they are ("IPP", "n° de séjour", "FINESS"...)."""
    spans = [date.span for date in dates]
    for label, pattern, least in _CUED:
        for match in matches(pattern, written.folded):
            span = Span(*match.span("n"))
            if sum(c.isdigit() for c in match["n"]) >= least and not any(span.overlaps(date) for date in spans):
                if match.group()[:4] in ("ipp ", "nda ", "ip ") and span.start - match.start() <= 4:
                    # "IPP 9876543210" is one field: the word goes with its number.
                    span = Span(match.start(), span.end)
                yield Identifier(span=span, label=label, score=0.9, found_by="announced")
    for pattern, text in ((_CODE, written.plain), (_AM, written.plain), (_SPACED_ID, written.folded)):
        for match in matches(pattern, text):
            span = Span(*match.span("n" if pattern is _SPACED_ID else 0))
            if (
                sum(c.isdigit() for c in match.group()) >= 5
                and not any(span.overlaps(date) for date in spans)
                and not _cued(written, match.start(), 24, _NOT_AN_ID)
            ):
                yield Identifier(span=span, label=Label.OTHER, score=0.6, found_by="code")
    for match in (*matches(_IPP_IN_GROUPS, written.folded), *matches(_IPP_OF, written.folded)):
        span = Span(*match.span("n"))
        if sum(c.isdigit() for c in match["n"]) >= 5 and not any(span.overlaps(date) for date in spans):
            yield Identifier(span=span, label=Label.IPP, score=0.88, found_by="announced")
    for match in matches(_AFTER_DATE, written.folded):
        yield _identifier(match.span("n"), Label.IPP, 0.7, "after-date")
    yield from _numbered(written, dates)
    for match in matches(_NUMERO, written.folded):
        span = Span(*match.span("n"))
        if (
            sum(c.isdigit() for c in match["n"]) >= 5
            and not any(span.overlaps(date) for date in spans)
            and not _cued(written, match.start(), 24, _NOT_AN_ID)
        ):
            yield Identifier(span=span, label=Label.OTHER, score=0.7, found_by="numbered")


def _numbered(written: Written, dates: Sequence[FoundDate]) -> Iterator[Identifier]:
    """Numbers after "n°" and any words, after the names of the patient's number, and codes that open a portal."""
    spans = [date.span for date in dates]
    for pattern, least in ((_NUMBERED, 5), (_CALLED, 5), (_RESIDENT, 3), (_SECTOR, 4)):
        for match in matches(pattern, written.folded):
            span = Span(*match.span("n"))
            figures = sum(c.isdigit() or (c == "o" and "-" in match["n"]) for c in match["n"])
            spaced = match["n"].count(" ")
            if (
                figures >= least + (spaced > 0)
                and not any(span.overlaps(date) for date in spans)
                and not _NOT_AN_ID.search(written.folded[max(0, match.start() - 24) : span.start])
                and not _UNIT_AFTER.match(written.after(span.end, 8))
            ):
                yield Identifier(span=span, label=Label.OTHER, score=0.65, found_by="numbered")
    for match in matches(_REGISTERED, written.folded):
        name = "rpps" if match["rpps"] else "finess" if match["finess"] else "siret"
        label = {"rpps": Label.RPPS, "finess": Label.FINESS}.get(name, Label.OTHER)
        yield _identifier(match.span(name), label, 0.85, "announced")
    for match in matches(_ACCESS, written.folded):
        if not any(Span(*match.span("n")).overlaps(date) for date in spans):
            yield _identifier(match.span("n"), Label.OTHER, 0.7, "access-code")


_UNIT_AFTER = compiled(r"^\s?(?:ui|u\b|mg|ml|g\b|/mm|%|mmol|euros|€|ans\b)")

# --- long runs ------------------------------------------------------------------------------------------------

_LONG = compiled(
    r"(?<![\w.,/+-])(?P<n>[a-z]{0,3}-?\d{8,20}(?:[-/][0-9a-z]{1,6})?|\d{2}-\d{6,12}|\d{2}-\d{2}-\d{4,6})(?![\w,]|[.]\d|\s?(?:ui|u|iu|copies|/|g/l|giga|ml|mg|kcal|log|bact|euros|€|ufc|cfu)\b|\s?/\s?m)"
)


def long_numbers(written: Written, dates: Sequence[FoundDate]) -> Iterator[Identifier]:
    """Eight digits and more in a row, not followed by a unit: whatever they are, they single someone out.

    In a row of fields after a birth date, the first is the patient's number and the second the visit's.
    """
    spans = [date.span for date in dates]
    last_line, rank = -1, 0
    for match in matches(_LONG, written.folded):
        span = Span(*match.span("n"))
        digits = "".join(c for c in match["n"] if c.isdigit())
        if any(span.overlaps(date) for date in spans) or digits.rstrip("0") in tuple("123456789"):
            continue
        line = written.line_start(span.start)
        rank = rank + 1 if line == last_line else 0
        last_line = line
        in_row = "|" in written.folded[max(line, span.start - 4) : span.start]
        label = (Label.IPP, Label.VISIT_ID)[min(rank, 1)] if in_row else Label.OTHER
        yield Identifier(span=span, label=label, score=0.6, found_by="long-number")


# --- shared ---------------------------------------------------------------------------------------------------


def _identifier(offsets: tuple[int, int], label: Label, score: float, found_by: str) -> Identifier:
    return Identifier(span=Span(*offsets), label=label, score=score, found_by=found_by)


def _digits(written: str) -> str:
    return "".join(c for c in written.translate(str.maketrans("oil", "011")) if c.isdigit() or c in "ab")


def _cued(written: Written, position: int, width: int, cue: object) -> bool:
    window = written.folded[max(0, position - width) : position]
    return cue.search(window) is not None  # type: ignore[attr-defined]


_PLAIN_DATE = compiled(r"\d\d[ ]\d\d[ ]\d{4}")


def _without_dates(text: str, dates: Sequence[FoundDate]) -> str:
    """The text with dates that have separators blanked, so that a number never swallows one."""
    blanked = list(text)
    for date in dates:
        surface = text[date.span.start : date.span.end]
        if any(c in surface for c in "/|-.") or any(c.isalpha() for c in surface) or _PLAIN_DATE.fullmatch(surface):
            blanked[date.span.start : date.span.end] = "\0" * len(date.span)
    return "".join(blanked)
