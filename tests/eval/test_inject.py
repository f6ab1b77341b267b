from __future__ import annotations

import re
from collections import Counter

import pytest

from eval.cases import DATA, claims
from eval.inject import INJECTIONS, elsewhere, inject
from eval.metrics.exact import content, cues, flat, quantities, says, sides, whens

RIGHT = [claim for file in sorted((DATA / "claims").glob("*.jsonl")) for claim in claims(file) if claim.right]


@pytest.mark.parametrize(
    ("error", "claim"),
    [
        ("number", "FEVG à 35 % à l'échographie"),
        ("dose", "Bisoprolol 2,5 mg par jour"),
        ("unit", "LEVOTHYROX 75 µg par jour"),
        ("date", "Opéré le 12 mars 2019"),
        ("side", "Hernie inguinale gauche opérée"),
        ("negation", "Pas d'embolie pulmonaire"),
        ("hypothesis", "Suspicion de polyarthrite rhumatoïde"),
        ("family", "Cancer du sein chez la mère"),
        ("status", "CORDARONE arrêtée en mai"),
        ("drug", "Bisoprolol 2,5 mg"),
        ("disorder", "Embolie pulmonaire en 2019"),
    ],
)
def test_each_error_changes_the_claim_and_again_the_same(error: str, claim: str) -> None:
    changed = inject(claim, error)
    assert changed is not None
    assert changed != claim
    assert inject(claim, error) == changed


@pytest.mark.parametrize("error", INJECTIONS)
def test_a_claim_without_hold_is_left_alone(error: str) -> None:
    assert inject("Bon état général", error) is None


def test_the_error_is_the_one_asked_for() -> None:
    assert "negation" not in cues(inject("Pas d'argument pour une récidive", "negation") or "")
    assert "family" not in cues(inject("Cancer du sein chez la mère", "family") or "")
    assert "hypothesis" not in cues(inject("Polyarthrite ?", "hypothesis") or "?")
    assert sides(inject("Hernie inguinale gauche", "side") or "") == {"droite"}
    assert whens(inject("Opéré en 2019", "date") or "") != whens("Opéré en 2019")
    dose = "Furosémide 40 mg, créatinine 98 µmol/L"
    changed = inject(dose, "dose")
    assert changed is not None
    assert "98 µmol/L" in changed
    assert quantities(changed)[0] != quantities(dose)[0]


def test_a_drug_is_swapped_for_another_substance_not_for_its_brand() -> None:
    for seed in range(20):
        assert "apixaban" not in (inject("ELIQUIS 5 mg", "drug", seed=seed) or "").lower()


def test_the_wrong_source_is_about_something_else() -> None:
    other = elsewhere("Hernie inguinale gauche", ["Hernie inguinale gauche opérée"], ["Hernie inguinale", "TSH 2,6"])
    assert other == "TSH 2,6"
    assert elsewhere("Hernie inguinale gauche", [], ["Hernie inguinale"]) is None


@pytest.mark.parametrize(
    ("error", "claim"),
    [
        ("family", "Suture de l'uretère gauche aux fils 5/0 sur sonde JJ"),
        ("family", "Accompagné par sa fille, qui a signé l'opposition au don d'organes"),
        ("family", "Il souhaite que sa sœur soit prévenue en premier"),
        ("hypothesis", "Hypothèse de cancer du sigmoïde écartée"),
        ("hypothesis", "Embolie pulmonaire évoquée, puis exclue par l'angioscanner"),
        ("hypothesis", "Hydrocéphalie à pression normale peu probable"),
        ("status", "Cardiologue, ancienne cheffe de clinique"),
        ("status", "Reprise chirurgicale pour fistule anastomotique"),
        ("number", "3. Colostomie terminale en fosse iliaque"),
        ("side", "Ouverture des droits à l'assurance maladie"),
    ],
)
def test_a_word_that_only_looks_like_a_hold_is_left_alone(error: str, claim: str) -> None:
    assert inject(claim, error) is None


@pytest.mark.parametrize(
    ("claim", "changed"),
    [
        ("Son frère <PROCHE_1> est mort d'un cancer du poumon.", "Est mort d'un cancer du poumon."),
        ("Sœur Célia suivie pour une maladie de Basedow.", "Suivie pour une maladie de Basedow."),
        ("Mère diabétique, décédée d'un AVC.", "Diabétique, décédée d'un AVC."),
    ],
)
def test_the_name_of_the_relative_goes_with_the_relative(claim: str, changed: str) -> None:
    assert inject(claim, "family") == changed


@pytest.mark.parametrize("seed", range(12))
def test_a_disorder_is_not_replaced_by_another_name_of_itself(seed: int) -> None:
    changed = flat(inject("TVP du mollet en 2019", "disorder", seed=seed) or "")
    assert changed
    assert not any(name in changed for name in ("tvp", "phlebite", "thrombose", "embolie"))


@pytest.mark.parametrize("seed", range(8))
def test_thousands_are_one_number(seed: int) -> None:
    changed = inject("Vitamine D 100 000 UI par trimestre", "dose", seed=seed)
    assert changed is not None
    assert {q.value for q in quantities(changed)} & {"200000", "50000", "1000000"}


def _numbers(text: str) -> Counter[str]:
    return Counter(re.findall(r"\d+(?:[.,]\d+)?", text))


def _other_words(claim: str, changed: str) -> bool:
    """Whether a word came that the claim said in no form and under no other name of the same drug."""
    before = content(claim)
    return any(not says(word, before) for word in content(changed) - before)


_TOUCHED = {
    "number": lambda a, b: _numbers(a) != _numbers(b),
    "dose": lambda a, b: _numbers(a) != _numbers(b),
    "unit": lambda a, b: _numbers(a) == _numbers(b) and quantities(a) != quantities(b),
    "date": lambda a, b: whens(a, alone=True) != whens(b, alone=True) or _numbers(a) != _numbers(b),
    "side": lambda a, b: Counter(re.findall("gauche|droit", flat(a))) != Counter(re.findall("gauche|droit", flat(b))),
    "negation": lambda a, b: _negations(b) < _negations(a),
    "hypothesis": lambda a, b: "hypothesis" in cues(a) and "hypothesis" not in cues(b) and "negation" not in cues(a),
    "family": lambda a, b: "family" in cues(a) and "family" not in cues(b) and "<PROCHE" not in b,
    "status": lambda a, b: content(a) != content(b) and _numbers(b) <= _numbers(a),
    "drug": _other_words,
    "disorder": lambda a, b: content(a) != content(b) and not content(b) <= content(a),
}


def _negations(text: str) -> int:
    found = re.findall(r"\b(?:pas|aucune?|sans|jamais|plus|ecarte\w*|exclu\w*|elimine\w*|non retenu\w*)\b", flat(text))
    return len(found)


@pytest.mark.parametrize("error", INJECTIONS)
def test_no_injection_into_the_labelled_claims_leaves_them_saying_the_same(error: str) -> None:
    made = [(claim.claim, changed) for claim in RIGHT if (changed := inject(claim.claim, error)) is not None]
    assert made
    assert not [pair for pair in made if not _TOUCHED[error](*pair)]
