"""What strangers send: refused with a reason, within bounds, and the service lives on."""

from __future__ import annotations

import asyncio
import gzip
import io
import json
import os
import threading
import time
import zlib
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
from starlette.types import Message, Receive, Scope, Send

from api import uploads
from api.guard import Buckets, Guard, Metrics
from api.schemas import DocumentOut
from api.uploads import bad_name
from tests.api.conftest import Running
from tests.api.steps import TWO, new_dossier, send
from tests.service import LETTER


def pdf(*objects: bytes, trailer: bytes = b"<< /Root 1 0 R /Size 5 >>") -> bytes:
    """A PDF with these objects, numbered from 1."""
    out = io.BytesIO(b"")
    out.write(b"%PDF-1.7\n")
    places = []
    for number, content in enumerate(objects, start=1):
        places.append(out.tell())
        out.write(b"%d 0 obj\n" % number + content + b"\nendobj\n")
    start = out.tell()
    out.write(b"xref\n0 %d\n0000000000 65535 f \n" % (len(objects) + 1))
    out.write(b"".join(b"%010d 00000 n \n" % place for place in places))
    out.write(b"trailer\n" + trailer + b"\nstartxref\n%d\n%%%%EOF\n" % start)
    return out.getvalue()


CATALOG = b"<< /Type /Catalog /Pages 2 0 R >>"
A_MILLION_PAGES = pdf(
    CATALOG,
    b"<< /Type /Pages /Count 1000000 /Kids [" + b"3 0 R " * 200_000 + b"] >>",
    b"<< /Type /Page /Parent 2 0 R >>",
)
LOOPING_PAGES = pdf(CATALOG, b"<< /Type /Pages /Count 1 /Kids [2 0 R] >>")
_BOMB = zlib.compress(b"BT (A) Tj ET " * 30_000_000, 9)
DEFLATE_BOMB = pdf(
    CATALOG,
    b"<< /Type /Pages /Count 1 /Kids [3 0 R] >>",
    b"<< /Type /Page /Parent 2 0 R /Contents 4 0 R /MediaBox [0 0 10 10] >>",
    b"<< /Length %d /Filter /FlateDecode >>\nstream\n" % len(_BOMB) + _BOMB + b"\nendstream",
)
ENTITY_BOMB = (
    b'<?xml version="1.0"?><!DOCTYPE l [<!ENTITY a "ha">'
    + b"".join(b'<!ENTITY %c "%s">' % (98 + i, b"&%c;" % (97 + i) * 10) for i in range(9))
    + b']><ClinicalDocument xmlns="urn:hl7-org:v3"><title>&j;</title></ClinicalDocument>'
)
EXTERNAL_ENTITY = (
    b'<?xml version="1.0"?><!DOCTYPE l [<!ENTITY x SYSTEM "file:///etc/passwd">]>'
    b'<ClinicalDocument xmlns="urn:hl7-org:v3"><title>&x;</title></ClinicalDocument>'
)
DEEP_JSON = b'{"resourceType":"Bundle","entry":' + b"[" * 10_000 + b"]" * 10_000 + b"}"
DEEP_XML = b'<ClinicalDocument xmlns="urn:hl7-org:v3">' + b"<a>" * 10_000 + b"</a>" * 10_000 + b"</ClinicalDocument>"


@contextmanager
def within(run: Running, *, megabytes: int) -> Iterator[None]:
    """Neither the service nor a process that reads for it grows beyond this, at any moment."""

    def resident(pid: int | None, field: str) -> int:
        told = Path(f"/proc/{pid}/status").read_text()
        return int(next(line for line in told.splitlines() if line.startswith(field)).split()[1]) // 1024

    before = resident(os.getpid(), "VmRSS")
    # The peak is counted from now on.
    Path("/proc/self/clear_refs").write_text("5")
    yield
    assert resident(os.getpid(), "VmHWM") - before < megabytes
    for reader in list(run.service.readers.queue):
        if reader.pid is not None:
            assert resident(reader.pid, "VmHWM") < megabytes


