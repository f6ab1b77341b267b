"""What a sentence says of a drug: substance, dose, rhythm, and what is done with it."""

from __future__ import annotations

import pytest
from marked_findings import check


@pytest.mark.parametrize(
    "marked",
    [
        '<drug label=lévothyroxine value=75 unit=µg frequency="1 cp à jeun">LEVOTHYROX</drug> 75 µg 1 cp à jeun',
        '<drug label="irbésartan + hydrochlorothiazide" value=150/12,5 unit=mg frequency="1 cp le matin">COAPROVEL</drug> 150/12,5 mg 1 cp le matin',
        "COAPROVEL 150/12,5, <drug value=75 unit=none>LEVOTHYROX</drug> 75, KARDEGIC 75",
        '<drug label=bromazépam value=6 unit=mg frequency="1/4 le matin et 1/2 le soir">LEXOMIL</drug> 6 mg 1/4 le matin et 1/2 le soir',
        '<drug label=tramadol value=50 unit=mg frequency="x 3/j">TRAMADOL</drug> 50 mg x 3/j',
        '<drug label=cholécalciférol value="100 000" unit=UI frequency="1 ampoule tous les 3 mois">UVEDOSE</drug> 100 000 UI : 1 ampoule tous les 3 mois',
        '<drug label="insuline glargine" value=18 unit=UI frequency="le soir">LANTUS</drug> 18 UI le soir',
        '<drug label="insuline aspart" frequency="6-8-6 UI avant les repas">NovoRapid</drug> 6-8-6 UI avant les repas',
        '<drug label="budésonide + formotérol" value=200/6 unit=none>SYMBICORT</drug> 200/6 : 2 bouffées matin et soir',
        '<drug label=fentanyl value=25 unit=µg/h frequency="1 patch toutes les 72 h">DUROGESIC</drug> 25 µg/h 1 patch toutes les 72 h',
        '<drug label=latanoprost frequency="1 goutte le soir">XALATAN</drug> collyre : 1 goutte le soir dans les deux yeux',
        '<drug label=méthotrexate value=15 unit=mg frequency="par semaine">METHOTREXATE</drug> 15 mg par semaine',
        '<drug label=apixaban value=5 unit=mg frequency="x 2/j">apixaban</drug> 5 mg x 2/j',
        "<drug label=FOLFOX>FOLFOX</drug> : 6 cures",
        '<drug label=paracétamol value=1 unit=g frequency="si douleur">DOLIPRANE</drug> 1 g si douleur',
        '<drug label="amoxicilline + acide clavulanique">Augmentin</drug> 1 g x 3/j pendant 7 jours',
        "<drug label=dénosumab value=60 unit=mg>PROLIA</drug> 60 mg tous les 6 mois",
        "<drug label=morphine value=5 unit=mg>Oramorph</drug> 5 mg si douleur, <drug label=macrogol>Movicol</drug> 1 sachet",
        "<drug label=lévothyroxine value=88>LEVOTHYROX</drug> 88 µg (<none>lévothyroxine</none>) : 1 cp le matin",
        "<drug label=warfarine>Coumadine</drug> selon INR",
    ],
)
def test_substance_dose_and_rhythm(marked: str) -> None:
    check(marked)


