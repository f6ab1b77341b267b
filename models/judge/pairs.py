"""The pairs the judge learns from and is measured on, each with its label and the name of what made it.

Sources: `pairs_fr.txt` (written for this project), sentences of invented dossiers with errors injected, claims of a
small writer labelled by hand, and French entailment corpora. What is held out is chosen by a hash of the evidence, so
it stays the same from run to run and no evidence is on both sides.
"""

from __future__ import annotations

import csv
import hashlib
import json
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from random import Random

from models.judge.inject import ERRORS, Source, true_change
from models.judge.lexicon import key_of
from models.judge.vocabulary import Vocabulary

LABELS = ("entailment", "neutral", "contradiction")
_LETTERHEAD = re.compile(r"(?i)rpps|finess|adeli|@|\b\d{5}\s+[a-z]|\bt[ée]l\b|\bipp\b|\bnda\b|secr[ée]tariat|\bINS\b")
_SIGNS = {"+": "entailment", "?": "neutral", "-": "contradiction"}
# What a label of the corpora means here: DACCORD tells only contradiction from the rest.
_GENTLE = {
    "entailment": "entailment",
    "neutral": "neutral",
    "contradiction": "contradiction",
    "compatibles": "compatible",
}


@dataclass(frozen=True, slots=True, kw_only=True, repr=False)
class Pair:
    """`label` is one of LABELS, or `compatible` (not a contradiction); `kind` says what made the pair."""

    evidence: str
    claim: str
    label: str
    kind: str

    def __repr__(self) -> str:
        return f"Pair({self.kind}, {self.label})"


def part(text: str, parts: int) -> int:
    """A number below `parts`, the same for the same text on every machine."""
    return int(hashlib.sha256(key_of(text).encode()).hexdigest()[:8], 16) % parts


def written(path: Path) -> Iterator[Pair]:
    """Pairs of `pairs_fr.txt`: an evidence line `= ...`, then claims `+ ...` (true), `- ...` (contradicted), `? ...`.

    ` // ` in an evidence stands for a line break.
    """
    evidence = ""
    for line in path.read_text(encoding="utf-8").splitlines():
        sign, _, text = line.partition(" ")
        if sign == "=":
            evidence = text.strip().replace(" // ", "\n")
        elif sign in _SIGNS:
            yield Pair(evidence=evidence, claim=text.strip(), label=_SIGNS[sign], kind="written")


def natural(path: Path) -> Iterator[Pair]:
    """Claims of a writer labelled by hand: wrong ones are neutral, for their errors are mostly loss and invention."""
    for line in path.read_text(encoding="utf-8").splitlines():
        row = json.loads(line)
        label = "entailment" if row["label"] == "right" else "neutral"
        yield Pair(evidence="\n".join(row["evidence"]), claim=row["claim"], label=label, kind="natural")


def corpus(path: Path) -> Iterator[Pair]:
    """Pairs of a tab-separated corpus with the columns premise, hypothesis and label_text."""
    with path.open(encoding="utf-8", newline="") as stream:
        for row in csv.DictReader(stream, delimiter="\t", quoting=csv.QUOTE_NONE):
            label = _GENTLE.get((row["label_text"] or "").strip().lower())
            if label is not None:
                yield Pair(evidence=row["premise"], claim=row["hypothesis"], label=label, kind=path.parent.name)


def sources_of_dossiers(folder: Path) -> list[list[str]]:
    """The sentences of each text document below `folder`, in order: prose, items and rows."""
    from summarizer.sentences import split
    from summarizer.values import DocumentId, LineKind

    readable = (LineKind.PROSE, LineKind.ITEM, LineKind.ROW)
    documents: list[list[str]] = []
    for path in sorted(folder.rglob("documents/*.txt")):
        text = path.read_text(encoding="utf-8", errors="replace")
        found = [s.text for s in split(DocumentId(path.stem), text) if s.kind in readable]
        documents.append(
            [s for s in found if 20 <= len(s) <= 320 and len(s.split()) >= 3 and not _LETTERHEAD.search(s)]
        )
    return documents


