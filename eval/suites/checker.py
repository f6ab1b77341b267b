"""The verifier itself, judged: on natural errors labelled by hand, on injected errors, on pairs of entailment.

Natural and injected are never averaged together, and each type of error is scored apart, against right claims. Balanced accuracy is the mean of the share of right claims let through
and the share of wrong claims stopped. A claim is let through when its outcome is `supported`; anything else stops it.
The score of AUROC is the judge's probability of entailment where there is a judge, else the share of checks passed.
The scoring rules of the summary suite are judged on the same labels: they are no better than this.
"""

from __future__ import annotations

import time
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

from eval.casebook import Casebook
from eval.cases import LabelledClaim, Pair
from eval.inject import INJECTIONS, elsewhere, inject
from eval.metrics.faithfulness import errors
from eval.metrics.statistics import auroc, balanced_accuracy, bootstrap
from eval.results import Excerpt, Failure, Figure, SuiteResult, measured, share
from eval.system import System
from summarizer.values import Check, Outcome
from summarizer.verify import combined, verify_claims
from summarizer.verify.verify import Claim

_QUICK = 60
_QUICK_PAIRS = 60
#: Of the intervals of a type: many figures, each of few claims.
_DRAWS = 200


@dataclass(frozen=True, slots=True, kw_only=True, repr=False)
class Judged:
    """One claim with what the verifier said of it."""

    claim: LabelledClaim
    outcome: Outcome
    score: float
    checks: tuple[Check, ...]

    def __repr__(self) -> str:
        return f"Judged({self.claim.id}, {self.outcome})"

    @property
    def passed(self) -> bool:
        return self.outcome is Outcome.SUPPORTED


