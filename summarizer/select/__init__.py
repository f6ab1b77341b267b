"""Decides what a summary must say, and on which passages each topic rests.

Findings decide first; retrieval then finds, section by section, the sentences that no finding covers.
"""

from __future__ import annotations

from collections.abc import Sequence

from summarizer.findings import Finder
from summarizer.findings.lexicon import severities
from summarizer.select.contradictions import contradictions
from summarizer.select.passages import Reading, narrow
from summarizer.select.problems import problems
from summarizer.select.results import results
from summarizer.select.treatments import treatments
from summarizer.values import Contradiction, Evidence, FindingKind

__all__ = ["Reading", "select"]


def select(reading: Reading, finder: Finder) -> tuple[tuple[Evidence, ...], tuple[Contradiction, ...]]:
    """The topics of the summary, and what the documents contradict each other on."""
    passages = narrow(reading.findings, reading, finder)
    topics = (
        *problems(reading, passages),
        *treatments(reading, passages, severities(FindingKind.DRUG)),
        *results(reading, passages, severities(FindingKind.MEASURE)),
    )
    return _merged(topics), contradictions(reading, passages)


def _merged(topics: Sequence[Evidence]) -> tuple[Evidence, ...]:
    """One topic per section and passage: two findings of one clause are said together, by the graver."""
    weight = {"critical": 0, "major": 1, "minor": 2}
    kept: dict[tuple[object, ...], Evidence] = {}
    for topic in topics:
        first = topic.passages[0]
        key = (topic.section, first.document_id, first.span) if topic.proposal is None else (topic.section, topic.topic)
        if key not in kept or weight[topic.severity] < weight[kept[key].severity]:
            kept[key] = topic
    return tuple(kept.values())
