"""Denied, doubted, someone else's, past: one trap an example, beside its near twin."""

from __future__ import annotations

import pytest
from marked_findings import check


@pytest.mark.parametrize(
    "marked",
    [
        "Pas de <disorder neg>fièvre</disorder>, <disorder>toux</disorder> depuis 3 jours.",
        "Pas de <disorder neg>fièvre</disorder>, <disorder neg>toux</disorder> ou <disorder neg>dyspnée</disorder>.",
        "Pas de <disorder neg>fièvre</disorder>, pas de <disorder neg>toux</disorder>, <disorder>dyspnée</disorder> d'effort.",
        "Pas d'argument pour une <disorder neg>embolie pulmonaire</disorder>.",
        "L'angioscanner confirme une <disorder>embolie pulmonaire</disorder>.",
        "L'angioscanner élimine une <disorder neg>embolie pulmonaire</disorder>.",
        "Absence d'<disorder neg>épanchement pleural</disorder> et de <disorder neg>pneumothorax</disorder>.",
        "Absence de <disorder neg>thrombose</disorder>, persistance d'un <disorder>épanchement pleural</disorder>.",
        "On ne retrouve ni <disorder neg>hépatomégalie</disorder>, ni <disorder neg>ascite</disorder>.",
        "Examen sans <disorder neg>syndrome méningé</disorder>, <disorder>céphalées</disorder> intenses.",
        "Le patient n'est pas <disorder neg>diabétique</disorder>.",
        "Le patient est <disorder>diabétique</disorder>, pas équilibré.",
        "<disorder>HTA</disorder> non contrôlée malgré une trithérapie.",
        "<disorder>BPCO</disorder> sans oxygène à domicile.",
        "Maladie de Horton écartée par la biopsie : <none kind=measure>aucune</none> corticothérapie.",
        "<disorder neg>Maladie de Horton</disorder> écartée par la biopsie.",
        "<disorder neg>Sclérose en plaques</disorder> non retenue après relecture de l'IRM.",
        "Le diagnostic de <disorder neg>sclérose en plaques</disorder> n'a finalement pas été retenu.",
        "Suspicion de <disorder neg>fracture du scaphoïde</disorder> NON CONFIRMÉE au scanner.",
        "Suspicion de <disorder>fracture du scaphoïde</disorder> confirmée au scanner.",
        "<disorder neg>Endocardite</disorder> et <disorder neg>spondylodiscite</disorder> ont été éliminées.",
        "Sérologies <disorder neg>VIH</disorder>, <disorder neg>VHB</disorder> et <disorder neg>VHC</disorder> négatives.",
        "Sérologie <disorder>VIH</disorder> positive.",
        "<procedure>PTH</procedure> gauche en place, non descellée.",
        "Escarre : non. <disorder>Chutes</disorder> : oui.",
        "<disorder neg>Escarre</disorder> : non",
        "Diabète : 0, <disorder>HTA</disorder> : oui",
        "<disorder neg>Diabète</disorder> : 0, HTA : oui",
        "Échographie : pas d'anomalie hormis un <disorder>kyste rénal</disorder> gauche.",
        "Aucun antécédent en dehors d'une <disorder>migraine</disorder>.",
        "Patiente n'ayant jamais eu de <disorder neg>phlébite</disorder>.",
        "Pas de <disorder neg>récidive tumorale</disorder> sous <drug>tamoxifène</drug>.",
        "Pas de <disorder neg>TVP</disorder> à l'<procedure>écho-doppler</procedure> veineux.",
        "Pas d'indication de <procedure neg>dialyse</procedure> à ce jour.",
        "Pas de doute sur le diagnostic de <disorder>maladie de Crohn</disorder>.",
        "<disorder>Asthme</disorder> (pas de <disorder neg>polypose nasosinusienne</disorder>), suivi en ville.",
        "Nie toute <disorder neg>idée suicidaire</disorder>.",
        "<disorder>Idées suicidaires</disorder> scénarisées.",
        "Pas d'<disorder neg>idées suicidaires</disorder> mais <disorder>insomnie</disorder> et <disorder>anxiété</disorder>.",
        "Disparition des nausées ; <disorder>ascite</disorder> non réfractaire.",
        "Plus de <disorder neg>fièvre</disorder> depuis 48 h.",
        "Trouvé à terre, pas de <disorder neg>traumatisme crânien</disorder> ni de <disorder neg>perte de connaissance</disorder>.",
        "Fond d'œil : pas de <disorder neg>rétinopathie diabétique</disorder>.",
        "Grossesse sans <disorder neg>diabète gestationnel</disorder> ; <disorder>pré-éclampsie</disorder> à 34 SA.",
        "Exclusion d'une <disorder neg>dissection aortique</disorder> par le scanner.",
        "Une <disorder neg>embolie pulmonaire</disorder>, suspectée le 20 mai (tachycardie, SpO2 90 %), a été écartée par l'<procedure>angioscanner</procedure>.",
        "Le <disorder neg>LADA</disorder> est donc exclu.",
        "Suspicion de <disorder neg>glaucome</disorder> levée en 2017.",
        "<disorder>Lacune</disorder> thalamique gauche séquellaire, non connue.",
        "Les sérologies (<disorder neg>VHC</disorder>, <disorder neg>VIH</disorder>) étaient négatives.",
        "Pas d'anticholinestérasique (<disorder>bradycardie</disorder> à 48/min).",
        "Le diagnostic de <disorder neg>schizophrénie</disorder>, évoqué en 2014, est abandonné.",
        "ECG : rythme sinusal, pas de <disorder neg>BAV</disorder>, <disorder>QTc allongé</disorder>.",
    ],
)
def test_what_is_denied(marked: str) -> None:
    check(marked)


