"""FHIR R4 files as French sentences under headings."""

from __future__ import annotations

import json
from typing import Any

import pytest

from summarizer.errors import DocumentCorrupt, DocumentEmpty, DocumentTooLarge
from summarizer.ingest import ReadLimits, read_document
from summarizer.values import Confidentiality, Kind

from .papers import PATIENT, Paper, attachment, bundle

SUBJECT = {"reference": "urn:uuid:p1"}


def coded(text: str, code: str = "x") -> dict[str, Any]:
    return {"coding": [{"code": code, "display": text}]}


def status(code: str) -> dict[str, Any]:
    return {"coding": [{"code": code}]}


def said(resource: dict[str, Any], *others: dict[str, Any]) -> list[str]:
    """The sentences of one resource, without their heading."""
    return read_document(bundle(resource, *others)).text.split("\n")[1:]


CONDITION = {"resourceType": "Condition", "code": coded("Embolie pulmonaire"), "onsetDateTime": "2021-03-12"}


@pytest.mark.parametrize(
    ("more", "sentence"),
    [
        ({"clinicalStatus": status("active")}, "- Embolie pulmonaire : en cours, depuis le 12/03/2021."),
        (
            {"clinicalStatus": status("resolved"), "abatementDateTime": "2021-09"},
            "- Embolie pulmonaire : résolu, depuis le 12/03/2021, jusqu'en 09/2021.",
        ),
        ({"verificationStatus": status("refuted")}, "- Diagnostic écarté : Embolie pulmonaire : depuis le 12/03/2021."),
        (
            {"verificationStatus": status("provisional")},
            "- Diagnostic suspecté : Embolie pulmonaire : depuis le 12/03/2021.",
        ),
        (
            {"verificationStatus": status("unconfirmed")},
            "- Diagnostic non confirmé : Embolie pulmonaire : depuis le 12/03/2021.",
        ),
        ({"note": [{"text": "À gauche."}]}, "- Embolie pulmonaire : depuis le 12/03/2021. À gauche."),
    ],
    ids=["active", "resolved", "refuted", "provisional", "unconfirmed", "note"],
)
def test_a_diagnosis_says_how_sure_it_is(more: dict[str, Any], sentence: str) -> None:
    assert said(CONDITION | more) == [sentence]


def test_what_was_entered_in_error_says_nothing() -> None:
    wrong = CONDITION | {"verificationStatus": status("entered-in-error")}
    with pytest.raises(DocumentEmpty):
        read_document(bundle(wrong))


