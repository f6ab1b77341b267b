from __future__ import annotations

import pytest
from gold_builders import TEXTS, dossier, fact, statement, trap

from eval.metrics.traps import foreign_files, suspicions

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
    (bare,) = suspicions(dossier(traps=[gold]), [statement("Bisoprolol 5 mg", DOSE)], TEXTS)
    (dated,) = suspicions(dossier(traps=[gold]), [statement("Bisoprolol 5 mg jusqu'au 14/03/2024", DOSE)], TEXTS)
    assert bare.violation
    assert not dated.violation


def test_a_stopped_status_is_a_qualifier() -> None:
    gold = trap("Il prend 5 mg de bisoprolol.", DOSE, "Ancienne dose.")
    assert suspicions(dossier(traps=[gold]), [statement("Bisoprolol 5 mg", DOSE, status="stopped")], TEXTS) == ()


def test_anything_drawn_from_another_patients_document_is_a_violation() -> None:
    gold = dossier(traps=[trap("Hernie inguinale.", "Hernie inguinale gauche", "Document d'un autre patient.")])
    assert suspicions(gold, [statement("Opéré", "opérée en 2011")], TEXTS) == (), "it cites another passage"
    (found,) = suspicions(gold, [statement("Opéré", "Hernie inguinale gauche opérée en 2011")], TEXTS)
    assert found.violation


def test_a_document_that_holds_a_fact_of_the_patient_is_not_foreign() -> None:
    gold = trap("Hernie.", "Hernie inguinale gauche", "Ligne d'une autre patiente.")
    assert foreign_files(dossier(traps=[gold])) == {gold.source.file}
    assert foreign_files(dossier(traps=[gold], facts=[fact("FA.", "FA sous ELIQUIS")])) == frozenset()


def test_a_statement_that_opposes_the_two_sides_is_no_violation() -> None:
    gold = trap("Hernie inguinale gauche.", "Hernie inguinale gauche", "Erreur de côté.")
    assert _violates(gold, "Hernie inguinale gauche", "Hernie inguinale gauche opérée en 2011.")
    assert not _violates(
        gold, "Hernie inguinale notée gauche, en fait droite", "Hernie inguinale gauche opérée en 2011."
    )


def _violates(gold, shown: str, quote: str) -> bool:
    return any(one.violation for one in suspicions(dossier(traps=[gold]), [statement(shown, quote)], TEXTS))
