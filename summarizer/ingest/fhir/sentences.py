"""Clinical FHIR resources as French sentences a reader would accept, each with its status and date.

It knows which file speaks for which type. Statuses are said in words that cannot be misread: what was refuted is
`écarté`, what is provisional is `suspecté`, what was stopped is `arrêté`. A resource entered in error says nothing.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping

from summarizer.ingest.fhir import acts, problems, results, treatments
from summarizer.ingest.fhir.parts import Json, part, word
from summarizer.ingest.fhir.said import HEADINGS, Resolve, Said
from summarizer.ingest.fhir.values import codes


def say(resource: Json, resolve: Resolve) -> Said | None:
    """The resource in words; None for a type that says nothing of the patient's health, or was entered in error.

    Raises Malformed.
    """
    speaker = SPEAKERS.get(word(resource, "resourceType"))
    verification = codes(part(resource, "verificationStatus"))
    if speaker is None or "entered-in-error" in (resource.get("status"), *verification):
        return None
    return speaker(resource, resolve)


SPEAKERS: Mapping[str, Callable[[Json, Resolve], Said | None]] = {
    "Condition": problems.condition,
    "AllergyIntolerance": problems.allergy,
    "MedicationStatement": treatments.medication_statement,
    "MedicationRequest": treatments.medication_request,
    "MedicationAdministration": treatments.medication_administration,
    "MedicationDispense": treatments.medication_dispense,
    "Observation": results.observation,
    "DiagnosticReport": results.report,
    "ImagingStudy": results.imaging,
    "Procedure": acts.procedure,
    "Immunization": acts.immunization,
    "FamilyMemberHistory": acts.family,
    "Encounter": acts.encounter,
    "CarePlan": acts.care_plan,
    "ServiceRequest": acts.service_request,
    "Goal": acts.goal,
    "Flag": acts.alert,
    "DeviceUseStatement": acts.device_use,
    "ClinicalImpression": acts.impression,
}


__all__ = ["HEADINGS", "SPEAKERS", "Resolve", "Said", "say"]
