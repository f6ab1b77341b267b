from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from tiny import SENTENCES, embedder_folder

from models.folders import check_local
from models.sentence_encoder import SentenceEncoder


@pytest.fixture(scope="module")
def encoder(tmp_path_factory: pytest.TempPathFactory) -> SentenceEncoder:
    folder = embedder_folder(tmp_path_factory.mktemp("models") / "petit")
    return SentenceEncoder.from_folder(check_local(folder, "embedder"), batch_size=2, precision="float32")


def test_vectors_are_float32_of_norm_1(encoder: SentenceEncoder) -> None:
    vectors = encoder.embed_passages(SENTENCES)
    assert vectors.dtype == np.float32
    assert vectors.shape == (len(SENTENCES), encoder.dimension)
    np.testing.assert_allclose(np.linalg.norm(vectors, axis=1), 1, atol=1e-6)


def test_in_bfloat16_too(tmp_path: Path) -> None:
    folder = embedder_folder(tmp_path / "petit")
    encoder = SentenceEncoder.from_folder(check_local(folder, "embedder"), precision="bfloat16")
    np.testing.assert_allclose(np.linalg.norm(encoder.embed_passages(SENTENCES), axis=1), 1, atol=1e-6)


def test_vectors_come_in_the_order_of_texts(encoder: SentenceEncoder) -> None:
    together = encoder.embed_passages(SENTENCES)
    alone = np.concatenate([encoder.embed_passages([text]) for text in SENTENCES])
    np.testing.assert_allclose(together, alone, atol=1e-5)


def test_a_query_is_not_a_passage(encoder: SentenceEncoder) -> None:
    assert not np.allclose(encoder.embed_queries(SENTENCES[:1]), encoder.embed_passages(SENTENCES[:1]), atol=1e-3)


def test_no_text_no_vector(encoder: SentenceEncoder) -> None:
    assert encoder.embed_queries([]).shape == (0, encoder.dimension)


@pytest.mark.models
@pytest.mark.parametrize(
    ("passage", "same", "other"),
    [
        (
            "Le patient est allergique à la pénicilline.",
            "Allergie médicamenteuse connue : amoxicilline (urticaire).",
            "Le tramway passe toutes les dix minutes devant la mairie.",
        ),
        (
            "Dysfonction systolique du ventricule gauche, fraction d'éjection abaissée.",
            "FEVG à 35 % avec hypokinésie antérieure.",
            "La patiente vit seule au troisième étage sans ascenseur.",
        ),
        (
            "Fracture du col du fémur gauche opérée par prothèse.",
            "Pose d'une prothèse de hanche gauche après une chute.",
            "Le bilan lipidique est normal sous statine.",
        ),
    ],
)
def test_the_bundled_embedder_brings_paraphrases_together(
    bundled_embedder: SentenceEncoder, passage: str, same: str, other: str
) -> None:
    vectors = bundled_embedder.embed_passages([passage, same, other])
    assert vectors[0] @ vectors[1] > vectors[0] @ vectors[2] + 0.02


@pytest.mark.models
def test_the_bundled_embedder_finds_the_passage_of_a_question(bundled_embedder: SentenceEncoder) -> None:
    passages = ["Allergie à la pénicilline en 2012.", "Hémoglobine à 9,8 g/dL.", "Appendicectomie dans l'enfance."]
    questions = ["Quelles sont les allergies du patient ?", "Quel est le taux d'hémoglobine ?", "A-t-il été opéré ?"]
    scores = bundled_embedder.embed_queries(questions) @ bundled_embedder.embed_passages(passages).T
    assert scores.argmax(axis=1).tolist() == [0, 1, 2]
