"""BM25 over a fixed list of French texts, through bm25s. It knows words (`lexical.py`); it refuses to know meaning."""

from __future__ import annotations

from collections.abc import Sequence

import bm25s

from summarizer.lexical import words


class Lexical:
    """BM25 scores of a fixed list of texts."""

    def __init__(self, texts: Sequence[str]) -> None:
        tokens = [words(text) for text in texts]
        self._size = len(tokens)
        self._vocabulary = {word for document in tokens for word in document}
        self._bm25 = None
        if self._vocabulary:
            self._bm25 = bm25s.BM25()
            self._bm25.index(tokens, show_progress=False)

    def search(self, query: str, k: int) -> list[int]:
        """Positions of the `k` best texts, best first; texts that share no word with the query are left out."""
        asked = [word for word in words(query) if word in self._vocabulary]
        if self._bm25 is None or not asked:
            return []
        scores = self._bm25.get_scores(asked)
        order = sorted(range(self._size), key=lambda i: (-float(scores[i]), i))
        return [i for i in order[:k] if scores[i] > 0]
