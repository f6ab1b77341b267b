"""How good a judge is: `python -m models.judge.evaluate --weights DIR --claims FILE --dossiers DIR [--corpora DIR]`.

Natural errors (balanced accuracy, precision and recall of "supported" at each threshold), errors injected into
dossiers it never saw (balanced accuracy of each type against true pairs of the same sources), the other half of the
French corpora beside a majority baseline, and claims judged in a second.
"""

from __future__ import annotations

import argparse
import json
import time
from collections import Counter
from collections.abc import Sequence
from pathlib import Path

import torch

from models.folders import ModelFolder, sha256_of
from models.judge.adapter import EntailmentJudge
from models.judge.pairs import Generator, Pair, natural, sources_of_dossiers
from models.judge.train import SEED, VOCABULARIES, half_of_corpora
from models.judge.vocabulary import Vocabulary
from models.precision import Precision

THRESHOLDS = (0.5, 0.6, 0.7, 0.8, 0.85, 0.9, 0.95, 0.97)
EACH = 40


def load(weights: Path, precision: Precision = "auto") -> EntailmentJudge:
    digest = sha256_of(weights / "model.safetensors")
    folder = ModelFolder(name="judge-fr", role="judge", path=weights, sha256=digest)
    return EntailmentJudge.from_folder(folder, precision=precision)


def supported(judge: EntailmentJudge, pairs: Sequence[Pair]) -> list[float]:
    """The probability that each claim is entailed."""
    return [found.entailment for found in judge.judge([(pair.evidence, pair.claim) for pair in pairs])]


def balanced(scores: Sequence[float], truths: Sequence[bool], threshold: float) -> float:
    """The mean of the share of true claims passed and of false claims stopped."""
    passed = [score >= threshold for score, truth in zip(scores, truths, strict=True) if truth]
    stopped = [score < threshold for score, truth in zip(scores, truths, strict=True) if not truth]
    return (sum(passed) / len(passed) + sum(stopped) / len(stopped)) / 2


def gate(scores: Sequence[float], truths: Sequence[bool]) -> list[dict[str, float]]:
    """At each threshold: balanced accuracy, precision of what passes, share of true claims passed, of false stopped."""
    lines = []
    for threshold in THRESHOLDS:
        passed = [truth for score, truth in zip(scores, truths, strict=True) if score >= threshold]
        stopped = [truth for score, truth in zip(scores, truths, strict=True) if score < threshold]
        lines.append(
            {
                "threshold": threshold,
                "balanced": round(balanced(scores, truths, threshold), 3),
                "precision": round(sum(passed) / max(1, len(passed)), 3),
                "true_passed": round(sum(passed) / max(1, sum(truths)), 3),
                "false_stopped": round(stopped.count(False) / max(1, list(truths).count(False)), 3),
            }
        )
    return lines


def injected(judge: EntailmentJudge, dossiers: Path, written: Sequence[Pair] = ()) -> dict[str, dict[str, float]]:
    """Each error against true pairs whose sources could bear it."""
    vocabulary = Vocabulary.from_folder(VOCABULARIES)
    documents = sources_of_dossiers(dossiers)
    generator = Generator(documents=documents, written=written, vocabulary=vocabulary, seed=SEED + 7)
    found: dict[str, dict[str, float]] = {}
    for error in generator.errors:
        wrong = _several(lambda error=error: generator.wrong(error))
        right = _several(lambda error=error: generator.right(error))
        scores = supported(judge, [*wrong, *right])
        truths = [False] * len(wrong) + [True] * len(right)
        found[error] = {
            "n": len(wrong) + len(right),
            **{f"balanced_{t}": round(balanced(scores, truths, t), 3) for t in (0.5, 0.8, 0.9)},
            "stopped_0.5": round(sum(s < 0.5 for s in scores[: len(wrong)]) / len(wrong), 3),
        }
    return found


def _several(make) -> list[Pair]:  # type: ignore[no-untyped-def]
    pairs = (make() for _ in range(3 * EACH))
    return [pair for pair in pairs if pair is not None][:EACH]


def corpora(judge: EntailmentJudge, folder: Path) -> dict[str, dict[str, float]]:
    """Accuracy on the held-out half: supported or not (RTE3, GQNLI), contradiction or not (DACCORD)."""
    groups: dict[str, list[Pair]] = {}
    for pair in half_of_corpora(folder, 1):
        groups.setdefault(pair.kind, []).append(pair)
    found: dict[str, dict[str, float]] = {}
    for name, pairs in groups.items():
        judgements = judge.judge([(pair.evidence, pair.claim) for pair in pairs])
        if name.endswith("daccord"):
            wanted = [pair.label == "contradiction" for pair in pairs]
            said = [judgement.contradiction >= 0.5 for judgement in judgements]
        else:
            wanted = [pair.label == "entailment" for pair in pairs]
            said = [judgement.entailment >= 0.5 for judgement in judgements]
        majority = max(Counter(wanted).values()) / len(wanted)
        right = sum(a == b for a, b in zip(wanted, said, strict=True)) / len(wanted)
        found[name] = {"n": len(pairs), "accuracy": round(right, 3), "majority": round(majority, 3)}
    return found


def speed(judge: EntailmentJudge, pairs: Sequence[Pair]) -> float:
    """Claims a second over those pairs, reading included."""
    started = time.perf_counter()
    judge.judge([(pair.evidence, pair.claim) for pair in pairs])
    return len(pairs) / (time.perf_counter() - started)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--weights", type=Path, default=Path(__file__).parent / "weights")
    parser.add_argument("--claims", type=Path)
    parser.add_argument("--dossiers", type=Path)
    parser.add_argument("--corpora", type=Path)
    parser.add_argument("--threads", type=int, default=2)
    arguments = parser.parse_args()
    torch.set_num_threads(arguments.threads)
    judge = load(arguments.weights)
    report: dict[str, object] = {}
    if arguments.claims:
        pairs = list(natural(arguments.claims))
        truths = [pair.label == "entailment" for pair in pairs]
        report["natural"] = {
            "n": len(pairs),
            "wrong": truths.count(False),
            "gate": gate(supported(judge, pairs), truths),
        }
        report["claims_per_second"] = round(speed(judge, pairs), 1)
    if arguments.dossiers:
        report["injected"] = injected(judge, arguments.dossiers)
    if arguments.corpora:
        report["corpora"] = corpora(judge, arguments.corpora)
    for name, value in report.items():
        rows = value if isinstance(value, dict) else {"": value}
        for key, row in rows.items():
            lines = row if isinstance(row, list) else [row]
            for line in lines:
                print(name, key, json.dumps(line))


if __name__ == "__main__":
    main()
