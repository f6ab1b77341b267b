from __future__ import annotations

import json
from pathlib import Path
from types import SimpleNamespace

import pytest
from gold_builders import dossier

from eval.review import KEY, RESULT, SHEET, AnswersUnreadable, Item, export, imported, items, lines, write


@pytest.fixture
def sheet(tmp_path: Path) -> Path:
    items = [
        Item(id=f"petit-{n:03d}", case="test/petit", text=f"Phrase {n}", shown=n % 2 == 0, passages=(("a", "b", "c"),))
        for n in range(4)
    ]
    export(items, tmp_path)
    return tmp_path


def test_the_sheet_does_not_tell_what_the_system_thinks(sheet: Path) -> None:
    page = (sheet / SHEET).read_text()
    assert "Phrase 3" in page
    assert "<mark>b</mark>" in page
    for telling in ("shown", "withheld", "outcome", "supported", "quoted", "petit-"):
        assert telling not in page


def _answers(path: Path, reviewer: str, support: list[str], **more: str) -> None:
    answers = {f"q{n:03d}": {"support": s, **more} for n, s in enumerate(support, start=1)}
    path.write_text(json.dumps({"reviewer": reviewer, "answers": answers}))


def test_answers_give_rates_severity_and_agreement(sheet: Path) -> None:
    folder = sheet / "answers"
    folder.mkdir()
    _answers(folder / "a.json", "A", ["yes", "no", "yes", "no"])
    _answers(folder / "b.json", "B", ["no", "no", "yes", "yes"], severity="major", error="negation")
    reviewed = imported(folder, sheet / KEY)
    assert reviewed.reviewers == ("A", "B")
    assert reviewed.wrong is not None
    assert (reviewed.wrong.value, reviewed.wrong.n) == (0.25, 4)
    assert reviewed.lost is not None
    assert (reviewed.lost.value, reviewed.lost.n) == (0.25, 4)
    assert reviewed.severity == {"major": 1}
    assert reviewed.errors == {"negation": 1}
    assert reviewed.with_checker["A"] == 1.0
    assert reviewed.between["A and B"] == pytest.approx(0.0)
    assert any("25.0%" in line for line in lines(reviewed))
    write(reviewed, sheet)
    assert json.loads((sheet / RESULT).read_text())["with_checker"]["A"] == 1.0


def test_blank_answers_count_for_nothing(sheet: Path) -> None:
    _answers(sheet / "a.json", "A", ["", "", "", ""])
    assert imported(sheet / "a.json", sheet / KEY).wrong is None


@pytest.mark.parametrize("answers", ['{"reviewer": "A", "answers": {"q999": {"support": "yes"}}}', "{}", "not json"])
def test_answers_of_another_sheet_are_refused(sheet: Path, answers: str) -> None:
    (sheet / "a.json").write_text(answers)
    with pytest.raises(AnswersUnreadable):
        imported(sheet / "a.json", sheet / KEY)


def test_only_statements_with_a_passage_are_drawn_in_an_order_that_tells_nothing() -> None:
    text = "Asthme. Diabète. Goutte. Migraine."

    def cited(word: str) -> dict:
        at = text.index(word)
        return {"text": word, "citations": [{"file": "a.txt", "start": at, "end": at + len(word)}]}

    values = {
        "sections": [{"statements": [cited("Asthme"), cited("Diabète")]}],
        "withheld": [cited("Goutte"), {"text": "Sans source", "citations": []}],
    }

    class Small:
        def summary(self, gold):  # type: ignore[no-untyped-def]
            return SimpleNamespace(values=values)

        def texts(self, gold):  # type: ignore[no-untyped-def]
            return {"a.txt": text}

    drawn = [items([dossier()], Small(), seed=seed) for seed in range(6)]  # type: ignore[arg-type]
    assert all(
        {(i.text, i.shown) for i in d} == {("Asthme", True), ("Diabète", True), ("Goutte", False)} for d in drawn
    )
    assert len({tuple(i.text for i in d) for d in drawn}) > 1
    assert drawn[0] == items([dossier()], Small(), seed=0)  # type: ignore[arg-type]
