"""Reconciles treatments over time: for each substance, its last state, and the dose it had before.

It knows what each passage does with a drug (starts, changes, stops it) and which lists are complete (a prescription,
a discharge, a medication review). It refuses to guess: a drug that left the lists without a word is shown as last
seen, never as stopped.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby

from summarizer.isodate import days, french
from summarizer.lexical import cells, plain, unmarked
from summarizer.select.passages import Reading
from summarizer.values import (
    Action,
    DocumentId,
    Evidence,
    Finding,
    FindingKind,
    Kind,
    Passage,
    SectionKey,
    Sentence,
    Severity,
    Status,
)

_ENTRY_LIST = re.compile(r"(?i)entr[ée]e|habituel|ant[ée]rieur|domicile|ordo(?:nnance)? du|avant|anciens?")
_DISCHARGE_LIST = re.compile(r"(?i)sortie|actuel|ordonnance|posologie|en cours|prescri|m[ée]dicament|traitement")
#: A treatment stopped longer ago than this is minor, a dose older than this is not told.
_OLD_DAYS = 400
_RECENT_DOSE_DAYS = 550
#: A passage up to this long is shown as it stands.
_LEGIBLE = 170
#: ATC groups given for days, and the days after which one is over.
_COURSES = ("J01", "N01", "M03", "B05", "V08", "V03AB", "R07A")
_COURSE_DAYS = 45
_LESS = {Severity.CRITICAL: Severity.MAJOR, Severity.MAJOR: Severity.MINOR, Severity.MINOR: Severity.MINOR}
#: Drugs that make a list complete, at least.
_A_LIST = 4
_ENDED = (Action.STOP, Action.AVOID)


@dataclass(frozen=True, slots=True, kw_only=True, repr=False)
class Mention:
    """One passage about one drug. `when` is ISO; `rank` orders mentions of one day: entry lists first, stops last.

    `listed`: it stands in a list of treatments. `alone`: its passage names no other drug, nor a disorder before it.
    """

    finding: Finding
    when: str
    rank: int
    listed: bool
    alone: bool

    def __repr__(self) -> str:
        return f"Mention({self.when}, {self.finding.action})"

    @property
    def ended(self) -> bool:
        return self.finding.action in _ENDED

    @property
    def dose(self) -> tuple[str, str] | None:
        f = self.finding
        return (f.value, f.unit or "") if f.value else None


def treatments(
    reading: Reading, passages: Mapping[Finding, Passage], severities: Mapping[str, Severity]
) -> tuple[Evidence, ...]:
    """One topic per substance, in order of name. `severities` gives that of a label; major when unknown."""
    drugs = [f for f in reading.findings if f.kind is FindingKind.DRUG and f in passages and _counts(f)]
    last_list = _last_complete_list(drugs, reading)
    alone = Counter(passages[f] for f in drugs) + Counter(_said_of_a_disorder(reading, passages))
    by_label = groupby(sorted(drugs, key=lambda f: f.label), key=lambda f: f.label)
    topics = [
        topic
        for label, group in by_label
        for topic in _topic(
            label,
            [_mention(f, reading, alone[passages[f]] == 1) for f in group],
            passages,
            severities,
            last_list,
            reading.last_day,
        )
    ]
    return tuple(topics)


def _said_of_a_disorder(reading: Reading, passages: Mapping[Finding, Passage]) -> Iterator[Passage]:
    """The passages that open with a disorder: a drug they name further on is not their subject."""
    disorders = [f for f in reading.findings if f.kind is FindingKind.DISORDER and f in passages]
    drugs: dict[Passage, int] = {}
    for finding in reading.findings:
        if finding.kind is FindingKind.DRUG and finding in passages:
            drugs.setdefault(passages[finding], finding.span.start)
    yield from {passages[f] for f in disorders if passages[f] in drugs and f.span.start < drugs[passages[f]]}


def _last_complete_list(drugs: Sequence[Finding], reading: Reading) -> str:
    """The day of the last document that lists the whole treatment, or "": a few drugs are not a list."""
    listed: dict[str, set[str]] = {}
    for finding in drugs:
        if _listed(finding, reading) and finding.action not in _ENDED:
            listed.setdefault(finding.document_id, set()).add(finding.label)
    widest = max((len(labels) for labels in listed.values()), default=0)
    complete = [i for i, labels in listed.items() if len(labels) >= max(_A_LIST, widest // 2)]
    return max((reading.documents[DocumentId(i)].written_on or "" for i in complete), default="")


def _counts(finding: Finding) -> bool:
    return not (finding.family or finding.hypothetical or (finding.negated and finding.action not in _ENDED))


def _mention(finding: Finding, reading: Reading, alone: bool) -> Mention:
    listed = _listed(finding, reading)
    heading = (sentence.heading or "") if (sentence := reading.sentence(finding)) else ""
    if finding.action in _ENDED:
        rank = 3
    elif listed and _ENTRY_LIST.search(heading):
        rank = 0
    else:
        rank = 2 if listed else 1
    return Mention(finding=finding, when=_when(finding, reading), rank=rank, listed=listed, alone=alone)


def _when(finding: Finding, reading: Reading) -> str:
    """The day of the state: that of the document. A date inside a passage is often that of another thing."""
    return reading.written_on(finding)


def _listed(finding: Finding, reading: Reading) -> bool:
    sentence = reading.sentence(finding)
    if reading.document(finding).kind is Kind.PRESCRIPTION:
        return True
    return sentence is not None and bool(_DISCHARGE_LIST.search(_context(sentence, reading)))


def _context(sentence: Sentence, reading: Reading) -> str:
    header = sentence.header.of(reading.documents[sentence.document_id].text) if sentence.header else ""
    return f"{sentence.heading or ''} {header}"


def _topic(
    label: str,
    mentions: Sequence[Mention],
    passages: Mapping[Finding, Passage],
    severities: Mapping[str, Severity],
    last_list: str,
    last_day: str,
) -> Iterator[Evidence]:
    ordered = sorted(mentions, key=lambda m: (m.when, m.rank, m.finding.span.start))
    last = ordered[-1]
    if not last.ended and last.finding.action is Action.NONE and not last.listed:
        # A passing mention says nothing of the state: the last list or action does.
        telling = [m for m in ordered if m.ended or m.listed or m.finding.action is not Action.NONE]
        if not telling:
            return
        last = telling[-1]
    last = _still_ended(last, ordered)
    severity = severities.get(label, Severity.MAJOR)
    if last.ended:
        taken = any(not m.ended for m in ordered) or last.finding.action is Action.STOP
        if taken:
            stop = _end(ordered)
            old = days(stop.when, last_day) > _OLD_DAYS
            yield _ended(label, stop, passages, _LESS[severity] if old else severity)
        return
    status = Status.ACTIVE if last.when >= last_list else Status.PAST
    if _is_a_course(last.finding) and days(last.when, last_day) > _COURSE_DAYS:
        status = Status.PAST
    best = _most_complete(last, ordered)
    before = _former_dose(best, ordered)
    used = [best] + ([before] if before else [])
    yield Evidence(
        section=SectionKey.TREATMENTS,
        topic=f"drug:{label}",
        passages=tuple(dict.fromkeys(passages[m.finding] for m in used)),
        severity=severity if status is Status.ACTIVE else _once_taken(severity, days(last.when, last_day)),
        status=status,
        dates=tuple(m.when for m in used if m.when),
        proposal=_sentence(best, before, status, passages[best.finding]),
    )


def _once_taken(severity: Severity, ago: int) -> Severity:
    """A drug that left the lists without a word, by the days since it was last seen: a grave one may still be taken."""
    return severity if severity is Severity.CRITICAL and ago <= _OLD_DAYS else Severity.MINOR


def _still_ended(last: Mention, ordered: Sequence[Mention]) -> Mention:
    """The end of the treatment, when what names the drug since then gives no dose, rhythm or action."""
    if last.ended or last.dose or last.finding.frequency or last.finding.action is not Action.NONE:
        return last
    return next((m for m in reversed(ordered) if m.ended or m.dose or m.finding.frequency), last)


def _is_a_course(finding: Finding) -> bool:
    """Whether the drug is given for days, not for years, unless a list says otherwise: antibiotics, anaesthetics, fluids."""
    return bool(finding.code and finding.code.startswith(_COURSES))


def _end(ordered: Sequence[Mention]) -> Mention:
    """The passage that ended the treatment: the first that stops it since it was last given."""
    since = ordered
    for place, mention in enumerate(ordered):
        if not mention.ended and mention.listed:
            since = ordered[place + 1 :]
    stops = [m for m in since if m.finding.action is Action.STOP]
    return stops[0] if stops else ordered[-1]


def _ended(label: str, last: Mention, passages: Mapping[Finding, Passage], severity: Severity) -> Evidence:
    return Evidence(
        section=SectionKey.TREATMENTS,
        topic=f"drug:{label}",
        passages=(passages[last.finding],),
        severity=severity,
        status=Status.STOPPED,
        dates=(last.finding.date or last.when,) if last.finding.date or last.when else (),
        proposal=_row(passages[last.finding].text),
    )


def _most_complete(last: Mention, ordered: Sequence[Mention]) -> Mention:
    """Among the mentions of the last day, the one that tells most of dose and frequency."""
    same = [m for m in ordered if m.when == last.when and not m.ended and m.rank >= 1]
    return max(same, key=lambda m: (bool(m.finding.value), bool(m.finding.frequency), m.rank), default=last)


def _former_dose(best: Mention, ordered: Sequence[Mention]) -> Mention | None:
    if best.dose is None:
        return None
    return next(
        (
            m
            for m in reversed(ordered)
            if m.when < best.when
            and m.dose
            and m.dose != best.dose
            and m.finding.unit == best.finding.unit
            and days(m.when, best.when) <= _RECENT_DOSE_DAYS
        ),
        None,
    )


def _sentence(best: Mention, before: Mention | None, status: Status, shown: Passage) -> str:
    """The passage of the last state when it is about this drug alone, else its parts; then the dose before."""
    finding = best.finding
    name = plain(finding.text)
    named = name if finding.label.lower() in plain(shown.text).lower() else f"{name} ({finding.label})"
    if best.alone and len(shown.text) <= _LEGIBLE:
        said = _row(shown.text).replace(name, named, 1)
    else:
        dose = f" {finding.value} {finding.unit or ''}".rstrip() if finding.value else ""
        frequency = f", {plain(finding.frequency)}" if finding.frequency else ""
        said = f"{named}{dose}{frequency}"
    if before is not None:
        when = f" ({french(before.when)})" if before.when else ""
        said += f" ; auparavant {before.finding.value} {before.finding.unit or ''}".rstrip() + when
    if status is Status.PAST and best.when:
        said += f" (noté le {french(best.when)})"
    return said


def _row(text: str) -> str:
    return unmarked(cells(text)).replace(" ;", ",").rstrip(".")
