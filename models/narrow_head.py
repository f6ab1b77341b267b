"""A writer of French need not score Chinese: its output layer keeps the tokens of Latin and Greek letters.

Scoring 262,144 tokens is half the work of each step of Gemma 3 270M. What the model reads is unchanged; it only cannot
write a token of another script.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Mapping
from typing import Any

import torch
from torch import Tensor, nn

# With fewer tokens left out than this share, the copy of the layer is not worth its memory.
WORTH_NARROWING = 0.1

BYTE_LEVEL_SPACE = "Ġ"

# French, and the letters of names from Western Europe.
LETTERS = frozenset("abcdefghijklmnopqrstuvwxyzàáâãäåæçèéêëìíîïñòóôõöøœùúûüýÿß")


class DenseHead(nn.Module):
    """A linear layer that first copies its input into dense rows.

    The last positions of a longer tensor keep its strides, and torch then multiplies bfloat16 without its fast kernel:
    measured 73 s instead of 0.1 s to score 262,144 tokens for 32 rows.
    """

    def __init__(self, weight: Tensor) -> None:
        super().__init__()
        self.weight = nn.Parameter(weight, requires_grad=False)

    def forward(self, hidden: Tensor) -> Tensor:
        rows = hidden.new_empty((hidden.shape[:-1].numel(), hidden.shape[-1]))
        rows.copy_(hidden.reshape(rows.shape))
        scores: Tensor = nn.functional.linear(rows, self.weight)
        return scores.reshape(*hidden.shape[:-1], -1)


def narrow(model: Any, tokenizer: Any) -> Tensor:
    """Narrows the output layer in place; returns the token that each of its rows scores."""
    layer = model.get_output_embeddings()
    every = torch.arange(layer.weight.shape[0])
    if getattr(layer, "bias", None) is not None:
        return every
    kept = torch.tensor(sorted(writable(tokenizer.get_vocab(), len(every))))
    if len(kept) > (1 - WORTH_NARROWING) * len(every):
        kept = every
    weight = layer.weight.detach()
    model.set_output_embeddings(DenseHead(weight if kept is every else weight[kept]))
    return kept


def writable(vocabulary: Mapping[str, int], rows: int) -> set[int]:
    """Tokens that hold no letter of another script.

    Byte-level vocabularies write bytes as letters of their own (a space is Ġ): they say nothing of the script, and
    nothing of theirs is left out.
    """
    if BYTE_LEVEL_SPACE in vocabulary:
        return {number for number in vocabulary.values() if number < rows}
    return {number for token, number in vocabulary.items() if number < rows and all(map(_is_writable, token))}


def _is_writable(character: str) -> bool:
    if character.lower() in LETTERS or not character.isalpha():
        return True
    return unicodedata.name(character, "").startswith(("GREEK", "MICRO"))
