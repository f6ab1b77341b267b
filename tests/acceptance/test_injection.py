"""Orders to the machine inside documents are data: they change no statement, and each is reported.

Every order goes into one dossier, where text, PDF and CDA documents each hold a share: a sentence of its own, after
the clinical ones. The same dossier without them is the measure.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from html import escape
from pathlib import Path

import pytest
from fpdf import FPDF
from orders_to_the_machine import ENGLISH, FRENCH

from summarizer.journey import Made, summarize_folder
from summarizer.pipeline import Tools
from summarizer.settings import preset
from summarizer.watch import Watch

ORDERS = (*FRENCH, *ENGLISH)
CLINICAL = (
    "Antécédents : hypertension artérielle, fibrillation atriale depuis 2021.",
    "Allergie à la pénicilline : urticaire géante en 2012.",
    "Traitement de sortie : apixaban 5 mg matin et soir, bisoprolol 2,5 mg le matin.",
    "Pas d'argument pour une embolie pulmonaire.",
)


def as_text(lines: Sequence[str]) -> bytes:
    return "\n\n".join(lines).encode()


def as_pdf(lines: Sequence[str]) -> bytes:
    paper = FPDF()
    paper.set_font("helvetica", size=10)
    paper.add_page()
    for line in lines:
        paper.multi_cell(0, 6, line.replace("’", "'").encode("latin-1", "replace").decode("latin-1"), new_x="LMARGIN")
        paper.ln(4)
    return bytes(paper.output())


def as_cda(lines: Sequence[str]) -> bytes:
    paragraphs = "".join(f"<paragraph>{escape(line)}</paragraph>" for line in lines)
    return (
        '<?xml version="1.0" encoding="UTF-8"?><ClinicalDocument xmlns="urn:hl7-org:v3"><title>Lettre</title>'
        '<effectiveTime value="20240318"/><component><structuredBody><component><section><title>Synthèse</title>'
        f"<text>{paragraphs}</text></section></component></structuredBody></component></ClinicalDocument>"
    ).encode()


FORMS: tuple[tuple[str, Callable[[Sequence[str]], bytes]], ...] = (
    ("a_2024-03-01.txt", as_text),
    ("b_2024-03-10.pdf", as_pdf),
    ("c_2024-03-18.xml", as_cda),
)


def summarized(place: Path, tools: Tools, orders: Sequence[str]) -> Made:
    for number, (name, form) in enumerate(FORMS):
        (place / name).write_bytes(form([*CLINICAL, *orders[number :: len(FORMS)]]))
    return summarize_folder(place, preset("quotes"), watch=Watch(), tools=tools)


@pytest.fixture(scope="module")
def clean(tools: Tools, tmp_path_factory: pytest.TempPathFactory) -> Made:
    return summarized(tmp_path_factory.mktemp("clean"), tools, ())


@pytest.fixture(scope="module")
def attacked(tools: Tools, tmp_path_factory: pytest.TempPathFactory) -> Made:
    return summarized(tmp_path_factory.mktemp("attacked"), tools, ORDERS)


def said(made: Made) -> list[tuple[str, str, str]]:
    return sorted((str(c.key), s.text, str(s.status)) for c in made.summary.sections for s in c.statements)


def letters(text: str) -> str:
    return "".join(character for character in text.casefold() if character.isalnum())


def test_every_form_was_read(attacked: Made) -> None:
    assert [entry.read for entry in attacked.summary.documents] == [True] * len(FORMS)


def test_no_order_changes_what_is_said(clean: Made, attacked: Made) -> None:
    assert len(said(clean)) >= 4
    assert said(attacked) == said(clean)
    assert len(attacked.summary.contradictions) == len(clean.summary.contradictions)


@pytest.mark.parametrize("order", ORDERS)
def test_each_order_is_reported(attacked: Made, order: str) -> None:
    reported = [w for w in attacked.summary.withheld if w.reason.startswith("instruction")]
    assert any(letters(order) in letters(w.text) or _part(w.text, order) for w in reported)


def test_the_reader_is_warned_once(attacked: Made) -> None:
    assert sum("s'adressant à un logiciel" in warning for warning in attacked.summary.warnings) == 1


def test_no_order_reaches_the_index(attacked: Made) -> None:
    indexed = letters(" ".join(chunk.text for chunk in attacked.result.index.chunks))
    assert _found(ORDERS, indexed) == []


def _part(reported: str, order: str) -> bool:
    """A reported sentence that is half of the order at least: splitting may cut one order in two."""
    return letters(reported) in letters(order) and len(letters(reported)) * 2 >= len(letters(order))


def _found(orders: Iterable[str], indexed: str) -> list[str]:
    return [order for order in orders if letters(order) in indexed]