@pytest.mark.parametrize(
    ("name", "media_type", "content"),
    [
        pytest.param("pages.pdf", "application/pdf", A_MILLION_PAGES, id="a million pages"),
        pytest.param("bombe.pdf", "application/pdf", DEFLATE_BOMB, id="deflate bomb"),
        pytest.param("entites.xml", "application/xml", ENTITY_BOMB, id="entity bomb"),
        pytest.param("externe.xml", "application/xml", EXTERNAL_ENTITY, id="external entity"),
        pytest.param("profond.json", "application/json", DEEP_JSON, id="10,000-deep JSON"),
        pytest.param("profond.xml", "application/xml", DEEP_XML, id="10,000-deep XML"),
        pytest.param("programme.exe", "application/x-msdownload", b"MZ" + b"\0" * 90, id="a program"),
        pytest.param("image.pdf", "application/pdf", LETTER.encode(), id="text under the type of a PDF"),
        pytest.param("octets.txt", "text/plain", bytes(range(256)) * 40, id="bytes under the type of text"),
        pytest.param(
            "archive.pdf", "application/pdf", gzip.compress(b"%PDF-1.7"), id="an archive under the type of a PDF"
        ),
        pytest.param("vide.txt", "text/plain", b"", id="nothing"),
    ],
)
def test_a_hostile_file_is_refused_with_a_reason(run: Running, name: str, media_type: str, content: bytes) -> None:
    doctor = run.caller("dr-hostile", "clinician")
    dossier_id = new_dossier(doctor)
    files = [("files", (name, content, media_type))]
    with within(run, megabytes=500):
        response = doctor("POST", f"/v1/dossiers/{dossier_id}/documents", files=files)
    assert response.status_code == 422, response.text
    (refused,) = response.json()["documents"]
    assert refused["state"] == "refused"
    assert refused["reason"]
    assert "root:" not in response.text
    assert send(doctor, dossier_id, {"apres.txt": LETTER}).status_code == 201


@pytest.mark.parametrize(
    "name",
    [
        "../../etc/passwd",
        "..\\..\\boot.ini",
        "/etc/passwd",
        "a/../../b.txt",
        "a\x00.txt",
        "a\u202etxt.exe",
        "x" * 300,
    ],
)
def test_a_name_that_leads_elsewhere_is_refused(run: Running, name: str) -> None:
    doctor = run.caller("dr-hostile", "clinician")
    body = _multipart(name.encode())
    response = doctor(
        "POST",
        f"/v1/dossiers/{new_dossier(doctor)}/documents",
        content=body,
        headers={"Content-Type": "multipart/form-data; boundary=cut"},
    )
    assert 400 <= response.status_code < 500, response.text
    assert response.headers["content-type"] == "application/problem+json"


@pytest.mark.parametrize("name", ["C:\\a.txt", "a//b.txt", "./a.txt", " ", "", "a\r\nb"])
def test_names_that_the_form_cannot_carry_are_refused_too(name: str) -> None:
    assert bad_name(name)


@pytest.mark.parametrize("name", ["2023/courrier.txt", "Crépin, É. (bilan).pdf", "a..b.txt"])
def test_ordinary_names_are_kept(name: str) -> None:
    assert not bad_name(name)


def test_a_pdf_that_holds_nothing_is_kept_and_listed_as_not_read(run: Running) -> None:
    doctor = run.caller("dr-hostile", "clinician")
    dossier_id = new_dossier(doctor)
    send(doctor, dossier_id, TWO)
    files = [("files", ("boucle.pdf", LOOPING_PAGES, "application/pdf"))]
    assert doctor("POST", f"/v1/dossiers/{dossier_id}/documents", files=files).status_code == 201
    run.wait(doctor("POST", f"/v1/dossiers/{dossier_id}/summaries"))
    listed = doctor("GET", f"/v1/dossiers/{dossier_id}/summaries/latest").json()["documents"]
    (unread,) = [one for one in listed if not one["read"]]
    assert unread["file"] == "boucle.pdf"
    assert unread["reason"]


def _multipart(name: bytes) -> bytes:
    head = b'--cut\r\nContent-Disposition: form-data; name="files"; filename="' + name + b'"\r\n'
    return head + b"Content-Type: text/plain\r\n\r\n" + LETTER.encode() + b"\r\n--cut--\r\n"


@pytest.mark.parametrize(
    ("headers", "content", "status", "code"),
    [
        ({"Content-Type": "application/json"}, b"{}", 415, "media-type"),
        ({"Content-Type": "multipart/form-data; boundary=cut"}, b"--cut--\r\n", 422, "invalid-request"),
        ({"Content-Type": "multipart/form-data"}, b"x", 422, "invalid-request"),
        ({"Content-Type": "multipart/form-data; boundary=cut"}, b"x" * 3_000_001, 413, "too-large"),
    ],
)
def test_a_malformed_upload_is_a_problem(
    run: Running, headers: dict[str, str], content: bytes, status: int, code: str
) -> None:
    doctor = run.caller("dr-hostile", "clinician")
    response = doctor("POST", f"/v1/dossiers/{new_dossier(doctor)}/documents", headers=headers, content=content)
    assert (response.status_code, response.json()["code"]) == (status, code)


def test_a_body_that_does_not_say_its_size_is_cut_at_the_limit(run: Running) -> None:
    doctor = run.caller("dr-hostile", "clinician")

    def endless() -> Any:
        yield b'--cut\r\nContent-Disposition: form-data; name="files"; filename="a.txt"\r\n\r\n'
        for _ in range(100):
            yield b"x" * 100_000

    response = doctor(
        "POST",
        f"/v1/dossiers/{new_dossier(doctor)}/documents",
        content=endless(),
        headers={"Content-Type": "multipart/form-data; boundary=cut"},
    )
    assert (response.status_code, response.json()["code"]) == (413, "too-large")


