"""Makes findings of the results of a sentence: a row of a table, a value in running text, a word, a weight."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import pairwise

from summarizer.findings.lexicon import Entry, Match, Sort
from summarizer.findings.measures import BETWEEN_A_PAIR, PAIR, earlier_after, reading_after, word_after
from summarizer.findings.qualifiers import Qualifiers
from summarizer.findings.sentence import SentenceReader
from summarizer.findings.tables import read_row
from summarizer.values import Finding, FindingKind, LineKind

_KILOGRAMS = re.compile(r"(?<![\d,.+-])(?P<value>\d{1,3}(?:[.,]\d{1,2})?) ?kg\b(?!/)")
_NOT_THE_WEIGHT = re.compile(
    r"(?:perte|perdu|perd|pris|prise|prend|gain|gagne|amaigri\w*|moins|plus|de|poids (?:ideal|sec|cible)|imc|/|foetal\w*|port\w*|\d\s?x|[+-])"
    r"(?: pondera\w+| ponderale)?(?: de| d')?(?: pres de| environ)?\s*$"
)


def read(sentence: SentenceReader) -> Iterator[Finding]:
    """Every result of the sentence, those of a pair first, then weights that only their unit names."""
    yield from _pairs(sentence)
    yield from _named(sentence)
    yield from _weights(sentence)


def _named(sentence: SentenceReader) -> Iterator[Finding]:
    for group in sentence.matches:
        measures = [m for m in group if m.entry.sort is Sort.MEASURE]
        for match in measures:
            if match.last != measures[0].last or not sentence.is_free(match.start, match.end):
                continue
            shared = any(m.entry.sort is not Sort.MEASURE and m.last == match.last for m in group)
            found = _row(sentence, match, shared=shared) or _value(sentence, match, shared=shared)
            if found is not None:
                yield found
                break


def _pairs(sentence: SentenceReader) -> Iterator[Finding]:
    """ "ASAT / ALAT 24 / 31": the first value is of the first name."""
    names = [m for group in sentence.matches if (m := next((m for m in group if m.entry.sort is Sort.MEASURE), None))]
    for first, second in pairwise(names):
        pair = PAIR.match(sentence.raw, second.end)
        between = sentence.raw[first.end : second.start]
        if pair is None or not BETWEEN_A_PAIR.fullmatch(between) or not sentence.is_free(first.start, pair.end()):
            continue
        sentence.take(first.start, pair.end())
        for match, value in ((first, pair["first"]), (second, pair["second"])):
            finding = _measure(sentence, match, match.start, match.end)
            yield replace(finding, value=value, unit=pair["unit"])


def _row(sentence: SentenceReader, match: Match, *, shared: bool) -> Finding | None:
    """A measure that begins a row of a table; others are read as running text."""
    if sentence.sentence.kind is not LineKind.ROW or sentence.raw[: match.start].strip(" -*•"):
        return None
    header = (sentence.sentence.header.start, sentence.sentence.header.end) if sentence.sentence.header else None
    start, end = sentence.offset + match.end, sentence.sentence.span.end
    row = read_row(sentence.document, start, end, header, sentence.written_on)
    if row is None or not _is_likely(match.entry, row.value, row.unit, shared=shared):
        return None
    sentence.take(match.start, len(sentence.raw))
    finding = sentence.finding(FindingKind.MEASURE, match.start, match.end, match.entry.label, Qualifiers())
    return replace(
        finding,
        value=row.value,
        unit=row.unit,
        reference=row.reference,
        abnormal=row.flag,
        previous=row.previous,
        date=row.date,
        historical=False,
    )


def _value(sentence: SentenceReader, match: Match, *, shared: bool) -> Finding | None:
    stop = max(sentence.next_after(match.end, Sort.MEASURE), match.end)
    reading = reading_after(sentence.raw[match.end : stop], short=match.short, units=match.entry.units)
    if reading is None or not _is_likely(match.entry, reading.value, reading.unit, shared=shared):
        return None if shared else _word(sentence, match)
    start, end = match.start, match.end + reading.end
    earlier = _earlier(sentence, end)
    finding = _measure(sentence, match, start, end)
    # "Hyperkaliémie à 6,4" is a disorder and its measure: the name stays free for the disorder.
    sentence.take(match.end if shared and not _is_drug(match, sentence.matches) else start, end)
    return replace(
        finding,
        text=sentence.raw[match.start : match.end],
        value=reading.value,
        unit=reading.unit,
        abnormal=reading.flag,
        reference=reading.reference,
        date=finding.date if finding.date not in {date for date, _ in earlier} else None,
        previous=(*earlier, *((None, old) for old in reversed(reading.previous))),
    )


def _measure(sentence: SentenceReader, match: Match, start: int, end: int) -> Finding:
    qualifiers = replace(sentence.scopes.of(match.start, match.end, FindingKind.MEASURE), negated=False)
    return sentence.finding(FindingKind.MEASURE, start, end, match.entry.label, qualifiers)


def _earlier(sentence: SentenceReader, end: int) -> tuple[tuple[str | None, str], ...]:
    """ "47,5 kg (50,2 en septembre, 49 en janvier)": the results that a bracket recalls, with their dates."""
    found = []
    for value, left, right in earlier_after(sentence.raw[end:]):
        date = next((d for d in sentence.dates if d.start < end + right and end + left < d.end), None)
        if date is not None:
            found.append((date.iso, value))
    return tuple(found)


def _word(sentence: SentenceReader, match: Match) -> Finding | None:
    word = word_after(sentence.raw[match.end :])
    if word is None or (match.short and not word[0].startswith(("posi", "néga", "nega"))):
        return None
    end = match.end + word[1]
    sentence.take(match.start, end)
    finding = _measure(sentence, match, match.start, end)
    return replace(finding, text=sentence.raw[match.start : match.end], value=word[0])


def _weights(sentence: SentenceReader) -> Iterator[Finding]:
    """ "86 ans, 48,6 kg": a weight says its name by its unit, unless it is lost, gained or of something else."""
    for match in _KILOGRAMS.finditer(sentence.folded):
        start, end = match.span("value")[0], match.end()
        lost = _NOT_THE_WEIGHT.search(sentence.folded[: match.start()])
        if lost or not sentence.is_free(start, end) or any(start < e and s < end for s, e in sentence.places):
            continue
        sentence.take(start, end)
        earlier = _earlier(sentence, end)
        finding = sentence.finding(
            FindingKind.MEASURE, start, end, "poids", sentence.scopes.of(start, end, FindingKind.MEASURE)
        )
        date = finding.date if finding.date not in {date for date, _ in earlier} else None
        yield replace(finding, value=match["value"], unit="kg", date=date, previous=earlier)


def _is_likely(entry: Entry, value: str, unit: str | None, *, shared: bool) -> bool:
    """Whether a number can be a result of this measure; a name that is also a drug's or a disorder's needs the unit."""
    if shared and (unit or "").lower() not in {known.lower() for known in entry.units}:
        return False
    if entry.plausible is None:
        return True
    number = re.match(r"[<>≤≥]?=?\s*([\d  ]+(?:[.,]\d+)?)", value)
    if number is None:
        return True
    low, high = entry.plausible
    return low <= float(number[1].replace(" ", "").replace("\u202f", "").replace(",", ".")) <= high


def _is_drug(match: Match, groups: Sequence[Sequence[Match]]) -> bool:
    return any(
        m.start == match.start and m.last == match.last and m.entry.sort in (Sort.DRUG, Sort.DRUG_CLASS)
        for group in groups
        for m in group
    )
