"""Scans through Tesseract in French. These tests need it; without it a scan is listed as not read (test_pdf)."""

from __future__ import annotations

import pytest

from summarizer.ingest import ocr, read_document
from summarizer.values import TextSource

from .papers import Paper, picture_bytes, scanned

pytestmark = pytest.mark.ocr

LINES = ["URGENCES ADULTES", "Motif : chute dans la rue.", "Potassium 5,9 mmol/L", "Pas de fracture."]


def test_a_scanned_page_is_read_and_says_so() -> None:
    document = read_document(Paper().picture(scanned(LINES)).done())
    assert "chute dans la rue" in document.text
    assert [page.source for page in document.pages] == [TextSource.OCR]
    assert document.warnings == (ocr.WARNING,)


@pytest.mark.parametrize("kind", ["PNG", "JPEG", "TIFF"])
def test_a_picture_is_a_scan(kind: str) -> None:
    assert "Pas de fracture" in read_document(picture_bytes(scanned(LINES), kind)).text


def test_a_text_page_beside_a_scan_is_not_recognized_again() -> None:
    paper = Paper().at(15, 20, ["Première page tapée, assez longue pour être lue telle quelle."])
    paper.add_page()
    document = read_document(paper.picture(scanned(LINES)).done())
    assert [page.source for page in document.pages] == [TextSource.TEXT, TextSource.OCR]
