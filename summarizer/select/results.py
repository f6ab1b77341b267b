"""Turns laboratory values and scores into trends: last value, the two before, their dates, what is abnormal.

It knows each measure's dated values across documents and table columns. It refuses to convert units or to mix them:
values in another unit than the last one are another measure here.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from summarizer.findings.lexicon import entry_of
from summarizer.isodate import days, french
from summarizer.lexical import plain
from summarizer.select.passages import Reading, header_passage
from summarizer.values import (
    Evidence,
    Finding,
    FindingKind,
    Kind,
    LineKind,
    Passage,
    SectionKey,
    Severity,
    Status,
)

#: Signs of the moment say nothing of the patient a month later; they stay in their documents.
_OF_THE_MOMENT = frozenset({"constantes", "gaz du sang"})
_LASTING = frozenset({"poids", "IMC"})
#: Documents whose day is that of what they measure; in the others a value without a date of its own is undated.
_SAME_DAY = frozenset({Kind.LABORATORY, Kind.CONSULTATION, Kind.EMERGENCY, Kind.IMAGING, Kind.PATHOLOGY, Kind.NURSING})
#: A value older than this, in days before the last document, is history: minor whatever it was.
_OLD_DAYS = 550
_PREVIOUS = 2
#: An undated value of a later document replaces a dated one only when it is this much newer.
_NEW_DAYS = 60


@dataclass(frozen=True, slots=True, kw_only=True, repr=False)
class Value:
    """One value of one measure, with the finding that holds it; `dated` when `when` is its own day."""

    when: str
    value: str
    finding: Finding
    dated: bool

    def __repr__(self) -> str:
        return f"Value({self.when})"


def results(
    reading: Reading, passages: Mapping[Finding, Passage], severities: Mapping[str, Severity]
) -> tuple[Evidence, ...]:
    """One topic per measure. `severities` gives that of a label; measures it lacks are minor."""
    by_label: dict[str, list[Finding]] = {}
    for finding in reading.findings:
        if _counts(finding, reading) and finding in passages:
            by_label.setdefault(finding.label, []).append(finding)
    return tuple(
        topic
        for label, group in sorted(by_label.items())
        if (topic := _trend(label, group, reading, passages, severities.get(label, Severity.MINOR)))
    )


def _counts(finding: Finding, reading: Reading) -> bool:
    entry = entry_of(FindingKind.MEASURE, finding.label)
    lasting = entry is None or entry.group not in _OF_THE_MOMENT or finding.label in _LASTING
    return (
        finding.kind is FindingKind.MEASURE
        and finding.value is not None
        and lasting
        and not (finding.negated or finding.family or finding.hypothetical)
        and not _is_threshold(finding, reading)
    )


def _is_threshold(finding: Finding, reading: Reading) -> bool:
    """`DFG < 30` in a sentence is a condition; in a table it is a result."""
    sentence = reading.sentence(finding)
    row = sentence is not None and sentence.kind is LineKind.ROW
    return (finding.value or "")[:1] in "<>≤≥" and not (row and finding.reference)


def _trend(
    label: str,
    group: Sequence[Finding],
    reading: Reading,
    passages: Mapping[Finding, Passage],
    severity: Severity,
) -> Evidence | None:
    values = sorted(_values(group, reading), key=lambda v: (v.when, v.dated, v.finding.unit is not None), reverse=True)
    if not values:
        return None
    last = next((v for v in values if v.dated), values[0])
    if not last.dated or (values[0].when > last.when and days(last.when, values[0].when) > _NEW_DAYS):
        last = values[0]
    unit = next((v.finding.unit for v in values if v.when == last.when and v.finding.unit), last.finding.unit)
    former: list[Value] = []
    for value in values:
        comparable = value.dated and value.when < last.when and (not unit or value.finding.unit in (unit, None))
        if comparable and value.when not in {f.when for f in former} and len(former) < _PREVIOUS:
            former.append(value)
    if days(last.when, reading.last_day) > _OLD_DAYS:
        severity = Severity.MINOR
    elif last.finding.abnormal and severity is Severity.MINOR:
        severity = Severity.MAJOR
    return Evidence(
        section=SectionKey.RESULTS,
        topic=f"measure:{label}",
        passages=tuple(dict.fromkeys(p for v in (last, *former) for p in _cited(v, reading, passages))),
        severity=severity,
        status=Status.ACTIVE,
        dates=tuple(v.when for v in (last, *former) if v.when),
        proposal=_sentence(last, unit, former),
    )


def _cited(value: Value, reading: Reading, passages: Mapping[Finding, Passage]) -> tuple[Passage, ...]:
    """The row and the header that dates its columns; the sentence otherwise."""
    return (passages[value.finding], *header_passage(value.finding, reading))


def _values(group: Sequence[Finding], reading: Reading) -> list[Value]:
    values = []
    for finding in group:
        same_day = reading.document(finding).kind in _SAME_DAY
        when = finding.date or reading.written_on(finding)
        dated = bool(finding.date and len(finding.date) == 10) or (finding.date is None and same_day)
        if finding.value is not None:
            values.append(Value(when=when, value=finding.value, finding=finding, dated=dated))
        values += [Value(when=day, value=old, finding=finding, dated=True) for day, old in finding.previous if day]
    return values


def _sentence(last: Value, unit: str | None, former: Sequence[Value]) -> str:
    name = plain(last.finding.text)
    said = f"{name[:1].upper()}{name[1:]} {last.value} {unit or ''}".rstrip()
    if last.when:
        said += f" ({french(last.when)})" if last.dated else f" (document du {french(last.when)})"
    if former:
        said += " ; auparavant " + ", ".join(f"{v.value} ({french(v.when)})" for v in former)
    return said
