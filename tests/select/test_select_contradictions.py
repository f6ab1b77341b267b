"""Disagreements between documents, each beside what only looks like one."""

from __future__ import annotations

import pytest
from reading import selected

from summarizer.values import Kind


@pytest.mark.parametrize(
    ("documents", "about"),
    [
        ([("2024-01-10", "Allergie à la pénicilline."), ("2024-03-10", "Pas d'allergie connue.")], "Allergie"),
        (
            [
                ("2024-01-10", "Prothèse totale de hanche droite."),
                ("2024-03-10", "Prothèse totale de hanche gauche."),
            ],
            "Côté différent",
        ),
        (
            [
                ("2024-01-10", "Créatinine 104 µmol/L le 05/01/2024.", Kind.LABORATORY),
                ("2024-01-12", "Créatinine 140 µmol/L le 05/01/2024.", Kind.LABORATORY),
            ],
            "deux valeurs le même jour",
        ),
        (
            [
                ("2024-01-10", "Traitement de sortie :\n- bisoprolol 2,5 mg le matin\n", Kind.CRH),
                ("2024-01-20", "Traitement :\n- bisoprolol 5 mg le matin\n"),
            ],
            "Dose différente",
        ),
        pytest.param(
            [
                ("2024-01-10", "Traitement de sortie :\n- atorvastatine 10 mg le soir\n", Kind.CRH),
                ("2024-01-20", "Traitement :\n- atorvastatine 100 mg le soir\n"),
            ],
            "Dose différente",
            id="tenfold",
        ),
    ],
)
def test_documents_that_disagree_are_both_shown(documents: list[tuple[str, str]], about: str) -> None:
    _, found = selected(*documents)
    (one,) = [each for each in found if about in each.about]
    assert {one.a.document_id, one.b.document_id} == {"d0", "d1"}


@pytest.mark.parametrize(
    "documents",
    [
        [("2024-01-10", "Allergie à la pénicilline."), ("2024-03-10", "Pénicillines contre-indiquées (allergie).")],
        [
            ("2024-01-10", "Prothèse totale de hanche droite en 2012."),
            ("2024-03-10", "Prothèse totale de hanche gauche en 2016."),
        ],
        [
            ("2024-01-10", "Traitement de sortie :\n- bisoprolol 2,5 mg le matin\n", Kind.CRH),
            ("2024-01-20", "Bisoprolol augmenté à 5 mg le matin."),
        ],
        [
            ("2024-01-10", "Créatinine 104 µmol/L.", Kind.LABORATORY),
            ("2024-01-12", "Créatinine 140 µmol/L.", Kind.LABORATORY),
        ],
    ],
)
def test_what_time_or_another_thing_explains_is_no_contradiction(documents: list[tuple[str, str]]) -> None:
    _, found = selected(*documents)
    assert found == ()