@pytest.mark.parametrize(
    ("resource", "sentence"),
    [
        (
            {
                "resourceType": "AllergyIntolerance",
                "code": coded("Amoxicilline"),
                "category": ["medication"],
                "criticality": "high",
                "clinicalStatus": status("active"),
                "onsetDateTime": "2012",
                "reaction": [{"manifestation": [coded("Urticaire")], "severity": "moderate"}],
            },
            "- Allergie : Amoxicilline : médicament, réaction : Urticaire (modérée), criticité élevée, active, depuis 2012.",
        ),
        (
            {
                "resourceType": "AllergyIntolerance",
                "code": coded("Iode"),
                "verificationStatus": status("refuted"),
                "clinicalStatus": status("active"),
            },
            "- Allergie écartée : Iode.",
        ),
        (
            {"resourceType": "AllergyIntolerance", "type": "intolerance", "code": coded("Lactose")},
            "- Intolérance : Lactose.",
        ),
        (
            {"resourceType": "AllergyIntolerance", "code": coded("No known allergy", "716186003")},
            "- Pas d'allergie connue.",
        ),
        (
            {
                "resourceType": "MedicationStatement",
                "status": "stopped",
                "medicationCodeableConcept": coded("Bisoprolol 2,5 mg"),
                "statusReason": [coded("Bradycardie")],
                "effectivePeriod": {"start": "2020-01-05", "end": "2021-02-03"},
            },
            "- Bisoprolol 2,5 mg : arrêté, raison : Bradycardie, du 05/01/2020 au 03/02/2021.",
        ),
        (
            {
                "resourceType": "MedicationRequest",
                "status": "active",
                "authoredOn": "2024-02-01",
                "medicationCodeableConcept": {"text": "Paracétamol 1 g"},
                "dosageInstruction": [
                    {
                        "doseAndRate": [{"doseQuantity": {"value": 1, "unit": "comprimé"}}],
                        "timing": {"repeat": {"frequency": 3, "period": 1, "periodUnit": "d", "boundsDuration": {"value": 7, "code": "d"}}},
                        "route": coded("Voie orale"),
                        "asNeededBoolean": True,
                    }
                ],
            },
            "- Paracétamol 1 g : 1 comprimé, 3 fois par jour, voie orale, si besoin, pendant 7 jours, prescrit le 01/02/2024.",
        ),
        (
            {"resourceType": "MedicationRequest", "doNotPerform": True, "medicationCodeableConcept": coded("Aspirine")},
            "- Ne pas donner : Aspirine : prescrit.",
        ),
        (
            {
                "resourceType": "MedicationAdministration",
                "status": "not-done",
                "medicationCodeableConcept": coded("Héparine"),
                "effectiveDateTime": "2024-01-11T07:00:00Z",
            },
            "- Héparine : non administré le 11/01/2024.",
        ),
        (
            {
                "resourceType": "Observation",
                "status": "final",
                "code": coded("Créatinine"),
                "effectiveDateTime": "2024-01-10",
                "valueQuantity": {"value": 115.0, "unit": "umol/L"},
                "referenceRange": [{"low": {"value": 45}, "high": {"value": 84, "unit": "umol/L"}}],
                "interpretation": [status("H")],
            },
            "- Créatinine : 115,0 µmol/L (référence : 45 - 84 µmol/L ; élevé), le 10/01/2024.",
        ),
        (
            {
                "resourceType": "Observation",
                "code": coded("Pression artérielle"),
                "component": [
                    {"code": coded("systolique"), "valueQuantity": {"value": 135, "unit": "mm[Hg]"}},
                    {"code": coded("diastolique"), "valueQuantity": {"value": 85, "unit": "mm[Hg]"}},
                ],
            },
            "- Pression artérielle : systolique 135 mmHg, diastolique 85 mmHg.",
        ),
        (
            {"resourceType": "Observation", "code": coded("Tabagisme"), "valueBoolean": False},
            "- Tabagisme : non.",
        ),
        (
            {"resourceType": "Observation", "code": coded("CRP"), "valueQuantity": {"value": 5, "comparator": "<", "unit": "mg/L"}},
            "- CRP : < 5 mg/L.",
        ),
        (
            {
                "resourceType": "Procedure",
                "status": "not-done",
                "code": coded("Coronarographie"),
                "performedDateTime": "2023-05-02",
                "statusReason": coded("Refus du patient"),
            },
            "- Coronarographie : non réalisé, le 02/05/2023, raison : Refus du patient.",
        ),
        (
            {
                "resourceType": "Immunization",
                "status": "completed",
                "vaccineCode": coded("REPEVAX"),
                "occurrenceDateTime": "2024-05-27",
                "lotNumber": "A123",
            },
            "- Vaccin REPEVAX : fait le 27/05/2024, lot A123.",
        ),
        (
            {
                "resourceType": "FamilyMemberHistory",
                "relationship": coded("mother", "MTH"),
                "condition": [{"code": coded("Cancer du sein"), "onsetAge": {"value": 54, "code": "a"}}],
            },
            "- Antécédent familial, mère : Cancer du sein à 54 ans.",
        ),
        (
            {
                "resourceType": "Encounter",
                "class": {"code": "IMP"},
                "period": {"start": "2024-01-10", "end": "2024-01-14"},
                "reasonCode": [coded("Infarctus")],
            },
            "- Hospitalisation : du 10/01/2024 au 14/01/2024, motif : Infarctus.",
        ),
        (
            {"resourceType": "DiagnosticReport", "code": coded("Scanner"), "conclusion": "Pas d'embolie.", "effectiveDateTime": "2024-01-10"},
            "- Scanner : le 10/01/2024, conclusion : Pas d'embolie.",
        ),
        (
            {"resourceType": "ServiceRequest", "code": coded("Holter"), "authoredOn": "2024-01-10", "priority": "urgent"},
            "- Holter : demandé le 10/01/2024, urgent.",
        ),
    ],
    ids=lambda value: value["resourceType"] if isinstance(value, dict) else "",
)  # fmt: skip
def test_each_resource_is_a_sentence(resource: dict[str, Any], sentence: str) -> None:
    assert said(resource) == [sentence]


