"""Results: the last value, those before with their days, and no threshold taken for a value."""

from __future__ import annotations

import pytest
from reading import selected, topic

from summarizer.values import Kind, Severity

LAB = Kind.LABORATORY


def proposal(label: str, *documents: tuple[str, str, Kind]) -> str:
    found = topic(selected(*documents)[0], f"measure:{label}")
    return (found.proposal or "") if found else ""


def test_values_of_three_days_make_a_trend_latest_first() -> None:
    said = proposal(
        "créatinine",
        ("2024-01-10", "Créatinine 98 µmol/L.", LAB),
        ("2024-03-10", "Créatinine 131 µmol/L.", LAB),
        ("2024-06-10", "Créatinine 104 µmol/L.", LAB),
    )
    assert said == "Créatinine 104 µmol/L (10/06/2024) ; auparavant 131 (10/03/2024), 98 (10/01/2024)"


def test_a_value_in_another_unit_is_another_measure() -> None:
    said = proposal(
        "créatinine",
        ("2024-01-10", "Créatinine 11,8 mg/L.", LAB),
        ("2024-06-10", "Créatinine 104 µmol/L.", LAB),
    )
    assert said == "Créatinine 104 µmol/L (10/06/2024)"


@pytest.mark.parametrize("text", ["Contre-indiqué si DFG < 30 mL/min.", "Arrêter si DFG < 30."])
def test_a_threshold_is_no_result(text: str) -> None:
    assert proposal("DFG", ("2024-01-10", text, LAB)) == ""


def test_its_near_twin_is_one() -> None:
    assert proposal("DFG", ("2024-01-10", "DFG 28 mL/min.", LAB)).startswith("DFG 28")


def test_a_value_without_a_day_says_whose_day_it_is() -> None:
    said = proposal("créatinine", ("2024-06-10", "Créatinine 104 µmol/L.", Kind.LETTER))
    assert said == "Créatinine 104 µmol/L (document du 10/06/2024)"


def test_a_dated_value_is_preferred_to_an_undated_one_of_the_same_weeks() -> None:
    said = proposal(
        "créatinine",
        ("2024-06-01", "Créatinine 131 µmol/L.", LAB),
        ("2024-06-20", "Créatinine à 140 µmol/L.", Kind.LETTER),
    )
    assert said.startswith("Créatinine 131 µmol/L (01/06/2024)")


def test_an_old_result_is_minor() -> None:
    topics, _ = selected(("2021-01-10", "Créatinine 214 µmol/L.", LAB), ("2024-06-10", "Patient stable.", Kind.LETTER))
    found = topic(topics, "measure:créatinine")
    assert found is not None
    assert found.severity is Severity.MINOR
