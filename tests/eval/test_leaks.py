"""Scores on cases small enough to count by hand."""

from __future__ import annotations

import pytest

from eval.metrics.leaks import (
    DIRECT,
    Case,
    Marked,
    by_label,
    character_precision,
    character_recall,
    documents_without_leak,
    false_alarms_per_1000_words,
    occurrences,
    whole_recall,
)
from summarizer.values import Label, Span

TEXT = "Mme Rose OLIVE, 72000 Le Mans, vue le 12/03/2019"


def mark(surface: str, label: Label) -> Marked:
    at = TEXT.index(surface)
    return Marked(Span(at, at + len(surface)), label)


GOLD = (
    mark("Rose OLIVE", Label.PERSON),
    mark("72000", Label.ZIP),
    mark("Le Mans", Label.CITY),
    mark("12/03/2019", Label.DATE),
)


def case(*found: Marked) -> Case:
    return Case(text=TEXT, gold=GOLD, found=found)


def test_whatever_the_label_hidden_is_hidden() -> None:
    one = case(mark("Rose", Label.CITY), mark("OLIVE", Label.OTHER), mark("72000", Label.ZIP))
    assert whole_recall([one], DIRECT) == whole_recall([one], {Label.PERSON, Label.ZIP, Label.CITY})
    assert (whole_recall([one], DIRECT).hits, whole_recall([one], DIRECT).total) == (2, 3)
    assert by_label([one])[Label.CITY].value == 0
    assert by_label([one])[Label.PERSON].value == 1


def test_half_a_name_is_a_leak() -> None:
    one = case(mark("Rose", Label.PERSON), mark("72000", Label.ZIP), mark("Le Mans", Label.CITY))
    assert whole_recall([one], {Label.PERSON}).hits == 0
    assert character_recall([one], {Label.PERSON}).value == pytest.approx(4 / 9)
    assert documents_without_leak([one]).hits == 0
    assert documents_without_leak([case(*GOLD)]).value == 1


def test_precision_leaves_dates_aside() -> None:
    assert character_precision([case(mark("Mme Rose OLIVE", Label.PERSON))]).value == pytest.approx(9 / 12)
    assert character_precision([case(mark("12/03/2019", Label.BIRTH_DATE), mark("72000", Label.ZIP))]).value == 1
    assert character_precision([case(mark("12/03/2019", Label.DATE))]).value is None


def test_false_alarms_count_what_touches_nothing() -> None:
    assert false_alarms_per_1000_words(
        [case(mark("vue", Label.PERSON), mark("Mme Rose", Label.PERSON))]
    ) == pytest.approx(1000 / 9)
    assert false_alarms_per_1000_words([]) is None


def test_no_case_no_score() -> None:
    assert whole_recall([], DIRECT).value is None
    assert documents_without_leak([]).value is None


@pytest.mark.parametrize(
    ("text", "surface", "starts"),
    [
        ("PETIT et petit, PETITE, (PETIT)", "PETIT", [0, 25]),
        ("Mr. MR", "MR", [4]),
        ("J-L et JL", "JL", [7]),
        ("rien", "PETIT", []),
    ],
)
def test_a_gold_string_is_found_as_a_word_case_sensitively(text: str, surface: str, starts: list[int]) -> None:
    assert [span.start for span in occurrences(text, surface)] == starts
