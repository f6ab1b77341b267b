"""Reading in another process: the same documents, and an end to what does not end."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from summarizer.errors import DocumentCorrupt, DocumentEmpty, DocumentTimeout
from summarizer.ingest import ReadLimits, read_document, read_dossier
from summarizer.ingest.isolated import CRASHED, IsolatedReader

from .papers import cda, embedded, sections


def test_the_same_is_read_and_refused_as_in_this_process(tmp_path: Path) -> None:
    good = cda(sections("<title>Motif</title><text>Dyspnée.</text>"))
    (tmp_path / "a.xml").write_bytes(good)
    (tmp_path / "b.txt").write_bytes(b" ")
    with IsolatedReader() as reader:
        assert reader(good, file="a.xml") == read_document(good, file="a.xml")
        assert read_dossier(tmp_path, read=reader) == read_dossier(tmp_path)
        with pytest.raises(DocumentEmpty) as caught:
            reader(cda(embedded(b" ", "text/plain")))
        assert caught.value.reason() == "aucun texte dans ce document"


def test_a_reading_that_does_not_end_is_ended_and_the_next_one_works() -> None:
    with IsolatedReader() as reader:
        # A process needs longer than this to start: it is killed before it answers.
        with pytest.raises(DocumentTimeout):
            reader(b"Bonjour.", limits=replace(ReadLimits(), seconds=-4.99))
        assert reader(b"Bonjour.").text == "Bonjour."


def test_a_reading_that_swells_takes_its_process_down_not_ours() -> None:
    with IsolatedReader() as reader:
        with pytest.raises(DocumentCorrupt) as caught:
            reader(b"Bonjour. " * 5_000_000, limits=replace(ReadLimits(), memory_bytes=1_000_000))
        assert CRASHED in caught.value.reason()
        assert reader(b"Bonjour.").text == "Bonjour."
