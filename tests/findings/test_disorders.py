"""Disorders as they are written: abbreviations, plurals, sites, sides, stages; and words that are none."""

from __future__ import annotations

import pytest
from marked_findings import check


@pytest.mark.parametrize(
    "marked",
    [
        "<disorder label='insuffisance rénale chronique' value='stade 3b'>IRC</disorder> stade 3b",
        "<disorder label='insuffisance cardiaque' value='NYHA III'>Insuffisance cardiaque</disorder> NYHA III",
        "<disorder label='fibrillation atriale'>ACFA</disorder> anticoagulée",
        "<disorder label='diabète de type 2'>DT2</disorder> depuis 2005",
        "<disorder label='hydrocéphalie'>HPN</disorder> dérivée",
        "<disorder label='sclérose en plaques'>SEP</disorder> rémittente",
        "Revu en <none kind=disorder>sept</none>. prochain.",
        "<disorder label='fracture du col fémoral' side=droite>fracture du col du fémur droit</disorder>",
        "<disorder label='fracture du col fémoral' side=gauche>fracture peu déplacée du col fémoral</disorder> gauche",
        "<disorder label='fracture du bassin' side=gauche>fracture peu déplacée des branches ilio et ischio-pubiennes</disorder> gauches",
        "<disorder label='fracture (tibia)' side=droite>fracture ouverte du tibia</disorder> droit",
        "<disorder label='cancer du sein' side=gauche>carcinome canalaire infiltrant du sein gauche</disorder>",
        "<disorder label='cancer colorectal' value=pT3N1M0>adénocarcinome du sigmoïde</disorder> pT3N1M0",
        "<disorder label='escarre (talon)' side=gauche value='stade 2'>escarre du talon</disorder> gauche stade 2",
        "<disorder label='pneumopathie'>Pneumopathie</disorder> de la base droite",
        """<disorder label="pneumopathie d'inhalation" side=droite>Pneumopathie d'inhalation</disorder> de la base droite""",
        "<disorder label='cirrhose' value='Child B8'>Cirrhose</disorder> alcoolique Child B8",
        "<disorder label='leucopathie vasculaire' value='Fazekas 2'>leucopathie vasculaire</disorder> modérée (Fazekas 2)",
        "<disorder label=rhabdomyolyse>rhab-\ndomyolyse</disorder> modérée",
        "<disorder label='hématome sous-dural'>hématome sous-\ndural</disorder> aigu",
        "<none kind=disorder>Tous</none> les jours, <none kind=disorder>les</none> repas sont pris.",
        "MOTIF : SURVEILLANCE DE <none kind=disorder>LES</none> CONSTANTES ET DU TRAITEMENT",
        "<disorder label='trouble bipolaire'>Trouble bipolaire</disorder> de type 1",
        "<disorder label='tentative de suicide'>TS</disorder> médicamenteuse",
        "<disorder label='BMR'>E. coli BLSE</disorder> dans les urines",
        "<disorder label='BPCO' value='GOLD 3'>BPCO</disorder> GOLD 3",
        "<disorder label='pré-éclampsie'>Prééclampsie</disorder> sévère à 32 SA",
        "<disorder label='bronchiolite'>bronchiolite</disorder> à VRS à 3 mois",
        "<disorder label='œdème aigu du poumon'>OAP</disorder> sur poussée hypertensive",
        "<disorder label='thrombose veineuse profonde' side=gauche>TVP</disorder> fémorale gauche",
        "<disorder label='accident vasculaire cérébral' side=droite>AVC</disorder> sylvien droit",
        "Il s'<none kind=disorder>agit</none> d'un patient de 44 ans.",
        "<disorder label=agitation>agité</disorder> cette nuit",
        "PATIENT <disorder label=agitation>AGITE</disorder> CETTE NUIT",
        "<disorder label='polyarthrite rhumatoïde'>PR</disorder> séropositive",
        "ECG : <none kind=disorder>PR</none> normal, QRS fins.",
        "Hospitalisé pour une <disorder label=pneumopathie>PAC</disorder> hypoxémiante.",
        "Pose d'un <none kind=disorder>PAC</none> sous-clavier gauche.",
        "à 39 semaines d'<none kind=disorder>aménorrhée</none>",
        "<disorder label=aspergillose>aspergillose</disorder> semi-invasive",
        "<disorder label='lymphome'>lymphome de Burkitt</disorder>",
        "<disorder label=toxidermie>toxiderrnie</disorder> étendue",
        "<disorder label='hypertrophie ventriculaire gauche' side=none>HVG</disorder> modérée",
    ],
)
def test_disorders(marked: str) -> None:
    check(marked)
