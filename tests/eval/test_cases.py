from __future__ import annotations

import json
from pathlib import Path

import pytest

from eval.casebook import Casebook, gathered, shipped
from eval.cases import (
    DATA,
    DOSSIERS,
    LABELS,
    SECTIONS,
    SEVERITIES,
    STATUSES,
    CasesInvalid,
    Pii,
    claims,
    gold_dossiers,
    load_gold,
    locate,
    located,
    pairs,
    problems,
)
from summarizer.errors import DossierNotFound

GOLD = gold_dossiers(DOSSIERS)


@pytest.mark.parametrize("gold", GOLD, ids=lambda gold: f"{gold.part}-{gold.name}")
def test_every_quote_and_identifier_of_the_shipped_dossiers_occurs_in_its_file(gold) -> None:
    assert problems(gold) == ()


FIELDS = {
    "cardiologie", "geriatrie", "oncologie", "diabete", "psychiatrie", "pediatrie", "grossesse", "chirurgie",
    "nephrologie", "neurologie", "pneumologie", "urgences",
}  # fmt: skip


def test_there_are_dossiers_of_every_field_six_of_them_never_tuned_on() -> None:
    parts = [gold.part for gold in GOLD]
    assert parts.count("test") >= 6
    assert parts.count("tuning") >= 6
    assert {gold.name for gold in GOLD} >= FIELDS
    names = [gold.name for gold in GOLD]
    assert len(names) == len(set(names)), "no dossier is both tuned on and tested on"


@pytest.mark.parametrize("gold", GOLD, ids=lambda gold: f"{gold.part}-{gold.name}")
def test_every_shipped_dossier_has_the_whole_gold(gold) -> None:
    assert 8 <= len(list((gold.folder / "documents").iterdir())) <= 15
    assert {pii.label for pii in gold.pii} == LABELS
    assert {fact.section for fact in gold.facts} == SECTIONS
    assert {fact.severity for fact in gold.facts} == set(SEVERITIES)
    assert {fact.status for fact in gold.facts} >= {"active", "past", "stopped"}
    assert len(gold.traps) >= 9, "at least one of each kind: negated, relative's, suspected, stopped, side, dose, ..."
    assert len(gold.disagreements) >= 1
    assert {question.answer is None for question in gold.questions} == {True, False}


@pytest.mark.parametrize("part", ["test", "tuning"])
def test_every_part_has_facts_of_every_status(part: str) -> None:
    assert {fact.status for gold in GOLD if gold.part == part for fact in gold.facts} == STATUSES


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "documents").mkdir()
    (tmp_path / "documents" / "01_crh_2024-03-18.txt").write_text(
        "Mme PETIT, revue.\nPas de petit\nréveil difficile.\n"
    )
    gold = {
        "pii": [{"file": "01_crh_2024-03-18.txt", "text": "PETIT", "label": "PERSON"}],
        "facts": [
            {
                "id": "F01",
                "section": "evenements",
                "statement": "Revue.",
                "severity": "minor",
                "status": "past",
                "sources": [{"file": "01_crh_2024-03-18.txt", "quote": "revue"}],
            }
        ],
        "must_not_say": [],
        "contradictions": [],
        "questions": [],
    }
    (tmp_path / "gold.json").write_text(json.dumps(gold))
    return tmp_path


def test_a_good_gold_folder_has_no_problem(folder: Path) -> None:
    assert problems(load_gold(folder)) == ()


