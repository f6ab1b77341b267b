from __future__ import annotations

import pytest

from summarizer.identifiers.dates import find_dates, spelt_number
from summarizer.identifiers.text import Written


@pytest.mark.parametrize(
    ("text", "iso"),
    [
        ("04/07/1957", "1957-07-04"),
        ("4.7.1957", "1957-07-04"),
        ("04-07-57", "1957-07-04"),
        ("O4/O7/l957", "1957-07-04"),
        ("4 juillet 1957", "1957-07-04"),
        ("1er août 2020", "2020-08-01"),
        ("12, Mai 1973", "1973-05-12"),
        ("septernbre 2022", "2022-09"),
        ("0 4 0 7 1 9 5 7", "1957-07-04"),
        ("vingt-six 02 2012", "2012-02-26"),
        ("deux janvier mille neuf cent soixante-dix-huit", "1978-01-02"),
        ("quinze mars deux mille trois", "2003-03-15"),
        ("2020-03-01", "2020-03-01"),
        ("22|8|1923", "1923-08-22"),
    ],
)
def test_a_date_is_read_in_every_form(text: str, iso: str) -> None:
    (date,) = find_dates(Written.of(f"le {text}."))
    assert date.iso() == iso
    assert date.span.of(f"le {text}.") == text


@pytest.mark.parametrize(
    "text",
    ["TA 12/8", "1/2 le soir", "1.2.15 Examen", "12-15-20", "32/01/2020", "3 mai", "10/13/2019", "8 juin 96 ans"],
)
def test_what_is_no_date_with_a_year(text: str) -> None:
    assert find_dates(Written.of(text)) == ()


@pytest.mark.parametrize(
    ("words", "value"),
    [
        ("mille neuf cent quatre-vingt-dix-neuf", 1999),
        ("deux mille vingt et un", 2021),
        ("dix-neuf cent trente", 1930),
        ("soixante et onze", 71),
    ],
)
def test_spelt_numbers(words: str, value: int) -> None:
    assert spelt_number(words) == value
