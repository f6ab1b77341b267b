"""The coverage head at work: features of sentences to probabilities. Knows weights, not what a feature means.

A few small networks of one hidden layer, averaged: some 90 features a sentence, 16 units, thousands of sentences a second.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Self

import numpy as np
from safetensors.numpy import load

from summarizer.errors import ModelMissing
from summarizer.ports import FloatArray
from summarizer.values import ModelCard

WEIGHTS = Path(__file__).parent / "weights" / "coverage.safetensors"
#: Features are cut at this many standard deviations: a dossier unlike all others stays within what was seen.
FAR = 5.0


class CoverageHead:
    """A `summarizer.ports.Head` of the arrays that `models.head.train` makes."""

    def __init__(self, arrays: Mapping[str, FloatArray], card: ModelCard) -> None:
        self._arrays = arrays
        self._card = card

    @classmethod
    def from_file(cls, weights: Path = WEIGHTS) -> Self:
        try:
            content = weights.read_bytes()
        except OSError as error:
            raise ModelMissing("The weights of the coverage head are missing.") from error
        card = ModelCard(role="coverage", name="coverage-fr", sha256=hashlib.sha256(content).hexdigest())
        return cls(load(content), card)

    @property
    def card(self) -> ModelCard:
        return self._card

    def weigh(self, features: FloatArray) -> FloatArray:
        """Features (sentences, features) to the probability that a summary needs each sentence: (sentences,)."""
        a = self._arrays
        scaled = np.clip((features - a["mean"]) / a["deviation"], -FAR, FAR)
        hidden = np.maximum(np.einsum("nf,kfh->knh", scaled, a["enter"]) + a["enter_bias"][:, None, :], 0)
        scores = np.einsum("knh,kh->kn", hidden, a["leave"]) + a["leave_bias"][:, None]
        probabilities: FloatArray = (1 / (1 + np.exp(-scores))).mean(axis=0).astype(np.float32)
        return probabilities


@cache
def load_head() -> CoverageHead:
    """The shipped head, loaded once."""
    return CoverageHead.from_file()
