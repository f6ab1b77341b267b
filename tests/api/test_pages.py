"""What a clinician looks at: the summary as reviewed and signed in every format, and the passage in its document."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import lxml.etree
import lxml.html
import pytest

from api import views
from summarizer.store import CareKind, Review
from summarizer.values import Shown
from tests.api.conftest import Caller, Running
from tests.api.steps import new_dossier, statements, summarized
from tests.ingest.papers import Paper
from tests.render import chromium, summary_builder

LINES = [
    *(f"Visite {number} : examen sans particularité." for number in range(1, 46)),
    "Allergie à la pénicilline : urticaire géante en 2012.",
]


def get(caller: Caller, at: str, form: str) -> Any:
    response = caller("GET", at, params={"format": form})
    assert response.status_code == 200, response.text
    return response


def words(element: Any) -> str:
    return " ".join(element.text_content().split())


def test_a_summary_reviewed_and_signed_says_so_in_every_format(run: Running) -> None:
    doctor = run.caller("rpps:10001234567", "clinician")
    at = f"/v1/dossiers/{summarized(run, doctor)}/summaries/latest"
    first, second, third = statements(get(doctor, at, "json").json())[:3]
    for one, review in (
        (first, {"decision": "validated"}),
        (second, {"decision": "edited", "text": "Relu par moi."}),
        (third, {"decision": "rejected"}),
    ):
        assert doctor("PUT", f"{at}/statements/{one['id']}/review", json=review).status_code == 204

    page = lxml.html.document_fromstring(get(doctor, at, "html").text)
    assert words(page.cssselect(".review")[0]).startswith("Relecture en cours, non signée : 2 sur")
    assert words(page.cssselect(".section .verdict.validated")[0]).startswith("validé par RPPS 10001234567 le")
    (edited,) = (one for one in page.cssselect(".section .statement") if "Relu par moi." in words(one))
    assert edited.cssselect(".verdict.edited")
    assert third["text"] not in " ".join(map(words, page.cssselect(".section")))
    assert "écarté par RPPS 10001234567" in words(page.cssselect(".withheld")[0])
    assert b"legalAuthenticator" not in get(doctor, at, "cda").content

    assert doctor("POST", f"{at}/signature").status_code == 201
    page = lxml.html.document_fromstring(get(doctor, at, "html").text)
    assert words(page.cssselect(".review.signed")[0]).startswith("Relue et signée par RPPS 10001234567")
    assert "Relue et signée par RPPS" in get(doctor, at, "md").text

    cda = lxml.etree.fromstring(get(doctor, at, "cda").content)
    names = {"h": "urn:hl7-org:v3"}
    (signed,) = cda.findall("h:legalAuthenticator/h:assignedEntity/h:id", names)
    assert signed.get("extension") == "810001234567"
    assert cda.findall("h:author/h:assignedAuthor/h:assignedAuthoringDevice", names)

    bundle = get(doctor, at, "fhir").json()
    resources = {f"urn:uuid:{one['resource']['id']}": one["resource"] for one in bundle["entry"]}
    composition = bundle["entry"][0]["resource"]
    (attester,) = composition["attester"]
    assert (attester["mode"], composition["status"]) == ("legal", "final")
    assert resources[attester["party"]["reference"]]["resourceType"] == "Practitioner"
    assert [resources[one["reference"]]["resourceType"] for one in composition["author"]] == ["Device"]
    assert "Relu par moi." in json.dumps(bundle, ensure_ascii=False)


def test_what_a_professional_wrote_is_no_quotation() -> None:
    view = views.View(summary=summary_builder.summary(), dossier=summary_builder.dossier())
    quoted = next(s for section in view.summary.sections for s in section.statements if s.shown is Shown.QUOTED)
    review = Review(statement_id=quoted.id, decision="edited", made_at="2024-05-06", made_by="dr-a", text="Relu.")
    after = views.reviewed(view, {quoted.id: review}, None).summary
    (edited,) = (s for section in after.sections for s in section.statements if s.id == quoted.id)
    assert (edited.text, edited.shown, edited.checks) == ("Relu.", Shown.SUPPORTED, ())
    assert edited.citations == quoted.citations


def test_a_section_whose_statements_are_all_rejected_does_not_say_that_the_dossier_is_silent(run: Running) -> None:
    doctor = run.caller("dr-pages", "clinician")
    at = f"/v1/dossiers/{summarized(run, doctor)}/summaries/latest"
    sections = get(doctor, at, "json").json()["sections"]
    allergies = next(section for section in sections if section["key"] == "allergies")
    for one in allergies["statements"]:
        doctor("PUT", f"{at}/statements/{one['id']}/review", json={"decision": "rejected"})
    page = lxml.html.document_fromstring(get(doctor, at, "html").text)
    assert "La relecture a écarté ce qui était dit ici" in words(page.cssselect(".section.allergies")[0])


@pytest.fixture(scope="module")
def passage(run: Running) -> str:
    """The address of the passage of an allergy, at the end of a page of a PDF."""
    doctor = run.caller("dr-passage", "clinician")
    dossier_id = new_dossier(doctor)
    at = f"/v1/dossiers/{dossier_id}"
    content = bytes(Paper().at(20, 20, LINES).output())
    files = [("files", ("visites.pdf", content, "application/pdf"))]
    assert doctor("POST", f"{at}/documents", files=files).status_code == 201
    run.wait(doctor("POST", f"{at}/summaries"))
    run.service.store.access.declare(dossier_id, "ev-passage", kind=CareKind.DECLARED, by="admin")
    summary = doctor("GET", f"{at}/summaries/latest").json()
    citation = next(s for s in statements(summary) if "pénicilline" in s["text"])["citations"][0]
    return (
        f"{at}/documents/{citation['document_id']}/passage?start={citation['start']}&end={citation['end']}&format=html"
    )


def test_a_passage_opens_in_its_document_beside_the_page_of_the_pdf(run: Running, passage: str) -> None:
    page = lxml.html.document_fromstring(run.caller("dr-passage", "clinician")("GET", passage).text)
    (mark,) = page.cssselect("mark")
    assert words(mark).startswith("Allergie à la pénicilline")
    assert "Visite 3 : examen" in words(page.cssselect(".text")[0])
    (image,) = page.cssselect("img")
    assert image.get("src").startswith("data:image/png;base64,")


def test_an_evaluator_never_sees_the_page_as_it_came(run: Running, passage: str) -> None:
    page = lxml.html.document_fromstring(run.caller("ev-passage", "evaluator")("GET", passage).text)
    assert not page.cssselect("img")


@pytest.mark.browser
@pytest.mark.skipif(chromium.COMMAND is None, reason="Chromium is not installed")
@pytest.mark.parametrize(("width", "height", "mobile"), [(1280, 900, False), (390, 844, True)])
def test_the_passage_is_in_sight_at_once(
    run: Running, passage: str, tmp_path: Path, width: int, height: int, mobile: bool
) -> None:
    file = tmp_path / "passage.html"
    file.write_bytes(run.caller("dr-passage", "clinician")("GET", passage).content)
    with chromium.Page(width=width, height=height, mobile=mobile, scripts=True) as page:
        page.open(file)
        top, bottom = page.run("(b => [b.top, b.bottom])(document.querySelector('mark').getBoundingClientRect())")
        assert 0 <= top < bottom <= height
        assert page.run("document.documentElement.scrollWidth") == width
        assert page.errors == []
