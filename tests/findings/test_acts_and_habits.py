"""Acts, habits, vaccines and directives."""

from __future__ import annotations

import pytest
from marked_findings import check


@pytest.mark.parametrize(
    "marked",
    [
        "<procedure label='prothèse totale de hanche' side=gauche date=2012>prothèse totale de hanche gauche</procedure> en 2012, fracture du poignet droit en 2014",
        "<procedure label='prothèse totale de hanche' side=droite>PTH</procedure> droite",
        "<procedure label='prothèse totale de genou' side=droite>PTG</procedure> D",
        "<procedure label=appendicectomie>Appendicectomie</procedure> dans l'enfance",
        "<procedure label='pontage aorto-coronarien' date=2008>triple pontage</procedure> en 2008",
        "<procedure label=angioplastie>stent actif</procedure> sur l'IVA",
        "<procedure label=césarienne date=2019>césarienne</procedure> en 2019",
        "<procedure label='fistule artério-veineuse' side=gauche>FAV</procedure> radiale gauche",
        "<procedure label='défibrillateur implantable'>DAI</procedure> double chambre",
        "<procedure label='pacemaker'>Pacemaker</procedure> posé le 12/03/2020",
        "<procedure label=amputation>amputé</procedure> d'orteil",
        "<procedure label=transfusion>transfusion de 2 CGR</procedure>",
        "<procedure label=radiothérapie>radiothérapie</procedure> pelvienne 50 Gy",
        "<procedure label='transplantation rénale' date=2016>Greffe rénale</procedure> en 2016",
    ],
)
def test_acts(marked: str) -> None:
    check(marked)


@pytest.mark.parametrize(
    "marked",
    [
        "<habit label=tabagisme value=30 unit=PA>Tabac</habit> : 30 PA, sevré en 2015",
        "<habit label=tabagisme neg>Tabac</habit> : non",
        "<habit label=tabagisme neg>Ne fume pas</habit>",
        "<habit label=alcool value=3 unit='verres/j'>Alcool</habit> 3 verres/j",
        "<habit label='vit seul'>vit seule</habit> au 3e étage",
        "<habit label=autonomie>GIR 3</habit>",
        "<habit label='protection juridique'>curatelle renforcée</habit>",
    ],
)
def test_habits(marked: str) -> None:
    check(marked)


@pytest.mark.parametrize(
    "marked",
    [
        "<vaccine label=grippe date=2022-10>Vaccin grippe</vaccine> : fait en octobre 2022.",
        "<vaccine label=pneumocoque>PREVENAR 20</vaccine> le 18/04/2024",
        "Vaccins : <vaccine label=grippe>grippe</vaccine> et <vaccine label=Covid-19>Covid</vaccine> le 14/10/2023",
        "<none kind=vaccine>Grippe A</none> traitée par Tamiflu",
    ],
)
def test_vaccines(marked: str) -> None:
    check(marked)


@pytest.mark.parametrize(
    "marked",
    [
        "<directive label='ne pas reprendre'>À ne jamais reprendre</directive>.",
        "AINS <directive label='à proscrire'>à proscrire</directive>.",
        "Anticholinestérasique <directive label='contre-indication'>contre-indiqué</directive> (bradycardie).",
        "Calcémie <directive label='à contrôler'>à contrôler</directive> dans 15 jours.",
        "<directive label='limitation de soins'>pas de réanimation</directive>, pas de dialyse",
        "<directive label='directives anticipées'>DIRECTIVES ANTICIPÉES</directive> : OUI",
        "Pas de <directive neg label='directives anticipées'>directives anticipées</directive> retrouvées.",
        "<directive label='personne de confiance'>Personne de confiance</directive> : sa fille",
        "<directive label='isolement infectieux'>Isolement contact</directive> (BLSE)",
        "<directive label='risque suicidaire'>Risque suicidaire</directive> élevé",
        "<directive label='refus de soins'>Refus de transfusion</directive>",
        'LEVOTHYROX : <directive label="précaution d\'emploi">ne pas écraser</directive> avec le CNO',
        "<directive label='intubation difficile'>Intubation difficile</directive> (Cormack 3)",
        "Une étiquette au nom d'une <directive label=identitovigilance>autre résidente</directive> a été retrouvée",
    ],
)
def test_directives(marked: str) -> None:
    check(marked)
