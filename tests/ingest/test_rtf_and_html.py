"""RTF and HTML files: their text, and nothing of their machinery."""

from __future__ import annotations

import pytest

from summarizer.errors import DocumentCorrupt, DocumentEmpty
from summarizer.ingest import read_document


@pytest.mark.parametrize(
    ("written", "read"),
    [
        (rb"{\rtf1\ansi\ansicpg1252 Ch\'e8re consoeur,\par votre patiente}", "Chère consoeur,\nvotre patiente"),
        (rb"{\rtf1 {\fonttbl{\f0 Arial;}}{\*\generator Outil;}{\b gras} et fin}", "gras et fin"),
        (rb"{\rtf1\uc1 38,5\u176?C \u8211- l\rquote eau}", "38,5°C – l’eau"),
        (rb"{\rtf1 a\{b\}c\\d\~e}", "a{b}c\\d\u00a0e"),
        (rb"{\rtf1 {\pict\pngblip 89504e47}apr\'e8s}", "après"),
    ],
    ids=["accents", "fonts", "unicode", "escapes", "picture"],
)
def test_rtf_is_its_text(written: bytes, read: str) -> None:
    assert read_document(written).text == read


def test_pages_of_rtf_are_kept() -> None:
    assert [page.number for page in read_document(rb"{\rtf1 un\page deux}").pages] == [1, 2]


@pytest.mark.parametrize("written", [rb"{\rtf1 jamais ferme", rb"{\rtf1 {un}"])
def test_an_rtf_cut_short_is_damaged(written: bytes) -> None:
    with pytest.raises(DocumentCorrupt):
        read_document(written)


def test_html_is_its_text_and_runs_nothing() -> None:
    page = "<!DOCTYPE html><html><head><title>t</title><style>p{}</style></head><body><h1>Bilan</h1><p>Né <b>fin</b></p><script>x()</script></body></html>"
    assert read_document(page.encode()).text == "Bilan\n\nNé fin"


def test_an_empty_page_is_empty() -> None:
    with pytest.raises(DocumentEmpty):
        read_document(b"<html><body><p> </p></body></html>")
