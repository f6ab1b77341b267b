"""Decides what a summary must say, and on which passages each topic rests.

Findings decide, by severity and recency; a head that learnt what summaries need adds the lines that findings miss.
Retrieval serves questions only.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from summarizer.findings import Finder
from summarizer.findings.lexicon import entry_of, severities
from summarizer.ports import Head
from summarizer.select.contradictions import ANY_ALLERGY, contradictions
from summarizer.select.lines import lines
from summarizer.select.passages import Reading, narrow
from summarizer.select.problems import problems
from summarizer.select.results import results
from summarizer.select.treatments import treatments
from summarizer.values import Contradiction, Evidence, Finding, FindingKind

_REMEDIES = frozenset({"adrénaline", "corticoïde", "antihistaminique", "vasopresseur"})

__all__ = ["Reading", "select"]


def select(
    reading: Reading, finder: Finder, head: Head | None = None
) -> tuple[tuple[Evidence, ...], tuple[Contradiction, ...]]:
    """The topics of the summary, and what the documents contradict each other on."""
    reading = replace(reading, findings=_without_remedies(reading.findings))
    passages = narrow(reading.findings, reading, finder)
    topics = (
        *problems(reading, passages),
        *treatments(reading, passages, severities(FindingKind.DRUG)),
        *results(reading, passages, severities(FindingKind.MEASURE)),
    )
    added = lines(reading, head, topics) if head is not None else ()
    return _merged((*topics, *added)), contradictions(reading, passages)


def _without_remedies(findings: Sequence[Finding]) -> tuple[Finding, ...]:
    """Findings without the allergies that are remedies of one: "œdème de Quincke (adrénaline)" beside its allergen."""
    allergens = {
        (f.document_id, f.sentence)
        for f in findings
        if f.kind is FindingKind.ALLERGY and not _is_remedy(f) and f.label != ANY_ALLERGY
    }
    return tuple(f for f in findings if not (_is_remedy(f) and (f.document_id, f.sentence) in allergens))


def _is_remedy(finding: Finding) -> bool:
    if finding.kind is not FindingKind.ALLERGY:
        return False
    entry = entry_of(FindingKind.DRUG, finding.label)
    return finding.label in _REMEDIES or (entry is not None and entry.group in _REMEDIES)


def _merged(topics: Sequence[Evidence]) -> tuple[Evidence, ...]:
    """One topic per section and passage: two findings of one clause are said together, by the graver."""
    kept: dict[tuple[object, ...], Evidence] = {}
    for topic in topics:
        first = topic.passages[0]
        key = (topic.section, first.document_id, first.span) if topic.proposal is None else (topic.section, topic.topic)
        if key not in kept or topic.severity.rank < kept[key].severity.rank:
            kept[key] = topic
    return tuple(kept.values())
