"""Statements written to fool the scoring rules, each beside its near twin: what is wrong is seen, what is right passes."""

from __future__ import annotations

import pytest
from gold_builders import FILE, TEXTS, dossier, fact, statement, trap

from eval.cases import locate
from eval.metrics.coverage import says_fact
from eval.metrics.faithfulness import errors
from eval.metrics.traps import suspicions

RIGHT: tuple[str, ...] = ()


@pytest.mark.parametrize(
    ("evidence", "claim", "expected"),
    [
        # Units: a rate may be left unsaid, another rate is another value.
        ("Hb 7,4 g/dL", "Hb 7,4 g/L", ("unit",)),
        ("Hb 7,4 g/dL", "Hb 7,4", RIGHT),
        ("Potassium        4,3        mmol/L     3,5 - 5,1", "Potassium 4,3 µmol/L", ("unit",)),
        ("Potassium        4,3        mmol/L     3,5 - 5,1", "Potassium 4,3 mmol/L", RIGHT),
        ("Lithium 800 mg/j", "Lithium 800 mg/jour", RIGHT),
        # Numbers: a multiplier is no dose, a decimal is not its parts, one value is not two.
        ("ELIQUIS 5 mg x 2", "ELIQUIS 2 mg x 2", ("number", "unit")),
        ("ELIQUIS 5 mg x 2", "ELIQUIS 5 mg, 2 fois par jour", RIGHT),
        ("Prednisone 2,5 mg", "Prednisone 5 mg", ("number",)),
        ("INSPRA porté de 25 à 50 mg", "INSPRA porté de 25 à 25 mg", ("number",)),
        ("Tension 12/8", "Tension 12/8", RIGHT),
        ("ELIQUIS 5 mg, BISOPROLOL 2,5 mg", "ELIQUIS 2,5 mg, BISOPROLOL 5 mg", ("number",)),
        ("ELIQUIS 5 mg, BISOPROLOL 2,5 mg", "BISOPROLOL 2,5 mg, ELIQUIS 5 mg", RIGHT),
        ("BISOPROLOL 5 mg, réduit à 2,5 mg", "BISOPROLOL 2,5 mg", RIGHT),
        ("Hernie discale L5-S1 opérée", "Hernie discale L4-L5 opérée", ("number",)),
        ("Hernie discale L5-S1 opérée", "Hernie L5-S1 opérée", RIGHT),
        # Dates: a month alone is a date.
        ("SOLIAN arrêté depuis juin", "SOLIAN arrêté depuis mars", ("date",)),
        ("SOLIAN arrêté le 12/06/2024", "SOLIAN arrêté en juin", RIGHT),
        # Sides: each belongs to its word.
        ("Plaie de l'uretère gauche, iléostomie droite", "Plaie de l'uretère droit, iléostomie gauche", ("side",)),
        ("Plaie de l'uretère gauche, iléostomie droite", "Iléostomie droite, uretère gauche", RIGHT),
        ("IPS 0,81 à droite, 0,97 à gauche", "IPS 0,81 à gauche, 0,97 à droite", ("side",)),
        # Negations: each belongs to its clause.
        ("Pas d'embolie pulmonaire ; thrombose de la veine poplitée", "Embolie pulmonaire, pas de thrombose", ("negation",)),
        ("FEVG 58 %, sans hypotension, pas d'œdème", "FEVG 58 %, sans hypotension, œdème", ("negation",)),
        ("Uretère perméable, pas de sténose ni de dilatation", "Uretère perméable, sténose ni dilatation", ("negation",)),
        ("Uretère perméable, pas de sténose ni de dilatation", "Pas de sténose ni de dilatation", RIGHT),
        ("Pas d'argument pour une endocardite", "Endocardite écartée", RIGHT),
        ("Endocardite et méningite, évoquées, ont été éliminées", "Endocardite, méningite : éliminées", RIGHT),
        ("Le KARDEGIC n'a plus d'objet", "Le KARDEGIC a un objet", ("negation",)),
        # Relatives: who opens the sentence is who it is about.
        ("Son frère, 59 ans, porte un défibrillateur", "59 ans, porte un défibrillateur", ("family",)),
        ("Vu avec sa fille. Fibrillation atriale permanente", "Fibrillation atriale permanente", RIGHT),
        # Words: an abbreviation is its long form, words that begin alike are not.
        ("HTA depuis 2006", "Hypertension artérielle depuis 2006", RIGHT),
        ("Hypertension artérielle depuis 2006", "HTA depuis 2006", RIGHT),
        ("HTA depuis 2006", "BPCO depuis 2006", ("fabricated",)),
        ("FA permanente", "AVC permanent", ("fabricated",)),
        ("Hypertension traitée", "Hyperthyroïdie traitée", ("fabricated",)),
        ("Thrombose du mollet", "Thrombopénie du mollet", ("fabricated",)),
        ("Pneumopathie à droite", "Pneumothorax à droite", ("fabricated",)),
        ("Elle est épileptique", "Épilepsie", RIGHT),
        ("Tabac : 35 paquets-années, sevré en 2010", "Ancien fumeur, 35 paquets-années, sevré en 2010", RIGHT),
        ("L'IRM montre une lacune thalamique", "Lacune thalamique retrouvée en IRM", RIGHT),
    ],
)  # fmt: skip
def test_a_statement_against_its_passage(evidence: str, claim: str, expected: tuple[str, ...]) -> None:
    assert errors(claim, [(evidence, None)]) == expected


