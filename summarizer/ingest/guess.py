"""Kind, title, date and author of a document, from its text alone, when nothing better says so.

It knows how French letterheads, titles and signatures look; it refuses to guess inside the prose. What is not found
stays unknown.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import PurePosixPath

from summarizer.ingest.dates import DAY, iso_day
from summarizer.ingest.guess_identity import guess_identity
from summarizer.ingest.reading import ReadText
from summarizer.values import Identity, Kind

_HEAD_LINES = 25
_TAIL_LINES = 12


@dataclass(frozen=True, slots=True, kw_only=True, repr=False)
class Guessed:
    """None: the text does not say."""

    kind: Kind | None = None
    title: str | None = None
    written_on: str | None = None
    author: str | None = None
    author_role: str | None = None
    identity: Identity = field(default_factory=Identity)


def guess(text: str, file: str = "") -> Guessed:
    """What the text says of itself; the name of the file is asked last, for a date and a kind only."""
    lines = [line.strip() for line in text.split("\n") if line.strip()]
    head, tail = lines[:_HEAD_LINES], lines[-_TAIL_LINES:]
    kind, title = _kind_and_title(head, text)
    author, role = _author(head, tail)
    return Guessed(
        kind=kind or _kind_of_name(file),
        title=title,
        written_on=_written_on(head, tail, kind) or _date_of_name(file),
        author=author,
        author_role=role,
        identity=guess_identity(text),
    )


def guess_headed(read: ReadText) -> Guessed:
    """For a document with a header: its kind from its title, and the identity when the header names nobody."""
    kind, _ = _kind_and_title([read.title or ""], "")
    named = read.identity.family_names or read.identity.birth_date
    return Guessed(kind=kind, identity=Identity() if named else guess_identity(read.text))


# --- kind and title -----------------------------------------------------------------------------------------------


def _words(pattern: str) -> re.Pattern[str]:
    return re.compile(pattern, re.IGNORECASE)


# Titles that say what a document is, the most telling first: a title beats a letterhead, whatever their order.
_TITLES: tuple[tuple[Kind, re.Pattern[str]], ...] = (
    (Kind.VSM, _words(r"volet (de )?synth[èe]se m[ée]dicale|^synth[èe]se m[ée]dicale\b|\bVSM\b")),
    (Kind.OPERATIVE, _words(r"compte[- ]?rendu (op[ée]ratoire|d['’ ]?intervention)|protocole op[ée]ratoire|\bCRO\b")),
    (Kind.PATHOLOGY, _words(r"compte[- ]?rendu (d['’ ]?)?(anatomo|anatomie|histo|cyto|d['’ ]?ana)|examen (anatomo|histo|cyto)")),
    (Kind.EMERGENCY, _words(r"compte[- ]?rendu (de passage|d['’ ]?urgence|des? urgences)|(passage|dossier|fiche|observation|admission).{0,12}urgences")),
    (Kind.CRH, _words(r"compte[- ]?rendu (d['’ ]?hospi|de s[ée]jour|de sortie)|lettre de (liaison|sortie)|\bCRH\b|courrier de sortie|r[ée]sum[ée] de s[ée]jour")),
    (Kind.PRESCRIPTION, _words(r"^(ordonnance|prescription)s?\b|\bordonnance (bizone|de sortie|m[ée]dicale|s[ée]curis)")),
    (Kind.VACCINATION, _words(r"carnet de (vaccination|sant[ée])|certificat de vaccination|^vaccinations?$|note de vaccination")),
    (Kind.PHYSIOTHERAPY, _words(r"(bilan|compte[- ]?rendu|fiche|s[ée]ances?).{0,30}kin[ée]|bilan[- ]diagnostic")),
    (Kind.NURSING, _words(r"transmissions|(dossier|fiche|bilan|liaison|surveillance|cahier|suivi).{0,20}(infirmi|\bsoins\b|\bIDE\b)|plaies? et cicatrisation")),
    (Kind.ADMINISTRATIVE, _words(r"(fiche|dossier|bulletin|demande|formulaire) (d['’ ]?(admission|entr[ée]e|inscription)|administrati|de (situation|liaison))|certificat|attestation|directives anticip|personne de confiance|consentement|protocole de soins|mandat")),
    (Kind.CONSULTATION, _words(r"(compte[- ]?rendu|fiche|lettre|bilan|cr) (de |d['’ ]?)?consultation|^consultation\b|t[ée]l[ée]consultation|r[ée]union de concertation|\bRCP\b|^avis (de |sp[ée]|cardio|g[ée]ri|neuro)")),
    (Kind.IMAGING, _words(r"^(scanner|tdm|irm|[ée]cho(graphie|[- ]?doppler|cardiographie)?|radio(graphie)?s?|mammographie|scintigraphie|tep|pet|ost[ée]odensitom[ée]trie|angio\w*|arthroscanner|uro[- ]?scanner|doppler|cone beam|panoramique dentaire)\b|compte[- ]?rendu (d['’ ]?)?(imagerie|irm|scanner|radio|[ée]cho|mammo|tep|scinti|tdm)")),
    (Kind.LABORATORY, _words(r"r[ée]sultats? (d['’ ]?)?(analyses?|examens?|biolog|de laboratoire)|compte[- ]?rendu (de |d['’ ]?)?(biologi|analyses?|examens? de biologie|r[ée]sultats)|^bilan (biologique|sanguin)")),
)  # fmt: skip

# Letterheads: who sends it says what it is, unless it opens as a letter.
_LETTERHEADS: tuple[tuple[Kind, re.Pattern[str]], ...] = (
    (Kind.PATHOLOGY, _words(r"anatomie (et cytologie )?pathologi|anatomo[- ]?pathologi|cytologie pathologi|anapath|pathologistes?\b")),
    (Kind.LABORATORY, _words(r"\blabo(ratoires?)?\b|biologie m[ée]dicale|\bLBM\b|biologistes?\b")),
    (Kind.IMAGING, _words(r"imagerie|radiologie|radiologues?\b|m[ée]decine nucl[ée]aire|scintigraphie|centre de radio")),
    (Kind.EMERGENCY, _words(r"urgences\b|\bSAU\b|\bSMUR\b|\bUHCD\b")),
    (Kind.PHYSIOTHERAPY, _words(r"kin[ée]sith[ée]rapeutes?|kin[ée]sith[ée]rapie|\bMKDE?\b")),
    (Kind.NURSING, _words(r"infirmi[èe]re?s?\b|\bIDEL?\b|soins [àa] domicile|\bSSIAD\b|\bHAD\b")),
    (Kind.CONSULTATION, _words(r"\bconsultations?\b")),
)  # fmt: skip

_LETTER = _words(
    r"^(mon )?(bien )?(tr[èe]s )?ch(er|[èe]re)s? (confr|cons[oœ]|doct|coll|ami|ma[iî]tre|dr|m|pr)|"
    r"^(madame|monsieur|docteur|ma?\.? cher)[ ,]*(le |la )?(docteur|professeur)?[^.]{0,30},$|"
    r"je vous (remercie|adresse|confie|prie)|j['’]ai (bien )?(vu|reçu|revu) en consultation|^objet\s*:|"
    r"confraternel|salutations|bien cordialement|bien amicalement"
)
# Results with units and ranges: a table of them is a laboratory report, whoever sends it.
_RESULT = re.compile(
    r"\d[\d,.]*\s*(g/d?L|G/L|T/L|m?mol/L|µmol/L|mg/L|UI/L|U/L|ng/m?L|pg/mL|mUI/L|µg/L|fL|%)\s.*\d\s*(-|–|à)\s*\d"
)


def _kind_and_title(head: Sequence[str], text: str) -> tuple[Kind | None, str | None]:
    for kind, pattern in _TITLES:
        for line in head:
            if pattern.search(line) and _like_title(line):
                return kind, _clean_title(line)
    if _LETTER.search("\n".join(head)) or any(_LETTER.search(line) for line in text.split("\n")):
        return Kind.LETTER, _subject(head)
    for kind, pattern in _LETTERHEADS:
        if any(pattern.search(line) for line in head[:6]):
            return kind, None
    if len(_RESULT.findall(text)) >= 4:
        return Kind.LABORATORY, None
    return None, None


def _like_title(line: str) -> bool:
    """Short, or mostly capitals: a sentence that mentions a report is not its title."""
    letters = [character for character in line if character.isalpha()]
    capitals = sum(character.isupper() for character in letters)
    return len(line) <= 60 or (len(line) <= 160 and capitals > 0.4 * max(1, len(letters)))


def _clean_title(line: str) -> str:
    """The line up to the wide gap or the dash after which an address or a name usually follows."""
    return re.split(r"\s{3,}|\s[-–—|]\s|\s*:\s*$", line)[0].strip(" *_=#-")[:120]


def _subject(head: Sequence[str]) -> str | None:
    found = next(
        (re.match(r"objet\s*:\s*(.+)", line, re.IGNORECASE) for line in head if line.lower().startswith("objet")), None
    )
    return found[1].strip()[:120] if found else None


_NAMED = {kind.value: kind for kind in Kind if kind is not Kind.OTHER}


def _kind_of_name(file: str) -> Kind | None:
    """A file called 04_biologie_2022-11-15.txt says what it is."""
    words = re.split(r"[^a-zé]+", PurePosixPath(file).stem.lower())
    return next((_NAMED[word] for word in words if word in _NAMED), None)


# --- date ---------------------------------------------------------------------------------------------------------

_BIRTH = re.compile(r"(n[ée]e?|n[ée]\(e\)|ddn|d\.d\.n\.?|naissance|date de naiss\.?)\b[^\d]{0,25}$", re.IGNORECASE)
_EARLIER = re.compile(r"(ant[ée]r\w*|pr[ée]c[ée]dent\w*|ordo du|depuis|consentement)[^\d]{0,12}$", re.IGNORECASE)

# How a document says when it was written, the most certain first; the last date of the match is the one.
_DATED = tuple(
    _words(pattern)
    for pattern in (
        rf"^[^\W\d][\w' ’.\-]{{1,40}},?\s*(?:le|ce)\s+(?:lundi |mardi |mercredi |jeudi |vendredi |samedi |dimanche )?({DAY})\.?$",
        rf"(?:fait|r[ée]dig[ée]e?|[ée]dit[ée]e?|dict[ée]e?|sign[ée]e?|valid[ée]e?)\b[^\n]{{0,45}}?\b(?:le|du)\s*:?\s*({DAY})",
        rf"^(?:le )?({DAY})$",
        rf"(?:^|\s{{2,}})(?:\S+ ){{0,3}}\S+,\s*le\s+({DAY})",
        rf"(?:^|\s{{2,}}|\|\s*)date(?: du (?:document|compte[- ]rendu|courrier)| d['’ ]?[ée]dition| de r[ée]daction)?\s*:\s*(?:le )?({DAY})",
        rf"(?:sortie?|sorti\(?e?\)?)\b[^\n\d]{{0,20}}({DAY})",
        rf"(?:du|p[ée]riode[^\d]{{0,4}})\s*(?:{DAY})\s*(?:au|[-–>→]+)\s*({DAY})",
        rf"(?:date d['’ ]?(?:examen|entr[ée]e|intervention|prescription|admission|consultation|acte)|examen|consultation|compte[- ]?rendu|prescription|intervention|passage|ordonnance|r[ée]union|rcp|séance)\b[^\n\d]{{0,25}}?({DAY})",
        rf"(?:pr[ée]l[èe]vement|pr[ée]lev[ée]|reçu|r[ée]alis[ée]e?)\b[^\n\d]{{0,25}}?({DAY})",
        rf"(?:entr[ée]e?|arriv[ée]e?|admis\(?e?\)?)\b[^\n\d]{{0,20}}({DAY})",
        rf"\bl?e\s+({DAY})$",
    )
)


def _written_on(head: Sequence[str], tail: Sequence[str], kind: Kind | None) -> str | None:
    for pattern in _DATED:
        for line in (*head, *tail):
            for found in pattern.finditer(line):
                if (day := iso_day(found[1])) and not _of_another_time(line, found.start(1)):
                    return day
    return next((day for line in head[:15] for day in _plain_days(line)), None)


def _of_another_time(line: str, start: int) -> bool:
    before = line[:start]
    return bool(_BIRTH.search(before) or _EARLIER.search(before))


def _plain_days(line: str) -> Iterator[str]:
    for found in re.finditer(DAY, line, re.IGNORECASE):
        day = iso_day(found.group())
        if day and not _of_another_time(line, found.start()):
            yield day


def _date_of_name(file: str) -> str | None:
    found = re.search(r"(?<!\d)((?:19|20)\d{2})[-_.]?(\d{2})[-_.]?(\d{2})(?!\d)", PurePosixPath(file).stem)
    return iso_day("-".join(found.groups())) if found else None


# --- author -------------------------------------------------------------------------------------------------------

ROLES = (
    "médecin généraliste|médecine générale|médecin traitant|médecin coordonnateur|médecin urgentiste|urgentiste|"
    "cardiologue|gériatre|neurologue|pneumologue|néphrologue|rhumatologue|endocrinologue|diabétologue|dermatologue|"
    "gastro-entérologue|gastroentérologue|hépatologue|hématologue|oncologue|oncologue médicale?|radiothérapeute|"
    "infectiologue|interniste|psychiatre|pédopsychiatre|pédiatre|néonatologue|gynécologue|gynécologue-obstétricienn?e?|"
    "obstétricien|sage-femme|urologue|orl|ophtalmologue|ophtalmologiste|stomatologue|chirurgienn?e?(?: [a-zéèêç]+){0,2}|"
    "anesthésiste(?:-réanimateur)?|réanimateur|radiologue|médecin nucléaire|biologiste médicale?|biologiste|"
    "anatomopathologiste|pathologiste|médecin légiste|médecin du travail|généticienn?e?|angiologue|médecin vasculaire|"
    "allergologue|algologue|addictologue|nutritionniste|diététicienn?e?|pharmacienn?e?|infirmi(?:er|ère)(?: [a-zéè]+)?|"
    "idel|ide|kinésithérapeute|masseur-kinésithérapeute|ergothérapeute|orthophoniste|psychologue|neuropsychologue|"
    "podologue|assistante? sociale?|cadre de santé|interne|chirurgien-dentiste|dentiste"
)
_ROLE = re.compile(rf"(?<!\w)({ROLES})(?!\w)", re.IGNORECASE)
_DOCTOR = re.compile(
    r"\b(?:Drs?|DR|Docteur|DOCTEUR|Pr|PR|Professeur)\.? +((?:[A-ZÀ-Ÿ][\w'’.\-]*)(?: +(?:(?:de|du|des|le|la|d['’])(?: |(?<=['’])))?[A-ZÀ-Ÿ][\w'’.\-]*){0,3})"
)
_ADDRESSEE = re.compile(
    r"^(à|a|au|aux|pour)\b|destinataire|copie|m[ée]decin traitant|prescripteur|adress[ée]|correspondant|à l['’]attention|cher|ch[èe]re|"
    r"confr[èe]re|cons[oœ]eur|^madame|^monsieur",
    re.IGNORECASE,
)


def _author(head: Sequence[str], tail: Sequence[str]) -> tuple[str | None, str | None]:
    """Who signs, else whose letterhead it is; the role from the same lines. Those written to are not authors."""
    for lines in (tail[-6:], head[:8]):
        own = [line for line in lines if not _ADDRESSEE.search(line)]
        named = next((found for line in own if (found := _DOCTOR.search(line))), None)
        if named:
            return named[1].strip(" .,-"), _role(own) or _role([x for x in head[:8] if not _ADDRESSEE.search(x)])
    return None, _role(tail[-4:]) or _role([line for line in head[:6] if not _ADDRESSEE.search(line)])


def _role(lines: Sequence[str]) -> str | None:
    found = next((found for line in lines if (found := _ROLE.search(line))), None)
    if not found:
        return None
    role = found[1].lower()
    return {"médecine générale": "médecin généraliste", "ide": "infirmier", "idel": "infirmier libéral"}.get(role, role)
