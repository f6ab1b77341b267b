"""Annotated pages, rewritten: which are read, and what a rewriting keeps and changes. The corpora here are invented."""

from __future__ import annotations

import json
from itertools import pairwise
from pathlib import Path

import pytest

from models.detector.generate import Generator
from models.detector.pages import UNJUDGED, Page, Rewriter, is_for_development, may_be_read, read_pages
from tests.models.test_detector import GAZETTEERS

TEXT = "Mme PERRACHON Odile, suivie à la clinique des Ormes de Vernoy.\nPERRACHON va bien. Revue le 12/03/2021."


def note(name: str) -> str:
    marks = [("PERRACHON", "NOM"), ("Odile", "PRENOM"), ("clinique des Ormes", "HOPITAL"), ("Vernoy", "VILLE")]
    marks += [("12/03/2021", "DATE")]
    entities = [{"start": TEXT.index(m), "end": TEXT.index(m) + len(m), "label": label} for m, label in marks]
    again = TEXT.rindex("PERRACHON")
    entities.append({"start": again, "end": again + 9, "label": "NOM"})
    return json.dumps({"note_id": name, "note_text": TEXT, "entities": entities})


@pytest.fixture
def notes(tmp_path: Path) -> Path:
    path = tmp_path / "notes.jsonl"
    path.write_text("\n".join(note(f"note-{i}") for i in range(200)), "utf-8")
    return path


def rewriter(pages: tuple[Page, ...], seed: int = 3) -> Rewriter:
    return Rewriter(Generator(GAZETTEERS, seed), pages)


def test_half_of_the_notes_and_a_fifth_of_the_rest_are_never_read(notes: Path) -> None:
    names = [f"note-{i}" for i in range(200)]
    kept = [name for name in names if may_be_read(name) and not is_for_development(name)]
    assert len(read_pages([notes])) == len(kept)
    assert 50 < len(kept) < 110


def test_a_rewritten_page_is_about_somebody_else_and_keeps_its_layout(notes: Path) -> None:
    (page, *_) = read_pages([notes])
    text, entities = rewriter((page,)).rewritten(page)
    assert "PERRACHON" not in text.upper()
    assert "Odile" not in text
    assert "Ormes" not in text
    assert "Vernoy" not in text
    assert text.startswith("Mme ")
    assert "suivie à la clinique des" in text
    assert "va bien. Revue le" in text
    # What stands between two marks in one expression is left open.
    labels = [label for _, _, label in entities if label != UNJUDGED]
    assert labels == ["PER", "HOSP", "CITY", "PER"]
    assert all(a[1] <= b[0] for a, b in pairwise(entities))


def test_one_name_becomes_one_name_throughout() -> None:
    texts = {rewriter(read_pages([]), seed).rewritten(gold_page())[0] for seed in range(12)}
    assert len(texts) > 1
    for text in texts:
        first, second = text.split(" et ")
        assert first == second


def gold_page() -> Page:
    from models.detector.pages import Piece

    pieces = (Piece(start=0, end=9, kind="PERSON"), Piece(start=13, end=22, kind="PERSON"))
    return Page(source="gold", text="PERRACHON et PERRACHON", pieces=pieces)


def test_gold_dossiers_and_plain_texts_are_read_too(tmp_path: Path) -> None:
    folder = tmp_path / "gold" / "dossier-1"
    (folder / "documents").mkdir(parents=True)
    (folder / "documents" / "a.txt").write_text(TEXT, "utf-8")
    pii = [{"file": "a.txt", "text": "PERRACHON", "label": "PERSON"}]
    (folder / "gold.json").write_text(json.dumps({"pii": pii}), "utf-8")
    plain = tmp_path / "plain"
    plain.mkdir()
    for i in range(40):
        (plain / f"case-{i}.txt").write_text("Patient adressé par le Dr Untel pour une toux.", "utf-8")
    assert is_for_development("dossier-1") is False
    (gold,) = read_pages([tmp_path / "gold"])
    assert [gold.text[p.start : p.end] for p in gold.pieces] == ["PERRACHON", "PERRACHON"]
    nobody = read_pages([plain])
    assert 0 < len(nobody) < 40
    # Whether the doctor of a page without identity is a name is left open.
    assert {page.text[p.start : p.end] for page in nobody for p in page.pieces} == {"Untel"}


def test_passages_are_short_and_never_cut_a_name(notes: Path) -> None:
    draw = rewriter(read_pages([notes]))
    for _ in range(200):
        text, entities = draw.document(longest=120)
        assert len(text) < 400
        assert all(0 <= start < end <= len(text) for start, end, _ in entities)
