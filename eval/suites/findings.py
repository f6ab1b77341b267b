"""Precision and recall of the clinical findings of marked sentences, and of each qualifier.

A finding is right when one of the same kind overlaps it. A qualifier is scored over the findings that were matched: its
recall over those expected to have it, its precision over those said to have it. Values are compared as numbers and units
as written, blanks apart, over matched measures and drugs that are marked with one.
"""

from __future__ import annotations

import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from eval.casebook import Casebook
from eval.marked import KINDS, QUALIFIERS, Expected, Marked
from eval.metrics.exact import flat
from eval.results import Excerpt, Failure, Figure, SuiteResult, excerpt, share
from eval.system import System
from summarizer.values import Action, Finding


@dataclass(frozen=True, slots=True, kw_only=True)
class _Read:
    """One sentence: what was expected with what matched it, and what was found without being expected."""

    sentence: Marked
    matched: tuple[tuple[Expected, Finding | None], ...]
    extra: tuple[Finding, ...]


def run(cases: Casebook, system: System, quick: bool) -> SuiteResult:
    started = time.perf_counter()
    figures: list[Figure] = []
    failures: list[Failure] = []
    for name, sentences in cases.marked:
        found = system.quoting.finder.find_in([sentence.text for sentence in sentences])
        reads = [_read(sentence, mine) for sentence, mine in zip(sentences, found, strict=True)]
        figures += _kinds(name, reads)
        figures += _qualifiers(name, reads)
        figures += _values(name, reads)
        failures += [failure for read in reads for failure in _failures(name, read)]
    return SuiteResult(
        suite="findings",
        figures=tuple(figures),
        failures=tuple(failures),
        notes=() if figures else ("No marked sentence among the cases: nothing was scored.",),
        seconds=time.perf_counter() - started,
    )


def _read(sentence: Marked, found: Sequence[Finding]) -> _Read:
    left = [finding for finding in found if str(finding.kind) in KINDS]
    matched: list[tuple[Expected, Finding | None]] = []
    used: set[int] = set()
    for expected in (one for one in sentence.expected if not one.optional):
        hits = [f for f in left if str(f.kind) == expected.kind and f.span.overlaps(expected.span)]
        used |= {id(hit) for hit in hits}
        matched.append((expected, _closest(expected, hits)))
    extra = [f for f in left if id(f) not in used and not _marked_otherwise(f, sentence)]
    return _Read(sentence=sentence, matched=tuple(matched), extra=tuple(extra))


def _closest(expected: Expected, hits: Sequence[Finding]) -> Finding | None:
    def shared(finding: Finding) -> int:
        return min(finding.span.end, expected.span.end) - max(finding.span.start, expected.span.start)

    return max(hits, key=shared, default=None)


def _marked_otherwise(finding: Finding, sentence: Marked) -> bool:
    """A second reading of marked words (the drug of an allergy) is not held against the finder."""
    return any(finding.span.overlaps(expected.span) for expected in sentence.expected)


def _kinds(name: str, reads: Sequence[_Read]) -> Iterator[Figure]:
    for kind in sorted(KINDS):
        recall = {
            f"{read.sentence.id}/{number}": float(hit is not None)
            for read in reads
            for number, (expected, hit) in enumerate(read.matched)
            if expected.kind == kind
        }
        said = {key: 1.0 for key, hit in recall.items() if hit} | {
            f"{read.sentence.id}/+{finding.span.start}": 0.0
            for read in reads
            for finding in read.extra
            if finding.kind == kind
        }
        yield share(f"{name}/{kind}/recall", recall)
        yield share(f"{name}/{kind}/precision", said)


def _qualifiers(name: str, reads: Sequence[_Read]) -> Iterator[Figure]:
    pairs = {
        f"{read.sentence.id}/{number}": (expected, hit)
        for read in reads
        for number, (expected, hit) in enumerate(read.matched)
        if hit is not None
    }
    for qualifier in QUALIFIERS.values():
        wanted = {k: float(_has(hit, qualifier)) for k, (e, hit) in pairs.items() if qualifier in e.qualifiers}
        said = {k: float(qualifier in e.qualifiers) for k, (e, hit) in pairs.items() if _has(hit, qualifier)}
        yield share(f"{name}/{qualifier}/recall", wanted)
        yield share(f"{name}/{qualifier}/precision", said)


def _values(name: str, reads: Sequence[_Read]) -> Iterator[Figure]:
    right = {
        f"{read.sentence.id}/{number}": float(_number(hit.value) == _number(expected.value))
        for read in reads
        for number, (expected, hit) in enumerate(read.matched)
        if hit is not None and expected.value is not None
    }
    yield share(f"{name}/value right", right)
    units = {
        f"{read.sentence.id}/{number}": float(_unit(hit.unit) == _unit(expected.unit))
        for read in reads
        for number, (expected, hit) in enumerate(read.matched)
        if hit is not None and expected.unit is not None
    }
    yield share(f"{name}/unit right", units)


def _has(finding: Finding, qualifier: str) -> bool:
    if qualifier == "stopped":
        return finding.action in (Action.STOP, Action.AVOID)
    return bool(getattr(finding, qualifier))


def _number(value: str | None) -> float | str | None:
    try:
        return float((value or "").replace(",", ".").replace(" ", "").replace("\u202f", ""))
    except ValueError:
        return value


def _unit(unit: str | None) -> str:
    return flat(unit or "").replace(" ", "")


def _failures(name: str, read: _Read) -> Iterator[Failure]:
    sentence = read.sentence
    for number, (expected, hit) in enumerate(read.matched):
        shown = excerpt(expected.kind, sentence.source, sentence.text, expected.span)
        if hit is None:
            yield _failure(name, sentence, f"{number}", f"{expected.kind} missed", "not found", shown)
            continue
        for qualifier in QUALIFIERS.values():
            if _has(hit, qualifier) != (qualifier in expected.qualifiers):
                what = "lost" if qualifier in expected.qualifiers else "added"
                yield _failure(name, sentence, f"{number}/{qualifier}", f"{qualifier} {what}", hit.label, shown)
        if expected.value is not None and _number(hit.value) != _number(expected.value):
            message = f"read {hit.value}, is {expected.value}"
            yield _failure(name, sentence, f"{number}/value", "value wrong", message, shown)
        if expected.unit is not None and _unit(hit.unit) != _unit(expected.unit):
            message = f"read {hit.unit}, is {expected.unit}"
            yield _failure(name, sentence, f"{number}/unit", "unit wrong", message, shown)
    for finding in read.extra:
        shown = excerpt(str(finding.kind), sentence.source, sentence.text, finding.span)
        where = f"+{finding.span.start}"
        yield _failure(name, sentence, where, f"{finding.kind} not expected", finding.label, shown)


def _failure(name: str, sentence: Marked, where: str, kind: str, message: str, shown: Excerpt) -> Failure:
    return Failure(
        id=f"findings/{name}/{sentence.id}/{where}",
        kind=kind,
        case=name,
        message=message,
        severity="minor",
        passages=(shown,),
    )
