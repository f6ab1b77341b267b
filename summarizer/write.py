"""Drafts one statement per topic, and decides what may be shown of each.

A topic whose statement the rules composed is not written again. A draft that fails a check is replaced by the
quotation of its evidence, and listed as withheld with the reason: the reader loses style, never truth.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from summarizer.findings import Finder
from summarizer.lexical import unmarked
from summarizer.ports import Judge, Writer
from summarizer.prompts import draft_of, prompt
from summarizer.values import (
    Check,
    DraftStatement,
    Evidence,
    Outcome,
    Shown,
    VerifiedStatement,
    WithheldStatement,
)
from summarizer.verify import combined, verify

_RULES = "rules"


def write(evidence: Sequence[Evidence], writer: Writer | None, *, max_new_tokens: int) -> tuple[DraftStatement, ...]:
    """One draft per topic, in order: by rule where the topic proposes one, else by the writer, in one batch.

    Without a writer, a topic without proposal drafts the empty sentence, which the gate turns into a quotation.
    """
    asked = [topic for topic in evidence if topic.proposal is None]
    written: dict[int, str] = {}
    if writer is not None and asked:
        completions = writer.write([prompt(topic) for topic in asked], max_new_tokens=max_new_tokens)
        written = {id(topic): draft_of(completion) for topic, completion in zip(asked, completions, strict=True)}
    name = writer.card.name if writer is not None else _RULES
    return tuple(
        DraftStatement(text=topic.proposal, evidence=topic, by=_RULES)
        if topic.proposal is not None
        else DraftStatement(text=written.get(id(topic), ""), evidence=topic, by=name)
        for topic in evidence
    )


def gate(
    drafts: Sequence[DraftStatement], *, finder: Finder, judge: Judge | None, threshold: float
) -> tuple[tuple[VerifiedStatement, ...], tuple[WithheldStatement, ...]]:
    """What may be shown, in the order of the drafts, and what was withheld."""
    shown: list[VerifiedStatement] = []
    withheld: list[WithheldStatement] = []
    for draft, checks in zip(drafts, verify(drafts, finder=finder, judge=judge, threshold=threshold), strict=True):
        if combined(checks) is Outcome.SUPPORTED:
            shown.append(
                VerifiedStatement(text=draft.text, evidence=draft.evidence, shown=Shown.SUPPORTED, checks=checks)
            )
            continue
        shown.append(quotation(draft.evidence))
        if draft.text:
            withheld.append(_withheld(draft, checks))
    return tuple(shown), tuple(withheld)


def quotation(evidence: Evidence) -> VerifiedStatement:
    """The verbatim text of the first passage, cited alone."""
    first = evidence.passages[0]
    check = Check(name="quotation", outcome=Outcome.SUPPORTED)
    alone = replace(evidence, passages=(first,), proposal=None)
    return VerifiedStatement(text=unmarked(first.text), evidence=alone, shown=Shown.QUOTED, checks=(check,))


def _withheld(draft: DraftStatement, checks: Sequence[Check]) -> WithheldStatement:
    failed = next(check for check in checks if check.outcome is not Outcome.SUPPORTED)
    return WithheldStatement(
        text=draft.text, reason=f"{failed.name}: {failed.reason}", passages=draft.evidence.passages
    )
