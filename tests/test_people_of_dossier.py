"""Who is who, on mentions alone."""

from __future__ import annotations

import pytest

from summarizer.numbering import Numbering
from summarizer.people_of_dossier import Patient, mention_of, placeholders
from summarizer.values import DocumentId, Identifier, Identity, Label, Span

NOBODY = Patient(Identity())


def named(*marked: str, patient: Patient = NOBODY) -> list[str]:
    """Each mention is a sentence with the name between bars: "vu par le Dr |MORIN|"; a star before it: a relative."""
    mentions = []
    for i, sentence in enumerate(marked):
        label = Label.RELATIVE if sentence.startswith("*") else Label.PERSON
        before, name, after = sentence.lstrip("*").split("|")
        span = Span(len(before), len(before) + len(name))
        identifier = Identifier(span=span, label=label, score=1.0, found_by="test")
        mentions.append(mention_of(DocumentId(str(i)), before + name + after, identifier))
    chosen = placeholders(mentions, patient, Numbering())
    return [chosen[m.document_id, m.span] for m in mentions]


@pytest.mark.parametrize(
    "mentions",
    [
        ("Dr |Blaise MORIN|", "Dr |MORIN|", "Dr |B. MORIN|", "|MORIN Blaise|"),
        ("Dr |MORIN|", "Dr |Blaise MORIN|"),
        ("Dr |Anne CHARMEUX-LEROY|", "Dr |CHARMEUX LEROY|", "|A. Charmeux-Leroy|"),
        ("Dr |Jean-Yves LE GOFF|", "Dr |J-Y. LE GOFF|"),
        ("*sa fille |Claire VASSELIN|", "*sa fille |Claire|", "Mme |VASSELIN Claire|"),
    ],
)
def test_one_person_many_writings(mentions: tuple[str, ...]) -> None:
    assert len(set(named(*mentions))) == 1


@pytest.mark.parametrize(
    "mentions",
    [
        ("Dr |Blaise MORIN|", "Dr |Claude MORIN|"),
        ("Dr |Blaise MORIN|", "Dr |C. MORIN|"),
        ("Dr |MORIN|", "Mme |MORIN|"),
        ("M. |MORIN|", "Mme |MORIN|"),
        ("Dr |MORIN|", "Dr |MOREN|"),
        ("|Claire|", "Dr |Claire VASSELIN|"),
    ],
)
def test_two_people_stay_two(mentions: tuple[str, ...]) -> None:
    assert len(set(named(*mentions))) == 2


def test_a_bare_name_that_could_be_two_people_is_neither() -> None:
    first, second, bare, again = named("Dr |Blaise MORIN|", "Dr |Claude MORIN|", "Dr |MORIN|", "Dr |MORIN|")
    assert len({first, second, bare}) == 3
    assert bare == again


def test_the_patient_and_those_who_share_the_name() -> None:
    patient = Patient(Identity(family_names=("OLIVE", "BLANCHET"), given_names=("Rose",), sex="F"))
    assert named(
        "Mme |OLIVE|",
        "|Rose Olive|",
        "née |BLANCHET|",
        "|R. OLIVE|",
        "M. |OLIVE|",
        "Dr |OLIVE|",
        "*son fils |Luc OLIVE|",
        patient=patient,
    ) == ["<PATIENT>"] * 4 + ["<PERSONNE_1>", "<MEDECIN_1>", "<PROCHE_1>"]
