"""Judge through transformers: any sequence classifier of three classes whose config.json names them.

It refuses to guess: a pair too long to be read whole is neutral, because what was cut could change the verdict.
"""

from __future__ import annotations

import logging
from collections.abc import Mapping, Sequence
from typing import Any, Self

import torch
from torch import Tensor
from transformers import AutoModelForSequenceClassification, AutoTokenizer

from models.folders import ModelFolder
from models.precision import Precision, dtype_of
from models.quiet import no_progress_bars
from summarizer.errors import ModelError
from summarizer.ports import Judgement
from summarizer.values import ModelCard

logger = logging.getLogger(__name__)

CLASSES = ("entailment", "neutral", "contradiction")
UNREAD = Judgement(entailment=0.0, neutral=1.0, contradiction=0.0)


class CrossEncoder:
    """Reads the evidence then the claim, and gives the probabilities of the three classes.

    `config.json` names the classes in `id2label`, in any order and case, and may hold `calibration_temperature`, found on
    held-out pairs: logits are divided by it, so that probabilities are calibrated.
    """

    def __init__(self, model: Any, tokenizer: Any, *, card: ModelCard, batch_size: int) -> None:
        self._model = model
        self._tokenizer = tokenizer
        self._card = card
        self._batch_size = batch_size
        self._columns = _columns(model.config.id2label, card.name)
        self._temperature = float(getattr(model.config, "calibration_temperature", 1.0))
        self._limit = _limit(model, tokenizer)

    @classmethod
    def from_folder(cls, folder: ModelFolder, *, batch_size: int = 16, precision: Precision = "auto") -> Self:
        dtype = dtype_of(precision)
        with no_progress_bars():
            tokenizer = AutoTokenizer.from_pretrained(folder.path, local_files_only=True)
            model = AutoModelForSequenceClassification.from_pretrained(folder.path, local_files_only=True, dtype=dtype)
        logger.info("judge %s loaded in %s", folder.name, dtype)
        card = ModelCard(role="judge", name=folder.name, sha256=folder.sha256)
        return cls(model.eval(), tokenizer, card=card, batch_size=batch_size)

    @property
    def card(self) -> ModelCard:
        return self._card

    def judge(self, pairs: Sequence[tuple[str, str]]) -> tuple[Judgement, ...]:
        """One judgement a pair (evidence, claim), in order."""
        rows = [self._tokenizer(evidence, claim) for evidence, claim in pairs]
        lengths = [len(row["input_ids"]) for row in rows]
        judgements = [UNREAD] * len(rows)
        order = sorted((i for i, length in enumerate(lengths) if length <= self._limit), key=lambda i: (lengths[i], i))
        with torch.inference_mode():
            for first in range(0, len(order), self._batch_size):
                batch = order[first : first + self._batch_size]
                for index, scores in zip(batch, self._probabilities([rows[i] for i in batch]), strict=True):
                    judgements[index] = Judgement(**dict(zip(CLASSES, scores, strict=True)))
        return tuple(judgements)

    def _probabilities(self, rows: Sequence[Mapping[str, Any]]) -> list[list[float]]:
        inputs = self._tokenizer.pad(list(rows), padding=True, return_tensors="pt")
        logits: Tensor = self._model(**inputs).logits.float() / self._temperature
        probabilities: list[list[float]] = logits.softmax(-1)[:, self._columns].tolist()
        return probabilities


def _columns(labels: Mapping[int, str], name: str) -> list[int]:
    """The column of each class, in the order of CLASSES. Raises ModelError when config.json does not name them."""
    found = {label.lower(): int(column) for column, label in labels.items()}
    if set(found) != set(CLASSES):
        raise ModelError(f"The judge {name} must name its three classes in config.json: {', '.join(CLASSES)}.")
    return [found[label] for label in CLASSES]


def _limit(model: Any, tokenizer: Any) -> int:
    """Tokens the model can read; RoBERTa's first position comes after that of its padding."""
    positions = getattr(model.config, "max_position_embeddings", None) or tokenizer.model_max_length
    offset = model.config.pad_token_id + 1 if model.config.model_type in ("roberta", "xlm-roberta", "camembert") else 0
    return min(int(positions) - offset, int(tokenizer.model_max_length))
