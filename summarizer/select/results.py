"""Turns laboratory values and scores into trends: last value, the two before, their dates, what is abnormal.

It knows each measure's dated values across documents and table columns. It refuses to convert units or to mix them:
values in another unit than the last one are another measure here.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from summarizer.select.passages import Reading
from summarizer.values import Evidence, Finding, FindingKind, Passage, SectionKey, Severity, Status

#: Signs of the moment say nothing of the patient a month later; they stay in their documents.
_OF_THE_MOMENT = re.compile(
    r"(?i)temp[ée]rature|fr[ée]quence|pouls|saturation|spo2|tension|pression art[ée]rielle|glasgow|diur[èe]se|glyc[ée]mie capillaire|eva\b|taille"
)
_PREVIOUS = 2


@dataclass(frozen=True, slots=True, kw_only=True, repr=False)
class Value:
    """One dated value of one measure, with the finding that holds it."""

    when: str
    value: str
    finding: Finding

    def __repr__(self) -> str:
        return f"Value({self.when})"


def results(
    reading: Reading, passages: Mapping[Finding, Passage], severities: Mapping[str, Severity]
) -> tuple[Evidence, ...]:
    """One topic per measure. `severities` gives that of a label; measures it lacks are minor."""
    by_label: dict[str, list[Finding]] = {}
    for finding in reading.findings:
        if _counts(finding) and finding in passages:
            by_label.setdefault(finding.label, []).append(finding)
    return tuple(
        topic
        for label, group in sorted(by_label.items())
        if (topic := _trend(label, group, reading, passages, severities.get(label, Severity.MINOR)))
    )


def _counts(finding: Finding) -> bool:
    return (
        finding.kind is FindingKind.MEASURE
        and finding.value is not None
        and not (finding.negated or finding.family or finding.hypothetical)
        and not _OF_THE_MOMENT.search(finding.label)
    )


def _trend(
    label: str,
    group: Sequence[Finding],
    reading: Reading,
    passages: Mapping[Finding, Passage],
    severity: Severity,
) -> Evidence | None:
    values = sorted(_values(group, reading), key=lambda v: (v.when, v.finding.unit is not None), reverse=True)
    if not values:
        return None
    last = values[0]
    unit = next((v.finding.unit for v in values if v.when == last.when and v.finding.unit), last.finding.unit)
    former: list[Value] = []
    for value in values[1:]:
        same_unit = value.finding.unit in (unit, None)
        new_day = value.when not in {last.when, *(f.when for f in former)}
        if value.when and same_unit and new_day and len(former) < _PREVIOUS:
            former.append(value)
    abnormal = last.finding.abnormal
    graver = Severity.MAJOR if abnormal and severity is Severity.MINOR else severity
    return Evidence(
        section=SectionKey.RESULTS,
        topic=f"measure:{label}",
        passages=tuple(dict.fromkeys(passages[v.finding] for v in (last, *former))),
        severity=graver,
        status=Status.ACTIVE,
        dates=tuple(v.when for v in (last, *former) if v.when),
        proposal=_sentence(last, unit, former),
    )


def _values(group: Sequence[Finding], reading: Reading) -> list[Value]:
    values = []
    for finding in group:
        when = finding.date or reading.written_on(finding)
        if finding.value is not None:
            values.append(Value(when=when, value=finding.value, finding=finding))
        values += [Value(when=date, value=old, finding=finding) for date, old in finding.previous if date]
    return values


def _sentence(last: Value, unit: str | None, former: Sequence[Value]) -> str:
    name = last.finding.text[:1].upper() + last.finding.text[1:]
    said = f"{name} {last.value} {unit or ''}".rstrip()
    if last.when:
        said += f" ({_french(last.when)})"
    if former:
        said += " ; auparavant " + ", ".join(f"{v.value} ({_french(v.when)})" for v in former)
    return said


def _french(iso: str) -> str:
    return "/".join(reversed(iso.split("-")))
