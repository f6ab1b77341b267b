from __future__ import annotations

import pytest

from eval.metrics.exact import (
    Quantity,
    When,
    content,
    cues,
    cues_about,
    missing_quantities,
    missing_whens,
    quantities,
    recall,
    says,
    sides,
    whens,
)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Bisoprolol 2,5 mg", [("2.5", "mg")]),
        ("FEVG 35 %", [("35", "%")]),
        ("NT-proBNP 9 860 ng/L", [("9860", "ng/l")]),
        ("créatinine 141 µmol/L le 12/03/2024", [("141", "µmol/l")]),
        ("ENTRESTO 49/51 x2", [("49", None), ("51", None), ("2", "x")]),
        ("revu en mars 2021", []),
        ("HbA1c 7,20 %", [("7.2", "%")]),
    ],
)
def test_quantities_are_read_with_their_unit_and_without_dates(
    text: str, expected: list[tuple[str, str | None]]
) -> None:
    assert quantities(text) == tuple(Quantity(value, unit) for value, unit in expected)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("le 08/11/2024", When(2024, 11, 8)),
        ("en 03/2021", When(2021, 3, None)),
        ("le 1er juin 2019", When(2019, 6, 1)),
        ("le 8 novembre", When(None, 11, 8)),
        ("prévu le 12/06", When(None, 6, 12)),
        ("en 2019", When(2019, None, None)),
        ("2024-03-18", When(2024, 3, 18)),
    ],
)
def test_dates_are_read_as_far_as_written(text: str, expected: When) -> None:
    assert whens(text) == (expected,)


def test_a_month_alone_is_no_date_and_a_dose_is_no_year() -> None:
    assert whens("contrôle en mars") == ()
    assert whens("2000 mg par jour") == ()


def test_a_number_with_another_unit_is_told_apart_from_an_absent_one() -> None:
    absent, changed = missing_quantities("LEVOTHYROX 75 mg, TSH 4", "LEVOTHYROX 75 µg par jour")
    assert absent == (Quantity("4", None),)
    assert changed == (Quantity("75", "mg"),)


@pytest.mark.parametrize("claim", ["furosémide 40 mg", "furosémide 40 mg/j"])
def test_a_rate_may_be_left_unsaid(claim: str) -> None:
    assert missing_quantities(claim, "furosémide 40 mg/j" if "/j" not in claim else "furosémide 40 mg") == ((), ())


def test_a_date_without_year_takes_the_year_of_its_document() -> None:
    evidence = [("Opéré le 12/06.", "2023-07-01")]
    assert missing_whens("Opéré le 12/06/2023", evidence) == ()
    assert missing_whens("Opéré le 12/06/2021", evidence) == (When(2021, 6, 12),)


def test_a_brand_and_its_substance_say_the_same() -> None:
    (brand,) = content("KARDEGIC")
    assert says(brand, content("acide acétylsalicylique 75 mg"))
    assert not says(brand, content("acide folique 5 mg"))


def test_inflected_forms_count_as_said_and_unrelated_words_do_not() -> None:
    assert recall(content("épilepsie suspectée"), content("elle est épileptique")) == 0.5
    assert recall(content(""), content("x")) is None


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("hernie inguinale G opérée", {"gauche"}),
        ("œil droit, côté gauche", {"gauche", "droite"}),
        ("embolie pulmonaire bilatérale", {"bilateral"}),
        ("G2P1, carte d'identité", set()),
    ],
)
def test_sides(text: str, expected: set[str]) -> None:
    assert sides(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Pas d'argument pour une embolie", {"negation"}),
        ("Embolie pulmonaire ?", {"hypothesis"}),
        ("Cancer du sein chez la mère", {"family"}),
        ("Arrêt de la cordarone", {"stop"}),
        ("Embolie pulmonaire confirmée", set()),
    ],
)
def test_cues(text: str, expected: set[str]) -> None:
    assert cues(text) == expected


def test_a_cue_belongs_to_the_clause_that_says_the_words() -> None:
    text = "FEVG à 35 %, sans épanchement péricardique"
    assert cues_about(content("FEVG"), text) == frozenset()
    assert cues_about(content("épanchement"), text) == {"negation"}
