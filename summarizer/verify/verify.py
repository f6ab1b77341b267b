"""Runs every check on every claim, in one batch, and combines their outcomes."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from summarizer.findings import Finder
from summarizer.lexical import cells
from summarizer.ports import Judge, Judgement
from summarizer.values import Check, DraftStatement, Finding, Outcome, Passage
from summarizer.verify.cues import changed_cues
from summarizer.verify.dates import missing_dates, without_dates
from summarizer.verify.entities import entity_checks, essential_check, values_check
from summarizer.verify.numbers import missing_numbers
from summarizer.verify.sides import wrong_sides
from summarizer.verify.wording import novel_words

_STRICTEST = (Outcome.CONTRADICTED, Outcome.NOT_FOUND, Outcome.COULD_NOT_CHECK)
_CUE_NAMES = {
    "negation": "négation",
    "hypothesis": "hypothèse",
    "family": "famille",
    "stop": "arrêt",
    "prohibition": "contre-indication",
    "plan": "projet",
}


@dataclass(frozen=True, slots=True, kw_only=True, repr=False)
class Claim:
    """A sentence to verify, with its evidence: (text, ISO date of its document or None) of each passage.

    `topic` is the label the claim is about, when it is known: a claim that loses it has lost the essential.
    `composed`: rules put it together from parts of its passages, so its words are checked exactly, not judged.
    """

    text: str
    evidence: tuple[tuple[str, str | None], ...]
    topic: str | None = None
    composed: bool = False

    def __repr__(self) -> str:
        return f"Claim({len(self.text)} characters, {len(self.evidence)} passages)"

    @property
    def source(self) -> str:
        return "\n".join(cells(text) for text, _ in self.evidence)


def verify(
    drafts: Sequence[DraftStatement], *, finder: Finder, judge: Judge | None, threshold: float
) -> tuple[tuple[Check, ...], ...]:
    """The checks of each draft against all the passages of its evidence, in order."""
    return verify_claims([_claim(draft) for draft in drafts], finder=finder, judge=judge, threshold=threshold)


def verify_claims(
    claims: Sequence[Claim], *, finder: Finder, judge: Judge | None, threshold: float
) -> tuple[tuple[Check, ...], ...]:
    """The checks of each claim, in order. `threshold` is the judge's entailment probability to pass."""
    said = finder.find_in([claim.text for claim in claims])
    held = finder.find_in([claim.source for claim in claims])
    exact = [_exact(claim, mine, theirs) for claim, mine, theirs in zip(claims, said, held, strict=True)]
    if judge is None:
        return tuple(tuple(checks) for checks in exact)
    judged = [claim for claim in claims if _is_judged(claim)]
    judgements = iter(judge.judge([(claim.source, claim.text) for claim in judged]))
    return tuple(
        (*_without_wording(checks), _judged(next(judgements), threshold)) if _is_judged(claim) else tuple(checks)
        for claim, checks in zip(claims, exact, strict=True)
    )


def _is_judged(claim: Claim) -> bool:
    return not claim.composed and bool(claim.text.strip())


def _without_wording(checks: Sequence[Check]) -> tuple[Check, ...]:
    """The exact checks without that of words from nowhere: the judge reads rewordings better."""
    return tuple(check for check in checks if check.name != "wording")


def combined(checks: Sequence[Check]) -> Outcome:
    """The strictest outcome of all checks; `could_not_check` when there is none."""
    outcomes = {check.outcome for check in checks}
    for outcome in _STRICTEST:
        if outcome in outcomes:
            return outcome
    return Outcome.SUPPORTED if outcomes else Outcome.COULD_NOT_CHECK


def _claim(draft: DraftStatement) -> Claim:
    def read(passage: Passage) -> tuple[str, str | None]:
        return passage.text, passage.written_on

    return Claim(
        text=draft.text,
        evidence=tuple(read(passage) for passage in draft.evidence.passages),
        topic=draft.evidence.topic.partition(":")[2] or None,
        composed=draft.evidence.proposal is not None,
    )


def _exact(claim: Claim, said: Sequence[Finding], held: Sequence[Finding]) -> list[Check]:
    if not claim.text.strip() or not claim.source.strip():
        return [Check(name="citation", outcome=Outcome.NOT_FOUND, reason="aucun passage cité")]
    return [
        Check(name="citation", outcome=Outcome.SUPPORTED),
        _numbers(claim),
        _dates(claim),
        _sides(claim),
        _cues(claim),
        *entity_checks(claim.text, claim.source, said, held),
        values_check(said, held),
        essential_check(claim.text, claim.source, said, held, claim.topic),
        _wording(claim, held),
    ]


def _numbers(claim: Claim) -> Check:
    missing = missing_numbers(without_dates(claim.text), claim.source)
    if not missing:
        return Check(name="numbers", outcome=Outcome.SUPPORTED)
    named = ", ".join(f"{number.value.replace('.', ',')} {number.unit or ''}".strip() for number in missing)
    return Check(name="numbers", outcome=Outcome.NOT_FOUND, reason=f"absent du passage cité : {named}")


def _dates(claim: Claim) -> Check:
    missing = missing_dates(claim.text, [(cells(text), written_on) for text, written_on in claim.evidence])
    if not missing:
        return Check(name="dates", outcome=Outcome.SUPPORTED)
    named = ", ".join(str(date) for date in missing)
    return Check(name="dates", outcome=Outcome.NOT_FOUND, reason=f"date absente du passage cité : {named}")


def _sides(claim: Claim) -> Check:
    wrong = wrong_sides(claim.text, claim.source)
    if not wrong:
        return Check(name="sides", outcome=Outcome.SUPPORTED)
    named = ", ".join(sorted(wrong))
    return Check(name="sides", outcome=Outcome.CONTRADICTED, reason=f"côté non retrouvé dans le passage : {named}")


def _cues(claim: Claim) -> Check:
    lost, added = changed_cues(claim.text, claim.source)
    if not lost and not added:
        return Check(name="cues", outcome=Outcome.SUPPORTED)
    parts = [f"passé sous silence : {_CUE_NAMES[cue]}" for cue in sorted(lost)]
    parts += [f"ajouté : {_CUE_NAMES[cue]}" for cue in sorted(added)]
    return Check(name="cues", outcome=Outcome.CONTRADICTED, reason=", ".join(parts))


def _wording(claim: Claim, held: Sequence[Finding]) -> Check:
    # The lexicon knows that a brand and its substance are one: the label of what the evidence names may be written.
    labels = " ".join(finding.label for finding in held)
    novel = novel_words(claim.text, f"{claim.source} {labels}")
    if not novel:
        return Check(name="wording", outcome=Outcome.SUPPORTED)
    named = ", ".join(novel[:5])
    return Check(name="wording", outcome=Outcome.COULD_NOT_CHECK, reason=f"mots absents du passage : {named}")


def _judged(judgement: Judgement, threshold: float) -> Check:
    if judgement.entailment >= threshold:
        return Check(name="judge", outcome=Outcome.SUPPORTED)
    outcome = Outcome.CONTRADICTED if judgement.contradiction > judgement.neutral else Outcome.NOT_FOUND
    return Check(name="judge", outcome=outcome, reason="le sens diffère du passage cité")
