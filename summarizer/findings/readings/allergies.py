"""Makes findings of the allergies of a sentence, with the qualifiers of their substance and of their opening."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace

from summarizer.findings.allergies import Allergy, allergies, speaks_of_allergy
from summarizer.findings.lexicon import Match, Sort
from summarizer.findings.sentence import SentenceReader
from summarizer.values import Finding, FindingKind, Span

_SUBSTANCES = (Sort.DRUG, Sort.DRUG_CLASS, Sort.ALLERGEN, Sort.VACCINE)
#: Openings that say "ne ... pas" and deny no allergy.
_IS_ONE = re.compile(r"ne (?:supporte|tolere|supportait|tolerait)")


def read(sentence: SentenceReader) -> Iterator[Finding]:
    listed = sentence.lists_allergies
    if not listed and not speaks_of_allergy(sentence.folded):
        return
    substances: list[Match] = []
    for group in sentence.matches:
        best = next((m for m in group if m.entry.sort in _SUBSTANCES), None)
        if best and not (substances and best.start < substances[-1].end):
            substances.append(best)
    for allergy in allergies(sentence.folded, sentence.raw, substances, listed=listed):
        yield _allergy(sentence, allergy)


def _allergy(sentence: SentenceReader, allergy: Allergy) -> Finding:
    where = allergy.substance
    start, end = (where.start, where.end) if where else (allergy.start, allergy.end)
    until = max(allergy.until, _end_of_gloss(sentence, where) if where else allergy.end)
    qualifiers = sentence.scopes.of(start, end, FindingKind.ALLERGY)
    opened = sentence.scopes.of(allergy.start, allergy.start + 1, FindingKind.ALLERGY)
    denied = allergy.denied or (
        (qualifiers.negated or opened.negated) and not _IS_ONE.match(sentence.folded[allergy.start :])
    )
    qualifiers = replace(
        qualifiers, negated=denied, hypothetical=not denied and (qualifiers.hypothetical or opened.hypothetical)
    )
    finding = sentence.finding(FindingKind.ALLERGY, allergy.start, until, allergy.label, qualifiers)
    sentence.take(allergy.start, until)
    return replace(
        finding,
        span=Span(sentence.offset + allergy.start, sentence.offset + allergy.end),
        text=sentence.raw[allergy.start : allergy.end],
        code=allergy.code,
        value=allergy.reaction,
    )


def _end_of_gloss(sentence: SentenceReader, where: Match) -> int:
    """After the bracket that names the same substance again: "BACTRIM (cotrimoxazole)"."""
    for group in sentence.matches:
        for match in group:
            if match.start > where.end and match.entry.label == where.entry.label and sentence.is_gloss(where, match):
                return match.end
    return where.end
