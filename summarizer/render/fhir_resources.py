"""The clinical resources of the IPS: one a statement, its words as text, its sources as references.

FHIR can say "suspected" and "refuted" of a condition or an allergy, and "stopped" of a treatment: what it cannot say of
a statement is left to the narrative, so that no system takes a hypothesis or a plan for a fact.
"""

from __future__ import annotations

import re
from typing import Any

from summarizer.render.wording import said
from summarizer.values import CitedStatement, SectionKey, Severity, Status

_TERMINOLOGY = "http://terminology.hl7.org/CodeSystem/"
_UNKNOWN = {
    "extension": [
        {"url": "http://hl7.org/fhir/StructureDefinition/data-absent-reason", "valueCode": "unknown"},
    ]
}
Reference = dict[str, str]


def resource(
    statement: CitedStatement, section: SectionKey, patient: Reference, sources: list[Reference]
) -> dict[str, Any] | None:
    """The resource of a statement; None when its section or its status has none."""
    match section:
        case SectionKey.PROBLEMS | SectionKey.MEDICAL_HISTORY:
            return _condition(statement, section, patient, sources)
        case SectionKey.ALLERGIES:
            return _allergy(statement, patient)
        case SectionKey.TREATMENTS:
            return _treatment(statement, patient, sources)
        case SectionKey.SURGICAL_HISTORY:
            return _procedure(statement, patient, sources)
        case SectionKey.VACCINATIONS:
            return _immunization(statement, patient)
        case _:
            return None


_CERTAINTY = {Status.SUSPECTED: "provisional", Status.EXCLUDED: "refuted"}


def _condition(
    statement: CitedStatement, section: SectionKey, patient: Reference, sources: list[Reference]
) -> dict[str, Any] | None:
    if statement.status is Status.PLANNED:
        return None
    current = section is SectionKey.PROBLEMS and statement.status is not Status.PAST
    category = {"system": f"{_TERMINOLOGY}condition-category", "code": "problem-list-item"}
    condition: dict[str, Any] = {
        "resourceType": "Condition",
        "clinicalStatus": _code("condition-clinical", "active" if current else "inactive"),
        "category": [{"coding": [category]}],
        "code": {"text": said(statement.text)},
        "subject": patient,
    }
    if statement.status in _CERTAINTY:
        condition["verificationStatus"] = _code("condition-ver-status", _CERTAINTY[statement.status])
    if sources:
        condition["evidence"] = [{"detail": sources}]
    return condition | _since(statement, "onsetDateTime")


def _allergy(statement: CitedStatement, patient: Reference) -> dict[str, Any] | None:
    if statement.status is Status.PLANNED:
        return None
    over = statement.status in (Status.PAST, Status.STOPPED)
    certainty = {Status.SUSPECTED: "unconfirmed", Status.EXCLUDED: "refuted"}.get(statement.status)
    allergy: dict[str, Any] = {
        "resourceType": "AllergyIntolerance",
        "clinicalStatus": _code("allergyintolerance-clinical", "inactive" if over else "active"),
        "code": {"text": said(statement.text)},
        "patient": patient,
    }
    if certainty:
        allergy["verificationStatus"] = _code("allergyintolerance-verification", certainty)
    if statement.severity is Severity.CRITICAL:
        allergy["criticality"] = "high"
    return allergy | _since(statement, "onsetDateTime")


def _treatment(statement: CitedStatement, patient: Reference, sources: list[Reference]) -> dict[str, Any] | None:
    status = {Status.ACTIVE: "active", Status.STOPPED: "stopped", Status.PAST: "completed"}.get(statement.status)
    if status is None:
        return None
    treatment: dict[str, Any] = {
        "resourceType": "MedicationStatement",
        "status": status,
        "medicationCodeableConcept": {"text": said(statement.text)},
        "subject": patient,
        # Dates of a statement may be those of a change of dose: when the treatment was taken is not known for certain.
        "_effectiveDateTime": _UNKNOWN,
    }
    if sources:
        treatment["derivedFrom"] = sources
    return treatment


def _procedure(statement: CitedStatement, patient: Reference, sources: list[Reference]) -> dict[str, Any] | None:
    if statement.status not in (Status.ACTIVE, Status.PAST, Status.STOPPED):
        return None
    procedure: dict[str, Any] = {
        "resourceType": "Procedure",
        "status": "completed",
        "code": {"text": said(statement.text)},
        "subject": patient,
    }
    if sources:
        procedure["report"] = sources
    return procedure | (_since(statement, "performedDateTime") or {"_performedDateTime": _UNKNOWN})


def _immunization(statement: CitedStatement, patient: Reference) -> dict[str, Any] | None:
    if statement.status not in (Status.ACTIVE, Status.PAST):
        return None
    return {
        "resourceType": "Immunization",
        "status": "completed",
        "vaccineCode": {"text": said(statement.text)},
        "patient": patient,
        **(_since(statement, "occurrenceDateTime") or {"occurrenceString": "date inconnue"}),
    }


def _code(system: str, code: str) -> dict[str, Any]:
    return {"coding": [{"system": f"{_TERMINOLOGY}{system}", "code": code}]}


def _since(statement: CitedStatement, name: str) -> dict[str, Any]:
    days = sorted(day for day in statement.dates if re.fullmatch(r"\d{4}(-\d{2}){0,2}", day))
    return {name: days[0]} if days else {}
