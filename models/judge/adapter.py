"""The judge as the core knows it: pairs in, calibrated probabilities out.

Pairs are read in order of length, so that little is spent on padding. Measured figures are in `README.md`.
"""

from __future__ import annotations

import logging
from collections.abc import Sequence
from typing import Self

import torch

from models.folders import ModelFolder
from models.judge.network import Network, load
from models.judge.reader import CLAIM_TOKENS, Reader, Row, batch_of
from models.precision import Precision, dtype_of
from summarizer.ports import Judgement
from summarizer.values import ModelCard

logger = logging.getLogger(__name__)

UNREAD = Judgement(entailment=0.0, neutral=1.0, contradiction=0.0)


class EntailmentJudge:
    """Judges with the network of `models/judge/weights`."""

    def __init__(self, network: Network, reader: Reader, *, card: ModelCard, batch_size: int) -> None:
        self._network = network
        self._reader = reader
        self._card = card
        self._batch_size = batch_size

    @classmethod
    def from_folder(cls, folder: ModelFolder, *, batch_size: int = 16, precision: Precision = "auto") -> Self:
        dtype = dtype_of(precision)
        network, reader = load(folder.path, dtype), Reader.from_folder(folder.path)
        logger.info("judge %s loaded in %s", folder.name, dtype)
        card = ModelCard(role="judge", name=folder.name, sha256=folder.sha256)
        return cls(network, reader, card=card, batch_size=batch_size)

    @property
    def card(self) -> ModelCard:
        return self._card

    def judge(self, pairs: Sequence[tuple[str, str]]) -> tuple[Judgement, ...]:
        """(evidence, claim) pairs, in the order given. An empty text, or a claim too long to read whole, is neutral."""
        rows = [self._reader.read(evidence, claim) for evidence, claim in pairs]
        order = sorted(range(len(rows)), key=lambda n: len(rows[n]))
        judged: dict[int, Judgement] = {}
        with torch.inference_mode():
            for start in range(0, len(order), self._batch_size):
                places = order[start : start + self._batch_size]
                scores = self._network(batch_of([rows[n] for n in places])).float()
                shares = torch.softmax(scores / self._network.shape.temperature, dim=-1).tolist()
                judged.update({n: _judgement(*share) for n, share in zip(places, shares, strict=True)})
        return tuple(judged[n] if _read(row, pairs[n]) else UNREAD for n, row in enumerate(rows))


def _read(row: Row, pair: tuple[str, str]) -> bool:
    """Whether the network saw the whole claim: what was cut could change the verdict."""
    return row.said <= CLAIM_TOKENS and all(text.strip() for text in pair)


def _judgement(entailment: float, neutral: float, contradiction: float) -> Judgement:
    return Judgement(entailment=entailment, neutral=neutral, contradiction=contradiction)