@pytest.mark.parametrize(
    ("gold", "quote", "shown", "said"),
    [
        ("Hernie inguinale gauche.", "Hernie inguinale gauche", "Pas de hernie inguinale gauche", False),
        ("Hernie inguinale gauche.", "Hernie inguinale gauche", "Hernie inguinale gauche sans complication", True),
        ("Hernie inguinale gauche opérée.", "Hernie inguinale gauche opérée", "Hernie inguinale droite opérée", False),
        ("Embolie pulmonaire.", "embolie pulmonaire", "Embolie pulmonaire écartée", False),
        ("Mère : cancer du sein à 54 ans.", "Mère décédée d'un cancer du sein", "Cancer du sein à 54 ans", False),
        ("Mère : cancer du sein à 54 ans.", "Mère décédée d'un cancer du sein", "Cancer du sein chez sa mère", True),
        ("Hernie opérée en 2011.", "Hernie opérée en 2011", "Hernie opérée en 2015", False),
        ("Hernie opérée en 2011.", "Hernie opérée en 2011", "Hernie opérée", True),
        ("Hb 7,4 g/dL.", "Hb 7,4 g/dL", "Hémoglobine 7,4 g/dL", True),
        ("Hb 7,4 g/dL.", "Hb 7,4 g/dL", "Hb 7,4 g/L", False),
        ("ELIQUIS 5 mg, BISOPROLOL 2,5 mg.", "ELIQUIS 5 mg, BISOPROLOL 2,5 mg", "ELIQUIS 2,5, BISOPROLOL 5 mg", False),
        ("Bisoprolol et ramipril 5 mg.", "BISOPROLOL et RAMIPRIL 5 mg", "Bisoprolol 5 mg", False),
        ("HTA.", "HTA depuis 2006", "Hypertension artérielle", True),
        ("Pas de diabète.", "pas de diabète", "Diabète absent, aucun traitement", True),
        ("Pas de diabète.", "pas de diabète", "Diabète", False),
    ],
)  # fmt: skip
def test_a_statement_against_a_fact(gold: str, quote: str, shown: str, said: bool) -> None:
    assert says_fact(gold, quote, shown) is said


def test_the_section_of_the_family_says_a_relative() -> None:
    gold, quote = "Mère : cancer du sein à 54 ans.", "Mère décédée d'un cancer du sein à 54 ans"
    assert says_fact(gold, quote, "Cancer du sein à 54 ans", of_family=True)


MOTHER = "Mère décédée d'un cancer du sein à 54 ans."
DOSE = "BISOPROLOL 5 mg, réduit à 2,5 mg le 14/03/2024."
HERNIA = "Hernie inguinale gauche opérée en 2011."
FORMER = ("Il prend 5 mg de bisoprolol.", "Ancienne dose, réduite ensuite.")


@pytest.mark.parametrize(
    ("claim", "why", "quote", "shown", "violates"),
    [
        ("Cancer du sein.", "C'est sa mère.", MOTHER, "Cancer du sein. Médecin de famille prévenu.", True),
        ("Cancer du sein.", "C'est sa mère.", MOTHER, "Cancer du sein. Arrêt du tabac en 2010.", True),
        ("Cancer du sein.", "C'est sa mère.", MOTHER, "Sa mère a eu un cancer du sein.", False),
        (*FORMER, DOSE, "Bisoprolol 5 mg", True),
        (*FORMER, DOSE, "Bisoprolol 5 mg, réduit à 2,5 mg", False),
        (*FORMER, DOSE, "Bisoprolol 2,5 mg, après 5 mg", False),
        ("Hernie inguinale gauche.", "Erreur de côté.", HERNIA, "Hernie inguinale gauche", True),
        ("Hernie inguinale gauche.", "Erreur de côté.", HERNIA, "Hernie inguinale opérée, à droite", False),
        ("Hernie inguinale.", "Erreur.", HERNIA, "La hernie inguinale est une erreur de la lettre", False),
        ("Hernie.", "Document d'un autre patient.", HERNIA, "Hernie inguinale gauche opérée", True),
        ("Hernie.", "Document d'un autre patient.", HERNIA, "Ce document est celui d'un autre patient", False),
    ],
)  # fmt: skip
def test_a_statement_against_a_claim_that_must_not_be_made(
    claim: str, why: str, quote: str, shown: str, violates: bool
) -> None:
    found = suspicions(dossier(traps=[trap(claim, quote, why)]), [statement(shown, quote)], TEXTS)
    assert any(one.violation for one in found) is violates


def test_the_invented_passages_stand_in_the_invented_document() -> None:
    assert all(locate(quote, TEXTS[FILE]) for quote in (MOTHER, DOSE, HERNIA))
    assert fact("Hernie.", HERNIA).sources[0].file == FILE
