from __future__ import annotations

import pytest

from models.registry import load_embedder, load_writer
from models.sentence_encoder import SentenceEncoder
from models.transformers_writer import TransformersWriter


@pytest.fixture(scope="session")
def bundled_writer() -> TransformersWriter:
    writer = load_writer("gemma-270m")
    assert isinstance(writer, TransformersWriter)
    return writer


@pytest.fixture(scope="session")
def bundled_embedder() -> SentenceEncoder:
    embedder = load_embedder("e5-small")
    assert isinstance(embedder, SentenceEncoder)
    return embedder
