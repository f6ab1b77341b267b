"""Allergies and intolerances: to what, which reaction, or none."""

from __future__ import annotations

import pytest
from marked_findings import check


@pytest.mark.parametrize(
    "marked",
    [
        "Allergie : <allergy label=cotrimoxazole value='toxidermie étendue' date=1996>toxidermie étendue sous BACTRIM</allergy> (<none kind=drug>cotrimoxazole</none>) en 1996.",
        "Allergies : <allergy neg label=allergie>pas d'allergie connue</allergy>.",
        "<allergy neg label=allergie>PAS D'ALLERGIE CONNUE</allergy>",
        "<allergy neg label=allergie>Allergies : néant</allergy>",
        "<allergy neg label=allergie>Allergie : aucune connue</allergy>",
        "<allergy label=pénicilline value=urticaire>Allergie à la pénicilline (urticaire</allergy>, 2012).",
        "Allergique à l'<allergy label=amoxicilline>amoxicilline</allergy> et au <allergy label=latex>latex</allergy>.",
        "Allergies : <allergy label='produit de contraste iodé'>iode</allergy> ; <allergy label=latex>latex</allergy>",
        "<allergy label=arachide value='choc anaphylactique'>Choc anaphylactique à l'arachide</allergy> en 2019.",
        "Intolérance aux <allergy label=statine value=myalgies>statines</allergy> (myalgies).",
        "<allergy label=allopurinol value=DRESS>DRESS sous allopurinol</allergy>.",
        "Œdème de Quincke sous <allergy label=périndopril>COVERSYL</allergy>.",
        "<allergy hyp>Allergie à la pénicilline</allergy> douteuse, jamais documentée.",
        "Pas d'<allergy neg label=pénicilline>allergie à la pénicilline</allergy>.",
        "Mère <allergy family>allergique à la pénicilline</allergy>.",
        "Amoxicilline prise 7 jours, <none kind=allergy>sans réaction</none>.",
        "<none kind=allergy>Asthme allergique</none> suivi en ville.",
        "Allergie au <allergy label=sparadrap>sparadrap</allergy>.",
        "ne supporte pas la <allergy label=codéine>codéine</allergy> (vomissements)",
        "À ne pas reprendre : <allergy label=lamotrigine value='toxidermie 2021'>LAMICTAL</allergy> (toxidermie 2021)",
        "Rhinite aux <allergy label=pollens>pollens</allergy> de bouleau.",
        "L'allergie est à la <allergy label=ceftriaxone>ceftriaxone</allergy> et non à la <allergy neg label=pénicilline>pénicilline</allergy>.",
        "Allergie : pénicilline (d'après la fille), <none kind=allergy>suivie</none> en ville.",
        "Réaction cutanée à la <allergy label=ceftriaxone>ceftriaxone</allergy>.",
    ],
)
def test_allergies(marked: str) -> None:
    check(marked)


def test_a_list_under_its_heading() -> None:
    check(
        "ALLERGIES\n- <allergy label=pénicilline>Pénicilline</allergy> : rash\n- <allergy label=latex>Latex</allergy>\n"
    )


def test_no_list_under_its_heading() -> None:
    check("Allergies :\n<allergy neg label=allergie>Néant</allergy>\n")
