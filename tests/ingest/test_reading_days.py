"""Days as French documents write them."""

from __future__ import annotations

import pytest

from summarizer.ingest.dates import days_in, hl7_date, iso_prefix
from summarizer.isodate import french


@pytest.mark.parametrize(
    ("written", "iso"),
    [
        ("Le 04/10/2021 à Albert", "2021-10-04"),
        ("04.10.2021", "2021-10-04"),
        ("4-10-21", "2021-10-04"),
        ("le 4 octobre 2021", "2021-10-04"),
        ("1er mars 1950", "1950-03-01"),
        ("2021-10-04T08:00", "2021-10-04"),
        ("le 15 septernbre 2O22", "2022-09-15"),
        ("né le 23/O9/l985", "1985-09-23"),
        ("le seize mai deux mille vingt-quatre", "2024-05-16"),
        ("né le quatorze mars mil neuf cent quatre-vingt-onze", "1991-03-14"),
        ("le vingt et un novembre 1958", "1958-11-21"),
    ],
)
def test_a_written_day_is_read(written: str, iso: str) -> None:
    assert [day.iso for day in days_in(written)] == [iso]


@pytest.mark.parametrize(
    "written", ["31/02/2021", "TA 13/8", "10/10/2", "OD 10/10 P2", "1/2/3/4", "le 32 mai 2021", "mai"]
)
def test_what_is_not_a_day_is_no_date(written: str) -> None:
    assert days_in(written) == []


def test_a_short_year_is_recent_for_a_document_and_past_for_a_birth() -> None:
    (day,) = days_in("03/02/38")
    assert (day.iso, day.born) == ("1938-02-03", "1938-02-03")
    (day,) = days_in("03/02/19")
    assert (day.iso, day.born) == ("2019-02-03", "2019-02-03")


@pytest.mark.parametrize(
    ("value", "iso"),
    [("20240318101500+0100", "2024-03-18"), ("202403", "2024-03"), ("2024", "2024"), ("", None), ("20241399", None)],
)
def test_an_hl7_time_keeps_its_precision(value: str, iso: str | None) -> None:
    assert hl7_date(value) == iso


@pytest.mark.parametrize(
    ("value", "iso"), [("2024-03-18T10:15:00Z", "2024-03-18"), ("2024-03", "2024-03"), ("18/03/2024", None), (3, None)]
)
def test_a_fhir_time_keeps_its_precision(value: object, iso: str | None) -> None:
    assert iso_prefix(value) == iso


def test_dates_are_said_in_french() -> None:
    assert [french("2024-03-18"), french("2024-03"), french("2024")] == ["18/03/2024", "03/2024", "2024"]
