"""What each word of a claim is marked as, beside its evidence."""

import numpy as np
import pytest

from models.judge import lexicon as lexicons
from models.judge.align import FEATURES, Relation, Turn, align, focused, words_of

LEXICON = lexicons.gather(
    [("hypertension artérielle", "HTA"), ("furosémide", "LASILIX"), ("augmenté", "majoré"), ("sevré", "arrêt")]
)


def marks(evidence: str, claim: str) -> dict[str, Relation]:
    evidence, claim = evidence.lower(), claim.lower()
    found = align(evidence, claim, LEXICON)
    return {word.form: Relation(found.claim[word.start][0]) for word in words_of(claim)}


def held(evidence: str, claim: str) -> dict[str, Relation]:
    evidence, claim = evidence.lower(), claim.lower()
    found = align(evidence, claim, LEXICON)
    return {word.form: Relation(found.evidence[word.start][0]) for word in words_of(evidence)}


@pytest.mark.parametrize(
    ("evidence", "claim", "word", "mark"),
    [
        ("HTA ancienne", "Hypertension artérielle ancienne", "hypertension", Relation.SAID_SYNONYM),
        ("LASILIX 40 mg", "Furosémide 40 mg", "furosemide", Relation.SAID_SYNONYM),
        ("Patiente opérée", "Patient opéré", "opere", Relation.SAID_SAME),
        ("Lasilix 40 mg", "Lasilix 40 mg", "40", Relation.NUMBER_SAME),
        ("Lasilix 40 mg", "Lasilix 60 mg", "60", Relation.NUMBER_ABSENT),
        ("Lasilix 40 mg", "Lasilix 40 g", "40", Relation.NUMBER_UNIT),
        ("Bisoprolol 5 mg, lasilix 40 mg", "Bisoprolol 40 mg", "40", Relation.NUMBER_SAME),
        ("Lasilix 40 mg, puis après avis du cardiologue ramipril 5 mg", "Ramipril 40 mg", "40", Relation.NUMBER_MOVED),
        ("Opéré le 12/03/2021", "Opéré en mars 2021", "mars", Relation.DATE_SAME),
        ("Opéré le 12/03/2021", "Opéré en mai 2021", "mai", Relation.DATE_ABSENT),
        ("Opéré le 12/03/21", "Opéré en 2021", "2021", Relation.DATE_SAME),
        ("Neurontin arrêté", "Neuriens arrêté", "neuriens", Relation.SAID_NEAR),
        ("Toux sèche", "Fièvre", "fievre", Relation.SAID_ABSENT),
        ("Pas de fièvre", "Pas de fièvre", "pas", Relation.CUE_KEPT),
        ("Fièvre", "Pas de fièvre", "pas", Relation.CUE_ADDED),
    ],
)
def test_a_word_of_the_claim_is_marked_by_what_the_evidence_holds(
    evidence: str, claim: str, word: str, mark: Relation
) -> None:
    expected = {mark, Relation.SAID_FORM} if mark is Relation.SAID_SAME else {mark}
    assert marks(evidence, claim)[word] in expected


@pytest.mark.parametrize(
    ("evidence", "claim", "word", "mark"),
    [
        ("Mère : cancer du sein", "Cancer du sein", "mere", Relation.CUE_ELSEWHERE),
        ("Suspicion de polyarthrite rhumatoïde", "Polyarthrite rhumatoïde", "suspicion", Relation.CUE_LOST),
        ("Toux sèche, pas de fièvre", "Toux sèche", "pas", Relation.CUE_ELSEWHERE),
        ("Toux sèche, pas de fièvre", "Toux sèche", "toux", Relation.HELD_COVERED),
        ("Toux sèche, pas de fièvre", "Toux sèche", "fievre", Relation.HELD_OTHER),
    ],
)
def test_a_word_of_the_evidence_is_marked_by_what_the_claim_kept(
    evidence: str, claim: str, word: str, mark: Relation
) -> None:
    found = held(evidence, claim)[word]
    assert found == mark or (word == "mere" and found is Relation.CUE_LOST)


@pytest.mark.parametrize(
    ("text", "turns"),
    [
        ("genou d", [Turn.NONE, Turn.RIGHT]),
        ("cancer d'emblée", [Turn.NONE, Turn.NONE, Turn.NONE]),
        ("2 g", [Turn.NONE, Turn.NONE]),
        ("œil gauche", [Turn.NONE, Turn.LEFT]),
    ],
)
def test_one_letter_is_a_side_only_where_it_can_be(text: str, turns: list[Turn]) -> None:
    assert [word.turn for word in words_of(text)] == turns


def test_features_are_as_many_as_the_network_reads_and_bounded() -> None:
    found = align("mère : cancer du sein à 54 ans", "cancer du sein gauche à 45 ans", LEXICON).features
    assert found.shape == (FEATURES,)
    assert np.all((found >= 0) & (found <= 1))


def test_a_long_evidence_keeps_the_sentences_nearest_to_the_claim() -> None:
    filler = "\n".join(f"Ligne {n} sans rapport avec la question." for n in range(100))
    kept = focused(
        f"{filler}\nCoronarographie : stent actif de l'IVA moyenne.\n{filler}", "Stent de l'IVA moyenne", 300
    )
    assert "stent actif" in kept
    assert len(kept) <= 600
