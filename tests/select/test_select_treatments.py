"""Treatments over time: the last state, the dose before, and nothing guessed."""

from __future__ import annotations

import pytest
from reading import selected, topic

from summarizer.values import Kind, SectionKey, Status

LIST = "Traitement de sortie :\n- apixaban 5 mg matin et soir\n- ramipril 5 mg le matin\n- atorvastatine 40 mg le soir\n- metformine 1000 mg matin et soir\n"


@pytest.mark.parametrize(
    ("documents", "label", "status", "told", "not_told"),
    [
        pytest.param(
            [
                ("2024-01-10", "Traitement de sortie :\n- bisoprolol 2,5 mg le matin\n", Kind.CRH),
                ("2024-03-10", "Bisoprolol augmenté à 5 mg le matin."),
            ],
            "bisoprolol", Status.ACTIVE, "5 mg", "", id="dose raised",
        ),
        pytest.param(
            [
                ("2024-01-10", "Traitement de sortie :\n- bisoprolol 2,5 mg le matin\n", Kind.CRH),
                ("2024-03-10", "Bisoprolol augmenté à 5 mg le matin."),
                ("2024-06-10", "Bisoprolol diminué à 2,5 mg le matin."),
            ],
            "bisoprolol", Status.ACTIVE, "2,5 mg", "", id="dose raised then lowered",
        ),
        pytest.param(
            [
                ("2024-01-10", "Traitement de sortie :\n- amiodarone 200 mg le matin\n", Kind.CRH),
                ("2024-03-10", "Amiodarone arrêtée pour hyperthyroïdie."),
            ],
            "amiodarone", Status.STOPPED, "arrêtée", "200", id="stopped",
        ),
        pytest.param(
            [
                ("2024-01-10", "Amiodarone arrêtée pour bradycardie."),
                ("2024-03-10", "Traitement de sortie :\n- amiodarone 200 mg le matin\n", Kind.CRH),
            ],
            "amiodarone", Status.ACTIVE, "200 mg", "arrêtée", id="restarted",
        ),
        pytest.param(
            [
                ("2024-01-10", LIST + "- paracétamol 1 g si douleur\n", Kind.CRH),
                ("2024-05-10", LIST, Kind.CRH),
            ],
            "paracétamol", Status.PAST, "10/01/2024", "arrêt", id="left the list without a word",
        ),
        pytest.param(
            [("2024-01-10", LIST, Kind.CRH), ("2024-05-10", LIST, Kind.CRH)],
            "apixaban", Status.ACTIVE, "5 mg", "noté le", id="still on the list",
        ),
    ],
)  # fmt: skip
def test_the_last_state_is_told(
    documents: list[tuple[str, str]], label: str, status: Status, told: str, not_told: str
) -> None:
    topics, _ = selected(*documents)
    found = topic(topics, f"drug:{label}", SectionKey.TREATMENTS)
    assert found is not None
    assert found.status is status
    assert told in (found.proposal or found.passages[0].text)
    assert not not_told or not_told not in (found.proposal or found.passages[0].text)


def test_the_dose_before_is_told_with_its_day_and_its_passage() -> None:
    topics, _ = selected(
        ("2024-01-10", "Traitement de sortie :\n- bisoprolol 2,5 mg le matin\n", Kind.CRH),
        ("2024-03-10", "Bisoprolol augmenté à 5 mg le matin."),
    )
    found = topic(topics, "drug:bisoprolol", SectionKey.TREATMENTS)
    assert found is not None
    assert (found.proposal or "").endswith("auparavant 2,5 mg (10/01/2024)")
    assert {passage.document_id for passage in found.passages} == {"d0", "d1"}


@pytest.mark.parametrize(
    "text",
    [
        "Sa mère prend de l'amiodarone 200 mg.",
        "Pas de traitement par amiodarone.",
        "On pourrait envisager l'amiodarone.",
    ],
)
def test_a_drug_that_the_patient_does_not_take_is_no_treatment(text: str) -> None:
    topics, _ = selected(("2024-01-10", text))
    found = topic(topics, "drug:amiodarone", SectionKey.TREATMENTS)
    assert found is None or found.status is Status.STOPPED
