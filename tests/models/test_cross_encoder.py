from __future__ import annotations

from pathlib import Path

import pytest
from tiny import judge_folder

from models.cross_encoder import CrossEncoder
from models.folders import check_local
from summarizer.errors import ModelError
from summarizer.ports import Judgement

LABELS = ("entailment", "neutral", "contradiction")
PAIRS = (
    ("Pas d'argument pour une embolie pulmonaire.", "Embolie pulmonaire."),
    ("Mère décédée d'un cancer du sein.", "Cancer du sein chez la mère."),
    ("Furosémide 40 mg.", "Furosémide."),
)


def load(folder: Path) -> CrossEncoder:
    return CrossEncoder.from_folder(check_local(folder, "judge"), batch_size=2, precision="float32")


def values(judgement: Judgement) -> tuple[float, float, float]:
    return judgement.entailment, judgement.neutral, judgement.contradiction


def test_probabilities_sum_to_1_in_the_order_of_pairs(tmp_path: Path) -> None:
    judge = load(judge_folder(tmp_path / "juge", LABELS))
    together = judge.judge(PAIRS)
    for judgement, pair in zip(together, PAIRS, strict=True):
        assert sum(values(judgement)) == pytest.approx(1)
        assert values(judgement) == pytest.approx(values(judge.judge([pair])[0]), abs=1e-5)
    assert len({round(judgement.entailment, 4) for judgement in together}) > 1


def test_classes_are_found_by_name_not_by_place(tmp_path: Path) -> None:
    a = load(judge_folder(tmp_path / "a", LABELS)).judge(PAIRS[:1])[0]
    b = load(judge_folder(tmp_path / "b", ("Contradiction", "Entailment", "Neutral"))).judge(PAIRS[:1])[0]
    # Same weights, other names: what the first folder calls entailment is the contradiction of the second.
    assert values(b) == pytest.approx((a.neutral, a.contradiction, a.entailment), abs=1e-6)


def test_a_temperature_softens_probabilities(tmp_path: Path) -> None:
    sharp = load(judge_folder(tmp_path / "a", LABELS)).judge(PAIRS[:1])[0]
    soft = load(judge_folder(tmp_path / "b", LABELS, temperature=4.0)).judge(PAIRS[:1])[0]
    assert max(values(soft)) < max(values(sharp))


def test_a_pair_too_long_to_be_read_whole_is_neutral(tmp_path: Path) -> None:
    judge = load(judge_folder(tmp_path / "juge", LABELS))
    long = ("Pas d'argument pour une embolie pulmonaire. " * 20, "Embolie pulmonaire.")
    assert judge.judge([long, PAIRS[0]]) == (
        Judgement(entailment=0.0, neutral=1.0, contradiction=0.0),
        judge.judge(PAIRS[:1])[0],
    )


@pytest.mark.parametrize("labels", [("LABEL_0", "LABEL_1", "LABEL_2"), ("entailment", "contradiction")])
def test_a_model_that_does_not_name_three_classes_is_refused(tmp_path: Path, labels: tuple[str, ...]) -> None:
    with pytest.raises(ModelError, match="three classes"):
        load(judge_folder(tmp_path / "juge", labels))
