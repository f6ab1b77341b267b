"""One error at a time: each changes the claim as its name says, and none where there is nothing to change."""

from random import Random

import pytest

from models.judge.inject import ERRORS, Source, true_change
from models.judge.lexicon import key_of
from models.judge.train import VOCABULARIES
from models.judge.vocabulary import Vocabulary

VOCABULARY = Vocabulary.from_folder(VOCABULARIES)


def injected(error: str, claim: str, seed: int = 1) -> str | None:
    return ERRORS[error][0](Source(evidence=claim, claim=claim), Random(seed), VOCABULARY)


@pytest.mark.parametrize(
    ("error", "claim", "gone"),
    [
        ("number", "Trois fractures, marche 40 mètres", "40"),
        ("dose", "Furosémide 40 mg le matin", "40 mg"),
        ("unit", "Furosémide 40 mg le matin", "40 mg"),
        ("date", "Opéré le 12/03/2021", "12/03/2021"),
        ("side", "Fracture du poignet gauche", "gauche"),
        ("negation_lost", "Pas de fièvre ce matin", "pas"),
        ("hypothesis", "Suspicion de polyarthrite rhumatoïde", "suspicion"),
        ("family", "Mère : cancer du sein à 54 ans", "mère"),
        ("time", "Bisoprolol arrêté en mai", "arrêté"),
        ("drug", "Traitement par bisoprolol", "bisoprolol"),
        ("disorder", "Asthme depuis l'enfance", "asthme"),
        ("restriction", "Tramadol 50 mg si douleur intense", "si douleur"),
        ("subject", "Albumine : 33 g/L ce jour", "albumine"),
        ("headless", "TOUJEO : 38 puis 30 unités le soir", "toujeo"),
    ],
)
def test_an_error_takes_away_what_it_is_named_for(error: str, claim: str, gone: str) -> None:
    made = {injected(error, claim, seed) for seed in range(8)} - {None}
    assert made
    assert all(f" {key_of(gone)} " not in f" {key_of(text)} " for text in made if text is not None)


@pytest.mark.parametrize("error", sorted(set(ERRORS) - {"patient", "repeated", "invented", "garbled", "truncated"}))
def test_no_error_is_made_where_there_is_nothing_to_change(error: str) -> None:
    assert injected(error, "Sort dîner dehors") is None


@pytest.mark.parametrize("seed", range(40))
def test_a_true_change_keeps_every_number_it_shows(seed: int) -> None:
    claim = "- LASILIX 40 mg le matin, KARDEGIC 75 mg le midi (bien toléré) ; surveillance du poids."
    changed = true_change(Source(evidence=claim, claim=claim), Random(seed), VOCABULARY)
    shown = {word for word in key_of(changed).split() if word.isdigit()}
    assert shown <= {"40", "75"}
    assert ("40" in shown) == ("lasilix" in key_of(changed) or "furosemide" in key_of(changed))


def test_a_swapped_drug_is_nowhere_in_the_evidence() -> None:
    source = Source(evidence="Bisoprolol 5 mg, puis aténolol", claim="Bisoprolol 5 mg")
    made = {ERRORS["drug"][0](source, Random(seed), VOCABULARY) for seed in range(20)}
    assert all("aténolol" not in text.lower() for text in made if text is not None)
