"""Dates as they are written, and which finding each dates."""

from __future__ import annotations

import pytest
from marked_findings import check

from summarizer.findings.dates import dates_in
from summarizer.findings.tokens import fold


@pytest.mark.parametrize(
    ("written", "expected"),
    [
        ("le 02/10/2024", ["2024-10-02"]),
        ("le 2 octobre 2024", ["2024-10-02"]),
        ("le 1er août 2023", ["2023-08-01"]),
        ("du 20 septembre 21", ["2021-09-20"]),
        ("le 20/02", ["2024-02-20"]),
        ("le 12/11", ["2023-11-12"]),
        ("en juin 2024", ["2024-06"]),
        ("en 2012", ["2012"]),
        ("03.02.2019", ["2019-02-03"]),
        ("Nov. 2022", ["2022-11"]),
        ("MMSE 14/30, TA 134/72", []),
        ("né le 03/02/1938", []),
        ("1/2 cp le soir", []),
        ("à 10h30", []),
    ],
)
def test_dates(written: str, expected: list[str]) -> None:
    assert [date.iso for date in dates_in(fold(written), "2024-06-15")] == expected


@pytest.mark.parametrize(
    "marked",
    [
        "fracture du poignet ostéosynthésée en 2014, <disorder date=2015>cataracte</disorder> en 2015",
        "Biologie du 20 septembre 2021 : <measure date=2021-09-20>créatinine 108 µmol/L</measure>, <measure date=2021-09-20>DFG 42 mL/min</measure>",
        "<disorder date=none>HTA</disorder>, ostéoporose avec <disorder date=2017>tassement de L1</disorder> en 2017",
        "<measure date=2024-05-26>MMSE 14/30</measure> le 26/05",
        "<drug date=2023>KARDEGIC</drug> et <drug date=2023>TAHOR</drug> arrêtés en 2023",
        "Le 12/03/2021, l'échographie retrouve une <measure date=2021-03-12>FEVG à 35 %</measure>.",
    ],
)
def test_what_a_date_dates(marked: str) -> None:
    check(marked)
