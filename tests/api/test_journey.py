"""The whole journey of a clinician, from a dossier created to a dossier erased."""

from __future__ import annotations

import json
import logging
from collections.abc import Iterator
from pathlib import Path

import pytest

from summarizer.enqueue import engine_url
from summarizer.errors import SummarizerError
from tests.api.conftest import Running, beside, running
from tests.api.steps import TWO, new_dossier, send, statements, summarized
from tests.clear import every_row, said_in_clear
from tests.service import IDENTIFYING, LATER
from tests.store.conftest import url  # noqa: F401 - the databases to run on


@pytest.fixture
def anywhere(url: str, tmp_path: Path, request: pytest.FixtureRequest) -> Iterator[Running]:  # noqa: F811
    if url.startswith("sqlite"):
        yield request.getfixturevalue("run")
    else:
        yield from running(tmp_path, url, beside)


def test_a_clinician_walks_the_whole_journey(anywhere: Running, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.INFO)
    run = anywhere
    doctor = run.caller("dr-journey", "clinician")
    dossier_id = new_dossier(doctor)
    at = f"/v1/dossiers/{dossier_id}"

    sent = send(doctor, dossier_id, TWO)
    assert [one["state"] for one in sent.json()["documents"]] == ["received", "received"]
    again = send(doctor, dossier_id, TWO)
    assert (again.status_code, [one["state"] for one in again.json()["documents"]]) == (200, ["known", "known"])

    job = run.wait(doctor("POST", f"{at}/summaries"))
    assert (job["state"], job["percent"]) == ("done", 100)
    stored = doctor("POST", f"{at}/summaries")
    assert (stored.status_code, stored.json()["url"]) == (200, job["result"])

    summary = doctor("GET", job["result"]).json()
    shown = statements(summary)
    assert any("pénicilline" in one["text"] for one in shown)
    citation = shown[0]["citations"][0]
    passage = doctor(
        "GET",
        f"{at}/documents/{citation['document_id']}/passage",
        params={"start": citation["start"], "end": citation["end"]},
    ).json()
    assert passage["quote"] == citation["quote"]
    assert TWO[citation["file"]][citation["start"] : citation["end"]] == citation["quote"]

    for form, begins in {"html": "<!doctype html", "md": "#", "pdf": "%PDF", "cda": "<?xml", "fhir": "{"}.items():
        got = doctor("GET", job["result"], params={"format": form})
        assert got.status_code == 200, (form, got.text)
        assert got.content.decode("latin-1").lstrip("ï»¿ \n")[:15].lower().startswith(begins.lower()), form

    question = doctor("POST", f"{at}/questions", json={"question": "Le patient est-il allergique à la pénicilline ?"})
    answer = doctor("GET", run.wait(question)["result"]).json()
    assert answer["answered"]
    assert "pénicilline" in answer["answer"]
    unknown = doctor("POST", f"{at}/questions", json={"question": "A-t-elle un pacemaker ?"})
    assert doctor("GET", run.wait(unknown)["result"]).json()["answer"] == "Non renseigné dans le dossier"

    since = doctor("GET", at).json()["created_at"]
    assert send(doctor, dossier_id, {"plus_tard.txt": LATER}).status_code == 201
    run.wait(doctor("POST", f"{at}/summaries"))
    news = doctor("GET", f"{at}/news", params={"since": since}).json()
    assert "plus_tard.txt" in [one["file"] for one in news["documents"]]
    assert any("sarcoïdose" in one["text"] for one in news["statements"])

    latest = statements(doctor("GET", f"{at}/summaries/latest").json())
    first, second = latest[0]["id"], latest[1]["id"]
    review = f"{at}/summaries/latest/statements"
    assert doctor("PUT", f"{review}/{first}/review", json={"decision": "rejected"}).status_code == 204
    edited = {"decision": "edited", "text": "Relu par moi."}
    assert doctor("PUT", f"{review}/{second}/review", json=edited).status_code == 204
    printed = doctor("GET", f"{at}/summaries/latest", params={"format": "md"}).text
    assert "Relu par moi." in printed
    signed = doctor("POST", f"{at}/summaries/latest/signature", headers={"Idempotency-Key": "sign-1"})
    assert signed.status_code == 201
    assert doctor("GET", f"{at}/summaries/latest").json()["signature"]["by"] == "dr-journey"
    twice = doctor("POST", f"{at}/summaries/latest/signature", headers={"Idempotency-Key": "sign-1"})
    assert (twice.status_code, twice.json()) == (201, signed.json())
    late = doctor("PUT", f"{review}/{first}/review", json={"decision": "validated"})
    assert (late.status_code, late.json()["code"]) == (409, "already-signed")

    wrong = doctor("POST", f"{at}/questions", json={"question": "Mme Odile QUENOUILLE", "brimeux": "8024417395"})
    assert wrong.status_code == 422
    metrics = run.client.get("/metrics").text
    assert 'route="/v1/dossiers/{dossier_id}/summaries"' in metrics
    files = b"\n".join(file.read_bytes() for file in run.folder.rglob("*") if file.is_file())
    rows = every_row(run.url) + every_row(engine_url(run.url))
    assert job["id"].encode() in rows
    logged = "\n".join(_whole(record) for record in caplog.records)
    secrets = (*IDENTIFYING, "Relu par moi", "pacemaker", "urticaire", "apixaban", "quenouille_courrier")
    for told in (metrics.encode(), logged.encode(), wrong.content, files, rows):
        assert said_in_clear(told, secrets) == []

    assert doctor("DELETE", at).status_code == 204
    for path in (at, f"{at}/summaries/latest", f"{at}/documents"):
        assert doctor("GET", path).status_code == 404

    trail = run.caller("auditor", "auditor")
    entries = trail("GET", "/v1/audit", params={"dossier": dossier_id}).json()["items"]
    said = [(entry["action"], entry["outcome"]) for entry in entries]
    assert said[0] == ("dossier.create", "done")
    assert said[-5:] == [
        ("dossier.erase", "done"),
        ("dossier.read", "refused"),
        ("summary.read", "refused"),
        ("document.list", "refused"),
        ("audit.read", "done"),
    ]
    assert trail("GET", "/v1/audit/state").json()["first_broken"] is None


