"""Intervals, differences and agreement.

It knows numbers only. A measure of nothing is None, never 0 or 1. Draws are seeded: the same items give the same
interval.
"""

from __future__ import annotations

import math
import random
from bisect import bisect_left, bisect_right
from collections.abc import Callable, Hashable, Mapping, Sequence
from dataclasses import dataclass
from typing import TypeVar

_Z95 = 1.959963984540054
_DRAWS = 2000
_Item = TypeVar("_Item")


@dataclass(frozen=True, slots=True)
class Estimate:
    """A value with its 95 % interval, of `n` items."""

    value: float
    low: float
    high: float
    n: int


def wilson(successes: int, n: int) -> Estimate | None:
    """A proportion with Wilson's score interval (Wilson 1927); None of no item."""
    if n == 0:
        return None
    share = successes / n
    spread = _Z95 * math.sqrt(share * (1 - share) / n + _Z95**2 / (4 * n * n))
    centre = share + _Z95**2 / (2 * n)
    scale = 1 + _Z95**2 / n
    return Estimate(share, max(0.0, (centre - spread) / scale), min(1.0, (centre + spread) / scale), n)


def mean(values: Sequence[float], *, seed: int = 0) -> Estimate | None:
    """The mean with a percentile bootstrap interval (Efron 1979); None of no value."""
    if not values:
        return None
    return bootstrap(list(values), lambda drawn: sum(drawn) / len(drawn), seed=seed)


def bootstrap(
    items: Sequence[_Item], measure: Callable[[Sequence[_Item]], float | None], *, seed: int = 0, draws: int = _DRAWS
) -> Estimate | None:
    """Any measure of items with a percentile bootstrap interval; None where the measure of all items is None."""
    value = measure(items)
    if value is None:
        return None
    draw = random.Random(seed)  # noqa: S311 - repeatable, not secret
    drawn = [measure(draw.choices(items, k=len(items))) for _ in range(draws)]
    known = sorted(v for v in drawn if v is not None)
    return Estimate(value, _quantile(known, 0.025), _quantile(known, 0.975), len(items))


def paired_difference(a: Mapping[Hashable, float], b: Mapping[Hashable, float], *, seed: int = 0) -> Estimate | None:
    """Mean of b - a over the items both have, with a paired bootstrap interval; None when they share none."""
    shared = [key for key in a if key in b]
    return mean([b[key] - a[key] for key in shared], seed=seed)


def kappa(pairs: Sequence[tuple[Hashable, Hashable]]) -> float | None:
    """Cohen's kappa (Cohen 1960) of two raters' answers; None without items or when chance agreement is total."""
    if not pairs:
        return None
    n = len(pairs)
    observed = sum(a == b for a, b in pairs) / n
    answers = {answer for pair in pairs for answer in pair}
    expected = sum(
        (sum(a == answer for a, _ in pairs) / n) * (sum(b == answer for _, b in pairs) / n) for answer in answers
    )
    return None if expected >= 1 else (observed - expected) / (1 - expected)


def auroc(scored: Sequence[tuple[float, bool]]) -> float | None:
    """The probability that a positive scores above a negative, ties counting half; None without both."""
    positives = [score for score, positive in scored if positive]
    negatives = [score for score, positive in scored if not positive]
    if not positives or not negatives:
        return None
    ordered = sorted(negatives)
    below = sum(_below(ordered, score) + 0.5 * _equal(ordered, score) for score in positives)
    return below / (len(positives) * len(negatives))


def balanced_accuracy(judged: Sequence[tuple[bool, bool]]) -> float | None:
    """Mean of the two recalls over (predicted, actual); None without both classes."""
    right = [predicted for predicted, actual in judged if actual]
    wrong = [predicted for predicted, actual in judged if not actual]
    if not right or not wrong:
        return None
    return (sum(right) / len(right) + sum(not p for p in wrong) / len(wrong)) / 2


def _quantile(ordered: Sequence[float], share: float) -> float:
    position = share * (len(ordered) - 1)
    low = math.floor(position)
    high = min(low + 1, len(ordered) - 1)
    return ordered[low] + (ordered[high] - ordered[low]) * (position - low)


def _below(ordered: Sequence[float], score: float) -> int:

    return bisect_left(ordered, score)


def _equal(ordered: Sequence[float], score: float) -> int:

    return bisect_right(ordered, score) - bisect_left(ordered, score)
