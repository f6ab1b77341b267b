from __future__ import annotations

import pytest

from eval.metrics.traps import suspicions
from tests.eval.builders import TEXTS, statement, trap

MOTHER = "Mère décédée d'un cancer du sein à 54 ans."
EMBOLISM = "Pas d'argument pour une embolie pulmonaire au scanner du 12/03/2024."
DOUBT = "Suspicion de polyarthrite, bilan en cours."
DOSE = "BISOPROLOL 5 mg, réduit à 2,5 mg le 14/03/2024."


@pytest.mark.parametrize(
    ("shown", "violates"),
    [
        ("Cancer du sein à 54 ans.", True),
        ("Cancer du sein chez la mère à 54 ans.", False),
    ],
)
def test_a_relatives_disease_given_to_the_patient(shown: str, violates: bool) -> None:
    gold = trap("La patiente a un cancer du sein.", MOTHER, "C'est sa mère.")
    assert _violates(gold, shown, MOTHER) is violates


@pytest.mark.parametrize(
    ("shown", "violates"),
    [
        ("Embolie pulmonaire au scanner du 12/03/2024.", True),
        ("Pas d'embolie pulmonaire au scanner.", False),
        ("Embolie pulmonaire écartée.", False),
    ],
)
def test_a_lost_negation(shown: str, violates: bool) -> None:
    gold = trap("Le patient a une embolie pulmonaire.", EMBOLISM, "Exclue par le scanner.")
    assert _violates(gold, shown, EMBOLISM) is violates


@pytest.mark.parametrize(("shown", "violates"), [("Polyarthrite.", True), ("Polyarthrite suspectée.", False)])
def test_a_lost_doubt(shown: str, violates: bool) -> None:
    assert _violates(trap("Polyarthrite rhumatoïde.", DOUBT, "Seulement suspectée."), shown, DOUBT) is violates


def test_a_former_dose_is_a_violation_bare_and_to_read_with_its_date() -> None:
    gold = trap("Il prend 5 mg de bisoprolol.", DOSE, "Ancienne dose, réduite ensuite.")
    (bare,) = suspicions([gold], [statement("Bisoprolol 5 mg", DOSE)], TEXTS)
    (dated,) = suspicions([gold], [statement("Bisoprolol 5 mg jusqu'au 14/03/2024", DOSE)], TEXTS)
    assert bare.violation
    assert not dated.violation


def test_a_stopped_status_is_a_qualifier() -> None:
    gold = trap("Il prend 5 mg de bisoprolol.", DOSE, "Ancienne dose.")
    assert suspicions([gold], [statement("Bisoprolol 5 mg", DOSE, status="stopped")], TEXTS) == ()


def test_anything_drawn_from_another_patients_document_is_a_violation() -> None:
    gold = trap("Hernie inguinale.", "Hernie inguinale gauche", "Document d'un autre patient, mal classé.")
    (found,) = suspicions([gold], [statement("Opéré en 2011", "opérée en 2011")], TEXTS) or (None,)
    assert found is None, "it cites another passage"
    (found,) = suspicions([gold], [statement("Opéré", "Hernie inguinale gauche opérée en 2011")], TEXTS)
    assert found is not None
    assert found.violation


def _violates(gold, shown: str, quote: str) -> bool:
    return any(one.violation for one in suspicions([gold], [statement(shown, quote)], TEXTS))
