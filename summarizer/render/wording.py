"""The French words a clinician reads: the label of the summary, kinds of documents, statuses, dates, ages, names.

It knows words and their typography, and refuses to touch what a document or a statement says: only a bullet at the head
of a line is left out, so that what is read on any rendering is what was verified.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from datetime import date

from summarizer.values import (
    Citation,
    Confidentiality,
    Decision,
    Document,
    DocumentEntry,
    Identity,
    Kind,
    ReidentifiedSummary,
    SectionKey,
    Severity,
    Status,
    Verdict,
)

NBSP = "\u00a0"
#: The label every rendering carries: the reader must know a machine wrote it (AI Act, article 50; HL7 AIAST).
LABEL = "Synthèse produite par un système d'IA, à vérifier par un professionnel"
TITLE = "Synthèse médicale"

KINDS = {
    Kind.CRH: "compte rendu d'hospitalisation",
    Kind.LETTER: "courrier",
    Kind.LABORATORY: "biologie",
    Kind.IMAGING: "imagerie",
    Kind.PRESCRIPTION: "ordonnance",
    Kind.CONSULTATION: "consultation",
    Kind.EMERGENCY: "passage aux urgences",
    Kind.OPERATIVE: "compte rendu opératoire",
    Kind.PATHOLOGY: "anatomopathologie",
    Kind.NURSING: "soins infirmiers",
    Kind.PHYSIOTHERAPY: "kinésithérapie",
    Kind.ADMINISTRATIVE: "document administratif",
    Kind.VSM: "synthèse médicale",
    Kind.VACCINATION: "vaccination",
    Kind.OTHER: "document",
}

#: JDV_J08, but for the ordinary levels, which need no word.
CONFIDENTIALITIES = {
    Confidentiality.VERY_RESTRICTED: "accès très restreint",
    Confidentiality.HIDDEN_FROM_PATIENT: "non visible par le patient",
    Confidentiality.HIDDEN_FROM_GUARDIANS: "non visible par les représentants légaux",
    Confidentiality.HIDDEN_FROM_PROFESSIONALS: "masqué aux professionnels",
}

_STATUSES = {
    Status.STOPPED: "arrêté",
    Status.SUSPECTED: "suspecté",
    Status.EXCLUDED: "écarté",
    Status.PLANNED: "prévu",
}
#: Sections where a reader takes a statement for current unless told otherwise.
_CURRENT = frozenset({SectionKey.PROBLEMS, SectionKey.TREATMENTS, SectionKey.VIGILANCE})

SEVERITIES = {Severity.CRITICAL: "critique", Severity.MAJOR: "majeur", Severity.MINOR: "mineur"}


def status_word(status: Status, section: SectionKey | None) -> str | None:
    """The word that must follow a statement that is not current; None where its section already says it.

    Without a section (what is to be read first), nothing says it but the word.
    """
    if status is Status.PAST:
        return "passé" if section is None or section in _CURRENT else None
    return _STATUSES.get(status)


def french_date(iso: str | None) -> str:
    """dd/mm/yyyy, mm/yyyy or yyyy from an ISO date of any precision; "date inconnue" without one."""
    found = re.match(r"(\d{4})(?:-(\d{2}))?(?:-(\d{2}))?", iso or "")
    return "/".join(part for part in reversed(found.groups()) if part) if found else "date inconnue"


def french_moment(iso: str) -> str:
    """ "18/03/2024 à 09:30 UTC" from an ISO date and time, as it is written: the reader's own hour is not known."""
    day = french_date(iso)
    zone = " UTC" if iso.endswith(("Z", "+00:00")) else ""
    return f"{day} à {iso[11:16]}{zone}" if len(iso) >= 16 else day


def age(birth_date: str | None, at: str) -> str | None:
    """The age in years at an ISO date, in months below two years; None when the birth date is not a full one."""
    try:
        born, now = date.fromisoformat((birth_date or "")[:10]), date.fromisoformat(at[:10])
    except ValueError:
        return None
    months = (now.year - born.year) * 12 + now.month - born.month - (now.day < born.day)
    if months < 0:
        return None
    return f"{months}{NBSP}mois" if months < 24 else f"{months // 12}{NBSP}ans"


def patient_name(identity: Identity) -> str:
    """Family names then given names, as the dossier writes them."""
    return " ".join((*family_names(identity), *given_names(identity))) or "Patient sans identité connue"


def family_names(identity: Identity) -> tuple[str, ...]:
    return _distinct(identity.family_names)


def given_names(identity: Identity) -> tuple[str, ...]:
    return _distinct(identity.given_names)


def _distinct(names: Iterable[str]) -> tuple[str, ...]:
    """Names without those that only repeat another in capitals or without accents."""
    kept: dict[str, str] = {}
    for name in names:
        bare = "".join(c for c in unicodedata.normalize("NFD", name.casefold()) if not unicodedata.combining(c))
        kept.setdefault(bare, name)
    return tuple(kept.values())