def _whole(record: logging.LogRecord) -> str:
    """All that a handler could write of a record: its message, its arguments, its exception."""
    return f"{record.__dict__} {logging.Formatter().format(record)}"


@pytest.mark.parametrize("error", [RuntimeError("Mme QUENOUILLE"), SummarizerError("Mme QUENOUILLE")])
def test_an_error_nobody_foresaw_says_its_name_alone(
    run: Running, error: Exception, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    def fail(*_: object, **__: object) -> None:
        raise error

    caplog.set_level(logging.DEBUG)
    monkeypatch.setattr(type(run.service.store), "dossiers_of", fail)
    answer = run.caller("dr-error", "clinician")("GET", "/v1/dossiers")
    assert (answer.status_code, answer.json()["code"]) == (500, "unexpected")
    logged = "\n".join(_whole(record) for record in caplog.records)
    assert type(error).__name__ in logged
    assert said_in_clear((answer.text + logged).encode(), ["QUENOUILLE"]) == []


def test_progress_is_told_as_events(run: Running) -> None:
    doctor = run.caller("dr-events", "clinician")
    dossier_id = new_dossier(doctor)
    send(doctor, dossier_id, TWO)
    job = doctor("POST", f"/v1/dossiers/{dossier_id}/summaries").json()
    with run.client.stream(
        "GET", f"/v1/jobs/{job['id']}/events", headers={"Authorization": f"Bearer {doctor.token}"}
    ) as told:
        lines = [json.loads(line.removeprefix("data: ")) for line in told.iter_lines() if line.startswith("data: ")]
    assert lines[-1]["state"] == "done"
    percents = [line["percent"] for line in lines]
    assert percents == sorted(percents)


def test_a_summary_not_changed_is_not_sent_again(run: Running) -> None:
    doctor = run.caller("dr-etag", "clinician")
    at = f"/v1/dossiers/{summarized(run, doctor)}/summaries/latest"
    tag = doctor("GET", at).headers["etag"]
    assert doctor("GET", at, headers={"If-None-Match": tag}).status_code == 304
    first = statements(doctor("GET", at).json())[0]["id"]
    doctor("PUT", f"{at}/statements/{first}/review", json={"decision": "validated"})
    changed = doctor("GET", at, headers={"If-None-Match": tag})
    assert changed.status_code == 200
    assert changed.headers["etag"] != tag


def test_a_request_sent_twice_under_one_key_is_done_once(run: Running) -> None:
    doctor = run.caller("dr-once", "clinician")
    headers = {"Idempotency-Key": "create-1"}
    first = doctor("POST", "/v1/dossiers", json={}, headers=headers)
    second = doctor("POST", "/v1/dossiers", json={}, headers=headers)
    assert first.json() == second.json()
    other = doctor("POST", "/v1/dossiers", json={"patient": {"sex": "F"}}, headers=headers)
    assert (other.status_code, other.json()["code"]) == (422, "key-reused")
    assert len(doctor("GET", "/v1/dossiers").json()["items"]) == 1
