"""Embedder through sentence-transformers: any folder it can load, with its own pooling and prompts.

It refuses to know what the texts are; it never logs them.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Self

import numpy as np
import torch
from sentence_transformers import SentenceTransformer

from models.folders import ModelFolder
from summarizer.ports import FloatArray
from summarizer.values import ModelCard


class SentenceEncoder:
    """Unit vectors of passages and queries, the prefixes of the model added (`passage: `, `query: `)."""

    def __init__(self, model: SentenceTransformer, *, card: ModelCard, batch_size: int = 32) -> None:
        self._model = model
        self._card = card
        self._batch_size = batch_size

    @classmethod
    def from_folder(cls, folder: ModelFolder, *, batch_size: int = 32) -> Self:
        model = SentenceTransformer(str(folder.path), device="cpu", local_files_only=True)
        card = ModelCard(role="embedder", name=folder.name, sha256=folder.sha256)
        return cls(model.eval(), card=card, batch_size=batch_size)

    @property
    def card(self) -> ModelCard:
        return self._card

    @property
    def dimension(self) -> int:
        dimension = self._model.get_embedding_dimension()
        assert dimension is not None
        return int(dimension)

    def embed_passages(self, texts: Sequence[str]) -> FloatArray:
        return self._embed(texts, "passage")

    def embed_queries(self, texts: Sequence[str]) -> FloatArray:
        return self._embed(texts, "query")

    def _embed(self, texts: Sequence[str], kind: str) -> FloatArray:
        if not texts:
            return np.zeros((0, self.dimension), dtype=np.float32)
        prompt = self._model.prompts.get(kind, "")
        with torch.inference_mode():
            vectors = self._model.encode(
                list(texts),
                prompt=prompt,
                batch_size=self._batch_size,
                show_progress_bar=False,
                convert_to_numpy=True,
                normalize_embeddings=True,
            )
        return np.asarray(vectors, dtype=np.float32)
