"""Finds the chunks that answer a query: dense and BM25 rankings, fused by reciprocal rank.

Reciprocal rank fusion: Cormack, Clarke and Büttcher, SIGIR 2009; its constant 60 is theirs.
"""

from __future__ import annotations

from collections.abc import Sequence

from summarizer.index import Index
from summarizer.ports import Embedder
from summarizer.values import Chunk

_RRF = 60


def retrieve(queries: Sequence[str], index: Index, embedder: Embedder, *, k: int) -> tuple[tuple[Chunk, ...], ...]:
    """For each query, up to `k` chunks of the dossier, best first; ties are ordered by position."""
    if not index.chunks or not queries:
        return tuple(() for _ in queries)
    wide = 4 * k
    dense = index.dense(embedder.embed_queries(queries), wide)
    return tuple(
        tuple(index.chunks[i] for i in _fuse([near, index.lexical(query, wide)])[:k])
        for query, near in zip(queries, dense, strict=True)
    )


def _fuse(rankings: Sequence[Sequence[int]]) -> list[int]:
    scores: dict[int, float] = {}
    for ranking in rankings:
        for rank, position in enumerate(ranking):
            scores[position] = scores.get(position, 0.0) + 1.0 / (_RRF + rank + 1)
    return sorted(scores, key=lambda position: (-scores[position], position))
