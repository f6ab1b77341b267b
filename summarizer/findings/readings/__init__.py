"""The ways of reading a sentence, each a `read(sentence)`, in the order in which they take its words.

What an allergy names is no treatment, and a number that is a result is no dose: the earlier reading wins.
"""

from __future__ import annotations

from summarizer.findings.readings import allergies, directives, drugs, measures, terms

__all__ = ["READINGS"]

READINGS = (allergies.read, measures.read, drugs.read, terms.read, directives.read)
