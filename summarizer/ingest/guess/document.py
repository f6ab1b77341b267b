"""Kind, title, date, author and patient of a document, from its text alone, when nothing better says so.

It puts together what `guess_kind`, `guess_date` and `guess_identity` find, and finds the author. It refuses to guess
inside the prose. What is not found stays unknown.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from summarizer.ingest.guess.date import date_of_name, guess_date
from summarizer.ingest.guess.identity import guess_identity
from summarizer.ingest.guess.kind import guess_kind, kind_of_name
from summarizer.ingest.reading import ReadText
from summarizer.values import Identity, Kind

_HEAD_LINES = 25
_TAIL_LINES = 12
_LONGEST = 400


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
    lines = [line.strip()[:_LONGEST] for line in text.split("\n") if line.strip()]
    head, tail = lines[:_HEAD_LINES], lines[_HEAD_LINES:][-_TAIL_LINES:]
    kind, title = guess_kind(head, text)
    identity = guess_identity(text)
    author, role = _author(head, tail or head[-_TAIL_LINES:], kind)
    return Guessed(
        kind=kind or kind_of_name(file),
        title=title,
        written_on=guess_date(head, tail, born=identity.birth_date) or date_of_name(file),
        author=author,
        author_role=role,
        identity=identity,
    )


def guess_headed(read: ReadText) -> Guessed:
    """For a document with a header: its kind from its title, and the identity when the header names nobody."""
    kind, _ = guess_kind([read.title or ""], "")
    named = read.identity.family_names or read.identity.birth_date
    return Guessed(kind=kind, identity=Identity() if named else guess_identity(read.text))


# --- author -------------------------------------------------------------------------------------------------------

_ROLE = re.compile(
    r"(?<!\w)(médecin (?:généraliste|traitant|coordonnateur|urgentiste|nucléaire|légiste|du travail|vasculaire)"
    r"|médecine générale|urgentiste|cardiologue|rythmologue|gériatre|neurologue|pneumologue|néphrologue|rhumatologue"
    r"|endocrinologue|diabétologue|dermatologue|gastro-?entérologue|hépatologue|hématologue|oncologue(?: médicale?)?"
    r"|radiothérapeute|infectiologue|interniste|pédopsychiatre|psychiatre|pédiatre|néonatologue|gynécologue"
    r"(?:-obstétricien(?:ne)?)?|obstétricien(?:ne)?|sage-femme|urologue|orl|ophtalmologue|ophtalmologiste|stomatologue"
    r"|chirurgien(?:ne)?(?: (?:viscérale?|orthopédi\w+|vasculaire|digesti\w+|thoracique|pédiatr\w+|plastique))?"
    r"|anesthésiste(?:-réanimateur)?|réanimateur|radiologue|biologiste(?: médicale?)?|anatomopathologiste|pathologiste"
    r"|oncogénéticien(?:ne)?|généticien(?:ne)?|angiologue|allergologue|algologue|addictologue|nutritionniste"
    r"|diététicien(?:ne)?|pharmacien(?:ne)?|infirmi(?:er|ère)s?|kinésithérapeute|masseur[- ]kinésithérapeute"
    r"|ergothérapeute|orthophoniste|neuropsychologue|psychologue|podologue|assistante? sociale?|chirurgien-dentiste"
    r"|dentiste)(?!\w)",
    re.IGNORECASE,
)
_ROLE_OF_KIND = {
    Kind.LABORATORY: "biologiste",
    Kind.IMAGING: "radiologue",
    Kind.PATHOLOGY: "anatomopathologiste",
    Kind.EMERGENCY: "médecin urgentiste",
    Kind.NURSING: "infirmier",
    Kind.PHYSIOTHERAPY: "kinésithérapeute",
}
# A service names the speciality of who writes from it.
_SERVICES = tuple(
    (re.compile(pattern, re.IGNORECASE), role)
    for pattern, role in (
        (r"\bcardiologi|\brythmologi", "cardiologue"),
        (r"\bneurologi", "neurologue"),
        (r"\bpneumologi", "pneumologue"),
        (r"\bn[ée]phrologi|h[ée]modialyse", "néphrologue"),
        (r"\brhumatologi", "rhumatologue"),
        (r"\bendocrinologi|\bdiab[ée]tologi", "endocrinologue"),
        (r"\bdermatologi", "dermatologue"),
        (r"\bgastro[- ]?ent[ée]rologi", "gastro-entérologue"),
        (r"\bh[ée]matologi(?!E$)", "hématologue"),
        (r"\boncologi", "oncologue"),
        (r"\bg[ée]riatri|consultation m[ée]moire", "gériatre"),
        (r"\bpsychiatri|\bCMP\b", "psychiatre"),
        (r"\bp[ée]diatri|\bn[ée]onat", "pédiatre"),
        (r"\bophtalmologi", "ophtalmologue"),
        (r"\burologi", "urologue"),
        (r"\bgyn[ée]cologi|\bobst[ée]tri|\bmaternit[ée]", "gynécologue"),
        (r"\bchirurgi", "chirurgien"),
        (r"\banesth[ée]si|\br[ée]animation", "anesthésiste-réanimateur"),
        (r"m[ée]decine g[ée]n[ée]ra[l1]e", "médecin généraliste"),
    )
)
_NAME = r"[A-ZÀ-Ÿ][\w'’.\-]*(?: (?:(?:de|du|des|le|la|d['’]) ?)?[A-ZÀ-Ÿ][\w'’.\-]*){0,3}"
_DOCTOR = re.compile(rf"\b(?:Drs?|DR|Docteur|DOCTEUR|Pr|PR|Professeur)\.? ({_NAME})")
_LABEL_AFTER = re.compile(r" (?:RPPS|N°|Tel|Tél|FINESS|AM|ADELI|Service|Interne)\b.*$")
_ADDRESSEE = re.compile(
    r"^(?:à|a|au|aux|pour|cher|ch[èe]re)\b|destinataire|copie|m[ée]decin traitant|prescri|demand|adress|correspondant"
    r"|à l['’]attention|confr[èe]re|cons[oœ]eur|^madame|^monsieur|\bavis\b|\bappel\b|^objet|^concerne",
    re.IGNORECASE,
)


def _author(head: Sequence[str], tail: Sequence[str], kind: Kind | None) -> tuple[str | None, str | None]:
    """Who signs, else whose letterhead it is. Those written to, and those named in a sentence, are not authors."""
    signing = [line for line in tail[-6:] if len(line) <= 90 and not _ADDRESSEE.search(line)]
    letterhead = [line for line in head[:8] if not _ADDRESSEE.search(line)]
    named = [_doctor(line) for line in (*reversed(signing), *letterhead)]
    name = next((found for found in named if found), None)
    return name, _role(signing, letterhead, kind)


def _doctor(line: str) -> str | None:
    found = _DOCTOR.search(line)
    if not found or (found.start() > 45 and not re.search(r"\s{2,}$", line[: found.start()])):
        return None
    return _LABEL_AFTER.sub("", found[1]).strip(" .,-") or None


def _role(signing: Sequence[str], letterhead: Sequence[str], kind: Kind | None) -> str | None:
    for lines in (signing, letterhead):
        if found := next((found for line in lines if (found := _ROLE.search(line))), None):
            role = found[1].lower()
            return "médecin généraliste" if role == "médecine générale" else role
    if kind in _ROLE_OF_KIND:
        return _ROLE_OF_KIND[kind]
    return next((role for line in letterhead for service, role in _SERVICES if service.search(line)), None)
