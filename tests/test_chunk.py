"""Chunks are exact stretches of their document, of whole sentences, under one heading."""

from __future__ import annotations

from itertools import pairwise

from hypothesis import given, settings
from hypothesis import strategies as st

from summarizer.chunk import chunk
from summarizer.sentences import split
from summarizer.values import Chunk, Confidentiality, DocumentId, Kind, PseudonymizedDocument

LINES = st.sampled_from(
    [
        "", "Antécédents :", "- HTA depuis 2005", "Traitement de sortie :", "Le patient va bien. Pas de fièvre.",
        "Créatinine (µmol/L)      98      104", "CONCLUSION", "Bisoprolol 2,5 mg le matin, ne pas augmenter.",
        "Dr <MEDECIN_1>", "Œdème des membres inférieurs… contrôlé ; suite à 3 mois.", "x" * 300,
    ]
)  # fmt: skip


def document(text: str) -> PseudonymizedDocument:
    return PseudonymizedDocument(
        id=DocumentId("d1"),
        kind=Kind.LETTER,
        text=text,
        pages=(),
        written_on=None,
        author_role=None,
        confidentiality=Confidentiality.NORMAL,
    )


def chunks(text: str, target: int = 120) -> tuple[Chunk, ...]:
    return chunk(document(text), split(DocumentId("d1"), text), target_characters=target)


@settings(max_examples=60, deadline=None)
@given(st.lists(LINES, max_size=14).map("\n".join), st.integers(min_value=1, max_value=400))
def test_a_chunk_is_the_text_between_its_offsets_and_chunks_follow_each_other(text: str, target: int) -> None:
    made = chunks(text, target)
    assert all(one.span.of(text) == one.text for one in made)
    assert all(a.span.end <= b.span.start for a, b in pairwise(made))
    assert len({one.id for one in made}) == len(made)


@settings(max_examples=60, deadline=None)
@given(st.lists(LINES, max_size=14).map("\n".join), st.integers(min_value=1, max_value=400))
def test_no_sentence_is_cut_and_only_a_sentence_alone_is_longer_than_the_target(text: str, target: int) -> None:
    sentences = split(DocumentId("d1"), text)
    for one in chunks(text, target):
        inside = [s for s in sentences if one.span.overlaps(s.span)]
        assert all(one.span.contains(s.span) for s in inside)
        assert len(one.span) <= target or len(inside) == 1


def test_a_chunk_stays_under_its_heading() -> None:
    made = chunks("Antécédents :\n- HTA depuis 2005\n\nTraitement de sortie :\n- bisoprolol 2,5 mg\n", 700)
    assert ["HTA" in one.text for one in made] == [True, False]
    assert [bool(one.section) for one in made] == [True, True]


def test_a_text_without_a_sentence_has_no_chunk() -> None:
    assert chunks(" \n\n ") == ()
