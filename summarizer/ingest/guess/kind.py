"""What a document is, from its title, its letterhead and its turns of phrase.

It knows the titles French establishments print; a title beats a letterhead, a letterhead beats the prose.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from pathlib import PurePosixPath

from summarizer.values import Kind


def _words(*patterns: str) -> re.Pattern[str]:
    return re.compile("|".join(patterns), re.IGNORECASE)


_CR = r"compte[- ]?rendu (?:de |d['’ ]|du )?"

# The most telling first, whatever their order on the page.
_TITLES: tuple[tuple[Kind, re.Pattern[str]], ...] = (
    (Kind.VSM, _words(r"volet (?:de )?synth[èe]se m[ée]dicale", r"^synth[èe]se m[ée]dicale\b", r"\bVSM\b")),
    (
        Kind.OPERATIVE,
        _words(
            _CR + r"(?:op[ée]ratoire|l?['’]?intervention|coronaro|angioplast|endoscop|colosco|fibro|pose)",
            r"protocole op[ée]ratoire",
            r"\bCRO\b",
        ),
    ),
    (
        Kind.PATHOLOGY,
        _words(_CR + r"(?:anatomo|anatomie|histo|cyto|ana)", r"examen (?:anatomo|histo|cyto)"),
    ),
    (
        Kind.EMERGENCY,
        _words(
            _CR + r"(?:passage|urgence|s urgences)",
            r"(?:passage|dossier|fiche|observation|admission).{0,12}urgences",
        ),
    ),
    (
        Kind.CRH,
        _words(
            _CR + r"(?:hospi|s[ée]jour|sortie)",
            r"^compte[- ]?rendu\s+du .{6,20} au ",
            r"lettre de (?:liaison|sortie)",
            r"\bCRH\b",
            r"courrier de sortie",
            r"r[ée]sum[ée] de s[ée]jour",
            r"^hospitalis(?:ation|[ée]e?)(?: \w+)? du .{2,30} au ",
        ),
    ),
    (Kind.PRESCRIPTION, _words(r"^(?:ordonnance|prescriptions?)\b", r"\bordonnance (?:bi|de sortie|m[ée]d|s[ée]cu)")),
    (
        Kind.VACCINATION,
        _words(r"carnet de vaccination", r"certificat de vaccination", r"^vaccinations?$", r"note de vaccination"),
    ),
    (Kind.PHYSIOTHERAPY, _words(r"(?:bilan|compte[- ]?rendu|fiche|s[ée]ances?).{0,30}kin[ée]", r"bilan[- ]diagnostic")),
    (
        Kind.NURSING,
        _words(
            r"\btransmissions?\b",
            r"(?:dossier|fiche|bilan|liaison|surveillance|cahier|suivi).{0,20}(?:infirmi|\bsoins\b|\bIDE\b)",
            r"plaies? et cicatrisation",
        ),
    ),
    (
        Kind.ADMINISTRATIVE,
        _words(
            r"(?:fiche|dossier|bulletin|demande|formulaire) (?:d['’ ](?:admission|entr[ée]e|inscription)|administrati"
            r"|de (?:situation|liaison))",
            r"certificat",
            r"attestation",
            r"directives anticip",
            r"personne de confiance$",
            r"consentement",
            r"protocole de soins",
            r"projet d['’]accueil",
        ),
    ),
    (
        Kind.CONSULTATION,
        _words(
            r"(?:compte[- ]?rendu|fiche|lettre|bilan|cr) (?:de |d['’ ])?(?:consultation|rcp)",
            r"^(?:t[ée]l[ée])?consultation\b",
            r"^cs\b",
            r"r[ée]union de concertation",
            r"^fiche RCP|^RCP\b",
            r"^avis (?:de |sp[ée]|cardio|g[ée]ri|neuro)",
        ),
    ),
    (
        Kind.IMAGING,
        _words(
            r"^(?:scanner|tdm|irm|[ée]cho(?:graphie|[- ]?doppler|cardiographie)?|radio(?:graphie)?s?|mammographie"
            r"|scintigraphie|tep|pet|ost[ée]odensitom[ée]trie|angio\w*|arthroscanner|uro[- ]?scanner|doppler)\b",
            _CR + r"(?:imagerie|irm|scanner|radio|[ée]cho|mammo|tep|scinti|tdm)",
        ),
    ),
    (
        Kind.LABORATORY,
        _words(
            r"r[ée]sultats? (?:d['’ ])?(?:analyses?|examens?|biolog|de laboratoire)",
            _CR + r"(?:biologi|analyses?|examens? (?:de )?biolog|r[ée]sultats)",
            r"^bilan (?:biologique|sanguin)",
        ),
    ),
)

_LETTERHEADS: tuple[tuple[Kind, re.Pattern[str]], ...] = (
    (
        Kind.PATHOLOGY,
        _words(r"anatomie (?:et cytologie )?pathologi", r"anatomo[- ]?pathologi|anapath", r"\bpathologi(?:stes?|e)\b"),
    ),
    (Kind.LABORATORY, _words(r"\blabo(?:ratoires?)?\b", r"biologie m[ée]dicale|biologistes?\b", r"\bLBM\b|^analyses\b")),
    (Kind.IMAGING, _words(r"imagerie", r"radiologi", r"m[ée]decine nucl[ée]aire", r"scintigraphie")),
    (Kind.EMERGENCY, _words(r"urgences\b(?! *:)", r"\bSAU\b", r"\bSMUR\b", r"\bUHCD\b")),
    (Kind.PHYSIOTHERAPY, _words(r"kin[ée]sith[ée]rap", r"\bMKDE?\b")),
    (Kind.NURSING, _words(r"infirmi[èe]re?s?\b", r"\bIDEL?\b", r"soins [àa] domicile", r"\b(?:SSIAD|HAD|VAD)\b")),
    (Kind.OPERATIVE, _words(r"\bbloc (?:op[ée]ratoire|central)\b")),
    (Kind.CONSULTATION, _words(r"\bconsultations?\b", r"explorations fonctionnelles")),
)  # fmt: skip

_OPENING = _words(
    r"^(?:mon |ma )?(?:bien )?(?:tr[èe]s )?ch(?:er|[èe]re)s?\b",
    r"^(?:madame|monsieur|docteur)[ ,]*(?:le |la )?(?:docteur|professeur)?[^.]{0,30},$",
    r"^objet\s*:",
)
_LETTER = _words(
    r"je (?:vous|te) (?:remercie|adresse|confie|prie)",
    r"merci de (?:voir|recevoir|m['’]avoir)",
    r"confraternel",
    r"salutations",
    r"bien (?:cordialement|amicalement)",
    r"^ami(?:cal|ti)",
)
_STAY = _words(r"hospitalis[ée]e?s? (?:dans|du|en|pour)\b", r"(?:a|avez) (?:séjourné|été (?:admise?|hospitalisée?))\b")
# Results with units and ranges: a table of them is a laboratory report, whoever sends it.
_RESULT = re.compile(
    r"\d[\d,.]* {0,4}[HLB+*-]{0,2} {1,12}(?:g/d?L|G/L|T/L|m?mol/L|µmol/L|mg/L|UI/L|U/L|ng/m?L|pg/mL|mUI/L|µg/L|fL|%)"
    r"[^\d\n]{1,20}\d"
)


def guess_kind(head: Sequence[str], text: str) -> tuple[Kind | None, str | None]:
    """The kind and the title line; None for what the document does not say. `text` is only searched for its turns."""
    cells = [cell for line in head for cell in _cells(line)]
    for kind, pattern in _TITLES:
        for cell in cells:
            if (found := pattern.search(cell)) and _like_title(cell, found.end()):
                return kind, _clean(cell)
    opening = any(_OPENING.search(line) for line in head)
    if opening and _STAY.search(text[:3000]):
        return Kind.CRH, None
    if opening or _LETTER.search("\n".join(head)):
        return Kind.LETTER, _subject(head)
    for kind, pattern in _LETTERHEADS:
        if any(pattern.search(line) for line in head[:6]):
            return kind, None
    if len(_RESULT.findall(text[:20_000])) >= 4:
        return Kind.LABORATORY, None
    return (Kind.LETTER, None) if _LETTER.search(text[-800:]) else (None, None)


def _cells(line: str) -> Iterator[str]:
    """A line cut where the page sets things apart, recognition's 0 read as the O it stands for in a title."""
    for cell in re.split(r"\s{2,}|\s[-–—|*]\s", line):
        bare = re.sub(r"(?<=[A-Z])0(?=[A-Z])", "O", cell.strip(" *_=#[]-"))
        if bare:
            yield bare


def _like_title(cell: str, end: int) -> bool:
    """Short or mostly capitals, and not the start of a sentence: `TDM cérébral : normal.` is a result."""
    letters = [character for character in cell if character.isalpha()]
    capitals = sum(character.isupper() for character in letters)
    if len(cell) > 60 and capitals <= 0.4 * max(1, len(letters)):
        return False
    return not re.search(r"\s:\s*\S", cell[end:]) and not cell.endswith(".")


def _clean(cell: str) -> str:
    return re.split(r"\s*:\s*$", cell)[0].strip(" *_=#-")[:120]


def _subject(head: Sequence[str]) -> str | None:
    found = (re.match(r"objet\s*:\s*(.+)", line, re.IGNORECASE) for line in head)
    return next((match[1].strip()[:120] for match in found if match), None)


_NAMED = {kind.value: kind for kind in Kind if kind is not Kind.OTHER}


def kind_of_name(file: str) -> Kind | None:
    """A file called 04_biologie_2022-11-15.txt says what it is."""
    words = re.split(r"[^a-zé]+", PurePosixPath(file).stem.lower())
    return next((_NAMED[word] for word in words if word in _NAMED), None)
