"""The recipe: `python -m models.judge.train --encoder DIR --out DIR [--claims FILE] [--corpora DIR] [--minutes N]`.

Starts from the prepared e5-small folder (or, with `--resume DIR`, from weights trained before), draws pairs as it goes
(nothing is stored), trains for a given time on one core, fits the temperature on what was held out, and writes the
weights folder. Without the corpora the recipe runs on the project's own pairs alone.
"""

from __future__ import annotations

import argparse
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from random import Random

import torch
from torch import nn

from models.judge.network import Network, load, save
from models.judge.pairs import LABELS, Generator, Pair, corpus, natural, part, sources_of_dossiers, written
from models.judge.reader import Reader, Row, batch_of
from models.judge.start import start
from models.judge.vocabulary import Vocabulary

SEED = 20260207
HERE = Path(__file__).parent
ROOT = HERE.parent.parent
VOCABULARIES = ROOT / "summarizer" / "data"
WRITTEN = HERE / "pairs_fr.txt"
SYNONYMS = HERE / "synonyms_fr.txt"
TUNING = ROOT / "eval" / "data" / "dossiers" / "tuning"
#: One part of this many is held out of what was written, of the tuning sentences and of the labelled claims.
HELD_OUT = 8
BATCH, POOL = 16, 8
#: Errors drawn twice as often as the others: the ones first runs missed most.
OFTEN = frozenset({"number", "unit", "date", "negation_lost", "hypothesis", "family", "restriction"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Data:
    """What pairs are drawn from; `held` is for the temperature and for figures while training."""

    written: tuple[Pair, ...]
    natural: tuple[Pair, ...]
    corpora: tuple[Pair, ...]
    documents: tuple[tuple[str, ...], ...]
    held_written: tuple[Pair, ...]
    held_natural: tuple[Pair, ...]
    held_documents: tuple[tuple[str, ...], ...]


def gather(claims: Path | None, corpora: Path | None) -> Data:
    """Reads every source and sets the held-out parts aside."""
    own = tuple(written(WRITTEN))
    labelled = tuple(natural(claims)) if claims else ()
    documents = sources_of_dossiers(TUNING)
    return Data(
        written=tuple(p for p in own if part(p.evidence, HELD_OUT)),
        held_written=tuple(p for p in own if not part(p.evidence, HELD_OUT)),
        natural=tuple(p for p in labelled if part(p.evidence, HELD_OUT)),
        held_natural=tuple(p for p in labelled if not part(p.evidence, HELD_OUT)),
        corpora=tuple(p for p in half_of_corpora(corpora, 0)) if corpora else (),
        documents=tuple(tuple(s for s in sentences if part(s, HELD_OUT)) for sentences in documents),
        held_documents=tuple(tuple(s for s in sentences if not part(s, HELD_OUT)) for sentences in documents),
    )


def half_of_corpora(folder: Path, half: int) -> Iterator[Pair]:
    """The pairs of the corpora whose premise falls in that half: 0 is trained on, 1 is measured on."""
    for path in sorted(folder.glob("fr-nli-*/*.tsv")):
        yield from (pair for pair in corpus(path) if part(pair.evidence, 2) == half)


def draws(data: Data, generator: Generator, draw: Random) -> Iterator[Pair]:
    """Pairs without end, from each source by its share."""
    strata = {
        (name, good): [pair for pair in pairs if (pair.label == "entailment") == good]
        for name, pairs in (("written", data.written), ("natural", data.natural))
        for good in (True, False)
    }
    errors = generator.errors + tuple(error for error in generator.errors if error in OFTEN)
    while True:
        where = draw.random()
        pair: Pair | None
        if where < 0.5 and data.written:
            pair = draw.choice(strata["written", draw.random() < 0.45])
        elif where < 0.58 and data.natural:
            pair = draw.choice(strata["natural", draw.random() < 0.55])
        elif where < 0.64 and data.corpora:
            pair = draw.choice(data.corpora)
        elif draw.random() < 0.45:
            pair = generator.right()
        elif draw.random() < 0.08:
            pair = generator.stranger()
        else:
            pair = generator.wrong(draw.choice(errors))
        if pair is not None and pair.claim.strip():
            yield pair


def batches(pairs: Iterator[Pair], reader: Reader, draw: Random) -> Iterator[list[tuple[Row, str]]]:
    """Batches of pairs of about one length, in random order."""
    while True:
        pool = [(reader.read(pair.evidence, pair.claim), pair.label) for pair, _ in zip(pairs, range(BATCH * POOL))]  # noqa: B905
        pool.sort(key=lambda item: len(item[0]))
        cut = [pool[n : n + BATCH] for n in range(0, len(pool), BATCH)]
        draw.shuffle(cut)
        yield from cut


def loss_of(scores: torch.Tensor, labels: Sequence[str]) -> torch.Tensor:
    """Cross-entropy of three outcomes, plus that of supported or not; `compatible` only rules contradiction out."""
    logs = torch.log_softmax(scores.float(), dim=-1)
    losses = []
    for row, label in zip(logs, labels, strict=True):
        if label == "compatible":
            losses.append(-torch.logsumexp(row[:2], 0))
            continue
        target = LABELS.index(label)
        smooth = 0.95 * -row[target] + 0.05 * -row.mean()
        against = -row[0] if target == 0 else -torch.logsumexp(row[1:], 0)
        losses.append(0.5 * smooth + against)
    return torch.stack(losses).mean()


def train(network: Network, data: Data, out: Path, *, minutes: float, seed: int, rate: float) -> None:
    """Trains in place for that time and saves."""
    torch.manual_seed(seed)
    reader = Reader.from_folder(out)
    draw = Random(seed)  # noqa: S311 - a repeatable draw, not a secret
    vocabulary = Vocabulary.from_folder(VOCABULARIES)
    generator = Generator(documents=data.documents, written=data.written, vocabulary=vocabulary, seed=seed)
    network.encoder.embeddings.word_embeddings.requires_grad_(False)
    optimizer = torch.optim.AdamW(_groups(network, rate), weight_decay=0.01)
    start_rates = [group["lr"] for group in optimizer.param_groups]
    started, step, running = time.monotonic(), 0, 0.0
    network.train()
    for items in batches(draws(data, generator, draw), reader, draw):
        done = (time.monotonic() - started) / (minutes * 60)
        if done >= 1:
            break
        for group, first in zip(optimizer.param_groups, start_rates, strict=True):
            group["lr"] = first * min(1.0, (step + 1) / 30) * max(0.03, 1 - done)
        with torch.autocast("cpu", torch.bfloat16):
            scores = network(batch_of([row for row, _ in items]))
        loss = loss_of(scores, [label for _, label in items])
        optimizer.zero_grad()
        torch.autograd.backward(loss)
        nn.utils.clip_grad_norm_(network.parameters(), 1.0)
        optimizer.step()
        step += 1
        running = float(loss.detach()) if step == 1 else 0.98 * running + 0.02 * float(loss.detach())
        if step % 50 == 0:
            print(f"{step} steps, {done:.0%}, loss {running:.4f}", flush=True)
        if step % 100 == 0:
            save(network, out)
    print(f"{step} steps of {BATCH} pairs, {time.process_time():.0f} s of processor, loss {running:.4f}", flush=True)
    save(network, out)


def _groups(network: Network, rate: float) -> list[dict[str, object]]:
    """What is new learns faster than what was pretrained."""
    old = [p for p in network.encoder.parameters() if p.requires_grad]
    known = {id(p) for p in network.encoder.parameters()}
    new = [p for p in network.parameters() if id(p) not in known]
    return [{"params": old, "lr": rate}, {"params": new, "lr": 10 * rate}]


def held_out_pairs(data: Data, seed: int) -> list[Pair]:
    """Written, natural and injected pairs of the held-out parts, for the temperature."""
    pairs = [*data.held_written, *data.held_natural]
    vocabulary = Vocabulary.from_folder(VOCABULARIES)
    generator = Generator(
        documents=data.held_documents, written=data.held_written, vocabulary=vocabulary, seed=seed + 1
    )
    for error in generator.errors:
        for _ in range(12):
            pairs += [pair for pair in (generator.wrong(error), generator.right(error)) if pair is not None]
    return pairs


def fit_temperature(network: Network, reader: Reader, pairs: Sequence[Pair]) -> float:
    """The division of scores under which held-out pairs are least surprising."""
    network.eval()
    scores, targets = [], []
    rows = sorted(((reader.read(p.evidence, p.claim), LABELS.index(p.label)) for p in pairs), key=lambda r: len(r[0]))
    with torch.inference_mode():
        for n in range(0, len(rows), 32):
            scores.append(network(batch_of([row for row, _ in rows[n : n + 32]])).float())
            targets += [target for _, target in rows[n : n + 32]]
    every, wanted = torch.cat(scores), torch.tensor(targets)
    grid = [0.5 + 0.05 * n for n in range(60)]
    return min(grid, key=lambda t: float(nn.functional.cross_entropy(every / t, wanted)))


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--encoder", type=Path, help="The prepared e5-small folder.")
    parser.add_argument("--resume", type=Path, help="A weights folder to go on from.")
    parser.add_argument("--texts", type=Path, nargs="*", default=[], help="French texts to count words over.")
    parser.add_argument("--claims", type=Path, default=ROOT / "eval" / "data" / "claims" / "natural_tuning.jsonl")
    parser.add_argument("--corpora", type=Path, help="Folder that holds fr-nli-*/*.tsv.")
    parser.add_argument("--out", type=Path, default=HERE / "weights")
    parser.add_argument("--layers", type=int, default=8)
    parser.add_argument("--minutes", type=float, default=25)
    parser.add_argument("--rate", type=float, default=6e-5)
    parser.add_argument("--seed", type=int, default=SEED)
    arguments = parser.parse_args()
    torch.set_num_threads(1)
    torch.manual_seed(arguments.seed)
    data = gather(arguments.claims if arguments.claims.exists() else None, arguments.corpora)
    network = _network(arguments, data)
    train(network, data, arguments.out, minutes=arguments.minutes, seed=arguments.seed, rate=arguments.rate)
    reader = Reader.from_folder(arguments.out)
    network = load(arguments.out)
    temperature = fit_temperature(network, reader, held_out_pairs(data, arguments.seed))
    network.shape = replace(network.shape, temperature=temperature)
    save(network, arguments.out)
    print(f"temperature {temperature:.2f}", flush=True)


def _network(arguments: argparse.Namespace, data: Data) -> Network:
    if arguments.resume:
        arguments.out.mkdir(parents=True, exist_ok=True)
        for name in ("tokenizer.json", "lexicon.tsv"):
            (arguments.out / name).write_bytes((arguments.resume / name).read_bytes())
        network = load(arguments.resume)
        return network.train()
    if not arguments.encoder:
        raise SystemExit("Name the prepared e5-small folder (--encoder), or weights to go on from (--resume).")
    return start(
        arguments.encoder,
        _texts(arguments.texts, data),
        vocabularies=VOCABULARIES,
        synonyms=SYNONYMS,
        layers=arguments.layers,
        out=arguments.out,
    )


def _texts(folders: Sequence[Path], data: Data) -> Iterator[str]:
    for pair in (*data.written, *data.held_written, *data.natural, *data.corpora):
        yield f"{pair.evidence}\n{pair.claim}"
    for sentences in (*data.documents, *data.held_documents):
        yield "\n".join(sentences)
    for path in sorted(VOCABULARIES.glob("*.csv")):
        # A name of the vocabularies is kept whole even when no text holds it.
        yield path.read_text(encoding="utf-8")
    yield SYNONYMS.read_text(encoding="utf-8")
    import spacy

    # The words of the French pipeline the project already rests on: a general vocabulary, so that none is cut in crumbs.
    yield "\n".join(sorted(word for word in spacy.load("fr_core_news_md").vocab.strings if word.isalpha()))
    for folder in folders:
        for path in sorted(folder.rglob("*.txt")):
            yield path.read_text(encoding="utf-8", errors="replace")


if __name__ == "__main__":
    main()
