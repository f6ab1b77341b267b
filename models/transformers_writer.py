"""Writer through transformers: any causal language model of a folder, on this machine.

Greedy, so that the same prompts give the same texts. It never logs a prompt, and refuses to cut one: a passage whose
end the model did not see must not be summarized.
"""

from __future__ import annotations

import logging
from collections.abc import Sequence
from typing import Any, Literal, Self

import torch
from transformers import AutoModelForCausalLM, AutoTokenizer

from models import greedy
from models.folders import ModelFolder
from models.narrow_head import narrow
from models.precision import Precision, dtype_of
from models.quiet import no_progress_bars
from summarizer.errors import ModelError
from summarizer.values import ModelCard

logger = logging.getLogger(__name__)

# A beginning already computed is kept while it covers this share of what the prompts have in common.
WORTH_KEEPING = 0.8


class TransformersWriter:
    """Continues prompts by the likeliest token, until a stop string, the end token, or `max_new_tokens`.

    Prompts are wrapped in the chat template of the model when it has one. In bfloat16 the last digit of a result may
    depend on the size of the batch, and with it, rarely, a word: batches are therefore cut the same way for the same
    prompts. In float32 texts do not depend on it.
    """

    def __init__(
        self,
        model: Any,
        tokenizer: Any,
        *,
        card: ModelCard,
        batch_size: int,
        stop: Sequence[str],
        alphabet: Literal["latin", "all"],
    ) -> None:
        self._model = model
        self._scored = narrow(model, tokenizer) if alphabet == "latin" else None
        self._tokenizer = tokenizer
        self._card = card
        self._batch_size = batch_size
        self._stop = tuple(stop)
        self._ends = _end_tokens(model, tokenizer)
        self._breaks = frozenset(token for text, token in tokenizer.get_vocab().items() if _is_break(text))
        self._beginning = greedy.NOTHING
        self._last_row: list[int] | None = None

    @classmethod
    def from_folder(
        cls,
        folder: ModelFolder,
        *,
        batch_size: int = 32,
        stop: Sequence[str] = ("\n\n",),
        precision: Precision = "auto",
        alphabet: Literal["latin", "all"] = "latin",
    ) -> Self:
        dtype = dtype_of(precision)
        with no_progress_bars():
            tokenizer = AutoTokenizer.from_pretrained(folder.path, local_files_only=True)
            model = AutoModelForCausalLM.from_pretrained(folder.path, local_files_only=True, dtype=dtype).eval()
        logger.info("writer %s loaded in %s", folder.name, dtype)
        card = ModelCard(role="writer", name=folder.name, sha256=folder.sha256)
        return cls(model, tokenizer, card=card, batch_size=batch_size, stop=stop, alphabet=alphabet)

    @property
    def card(self) -> ModelCard:
        return self._card

    def write(self, prompts: Sequence[str], *, max_new_tokens: int) -> tuple[str, ...]:
        """The continuation of each prompt, in order, without the stop string. Raises ModelError on one too long."""
        rows = [self._tokens(prompt) for prompt in prompts]
        self._refuse_too_long(rows, max_new_tokens)
        written = [""] * len(rows)
        # Rows of one length finish together and need little padding.
        order = sorted(range(len(rows)), key=lambda index: (len(rows[index]), prompts[index]))
        with torch.inference_mode():
            start = self._beginning_of(rows)
            for first in range(0, len(order), self._batch_size):
                batch = order[first : first + self._batch_size]
                texts = self._continue([rows[index] for index in batch], start, max_new_tokens)
                for index, text in zip(batch, texts, strict=True):
                    written[index] = text
        return tuple(written)

    def _tokens(self, prompt: str) -> list[int]:
        if not self._tokenizer.chat_template:
            return list(self._tokenizer(prompt)["input_ids"])
        messages = [{"role": "user", "content": prompt}]
        text = self._tokenizer.apply_chat_template(messages, add_generation_prompt=True, tokenize=False)
        return list(self._tokenizer(text, add_special_tokens=False)["input_ids"])

    def _refuse_too_long(self, rows: Sequence[Sequence[int]], max_new_tokens: int) -> None:
        limit = getattr(self._model.config.get_text_config(), "max_position_embeddings", None)
        longest = max((len(row) for row in rows), default=0) + max_new_tokens
        if limit is not None and longest > limit:
            raise ModelError(f"A prompt needs {longest} tokens; the writer {self._card.name} reads {limit}.")

    def _beginning_of(self, rows: Sequence[list[int]]) -> greedy.Beginning:
        """What all rows begin with, computed now or by an earlier call.

        A call with one prompt finds what it shares with the call before.
        """
        kept = self._beginning
        fits = all(tuple(row[: len(kept.tokens)]) == kept.tokens and len(row) > len(kept.tokens) for row in rows)
        others = [self._last_row] if self._last_row is not None and len(rows) == 1 else []
        together = [*rows, *others]
        common = greedy.shared(together, breaks=self._breaks) if len(together) > 1 else ()
        if not fits or len(kept.tokens) < WORTH_KEEPING * len(common):
            kept = greedy.beginning(self._model, common)
        self._beginning, self._last_row = kept, list(rows[0]) if rows else None
        return kept

    def _continue(self, rows: Sequence[list[int]], start: greedy.Beginning, max_new_tokens: int) -> list[str]:
        texts = [""] * len(rows)

        def is_done(row: int, tokens: list[int]) -> bool:
            texts[row] = self._tokenizer.decode(tokens, skip_special_tokens=True)
            return tokens[-1] in self._ends or any(stop in texts[row] for stop in self._stop)

        pad = self._tokenizer.pad_token_id or 0
        greedy.decode(
            self._model,
            rows,
            start,
            pad=pad,
            scored=self._scored,
            max_new_tokens=max_new_tokens,
            is_done=is_done,
        )
        return [self._cut(text) for text in texts]

    def _cut(self, text: str) -> str:
        for stop in self._stop:
            text = text.partition(stop)[0]
        return text.strip()


def _end_tokens(model: Any, tokenizer: Any) -> frozenset[int]:
    ends = model.generation_config.eos_token_id
    listed = ends if isinstance(ends, list) else [ends]
    return frozenset(token for token in (*listed, tokenizer.eos_token_id) if token is not None)


def _is_break(token: str) -> bool:
    """Whether a token of a vocabulary is made of new lines, as written by SentencePiece or byte-level BPE."""
    return bool(token) and not token.strip("\nĊ")
