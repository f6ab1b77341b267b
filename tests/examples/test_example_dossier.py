"""The example dossier: its built files come from its sources, and its gold quotes what is read."""

from __future__ import annotations

import base64
import importlib.util
import io
import json
from pathlib import Path
from types import ModuleType
from typing import Any

import pypdf
import pytest
from lxml import etree

from summarizer.ingest import read_dossier
from summarizer.values import Confidentiality, Document

EXAMPLES = Path(__file__).resolve().parents[2] / "examples"
DOSSIER = EXAMPLES / "dossier"
SCANNED = "08_urgences_2023-09-14.pdf"
MASKED = "01_consultation_2021-03-18.xml"
MISFILED = "10_anapath_2023-10-19.txt"


def _builder() -> ModuleType:
    spec = importlib.util.spec_from_file_location("build_example", EXAMPLES / "build_example.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def _printed(data: bytes) -> list[str]:
    """What a PDF prints, a page each; of a CDA level 1, its PDF; of anything else, its bytes."""
    if data.startswith(b"<?xml"):
        encoded = etree.fromstring(data).findtext(".//{urn:hl7-org:v3}nonXMLBody/{urn:hl7-org:v3}text")
        assert encoded is not None
        data = base64.b64decode(encoded)
    if data.startswith(b"%PDF"):
        return [page.extract_text() for page in pypdf.PdfReader(io.BytesIO(data)).pages]
    return [data.hex()]


BUILDER = _builder()


@pytest.mark.parametrize("source", sorted(BUILDER.SOURCES.glob("[0-9]*.txt")), ids=lambda path: path.name)
def test_a_committed_document_prints_what_its_source_gives(source: Path) -> None:
    name, data = BUILDER.build(source)
    assert _printed(data) == _printed((DOSSIER / "documents" / name).read_bytes())


def test_the_scan_holds_no_text_and_stays_small() -> None:
    data = (DOSSIER / "documents" / SCANNED).read_bytes()
    assert _printed(data) == [""]
    assert len(data) < 300_000


@pytest.fixture(scope="module")
def documents() -> dict[str, Document]:
    return {document.file: document for document in read_dossier(DOSSIER).documents}


def _gold() -> dict[str, Any]:
    gold: dict[str, Any] = json.loads((DOSSIER / "gold.json").read_text(encoding="utf-8"))
    return gold


def _quotations() -> list[tuple[str, str]]:
    gold = _gold()
    cited = [source for entry in gold["facts"] + gold["questions"] for source in entry["sources"]]
    cited += gold["must_not_say"] + [side for each in gold["contradictions"] for side in (each["a"], each["b"])]
    named = [(entry["file"], entry["text"]) for entry in gold["pii"]]
    return sorted({*((entry["file"], entry["quote"]) for entry in cited), *named})


def test_what_the_gold_quotes_is_in_the_documents_as_read(documents: dict[str, Document]) -> None:
    missing = [(file, quote) for file, quote in _quotations() if file != SCANNED and quote not in documents[file].text]
    assert not missing


@pytest.mark.ocr
def test_what_the_gold_quotes_of_the_scan_is_recognized(documents: dict[str, Document]) -> None:
    missing = [quote for file, quote in _quotations() if file == SCANNED and quote not in documents[file].text]
    assert not missing


def test_the_header_of_the_psychiatry_document_masks_it(documents: dict[str, Document]) -> None:
    restricted = [
        document.file for document in documents.values() if document.confidentiality != Confidentiality.NORMAL
    ]
    assert restricted == [MASKED]
    assert documents[MASKED].confidentiality is Confidentiality.HIDDEN_FROM_PROFESSIONALS


def test_one_document_is_of_another_man(documents: dict[str, Document]) -> None:
    births = {file: document.identity.birth_date for file, document in documents.items()}
    assert births[MISFILED] == "1951-09-17"
    # A colleague's letter may give an age and no birth date.
    assert {birth for file, birth in births.items() if file != MISFILED} - {None} == {"1959-05-17"}


def test_every_fact_has_its_own_id() -> None:
    ids = [fact["id"] for fact in _gold()["facts"]]
    assert len(ids) == len(set(ids))
