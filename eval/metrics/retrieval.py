"""Recall at k of passages: whether what answers a query is among the first k chunks. It knows spans only."""

from __future__ import annotations

from collections.abc import Collection, Sequence

from summarizer.values import Span

Place = tuple[str, Span]


def first_hit(ranked: Sequence[Place], wanted: Collection[Place]) -> int | None:
    """The rank, from 1, of the first chunk that overlaps a wanted passage; None when none does."""
    for rank, (document, span) in enumerate(ranked, start=1):
        if any(document == other and span.overlaps(place) for other, place in wanted):
            return rank
    return None


def hit_within(ranked: Sequence[Place], wanted: Collection[Place], k: int) -> bool:
    rank = first_hit(ranked, wanted)
    return rank is not None and rank <= k