@pytest.mark.parametrize(
    ("change", "said"),
    [
        (lambda g: g["pii"][0].update(text="Petit"), "pii 1 (PERSON): does not occur"),
        (lambda g: g["pii"][0].update(label="NOM"), "unknown label NOM"),
        (lambda g: g["facts"][0]["sources"][0].update(quote="vue en ville"), "F01: the quote does not occur"),
        (lambda g: g["facts"][0]["sources"][0].update(file="02.txt"), "F01: 02.txt is not a document"),
        (lambda g: g["facts"][0].update(section="divers"), "F01: unknown section"),
        (lambda g: g["facts"].append(g["facts"][0]), "F01: used twice"),
        (
            lambda g: g["questions"].append({"question": "?", "answer": None, "sources": g["facts"][0]["sources"]}),
            "Q01:",
        ),
    ],
)
def test_the_checker_names_what_is_wrong_and_never_the_text(folder: Path, change, said: str) -> None:
    gold = json.loads((folder / "gold.json").read_text())
    change(gold)
    (folder / "gold.json").write_text(json.dumps(gold))
    found = problems(load_gold(folder))
    assert any(said in problem for problem in found)
    assert not any("vue en ville" in problem for problem in found)


def test_a_gold_that_is_not_as_described_is_refused(folder: Path) -> None:
    (folder / "gold.json").write_text('{"pii": []}')
    with pytest.raises(CasesInvalid):
        load_gold(folder)
    with pytest.raises(CasesInvalid):
        gold_dossiers(folder / "documents")


def test_a_quote_may_run_over_a_broken_line_and_nothing_looser() -> None:
    text = "Pas de petit\n   réveil difficile."
    (span,) = locate("petit réveil", text)
    assert span.of(text) == "petit\n   réveil"
    assert locate("Petit réveil", text) == ()
    assert locate("petit reveil", text) == ()


def test_identifiers_are_whole_words_with_their_capitals() -> None:
    text = "Mme PETIT prend son petit déjeuner, PETITJEAN non ; tél 0612."
    spans = located(Pii(file="f", text="PETIT", label="PERSON"), text)
    assert [span.of(text) for span in spans] == ["PETIT"]
    assert located(Pii(file="f", text="06", label="PHONE"), text) == ()


def test_labelled_claims_are_as_described() -> None:
    files = sorted((DATA / "claims").glob("*.jsonl"))
    assert files
    errors = {
        "fabricated", "negation", "hypothesis", "family", "time", "number", "unit", "side", "entity", "essential_lost",
        "other",
    }  # fmt: skip
    for file in files:
        part = file.stem.removeprefix("natural_")
        names = {gold.name for gold in GOLD if gold.part == part}
        found = claims(file)
        assert len({claim.id for claim in found}) == len(found)
        for claim in found:
            assert claim.right == (claim.error is None)
            assert claim.right or claim.error in errors
            assert claim.source in names
            assert claim.evidence


def test_a_path_gives_the_cases_it_holds(tmp_path: Path, folder: Path) -> None:
    (folder / "notes.jsonl").write_text(
        '{"note_id": "1", "note_text": "Mme PETIT", "entities": [{"start": 4, "end": 9, "label": "NOM"}]}\n'
    )
    (folder / "pairs.tsv").write_text(
        "id\tpremise\thypothesis\tlabel_text\n1\tIl pleut.\tIl fait sec.\tcontradiction\n"
    )
    book = gathered(folder)
    assert len(book.dossiers) == 1
    assert [(name, len(notes)) for name, notes in book.notes] == [("notes", 1)]
    assert book.pairs[0][1][0].label == "contradiction"


def test_no_case_is_said_and_not_scored(tmp_path: Path) -> None:
    with pytest.raises(DossierNotFound):
        gathered(tmp_path / "nowhere")
    with pytest.raises(CasesInvalid):
        gathered(tmp_path)
    (tmp_path / "x.tsv").write_text("a\tb\n1\t2\n")
    with pytest.raises(CasesInvalid):
        pairs(tmp_path / "x.tsv")


def test_the_quick_casebook_is_one_dossier_of_each_part() -> None:
    quick: Casebook = shipped(quick=True)
    assert [name for name, _ in quick.parts()] == ["test", "tuning"]
    assert all(len(golds) == 1 for _, golds in quick.parts())
