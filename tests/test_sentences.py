"""The cut into sentences: what a French document lays out, and offsets that are always exact."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from summarizer.sentences import split
from summarizer.values import DocumentId, LineKind

ID = DocumentId("d1")


def texts(text: str) -> list[str]:
    return [sentence.text for sentence in split(ID, text)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Pas de fièvre. Toux grasse.", ["Pas de fièvre.", "Toux grasse."]),
        ("Vu par le Dr. Morel ce jour. RAS.", ["Vu par le Dr. Morel ce jour.", "RAS."]),
        ("FEVG 35 % env. 2 h après l'effort. Repos.", ["FEVG 35 % env. 2 h après l'effort.", "Repos."]),
        ("Douleur du genou G. Pas d'épanchement.", ["Douleur du genou G.", "Pas d'épanchement."]),
        ("Courrier de A. Morel reçu.", ["Courrier de A. Morel reçu."]),
        ("Bisoprolol 2,5 mg ; furosémide 40 mg ;", ["Bisoprolol 2,5 mg ;", "furosémide 40 mg ;"]),
        ("Tumeur (T2 ; N0) opérée.", ["Tumeur (T2 ; N0) opérée."]),
        ("Créatinine à 98.5 puis 102.3 µmol/L.", ["Créatinine à 98.5 puis 102.3 µmol/L."]),
    ],
)
def test_cuts_where_a_reader_would(text: str, expected: list[str]) -> None:
    assert texts(text) == expected


def test_a_line_broken_at_the_margin_is_one_sentence() -> None:
    broken = (
        "Monsieur est hospitalisé pour une décompensation cardiaque avec des œdèmes des\n"
        "membres inférieurs et une prise de six kilos en deux semaines environ, sans fièvre."
    )
    assert len(texts(broken)) == 1


def test_short_lines_are_ended_by_their_writer() -> None:
    assert texts("Apyrétique\nEupnéique\nMollets souples") == ["Apyrétique", "Eupnéique", "Mollets souples"]


def test_each_row_of_a_table_stands_alone_and_knows_its_header() -> None:
    table = "BIOLOGIE\nAnalyse        Résultat    Réf.\nSodium         139         136-145\nPotassium      3,1         3,5-5,1\n"
    heading, header, sodium, potassium = split(ID, table)
    assert heading.kind is LineKind.HEADING
    assert [s.kind for s in (header, sodium, potassium)] == [LineKind.ROW] * 3
    assert header.header is None
    assert sodium.header == potassium.header == header.span


def test_a_heading_names_what_follows_until_the_next() -> None:
    text = "ANTÉCÉDENTS\n- HTA\n- Asthme\nAllergies : pénicilline.\nIl tousse."
    headings = {s.text: s.heading for s in split(ID, text)}
    assert headings["- Asthme"] == "ANTÉCÉDENTS"
    assert headings["Allergies : pénicilline."] == "Allergies"


def test_letterhead_and_closing_words_are_margin() -> None:
    text = (
        "Dr <MEDECIN_1>\nTél : <TELEPHONE_1>\n\nPatient suivi pour un asthme.\n\nBien confraternellement,\n<MEDECIN_1>"
    )
    kinds = {s.text: s.kind for s in split(ID, text)}
    assert kinds["Tél : <TELEPHONE_1>"] is LineKind.MARGIN
    assert kinds["Bien confraternellement,"] is LineKind.MARGIN
    assert kinds["Patient suivi pour un asthme."] is LineKind.PROSE


@given(st.text(alphabet=st.sampled_from("abcéG D.;:-\n\t,()19%<>_ÀM/"), max_size=400))
def test_offsets_are_exact_ordered_and_cover_every_letter(text: str) -> None:
    sentences = split(ID, text)
    covered: set[int] = set()
    end = 0
    for sentence in sentences:
        assert sentence.text == text[sentence.span.start : sentence.span.end]
        assert sentence.span.start >= end
        end = sentence.span.end
        covered.update(range(sentence.span.start, sentence.span.end))
    assert all(i in covered for i, c in enumerate(text) if c.isalnum())
