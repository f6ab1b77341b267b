from __future__ import annotations

import pytest
import torch
from tiny import causal_model, tokenizer

from models.narrow_head import DenseHead, narrow, writable


@pytest.mark.parametrize(
    "token", ["▁allergie", "ÉCHOGRAPHIE", "cœur", "µg", "▁≥", "α", "12", "<0xE9>", "\n\n", "<eos>"]
)
def test_french_can_be_written(token: str) -> None:
    assert writable({token: 0}, rows=1) == {0}


@pytest.mark.parametrize("token", ["▁больной", "患者", "مريض", "ασθενής"[0] + "患", "ệ"])
def test_other_scripts_are_left_out(token: str) -> None:
    assert writable({token: 0}, rows=1) == set()


def test_a_byte_level_vocabulary_is_left_whole() -> None:
    assert writable({"Ġ": 0, "Ġallergie": 1, "æ\u0124\u0124": 2, "Ċ": 3}, rows=4) == {0, 1, 2, 3}


def test_a_token_without_a_row_is_not_scored() -> None:
    assert writable({"a": 0, "b": 1}, rows=1) == {0}


def test_scores_of_the_tokens_kept_do_not_change() -> None:
    tok = tokenizer(extra=tuple("абвгдежзиклмнопрстуфхцчшщэюя患者病院薬血圧心臓"))
    model = causal_model(len(tok))
    rows = torch.tensor([tok("Pas d'argument.")["input_ids"]])
    before = model(rows).logits[0, -1]
    kept = narrow(model, tok)
    after = model(rows).logits[0, -1]
    assert len(kept) < len(tok)
    torch.testing.assert_close(after, before[kept])


def test_a_vocabulary_that_is_all_latin_is_left_whole() -> None:
    tok = tokenizer()
    model = causal_model(len(tok))
    assert narrow(model, tok).tolist() == list(range(len(tok)))


def test_the_last_positions_of_a_longer_text_score_as_they_do_alone() -> None:
    weight, hidden = torch.randn(9, 4), torch.randn(3, 5, 4)
    scores = DenseHead(weight)(hidden[:, -1:])
    assert scores.shape == (3, 1, 9)
    torch.testing.assert_close(scores[:, 0], hidden[:, -1] @ weight.T)
