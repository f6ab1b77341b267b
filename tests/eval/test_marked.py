from __future__ import annotations

import pytest

from eval.cases import DATA, CasesInvalid
from eval.marked import marked, parse


def test_marks_are_read_and_taken_out() -> None:
    sentence = parse("1", "Pas de <f disorder neg>phlébite</f>, <f drug value=5 unit=mg>ELIQUIS</f> 5 mg.")
    assert sentence.text == "Pas de phlébite, ELIQUIS 5 mg."
    first, second = sentence.expected
    assert (first.span.of(sentence.text), first.kind, first.qualifiers) == ("phlébite", "disorder", {"negated"})
    assert (second.span.of(sentence.text), second.value, second.unit) == ("ELIQUIS", "5", "mg")


@pytest.mark.parametrize("mark", ["<f maladie>x</f>", "<f disorder maybe>x</f>", "<f drug dose=5>x</f>"])
def test_an_unknown_word_in_a_mark_is_refused(mark: str) -> None:
    with pytest.raises(CasesInvalid):
        parse("1", mark)


def test_the_shipped_sentences_can_be_read() -> None:
    for file in sorted((DATA / "findings").glob("*.jsonl")):
        sentences = marked(file)
        assert sentences
        assert not any("<f" in sentence.text or "</f" in sentence.text for sentence in sentences)
