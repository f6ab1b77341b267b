"""Greedy decoding of several prompts at once, with what they share computed once.

Prompts of one task begin with the same instructions and examples. The keys and values of that beginning are computed
once and kept; each batch starts from a copy of them. Rows are aligned to the right, so the layout of the cache is the
one that plain left padding gives: a row shorter than the longest recomputes a few tokens of the beginning instead.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from itertools import takewhile
from typing import Any

import torch
from torch import Tensor
from transformers.cache_utils import Cache, DynamicCache, DynamicLayer


@dataclass(frozen=True, slots=True, kw_only=True)
class Beginning:
    """Tokens that prompts share, with their keys and values: one pair a layer, of shape (1, heads, tokens, size)."""

    tokens: tuple[int, ...]
    layers: tuple[tuple[Tensor, Tensor], ...]


class RoomyLayer(DynamicLayer):  # type: ignore[misc]  # transformers has no types
    """Keys and values of one layer, in tensors with room ahead: the library's own layer copies them at each token."""

    ROOM = 64

    def update(self, key_states: Tensor, value_states: Tensor, *_: Any, **__: Any) -> tuple[Tensor, Tensor]:
        if not self.is_initialized:
            self.lazy_initialization(key_states, value_states)
            self.keys, self.values = key_states[:, :, :0], value_states[:, :, :0]
            self._with_room: tuple[Tensor, Tensor] | None = None
        used, length = self.keys.shape[2], self.keys.shape[2] + key_states.shape[2]
        if self._with_room is None or self._with_room[0].shape[2] < length:
            self._with_room = (_roomy(self.keys, length + self.ROOM), _roomy(self.values, length + self.ROOM))
        keys, values = self._with_room
        keys[:, :, used:length], values[:, :, used:length] = key_states, value_states
        self.keys, self.values = keys[:, :, :length], values[:, :, :length]
        return self.keys, self.values

    def batch_select_indices(self, indices: Tensor) -> None:
        super().batch_select_indices(indices)
        self._with_room = None


def _roomy(states: Tensor, length: int) -> Tensor:
    roomy = states.new_empty((states.shape[0], states.shape[1], length, states.shape[3]))
    roomy[:, :, : states.shape[2]] = states
    return roomy


NOTHING = Beginning(tokens=(), layers=())


def shared(rows: Sequence[Sequence[int]], *, breaks: frozenset[int]) -> tuple[int, ...]:
    """The longest beginning of all rows that ends with one of the tokens `breaks`, and leaves each row a token.

    Ending on a break (a new line) keeps what is particular to a prompt out of it: two passages that happen to begin
    alike do not make another beginning.
    """
    columns = zip(*(row[:-1] for row in rows), strict=False)
    common = [column[0] for column in takewhile(lambda column: len(set(column)) == 1, columns)]
    while common and common[-1] not in breaks:
        common.pop()
    return tuple(common)


def beginning(model: Any, tokens: Sequence[int]) -> Beginning:
    """Computes the keys and values of the tokens."""
    if not tokens:
        return NOTHING
    cache = DynamicCache()
    model(input_ids=torch.tensor([list(tokens)]), past_key_values=cache, use_cache=True, logits_to_keep=1)
    return Beginning(tokens=tuple(tokens), layers=tuple((layer.keys, layer.values) for layer in cache.layers))


def decode(
    model: Any,
    rows: Sequence[Sequence[int]],
    start: Beginning,
    *,
    pad: int,
    max_new_tokens: int,
    is_done: Callable[[int, list[int]], bool],
    scored: Tensor | None = None,
) -> list[list[int]]:
    """The tokens that continue each row, likeliest first, until `is_done(row, tokens so far)` or `max_new_tokens`.

    Every row begins with `start.tokens` and is longer. `scored` gives the token of each logit, where the output layer
    does not score them all.
    """
    written: list[list[int]] = [[] for _ in rows]
    live = list(range(len(rows)))
    inputs, mask, positions, cache = _aligned(rows, start, pad)
    for _ in range(max_new_tokens):
        output = model(
            input_ids=inputs,
            attention_mask=mask,
            position_ids=positions,
            past_key_values=cache,
            use_cache=True,
            logits_to_keep=1,
        )
        for row, token in zip(live, _likeliest(output.logits[:, -1], scored), strict=True):
            written[row].append(token)
        going = [index for index, row in enumerate(live) if not is_done(row, written[row])]
        if not going:
            break
        if len(going) < len(live):
            # A finished row costs as much as a live one: it leaves the batch.
            cache.batch_select_indices(torch.tensor(going))
            mask, positions = mask[going], positions[going]
            live = [live[index] for index in going]
        inputs = torch.tensor([[written[row][-1]] for row in live])
        mask = torch.cat([mask, mask.new_ones((len(live), 1))], dim=1)
        positions = positions[:, -1:] + 1
    return written


def _likeliest(logits: Tensor, scored: Tensor | None) -> list[int]:
    # numpy finds the largest of 262,144 numbers three times faster than torch does in bfloat16.
    best = logits.float().numpy().argmax(-1)
    return best.tolist() if scored is None else scored[torch.from_numpy(best)].tolist()


def _aligned(rows: Sequence[Sequence[int]], start: Beginning, pad: int) -> tuple[Tensor, Tensor, Tensor, Cache]:
    """Input tokens, mask, positions and cache of the first step: [pads][cached][tokens], aligned to the right."""
    width = max(len(row) for row in rows) - len(start.tokens)
    cached = [max(0, len(row) - width) for row in rows]
    held = max(cached)
    inputs = torch.full((len(rows), width), pad)
    mask = torch.zeros((len(rows), held + width), dtype=torch.long)
    for index, (row, kept) in enumerate(zip(rows, cached, strict=True)):
        rest = torch.tensor(list(row[kept:]))
        inputs[index, width - len(rest) :] = rest
        mask[index, held + width - len(row) :] = 1
    positions = (mask.cumsum(1) - 1).clamp(min=0)[:, held:]
    cache = Cache(layer_class_to_replicate=RoomyLayer)
    if held:
        for number, (keys, values) in enumerate(start.layers):
            cache.update(_placed(keys, cached, held), _placed(values, cached, held), number)
    return inputs, mask, positions, cache


def _placed(states: Tensor, cached: Sequence[int], held: int) -> Tensor:
    """The first `cached[row]` states of the beginning, at the right end of each row."""
    placed = states.new_zeros((len(cached), states.shape[1], held, states.shape[3]))
    for row, kept in enumerate(cached):
        placed[row, :, held - kept :] = states[0, :, :kept]
    return placed
