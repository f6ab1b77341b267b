"""Finds what the documents of one dossier say differently, and shows both passages.

It knows the disagreements that rules can establish, a file for each kind. It refuses to say who is right, and leaves
what only time explains (a diagnosis made later, a dose changed) to the sections.
"""

from __future__ import annotations

from collections.abc import Mapping

from summarizer.select.contradictions.allergies import ANY_ALLERGY, allergies
from summarizer.select.contradictions.diagnoses import diagnoses, says_excluded
from summarizer.select.contradictions.histories import histories
from summarizer.select.contradictions.identities import directives, identities
from summarizer.select.contradictions.organs import organs
from summarizer.select.contradictions.places import places
from summarizer.select.contradictions.sides import disputed_side, sides
from summarizer.select.contradictions.told import told
from summarizer.select.contradictions.treatments import treatments
from summarizer.select.contradictions.values import values
from summarizer.select.passages import Reading
from summarizer.values import Contradiction, Finding, Passage

__all__ = ["ANY_ALLERGY", "contradictions", "disputed_side", "says_excluded"]

_RULES = (allergies, sides, places, organs, diagnoses, histories, treatments, directives, values, identities)


def contradictions(reading: Reading, passages: Mapping[Finding, Passage]) -> tuple[Contradiction, ...]:
    """Every disagreement, in a stable order, each between two passages, the older first; no pair twice."""
    mine = told(reading, passages)
    found: dict[object, Contradiction] = {}
    for rule in _RULES:
        for one in rule(mine):
            found.setdefault((one.a.document_id, one.a.span, one.b.document_id, one.b.span), one)
    return tuple(found.values())
