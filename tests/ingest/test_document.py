"""Any bytes at all: read, or refused with a named reason; never another exception."""

from __future__ import annotations

import pickle
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from summarizer.errors import DocumentCorrupt, DocumentEmpty, DocumentTooLarge, UnreadableDocument, UnsupportedFormat
from summarizer.ingest import ReadLimits, describe, ocr, read_document
from summarizer.ingest.manifest import ManifestDocument
from summarizer.values import Confidentiality, Kind

from .papers import PATIENT, Paper, bundle, cda, embedded, sections

LETTER = "Lezoux, le 18 mars 2024\nMme VALMIER Suzanne, née le 4 juillet 1957\nChère consœur, tout va bien.\n"
SEEDS = [
    LETTER.encode(),
    LETTER.encode("cp1252"),
    Paper().at(15, 20, ["Compte rendu.", "Hémoglobine 12,6 g/dL"]).done(),
    cda(sections("<title>Motif</title><text><table><tr><td>a</td><td>b</td></tr></table></text>")),
    cda(embedded(LETTER.encode(), "text/plain")),
    bundle(PATIENT, {"resourceType": "Condition", "code": {"text": "Asthme"}}),
    rb"{\rtf1\ansi Ch\'e8re \b consoeur\par}",
    b"<html><body><p>Bonjour</p></body></html>",
]


@pytest.fixture(autouse=True)
def _no_tesseract(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(ocr, "available", lambda: False)


def _holds(data: bytes) -> None:
    """A document whose pages tile its text, or a named reason."""
    try:
        document = read_document(data, limits=ReadLimits(seconds=10))
    except UnreadableDocument:
        return
    ends = [0, *(page.span.end for page in document.pages)]
    assert [page.span.start for page in document.pages] == ends[:-1]
    assert ends[-1] == len(document.text)
    assert document.text.strip()


@given(st.binary(max_size=3000))
def test_random_bytes_are_read_or_refused(data: bytes) -> None:
    _holds(data)


@given(st.sampled_from([b"%PDF-1.7\n", b"<?xml ?><ClinicalDocument xmlns='urn:hl7-org:v3'>", b'{"resourceType":', b"{\\rtf1 ", b"<html>", b"\x89PNG\r\n", b"PK\x03\x04"]), st.binary(max_size=500))  # fmt: skip
def test_a_promising_start_promises_nothing(start: bytes, rest: bytes) -> None:
    _holds(start + rest)


@given(st.sampled_from(SEEDS), st.data())
def test_damaged_files_are_read_or_refused(seed: bytes, data: st.DataObject) -> None:
    damaged = bytearray(seed)
    for _ in range(data.draw(st.integers(1, 8))):
        at = data.draw(st.integers(0, max(0, len(damaged) - 1)))
        match data.draw(st.sampled_from(["change", "cut", "repeat"])):
            case "change":
                damaged[at : at + 1] = data.draw(st.binary(min_size=1, max_size=3))
            case "cut":
                del damaged[at : at + data.draw(st.integers(1, 200))]
            case _:
                damaged[at:at] = damaged[at : at + 100] * data.draw(st.integers(1, 5))
    _holds(bytes(damaged))


@given(st.recursive(st.none() | st.booleans() | st.integers() | st.text(max_size=8), lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from(["code", "coding", "text", "display", "status", "valueQuantity", "value", "item", "answer", "div", "section", "entry", "reference", "name", "given"]), inner, max_size=4), max_leaves=20), st.sampled_from(["Condition", "Observation", "Composition", "Patient", "QuestionnaireResponse", "DocumentReference", "MedicationRequest", "AllergyIntolerance"]))  # fmt: skip
def test_resources_of_any_shape_are_read_or_named(shape: object, kind: str) -> None:
    resource = {"resourceType": kind, **(shape if isinstance(shape, dict) else {"code": shape})}
    _holds(bundle(resource, {"resourceType": "Condition", "code": {"text": "Asthme"}}))


