"""One small FAISS index per dossier, with its BM25 twin, saved with a manifest.

It knows vectors and chunk ids; it refuses another model's vectors and another dossier's chunks (`IndexMismatch`).
It is the only module that imports FAISS. Vectors are unit vectors: the inner product is the cosine.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import faiss
import numpy as np

from summarizer.bm25 import Lexical
from summarizer.errors import IndexMismatch
from summarizer.output import write_atomically
from summarizer.ports import Embedder, FloatArray
from summarizer.values import Chunk, DossierId

_VECTORS = "vectors.faiss"
_MANIFEST = "manifest.json"


@dataclass(frozen=True, slots=True, kw_only=True, repr=False)
class Index:
    """The chunks of one dossier with their vectors, shape (n, dimension), float32, unit norm."""

    dossier_id: DossierId
    chunks: tuple[Chunk, ...]
    vectors: FloatArray
    embedder_sha256: str
    _dense: faiss.Index
    _lexical: Lexical

    def __repr__(self) -> str:
        return f"Index({self.dossier_id}, {len(self.chunks)} chunks)"

    def dense(self, queries: FloatArray, k: int) -> list[list[int]]:
        """For each query vector, the positions of the `k` nearest chunks, nearest first."""
        if not self.chunks:
            return [[] for _ in queries]
        _, found = self._dense.search(queries, min(k, len(self.chunks)))
        return [[int(i) for i in row if i >= 0] for row in found]

    def lexical(self, query: str, k: int) -> list[int]:
        """Positions of the `k` best chunks by BM25 that share at least one word with the query."""
        return self._lexical.search(query, k)


def build_index(dossier_id: DossierId, chunks: Sequence[Chunk], embedder: Embedder) -> Index:
    """Embeds every chunk and indexes it."""
    vectors = embedder.embed_passages([chunk.text for chunk in chunks])
    return _assemble(dossier_id, tuple(chunks), vectors, embedder.card.sha256, embedder.dimension)


def save_index(index: Index, folder: Path) -> None:
    """Writes the vectors and the manifest; a crash leaves the former index or none."""
    manifest = {
        "dossier_id": index.dossier_id,
        "embedder_sha256": index.embedder_sha256,
        "dimension": int(index.vectors.shape[1]),
        "chunks": [[chunk.id, _digest(chunk)] for chunk in index.chunks],
    }
    write_atomically(folder / _VECTORS, faiss.serialize_index(index._dense).tobytes())
    write_atomically(folder / _MANIFEST, json.dumps(manifest).encode())


def load_index(folder: Path, dossier_id: DossierId, chunks: Sequence[Chunk], embedder: Embedder) -> Index:
    """The saved index, when it is of these chunks and of this embedder.

    Raises `IndexMismatch` when it is of another dossier, model or text, or is damaged.
    """
    try:
        manifest = json.loads((folder / _MANIFEST).read_bytes())
        dense = faiss.deserialize_index(np.frombuffer((folder / _VECTORS).read_bytes(), dtype=np.uint8))
        vectors = dense.reconstruct_n(0, dense.ntotal) if dense.ntotal else np.zeros((0, dense.d), dtype=np.float32)
    except (OSError, ValueError, RuntimeError) as damage:
        raise IndexMismatch(f"The index of dossier {dossier_id} cannot be read.") from damage
    expected = [[chunk.id, _digest(chunk)] for chunk in chunks]
    if (
        not isinstance(manifest, dict)
        or manifest.get("dossier_id") != dossier_id
        or manifest.get("embedder_sha256") != embedder.card.sha256
        or manifest.get("chunks") != expected
        or dense.d != embedder.dimension
        or dense.ntotal != len(expected)
    ):
        raise IndexMismatch(f"The index of dossier {dossier_id} was made by another model or from other documents.")
    return _assemble(dossier_id, tuple(chunks), vectors, embedder.card.sha256, embedder.dimension)


def _assemble(
    dossier_id: DossierId, chunks: tuple[Chunk, ...], vectors: FloatArray, embedder_sha256: str, dimension: int
) -> Index:
    dense = faiss.IndexFlatIP(dimension)
    if chunks:
        dense.add(np.ascontiguousarray(vectors, dtype=np.float32))
    return Index(
        dossier_id=dossier_id,
        chunks=chunks,
        vectors=vectors,
        embedder_sha256=embedder_sha256,
        _dense=dense,
        _lexical=Lexical([chunk.text for chunk in chunks]),
    )


def _digest(chunk: Chunk) -> str:
    return hashlib.sha256(chunk.text.encode()).hexdigest()
