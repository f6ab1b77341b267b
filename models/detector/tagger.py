"""The trained detector at work: texts to persons, towns, establishments and addresses. Loads weights, knows no rule."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Sequence
from functools import cache
from pathlib import Path

import numpy as np
import torch
from safetensors.numpy import load_file as load_arrays
from safetensors.torch import load_file as load_tensors

from models.detector.features import FEATURES, GIVEN_SHIFT, SURNAME_SHIFT, WORD_BIT, IntArray, Lexicon, Reader, tokens
from models.detector.network import GAP, TAGS, Network
from summarizer.errors import ModelMissing
from summarizer.values import Identifier, Label, ModelCard, Span

WEIGHTS = Path(__file__).parent / "weights"
_LABELS = {"PER": Label.PERSON, "CITY": Label.CITY, "HOSP": Label.HOSPITAL, "ADDR": Label.ADDRESS}
#: Tokens run through the network at once: about 30 documents, some 100 MB.
_PACK = 16_384


class NetworkTagger:
    """A `NameTagger` (see `summarizer.identifiers.names`) that packs many texts in one pass."""

    def __init__(self, folder: Path = WEIGHTS) -> None:
        try:
            vocabulary = (folder / "vocabulary.txt").read_text("utf-8").split()
            arrays = load_arrays(folder / "lexicon.safetensors")
            weights = load_tensors(folder / "weights.safetensors")
            digest = hashlib.sha256((folder / "weights.safetensors").read_bytes()).hexdigest()
        except OSError as error:
            raise ModelMissing("The weights of the names detector are missing.") from error
        self._card = ModelCard(role="identifiers", name="french-names", sha256=digest)
        lexicon = Lexicon(hashes=arrays["hashes"], bits=arrays["bits"])
        self._reader = Reader({word: i + 2 for i, word in enumerate(vocabulary)}, lexicon)
        self._network = Network(len(vocabulary) + 2)
        self._network.load_state_dict(weights)
        self._network.eval()

    @property
    def card(self) -> ModelCard:
        return self._card

    def name_level(self, folded: str) -> int:
        bits = self._reader.lexicon.of(folded)
        return max((bits >> SURNAME_SHIFT) & 3, (bits >> GIVEN_SHIFT) & 3)

    def is_word(self, folded: str) -> bool:
        bits = self._reader.lexicon.of(folded)
        # Martin and Bernard are in the dictionary too; frequent surnames and given names are names first.
        return bool(bits & WORD_BIT) and (bits >> SURNAME_SHIFT) & 3 < 3 and (bits >> GIVEN_SHIFT) & 3 < 3

    def tag(self, texts: Sequence[str]) -> tuple[tuple[Identifier, ...], ...]:
        spans = [tokens(text) for text in texts]
        features = [self._reader.read(text, each) for text, each in zip(texts, spans, strict=True)]
        scores: list[np.ndarray[tuple[int, ...], np.dtype[np.float32]]] = []
        for pack in _packs(features):
            scores += self._scores(pack)
        return tuple(tuple(_entities(each, score)) for each, score in zip(spans, scores, strict=True))

    def _scores(self, pack: Sequence[IntArray]) -> list[np.ndarray[tuple[int, ...], np.dtype[np.float32]]]:
        row = np.zeros((1, sum(len(f) + GAP for f in pack), FEATURES), dtype=np.int32)
        starts = []
        at = 0
        for features in pack:
            row[0, at : at + len(features)] = features
            starts.append(at)
            at += len(features) + GAP
        with torch.inference_mode():
            probabilities = torch.softmax(self._network(torch.from_numpy(row)), dim=-1)[0].numpy()
        return [probabilities[start : start + len(f)] for start, f in zip(starts, pack, strict=True)]


def _packs(features: Sequence[IntArray]) -> Iterator[list[IntArray]]:
    pack: list[IntArray] = []
    size = 0
    for each in features:
        if pack and size + len(each) > _PACK:
            yield pack
            pack, size = [], 0
        pack.append(each)
        size += len(each) + GAP
    if pack:
        yield pack


def _entities(
    spans: Sequence[tuple[int, int]], probabilities: np.ndarray[tuple[int, ...], np.dtype[np.float32]]
) -> Iterator[Identifier]:
    if not len(spans):
        return
    best = probabilities.argmax(-1)
    i = 0
    while i < len(spans):
        tag = TAGS[best[i]]
        if tag == "O":
            i += 1
            continue
        kind = tag[2:]
        inside = TAGS.index("I-" + kind)
        j = i + 1
        while j < len(spans) and best[j] == inside:
            j += 1
        chosen = [float(probabilities[k, best[k]]) for k in range(i, j)]
        yield Identifier(
            span=Span(spans[i][0], spans[j - 1][1]),
            label=_LABELS[kind],
            score=round(sum(chosen) / len(chosen), 3),
            found_by="network",
        )
        i = j


@cache
def load_tagger() -> NetworkTagger:
    """The shipped detector, loaded once."""
    return NetworkTagger()
