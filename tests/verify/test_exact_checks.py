"""The exact checks: each trap beside its near twin."""

from __future__ import annotations

import pytest

from summarizer.values import Side
from summarizer.verify.cues import Cue, changed_cues
from summarizer.verify.dates import dates, missing_dates
from summarizer.verify.numbers import missing_numbers, numbers
from summarizer.verify.sides import wrong_sides
from summarizer.verify.wording import kept_share, novel_words


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("CPK 1 850 UI/L", [("1850", "ui/l")]),
        ("lévothyroxine 75 µg/j", [("75", "µg/j")]),
        ("lévothyroxine 75 mcg par jour", [("75", "µg")]),
        ("DFG 42 mL/min/1,73m²", [("42", "ml/min/1,73m²"), ("1.73", None)]),
        ("Hb 10,60 g/dL", [("10.6", "g/dl")]),
        ("deux chutes", [("2", None)]),
        ("FC 52/min", [("52", "bpm")]),
    ],
)
def test_numbers_are_read_with_their_unit(text: str, expected: list[tuple[str, str | None]]) -> None:
    read = [(number.value, number.unit) for number in numbers(text)]
    assert [item for item in expected if item in read] == expected


@pytest.mark.parametrize(
    ("claim", "evidence", "missing"),
    [
        ("Furosémide 80 mg", "furosémide porté à 80 mg par jour", []),
        ("Furosémide 40 mg", "furosémide porté à 80 mg par jour", ["40"]),
        ("Vitamine B12 1000 mg", "vitamine B12 1000 µg par mois", ["1000"]),
        ("Créatinine 187 µmol/L", "Créatinine (µmol/L)     187     139", []),
        ("Créatinine 187 mg/L", "Créatinine (µmol/L)     187     139", ["187"]),
        ("Trois chutes", "3 chutes en six mois", []),
        ("CPK 1850", "CPK               1 850 UI/L", []),
    ],
)
def test_a_number_or_unit_that_is_not_in_the_evidence_is_found(claim: str, evidence: str, missing: list[str]) -> None:
    assert [number.value for number in missing_numbers(claim, evidence)] == missing


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("le 12/03/2021", ["12/03/2021"]),
        ("le 3 février 1998", ["03/02/1998"]),
        ("le 1er mars", ["01/03"]),
        ("en juin 2024", ["06/2024"]),
        ("le 20 septembre 21", ["20/09/2021"]),
        ("TA 120/80 mmHg", []),
        ("MMSE 22/30", []),
        ("2000 mg", []),
        ("posé en 2012", ["2012"]),
    ],
)
def test_dates_are_read_as_far_as_they_are_given(text: str, expected: list[str]) -> None:
    assert [str(date) for date, _, _ in dates(text)] == expected


@pytest.mark.parametrize(
    ("claim", "evidence", "written_on", "missing"),
    [
        ("Coloscopie (1999)", "La coloscopie retrouve un polype.", "2021-05-04", ["1999"]),
        ("Coloscopie (04/05/2021)", "La coloscopie retrouve un polype.", "2021-05-04", []),
        ("Arrêt le 28/06/2024", "Arrêté le 28/06 après décroissance", "2024-06-28", []),
        ("Arrêt le 28/06/2023", "Arrêté le 28/06 après décroissance", "2024-06-28", ["28/06/2023"]),
        ("Chute le 12/12/2022", "chute du 12/12", "2023-01-10", []),
        ("En 2012", "prothèse posée le 3 mai 2012", None, []),
        ("Le 3 mai 2012", "prothèse posée en 2012", None, ["03/05/2012"]),
    ],
)
def test_a_date_says_no_more_than_its_evidence(
    claim: str, evidence: str, written_on: str | None, missing: list[str]
) -> None:
    assert [str(date) for date in missing_dates(claim, [(evidence, written_on)])] == missing


@pytest.mark.parametrize(
    ("claim", "evidence", "lost", "added"),
    [
        ("Embolie pulmonaire", "Pas d'argument pour une embolie pulmonaire.", {Cue.NEGATION}, set()),
        ("Pas d'embolie pulmonaire", "Pas d'argument pour une embolie pulmonaire.", set(), set()),
        ("Sarcoïdose", "Suspicion de sarcoïdose.", {Cue.DOUBT}, set()),
        ("Cancer du sein à 54 ans", "Mère décédée d'un cancer du sein à 54 ans", {Cue.FAMILY}, set()),
        ("Amiodarone 200 mg", "Amiodarone 200 mg arrêtée", {Cue.STOP}, set()),
        ("Pas d'hypokinésie antérieure", "Hypokinésie antérieure, sans épanchement", set(), set()),
        ("Hypokinésie antérieure", "Hypokinésie antérieure, sans épanchement", set(), set()),
        ("Diabète arrêté", "Diabète ancien", set(), {Cue.STOP}),
    ],
)
def test_a_cue_lost_or_added_is_found(claim: str, evidence: str, lost: set[Cue], added: set[Cue]) -> None:
    assert changed_cues(claim, evidence) == (frozenset(lost), frozenset(added))


@pytest.mark.parametrize(
    ("claim", "evidence", "wrong"),
    [
        ("Prothèse de hanche droite", "prothèse totale de hanche gauche, fracture du poignet droit", {Side.RIGHT}),
        ("Prothèse de hanche gauche", "prothèse totale de hanche gauche, fracture du poignet droit", set()),
        ("Fracture du poignet droit", "prothèse totale de hanche gauche, fracture du poignet droit", set()),
        ("PTH G", "PTH gauche en place", set()),
        ("Adénopathie droite", "Adénopathie axillaire", {Side.RIGHT}),
    ],
)
def test_a_side_must_be_said_of_the_same_thing(claim: str, evidence: str, wrong: set[Side]) -> None:
    assert wrong_sides(claim, evidence) == wrong


@pytest.mark.parametrize(
    ("claim", "evidence", "novel"),
    [
        ("Insuffisance cardiaque", "insuffisances cardiaques connues", ()),
        ("Dénutritions sévères", "dénutrition sévère", ()),
        ("Hypokaliémie", "Hyperkaliémie à 6,1", ("hypokaliemie",)),
        ("Bisoprolol arrêté", "Bisoprolol", ("arrete",)),
        ("Patiente traitée par bisoprolol", "Bisoprolol", ()),
    ],
)
def test_words_of_nowhere_are_found(claim: str, evidence: str, novel: tuple[str, ...]) -> None:
    assert novel_words(claim, evidence) == novel


def test_a_copy_keeps_all_and_a_fragment_keeps_a_share() -> None:
    evidence = "Angioscanner thoracique sans embolie pulmonaire"
    assert kept_share(evidence, evidence) == 1.0
    assert kept_share("Angioscanner thoracique", evidence) == pytest.approx(2 / 5)
