"""Results in running text and in tables: value, unit, range, what it was before."""

from __future__ import annotations

import pytest
from marked_findings import check


@pytest.mark.parametrize(
    "marked",
    [
        "<measure label=créatinine value=108 unit=µmol/L>créatinine 108 µmol/L</measure>, <measure label=DFG value=42 unit=mL/min>DFG 42 mL/min</measure>",
        "<measure label=sodium value=139 unit=none>Na 139</measure>, <measure label=potassium value=4,6 unit=none>K 4,6</measure>",
        "<measure label=créatinine value=134 unit=µmol/L previous=?:187>créatinine 187 -> 134 µmol/L</measure>",
        "<measure label=FEVG value=35 unit=%>FEVG à 35 %</measure>",
        "<measure label=FEVG value=45>FEVG estimée à 45%</measure>",
        "<measure label=CRP value=&lt;5 unit=mg/L>CRP < 5 mg/L</measure>",
        "<measure label=MMSE value=22/30>MMSE 22/30</measure> (orientation 7/10)",
        "<measure label=TA value=134/72>TA 134/72</measure>, <measure label=FC value=88>FC 88/min</measure>, <measure label=SpO2 value=95 unit=%>SpO2 95 %</measure> AA",
        "<measure label=poids value=47,9 unit=kg>Poids 47,9 kg</measure>",
        "<measure label=HbA1c value=9,2 unit=%>HbA1c à 9,2 %</measure>",
        "<measure label=HbA1c value=7,4 unit=%>hémoglobine glyquée à 7,4 %</measure>",
        "<measure label=hémoglobine value=10,3 unit=g/dL>Hb 10,3 g/dL</measure>",
        "<measure label=TSH value=8,4 unit=mUI/L>TSH 8,4 mUI/L</measure>",
        "<measure label=lithémie value=0,82 unit=mmol/L date=2024-05-12>lithiémie du 12/05 : 0,82 mmol/L</measure>",
        "<measure label=BNP value='1 240' unit=pg/mL>BNP 1 240 pg/mL</measure>",
        "<measure label=INR value=4,2 unit=none>INR à 4,2</measure>",
        "<measure label=plaquettes value=38 unit=G/L>plaquettes à 38 G/L</measure>",
        "<measure label=troponine value=52 unit=ng/L>troponine T us 52 ng/L</measure> (N < 14)",
        "<measure label=PSA value=14,2 unit=ng/mL>PSA total à 14,2 ng/mL</measure>",
        "<measure label='charge virale' value=indétectable>Charge virale indétectable</measure>",
        "<measure label=VEMS value=42 unit=%>VEMS 42 %</measure> de la théorique",
        "<measure label=Glasgow value=15>Glasgow 15</measure>",
        "<measure label=tacrolémie value=7,8 unit=ng/mL>T0 tacrolimus 7,8 ng/mL</measure>",
        "<measure label='clairance de la créatinine' value=25 unit=mL/min>Clairance selon Cockcroft (55 kg) : 25 mL/min</measure>",
        "<measure label=potassium value=6,4 unit=mmol/L>Hyperkaliémie à 6,4 mmol/L</measure>",
        "<measure label=poids value=47,5 unit=kg previous=2023-09:50,2,2024-01:49>47,5 kg</measure> ce jour (50,2 en septembre, 49 en janvier)",
        "86 ans, <measure label=poids value=48,6 unit=kg>48,6 kg</measure>",
        "<measure label=SpO2 value=86 unit=%>désaturation à 86 %</measure> en air ambiant",
        "<measure label=lithémie value=2,38 unit=mmol/L>Lithium 2,38 mmol/L</measure>",
        "<measure label='acuité visuelle' value=8/10>AV OD 8/10</measure>, OG 6/10",
        "<measure label=VEMS value=1,93>(VEMS) à 1,93 L</measure>",
        "<measure label=EDSS value=3,5>EDSS 3,5</measure>",
        "<measure label=ASAT value=24 unit=UI/L>ASAT</measure> / <measure label=ALAT value=31 unit=UI/L>ALAT</measure> 24 / 31 UI/L, "
        "<measure label=LDH value=195>LDH 195</measure>",
        "<measure label=tryptase value=31 unit=µg/L>Tryptase 31 µg/L</measure> à 1 h",
        "<measure label=NIHSS value=14>NIHSS à 14</measure>",
        "<measure label=Apgar value=9/10>Apgar 9/10</measure>, <measure label=poids value='3 240' unit=g>PN 3 240 g</measure>",
    ],
)
def test_values_in_text(marked: str) -> None:
    check(marked)


