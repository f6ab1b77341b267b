"""Marked-up narrative to lines: paragraphs, lists, tables."""

from __future__ import annotations

import pytest
from lxml import etree

from summarizer.ingest.narrative import narrative_text


def text_of(inside: str) -> str:
    return narrative_text(etree.fromstring(f"<text>{inside}</text>"))


@pytest.mark.parametrize(
    ("inside", "text"),
    [
        ("Sortie le <content ID='a'>18/03</content>, sans fièvre.", "Sortie le 18/03, sans fièvre."),
        ("un<br/>deux", "un\ndeux"),
        ("<paragraph>Premier.</paragraph><paragraph>Second.</paragraph>", "Premier.\n\nSecond."),
        ("<list><item>aspirine</item><item>statine</item></list>", "- aspirine\n- statine"),
        ("<list listType='ordered'><item>un</item><item>deux</item></list>", "1. un\n2. deux"),
        ("<ul><li>poids<ul><li>le matin</li></ul></li></ul>", "- poids\n  - le matin"),
        ("<p>H<sub>2</sub>O <b>gras</b>, <i>fin</i>.</p>", "H2O gras, fin."),
        ("avant<script>mauvais()</script> après", "avant après"),
        ("  des   espaces\n  et des lignes ", "des espaces et des lignes"),
    ],
)
def test_elements_make_lines(inside: str, text: str) -> None:
    assert text_of(inside) == text


def test_a_table_has_its_header_and_its_columns_aligned() -> None:
    table = """<table><thead><tr><th>Date</th><th>Médicament</th><th>Posologie</th></tr></thead><tbody>
      <tr><td>11/08/2019</td><td><content>PLAVIX 75 mg</content></td><td>1 cp/j</td></tr>
      <tr><td>12/09/2020</td><td>COUMADINE</td><td>selon INR<br/>le soir</td></tr></tbody></table>"""
    assert text_of(table) == (
        "Date         Médicament     Posologie\n"
        "11/08/2019   PLAVIX 75 mg   1 cp/j\n"
        "12/09/2020   COUMADINE      selon INR ; le soir"
    )


def test_the_head_of_a_table_comes_first_wherever_it_is_written() -> None:
    assert text_of(
        "<table><tfoot><tr><td>b</td><td>d</td></tr></tfoot><thead><tr><th>a</th><th>c</th></tr></thead></table>"
    ) == ("a   c\nb   d")


def test_labels_with_their_values_read_as_such() -> None:
    assert text_of("<table><tr><th>Poids :</th><td>55 kg</td></tr><tr><th>Taille</th><td>1,70 m</td></tr></table>") == (
        "Poids : 55 kg\nTaille : 1,70 m"
    )


def test_a_cell_over_several_rows_keeps_the_columns_below() -> None:
    table = """<table><tr><td rowspan="2">Antibiogramme</td><td>Amoxicilline</td><td>R</td></tr>
      <tr><td>Gentamicine</td><td>S</td></tr></table>"""
    first, second = text_of(table).split("\n")
    assert first.index("Amoxicilline") == second.index("Gentamicine")
    assert first.rindex("R") == second.rindex("S")


def test_a_table_of_one_cell_a_row_is_a_frame_around_lines() -> None:
    assert (
        text_of("<table><tr><td>Conclusion</td></tr><tr><td>Bilan normal.</td></tr></table>")
        == "Conclusion\nBilan normal."
    )
