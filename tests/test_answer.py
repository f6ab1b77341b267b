"""Questions: an answer from verified statements, a quotation, or nothing at all."""

from __future__ import annotations

from functools import cache

import pytest

from models.scripted import HashingEmbedder
from summarizer.answer import answer, understand
from summarizer.chunk import chunk
from summarizer.findings import Finder
from summarizer.index import build_index
from summarizer.select import Reading, select
from summarizer.sentences import split
from summarizer.values import Confidentiality, DocumentId, DossierId, Kind, PseudonymizedDocument
from summarizer.write import gate, write

TEXT = """Antécédents : fibrillation atriale depuis 2021. Asthme.

Allergie à la pénicilline : urticaire géante en 2012.

Traitement de sortie :
- apixaban 5 mg matin et soir
- bisoprolol 2,5 mg le matin

La coloscopie de contrôle est prévue dans cinq ans.
"""


@cache
def finder() -> Finder:
    return Finder()


@cache
def told() -> object:
    document = PseudonymizedDocument(
        id=DocumentId("d1"),
        kind=Kind.CRH,
        text=TEXT,
        pages=(),
        written_on="2024-03-18",
        author_role=None,
        confidentiality=Confidentiality.NORMAL,
    )
    sentences = {document.id: split(document.id, TEXT)}
    reading = Reading(
        documents={document.id: document},
        sentences=sentences,
        findings=finder().find((document,), sentences),
    )
    topics, _ = select(reading, finder())
    shown, _ = gate(write(topics, None, max_new_tokens=30), finder=finder(), judge=None, threshold=0.9)
    chunks = chunk(document, sentences[document.id], target_characters=300)
    return reading, shown, build_index(DossierId("p1"), chunks, HashingEmbedder())


def answered(question: str) -> list[str]:
    reading, shown, index = told()  # type: ignore[misc]
    return [s.text for s in answer(understand(question, finder()), shown, reading, index, HashingEmbedder())]


@pytest.mark.parametrize(
    ("question", "words"),
    [
        ("Quelle est la dose de bisoprolol ?", "2,5 mg"),
        ("Quelles sont les allergies du patient ?", "pénicilline"),
        ("Quel est le traitement anticoagulant actuel ?", "apixaban"),
        ("Quand est prévue la coloscopie ?", "cinq ans"),
    ],
)
def test_a_question_is_answered_from_what_was_verified(question: str, words: str) -> None:
    assert any(words in text for text in answered(question))


@pytest.mark.parametrize(
    "question",
    [
        "Quel est le groupe sanguin du patient ?",
        "Quelle est la dose d'amiodarone ?",
        "Le patient a-t-il un pacemaker ?",
        "Quelle est la couleur de ses yeux ?",
        "?",
    ],
)
def test_what_the_documents_do_not_say_is_not_answered(question: str) -> None:
    assert answered(question) == []


def test_no_more_than_three_statements_answer() -> None:
    assert len(answered("Quel est le traitement ?")) <= 3
