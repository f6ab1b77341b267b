"""Adds the sentences that no topic tells and that the head, which learnt what summaries need, weighs most.

Vocabularies alone miss much of a telegraphic note. A line is shown where its findings and its document place it; one
of an old document that fits no section of facts goes to the timeline, dated, so that no old state passes for today's.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from summarizer.isodate import days
from summarizer.lexical import unmarked, words
from summarizer.ports import Head
from summarizer.select.contradictions import says_excluded
from summarizer.select.features import describe
from summarizer.select.passages import Reading, is_hearsay, passage
from summarizer.select.standing import disputed, given_up, in_doubt
from summarizer.values import (
    Action,
    DocumentId,
    Evidence,
    Finding,
    FindingKind,
    Kind,
    LineKind,
    SectionKey,
    Sentence,
    Severity,
    Span,
    Status,
)
from summarizer.verify.cues import Cue, cues

#: From this probability on a sentence is added, at most so many a dossier; below the second it is minor. Measured on
#: dossiers left out of training (eval/LOG.md).
_ENOUGH = 0.15
_MATTERS = 0.5
_MOST = 70
#: A sentence whose words are said by others to this share is told already.
_TOLD = 0.6
#: What a document of the last days says is the present state.
_PRESENT_DAYS = 120
_LONG = 400
#: A line up to this long is said as it stands; a longer one is for the writer to shorten.
_SAYS_ENOUGH = 160
#: How the topic of an added line opens.
LINE = "line"

_LISTED = (Action.NONE, Action.CONTINUE)
_OF_KINDS = {
    FindingKind.ALLERGY: SectionKey.ALLERGIES,
    FindingKind.VACCINE: SectionKey.VACCINATIONS,
    FindingKind.HABIT: SectionKey.RISK_FACTORS,
}
_OF_DOCUMENTS = {
    Kind.OPERATIVE: SectionKey.SURGICAL_HISTORY,
    Kind.LABORATORY: SectionKey.RESULTS,
    Kind.IMAGING: SectionKey.RESULTS,
    Kind.PATHOLOGY: SectionKey.RESULTS,
}


def lines(reading: Reading, head: Head, topics: Sequence[Evidence]) -> Iterator[Evidence]:
    """One topic per added sentence, the weightiest first."""
    sentences, features = describe(reading)
    if not sentences:
        return
    weights = head.weigh(features)
    told = _Told(topics)
    placed = _Placed(reading, topics)
    added = 0
    for place in sorted(range(len(sentences)), key=lambda i: (-weights[i], i)):
        sentence = sentences[place]
        if weights[place] < _ENOUGH or added == _MOST:
            return
        mine = reading.findings_in(sentence)
        if not _can_stand_alone(sentence, mine) or told.tells(sentence, mine):
            continue
        added += 1
        severity = Severity.MAJOR if weights[place] >= _MATTERS else Severity.MINOR
        yield _topic(sentence, *placed.place(sentence, mine), reading, severity)


def _can_stand_alone(sentence: Sentence, mine: Sequence[Finding]) -> bool:
    """Headings and letterheads say nothing; a row of values needs the columns that `results` reads."""
    if sentence.kind is LineKind.ROW and (not mine or any(f.kind is FindingKind.MEASURE for f in mine)):
        return False
    return sentence.kind not in (LineKind.HEADING, LineKind.MARGIN) and len(sentence.text) <= _LONG


def is_line(topic: Evidence) -> bool:
    """Whether a topic is an added line: their number is bounded here, not by section."""
    return topic.topic.startswith(f"{LINE}:")


class _Told:
    """What the topics say of each document."""

    def __init__(self, topics: Sequence[Evidence]) -> None:
        self._said: dict[DocumentId, list[tuple[Span, list[str]]]] = {}
        for topic in topics:
            for p in topic.passages:
                self._said.setdefault(p.document_id, []).append((p.span, words(topic.proposal or p.text)))
        self._drugs = {topic.topic for topic in topics if topic.section is SectionKey.TREATMENTS}

    def tells(self, sentence: Sentence, found: Sequence[Finding]) -> bool:
        """Whether its words are said already, or it only lists drugs whose last state is."""
        listed = sentence.kind in (LineKind.ITEM, LineKind.ROW) and all(f.action in _LISTED for f in found)
        if found and listed and all(f"{f.kind}:{f.label}" in self._drugs for f in found):
            return True
        mine = set(words(sentence.text))
        said = {
            word
            for span, its_words in self._said.get(sentence.document_id, ())
            if span.overlaps(sentence.span)
            for word in its_words
        }
        return len(mine & said) >= _TOLD * len(mine)


def _topic(sentence: Sentence, section: SectionKey, status: Status, reading: Reading, severity: Severity) -> Evidence:
    document = reading.documents[sentence.document_id]
    return Evidence(
        section=section,
        topic=f"{LINE}:{sentence.document_id}:{sentence.span.start}",
        passages=(passage(document, sentence.span),),
        severity=severity,
        status=status,
        dates=(document.written_on,) if document.written_on else (),
        proposal=_said(sentence.text) if len(sentence.text) <= _SAYS_ENOUGH else None,
    )


def _said(text: str) -> str:
    """The line as a sentence: on one line, without its bullet, with a capital and a full stop."""
    plain = unmarked(text).rstrip(" ;,:.")
    return f"{plain[:1].upper()}{plain[1:]}."


class _Placed:
    """Where lines go, and the status of what they say, given what the rest of the dossier says."""

    def __init__(self, reading: Reading, topics: Sequence[Evidence]) -> None:
        self._reading = reading
        self._in_doubt = in_doubt(topics)
        self._given_up = given_up(reading)
        self._disputed = disputed(reading)

    def place(self, sentence: Sentence, mine: Sequence[Finding]) -> tuple[SectionKey, Status]:
        section, status = _place(sentence, mine, self._reading)
        if status in (Status.ACTIVE, Status.PAST) and any(self._doubtful(f) for f in mine):
            return section, Status.SUSPECTED
        day = self._reading.documents[sentence.document_id].written_on or ""
        if any(day < self._given_up.get(f.label, "") for f in mine):
            return section, Status.PAST
        return section, status

    def _doubtful(self, finding: Finding) -> bool:
        if finding.negated or finding.family:
            return False
        return f"{finding.kind}:{finding.label}" in self._in_doubt or finding.label in self._disputed


def _place(sentence: Sentence, mine: Sequence[Finding], reading: Reading) -> tuple[SectionKey, Status]:
    """The section of a line and the status of what it says."""
    document = reading.documents[sentence.document_id]
    present = days(document.written_on or "", reading.last_day) <= _PRESENT_DAYS
    kinds = {f.kind for f in mine}
    if any(f.family for f in mine):
        return SectionKey.FAMILY_HISTORY, Status.PAST
    if mine and mine[0].action is Action.STOP:
        return SectionKey.TREATMENTS, Status.STOPPED
    for kind, section in _OF_KINDS.items():
        if kind in kinds:
            return section, _status(mine, sentence, Status.ACTIVE)
    if says_excluded(sentence.text) and any(f.negated for f in mine):
        return SectionKey.MEDICAL_HISTORY, Status.EXCLUDED
    if present and Cue.PLAN in cues(sentence.text):
        return SectionKey.VIGILANCE, Status.PLANNED
    if present and FindingKind.DIRECTIVE in kinds:
        return SectionKey.VIGILANCE, Status.ACTIVE
    if document.kind in _OF_DOCUMENTS:
        return _OF_DOCUMENTS[document.kind], _status(mine, sentence, Status.PAST)
    if present and FindingKind.DISORDER in kinds:
        return SectionKey.PROBLEMS, _status(mine, sentence, Status.ACTIVE)
    if present and kinds == {FindingKind.MEASURE}:
        return SectionKey.RESULTS, Status.ACTIVE
    return SectionKey.EVENTS, _status(mine, sentence, Status.PAST)


def _status(mine: Sequence[Finding], sentence: Sentence, otherwise: Status) -> Status:
    told = [f for f in mine if f.kind in (FindingKind.DISORDER, FindingKind.ALLERGY)]
    if told and all(f.negated for f in told):
        return Status.EXCLUDED
    if is_hearsay(sentence.text) or (told and all(f.hypothetical or f.negated for f in told)):
        return Status.SUSPECTED
    return otherwise
