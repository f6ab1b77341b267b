"""A history that one document denies and an older fact affirms: an event, an act, a vaccine, tobacco."""

from __future__ import annotations

import re
from collections.abc import Iterator

from summarizer.findings.lexicon import severity_of, toml
from summarizer.select.contradictions.told import Told, between, most_telling
from summarizer.values import Contradiction, Finding, FindingKind, Severity

_EVER = re.compile(
    r"(?i)\bjamais\b|\bant[ée]rieure?s?\b|\bant[ée]c[ée]dents?\b|\batcds?\b|\bn[’']a pas eu\b|\bvierge\b|non[- ]fumeu|"
    r"\bpas de (?:notion|tabac|tabagisme)|\btabac\s*:?\s*(?:0|non|jamais)\b|\bnon vaccin"
)
_SAYS_NOT = re.compile(r"(?i)\b(?:dit|d[ée]clare) ne (?:pas|plus|jamais)\b|\bnie\b")
_OF_A_VACCINE = re.compile(r"(?i)vaccin")
_NOW_AND_THEN = re.compile(r"(?i)occasionnel|festif|rare")
_AGAIN = re.compile(r"(?i)repri|rechut|reprend")
_NO_LONGER = re.compile(r"(?i)\bdepuis\b|\bplus\b")
_GIVEN_UP = re.compile(
    r"(?i)(?:sevr|arr[êe]t|stopp|abstin|cess|ancienn?e? fum|ex-fum)[^.;\n]{0,40}?\b((?:19|20)\d\d)\b"
)
_GOES_ON = re.compile(r"(?i)\bfume\b|\bactif|\bactuel|repris|poursui|/ ?j(?:our)?\b|par jour|persist|\bcontinue\b")
_NOT_DONE = re.compile(
    r"(?i)\bnon (?:fait|r[ée]alis|administr|re[çc]u|vaccin|inject)|\bpas (?:[ée]t[ée] )?(?:fait|re[çc]u|administr|inject)"
)
_DONE = re.compile(
    r"(?i)(?<!non )(?<!pas )\b(?:faite?s?|re[çc]ue?s?|administr[ée]e?s?|inject[ée]e?s?|r[ée]alis[ée]e?s?|vaccin[ée]e?|lot\b)"
)
_GIVEN_ONCE = (FindingKind.DRUG, FindingKind.VACCINE)
_LIVED = (FindingKind.DISORDER, FindingKind.PROCEDURE, FindingKind.VACCINE, FindingKind.HABIT)
_HABITS = frozenset({"tabagisme", "alcool"})
#: Two lines "Antécédents : néant" and a surgical history apart.
_NOTHING = re.compile(
    r"(?i)^\W*(?:(?:ATCDs?|ant[ée]c[ée]dents?)(?P<sort>[^:.\n]{0,40}?)\s*(?::|=|-)?\s*(?:n[ée]ant|RAS|aucun|0|-)\s*\.?$|"
    r"(?:aucun|pas d[e’'])\s?ant[ée]c[ée]dents?(?P<kind>(?: (?:m[ée]dic|chirurg|notable|particuli|connu|personnel|et\b|ou\b|ni\b)\w*){0,4})\s*\.?$)"
)
_NOT_THIS = re.compile(r"(?i)famil|allerg|transfus|obst|gyn|psy|h[ée]r[ée]dit|parent|notables? \w+ \w+")
_SURGICAL = re.compile(r"(?i)chir|op[ée]r")
_GRAVE_ACTS = frozenset({Severity.CRITICAL, Severity.MAJOR})


