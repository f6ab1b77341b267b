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
        ([("2022-01-10", "Splénectomie en 2021."), ("2024-03-10", "Rate homogène.", Kind.IMAGING)], "Organe retiré"),
        (
            [
                ("2022-01-10", "Discectomie L5-S1 en 2016."),
                ("2024-03-10", "Hernie discale L4-L5 opérée en 2016."),
            ],
            "niveau vertébral",
        ),
        (
            [
                ("2022-01-10", "Tentative de suicide médicamenteuse en 2017."),
                ("2024-03-10", "Aucun antécédent de tentative de suicide."),
            ],
            "nié là",
        ),
        (
            [("2022-01-10", "Tabac : 10 cigarettes par jour."), ("2022-03-10", "Non-fumeur.")],
            "nié là : tabagisme",
        ),
        (
            [("2020-01-10", "Tabac : 5 cigarettes par jour."), ("2022-03-10", "Tabac : sevré en 2012.")],
            "Sevrage noté ici",
        ),
        (
            [
                ("2020-01-10", "STOP spironolactone définitif (hyperkaliémie)."),
                ("2023-01-20", "- spironolactone 50 mg le matin", Kind.PRESCRIPTION),
            ],
            "Traitement arrêté ici",
        ),
        (
            [("2024-01-24", "RHOPHYLAC 300 µg IM fait ce jour."), ("2024-03-02", "Rhophylac : non fait.")],
            "Fait ici, non fait là",
        ),
        (
            [("2022-01-10", "Groupe sanguin A+."), ("2024-03-10", "Groupe sanguin : O+.")],
            "Groupe sanguin",
        ),
        (
            [
                ("2022-01-10", "Cholécystectomie en 2009."),
                ("2024-03-10", "Cholécystectomie en 2012."),
            ],
            "Deux dates",
        ),
        (
            [
                ("2022-01-10", "Suivi pour un diabète de type 1."),
                ("2024-03-10", "Diabète de type 2 sous insuline."),
            ],
            "qui s'excluent",
        ),
        (
            [
                ("2022-01-10", "Rétinopathie proliférante OG traitée par laser."),
                ("2024-03-10", "Laser OD pour forme proliférante."),
            ],
            "Côté différent",
        ),
        (
            [("2022-01-10", "Antécédents : coronaropathie."), ("2024-03-10", "Antécédents : néant")],
            "aucun là",
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
        # Denied before it happened, weaned since, taken up again, planned only, stopped for an act.
        [("2016-01-10", "Pas d'allergie connue."), ("2021-03-10", "Toxidermie à la lamotrigine ce mois.")],
        [("2018-01-10", "Pas d'allergie alimentaire."), ("2021-03-10", "Allergie à la pénicilline en 1998.")],
        [("2018-01-10", "Tabac : sevré en 2012."), ("2023-03-10", "Tabac : a repris 5 cigarettes par jour.")],
        [("2018-01-10", "Tabac : 10 cigarettes par jour."), ("2023-03-10", "Ne fume plus.")],
        [("2022-01-10", "Pas de splénectomie."), ("2024-03-10", "Rate homogène.", Kind.IMAGING)],
        [
            ("2022-01-10", "Apixaban stoppé à J-2 de l'intervention."),
            ("2022-01-20", "- apixaban 5 mg matin et soir", Kind.PRESCRIPTION),
        ],
        [
            ("2022-01-10", "Céfazoline 2 g à l'induction."),
            ("2022-01-20", "Céfazoline 1 g à l'induction."),
        ],
        [
            ("2022-01-10", "Nodule du lobe supérieur droit."),
            ("2024-03-10", "Apparition d'un nodule du lobe supérieur gauche."),
        ],
    ],
)
def test_what_time_or_another_thing_explains_is_no_contradiction(documents: list[tuple[str, str]]) -> None:
    _, found = selected(*documents)
    assert found == ()