@pytest.mark.parametrize(
    "marked",
    [
        "IRM : <none kind=measure>T1</none>, <none kind=measure>T2</none> FLAIR.",
        "<none kind=measure>Créatinine</none>, <none kind=measure>TSH</none> et NFS à contrôler.",
        "Tassement de <none kind=measure>L1</none> en 2017.",
        "<none kind=measure>PTH</none> gauche en 2012.",
        "Insuffisance mitrale de grade 2, <none kind=measure>FC</none> régulière.",
        "Perte de <none kind=measure>10 kg</none> en 3 ans.",
        "INR <none kind=measure>cible 2-3</none>.",
        "<none kind=measure>FAV</none> le 12/03.",
        "Rendez-vous le 12/03, <none kind=measure>K</none> surveillé.",
    ],
)
def test_what_is_no_value(marked: str) -> None:
    check(marked)


TABLE_WITH_RANGE = """
                          Résultats   Unités     Réf.          Antér. 03/05/2022
{row}
"""


@pytest.mark.parametrize(
    "row",
    [
        "<measure value=10,6 unit=g/dL reference=12,0-16,0 abnormal=B previous=2022-05-03:11,3>Hémoglobine</measure>            B    10,6      g/dL       12,0-16,0         11,3",
        "<measure value=137 unit=mmol/L reference=136-145 abnormal=none previous=2022-05-03:138>Sodium</measure>                      137      mmol/L     136-145           138",
        "<measure label=DFG value=33 unit=mL/min/1,73m² reference=&gt;60 abnormal=B previous=2022-05-03:37>DFG (CKD-EPI)</measure>          B    33     mL/min/1,73m²  >60            37",
        "<measure value=&lt;5 unit=mg/L previous=''>CRP</measure>                         <5       mg/L       <5                -",
    ],
)
def test_rows_with_a_range_and_an_earlier_result(row: str) -> None:
    check_table(TABLE_WITH_RANGE.format(row=row))


TABLE_BY_DATE = """
Biologie                  18/02      27/02      09/03      Réf.
{row}
"""


@pytest.mark.parametrize(
    "row",
    [
        "<measure value=134 unit=µmol/L date=2023-03-09 reference=45-84 previous=2023-02-18:187,2023-02-27:139>Créatinine</measure> (µmol/L)        187        139        134       45-84",
        "<measure value=96 unit=UI/L date=2023-02-27 previous='2023-02-18:1 850'>CPK</measure> (UI/L)             1 850         96          -       < 170",
        "<measure value=104 unit=pmol/L date=2023-02-27 previous=''>Vitamine B12</measure> (pmol/L)        -        104          -       145-569",
    ],
)
def test_rows_whose_columns_are_days(row: str) -> None:
    check_table(TABLE_BY_DATE.format(row=row), "2023-03-10")


TABLE_WITH_MONTH = """
BIO               Résultat         Réf.          Nov. 2022
{row}
"""


@pytest.mark.parametrize(
    "row",
    [
        "<measure value=187 unit=µmol/L reference=45-84 previous=2022-11:128>Créatinine</measure>        187 µmol/L       45-84         128",
        "<measure value=5,2 unit=mmol/L reference=3,5-5,1 previous=2022-11:4,8>K+</measure>                5,2 mmol/L       3,5-5,1       4,8",
        "<measure label=hémoglobine value=10,1 unit=g/dL reference=12-16 previous=2022-11:10,6>Hb</measure>                10,1 g/dL        12-16         10,6",
    ],
)
def test_rows_whose_unit_stands_by_the_value(row: str) -> None:
    check_table(TABLE_WITH_MONTH.format(row=row), "2023-02-18")


def check_table(marked: str, written_on: str = "2022-11-15") -> None:
    check(marked, written_on)
