"""The IPS: valid FHIR R4, mandatory sections, a device as author, and no hypothesis turned into a fact."""

from __future__ import annotations

import json
from dataclasses import replace
from typing import Any

import pytest
from fhir.resources.R4B.bundle import Bundle
from lxml import etree
from summary_builder import cite, dossier, statement, summary

from summarizer.render.fhir_ips import render
from summarizer.render.wording import LABEL
from summarizer.values import Attestation, CitedSection, Confidentiality, ReidentifiedSummary, SectionKey, Status


def bundle(of: ReidentifiedSummary | None = None) -> dict[str, Any]:
    made: dict[str, Any] = json.loads(render(of or summary(), dossier()))
    return made


BUNDLE = bundle()
RESOURCES = [entry["resource"] for entry in BUNDLE["entry"]]
COMPOSITION = RESOURCES[0]


def of_type(name: str, within: list[dict[str, Any]] | None = None) -> list[dict[str, Any]]:
    return [resource for resource in within or RESOURCES if resource["resourceType"] == name]


def test_it_is_valid() -> None:
    Bundle.model_validate(BUNDLE)


def test_it_opens_with_a_patient_summary_for_the_patient() -> None:
    assert BUNDLE["type"] == "document"
    assert COMPOSITION["type"]["coding"][0]["code"] == "60591-5"
    (patient,) = of_type("Patient")
    assert patient["birthDate"] == "1948-09-02"
    assert patient["name"][0]["family"] == "VASSEUR-PÉRON"
    assert LABEL in COMPOSITION["title"]


def test_every_reference_resolves_inside_the_document() -> None:
    urls = {entry["fullUrl"] for entry in BUNDLE["entry"]}

    def references(value: Any) -> list[str]:
        if isinstance(value, dict):
            own = [value["reference"]] if "reference" in value else []
            return own + [r for inner in value.values() for r in references(inner)]
        return [r for inner in value for r in references(inner)] if isinstance(value, list) else []

    named = references(BUNDLE)
    assert len(named) > 50
    assert set(named) <= urls
    assert len(urls) == len(BUNDLE["entry"])


def test_mandatory_sections_have_entries_or_say_why_not() -> None:
    sections = {
        section["code"]["coding"][0]["code"]: section for section in COMPOSITION["section"] if "code" in section
    }
    for code in ("11450-4", "48765-2", "10160-0", "47519-4", "46264-8"):
        assert ("entry" in sections[code]) != ("emptyReason" in sections[code])
    assert sections["46264-8"]["emptyReason"]["coding"][0]["code"] == "notasked"
    assert sections["11369-6"]["emptyReason"]["coding"][0]["code"] == "unavailable"


def test_a_device_wrote_it_ai_made_it_and_nobody_attested_it() -> None:
    (device,) = of_type("Device")
    assert COMPOSITION["author"] == [{"reference": f"urn:uuid:{device['id']}"}]
    assert COMPOSITION["status"] == "preliminary"
    assert "attester" not in COMPOSITION
    for resource in (BUNDLE, COMPOSITION, *of_type("Condition"), *of_type("MedicationStatement")):
        assert "AIAST" in [security["code"] for security in resource["meta"]["security"]]


@pytest.mark.parametrize(
    ("by", "identifier"),
    [
        ("rpps:10001234567", {"system": "urn:oid:1.2.250.1.71.4.2.1", "value": "810001234567"}),
        ("dr-essai", {"system": "urn:summarizer-fr:account", "value": "dr-essai"}),
    ],
)
def test_who_signed_is_the_attester_and_the_device_stays_the_author(by: str, identifier: dict[str, str]) -> None:
    attestation = Attestation(by=by, at="2024-05-06T07:08:09.123+00:00")
    signed = bundle(replace(summary(), attestation=attestation))
    Bundle.model_validate(signed)
    resources = [entry["resource"] for entry in signed["entry"]]
    (practitioner,) = of_type("Practitioner", resources)
    assert practitioner["identifier"] == [identifier]
    (attester,) = resources[0]["attester"]
    party = {"reference": f"urn:uuid:{practitioner['id']}"}
    assert attester == {"mode": "legal", "time": attestation.at, "party": party}
    assert resources[0]["status"] == "final"
    (device,) = of_type("Device", resources)
    assert resources[0]["author"] == [{"reference": f"urn:uuid:{device['id']}"}]
    assert signed["id"] != BUNDLE["id"]


def test_one_provenance_names_the_sources_of_everything() -> None:
    (provenance,) = of_type("Provenance")
    targets = {target["reference"] for target in provenance["target"]}
    clinical = [
        r for name in ("Condition", "AllergyIntolerance", "MedicationStatement", "Procedure") for r in of_type(name)
    ]
    assert targets == {f"urn:uuid:{r['id']}" for r in (COMPOSITION, *clinical)}
    assert len(provenance["entity"]) == len(of_type("DocumentReference")) == 8


