"""Who writes what: rules first, then the writer in one batch, else nobody."""

from __future__ import annotations

from collections.abc import Sequence

import pytest

from models.scripted import ScriptedWriter
from summarizer.prompts import draft_of, prompt
from summarizer.values import (
    DocumentId,
    Evidence,
    ModelCard,
    Passage,
    SectionKey,
    Severity,
    Shown,
    Span,
    Status,
)
from summarizer.write import quotation, write


class CountingWriter:
    """The scripted writer, which counts its batches."""

    def __init__(self) -> None:
        self.batches: list[int] = []
        self._inside = ScriptedWriter()

    @property
    def card(self) -> ModelCard:
        return self._inside.card

    def write(self, prompts: Sequence[str], *, max_new_tokens: int) -> tuple[str, ...]:
        self.batches.append(len(prompts))
        return self._inside.write(prompts, max_new_tokens=max_new_tokens)


def topic(text: str, proposal: str | None = None) -> Evidence:
    passage = Passage(document_id=DocumentId("d1"), span=Span(0, len(text)), text=text, written_on="2024-03-18")
    return Evidence(
        section=SectionKey.PROBLEMS,
        topic=f"disorder:{text[:5]}",
        passages=(passage,),
        severity=Severity.MAJOR,
        status=Status.ACTIVE,
        proposal=proposal,
    )


def test_topics_without_a_proposal_are_written_in_one_batch_in_order() -> None:
    writer = CountingWriter()
    topics = [topic("Asthme ancien."), topic("Ramipril.", "Ramipril 5 mg"), topic("Goutte.")]
    drafts = write(topics, writer, max_new_tokens=30)
    assert writer.batches == [2]
    assert [(d.text, d.by) for d in drafts] == [
        ("Asthme ancien.", "scripted"),
        ("Ramipril 5 mg", "rules"),
        ("Goutte.", "scripted"),
    ]
    assert [d.evidence for d in drafts] == topics


def test_a_writer_that_is_not_needed_is_not_called() -> None:
    writer = CountingWriter()
    write([topic("Ramipril.", "Ramipril 5 mg")], writer, max_new_tokens=30)
    assert writer.batches == []


def test_without_a_writer_the_draft_is_empty() -> None:
    (draft,) = write([topic("Asthme ancien.")], None, max_new_tokens=30)
    assert (draft.text, draft.by) == ("", "rules")


def test_a_prompt_holds_its_passage_and_no_other_topic() -> None:
    asked = prompt(topic("Asthme ancien."))
    assert "Asthme ancien." in asked
    assert "Goutte" not in asked


@pytest.mark.parametrize(
    ("completion", "draft"),
    [
        (" Asthme ancien.\n\nSource : « Goutte »", "Asthme ancien."),
        ("Asthme ancien.", "Asthme ancien."),
        ("\n", ""),
    ],
)
def test_a_draft_is_the_first_line_of_the_completion(completion: str, draft: str) -> None:
    assert draft_of(completion) == draft


@pytest.mark.parametrize(
    ("passage", "shown"),
    [
        ("- Asthme ancien ;", "Asthme ancien"),
        ("3. Asthme\nancien.", "Asthme ancien."),
        ("2,5 mg de bisoprolol", "2,5 mg de bisoprolol"),
    ],
)
def test_a_quotation_is_its_passage_without_the_marks_of_a_list(passage: str, shown: str) -> None:
    said = quotation(topic(passage))
    assert (said.text, said.shown) == (shown, Shown.QUOTED)
    assert said.evidence.passages[0].text == passage
