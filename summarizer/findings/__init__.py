"""Finds French clinical facts in pseudonymized documents: drugs, disorders, allergies, measures, acts, habits,
vaccines and directives, each with its place, value and qualifiers.
"""

from __future__ import annotations

from summarizer.findings.finder import Finder
from summarizer.values import Finding

__all__ = ["Finder", "describe"]


def describe(finding: Finding) -> dict[str, object]:
    """A finding as the `findings` command prints it."""
    return {
        "start": finding.span.start,
        "end": finding.span.end,
        "kind": str(finding.kind),
        "label": finding.label,
        "code": finding.code,
        "negated": finding.negated,
        "family": finding.family,
        "hypothetical": finding.hypothetical,
        "historical": finding.historical,
        "date": finding.date,
        "value": finding.value,
        "unit": finding.unit,
        "frequency": finding.frequency,
        "action": str(finding.action),
        "side": str(finding.side) if finding.side else None,
        "reference": finding.reference,
        "abnormal": finding.abnormal,
        "previous": [{"date": date, "value": value} for date, value in finding.previous],
        "text": finding.text,
    }
