"""Makes findings of the disorders, acts, habits and vaccines of a sentence, with what completes them."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from summarizer.findings.complements import is_site, quantity_of, side_of, site_of, sited_label, stage_of
from summarizer.findings.lexicon import Match, Sort
from summarizer.findings.sentence import SentenceReader
from summarizer.values import Finding, FindingKind

_KINDS = {
    Sort.DISORDER: FindingKind.DISORDER,
    Sort.PROCEDURE: FindingKind.PROCEDURE,
    Sort.HABIT: FindingKind.HABIT,
    Sort.VACCINE: FindingKind.VACCINE,
}
_VACCINE_CONTEXT = re.compile(r"vaccin|rappel|immunis|\bdose")


def read(sentence: SentenceReader) -> Iterator[Finding]:
    sites = [m for group in sentence.matches for m in group if is_site(m)]
    for group in sentence.matches:
        for match in sorted(group, key=lambda m: (-m.last, m.entry.sort is not Sort.VACCINE)):
            sort = match.entry.sort
            if sort not in _KINDS:
                continue
            if not sentence.is_free(match.start, match.end) or sentence.holds_inside(match):
                continue
            if sort is Sort.VACCINE and not _is_vaccine(sentence, match, group):
                continue
            yield _other(sentence, match, sites)
            break


def _is_vaccine(sentence: SentenceReader, match: Match, group: Sequence[Match]) -> bool:
    if len(group) > 1 and any(m.entry.sort is Sort.DISORDER and m.last == match.last for m in group):
        return bool(_VACCINE_CONTEXT.search(sentence.folded + sentence.heading))
    return True


def _other(sentence: SentenceReader, match: Match, sites: Sequence[Match]) -> Finding:
    kind = _KINDS[match.entry.sort]
    start, end, label = match.start, match.end, match.entry.label
    if match.entry.sited:
        site = site_of(match, sites, sentence.folded)
        if site is not None:
            label, end = sited_label(label, site.entry.label), site.end
    sentence.take(start, end)
    qualifiers = sentence.scopes.of(start, end, kind)
    finding = sentence.finding(kind, start, end, label, qualifiers)
    stop = sentence.next_after(end, Sort.DISORDER, Sort.PROCEDURE, Sort.DRUG, Sort.MEASURE, Sort.HABIT)
    value = unit = side = None
    if kind is FindingKind.DISORDER:
        value = stage_of(
            sentence.folded, sentence.raw, end, sentence.next_after(end, Sort.DISORDER, Sort.PROCEDURE, Sort.DRUG)
        )
    if kind is FindingKind.HABIT and (amount := quantity_of(sentence.raw, start, end)):
        value, unit, last = amount
        sentence.take(end, last)
    if kind in (FindingKind.DISORDER, FindingKind.PROCEDURE):
        side = side_of(sentence.folded, sentence.raw, start, end, stop)
    return replace(finding, code=match.entry.code, value=value, unit=unit, side=side)
