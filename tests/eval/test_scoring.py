"""The optional stronger judge: any writer, asked one question at a time, and never guessed at."""

from __future__ import annotations

from collections.abc import Sequence

import pytest

from eval.scoring import entailed
from summarizer.values import ModelCard


class Scripted:
    """Answers in turn, and keeps what it was asked."""

    card = ModelCard(role="writer", name="scripted-judge", sha256="0" * 64)

    def __init__(self, *answers: str) -> None:
        self.answers, self.asked = answers, []

    def write(self, prompts: Sequence[str], *, max_new_tokens: int) -> tuple[str, ...]:
        self.asked += prompts
        return self.answers[: len(prompts)]


@pytest.mark.parametrize(
    ("answer", "verdict"),
    [
        (" OUI", True),
        ("Non, le chiffre diffère.", False),
        ("« oui »", True),
        ("Je ne sais pas", None),
        ("ouistiti", None),
    ],
)
def test_an_answer_is_yes_no_or_unread(answer: str, verdict: bool | None) -> None:
    assert entailed([("FEVG 35 %", [("FEVG à 35 %", None)])], Scripted(answer)) == (verdict,)


def test_the_judge_sees_the_statement_and_all_its_passages_and_nothing_else() -> None:
    judge = Scripted("OUI")
    entailed([("ELIQUIS 5 mg", [("ELIQUIS 5 mg matin", "2024-01-02"), ("et soir", None)])], judge)  # type: ignore[arg-type]
    (asked,) = judge.asked
    assert "ELIQUIS 5 mg matin" in asked
    assert "et soir" in asked
    assert "« ELIQUIS 5 mg »" in asked
    assert "2024-01-02" not in asked


def test_nothing_to_judge_asks_nothing() -> None:
    judge = Scripted()
    assert entailed([], judge) == ()  # type: ignore[arg-type]
    assert judge.asked == []