def test_a_drug_is_found_through_its_reference_even_contained() -> None:
    statement = {
        "resourceType": "MedicationStatement",
        "status": "active",
        "contained": [{"resourceType": "Medication", "id": "m", "code": coded("ELIQUIS 5 mg")}],
        "medicationReference": {"reference": "#m"},
    }
    assert said(statement) == ["- ELIQUIS 5 mg : en cours."]


def test_resources_are_grouped_and_ordered_by_date() -> None:
    older = CONDITION | {"code": coded("Asthme"), "onsetDateTime": "1990"}
    allergy = {"resourceType": "AllergyIntolerance", "code": coded("Latex")}
    assert read_document(bundle(CONDITION, allergy, older)).text == (
        "PROBLÈMES ET DIAGNOSTICS\n- Asthme : depuis 1990.\n- Embolie pulmonaire : depuis le 12/03/2021.\n\n"
        "ALLERGIES ET INTOLÉRANCES\n- Allergie : Latex."
    )


COMPOSITION = {
    "resourceType": "Composition",
    "title": "Synthèse médicale",
    "type": {"coding": [{"code": "60591-5"}]},
    "date": "2025-01-14T18:20:00+01:00",
    "subject": SUBJECT,
    "author": [{"reference": "Practitioner/d1"}],
    "confidentiality": "R",
    "section": [
        {
            "title": "Problèmes actifs",
            "text": {"div": '<div xmlns="http://www.w3.org/1999/xhtml"><p>Asthme depuis 1990.</p></div>'},
            "entry": [{"reference": "Condition/c1"}, {"reference": "Condition/c2"}],
        },
        {"title": "Allergies", "emptyReason": {"text": "Aucune allergie connue"}},
    ],
}
DOCTOR = {"resourceType": "Practitioner", "id": "d1", "name": [{"family": "ROUVRAY", "given": ["Baptiste"]}], "qualification": [{"code": {"text": "Cardiologue"}}]}  # fmt: skip


def test_a_composition_gives_its_sections_and_what_they_point_to() -> None:
    told = CONDITION | {"id": "c1", "code": coded("Asthme"), "onsetDateTime": "1990"}
    untold = CONDITION | {"id": "c2"}
    document = read_document(bundle(COMPOSITION, PATIENT, DOCTOR, told, untold, kind="document"))
    assert document.text == (
        "SYNTHÈSE MÉDICALE\n\nPROBLÈMES ACTIFS\nAsthme depuis 1990.\n- Embolie pulmonaire : depuis le 12/03/2021.\n\n"
        "ALLERGIES\nAucune allergie connue"
    )
    assert (document.kind, document.title, document.written_on) == (Kind.VSM, "Synthèse médicale", "2025-01-14")
    assert (document.author, document.author_role) == ("Baptiste ROUVRAY", "Cardiologue")
    assert document.confidentiality is Confidentiality.RESTRICTED


def test_the_patient_is_the_one_of_the_file_and_others_are_others() -> None:
    identity = read_document(bundle(COMPOSITION, PATIENT, DOCTOR, CONDITION)).identity
    assert identity.family_names == ("VALMIER",)
    assert identity.given_names == ("Suzanne", "Marie-Odile")
    assert (identity.birth_date, identity.sex) == ("1957-07-04", "F")
    assert (identity.nir, identity.ipp) == ("257076301500114", "IPP-99812")
    assert (identity.cities, identity.zip_codes, identity.phones) == (("LEZOUX",), ("63190",), ("0465710001",))
    assert set(identity.others) == {"Baptiste ROUVRAY", "Aurore TORQUET"}


def test_a_patient_alone_is_an_identity_card() -> None:
    assert "Nom : VALMIER" in read_document(json.dumps(PATIENT).encode()).text


@pytest.mark.parametrize(
    "data",
    [Paper().at(15, 20, ["Compte rendu normal."]).done(), b"Compte rendu normal."],
    ids=["pdf", "text"],
)
def test_a_document_reference_is_the_document_it_carries(data: bytes) -> None:
    reference = {
        "resourceType": "DocumentReference",
        "type": {"coding": [{"code": "18748-4"}]},
        "date": "2024-03-18T10:00:00Z",
        "description": "Scanner",
        "securityLabel": [{"coding": [{"code": "MASQUE_PS"}]}],
        "content": [{"attachment": attachment(data, "application/octet-stream")}],
    }
    document = read_document(json.dumps(reference).encode())
    assert document.text == "Compte rendu normal."
    assert (document.kind, document.written_on, document.title) == (Kind.IMAGING, "2024-03-18", "Scanner")
    assert document.confidentiality is Confidentiality.HIDDEN_FROM_PROFESSIONALS