@pytest.mark.parametrize(
    ("data", "error"),
    [
        (b"", DocumentEmpty),
        (b" \r\n\t ", DocumentEmpty),
        (b"PK\x03\x04" + bytes(100), UnsupportedFormat),
        (b"\xd0\xcf\x11\xe0" + bytes(100), UnsupportedFormat),
        (bytes(128) + b"DICM" + bytes(20), UnsupportedFormat),
        (b'{"nom": "VALMIER"}', UnsupportedFormat),
        (b"\x89PNG\r\n\x1a\n", UnsupportedFormat),
    ],
    ids=["nothing", "blanks", "docx", "doc", "dicom", "json", "picture"],
)
def test_what_no_reader_takes_is_named_in_french(data: bytes, error: type[UnreadableDocument]) -> None:
    with pytest.raises(error) as caught:
        read_document(data)
    assert caught.value.reason().startswith(error.reason_fr)


@pytest.mark.parametrize("name", ["scan.pdf", "lettre.XML", "vsm.json", "photo.jpg"])
def test_a_text_under_the_name_of_something_else_is_damaged(name: str) -> None:
    with pytest.raises(DocumentCorrupt):
        read_document(b"This is not what its name says.", file=name)


@pytest.mark.parametrize("name", ["lettre.pdf.txt", "lettre", "lettre.dat"])
def test_a_format_is_told_by_content_whatever_the_name(name: str) -> None:
    assert read_document(Paper().at(15, 20, ["Bonjour."]).done(), file=name).text == "Bonjour."


def test_limits_of_size_hold(tmp_path: Path) -> None:
    file = tmp_path / "long.txt"
    file.write_text("mot " * 1000)
    for limits in (ReadLimits(file_bytes=100), ReadLimits(characters=100)):
        with pytest.raises(DocumentTooLarge):
            read_document(file, limits=limits)


def test_what_the_sender_says_wins_but_never_loosens_a_restriction() -> None:
    said = ManifestDocument(file="a.xml", kind=Kind.LETTER, written_on="2020-01-02", author_role="interne", confidentiality=Confidentiality.NORMAL)  # fmt: skip
    document = read_document(
        cda(sections("<title>t</title><text>a</text>"), confidentiality="V"), file="a.xml", said=said
    )
    assert (document.kind, document.written_on, document.author_role) == (Kind.LETTER, "2020-01-02", "interne")
    assert document.confidentiality is Confidentiality.VERY_RESTRICTED


def test_a_document_is_named_by_its_content_and_survives_a_process() -> None:
    document = read_document(LETTER.encode(), file="lettre.txt")
    assert document.id == "d" + document.sha256[:8]
    assert pickle.loads(pickle.dumps(document)) == document
    assert "VALMIER" not in repr(document)


def test_a_description_has_the_promised_shape() -> None:
    described = describe(read_document(LETTER.encode(), file="lettre.txt"))
    assert described["file"] == "lettre.txt"
    assert described["pages"] == [{"number": 1, "start": 0, "end": len(LETTER), "source": "text"}]
    assert described["text"] == LETTER
    assert described["identity"]["birth_date"] == "1957-07-04"
    assert (described["kind"], described["written_on"], described["confidentiality"]) == ("courrier", "2024-03-18", "N")
    assert set(described) == {
        "file", "id", "kind", "title", "written_on", "author", "author_role", "confidentiality", "text", "pages",
        "identity", "warnings",
    }  # fmt: skip


def test_no_reason_quotes_the_record(tmp_path: Path) -> None:
    secret = "VALMIER Suzanne"
    for data in (
        f"<ClinicalDocument xmlns='urn:hl7-org:v3'>{secret}<".encode(),
        f'{{"resourceType": "{secret}"'.encode(),
    ):
        with pytest.raises(UnreadableDocument) as caught:
            read_document(data)
        assert secret not in f"{caught.value!r} {caught.value.reason()} {caught.value.__cause__!r}"
