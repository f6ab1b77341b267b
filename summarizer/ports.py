"""The Protocols the core needs. It refuses to know any runtime: adapters live in `models/`."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from summarizer.values import ModelCard

FloatArray = NDArray[np.float32]


class Writer(Protocol):
    """Continues prompts, deterministically (greedy), in the order given."""

    @property
    def card(self) -> ModelCard: ...

    def write(self, prompts: Sequence[str], *, max_new_tokens: int) -> tuple[str, ...]: ...


class Embedder(Protocol):
    """Turns texts into unit vectors: arrays of shape (n, dimension), float32."""

    @property
    def card(self) -> ModelCard: ...

    @property
    def dimension(self) -> int: ...

    def embed_passages(self, texts: Sequence[str]) -> FloatArray: ...

    def embed_queries(self, texts: Sequence[str]) -> FloatArray: ...


@dataclass(frozen=True, slots=True, kw_only=True)
class Judgement:
    """Calibrated probabilities that evidence entails, is neutral to, or contradicts a claim; they sum to 1."""

    entailment: float
    neutral: float
    contradiction: float


class Judge(Protocol):
    """Judges (evidence, claim) pairs, in the order given."""

    @property
    def card(self) -> ModelCard: ...

    def judge(self, pairs: Sequence[tuple[str, str]]) -> tuple[Judgement, ...]: ...


class Head(Protocol):
    """Weighs the sentences of a dossier, described as in `summarizer.select.features`."""

    @property
    def card(self) -> ModelCard: ...

    def weigh(self, features: FloatArray) -> FloatArray:
        """Features (sentences, features) to the probability that a summary needs each sentence: (sentences,)."""
        ...
