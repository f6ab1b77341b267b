from __future__ import annotations

import numpy as np
import pytest

from models.scripted import HashingEmbedder, ScriptedJudge, ScriptedWriter
from summarizer.ports import Judgement

PROMPT = "Source : « Un exemple. »\nSynthèse : Exemple.\n\nSource : « {} »\nSynthèse :"


def test_the_writer_repeats_the_last_passage() -> None:
    prompts = [PROMPT.format("Pas de fièvre."), PROMPT.format("Allergie au latex.")]
    assert ScriptedWriter().write(prompts, max_new_tokens=50) == ("Pas de fièvre.", "Allergie au latex.")


def test_the_writer_follows_its_script_for_the_passage_alone() -> None:
    writer = ScriptedWriter({"latex": "Allergie : latex (1999).", "Exemple": "jamais"})
    texts = writer.write([PROMPT.format("Allergie au latex."), PROMPT.format("Pas de fièvre.")], max_new_tokens=50)
    assert texts == ("Allergie : latex (1999).", "Pas de fièvre.")


def test_the_writer_keeps_to_its_length() -> None:
    assert ScriptedWriter().write([PROMPT.format("un deux trois quatre")], max_new_tokens=2) == ("un deux",)


def test_a_prompt_without_passage_gives_nothing() -> None:
    assert ScriptedWriter().write(["Bonjour"], max_new_tokens=5) == ("",)


def test_another_script_is_another_model() -> None:
    assert ScriptedWriter().card != ScriptedWriter({"latex": "Latex."}).card


def test_texts_that_share_words_are_closer() -> None:
    texts = ["Allergie à la pénicilline.", "allergies : Penicilline", "Fracture du col du fémur."]
    a, b, c = HashingEmbedder().embed_passages(texts)
    assert a @ b > 0.5 > a @ c


@pytest.mark.parametrize("text", ["", "…", "Allergie", "é" * 1000])
def test_vectors_have_norm_1_and_never_change(text: str) -> None:
    (vector,) = HashingEmbedder(dimension=64).embed_queries([text])
    assert vector.dtype == np.float32
    assert np.linalg.norm(vector) == pytest.approx(1, abs=1e-6)
    np.testing.assert_array_equal(vector, HashingEmbedder(dimension=64).embed_passages([text])[0])


@pytest.mark.parametrize(
    ("evidence", "claim", "verdict"),
    [
        ("Pas d'argument pour une embolie pulmonaire.", "Pas d'embolie pulmonaire.", "entailment"),
        ("Pas d'argument pour une embolie pulmonaire.", "Embolie pulmonaire.", "contradiction"),
        ("Embolie pulmonaire.", "Absence d'embolie pulmonaire.", "contradiction"),
        ("Furosémide 40 mg.", "Furosémide 80 mg.", "contradiction"),
        ("Furosémide 40 mg.", "Furosémide 40 mg le matin.", "neutral"),
    ],
)
def test_the_judge_goes_by_words_numbers_and_negation(evidence: str, claim: str, verdict: str) -> None:
    (judgement,) = ScriptedJudge().judge([(evidence, claim)])
    assert getattr(judgement, verdict) > 0.9


def test_the_judge_follows_its_script() -> None:
    doubt = Judgement(entailment=0.4, neutral=0.4, contradiction=0.2)
    assert ScriptedJudge({("a", "b"): doubt}).judge([("a", "b")]) == (doubt,)
