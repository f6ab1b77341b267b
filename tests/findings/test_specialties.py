"""Whole lines of notes, as each specialty writes them."""

from __future__ import annotations

import pytest
from marked_findings import check


@pytest.mark.parametrize(
    "marked",
    [
        "Grossesse gémellaire, <disorder>MAP</disorder> sous <drug label=nifédipine value=20 unit=mg>ADALATE LP 20 mg x2</drug>. Pas de <disorder neg>DG</disorder>.",
        "G3P1, utérus cicatriciel (<procedure date=2020>césarienne</procedure> 2020 pour ARCF), <allergy neg>pas de terrain allergique</allergy>.",
        "Nourrisson, <measure label=poids value='2 340' unit=g>PN 2 340 g</measure>, <disorder label=bronchiolite>bronchiolite à VRS</disorder>, <disorder>tirage</disorder>.",
        "<disorder label=lymphome value='stade IV'>LDGCB</disorder> stade IV, 4 cures de <drug>R-CHOP</drug>, <disorder label=neutropénie>aplasie fébrile</disorder> après C2.",
        "<disorder value=pT4aN2M1>Adénocarcinome du côlon gauche</disorder> pT4aN2M1, neuropathie grade 2 -> arrêt <drug action=stop>oxaliplatine</drug> à C9.",
        "<disorder>IRCT</disorder>, hémodialyse sur <procedure side=gauche date=2019>FAV</procedure> humérale gauche depuis 2019, <measure value=68,5>poids sec 68,5 kg</measure>.",
        "Sérologie <disorder neg>VHB</disorder> : vacciné. Inscrit sur liste de <procedure hyp>greffe</procedure>.",
        "<procedure date=2016>Transplanté rénal</procedure> 2016, <drug label=tacrolimus value=3 unit=mg>PROGRAF</drug> 3 mg matin (<measure label=tacrolémie value=7,2>T0 7,2 ng/mL</measure>).",
        "<disorder date=2011>SEP-RR</disorder> depuis 2011, <measure value=3>EDSS 3</measure>, sous <drug frequency='/6 mois'>OCREVUS</drug> /6 mois.",
        "<disorder side=gauche date=2024-04-02>AVC ischémique</disorder> sylvien G le 02/04, <measure value=5 previous=?:14>NIHSS 14 -> 5</measure>, thrombolysé.",
        "<disorder value='GOLD 3'>BPCO</disorder> GOLD 3, <drug label=oxygène value=2 unit=L/min>OLD</drug> 2 L/min, sevré <habit value=55 unit=PA>tabac</habit> (55 PA).",
        "<disorder>Asthme</disorder> sous NUCALA, pas d'exacerbation. <allergy label='acide acétylsalicylique'>Intolérance à l'aspirine</allergy>.",
        "<disorder value='Child C11'>Cirrhose</disorder> alcoolique Child C11, <procedure neg>TIPS</procedure> récusé, <disorder value='grade III'>VO</disorder> grade III ligaturées.",
        "<disorder>Maladie de Crohn</disorder> opérée, <drug action=stop>REMICADE</drug> arrêté (ac anti-IFX), <drug action=none value=90>STELARA</drug> 90 mg/8 sem.",
        "<procedure side=droite date=2018>PTH</procedure> D 2018, pas de descellement ; <procedure hyp side=gauche date=2024-09>PTG</procedure> G prévue en septembre.",
        "IDM 2015 ; <measure value=30>FEVG 30 %</measure>, <procedure date=2016>DAI</procedure> simple chambre 2016 (Boston), <directive label='incompatibilité IRM'>non IRM-compatible</directive>.",
        "<procedure>Valve mécanique</procedure> mitrale, <none kind=measure>INR cible 3-4</none>, dernier <measure value=3,4 date=2024-05-12>INR 3,4</measure> le 12/05.",
        "<disorder>VIH</disorder>+ 2003, <measure value=612>CD4 612</measure>, <drug>BIKTARVY</drug>. Ag HBs nég.",
        "<disorder>Drépanocytose</disorder> SS, 3 <disorder>CVO</disorder> en 2023, <procedure>splénectomisé</procedure> : <drug label=pénicilline>ORACILLINE</drug> au long cours.",
        "<disorder>Trouble bipolaire</disorder>, <drug value=400 frequency='2 cp le soir'>TERALITHE LP</drug> 400 2 cp le soir. <disorder neg>Idées suicidaires</disorder> actuelles niées. <drug action=avoid>Dépakine</drug> CI.",
        "<disorder>Anorexie mentale</disorder>, <measure value=13,8>IMC 13,8</measure>, risque de <disorder hyp>SRI</disorder> ; <procedure>SPDT</procedure> le 04/03.",
        "Témoin de Jéhovah : <directive label='refus de soins'>refus de transfusion</directive>, pas de <procedure neg>transfusion</procedure>.",
        "Allergies : <allergy label='amoxicilline + acide clavulanique' value='œdème laryngé'>Augmentin</allergy> (œdème laryngé), pas d'<allergy neg label=latex>allergie au latex</allergy>.",
        "ATCD fam : mère <disorder family>cancer du sein</disorder> 42 ans, père <disorder family>HTA</disorder>.",
        "Suspicion d'<disorder hyp>EP</disorder> : angioscanner négatif. <disorder side=gauche>TVP surale</disorder> G confirmée au doppler.",
        "<disorder side=droite>Hématome sous-dural</disorder> aigu droit sous <drug>AVK</drug>, <measure value=5,2>INR 5,2</measure>, <drug>PPSB</drug> + <drug>vit K</drug>.",
        "<procedure>Greffe de moelle</procedure> pour <disorder>LAM</disorder>, <disorder value='grade 1'>GVH</disorder> cutanée grade 1, <drug action=stop value=75>NEORAL</drug> 75x2 arrêté en mars.",
        "Patiente <disorder>aveugle</disorder>, <disorder>sourde</disorder>, <habit>sous tutelle</habit>. <directive label=contention>Contention au lit</directive> la nuit.",
        "<disorder>Mélanome</disorder>, <drug action=stop>NIVOLUMAB</drug> stoppé pour <disorder value='grade 3'>colite</disorder> grade 3.",
        "ETT : <disorder value='grade 2'>IM</disorder> grade 2, pas de <disorder neg>thrombus intra-VG</disorder>. Vitamine B12 <none kind=disorder>IM</none> mensuelle.",
    ],
)
def test_a_line_of_a_note(marked: str) -> None:
    check(marked)
