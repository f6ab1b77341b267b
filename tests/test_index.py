"""The index of a dossier comes back as it was saved, and refuses what it was not made from."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from models.scripted import HashingEmbedder
from summarizer.errors import IndexMismatch
from summarizer.index import build_index, load_index, save_index
from summarizer.retrieve import retrieve
from summarizer.values import Chunk, ChunkId, DocumentId, DossierId, Span

TEXTS = ("Fibrillation atriale depuis 2021.", "Allergie à la pénicilline.", "Créatinine 104 µmol/L.", "Tabac sevré.")
DOSSIER = DossierId("p1")
CHUNKS = tuple(
    Chunk(id=ChunkId(f"d1:{i}"), document_id=DocumentId("d1"), span=Span(0, len(text)), section=None, text=text)
    for i, text in enumerate(TEXTS)
)


def found(query: str, k: int = 2) -> list[str]:
    embedder = HashingEmbedder()
    (chunks,) = retrieve([query], build_index(DOSSIER, CHUNKS, embedder), embedder, k=k)
    return [chunk.text for chunk in chunks]


def test_a_saved_index_finds_what_it_found_before(tmp_path: Path) -> None:
    embedder = HashingEmbedder()
    built = build_index(DOSSIER, CHUNKS, embedder)
    save_index(built, tmp_path)
    loaded = load_index(tmp_path, DOSSIER, CHUNKS, embedder)
    assert np.array_equal(loaded.vectors, built.vectors)
    for query in ("allergie", "fonction rénale créatinine"):
        assert retrieve([query], loaded, embedder, k=3) == retrieve([query], built, embedder, k=3)


def test_what_is_saved_holds_no_text(tmp_path: Path) -> None:
    save_index(build_index(DOSSIER, CHUNKS, HashingEmbedder()), tmp_path)
    saved = b"".join(file.read_bytes() for file in tmp_path.iterdir())
    assert not any(text.encode() in saved for text in TEXTS)
    assert {file.stat().st_mode & 0o077 for file in tmp_path.iterdir()} == {0}


def another_text(chunks: tuple[Chunk, ...]) -> tuple[Chunk, ...]:
    return (replace(chunks[0], text="Rythme sinusal."), *chunks[1:])


def one_less(chunks: tuple[Chunk, ...]) -> tuple[Chunk, ...]:
    return chunks[:-1]


def another_order(chunks: tuple[Chunk, ...]) -> tuple[Chunk, ...]:
    return chunks[::-1]


@pytest.mark.parametrize("change", [another_text, one_less, another_order])
def test_an_index_of_other_text_is_refused(
    tmp_path: Path, change: Callable[[tuple[Chunk, ...]], tuple[Chunk, ...]]
) -> None:
    save_index(build_index(DOSSIER, CHUNKS, HashingEmbedder()), tmp_path)
    with pytest.raises(IndexMismatch):
        load_index(tmp_path, DOSSIER, change(CHUNKS), HashingEmbedder())


def test_an_index_of_another_model_or_dossier_is_refused(tmp_path: Path) -> None:
    save_index(build_index(DOSSIER, CHUNKS, HashingEmbedder()), tmp_path)
    with pytest.raises(IndexMismatch):
        load_index(tmp_path, DOSSIER, CHUNKS, HashingEmbedder(dimension=128))
    with pytest.raises(IndexMismatch):
        load_index(tmp_path, DossierId("p2"), CHUNKS, HashingEmbedder())


@pytest.mark.parametrize("file", ["vectors.faiss", "manifest.json"])
@pytest.mark.parametrize("damage", ["cut", "gone", "not an object"])
def test_a_damaged_index_is_refused(tmp_path: Path, file: str, damage: str) -> None:
    save_index(build_index(DOSSIER, CHUNKS, HashingEmbedder()), tmp_path)
    path = tmp_path / file
    if damage == "gone":
        path.unlink()
    else:
        path.write_bytes(path.read_bytes()[:20] if damage == "cut" else b"[]")
    with pytest.raises(IndexMismatch):
        load_index(tmp_path, DOSSIER, CHUNKS, HashingEmbedder())


def test_the_chunk_that_says_it_comes_first() -> None:
    assert found("Quelle allergie ?")[0] == TEXTS[1]
    assert found("créatinine")[0] == TEXTS[2]


def test_no_more_is_found_than_there_is_or_than_is_asked() -> None:
    assert len(found("patient", k=10)) == len(TEXTS)
    assert len(found("patient", k=1)) == 1


def test_an_empty_dossier_has_an_index_that_finds_nothing(tmp_path: Path) -> None:
    embedder = HashingEmbedder()
    save_index(build_index(DOSSIER, (), embedder), tmp_path)
    loaded = load_index(tmp_path, DOSSIER, (), embedder)
    assert retrieve(["allergie"], loaded, embedder, k=3) == ((),)