class Generator:
    """Draws pairs without end. Same seed, same pairs."""

    def __init__(
        self, *, documents: Sequence[Sequence[str]], written: Sequence[Pair], vocabulary: Vocabulary, seed: int
    ) -> None:
        self._draw = Random(seed)  # noqa: S311 - a repeatable draw, not a secret
        self._vocabulary = vocabulary
        self._documents = documents
        self._sentences = [(d, n) for d, sentences in enumerate(documents) for n in range(len(sentences))]
        self._true = [pair for pair in written if pair.label == "entailment"]
        self._by_error = self._index()

    @property
    def errors(self) -> tuple[str, ...]:
        return tuple(name for name in ERRORS if self._by_error[name])

    def wrong(self, error: str) -> Pair | None:
        """A pair with that error, or None when the draw failed."""
        source = self._source(self._draw.choice(self._by_error[error]))
        changed = source if self._draw.random() < 0.5 else replace(source, claim=self._true_change(source))
        make, label = ERRORS[error]
        claim = make(changed, self._draw, self._vocabulary) or make(source, self._draw, self._vocabulary)
        if claim is None or key_of(claim) == key_of(source.claim):
            return None
        return Pair(evidence=source.evidence, claim=claim, label=label, kind=error)

    def right(self, error: str | None = None) -> Pair:
        """A true pair; with `error`, one whose source could bear that error."""
        place = self._draw.choice(self._by_error[error]) if error else self._any()
        source = self._source(place)
        claim = source.claim if self._draw.random() < 0.12 else self._true_change(source)
        return Pair(evidence=source.evidence, claim=claim, label="entailment", kind="true")

    def stranger(self) -> Pair:
        """A claim that another source says, the nearest of a few by shared words."""
        source = self._source(self._any())
        wanted = set(key_of(source.evidence).split())
        others = [self._source(self._any()).claim for _ in range(12)]
        best = max(others, key=lambda claim: len(wanted & set(key_of(claim).split())))
        if key_of(best) in source.folded:
            return self.right()
        return Pair(evidence=source.evidence, claim=best, label="neutral", kind="stranger")

    def _true_change(self, source: Source) -> str:
        return true_change(source, self._draw, self._vocabulary)

    def _any(self) -> int:
        written_first = self._true and self._draw.random() < 0.4
        return (
            self._draw.randrange(len(self._true))
            if written_first
            else len(self._true) + self._draw.randrange(len(self._sentences))
        )

    def _index(self) -> dict[str, list[int]]:
        places: dict[str, list[int]] = {name: [] for name in ERRORS}
        for place in range(len(self._true) + len(self._sentences)):
            source = self._plain(place)
            for name, (make, _) in ERRORS.items():
                if make(source, self._draw, self._vocabulary) is not None:
                    places[name].append(place)
        return places

    def _plain(self, place: int) -> Source:
        if place < len(self._true):
            return Source(evidence=self._true[place].evidence, claim=self._true[place].claim)
        document, n = self._sentences[place - len(self._true)]
        sentence = self._documents[document][n]
        return Source(evidence=sentence, claim=sentence)

    def _source(self, place: int) -> Source:
        """The source with, once in three, other passages beside it."""
        source = self._plain(place)
        if self._draw.random() > 0.35:
            return source
        if place < len(self._true):
            other = self._draw.choice(self._true).evidence
            near = [other] if other != source.evidence else []
        else:
            document, n = self._sentences[place - len(self._true)]
            sentences = self._documents[document]
            near = [sentences[m] for m in (n - 1, n + 1) if 0 <= m < len(sentences)]
        passages = [source.evidence, *near[: self._draw.choice((1, 2))]]
        self._draw.shuffle(passages)
        return replace(source, evidence="\n".join(passages))