def test_documents_of_a_bundle_are_pages_and_the_same_one_is_read_once() -> None:
    notes = [
        {
            "resourceType": "DocumentReference",
            "description": "Note",
            "date": f"2024-0{month}-01",
            "content": [{"attachment": attachment(text.encode(), "text/plain")}],
        }
        for month, text in ((2, "Seconde note."), (1, "Première note."), (3, "Première note."))
    ]
    document = read_document(bundle(CONDITION, *notes))
    assert [page.span.of(document.text).strip() for page in document.pages[1:]] == [
        "NOTE LE 01/01/2024\n\nPremière note.",
        "NOTE LE 01/02/2024\n\nSeconde note.",
    ]


def test_a_document_elsewhere_is_never_fetched() -> None:
    reference = {
        "resourceType": "DocumentReference",
        "content": [{"attachment": {"url": "http://exemple.invalid/a.pdf"}}],
    }
    document = read_document(bundle(CONDITION, reference))
    assert document.warnings == (
        "pièce jointe non lue : aucun texte dans ce document : le contenu est hors du fichier, il n'est pas joint",
    )


@pytest.mark.parametrize(
    "broken",
    [
        {"resourceType": "Condition", "code": "asthme"},
        {"resourceType": "Condition"},
        {"resourceType": "Observation", "code": coded("CRP"), "valueQuantity": {"value": "beaucoup"}},
        {"resourceType": "MedicationStatement", "medicationCodeableConcept": []},
        {"resourceType": "Procedure", "code": {"coding": {"display": "acte"}}},
        {"resourceType": "Immunization", "vaccineCode": {"text": ["REPEVAX"]}},
    ],
)
def test_a_malformed_resource_is_named_and_the_others_are_read(broken: dict[str, Any]) -> None:
    document = read_document(bundle(CONDITION, broken))
    assert "Embolie pulmonaire" in document.text
    assert document.warnings == (f"1 ressource {broken['resourceType']} mal formée : non lue",)


def test_a_type_nobody_knows_says_its_own_narrative_or_is_counted() -> None:
    narrated = {"resourceType": "NutritionOrder", "text": {"div": "<div>Régime sans sel</div>"}}
    document = read_document(bundle(CONDITION, narrated, {"resourceType": "VisionPrescription"}))
    assert "AUTRES ÉLÉMENTS\nRégime sans sel" in document.text
    assert document.warnings == ("1 ressource VisionPrescription non reprise",)


def test_a_questionnaire_reads_as_questions_with_answers() -> None:
    form = {
        "resourceType": "QuestionnaireResponse",
        "authored": "2024-03-18",
        "item": [
            {
                "text": "Mode de vie",
                "item": [{"text": "Tabac :", "answer": [{"valueBoolean": True}]}, {"text": "Sport"}],
            },
            {"text": "Vide", "item": [{"text": "Rien"}]},
        ],
    }
    assert read_document(json.dumps(form).encode()).text == "QUESTIONNAIRE LE 18/03/2024\nMode de vie\nTabac : oui"


def test_a_file_of_one_resource_a_line_is_read() -> None:
    lines = "\n".join(json.dumps(each) for each in (CONDITION, CONDITION | {"code": coded("Asthme")}))
    assert read_document(lines.encode()).text.count("\n- ") == 2


@pytest.mark.parametrize(
    ("data", "error"),
    [
        (b'{"resourceType": "Bundle", "entry": [', DocumentCorrupt),
        (b'{"resourceType": "Bundle", "entry": []}', DocumentEmpty),
        (b'{"resourceType": "Observation", "valueQuantity": {"value": NaN}}', DocumentCorrupt),
        (b'{"resourceType": "Bundle", "a": ' + b"[" * 3000 + b"]" * 3000 + b"}", DocumentTooLarge),
        (b'{"resourceType": "Bundle", "a": ' + b"[" * 150 + b"]" * 150 + b"}", DocumentTooLarge),
    ],
    ids=["cut", "empty", "not a number", "very deep", "deep"],
)
def test_what_cannot_be_read_is_named(data: bytes, error: type[Exception]) -> None:
    with pytest.raises(error):
        read_document(data)


def test_too_many_resources_are_refused() -> None:
    with pytest.raises(DocumentTooLarge):
        read_document(bundle(*[CONDITION] * 11), limits=ReadLimits(resources=10))
