"""Makes findings of the drugs of a sentence: dose, rhythm, what is done with each, and the day a treatment ended."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from summarizer.findings.doses import dose_in, frequency_in
from summarizer.findings.drugs import Mention, actions, by_change, by_pronoun
from summarizer.findings.lexicon import Match, Sort
from summarizer.findings.qualifiers import Qualifiers
from summarizer.findings.sentence import SentenceReader
from summarizer.values import Action, Finding, FindingKind

_DRUGS = (Sort.DRUG, Sort.DRUG_CLASS)
_UNTIL = re.compile(r"\b(?:jusqu|du \d)")
_UNTIL_DATE = re.compile(r"(?:\bjusqu'(?:au?|en|a la)\b|\bdu \d[^,;]{0,22}\bau\b)[^,;]{0,25}$")
_BESIDE = re.compile(r"\s*(?:,|et|/|\+)\s*")
#: A drug that coats a stent or a pump is not taken.
_COATING = re.compile(r"\bstents? (?:\w+ ){0,3}\(?(?:a (?:l'|la )?)?$")
_NUMBER_OF_PATIENT = re.compile(r"\s*(?:n°)?\s*:?\s*(?:<|\d{5,})")


def read(sentence: SentenceReader) -> Iterator[Finding]:
    """Every drug and class of drugs of the sentence, once each time it is named."""
    chosen = _chosen(sentence)
    stops = [*(match.start for match in chosen[1:]), len(sentence.raw)]
    mentions = [
        Mention(start=m.start, end=m.end, dosed=dose_in(_tail(sentence, m, stop)).value is not None)
        for m, stop in zip(chosen, stops, strict=False)
    ]
    for match, stop, action in zip(chosen, stops, actions(sentence.folded, mentions), strict=False):
        yield _drug(sentence, match, action, stop)


def _chosen(sentence: SentenceReader) -> list[Match]:
    chosen: list[Match] = []
    for group in sentence.matches:
        best = next((m for m in group if m.entry.sort in _DRUGS), None)
        if best is None or not sentence.is_free(best.start, best.end) or (chosen and best.start < chosen[-1].end):
            continue
        if group[0].last > best.last and group[0].entry.sort not in (*_DRUGS, Sort.SITE):
            continue
        if sentence.holds_inside(best) or _is_no_drug(sentence, best, group):
            continue
        if chosen and chosen[-1].entry.label == best.entry.label and sentence.is_gloss(chosen[-1], best):
            continue
        if chosen and _is_generic(sentence, chosen[-1], best):
            chosen.pop()
        chosen.append(best)
    return chosen


def _is_generic(sentence: SentenceReader, first: Match, second: Match) -> bool:
    """ "insuline LANTUS" names one drug, by its brand."""
    generic = first.entry.group == second.entry.label.partition(" ")[0]
    return generic and not sentence.raw[first.end : second.start].strip()


def _is_no_drug(sentence: SentenceReader, match: Match, group: Sequence[Match]) -> bool:
    if _COATING.search(sentence.folded[: match.start]):
        return True
    if match.short and _NUMBER_OF_PATIENT.match(sentence.raw, match.end):
        return True
    measured = any(m.entry.sort is Sort.MEASURE and m.last == match.last for m in group)
    if not measured or dose_in(_tail(sentence, match, len(sentence.raw))).value:
        return False
    # "IRM, vitamine B12, folates, TSH, calcémie" is a list of measures to take.
    names: list[Match] = []
    for found in sentence.matches:
        measure = next((m for m in found if m.entry.sort is Sort.MEASURE), None)
        if measure and not (names and measure.start < names[-1].end):
            names.append(measure)
    here = next((i for i, m in enumerate(names) if m.start == match.start), None)
    if here is None:
        return False
    beside = [(names[here - 1].end, match.start)] if here else []
    beside += [(match.end, names[here + 1].start)] if here + 1 < len(names) else []
    return any(_BESIDE.fullmatch(sentence.raw, left, right) for left, right in beside)


def _tail(sentence: SentenceReader, match: Match, stop: int) -> str:
    tail = sentence.raw[match.end : min(stop, sentence.next_after(match.end, Sort.MEASURE))]
    cut = re.search(r";|\.(?=\s+[A-ZÀ-Ý])|\n\s*(?:[-•]|\d+[.)])\s", tail)
    return tail[: cut.start()] if cut else tail


def _drug(sentence: SentenceReader, match: Match, action: Action, stop: int) -> Finding:
    tail = _tail(sentence, match, stop)
    gloss = re.match(r"\s*\([^()\d]*\)", tail)
    dose = dose_in(tail[gloss.end() :] if gloss else tail)
    end_of_dose = dose.end + (gloss.end() if gloss else 0) if dose.value else 0
    frequency = frequency_in(tail, end_of_dose)
    if dose.before and dose.value:
        change = by_change(dose.before, dose.value)
        action = change if action in (Action.NONE, Action.CHANGE, Action.START) else action
    ended = _ended(sentence, match.end, match.end + len(tail))
    if ended and action in (Action.NONE, Action.START, Action.CONTINUE):
        action = Action.STOP
    qualifiers = sentence.scopes.of(match.start, match.end, FindingKind.DRUG)
    if action is not Action.NONE:
        qualifiers = replace(qualifiers, negated=qualifiers.negated and action is not Action.AVOID)
    finding = sentence.finding(FindingKind.DRUG, match.start, match.end, match.entry.label, qualifiers)
    if dose.before and (last := sentence.date(match.start, match.end + end_of_dose)):
        # "débutée à 5 mg le 20/06, portée à 10 mg le 27/06" is of the day of its last dose.
        finding = replace(finding, date=last)
    if ended and action is Action.STOP:
        finding = replace(finding, date=ended)
    sentence.take(match.start, match.end)
    return replace(
        finding,
        code=match.entry.code,
        value=dose.value,
        unit=dose.unit,
        frequency=frequency,
        action=action,
        previous=((None, dose.before),) if dose.before else (),
    )


def _ended(sentence: SentenceReader, start: int, end: int) -> str | None:
    """The day a treatment ended, when it did before the document: "du 05/12 au 12/12", "jusqu'en novembre"."""
    for date in sentence.dates:
        if start <= date.start and date.end <= end and _UNTIL.search(sentence.folded[start : date.start + 12]):
            now = sentence.written_on or ""
            if _UNTIL_DATE.search(sentence.folded[start : date.end]) and date.iso < now[: len(date.iso)]:
                return date.iso
    return None


def read_pronoun(sentence: SentenceReader, drug: Finding) -> Finding | None:
    """ "Je l'ai donc interrompu le 22 février" says it of the only drug of the sentence before."""
    said = by_pronoun(sentence.folded)
    if said is None:
        return None
    start, end, action = said
    finding = sentence.finding(FindingKind.DRUG, start, end, drug.label, Qualifiers(family=drug.family))
    return replace(finding, code=drug.code, action=action)
