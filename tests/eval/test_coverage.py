from __future__ import annotations

import pytest
from gold_builders import FILE, TEXTS, cited, fact, statement

from eval.cases import Disagreement, Quote
from eval.metrics.coverage import contradictions, coverage

ELIQUIS = "FA sous ELIQUIS 5 mg matin et soir"
NO_EMBOLISM = "Pas d'argument pour une embolie pulmonaire"


@pytest.mark.parametrize(
    ("shown", "said"),
    [
        ("Apixaban (ELIQUIS) 5 mg matin et soir", True),
        ("Apixaban 5 mg deux fois par jour pour FA", True),
        ("Apixaban 2,5 mg matin et soir", False),
        ("Apixaban 5 µg matin et soir", False),
        ("Fibrillation atriale", False),
    ],
)
def test_a_fact_is_covered_when_its_drug_and_its_dose_are_said(shown: str, said: bool) -> None:
    (covered,) = coverage([fact("Apixaban (ELIQUIS) 5 mg x 2.", ELIQUIS)], [statement(shown, ELIQUIS)], TEXTS)
    assert covered.cited
    assert covered.said is said


def test_a_statement_that_cites_elsewhere_covers_nothing() -> None:
    elsewhere = statement("ELIQUIS 5 mg matin et soir", "Hernie inguinale gauche opérée en 2011")
    (covered,) = coverage([fact("ELIQUIS 5 mg x 2", ELIQUIS)], [elsewhere], TEXTS)
    assert (covered.cited, covered.said, covered.by) == (False, False, None)


@pytest.mark.parametrize(
    ("shown", "said"),
    [
        ("Pas d'embolie pulmonaire au scanner du 12/03/2024", True),
        ("Embolie pulmonaire écartée par le scanner", True),
        ("Embolie pulmonaire au scanner du 12/03/2024", False),
    ],
)
def test_an_excluded_disorder_must_be_said_excluded(shown: str, said: bool) -> None:
    (covered,) = coverage([fact("Pas d'embolie pulmonaire.", NO_EMBOLISM)], [statement(shown, NO_EMBOLISM)], TEXTS)
    assert covered.said is said


def test_a_present_disorder_must_not_be_denied() -> None:
    hernia = "Hernie inguinale gauche opérée en 2011"
    denied = statement("Pas de hernie inguinale gauche opérée", hernia)
    (covered,) = coverage([fact("Hernie inguinale gauche opérée (2011).", hernia)], [denied], TEXTS)
    assert not covered.said


def test_a_doubt_must_be_kept() -> None:
    doubt = "Suspicion de polyarthrite, bilan en cours"
    gold = fact("Suspicion de polyarthrite.", doubt)
    kept, lost = statement("Polyarthrite suspectée", doubt), statement("Polyarthrite, bilan en cours", doubt)
    assert coverage([gold], [kept], TEXTS)[0].said
    assert not coverage([gold], [lost], TEXTS)[0].said


def test_a_contradiction_is_found_with_both_sides_in_either_order() -> None:
    a, b = "BISOPROLOL 5 mg", "réduit à 2,5 mg"
    gold = Disagreement(id="C01", about="dose", a=Quote(file=FILE, text=a), b=Quote(file=FILE, text=b))
    assert contradictions([gold], [(cited(b), cited(a))], TEXTS)[0].found
    half = contradictions([gold], [(cited(a), cited("Hernie inguinale gauche"))], TEXTS)[0]
    assert (half.found, half.touched) == (False, True)


def test_the_passage_word_for_word_says_the_fact() -> None:
    gold = fact("Tabagisme ancien.", "Hernie inguinale gauche opérée en 2011")
    quoted = statement("Hernie inguinale gauche opérée en 2011.", "Hernie inguinale gauche opérée en 2011")
    assert coverage([gold], [quoted], TEXTS)[0].said


def test_a_fact_of_two_parts_is_covered_by_two_statements() -> None:
    gold = fact("FA sous ELIQUIS 5 mg ; bisoprolol 2,5 mg.", ELIQUIS)
    both = type(gold)(
        **{
            **{name: getattr(gold, name) for name in gold.__slots__},
            "sources": (*gold.sources, Quote(file=FILE, text="BISOPROLOL 5 mg, réduit à 2,5 mg")),
        }
    )
    apart = [
        statement("ELIQUIS 5 mg pour FA", ELIQUIS, id_="s1"),
        statement("Bisoprolol 2,5 mg", "BISOPROLOL 5 mg, réduit à 2,5 mg", id_="s2"),
    ]
    assert coverage([both], apart, TEXTS)[0].said


def test_a_fact_said_from_another_passage_is_counted_apart() -> None:
    elsewhere = statement("ELIQUIS 5 mg pour FA", "Hernie inguinale gauche opérée en 2011")
    (covered,) = coverage([fact("ELIQUIS 5 mg.", ELIQUIS)], [elsewhere], TEXTS)
    assert (covered.cited, covered.said, covered.anywhere) == (False, False, True)
