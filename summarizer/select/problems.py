"""Groups what is said of each disorder, act, allergy, habit, vaccine and directive into topics of their section.

It knows how qualifiers evolve: suspected then confirmed, suspected then excluded, a relative's. It refuses to show
a negation nobody asked about: "pas de fièvre" feeds no section, "embolie pulmonaire écartée" after a doubt does.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from datetime import date

from summarizer.select.passages import Reading
from summarizer.values import (
    Action,
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
from summarizer.findings.lexicon import Nature, nature_of, severity_of

_TELLING_HEADING = re.compile(
    r"(?i)conclusion|diagnosti|ant[ée]c[ée]dent|atcd|synth[èe]se|au total|ccl|allerg|famil|chirurg|probl[èe]me|discussion|rcp"
)
_EXCLUDED = re.compile(
    r"(?i)[ée]cart[ée]|[ée]limin[ée]|exclu[et]?|non confirm|infirm|n[’']est pas retenu|non retenu|pas retenu|r[ée]cus[ée]"
)
#: Mentions of one acute disorder closer than this are one episode.
_EPISODE_DAYS = 45
#: An acute disorder of the last documents is still a current problem.
_CURRENT_DAYS = 60


def problems(reading: Reading, passages: Mapping[Finding, Passage]) -> tuple[Evidence, ...]:
    """The topics of every section but treatments and results, in a stable order."""
    selector = _Selector(reading, passages)
    return tuple(selector.topics())


class _Selector:
    def __init__(self, reading: Reading, passages: Mapping[Finding, Passage]) -> None:
        self._reading = reading
        self._passages = passages
        self._last = max((d.written_on or "" for d in reading.documents.values()), default="")

    def topics(self) -> Iterator[Evidence]:
        ways: dict[FindingKind, Callable[[str, list[Finding]], Iterable[Evidence]]] = {
            FindingKind.DISORDER: self._disorder,
            FindingKind.ALLERGY: self._allergy,
            FindingKind.PROCEDURE: self._procedure,
            FindingKind.HABIT: self._habit,
            FindingKind.VACCINE: self._vaccine,
            FindingKind.DIRECTIVE: self._directive,
        }
        groups: dict[tuple[FindingKind, str], list[Finding]] = {}
        for finding in self._reading.findings:
            if finding in self._passages and finding.kind in ways:
                groups.setdefault((finding.kind, finding.label), []).append(finding)
        for (kind, label), group in sorted(groups.items()):
            family = [f for f in group if f.family]
            yield from self._family(label, family)
            own = [f for f in group if not f.family]
            if own:
                yield from ways[kind](label, sorted(own, key=self._order))
        yield from self._prohibited_drugs()

    # --- one way per kind ---

    def _disorder(self, label: str, mentions: list[Finding]) -> Iterator[Evidence]:
        nature = nature_of(FindingKind.DISORDER, label)
        severity = severity_of(FindingKind.DISORDER, label)
        if nature is Nature.SYMPTOM and severity is Severity.MINOR:
            return
        affirmed = [f for f in mentions if not f.negated and not f.hypothetical]
        doubted = [f for f in mentions if f.hypothetical and not f.negated]
        excluded = [f for f in mentions if f.negated and _EXCLUDED.search(self._text(f))]
        last_doubt = max((self._reading.written_on(f) for f in doubted), default="")
        if excluded and self._reading.written_on(excluded[-1]) >= max(
            (self._reading.written_on(f) for f in affirmed), default=""
        ):
            graver = max(severity, Severity.MAJOR, key=_weight)
            yield self._one(SectionKey.MEDICAL_HISTORY, label, excluded, graver, Status.EXCLUDED)
            return
        if not affirmed:
            denied = [f for f in mentions if f.negated and self._reading.written_on(f) > last_doubt]
            if doubted and not denied:
                yield self._one(SectionKey.PROBLEMS, label, doubted, severity, Status.SUSPECTED)
            elif doubted and denied:
                yield self._one(SectionKey.MEDICAL_HISTORY, label, denied, severity, Status.EXCLUDED)
            return
        if nature is Nature.CHRONIC:
            yield self._one(SectionKey.PROBLEMS, label, affirmed, severity, Status.ACTIVE)
            return
        yield from self._episodes(label, affirmed, severity)

    def _episodes(self, label: str, affirmed: list[Finding], severity: Severity) -> Iterator[Evidence]:
        past = [
            f for f in affirmed if f.historical or (f.date and self._days(f.date, self._reading.written_on(f)) > 365)
        ]
        recent = [f for f in affirmed if f not in past]
        for episode in self._by_episode(recent):
            when = max(self._when(f) for f in episode)
            current = bool(when) and self._days(when, self._last) <= _CURRENT_DAYS
            section = SectionKey.PROBLEMS if current else SectionKey.EVENTS
            yield self._one(section, label, episode, severity, Status.ACTIVE if current else Status.PAST)
        if past and not recent:
            yield self._one(SectionKey.MEDICAL_HISTORY, label, past, severity, Status.PAST)

    def _allergy(self, label: str, mentions: list[Finding]) -> Iterator[Evidence]:
        affirmed = [f for f in mentions if not f.negated and not f.hypothetical]
        if affirmed:
            yield self._one(SectionKey.ALLERGIES, label, affirmed, Severity.CRITICAL, Status.ACTIVE, recent=False)
        elif doubted := [f for f in mentions if f.hypothetical and not f.negated]:
            yield self._one(SectionKey.ALLERGIES, label, doubted, Severity.MAJOR, Status.SUSPECTED)
        elif not self._any_allergy():
            yield self._one(SectionKey.ALLERGIES, label, mentions, Severity.MINOR, Status.EXCLUDED)

    def _any_allergy(self) -> bool:
        return any(f.kind is FindingKind.ALLERGY and not f.negated and not f.family for f in self._reading.findings)

    def _procedure(self, label: str, mentions: list[Finding]) -> Iterator[Evidence]:
        done = [f for f in mentions if not f.negated and not f.hypothetical]
        if not done:
            return
        severity = severity_of(FindingKind.PROCEDURE, label)
        if nature_of(FindingKind.PROCEDURE, label) is Nature.EXAMINATION:
            return
        sides = sorted({f.side for f in done if f.side})
        groups = [[f for f in done if f.side == side] for side in sides] or [done]
        for group in groups:
            yield self._one(SectionKey.SURGICAL_HISTORY, label, group, severity, Status.PAST, recent=False)

    def _habit(self, label: str, mentions: list[Finding]) -> Iterator[Evidence]:
        severity = severity_of(FindingKind.HABIT, label)
        stated = [f for f in mentions if not f.hypothetical]
        if stated:
            status = Status.EXCLUDED if stated[-1].negated else Status.ACTIVE
            yield self._one(SectionKey.RISK_FACTORS, label, stated, severity, status)

    def _vaccine(self, label: str, mentions: list[Finding]) -> Iterator[Evidence]:
        given = [f for f in mentions if not f.negated and not f.hypothetical]
        if given:
            yield self._one(SectionKey.VACCINATIONS, label, given, Severity.MINOR, Status.PAST)

    def _directive(self, label: str, mentions: list[Finding]) -> Iterator[Evidence]:
        """Each directive of each sentence counts; the same one said again is shown in its last words."""
        severity = severity_of(FindingKind.DIRECTIVE, label)
        by_subject: dict[frozenset[str], list[Finding]] = {}
        for finding in mentions:
            by_subject.setdefault(self._subject(finding), []).append(finding)
        for group in by_subject.values():
            status = Status.PLANNED if "contrôler" in label or "surveill" in label else Status.ACTIVE
            yield self._one(SectionKey.VIGILANCE, label, group, severity, status)

    def _prohibited_drugs(self) -> Iterator[Evidence]:
        avoided = [
            f
            for f in self._reading.findings
            if f.kind is FindingKind.DRUG and f.action is Action.AVOID and not f.family and f in self._passages
        ]
        for label in sorted({f.label for f in avoided}):
            mine = sorted((f for f in avoided if f.label == label), key=self._order)
            yield self._one(SectionKey.VIGILANCE, label, mine, Severity.CRITICAL, Status.ACTIVE)

    def _family(self, label: str, mentions: Sequence[Finding]) -> Iterator[Evidence]:
        own = [f for f in mentions if f.kind is FindingKind.DISORDER and not f.negated]
        if own:
            yield self._one(SectionKey.FAMILY_HISTORY, label, own, Severity.MINOR, Status.PAST, recent=False)

    # --- what they share ---

    def _one(
        self,
        section: SectionKey,
        label: str,
        mentions: Sequence[Finding],
        severity: Severity,
        status: Status,
        *,
        recent: bool = True,
    ) -> Evidence:
        best = max(mentions, key=lambda f: (self._tells(f, recent=recent), self._order(f)))
        when = self._when(best)
        return Evidence(
            section=section,
            topic=f"{best.kind}:{label}",
            passages=(self._passages[best],),
            severity=severity,
            status=status,
            dates=(when,) if when else (),
        )

    def _tells(self, finding: Finding, *, recent: bool) -> float:
        """How much a mention tells: what is attached to it, where it stands, how recent it is."""
        sentence = self._reading.sentence(finding)
        heading = (sentence.heading or "") if sentence else ""
        score = 1.0 * bool(finding.value) + 1.0 * bool(finding.date) + 0.5 * bool(finding.side)
        score += 1.0 * bool(_TELLING_HEADING.search(heading))
        score -= 1.0 * (sentence is not None and sentence.kind in (LineKind.HEADING, LineKind.MARGIN))
        score -= 0.5 * (self._reading.document(finding).kind is Kind.ADMINISTRATIVE)
        age = self._days(self._reading.written_on(finding), self._last) / 365
        return score - (min(age, 4.0) if recent else 0.0)

    def _order(self, finding: Finding) -> tuple[str, str, int]:
        return (self._reading.written_on(finding), finding.document_id, finding.span.start)

    def _when(self, finding: Finding) -> str:
        return finding.date or self._reading.written_on(finding)

    def _text(self, finding: Finding) -> str:
        return finding.sentence.of(self._reading.document(finding).text)

    def _subject(self, finding: Finding) -> frozenset[str]:
        """What a directive is about: the other findings of its sentence, else the sentence itself."""
        others = frozenset(
            f.label
            for f in self._reading.findings
            if f.document_id == finding.document_id and f.sentence == finding.sentence and f.kind is not finding.kind
        )
        return others or frozenset({self._text(finding).casefold()})

    def _by_episode(self, mentions: Sequence[Finding]) -> list[list[Finding]]:
        episodes: list[list[Finding]] = []
        for finding in sorted(mentions, key=self._when):
            if episodes and self._days(self._when(episodes[-1][-1]), self._when(finding)) <= _EPISODE_DAYS:
                episodes[-1].append(finding)
            else:
                episodes.append([finding])
        return episodes

    @staticmethod
    def _days(earlier: str, later: str) -> int:
        """Days between two ISO dates, partial ones taken at their start; 0 when one is missing."""
        if not earlier or not later:
            return 0
        return abs((_day(later) - _day(earlier)).days)


def _day(iso: str) -> date:
    fields = [int(part) for part in iso.split("-")] + [1, 1]
    return date(fields[0], fields[1], fields[2])


def _weight(severity: Severity) -> int:
    return {Severity.CRITICAL: 2, Severity.MAJOR: 1, Severity.MINOR: 0}[severity]
