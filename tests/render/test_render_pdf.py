"""The PDF: French on paper, identity on each page, passages at the end, whatever characters a document holds."""

from __future__ import annotations

from dataclasses import replace
from io import BytesIO

import pytest
from pypdf import PdfReader
from summary_builder import cite, dossier, statement, summary

from summarizer.render.citations import number
from summarizer.render.pdf import render
from summarizer.render.wording import LABEL
from summarizer.values import ReidentifiedSummary


def read(data: bytes) -> list[str]:
    """The text of each page, blanks made plain."""
    return [" ".join(page.extract_text().split()) for page in PdfReader(BytesIO(data)).pages]


PDF = render(summary(), dossier())
PAGES = read(PDF)


def test_a_summary_and_its_passages_take_two_pages() -> None:
    assert len(PAGES) == 2


def test_french_is_readable_in_it() -> None:
    text = " ".join(PAGES)
    for words in ("œdème de Quincke", "Lévothyroxine 75 µg par jour", "Hospitalisation pour décompensation cardiaque"):
        assert words in text
    assert "Non renseigné dans le dossier (8 documents lus)" in text
    assert "document protégé par un mot de passe" in text


def test_each_page_names_the_patient_and_says_who_wrote_it() -> None:
    for page in PAGES:
        assert "VASSEUR-PÉRON Odile Marie" in page
        assert LABEL in page


def test_every_number_links_to_its_passage() -> None:
    reader = PdfReader(BytesIO(PDF))
    links = [a for page in reader.pages for a in page.get("/Annots", []) if a.get_object()["/Subtype"] == "/Link"]
    assert len(links) >= len(number(summary()).citations)


def test_it_is_an_archivable_file_in_french() -> None:
    reader = PdfReader(BytesIO(PDF))
    assert b"<pdfaid:part>2</pdfaid:part>" in PDF
    assert str(reader.trailer["/Root"]["/Lang"]).startswith("fr")


def test_the_same_summary_gives_the_same_file() -> None:
    assert render(summary(), dossier()) == PDF


def with_text(text: str) -> ReidentifiedSummary:
    made = statement(text, "09:Poids 59,4 kg")
    sections = (replace(summary().sections[0], statements=(made,)), *summary().sections[1:])
    return replace(summary(), sections=sections, warnings=(text,))


@pytest.mark.parametrize(
    "text", ["β-bloquant ≥ 2 cp → ½", "puce \uf0b7 privée", "\x00\x07\x1b[31m", "😀 漢字 سلام", "\ufffe\u202e"]
)
def test_no_character_stops_it(text: str) -> None:
    assert read(render(with_text(text), dossier()))


@pytest.mark.parametrize(
    "text", ["#panic()", "$ x $ *gras* _it_ `code`", '] #read("/etc/passwd") [', "= titre", "\\ // /* */ @ref <c1>"]
)
def test_no_text_is_read_as_markup(text: str) -> None:
    assert text in " ".join(read(render(with_text(text), dossier())))


def test_citations_are_those_of_the_summary() -> None:
    assert cite("07:HbA1c 6,1 %").quote in " ".join(PAGES)