@pytest.mark.parametrize(
    "body",
    [
        b"[" * 100_000,
        b'{"patient": null}',
        b'{"patient": {"nir": ["' + b"1" * 100 + b'"]}}',
        b"\xff\xfe",
        b'{"other": 1}',
    ],
)
def test_a_malformed_body_is_a_problem_that_repeats_nothing(run: Running, body: bytes) -> None:
    doctor = run.caller("dr-hostile", "clinician")
    response = doctor("POST", "/v1/dossiers", content=body, headers={"Content-Type": "application/json"})
    assert (response.status_code, response.json()["code"]) == (422, "invalid-request")
    assert "1111" not in response.text


def test_an_answer_is_closed_to_other_sites_and_bears_its_request_id(run: Running) -> None:
    response = run.client.get("/healthz", headers={"X-Request-Id": "r-42"})
    assert response.headers["x-request-id"] == "r-42"
    assert response.headers["x-content-type-options"] == "nosniff"
    assert "default-src 'none'" in response.headers["content-security-policy"]
    assert response.headers["x-development-identities"] == "true"
    injected = run.client.get("/healthz", headers={"X-Request-Id": "a b<script>"})
    assert "script" not in injected.headers["x-request-id"]


def test_a_full_queue_asks_to_come_back(run: Running, monkeypatch: pytest.MonkeyPatch) -> None:
    doctor = run.caller("dr-hostile", "clinician")
    dossier_id = new_dossier(doctor)
    send(doctor, dossier_id, TWO)
    monkeypatch.setattr(run.service.settings, "max_waiting_jobs", 0)
    response = doctor("POST", f"/v1/dossiers/{dossier_id}/summaries")
    assert (response.status_code, response.json()["code"]) == (429, "queue-full")
    assert int(response.headers["retry-after"]) > 0


def test_a_client_that_asks_too_much_waits_and_the_others_do_not(monkeypatch: pytest.MonkeyPatch) -> None:
    moment = [0.0]
    monkeypatch.setattr("api.guard.time.monotonic", lambda: moment[0])
    buckets = Buckets(60)
    assert [buckets.wait("a") for _ in range(60)] == [0.0] * 60
    assert buckets.wait("a") == pytest.approx(1.0)
    assert buckets.wait("b") == 0.0
    moment[0] = 1.0
    assert buckets.wait("a") == 0.0


def test_senders_together_never_hold_more_than_what_is_set_aside() -> None:
    statuses: list[int] = []
    all_sent = asyncio.Event()

    async def reads_and_waits(scope: Scope, receive: Receive, send: Send) -> None:
        await receive()
        await all_sent.wait()
        await send({"type": "http.response.start", "status": 200, "headers": []})

    guard = Guard(reads_and_waits, metrics=Metrics(), max_bytes=10, per_minute=1000, development=False)

    async def sent() -> None:
        async def receive() -> Message:
            return {"type": "http.request", "body": b"x" * 10}

        async def answered(message: Message) -> None:
            if message["type"] == "http.response.start":
                statuses.append(message["status"])

        await guard({"type": "http", "method": "POST", "headers": [], "client": ("a", 1)}, receive, answered)

    async def many() -> None:
        waiting = [asyncio.create_task(sent()) for _ in range(10)]
        await asyncio.sleep(0.05)
        all_sent.set()
        await asyncio.gather(*waiting)
        await sent()

    asyncio.run(many())
    assert statuses == [429] * 2 + [200] * 8 + [200]


def test_files_that_wait_to_be_read_keep_nobody_waiting(run: Running, monkeypatch: pytest.MonkeyPatch) -> None:
    doctor = run.caller("dr-hostile", "clinician")
    dossier_id = new_dossier(doctor)
    read = threading.Event()

    def slowly(*_: object) -> DocumentOut:
        assert read.wait(60)
        return DocumentOut(file="lent.txt", state="known")

    monkeypatch.setattr(uploads, "receive", slowly)
    with ThreadPoolExecutor(60) as senders:
        sent = [senders.submit(send, doctor, dossier_id, {f"{n}.txt": LETTER}) for n in range(60)]
        try:
            time.sleep(0.5)
            assert doctor("GET", f"/v1/dossiers/{dossier_id}").status_code == 200
            assert not any(one.done() for one in sent)
        finally:
            read.set()
        assert {one.result().status_code for one in sent} == {200}


def test_nothing_received_is_written_in_clear_outside_the_store(
    run: Running, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    import tempfile

    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    doctor = run.caller("dr-hostile", "clinician")
    content = LETTER.encode() * 3000
    response = doctor(
        "POST", f"/v1/dossiers/{new_dossier(doctor)}/documents", files=[("files", ("gros.txt", content, "text/plain"))]
    )
    assert response.status_code == 201, response.text
    assert json.loads(response.text)["documents"][0]["state"] == "received"
    assert not list(tmp_path.iterdir())
