from __future__ import annotations

import pytest

from eval.inject import INJECTIONS, elsewhere, inject
from eval.metrics.exact import cues, quantities, sides, whens


@pytest.mark.parametrize(
    ("error", "claim"),
    [
        ("number", "FEVG à 35 % à l'échographie"),
        ("dose", "Bisoprolol 2,5 mg par jour"),
        ("unit", "LEVOTHYROX 75 µg par jour"),
        ("date", "Opéré le 12 mars 2019"),
        ("side", "Hernie inguinale gauche opérée"),
        ("negation", "Pas d'embolie pulmonaire"),
        ("hypothesis", "Suspicion de polyarthrite rhumatoïde"),
        ("family", "Cancer du sein chez la mère"),
        ("status", "CORDARONE arrêtée en mai"),
        ("drug", "Bisoprolol 2,5 mg"),
        ("disorder", "Embolie pulmonaire en 2019"),
    ],
)
def test_each_error_changes_the_claim_and_again_the_same(error: str, claim: str) -> None:
    changed = inject(claim, error)
    assert changed is not None
    assert changed != claim
    assert inject(claim, error) == changed


@pytest.mark.parametrize("error", INJECTIONS)
def test_a_claim_without_hold_is_left_alone(error: str) -> None:
    assert inject("Bon état général", error) is None


def test_the_error_is_the_one_asked_for() -> None:
    assert "negation" not in cues(inject("Pas d'argument pour une récidive", "negation") or "")
    assert "family" not in cues(inject("Cancer du sein chez la mère", "family") or "")
    assert "hypothesis" not in cues(inject("Polyarthrite ?", "hypothesis") or "?")
    assert sides(inject("Hernie inguinale gauche", "side") or "") == {"droite"}
    assert whens(inject("Opéré en 2019", "date") or "") != whens("Opéré en 2019")
    dose = "Furosémide 40 mg, créatinine 98 µmol/L"
    changed = inject(dose, "dose")
    assert changed is not None
    assert "98 µmol/L" in changed
    assert quantities(changed)[0] != quantities(dose)[0]


def test_a_drug_is_swapped_for_another_substance_not_for_its_brand() -> None:
    for seed in range(20):
        assert "apixaban" not in (inject("ELIQUIS 5 mg", "drug", seed=seed) or "").lower()


def test_the_wrong_source_is_about_something_else() -> None:
    other = elsewhere("Hernie inguinale gauche", ["Hernie inguinale gauche opérée"], ["Hernie inguinale", "TSH 2,6"])
    assert other == "TSH 2,6"
    assert elsewhere("Hernie inguinale gauche", [], ["Hernie inguinale"]) is None
