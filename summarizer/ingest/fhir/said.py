"""What a resource says, and the phrases that all of them share: a sentence, its date, reasons.

It knows no type of resource.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from summarizer.ingest.dates import iso_prefix
from summarizer.ingest.fhir.parts import Json, Malformed, choice, parts, word
from summarizer.ingest.fhir.values import concept, concepts

Resolve = Callable[[Json], Json]
"""The resource a reference points to inside the same file; {} when it is not there."""


@dataclass(frozen=True, slots=True, kw_only=True, repr=False)
class Said:
    """One resource in words. `heading` is the group it is read under; `date` orders it (ISO, "" when unknown)."""

    heading: str
    text: str
    date: str = ""


PROBLEMS = "Problèmes et diagnostics"
ALLERGIES = "Allergies et intolérances"
TREATMENTS = "Traitements"
VITALS = "Signes vitaux et mesures"
LABORATORY = "Résultats de biologie"
SOCIAL = "Mode de vie"
OTHER_OBSERVATIONS = "Autres observations"
REPORTS = "Comptes rendus d'examens"
PROCEDURES = "Actes et interventions"
VACCINES = "Vaccinations"
FAMILY = "Antécédents familiaux"
ENCOUNTERS = "Séjours et consultations"
PLANS = "Plan de soins et demandes"
DEVICES = "Dispositifs médicaux"
ALERTS = "Alertes"

HEADINGS = (
    PROBLEMS, ALLERGIES, ALERTS, TREATMENTS, LABORATORY, VITALS, OTHER_OBSERVATIONS, SOCIAL, REPORTS, PROCEDURES,
    DEVICES, VACCINES, FAMILY, ENCOUNTERS, PLANS,
)  # fmt: skip


def sentence(subject: str, *qualifiers: str, note: str = "") -> str:
    """`- subject : qualifier, qualifier. Note.`"""
    if not subject:
        raise Malformed("code")
    said = ", ".join(qualifier for qualifier in qualifiers if qualifier)
    return f"- {ended(f'{subject} : {said}' if said else subject)}" + (f" {ended(note)}" if note else "")


def ended(text: str) -> str:
    return text if text[-1] in ".!?" else f"{text}."


def date_of(resource: Json, *stems: str) -> str:
    """The ISO date that orders a resource: the first element of these that holds one."""
    for stem in stems:
        value = resource[stem] if stem in resource else choice(resource, stem)[1]
        if isinstance(value, dict):
            value = value.get("start") or value.get("end")
        if date := iso_prefix(value):
            return date
    return ""


def reasons(resource: Json) -> str:
    said = concepts(resource, "reasonCode") or ", ".join(
        word(each, "display") for each in parts(resource, "reasonReference") if "display" in each
    )
    return f"motif : {said}" if said else ""


def stopped(resource: Json) -> str:
    said = (
        concept(resource.get("statusReason"))
        if isinstance(resource.get("statusReason"), dict)
        else (concepts(resource, "statusReason"))
    )
    return f"raison : {said}" if said else ""