def test_the_narrative_is_xhtml_and_says_every_statement() -> None:
    said = ""
    for part in (COMPOSITION, *COMPOSITION["section"]):
        root = etree.fromstring(part["text"]["div"])
        assert root.tag == "{http://www.w3.org/1999/xhtml}div"
        said += " ".join("".join(root.itertext()).split()) + "\n"
    for section in summary().sections:
        for shown in section.statements:
            assert " ".join(shown.text.split()) in said


@pytest.mark.parametrize(
    ("section", "status", "shown"),
    [
        (SectionKey.PROBLEMS, Status.ACTIVE, ("Condition", "active", None)),
        (SectionKey.PROBLEMS, Status.SUSPECTED, ("Condition", "active", "provisional")),
        (SectionKey.PROBLEMS, Status.EXCLUDED, ("Condition", "active", "refuted")),
        (SectionKey.PROBLEMS, Status.PLANNED, None),
        (SectionKey.MEDICAL_HISTORY, Status.PAST, ("Condition", "inactive", None)),
        (SectionKey.ALLERGIES, Status.ACTIVE, ("AllergyIntolerance", "active", None)),
        (SectionKey.ALLERGIES, Status.SUSPECTED, ("AllergyIntolerance", "active", "unconfirmed")),
        (SectionKey.ALLERGIES, Status.EXCLUDED, ("AllergyIntolerance", "active", "refuted")),
        (SectionKey.TREATMENTS, Status.ACTIVE, ("MedicationStatement", "active", None)),
        (SectionKey.TREATMENTS, Status.STOPPED, ("MedicationStatement", "stopped", None)),
        (SectionKey.TREATMENTS, Status.PLANNED, None),
        (SectionKey.TREATMENTS, Status.SUSPECTED, None),
        (SectionKey.SURGICAL_HISTORY, Status.PAST, ("Procedure", "completed", None)),
        (SectionKey.SURGICAL_HISTORY, Status.PLANNED, None),
        (SectionKey.SURGICAL_HISTORY, Status.EXCLUDED, None),
        (SectionKey.VACCINATIONS, Status.PAST, ("Immunization", "completed", None)),
        (SectionKey.VACCINATIONS, Status.PLANNED, None),
        (SectionKey.FAMILY_HISTORY, Status.ACTIVE, None),
        (SectionKey.VIGILANCE, Status.ACTIVE, None),
    ],
)
def test_a_status_is_said_as_fhir_says_it_or_not_at_all(
    section: SectionKey, status: Status, shown: tuple[str, str, str | None] | None
) -> None:
    one = statement("Poids.", "09:Poids 59,4 kg", status=status)
    only = CitedSection(key=section, title="", loinc=None, statements=(one,), empty_reason=None)
    made = bundle(replace(summary(), sections=(only,)))
    Bundle.model_validate(made)
    apart = {"Composition", "Patient", "Device", "DocumentReference", "Provenance"}
    clinical = [e["resource"] for e in made["entry"] if e["resource"]["resourceType"] not in apart]
    if shown is None:
        assert clinical == []
        return
    (resource,) = clinical
    name, state, certainty = shown
    assert resource["resourceType"] == name
    said = resource.get("status") or resource["clinicalStatus"]["coding"][0]["code"]
    assert said == state
    verified = resource.get("verificationStatus")
    assert (verified["coding"][0]["code"] if verified else None) == certainty


def test_a_mask_travels() -> None:
    masked = replace(cite("09:Poids 59,4 kg"), confidentiality=Confidentiality.HIDDEN_FROM_PROFESSIONALS)
    one = replace(statement("Poids.", "09:Poids 59,4 kg"), citations=(masked,))
    made = bundle(replace(summary(), sections=(replace(summary().sections[0], statements=(one,)),)))
    assert made["entry"][0]["resource"]["confidentiality"] == "V"
    assert "V" in [security["code"] for security in made["meta"]["security"]]


def test_hostile_text_stays_text() -> None:
    bad = statement("</div><script>alert(1)</script>\x00&", "09:Poids 59,4 kg")
    made = bundle(replace(summary(), sections=(replace(summary().sections[0], statements=(bad,)),)))
    for part in made["entry"][0]["resource"]["section"]:
        assert not etree.fromstring(part["text"]["div"]).findall(".//{*}script")


def test_the_same_summary_gives_the_same_document() -> None:
    assert render(summary(), dossier()) == render(summary(), dossier())
