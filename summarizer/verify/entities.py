"""The entities of a claim against those of its evidence: named there, and with the same qualifiers.

It knows findings (drugs, disorders, allergies, procedures) and their negation, doubt, family and action, and which
measure each value is of. It refuses
to weigh them: one changed qualifier is enough.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from summarizer.values import Action, Check, Finding, FindingKind, Outcome
from summarizer.verify.numbers import value_of
from summarizer.verify.wording import kept_share, novel_words

_NAMED = (FindingKind.DRUG, FindingKind.DISORDER, FindingKind.ALLERGY, FindingKind.PROCEDURE, FindingKind.VACCINE)
_ENDED = (Action.STOP, Action.AVOID)


def entity_checks(claim: str, source: str, said: Sequence[Finding], held: Sequence[Finding]) -> Iterator[Check]:
    """One check that every entity is in the evidence, one that its qualifiers are the same there."""
    named = [finding for finding in said if finding.kind in _NAMED]
    strangers = [f for f in named if not _same(f, held) and novel_words(f.text, source)]
    yield _check("entities", strangers, Outcome.NOT_FOUND, "absent du passage cité")
    changed = [f for f in named if (same := _same(f, held)) and not any(_agree(f, other) for other in same)]
    yield _check(
        "qualifiers", changed, Outcome.CONTRADICTED, "dit autrement dans le passage (négation, doute, famille)"
    )


def values_check(said: Sequence[Finding], held: Sequence[Finding]) -> Check:
    """No measure of the claim bears the value that the evidence gives to another measure, and not to it."""
    owners: dict[str, set[str]] = {}
    for finding in held:
        if finding.kind is FindingKind.MEASURE:
            for value in (finding.value, *(old for _, old in finding.previous)):
                if value:
                    owners.setdefault(value_of(value), set()).add(finding.label)
    swapped = [
        f
        for f in said
        if f.kind is FindingKind.MEASURE and f.value and f.label not in owners.get(value_of(f.value), {f.label})
    ]
    return _check("values", swapped, Outcome.CONTRADICTED, "cette valeur est celle d'une autre mesure dans le passage")


def essential_check(
    claim: str, source: str, said: Sequence[Finding], held: Sequence[Finding], topic: str | None
) -> Check:
    """Whether the claim keeps the finding it is about, or one of its evidence; else half of the evidence's words."""
    if topic in {f.label for f in held} and topic not in {f.label for f in said}:
        return Check(name="essential", outcome=Outcome.NOT_FOUND, reason="le sujet du passage est perdu")
    if {f.label for f in held} & {f.label for f in said} or kept_share(claim, source) >= 0.5:
        return Check(name="essential", outcome=Outcome.SUPPORTED)
    if not held and not novel_words(claim, source):
        return Check(name="essential", outcome=Outcome.SUPPORTED)
    return Check(name="essential", outcome=Outcome.NOT_FOUND, reason="l'essentiel du passage est perdu")


def _same(finding: Finding, others: Sequence[Finding]) -> list[Finding]:
    return [other for other in others if other.label == finding.label]


def _agree(a: Finding, b: Finding) -> bool:
    return (
        a.negated == b.negated
        and a.hypothetical == b.hypothetical
        and a.family == b.family
        and (a.action in _ENDED) == (b.action in _ENDED)
    )


def _check(name: str, faulty: Sequence[Finding], outcome: Outcome, reason: str) -> Check:
    if not faulty:
        return Check(name=name, outcome=Outcome.SUPPORTED)
    return Check(name=name, outcome=outcome, reason=f"{reason} : {', '.join(f.text for f in faulty[:4])}")
