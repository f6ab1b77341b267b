"""The manners of the API: pages, tags, problems, headers, evaluation runs, and what a read costs."""

from __future__ import annotations

import json
import subprocess
from pathlib import Path
from typing import Any

import pytest

from api.guard import HEADERS, Buckets
from summarizer.store import Store
from tests.api.conftest import Running
from tests.api.steps import TWO, new_dossier, send, statements, summarized
from tests.ingest.papers import Paper
from tests.service import IDENTIFYING


def test_lists_come_page_by_page_and_whole(run: Running) -> None:
    doctor = run.caller("dr-pagination", "clinician")
    made = {new_dossier(doctor) for _ in range(5)}
    seen: list[str] = []
    after = ""
    while after is not None:
        page = doctor("GET", "/v1/dossiers", params={"limit": 2, "after": after}).json()
        assert len(page["items"]) <= 2
        seen += [one["id"] for one in page["items"]]
        after = page["next"]
    assert (len(seen), set(seen)) == (5, made)
    at = f"/v1/dossiers/{seen[0]}/documents"
    send(doctor, seen[0], TWO)
    first = doctor("GET", at, params={"limit": 1}).json()
    last = doctor("GET", at, params={"limit": 1, "after": first["next"]}).json()
    assert [one["file"] for one in (*first["items"], *last["items"])] == list(TWO)
    assert last["next"] is None


def test_a_review_of_a_summary_that_changed_since_it_was_read_is_refused(run: Running) -> None:
    doctor = run.caller("dr-match", "clinician")
    at = f"/v1/dossiers/{summarized(run, doctor)}/summaries/latest"
    read = doctor("GET", at)
    first, second = (one["id"] for one in statements(read.json())[:2])
    tagged = {"If-Match": read.headers["etag"]}
    done = doctor("PUT", f"{at}/statements/{first}/review", json={"decision": "validated"}, headers=tagged)
    assert done.status_code == 204
    late = doctor("PUT", f"{at}/statements/{second}/review", json={"decision": "validated"}, headers=tagged)
    assert (late.status_code, late.json()["code"]) == (412, "summary-changed")
    assert done.headers["etag"] == doctor("GET", at).headers["etag"]


def test_the_page_of_a_pdf_is_an_image_and_no_other_page_is(run: Running) -> None:
    doctor = run.caller("dr-image", "clinician")
    at = f"/v1/dossiers/{new_dossier(doctor)}/documents"
    pdf = bytes(Paper().at(20, 20, ["Visite : examen sans particularité."]).output())
    files = [("files", ("visite.pdf", pdf, "application/pdf")), ("files", ("a.txt", b"Visite du 3 mai.", "text/plain"))]
    paper, text = (one["id"] for one in doctor("POST", at, files=files).json()["documents"])
    image = doctor("GET", f"{at}/{paper}/pages/1")
    assert (image.status_code, image.headers["content-type"]) == (200, "image/png")
    assert image.content.startswith(b"\x89PNG\r\n")
    for path in (f"{paper}/pages/2", f"{text}/pages/1", f"d{'0' * 8}/pages/1"):
        assert doctor("GET", f"{at}/{path}").status_code == 404, path


def test_a_passage_and_a_list_are_read_without_the_rest_of_the_summary(
    run: Running, monkeypatch: pytest.MonkeyPatch
) -> None:
    doctor = run.caller("dr-alone", "clinician")
    at = f"/v1/dossiers/{summarized(run, doctor)}"
    citation = statements(doctor("GET", f"{at}/summaries/latest").json())[0]["citations"][0]

    def whole(*_: object) -> Any:
        raise AssertionError("the whole summary was decoded")

    monkeypatch.setattr(Store, "kept", whole)
    asked = {"start": citation["start"], "end": citation["end"]}
    passage = doctor("GET", f"{at}/documents/{citation['document_id']}/passage", params=asked)
    assert passage.json()["quote"] == citation["quote"]
    assert len(doctor("GET", f"{at}/documents").json()["items"]) == 2
    assert doctor("GET", f"{at}/documents/{citation['document_id']}/pages/1").status_code == 404
    assert doctor("GET", f"{at}/summaries/latest").status_code == 200


def test_an_erased_dossier_is_not_served_from_what_was_at_hand(run: Running) -> None:
    doctor = run.caller("dr-erased", "clinician")
    at = f"/v1/dossiers/{summarized(run, doctor)}"
    assert doctor("GET", f"{at}/summaries/latest").status_code == 200
    assert doctor("DELETE", at).status_code == 204
    assert doctor("GET", f"{at}/summaries/latest").status_code == 404
    assert not any(key[0] in at for key in run.service.recent._held)


def test_a_care_that_ended_counts_though_the_summary_is_at_hand(run: Running) -> None:
    doctor = run.caller("dr-ended", "clinician")
    dossier_id = summarized(run, doctor)
    at = f"/v1/dossiers/{dossier_id}/summaries/latest"
    tag = doctor("GET", at).headers["etag"]
    run.service.store.access.end(dossier_id, "dr-ended")
    assert doctor("GET", at).status_code == 404
    assert doctor("GET", at, headers={"If-None-Match": tag}).status_code == 404


def test_every_answer_bears_the_security_headers_errors_too(run: Running) -> None:
    for path in ("/healthz", "/v1/dossiers", "/nowhere"):
        answer = run.client.get(path)
        for name, value in HEADERS.items():
            assert answer.headers[name] == value, (path, name)


def test_a_client_that_asks_too_much_is_told_when_to_come_back(run: Running, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(Buckets, "wait", lambda *_: 2.4)
    answer = run.client.get("/healthz")
    assert (answer.status_code, answer.json()["code"]) == (429, "too-many-requests")
    assert answer.headers["retry-after"] == "3"
    assert answer.headers["content-type"] == "application/problem+json"


def test_an_evaluator_runs_a_suite_and_fetches_its_report(run: Running, monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[list[str]] = []

    def suite(command: list[str], **_: object) -> None:
        asked.append(command)
        Path(command[command.index("--out") + 1], "report.json").write_text(json.dumps({"suite": command[4]}))

    monkeypatch.setattr(subprocess, "run", suite)
    evaluator = run.caller("ev-runs", "evaluator")
    job = run.wait(evaluator("POST", "/v1/evaluations", json={"suite": "checker"}))
    report = evaluator("GET", job["result"])
    assert (report.status_code, report.json()) == (200, {"suite": "checker"})
    assert asked[0][3:5] == ["eval", "checker"]
    assert not any(secret in report.text for secret in IDENTIFYING)
    assert run.caller("dr-runs", "clinician")("GET", job["result"]).status_code == 403