@pytest.mark.parametrize(
    "marked",
    [
        "L'angioscanner ne permet pas d'exclure une <disorder hyp>embolie pulmonaire</disorder>.",
        "L'angioscanner permet d'exclure une <disorder neg>embolie pulmonaire</disorder>.",
        "Une <disorder hyp>endocardite</disorder> ne peut être exclue.",
        "Une <disorder neg>endocardite</disorder> a pu être exclue.",
        "Suspicion d'<disorder hyp>appendicite</disorder>.",
        "<disorder hyp>Maladie de Cushing</disorder> possible, bilan en cours.",
        "Syndrome parkinsonien, probable <disorder hyp>maladie de Parkinson</disorder>.",
        "<disorder>Anémie</disorder> macrocytaire (<disorder hyp>maladie de Biermer</disorder> ?).",
        "Hallucinations : <disorder hyp>corps de Lewy</disorder> ?",
        "<disorder hyp>Polyarthrite rhumatoïde</disorder> à confirmer, anti-CCP en attente.",
        "Aspect évocateur de <disorder hyp>sarcoïdose</disorder>.",
        "Image compatible avec un <disorder hyp>lymphome</disorder>.",
        "TDM demandée pour éliminer une <disorder hyp>hémorragie méningée</disorder>.",
        "Hémocultures à la recherche d'une <disorder hyp>endocardite</disorder>.",
        "Consulter en cas de <disorder hyp>fièvre</disorder> ou de saignement.",
        "Reconsulter si <disorder hyp>fièvre</disorder>.",
        "Risque d'<disorder hyp>hypoglycémie</disorder> sous sulfamides.",
        "Diagnostic évoqué : <disorder hyp>pneumopathie</disorder> d'hypersensibilité ?",
        "Diagnostic le plus probable : <disorder hyp>lymphome</disorder>.",
        "Diagnostic : <disorder>lymphome</disorder> folliculaire.",
        "Les diagnostics évoqués étaient : une <disorder hyp>vascularite</disorder>.",
        "Objectif <measure hyp>LDL < 0,55 g/L</measure>.",
        "<measure>LDL 0,55 g/L</measure> sous statine.",
        "<disorder hyp>Schizophrénie</disorder> évoquée en 2019.",
        "<disorder neg>Schizophrénie</disorder> évoquée en 2019 puis écartée.",
        "<disorder>Asthme</disorder> confirmé par les EFR.",
        "Peu d'arguments pour une <disorder hyp>pyélonéphrite</disorder>.",
        "Le diagnostic d'<disorder hyp>endométriose</disorder> est suspecté.",
        "Prévention du risque de <disorder hyp>thrombose</disorder>.",
        "<procedure hyp>Coloscopie</procedure> prévue en septembre.",
        "<procedure>Coloscopie</procedure> réalisée en septembre.",
        "Indication de <procedure hyp>transplantation rénale</procedure> à discuter.",
        "<disorder>Insuffisance cardiaque</disorder> d'origine ischémique probable.",
    ],
)
def test_what_is_doubted(marked: str) -> None:
    check(marked)


@pytest.mark.parametrize(
    "marked",
    [
        "Mère décédée d'un <disorder family>cancer du sein</disorder>.",
        "<disorder>Cancer du sein</disorder> opéré en 2015.",
        "Sa sœur Jeanne a une <disorder family>maladie de Parkinson</disorder>.",
        "Trouvée au sol par sa fille, <disorder>fracture du col du fémur</disorder>.",
        "Accompagnée de sa mère, <disorder>céphalées</disorder> depuis deux jours.",
        "<disorder family>Diabète</disorder> chez sa mère et son frère.",
        "Antécédents familiaux : <disorder family>infarctus du myocarde</disorder> chez le père à 48 ans.",
        "Père : <disorder family>IDM</disorder> à 48 ans. Tabagisme actif, <disorder>HTA</disorder>.",
        "<disorder family>Cancer du côlon</disorder> (père), pas de coloscopie.",
        "Oncle maternel : <disorder family>schizophrénie</disorder>.",
        "Le frère de ce patient a une <disorder family>maladie de Crohn</disorder>.",
        "<disorder>Dépression</disorder> depuis le décès de son mari.",
        "<disorder>Dépression</disorder> depuis le décès de son père d'un <disorder family>cancer de la prostate</disorder>.",
        "<habit>Allaitement maternel</habit> poursuivi.",
        "Milieu familial conflictuel, <disorder>insomnie</disorder>.",
        "Vit avec son mari ; <disorder>asthme</disorder> depuis l'enfance.",
        "Sa fille signale une <disorder>confusion</disorder> depuis hier.",
        "Pas d'antécédent familial de <disorder neg family>cancer du sein</disorder>.",
        "Hérédité coronarienne : frère <procedure family>stenté</procedure> à 50 ans.",
    ],
)
def test_whose_it_is(marked: str) -> None:
    check(marked)


@pytest.mark.parametrize(
    "marked",
    [
        "Antécédent de <disorder past>pneumothorax</disorder>.",
        "<disorder now>Pneumothorax</disorder> droit ce jour, drainé.",
        "ATCD : <disorder past>pancréatite</disorder> aiguë.",
        "<disorder past>Embolie pulmonaire</disorder> en 2011.",
        "Épisode d'<disorder past>asthme</disorder> dans l'enfance.",
        "<habit past>Tabagisme</habit> sevré depuis 2010.",
    ],
)
def test_what_is_past(marked: str) -> None:
    check(marked)
