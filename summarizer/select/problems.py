"""Groups what is said of each disorder, act, allergy, habit, vaccine and directive into topics of their section.

It knows how qualifiers evolve: suspected then confirmed, suspected then excluded, a relative's. It refuses to show
a negation nobody asked about: "pas de fièvre" feeds no section, "embolie pulmonaire écartée" after a doubt does.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence

from summarizer.findings.lexicon import Nature, nature_of, severity_of
from summarizer.isodate import days
from summarizer.select.contradictions import ANY_ALLERGY, disputed_side, says_excluded
from summarizer.select.passages import Reading, is_hearsay
from summarizer.select.standing import disputed, given_up
from summarizer.values import (
    ORDINARY,
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
from summarizer.verify.cues import Cue, cues

_TELLING_HEADING = re.compile(
    r"(?i)conclusion|diagnosti|ant[ée]c[ée]dent|atcd|synth[èe]se|au total|ccl|allerg|famil|chirurg|probl[èe]me|discussion|rcp"
)
#: Mentions of one acute disorder closer than this are one episode.
_EPISODE_DAYS = 45
#: An acute disorder of the last documents is still a current problem.
_CURRENT_DAYS = 60
#: What was planned longer ago than this was done or given up; a reader finds it in its document.
_PLAN_DAYS = 200
_OLD_DAYS = 400
#: Directives about something: each subject counts. The others are states of the patient: the last one counts.
_OF_A_SUBJECT = frozenset(
    {
        "ne pas reprendre",
        "contre-indication",
        "à proscrire",
        "précaution d'emploi",
        "à contrôler",
        "à surveiller",
        "risque médicamenteux",
        "réserve",
        "rectification",
    }
)
#: Acute disorders told of one month, at most: the gravest.
_EVENTS_A_MONTH = 4
#: Whose word weighs more on a diagnosis: those who concluded over those who passed it on.
_KINDS = {
    Kind.CRH: 0.6,
    Kind.CONSULTATION: 0.4,
    Kind.OPERATIVE: 0.4,
    Kind.PATHOLOGY: 0.4,
    Kind.LETTER: 0.2,
    Kind.ADMINISTRATIVE: -0.6,
}
_RISK = re.compile(r"(?i)\b(?:risques? (?:de |d[’']|accru|[ée]lev[ée])|pr[ée]vention|d[ée]pistage|recherche d)")


def problems(reading: Reading, passages: Mapping[Finding, Passage]) -> tuple[Evidence, ...]:
    """The topics of every section but treatments and results, in a stable order."""
    return tuple(_within_each_month(_Selector(reading, passages).topics()))


def _within_each_month(topics: Iterable[Evidence]) -> Iterator[Evidence]:
    """All topics, but of the events of one month only the gravest."""
    events: dict[str, list[Evidence]] = {}
    for topic in topics:
        if topic.section is SectionKey.EVENTS:
            events.setdefault(min(topic.dates, default="")[:7], []).append(topic)
        else:
            yield topic
    for month in sorted(events):
        yield from sorted(events[month], key=lambda t: (t.severity.rank, t.topic))[:_EVENTS_A_MONTH]


class _Selector:
    def __init__(self, reading: Reading, passages: Mapping[Finding, Passage]) -> None:
        self._reading = reading
        self._passages = passages
        self._by_document: dict[str, list[Finding]] = {}
        for finding in reading.findings:
            self._by_document.setdefault(finding.document_id, []).append(finding)
        self._last = reading.last_day
        self._given_up = given_up(reading)
        self._disputed = disputed(reading)

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
        if label.startswith("chute"):
            yield from self._habit(label, mentions)
            return
        nature = nature_of(FindingKind.DISORDER, label)
        severity = severity_of(FindingKind.DISORDER, label)
        if nature is Nature.SYMPTOM and severity is not Severity.CRITICAL:
            return
        stated = [f for f in mentions if not f.negated and not f.hypothetical]
        reported = [f for f in stated if is_hearsay(self._text(f))]
        affirmed = self._on_the_right_side([f for f in stated if f not in reported])
        doubted = [f for f in mentions if f.hypothetical and not f.negated and not self._only_a_risk(f)]
        doubted = sorted([*doubted, *reported], key=self._order)
        excluded = [f for f in mentions if f.negated and says_excluded(self._text(f))]
        if not excluded and nature is Nature.CHRONIC and len({f.document_id for f in affirmed}) == 1:
            # Stated by one document alone and denied by a later one: a slip, until a third says it again.
            day = self._reading.written_on(affirmed[-1])
            excluded = [f for f in mentions if f.negated and self._reading.written_on(f) > day]
        last_doubt = max((self._reading.written_on(f) for f in doubted), default="")
        if excluded and not self._confirmed_since(excluded[-1], affirmed, nature):
            graver = min(severity, Severity.MAJOR, key=lambda each: each.rank)
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

    def _on_the_right_side(self, affirmed: list[Finding]) -> list[Finding]:
        """Without the mentions on the side that fewest documents give, when they cannot both be true."""
        groups = self._by_side(affirmed)
        wrong = [f for f in affirmed if f.side and f not in groups[0]] if len(groups) == 1 else []
        return [f for f in affirmed if f not in wrong]

    def _confirmed_since(self, exclusion: Finding, affirmed: Sequence[Finding], nature: Nature) -> bool:
        """Whether later documents affirm what was excluded. One that copies an old label is not enough, but for an
        acute disorder, which may come back."""
        day = self._reading.written_on(exclusion)
        later = {f.document_id for f in affirmed if self._reading.written_on(f) > day}
        return len(later) >= (2 if nature is Nature.CHRONIC else 1)

    def _episodes(self, label: str, affirmed: list[Finding], severity: Severity) -> Iterator[Evidence]:
        past = [f for f in affirmed if f.historical or (f.date and days(f.date, self._reading.written_on(f)) > 365)]
        recent = [f for f in affirmed if f not in past and FindingKind.DIRECTIVE not in self._kinds_in(f)]
        for episode in self._by_episode(recent):
            when = max(self._when(f) for f in episode)
            current = bool(when) and days(when, self._last) <= _CURRENT_DAYS
            section = SectionKey.PROBLEMS if current else SectionKey.EVENTS
            yield self._one(section, label, episode, severity, Status.ACTIVE if current else Status.PAST)
        if past and not recent:
            yield self._one(SectionKey.MEDICAL_HISTORY, label, past, severity, Status.PAST)

    def _allergy(self, label: str, mentions: list[Finding]) -> Iterator[Evidence]:
        stated = [f for f in mentions if not f.negated and not f.hypothetical]
        affirmed = [f for f in stated if not is_hearsay(self._text(f))]
        denied = [f for f in mentions if f.negated and label != ANY_ALLERGY]
        since = [f for f in stated if denied and self._reading.written_on(f) > self._reading.written_on(denied[-1])]
        if stated and denied and len({f.document_id for f in since}) <= 1:
            yield self._one(SectionKey.ALLERGIES, label, denied, Severity.MAJOR, Status.EXCLUDED)
            if since:
                yield self._one(SectionKey.ALLERGIES, label, since, Severity.CRITICAL, Status.SUSPECTED)
        elif affirmed:
            yield self._one(SectionKey.ALLERGIES, label, affirmed, Severity.CRITICAL, Status.ACTIVE, recent=False)
        elif doubted := [f for f in mentions if not f.negated]:
            yield self._one(SectionKey.ALLERGIES, label, doubted, Severity.MAJOR, Status.SUSPECTED)
        elif not self._any_allergy():
            yield self._one(SectionKey.ALLERGIES, label, mentions, Severity.MINOR, Status.EXCLUDED)

    def _any_allergy(self) -> bool:
        return any(f.kind is FindingKind.ALLERGY and not f.negated and not f.family for f in self._reading.findings)

    def _procedure(self, label: str, mentions: list[Finding]) -> Iterator[Evidence]:
        severity = severity_of(FindingKind.PROCEDURE, label)
        stated = [f for f in mentions if not f.negated]
        planned = [f for f in stated if self._is_planned(f)]
        done = [f for f in stated if f not in planned and not f.hypothetical]
        if planned and self._order(planned[-1]) > max(map(self._order, done), default=("", "", 0)):
            yield self._one(SectionKey.VIGILANCE, label, planned, Severity.MAJOR, Status.PLANNED)
        if not done:
            return
        if nature_of(FindingKind.PROCEDURE, label) is Nature.EXAMINATION:
            return
        for group in self._by_side(done):
            yield self._one(SectionKey.SURGICAL_HISTORY, label, group, severity, Status.PAST, recent=False)

    def _is_planned(self, finding: Finding) -> bool:
        """An act to come, in a document recent enough for it to be still to come."""
        if days(self._reading.written_on(finding), self._last) > _PLAN_DAYS:
            return False
        ahead = bool(finding.date) and (finding.date or "") > self._reading.written_on(finding)
        return ahead or (Cue.PLAN in cues(self._passages[finding].text) and not finding.date)

    def _by_side(self, done: list[Finding]) -> list[list[Finding]]:
        """One act a side; where documents disagree on the side, the side that most of them give."""
        sides = sorted({f.side for f in done if f.side})
        groups = [[f for f in done if f.side == side] for side in sides] or [done]
        if len(groups) > 1 and disputed_side(done):
            return [max(groups, key=self._support)]
        return groups

    def _support(self, group: Sequence[Finding]) -> float:
        kinds = {f.document_id: self._reading.document(f).kind for f in group}
        clinical = sum(0.4 if kind is Kind.ADMINISTRATIVE else 1.0 for kind in kinds.values())
        return clinical + 0.5 * any(f.date for f in group) + (2.0 if Kind.OPERATIVE in kinds.values() else 0.0)

    def _habit(self, label: str, mentions: list[Finding]) -> Iterator[Evidence]:
        severity = severity_of(mentions[0].kind, label)
        stated = [f for f in mentions if not f.hypothetical]
        if label in self._given_up:
            stated = [f for f in stated if self._reading.written_on(f) >= self._given_up[label]]
        if stated:
            status = Status.EXCLUDED if stated[-1].negated else Status.ACTIVE
            if label in self._disputed:
                status = Status.SUSPECTED
            yield self._one(SectionKey.RISK_FACTORS, label, stated, severity, status)

    def _vaccine(self, label: str, mentions: list[Finding]) -> Iterator[Evidence]:
        given = [f for f in mentions if not f.negated and not f.hypothetical]
        if given:
            yield self._one(SectionKey.VACCINATIONS, label, given, Severity.MINOR, Status.PAST)

    def _directive(self, label: str, mentions: list[Finding]) -> Iterator[Evidence]:
        """The same directive said again is shown in its last words; what only held at its time becomes minor."""
        affirmed = [f for f in mentions if not f.negated]
        by_subject: dict[frozenset[str], list[Finding]] = {}
        for finding in affirmed or mentions:
            subject = self._subject(finding) if label in _OF_A_SUBJECT else frozenset({label})
            by_subject.setdefault(subject, []).append(finding)
        for group in by_subject.values():
            severity = severity_of(FindingKind.DIRECTIVE, label)
            planned = any(word in label for word in ("contrôl", "surveill", "réévaluer", "prévu"))
            age = days(self._reading.written_on(group[-1]), self._last)
            if (planned and age > _PLAN_DAYS) or (severity is not Severity.CRITICAL and age > _OLD_DAYS):
                severity = Severity.MINOR
            status = Status.PLANNED if planned else Status.ACTIVE
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
        # A fact that an open document states too is not hidden with the masked one.
        best = max(mentions, key=lambda f: (self._is_open(f), self._tells(f, recent=recent), self._order(f)))
        when = self._when(best)
        return Evidence(
            section=section,
            topic=f"{best.kind}:{label}",
            passages=(self._passages[best],),
            severity=severity,
            status=status,
            dates=(when,) if when else (),
        )

    def _only_a_risk(self, finding: Finding) -> bool:
        text = self._reading.document(finding).text
        return bool(_RISK.search(text[max(finding.sentence.start, finding.span.start - 40) : finding.span.start]))

    def _is_open(self, finding: Finding) -> bool:
        return self._reading.document(finding).confidentiality in ORDINARY

    def _tells(self, finding: Finding, *, recent: bool) -> float:
        """How much a mention tells: what is attached to it, where it stands, how recent it is."""
        sentence = self._reading.sentence(finding)
        heading = (sentence.heading or "") if sentence else ""
        score = 1.0 * bool(finding.value) + 1.0 * bool(finding.date) + 0.5 * bool(finding.side)
        score += 1.0 * bool(_TELLING_HEADING.search(heading))
        score -= 1.0 * (sentence is not None and sentence.kind in (LineKind.HEADING, LineKind.MARGIN))
        score += _KINDS.get(self._reading.document(finding).kind, 0.0)
        others = self._kinds_in(finding)
        score -= 1.5 * (FindingKind.DRUG in others and finding.kind is not FindingKind.ALLERGY)
        score -= 0.5 * (FindingKind.MEASURE in others and not finding.value)
        age = days(self._reading.written_on(finding), self._last) / 365
        return score - (min(age / 2, 2.0) if recent else 0.0)

    def _kinds_in(self, finding: Finding) -> frozenset[FindingKind]:
        """The kinds of the other findings of the same passage: it is about them too."""
        cited = self._passages[finding].span
        here = self._by_document.get(finding.document_id, ())
        return frozenset(f.kind for f in here if f is not finding and cited.contains(f.span))

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
            for f in self._by_document.get(finding.document_id, ())
            if f.sentence == finding.sentence and f.kind is not finding.kind
        )
        return others or frozenset({self._text(finding).casefold()})

    def _by_episode(self, mentions: Sequence[Finding]) -> list[list[Finding]]:
        episodes: list[list[Finding]] = []
        for finding in sorted(mentions, key=self._when):
            if episodes and days(self._when(episodes[-1][-1]), self._when(finding)) <= _EPISODE_DAYS:
                episodes[-1].append(finding)
            else:
                episodes.append([finding])
        return episodes
