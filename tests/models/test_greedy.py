"""The decoding loop against the library's own, on a small Gemma 3 in float32."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
import torch
from tiny import causal_model

from models import greedy

VOCABULARY = 90
NEW_LINE = 10
BEGINNING = [2, 11, 12, 13, NEW_LINE, 21, 22, 23, 24, 25, 26, NEW_LINE, 31, 32, 33, 34, 35, 36, 37, 38, NEW_LINE]
ROWS = [
    [*BEGINNING, 41, 42],
    [*BEGINNING, 51, 52, 53, 54, 55, 56, 57, 58, 59],
    [*BEGINNING, 61],
    [*BEGINNING, 41, 42, 43, 44],
]


@pytest.fixture(scope="module")
def model() -> Any:
    return causal_model(VOCABULARY)


@pytest.fixture(autouse=True)
def _inference() -> Iterator[None]:
    with torch.inference_mode():
        yield


def never(row: int, tokens: list[int]) -> bool:
    return False


def decode(model: Any, rows: list[list[int]], start: greedy.Beginning = greedy.NOTHING, **options: Any) -> Any:
    return greedy.decode(model, rows, start, **{"pad": 0, "max_new_tokens": 24, "is_done": never, **options})


def expected(model: Any, row: list[int], count: int = 24) -> list[int]:
    """What `generate` of transformers writes for one row alone."""
    tokens = model.generate(torch.tensor([row]), do_sample=False, max_new_tokens=count, eos_token_id=None)
    return [int(token) for token in tokens[0, len(row) :]]


def test_one_row_continues_as_the_library_does(model: Any) -> None:
    assert decode(model, ROWS[:1]) == [expected(model, ROWS[0])]


def test_rows_of_different_lengths_do_not_change_each_other(model: Any) -> None:
    assert decode(model, ROWS) == [expected(model, row) for row in ROWS]


def test_a_beginning_computed_once_changes_nothing(model: Any) -> None:
    start = greedy.beginning(model, greedy.shared(ROWS, breaks=frozenset({NEW_LINE})))
    assert start.tokens == tuple(BEGINNING)
    assert decode(model, ROWS, start) == [expected(model, row) for row in ROWS]


def test_a_row_shorter_than_what_the_longest_adds_is_padded(model: Any) -> None:
    rows = [[2, NEW_LINE, 40], [2, NEW_LINE, *range(41, 80)]]
    start = greedy.beginning(model, [2, NEW_LINE])
    assert decode(model, rows, start) == [expected(model, row) for row in rows]


def test_a_finished_row_leaves_and_the_others_go_on(model: Any) -> None:
    wanted = [expected(model, row) for row in ROWS]
    ends = {0: 3, 1: 24, 2: 1, 3: 9}
    written = decode(model, ROWS, is_done=lambda row, tokens: len(tokens) >= ends[row])
    assert written == [tokens[: ends[row]] for row, tokens in enumerate(wanted)]


def test_room_is_made_again_when_a_text_outgrows_it(model: Any) -> None:
    count = greedy.RoomyLayer.ROOM + 20
    assert decode(model, ROWS[:2], max_new_tokens=count) == [expected(model, row, count) for row in ROWS[:2]]


def test_the_shared_beginning_ends_with_a_line() -> None:
    rows = [[1, 2, NEW_LINE, 7, 7, 8], [1, 2, NEW_LINE, 7, 7, 9]]
    assert greedy.shared(rows, breaks=frozenset({NEW_LINE})) == (1, 2, NEW_LINE)


def test_the_shared_beginning_leaves_each_row_a_token() -> None:
    rows = [[1, NEW_LINE, 2, NEW_LINE], [1, NEW_LINE, 2, NEW_LINE, 5]]
    assert greedy.shared(rows, breaks=frozenset({NEW_LINE})) == (1, NEW_LINE)