def run(cases: Casebook, system: System, quick: bool) -> SuiteResult:
    started = time.perf_counter()
    figures: list[Figure] = []
    failures: list[Failure] = []
    for name, claims in cases.claims:
        wanted = claims[:: max(1, len(claims) // _QUICK)] if quick else claims
        natural = judge(wanted, system)
        figures += _natural(name, natural)
        failures += [_failure(name, judged) for judged in natural if judged.passed != judged.claim.right]
        injected = judge(tuple(injections(wanted)), system)
        figures += _injected(name, natural, injected)
        missed = [judged for judged in injected if judged.passed]
        failures += [_failure(f"{name} injected", judged) for judged in missed]
    for name, pairs in cases.pairs:
        figures += _pairs(name, pairs[:_QUICK_PAIRS] if quick else pairs, system)
    return SuiteResult(
        suite="checker",
        figures=tuple(figures),
        failures=tuple(failures),
        notes=() if figures else ("No labelled claim and no pair among the cases: nothing was scored.",),
        seconds=time.perf_counter() - started,
    )


def judge(claims: Sequence[LabelledClaim], system: System) -> tuple[Judged, ...]:
    """What the verifier of the configuration says of each claim."""
    asked = [Claim(text=c.claim, evidence=tuple((text, None) for text in c.evidence)) for c in claims]
    tools, settings = system.quoting, system.settings
    verdicts = verify_claims(asked, finder=tools.finder, judge=tools.judge, threshold=settings.judge_threshold)
    scores: Sequence[float] = [_passed_share(checks) for checks in verdicts]
    if tools.judge is not None:
        scores = [j.entailment for j in tools.judge.judge([(claim.source, claim.text) for claim in asked])]
    return tuple(
        Judged(claim=claim, outcome=combined(checks), score=score, checks=checks)
        for claim, checks, score in zip(claims, verdicts, scores, strict=True)
    )


def injections(claims: Sequence[LabelledClaim]) -> Iterator[LabelledClaim]:
    """Every right claim with each error it can be given, and with the evidence of another."""
    others = [text for claim in claims for text in claim.evidence]
    for claim in claims:
        if not claim.right:
            continue
        for error in INJECTIONS:
            changed = inject(claim.claim, error)
            if changed is not None:
                yield replace(claim, id=f"{claim.id}+{error}", claim=changed, right=False, error=error)
        other = elsewhere(claim.claim, claim.evidence, others)
        if other is not None:
            yield replace(claim, id=f"{claim.id}+wrong_source", evidence=(other,), right=False, error="wrong_source")


def _natural(name: str, judged: Sequence[Judged]) -> Iterator[Figure]:
    pairs = [(j.passed, j.claim.right) for j in judged]
    yield measured(f"{name}/natural/balanced accuracy", bootstrap(pairs, balanced_accuracy), unit="share")
    scored = [(j.score, j.claim.right) for j in judged]
    yield measured(f"{name}/natural/AUROC", bootstrap(scored, auroc, draws=300), unit="share")
    right = {j.claim.id: float(j.passed) for j in judged if j.claim.right}
    wrong = {j.claim.id: float(not j.passed) for j in judged if not j.claim.right}
    yield share(f"{name}/natural/right claims let through", right)
    yield share(f"{name}/natural/wrong claims stopped", wrong)
    sound = [j for j in judged if j.claim.right]
    for error in sorted({j.claim.error for j in judged if j.claim.error}):
        of = [j for j in judged if j.claim.error == error]
        yield share(f"{name}/natural/stopped/{error}", {j.claim.id: float(not j.passed) for j in of})
        yield _auroc(f"{name}/natural/AUROC/{error}", sound, of)
    yield from _rules(name, judged)


def _rules(name: str, judged: Sequence[Judged]) -> Iterator[Figure]:
    """How the rules that score summaries fare on the same labels. They do not look for a lost essential."""
    passed = {j.claim.id: not errors(j.claim.claim, [(t, None) for t in j.claim.evidence]) for j in judged}
    pairs = [(passed[j.claim.id], j.claim.right) for j in judged]
    note = "the rules of the summary suite, not the product"
    yield measured(
        f"{name}/scoring rules/balanced accuracy", bootstrap(pairs, balanced_accuracy), unit="share", note=note
    )
    right = {j.claim.id: float(passed[j.claim.id]) for j in judged if j.claim.right}
    yield share(f"{name}/scoring rules/right claims let through", right, note=note)
    seen = {
        j.claim.id: float(not passed[j.claim.id])
        for j in judged
        if not j.claim.right and j.claim.error != "essential_lost"
    }
    yield share(f"{name}/scoring rules/wrong claims seen, lost essentials apart", seen, note=note)


def _injected(name: str, natural: Sequence[Judged], judged: Sequence[Judged]) -> Iterator[Figure]:
    """Each type apart, against the right claims that it was put into."""
    sound = {j.claim.id: j for j in natural if j.claim.right}
    for error in (*INJECTIONS, "wrong_source"):
        of = [j for j in judged if j.claim.error == error]
        before = [sound[j.claim.id.rpartition("+")[0]] for j in of]
        yield share(f"{name}/injected/stopped/{error}", {j.claim.id: float(not j.passed) for j in of})
        pairs = [(j.passed, j.claim.right) for j in (*before, *of)]
        accuracy = bootstrap(pairs, balanced_accuracy, draws=_DRAWS)
        yield measured(f"{name}/injected/balanced accuracy/{error}", accuracy, unit="share")
        yield _auroc(f"{name}/injected/AUROC/{error}", before, of)


def _auroc(key: str, right: Sequence[Judged], wrong: Sequence[Judged]) -> Figure:
    scored = [(j.score, j.claim.right) for j in (*right, *wrong)]
    return measured(key, bootstrap(scored, auroc, draws=_DRAWS), unit="share")


def _pairs(name: str, pairs: Sequence[Pair], system: System) -> Iterator[Figure]:
    """Entailment against the rest; sets that name contradictions only are scored on those."""
    binary = "entailment" not in {pair.label for pair in pairs}
    claims = [
        LabelledClaim(
            id=pair.id,
            claim=pair.hypothesis,
            evidence=(pair.premise,),
            right=pair.label != "contradiction" if binary else pair.label == "entailment",
            error=None if pair.label == "entailment" else pair.label,
            source=name,
        )
        for pair in pairs
    ]
    judged = judge(claims, system)
    of = "contradiction" if binary else "entailment"
    hits = [(j.outcome is not Outcome.CONTRADICTED if binary else j.passed, j.claim.right) for j in judged]
    yield measured(
        f"{name}/pairs/balanced accuracy ({of})", bootstrap(hits, balanced_accuracy, draws=500), unit="share"
    )
    scored = [(j.score, j.claim.right) for j in judged]
    yield measured(f"{name}/pairs/AUROC ({of})", bootstrap(scored, auroc, draws=100), unit="share")


def _passed_share(checks: Iterable[Check]) -> float:
    outcomes = [check.outcome is Outcome.SUPPORTED for check in checks]
    return sum(outcomes) / len(outcomes) if outcomes else 0.0


def _failure(name: str, judged: Judged) -> Failure:
    claim = judged.claim
    failed = "; ".join(f"{c.name}: {c.reason}" for c in judged.checks if c.outcome is not Outcome.SUPPORTED)
    kind = f"wrong claim let through ({claim.error})" if judged.passed else "right claim stopped"
    return Failure(
        id=f"checker/{name}/{claim.id}",
        kind=kind,
        case=name,
        message=f"{claim.claim} — {failed}" if failed else claim.claim,
        severity="major" if judged.passed else "minor",
        passages=tuple(
            Excerpt(label="evidence", file=claim.source, before="", marked=t, after="") for t in claim.evidence
        ),
    )
