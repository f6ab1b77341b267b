"""Statements that say again what another says. It compares words and numbers, and refuses to judge meaning."""

from __future__ import annotations

from collections.abc import Sequence

from eval.metrics.exact import content, quantities
from eval.shown import ShownStatement

#: Share of a statement's words that must be in another for it to be a repetition.
AGAIN = 0.9


def repeated(statements: Sequence[ShownStatement]) -> frozenset[str]:
    """Ids of the statements whose words (nine tenths) and numbers (all) an earlier or longer one holds."""
    words = [content(s.text) for s in statements]
    numbers = [frozenset(q.value for q in quantities(s.text)) for s in statements]
    again = set()
    for i, statement in enumerate(statements):
        for j in range(len(statements)):
            longer = (len(words[j]), -j) > (len(words[i]), -i)
            if i != j and words[i] and longer and _within(words[i], words[j]) and numbers[i] <= numbers[j]:
                again.add(statement.id)
                break
    return frozenset(again)


def _within(mine: frozenset[str], other: frozenset[str]) -> bool:
    return len(mine & other) >= AGAIN * len(mine)
