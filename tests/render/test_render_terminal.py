"""The terminal: statements followed by their numbers, and no document can drive it."""

from __future__ import annotations

import re
from dataclasses import replace
from io import StringIO

from rich.console import Console
from summary_builder import statement, summary

from summarizer.render.terminal import show
from summarizer.values import ReidentifiedSummary


def printed(of: ReidentifiedSummary) -> str:
    out = StringIO()
    show(of, Console(file=out, width=100, force_terminal=False))
    return out.getvalue().replace("\u00a0", " ")


def test_each_statement_is_followed_by_the_numbers_of_its_sources() -> None:
    said = printed(summary())
    (numbers,) = re.findall(r"• Bisoprolol 5 mg par jour\. \[(\d+)\] \[(\d+)\]", said)
    for n in numbers:
        assert re.search(rf"^\[{n}\] .*\.(txt|pdf), p\. \d", said, re.MULTILINE)
    assert "▲ Allergie à l'amoxicilline : œdème de Quincke en 1994. [1]" in said
    assert "• Spironolactone. (arrêté) [" in said
    assert "Non lu : 10_scan_2020.pdf (document protégé par un mot de passe)" in said


def test_text_is_neither_markup_nor_control() -> None:
    bad = statement("[red]x[/red] \x1b[31m\x07", "09:Poids 59,4 kg")
    said = printed(replace(summary(), sections=(replace(summary().sections[0], statements=(bad,)),)))
    assert "[red]x[/red] \ufffd[31m\ufffd" in said
    assert "\x1b" not in said