def patient_line(summary: ReidentifiedSummary) -> tuple[str, ...]:
    """Sex, birth date, age when the summary was made, IPP: the parts that are known."""
    identity = summary.identity
    born = f"né{'e' if identity.sex == 'F' else ''} le {french_date(identity.birth_date)}"
    return tuple(
        part
        for part in (
            {"F": "Femme", "M": "Homme"}.get(identity.sex or ""),
            born if identity.birth_date else None,
            age(identity.birth_date, summary.run.generated_at),
            f"IPP{NBSP}{identity.ipp}" if identity.ipp else None,
        )
        if part
    )


def said(text: str) -> str:
    """A statement or a passage as shown: on one line, without the bullet or the number of the list it comes from."""
    return _BULLET.sub("", one_line(text))


_BULLET = re.compile(r"^(?:[-–—•*▪◦·]\s+|\d{1,2}[.)]\s+(?=[A-ZÀ-Ý]))")


def one_line(text: str) -> str:
    """`text` on one line, with "�" for what no reader should see: controls, direction changes, private characters."""
    flat = " ".join(text.split())
    return "".join("\ufffd" if unicodedata.category(c) in _UNSHOWABLE and c not in _JOINERS else c for c in flat)


_UNSHOWABLE = frozenset({"Cc", "Cf", "Cs", "Co", "Cn"})
#: Soft hyphen, zero-width non-joiner and joiner: invisible, and harmless.
_JOINERS = frozenset("\u00ad\u200c\u200d")


def professional(by: str) -> str:
    """How a professional is named: the RPPS number when it is one, else the name of the account."""
    return f"RPPS{NBSP}{by.removeprefix('rpps:')}" if by.startswith("rpps:") else one_line(by)


_DECISIONS = {Decision.VALIDATED: "validé", Decision.EDITED: "modifié", Decision.REJECTED: "écarté"}


def verdict_words(verdict: Verdict) -> str:
    """ "validé par RPPS 10001234567 le 18/03/2024"."""
    return f"{_DECISIONS[verdict.decision]} par {professional(verdict.by)} le {french_date(verdict.at)}"


def review_line(summary: ReidentifiedSummary) -> str:
    """Whether a professional signed the summary, or how far the review is."""
    if summary.attestation is not None:
        who, when = professional(summary.attestation.by), french_moment(summary.attestation.at)
        return f"Relue et signée par {who} le {when}"
    statements = [statement for section in summary.sections for statement in section.statements]
    reviewed = sum(statement.verdict is not None for statement in statements)
    if not reviewed:
        return "Non relue, non signée"
    of = f"{reviewed} sur {counted(len(statements), 'phrase relue', 'phrases relues')}"
    return f"Relecture en cours, non signée{NBSP}: {of}"


def counted(number: int, word: str, plural: str | None = None) -> str:
    """ "1 document", "2 documents": the number, and the word in agreement with it."""
    return f"{number}{NBSP}{word if number < 2 else plural or word + 's'}"


def minor_line(number: int) -> str:
    """How many minor statements of a section wait."""
    return counted(number, "élément de moindre importance", "éléments de moindre importance")


def others_line(number: int) -> str:
    """Where the critical statements that are not repeated first are to be found."""
    if number == 1:
        return "Un autre élément critique est signalé par ▲ dans sa section."
    return f"{number}{NBSP}autres éléments critiques sont signalés par ▲ dans leurs sections."


def read_line(summary: ReidentifiedSummary) -> str:
    """How many documents were read, and how many were not."""
    read = sum(entry.read for entry in summary.documents)
    unread = len(summary.documents) - read
    line = counted(read, "document lu", "documents lus")
    return f"{line}, {counted(unread, 'non lu', 'non lus')}" if unread else line


def restriction(citations: Iterable[Citation]) -> str | None:
    """Who may not see what a statement rests on; None when every passage is of ordinary access."""
    words = dict.fromkeys(CONFIDENTIALITIES.get(citation.confidentiality) for citation in citations)
    return ", ".join(word for word in words if word) or None


def document_name(entry: DocumentEntry | Document) -> str:
    """ "Compte rendu d'hospitalisation du 11/03/2022": what a document is, and when it was written."""
    kind = KINDS[entry.kind] if entry.kind else "fichier"
    name = kind[0].upper() + kind[1:]
    return f"{name} du {french_date(entry.written_on)}" if entry.written_on else name


_ROLES = {"writer": "rédaction", "embedder": "recherche", "judge": "contrôle", "identifiers": "identifiants"}


def role_word(role: str) -> str:
    return _ROLES.get(role, role)


def reason_words(reason: str) -> str:
    """Why a sentence is withheld, without the name of the check that every reason begins with."""
    return re.sub(r"^[a-z_]+: ", "", reason)
