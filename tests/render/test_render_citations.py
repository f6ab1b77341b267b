"""What is read first, how contradictions are told, and how citations are numbered."""

from __future__ import annotations

from dataclasses import replace

import pytest
from summary_builder import cite, statement, summary

from summarizer.render.citations import disagreements, first_to_read, number
from summarizer.render.wording import others_line, said
from summarizer.values import (
    CitedContradiction,
    CitedStatement,
    ReidentifiedSummary,
    SectionKey,
    Severity,
    Status,
)


def with_statements(made: dict[SectionKey, list[CitedStatement]]) -> ReidentifiedSummary:
    sections = tuple(replace(s, statements=tuple(made.get(s.key, ()))) for s in summary().sections)
    return replace(summary(), sections=sections, contradictions=(), withheld=())


def critical(text: str, status: Status = Status.ACTIVE) -> CitedStatement:
    return statement(text, "09:Poids 59,4 kg", severity=Severity.CRITICAL, status=status)


def test_the_same_passage_keeps_one_number() -> None:
    numbered = number(summary())
    assert len({(c.document_id, c.span) for c in numbered.citations}) == len(numbered.citations)
    assert numbered.of(cite("07:apixaban 2,5 mg x 2")) == 3


def test_allergies_are_all_read_first_and_the_rest_is_bounded() -> None:
    made = with_statements(
        {
            SectionKey.ALLERGIES: [critical(f"Allergie {n}") for n in range(10)],
            SectionKey.VIGILANCE: [critical("Vigilance")],
        }
    )
    first = first_to_read(made)
    assert [s.text for s in first.statements] == [f"Allergie {n}" for n in range(10)]
    assert first.others == 1


def test_vigilance_and_treatments_come_before_problems() -> None:
    made = with_statements(
        {
            SectionKey.PROBLEMS: [critical(f"Pathologie {n}") for n in range(9)],
            SectionKey.TREATMENTS: [critical("Anticoagulant")],
            SectionKey.VIGILANCE: [critical("Contre-indication")],
        }
    )
    first = first_to_read(made)
    assert [s.text for s in first.statements[:2]] == ["Contre-indication", "Anticoagulant"]
    assert len(first.statements) == 8
    assert first.others == 3


@pytest.mark.parametrize("status", [Status.PAST, Status.STOPPED, Status.EXCLUDED])
def test_what_is_over_waits_for_its_section(status: Status) -> None:
    first = first_to_read(with_statements({SectionKey.TREATMENTS: [critical("Amiodarone", status)]}))
    assert first.statements == ()
    assert first.others == 1


def test_what_is_said_twice_is_read_first_once() -> None:
    made = with_statements(
        {SectionKey.ALLERGIES: [critical("Pénicilline")], SectionKey.VIGILANCE: [critical("Pénicilline")]}
    )
    assert len(first_to_read(made).statements) == 1
    assert first_to_read(made).others == 0


def test_contradictions_about_one_thing_are_one_story_in_order_of_date() -> None:
    older, none, newer = cite("01:Tabac : 20 PA"), cite("04:Allergies : aucune connue."), cite("07:HbA1c 6,1 %")
    made = replace(
        summary(),
        contradictions=(
            CitedContradiction(about="x", a=newer, b=none),
            CitedContradiction(about="x", a=none, b=older),
            CitedContradiction(about="y", a=older, b=newer),
        ),
    )
    stories = disagreements(made)
    assert [story.about for story in stories] == ["x", "y"]
    assert stories[0].sides == (older, none, newer)


def test_the_count_of_others_agrees() -> None:
    assert others_line(1).startswith("Un autre élément critique est")
    assert others_line(2).startswith("2\u00a0autres éléments critiques sont")


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("- SAOS sévère", "SAOS sévère"),
        ("• BPCO", "BPCO"),
        ("2. BISOPROLOL 2,5 mg", "BISOPROLOL 2,5 mg"),
        ("3e consultation", "3e consultation"),
        ("2 comprimés", "2 comprimés"),
        ("-5 kg en un mois", "-5 kg en un mois"),
        ("2.5 mg", "2.5 mg"),
    ],
)
def test_only_the_bullet_of_a_list_is_left_out(text: str, shown: str) -> None:
    assert said(text) == shown