def histories(told: Told) -> Iterator[Contradiction]:
    """Each label denied for the whole past by a document later than one that affirms it: its first denial."""
    found = told.of(*_LIVED)
    first: dict[str, tuple[Finding, Finding]] = {}
    for no in found:
        if no.label in toml("disagreements")["general"] or not _denies(told, no):
            continue
        before = [
            f
            for f in found
            if f.label == no.label
            and not f.negated
            and f.document_id != no.document_id
            and (no.kind is FindingKind.HABIT or (f.date or told.on(f)) < told.on(no) or f.historical)
            and not _NOW_AND_THEN.search(told.text(f))
        ]
        if before and (no.label not in first or _precedes(told, *first[no.label])):
            first[no.label] = (most_telling(told, before), no)
    for label, (yes, no) in first.items():
        yield told.between(f"Antécédent affirmé ici, nié là : {label}", yes, no)
    yield from _weaned(told)
    yield from _not_done(told)
    yield from _nothing(told)


def _precedes(told: Told, yes: Finding, no: Finding) -> bool:
    """Whether the denial comes first: one that follows what it denies tells more."""
    return told.on(no) < told.on(yes)


def _denies(told: Told, finding: Finding) -> bool:
    """Whether its passage says that it never was."""
    text = told.text(finding)
    if finding.kind is FindingKind.HABIT:
        return (
            finding.label in _HABITS and bool(finding.negated or _SAYS_NOT.search(text)) and not _NO_LONGER.search(text)
        )
    if finding.kind is FindingKind.DISORDER and _OF_A_VACCINE.search(text):
        return False
    return finding.negated and bool(_EVER.search(text))


def _not_done(told: Told) -> Iterator[Contradiction]:
    """A vaccine or an injection that one document says given, and a later one not given."""
    found = told.of(*_GIVEN_ONCE)
    for label in sorted({f.label for f in found}):
        mine = [f for f in found if f.label == label]
        missed = [f for f in mine if _NOT_DONE.search(told.text(f))]
        for no in missed[:1]:
            given = [f for f in mine if _DONE.search(told.text(f)) and not f.negated and told.on(f) < told.on(no)]
            if given:
                yield told.between(f"Fait ici, non fait là : {label}", given[-1], no)


def _weaned(told: Told) -> Iterator[Contradiction]:
    """Tobacco or alcohol given up in a year, and still taken after it."""
    habits = [f for f in told.of(FindingKind.HABIT) if f.label in _HABITS and not f.negated]
    for label in sorted({f.label for f in habits}):
        mine = [f for f in habits if f.label == label]
        ended = [(f, year.group(1)) for f in mine if (year := _GIVEN_UP.search(told.text(f)))]
        goes_on = [f for f in mine if _GOES_ON.search(told.text(f)) and not _GIVEN_UP.search(told.text(f))]
        pairs = [
            (f, g) for f, year in ended for g in goes_on if f.document_id != g.document_id and _after(told, g, f, year)
        ]
        if pairs:
            yield told.between(f"Sevrage noté ici, consommation là : {label}", *pairs[0])


def _after(told: Told, taken: Finding, ended: Finding, year: str) -> bool:
    """Taken after the year it was given up in, and not merely taken up again since a document said so."""
    again = told.on(ended) < told.on(taken) and _AGAIN.search(told.text(taken))
    return year < told.on(taken)[:4] and not again


def _nothing(told: Told) -> Iterator[Contradiction]:
    """ "Antécédents : néant" against the gravest lasting fact of an older document."""
    for sentence in told.sentences():
        said = _NOTHING.match(" ".join(sentence.text.split()))
        if said is None or _NOT_THIS.search(sort := said["sort"] or said["kind"] or ""):
            continue
        kind = FindingKind.PROCEDURE if _SURGICAL.search(sort) else FindingKind.DISORDER
        known = [
            f
            for f in told.of(kind)
            if not f.negated and f.document_id != sentence.document_id and told.on(f) < told.day_of(sentence)
        ]
        grave = [f for f in known if severity_of(f.kind, f.label) in _GRAVE_ACTS]
        if grave:
            worst = min(grave, key=lambda f: severity_of(f.kind, f.label).rank)
            yes = most_telling(told, [f for f in grave if f.label == worst.label])
            about = f"Antécédent noté ici ({yes.label}), aucun là"
            yield between(about, told.passages[yes], told.shown(sentence))
