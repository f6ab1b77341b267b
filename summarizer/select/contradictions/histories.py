"""A history that one document denies and an older fact affirms: an event, an act, a vaccine, tobacco."""

from __future__ import annotations

import re
from collections.abc import Iterator

from summarizer.findings.lexicon import severity_of
from summarizer.select.contradictions.told import Told, between, most_telling
from summarizer.values import Contradiction, Finding, FindingKind, Severity

_EVER = re.compile(
    r"(?i)\bjamais\b|\bant[ée]rieure?s?\b|\bant[ée]c[ée]dents?\b|\batcds?\b|\bn[’']a pas eu\b|\bvierge\b|non[- ]fumeu|"
    r"\bpas de (?:notion|tabac|tabagisme)|\btabac\s*:?\s*(?:0|non|jamais)\b|\bnon vaccin"
)
_LIVED = (FindingKind.DISORDER, FindingKind.PROCEDURE, FindingKind.VACCINE, FindingKind.HABIT)
_HABITS = frozenset({"tabagisme", "alcool", "cannabis et autres drogues"})
#: Two lines "Antécédents : néant" and a surgical history apart.
_NOTHING = re.compile(
    r"(?i)^\W*(?:(?:ATCDs?|ant[ée]c[ée]dents?)(?P<sort>[^:.\n]{0,40}?)\s*(?::|=|-)?\s*(?:n[ée]ant|RAS|aucun|0|-)\s*\.?$|"
    r"(?:aucun|pas d[e’'])\s?ant[ée]c[ée]dents?(?P<kind>[^:.,;\n]{0,40}?)\s*\.?$)"
)
_NOT_THIS = re.compile(r"(?i)famil|allerg|transfus|obst|gyn|psy|h[ée]r[ée]dit|parent|notables? \w+ \w+")
_SURGICAL = re.compile(r"(?i)chir|op[ée]r")
_GRAVE_ACTS = frozenset({Severity.CRITICAL, Severity.MAJOR})


def histories(told: Told) -> Iterator[Contradiction]:
    """Each label denied for the whole past by a document later than one that affirms it: its last denial."""
    found = told.of(*_LIVED)
    last: dict[str, tuple[Finding, Finding]] = {}
    for no in found:
        if not no.negated or not _EVER.search(told.text(no)):
            continue
        if no.kind is FindingKind.HABIT and no.label not in _HABITS:
            continue
        before = [
            f
            for f in found
            if f.label == no.label
            and not f.negated
            and f.document_id != no.document_id
            and ((f.date or told.on(f)) < told.on(no) or f.historical)
        ]
        if before:
            last[no.label] = (most_telling(told, before), no)
    for label, (yes, no) in last.items():
        yield told.between(f"Antécédent affirmé ici, nié là : {label}", yes, no)
    yield from _nothing(told)


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
