"""Problems: how a doubt ends, whose disease it is, on which side, and when it is an event."""

from __future__ import annotations

from dataclasses import replace

import pytest
from reading import document, finder, selected, topic

from summarizer.select import Reading, select
from summarizer.sentences import split
from summarizer.values import Confidentiality, Kind, SectionKey, Status


@pytest.mark.parametrize(
    ("documents", "label", "section", "status"),
    [
        pytest.param(
            [("2024-01-10", "Suspicion de sarcoïdose.")],
            "sarcoïdose", SectionKey.PROBLEMS, Status.SUSPECTED, id="suspected",
        ),
        pytest.param(
            [("2024-01-10", "Suspicion de sarcoïdose."), ("2024-03-10", "La biopsie confirme une sarcoïdose.")],
            "sarcoïdose", SectionKey.PROBLEMS, Status.ACTIVE, id="confirmed",
        ),
        pytest.param(
            [("2024-01-10", "Suspicion de sarcoïdose."), ("2024-03-10", "Le diagnostic de sarcoïdose est écarté.")],
            "sarcoïdose", SectionKey.MEDICAL_HISTORY, Status.EXCLUDED, id="excluded",
        ),
        pytest.param(
            [("2024-01-10", "Hypertension artérielle traitée.")],
            "hypertension artérielle", SectionKey.PROBLEMS, Status.ACTIVE, id="chronic",
        ),
        pytest.param(
            [("2021-01-10", "Embolie pulmonaire bilatérale.", Kind.CRH), ("2024-03-10", "Patient stable.")],
            "embolie pulmonaire", SectionKey.EVENTS, Status.PAST, id="acute, years ago",
        ),
        pytest.param(
            [("2024-03-10", "Embolie pulmonaire bilatérale.", Kind.CRH)],
            "embolie pulmonaire", SectionKey.PROBLEMS, Status.ACTIVE, id="acute, now",
        ),
    ],
)  # fmt: skip
def test_a_disorder_goes_where_its_history_puts_it(
    documents: list[tuple[str, str]], label: str, section: SectionKey, status: Status
) -> None:
    topics, _ = selected(*documents)
    found = topic(topics, f"disorder:{label}")
    assert found is not None
    assert (found.section, found.status) == (section, status)


@pytest.mark.parametrize("text", ["Pas d'argument pour une embolie pulmonaire.", "Absence de sarcoïdose connue."])
def test_a_negation_that_nobody_asked_about_is_not_told(text: str) -> None:
    topics, _ = selected(("2024-01-10", text))
    assert [t for t in topics if t.topic.startswith("disorder:")] == []


def test_the_disease_of_a_relative_is_not_the_patient_s() -> None:
    topics, _ = selected(("2024-01-10", "Sa mère est décédée d'un cancer du sein à 58 ans."))
    sections = {t.section for t in topics if "sein" in t.topic}
    assert sections == {SectionKey.FAMILY_HISTORY}


def test_both_sides_of_one_act_are_two_statements() -> None:
    topics, contradictions = selected(
        ("2024-01-10", "Prothèse totale de hanche droite en 2012. Prothèse totale de hanche gauche en 2016.")
    )
    surgical = [t.passages[0].text for t in topics if t.section is SectionKey.SURGICAL_HISTORY]
    assert any("droite" in text for text in surgical)
    assert any("gauche" in text for text in surgical)
    assert contradictions == ()


def test_a_prohibited_drug_is_a_point_of_vigilance() -> None:
    topics, _ = selected(("2024-01-10", "Ne jamais reprendre l'amiodarone."))
    assert any(t.section is SectionKey.VIGILANCE and "amiodarone" in t.passages[0].text for t in topics)


def test_a_fact_stated_in_an_open_document_is_not_hidden_with_the_masked_one() -> None:
    masked = replace(
        document("d1", Kind.CRH, "2024-06-01", "CONCLUSION : épilepsie depuis 2012."),
        confidentiality=Confidentiality.HIDDEN_FROM_PROFESSIONALS,
    )
    opened = document("d2", Kind.LETTER, "2020-06-01", "Épilepsie connue.")
    sentences = {d.id: split(d.id, d.text) for d in (masked, opened)}
    reading = Reading(
        documents={d.id: d for d in (masked, opened)},
        sentences=sentences,
        findings=finder().find((masked, opened), sentences),
    )
    found = topic(select(reading, finder())[0], "disorder:épilepsie")
    assert found is not None
    assert found.passages[0].document_id == opened.id
