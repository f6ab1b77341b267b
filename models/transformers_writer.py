"""Writer through transformers: any causal language model in a folder.

Greedy, several prompts at a time. It never logs a prompt.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Self

import torch
from transformers import AutoModelForCausalLM, AutoTokenizer

from models.folders import ModelFolder
from summarizer.values import ModelCard


class TransformersWriter:
    """Continues prompts by the likeliest token, until a stop string, the end token, or `max_new_tokens`."""

    def __init__(
        self, model, tokenizer, *, card: ModelCard, batch_size: int = 16, stop: Sequence[str] = ("\n\n",)
    ) -> None:
        self._model = model
        self._tokenizer = tokenizer
        self._card = card
        self._batch_size = batch_size
        self._stop = tuple(stop)

    @classmethod
    def from_folder(cls, folder: ModelFolder, *, batch_size: int = 16, stop: Sequence[str] = ("\n\n",)) -> Self:
        tokenizer = AutoTokenizer.from_pretrained(folder.path, local_files_only=True, padding_side="left")
        model = AutoModelForCausalLM.from_pretrained(folder.path, local_files_only=True, dtype=torch.bfloat16)
        card = ModelCard(role="writer", name=folder.name, sha256=folder.sha256)
        return cls(model.eval(), tokenizer, card=card, batch_size=batch_size, stop=stop)

    @property
    def card(self) -> ModelCard:
        return self._card

    def write(self, prompts: Sequence[str], *, max_new_tokens: int) -> tuple[str, ...]:
        order = sorted(range(len(prompts)), key=lambda index: (len(prompts[index]), index))
        written = [""] * len(prompts)
        for start in range(0, len(order), self._batch_size):
            batch = order[start : start + self._batch_size]
            for index, text in zip(batch, self._write([prompts[i] for i in batch], max_new_tokens), strict=True):
                written[index] = text
        return tuple(written)

    def _write(self, prompts: list[str], max_new_tokens: int) -> list[str]:
        inputs = self._tokenizer(prompts, return_tensors="pt", padding=True)
        with torch.inference_mode():
            tokens = self._model.generate(
                **inputs,
                do_sample=False,
                max_new_tokens=max_new_tokens,
                stop_strings=list(self._stop),
                tokenizer=self._tokenizer,
            )
        texts = self._tokenizer.batch_decode(tokens[:, inputs["input_ids"].shape[1] :], skip_special_tokens=True)
        return [self._cut(text) for text in texts]

    def _cut(self, text: str) -> str:
        for stop in self._stop:
            text = text.partition(stop)[0]
        return text.strip()
