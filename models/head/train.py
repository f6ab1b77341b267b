"""The recipe: `python -m models.head.train [--dossiers DIR] [--out FILE]`. Half a minute on one core.

Trains on gold dossiers: a sentence that holds a quotation of a gold fact is needed, the others are not. With `--check`
nothing is written: each dossier is weighed by a head trained on the others, and the areas under the curve are printed.
"""

from __future__ import annotations

import argparse
import json
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import torch
from numpy.typing import NDArray
from safetensors.numpy import save_file
from torch import nn

from models.head.network import FAR, WEIGHTS, CoverageHead
from summarizer.findings import Finder
from summarizer.ingest import read_dossier
from summarizer.journey import load_detector
from summarizer.ports import FloatArray
from summarizer.pseudonymize import pseudonymize
from summarizer.restore import pseudonymized_span
from summarizer.select.features import describe
from summarizer.select.passages import Reading
from summarizer.sentences import split
from summarizer.settings import PipelineSettings
from summarizer.values import ModelCard, Span

DOSSIERS = Path(__file__).parents[2] / "eval" / "data" / "dossiers" / "tuning"
SEED = 20261124
NETWORKS, HIDDEN, EPOCHS, BATCH, RATE, DECAY, DROPOUT = 7, 16, 40, 64, 3e-3, 0.05, 0.3


@dataclass(frozen=True, slots=True, kw_only=True, repr=False)
class Example:
    """One dossier: features of shape (sentences, features), and whether each sentence is needed, of shape (sentences,)."""

    name: str
    features: FloatArray
    needed: NDArray[np.bool_]


def example_of(folder: Path) -> Example:
    """The sentences of one gold dossier, pseudonymized as the product does."""
    dossier = read_dossier(folder)
    pseudonymized, key = pseudonymize(dossier, load_detector(), settings=PipelineSettings())
    documents = {d.id: d for d in pseudonymized.documents if d.foreign is None}
    sentences = {d.id: split(d.id, d.text) for d in documents.values()}
    findings = Finder().find(tuple(documents.values()), sentences)
    described, features = describe(Reading(documents=documents, sentences=sentences, findings=findings))
    files = {d.file: d for d in dossier.documents}
    quoted = [
        (files[source["file"]].id, pseudonymized_span(span, key.replacements[files[source["file"]].id]))
        for fact in json.loads((folder / "gold.json").read_text("utf-8"))["facts"]
        for source in fact["sources"]
        if source["file"] in files and files[source["file"]].id in documents
        for span in _places(source["quote"], files[source["file"]].text)
    ]
    needed = [any(d == s.document_id and span.overlaps(s.span) for d, span in quoted) for s in described]
    return Example(name=folder.name, features=features, needed=np.array(needed))


def _places(quote: str, text: str) -> list[Span]:
    start = text.find(quote)
    return [Span(start, start + len(quote))] if start >= 0 else []


def train(examples: Sequence[Example]) -> dict[str, NDArray[np.float32]]:
    """The arrays of a head that learnt from these dossiers."""
    features = np.concatenate([each.features for each in examples])
    mean, deviation = features.mean(axis=0), features.std(axis=0) + 1e-6
    x = torch.from_numpy(np.clip((features - mean) / deviation, -FAR, FAR))
    y = torch.from_numpy(np.concatenate([each.needed for each in examples]).astype(np.float32))
    networks = [_network(x, y, SEED + number) for number in range(NETWORKS)]
    states = [network.state_dict() for network in networks]
    return {
        "mean": mean,
        "deviation": deviation,
        "enter": np.stack([state["1.weight"].numpy().T for state in states]).copy(),
        "enter_bias": np.stack([state["1.bias"].numpy() for state in states]),
        "leave": np.stack([state["4.weight"].numpy()[0] for state in states]),
        "leave_bias": np.stack([state["4.bias"].numpy()[0] for state in states]),
    }


def _network(x: torch.Tensor, y: torch.Tensor, seed: int) -> nn.Sequential:
    torch.manual_seed(seed)
    network = nn.Sequential(
        nn.Dropout(DROPOUT / 2), nn.Linear(x.shape[1], HIDDEN), nn.ReLU(), nn.Dropout(DROPOUT), nn.Linear(HIDDEN, 1)
    )
    optimizer = torch.optim.AdamW(network.parameters(), lr=RATE, weight_decay=DECAY)
    for _ in range(EPOCHS):
        order = torch.randperm(len(x))
        for start in range(0, len(x), BATCH):
            places = order[start : start + BATCH]
            loss = nn.functional.binary_cross_entropy_with_logits(network(x[places])[:, 0], y[places])
            optimizer.zero_grad()
            torch.autograd.backward(loss)
            optimizer.step()
    return network.eval()


def area(scores: FloatArray, needed: NDArray[np.bool_]) -> float:
    """Area under the ROC curve: the chance that a needed sentence is weighed above another."""
    ranks = scores.argsort().argsort() + 1
    positives = int(needed.sum())
    return float((ranks[needed].sum() - positives * (positives + 1) / 2) / (positives * (len(needed) - positives)))


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--dossiers", type=Path, default=DOSSIERS)
    parser.add_argument("--out", type=Path, default=WEIGHTS)
    parser.add_argument("--check", action="store_true")
    arguments = parser.parse_args()
    torch.set_num_threads(1)
    examples = [example_of(folder.parent) for folder in sorted(arguments.dossiers.glob("*/gold.json"))]
    if not arguments.check:
        save_file(train(examples), arguments.out)
        return
    card, areas = ModelCard(role="coverage", name="left out", sha256=""), []
    for left_out in examples:
        arrays = train([each for each in examples if each is not left_out])
        areas.append(area(CoverageHead(arrays, card).weigh(left_out.features), left_out.needed))
        print(f"{left_out.name}: {areas[-1]:.3f}")
    print(f"mean {np.mean(areas):.3f}")


if __name__ == "__main__":
    main()
