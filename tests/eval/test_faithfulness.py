from __future__ import annotations

import pytest
from gold_builders import TEXTS, cited, statement

from eval.metrics.citations import precise, recalled, resolves
from eval.metrics.faithfulness import errors, supported


@pytest.mark.parametrize(
    ("evidence", "claim", "expected"),
    [
        ("FEVG à 35 % le 12/03/2021", "FEVG à 35 %", ()),
        ("FEVG à 35 % le 12/03/2021", "FEVG à 53 %", ("number",)),
        ("LEVOTHYROX 75 µg", "LEVOTHYROX 75 mg", ("unit",)),
        ("FEVG à 35 % le 12/03/2021", "FEVG à 35 % en 2019", ("date",)),
        ("Hernie inguinale gauche", "Hernie inguinale droite", ("side",)),
        ("Pas d'argument pour une embolie pulmonaire", "Embolie pulmonaire", ("negation",)),
        ("Embolie pulmonaire confirmée", "Pas d'embolie pulmonaire", ("negation",)),
        ("Suspicion de polyarthrite rhumatoïde", "Polyarthrite rhumatoïde", ("hypothesis",)),
        ("Mère décédée d'un cancer du sein", "Cancer du sein", ("family",)),
        ("Arrêt de la cordarone le 3 mai", "Cordarone le 3 mai", ("time",)),
        ("Coloscopie normale", "Gastroscopie et biopsies duodénales normales", ("fabricated",)),
        ("FEVG à 35 %, sans épanchement péricardique", "FEVG à 35 %", ()),
        ("", "FEVG à 35 %", ("no_citation",)),
    ],
)
def test_each_error_has_its_name(evidence: str, claim: str, expected: tuple[str, ...]) -> None:
    assert errors(claim, [(evidence, None)]) == expected


def test_several_errors_are_all_named() -> None:
    found = errors("Cancer du sein gauche à 45 ans", [("Mère : cancer du sein droit à 54 ans", None)])
    assert set(found) == {"family", "number", "side"}


def test_a_value_read_from_the_neighbour_is_a_wrong_number() -> None:
    row = "ASAT / ALAT 22 / 19 UI/L   LDH 188 UI/L"
    assert errors("ASAT 188 UI/L", [(row, None)]) == ("number",)
    assert errors("LDH 188 UI/L", [(row, None)]) == ()
    assert errors("ASAT 22 UI/L", [(row, None)]) == ()


def test_a_citation_resolves_only_to_the_exact_text() -> None:
    good = cited("Hernie inguinale gauche")
    assert resolves(good, TEXTS)
    assert not resolves(type(good)(file=good.file, span=good.span, quote="Hernie", written_on=None), TEXTS)
    assert not resolves(type(good)(file="autre.txt", span=good.span, quote=good.quote, written_on=None), TEXTS)


def test_recall_asks_for_the_passages_together_and_precision_for_each() -> None:
    both = statement(
        "ELIQUIS 5 mg ; hernie inguinale gauche opérée en 2011",
        ["FA sous ELIQUIS 5 mg matin et soir", "Hernie inguinale gauche opérée en 2011"],
    )
    assert recalled(both, supported)
    assert precise(both, supported) == (True, True)
    padded = statement("Hernie inguinale gauche", ["Hernie inguinale gauche", "Mère décédée d'un cancer du sein"])
    assert precise(padded, supported) == (True, False)
    wrong = statement("Hernie inguinale droite", ["Hernie inguinale gauche"])
    assert not recalled(wrong, supported)
    assert precise(wrong, supported) == (False,)