@pytest.mark.parametrize(
    "marked",
    [
        "Arrêt du <drug action=stop>tramadol</drug> le 20/02.",
        "<drug action=stop>KARDEGIC</drug> et <drug action=stop>TAHOR</drug> arrêtés.",
        "Arrêt de l'<drug action=stop>aspirine</drug> et du <drug action=stop>clopidogrel</drug>.",
        "STOP <drug action=stop>COAPROVEL</drug>, STOP <drug action=stop>IMOVANE</drug>, <drug action=none>TRAMADOL</drug> 50 mg x 3/j",
        "Arrêt du <drug action=stop>LASILIX</drug>, <drug action=none>BISOPROLOL</drug> 2,5 mg le matin.",
        "<drug action=increase value=88 unit=µg previous=?:75>LEVOTHYROX</drug> augmenté de 75 à 88 µg/j.",
        "<drug action=decrease value=75 unit=µg previous=?:88>LEVOTHYROX</drug> diminué de 88 à 75 µg.",
        "<drug action=increase value=15 unit=mg previous=?:7,5>NORSET</drug> 7,5 -> 15 mg le 02/09",
        "Majoration du <drug action=increase value=80 unit=mg>furosémide</drug> à 80 mg par jour.",
        "<drug action=increase value=10 unit=mg>MÉMANTINE</drug> débutée à 5 mg le 20/06, portée à 10 mg/j le 27/06.",
        "Introduction de <drug action=start value=2,5 unit=mg>bisoprolol</drug> 2,5 mg.",
        "Mise sous <drug action=start>ELIQUIS</drug> 5 mg matin et soir.",
        "<drug action=start>Sertraline</drug> 50 mg instaurée le 3 mars.",
        "<drug action=continue>Metformine</drug> inchangée.",
        "Poursuite de l'<drug action=continue>aspirine</drug> au long cours.",
        "Relais par <drug action=start>APROVEL</drug> 75 mg seul.",
        "Relais de l'<drug action=stop>héparine</drug> par <drug action=start>apixaban</drug>.",
        "<drug action=avoid>AINS</drug> à proscrire, y compris en gel.",
        "<drug action=avoid>Bisphosphonates</drug> contre-indiqués (DFG).",
        "Ne pas réintroduire les <drug action=avoid label='opioïde faible'>opioïdes faibles</drug>.",
        "À ne pas reprendre : <drug action=avoid>APROVEL</drug> (K 5,8), <drug action=avoid>LEXOMIL</drug>, <drug action=avoid>DITROPAN</drug>.",
        "<drug action=stop>INEXIUM</drug> 20 mg : ARRÊT le 08/10/2024",
        "<drug action=stop>Lithium</drug> suspendu devant l'insuffisance rénale.",
        "<drug action=decrease>Prednisone</drug> réduite à 10 mg/j.",
        "Décroissance de la <drug action=decrease>prednisone</drug>.",
        "Sevrage en <drug action=stop>benzodiazépines</drug>.",
        "Reprise de l'<drug action=start>aspirine</drug> à J7.",
        "<drug neg>Pas d'anticholinestérasique</drug> (bradycardie).",
        "Hallucinations sous <drug action=none>tramadol</drug>.",
        "<drug action=decrease value=3,75 unit=mg previous=?:7,5>IMOVANE</drug> 7,5 : passer à 3,75 mg, arrêt à terme.",
        "<drug action=stop>PREVISCAN</drug> remplacé par <drug action=start>ELIQUIS</drug> en 2021.",
        "<drug action=start>ELIQUIS</drug> a remplacé le <drug action=stop>PREVISCAN</drug> en 2021.",
        "<drug action=stop date=2023-12-12>ASPEGIC</drug> 100 mg du 05/12 au 12/12",
        "<drug action=stop date=2023-06-12>ELIQUIS</drug> 5 mg x 2 jusqu'au 12/06/2023",
        "<drug action=none>PLAVIX</drug> 75 mg jusqu'en novembre 2025",
        "Trois selles par jour sans <drug neg action=stop>IMODIUM</drug> depuis l'été.",
        "<drug action=stop>DEPAKOTE</drug> mal toléré, il a donc été arrêté le 14 juin.",
        "<drug action=none>Dexaméthasone</drug> 4 mg, à ne pas écraser.",
        "À ne plus donner : <drug action=avoid>tramadol</drug>, <drug action=avoid>codéine</drug>.",
        "J'ai tenté ABILIFY 15 mg. <drug action=stop label=aripiprazole date=2024-02-22>Je l'ai donc interrompu</drug> le 22 février.",
        "Sous DEPAKOTE : somnolence ; <drug action=stop label=divalproate>il a donc été arrêté</drug> le 14 juin.",
        "Mis sous ELIQUIS et BISOCE. <none kind=drug>Il a été arrêté</none> deux mois par son médecin.",
        "Éviter les <drug action=avoid>anti-inflammatoires</drug>, les régimes sans sel, les <drug action=avoid>diurétiques</drug>.",
        "<drug action=start>Lithium</drug> débuté le 15 juin (créatinine 74 µmol/L).",
        "Il n'a plus aujourd'hui que du <drug action=none>SOLIAN</drug> 200 mg le soir.",
        "Pas d'arrêt brutal du <drug action=none>bisoprolol</drug>.",
        "<drug action=start>Semaglutide</drug> 0,25 mg débuté ce jour, <drug action=decrease>insuline glargine</drug> diminuée à 20 UI.",
        "TRELEGY 1 bouffée le matin (remplace <drug action=stop>ULTIBRO</drug>)",
    ],
)
def test_what_is_done(marked: str) -> None:
    check(marked)


@pytest.mark.parametrize(
    "marked",
    [
        "<none kind=drug>IPP</none> : 7700245918",
        "<none kind=drug>Lithium</none> 0,74 mmol/L",
        "IRM, <none kind=drug>vitamine B12</none>, <none kind=drug>folates</none>, TSH, calcémie.",
        "Carence en <none kind=drug>vitamine D</none>.",
        "Stent actif (<none kind=drug>évérolimus</none>) sur l'IVA.",
        "Surdosage en <none kind=drug>lithium</none>.",
        "Toute la journée, <none kind=drug>sol</none> glissant.",
    ],
)
def test_what_is_no_drug(marked: str) -> None:
    check(marked)
