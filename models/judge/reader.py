"""From pairs of texts to what the network reads. It knows no model: a tokenizer file and the lexicon are enough."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import torch
from tokenizers import Tokenizer

from models.judge import lexicon as lexicons
from models.judge.align import FloatArray, IntArray, align, focused
from models.judge.lexicon import Lexicon
from models.judge.network import Batch

START, PADDING, END = 0, 1, 2
#: Characters of evidence read, and tokens of each text: a longer evidence is cut to the sentences nearest to the claim.
EVIDENCE_CHARACTERS, EVIDENCE_TOKENS, CLAIM_TOKENS = 900, 300, 160


@dataclass(frozen=True, slots=True, kw_only=True, repr=False)
class Row:
    """One pair as numbers; `tokens` and `marks` have one row a token, `said` counts those of the claim at the end."""

    tokens: IntArray
    marks: IntArray
    said: int
    features: FloatArray

    def __repr__(self) -> str:
        return f"Row({len(self.tokens)} tokens)"

    def __len__(self) -> int:
        return len(self.tokens)


class Reader:
    """Reads pairs in lower case: records shout drug names and forget capitals."""

    def __init__(self, tokenizer: Tokenizer, lexicon: Lexicon) -> None:
        self._tokenizer = tokenizer
        self._lexicon = lexicon

    @classmethod
    def from_folder(cls, folder: Path) -> Reader:
        tokenizer = Tokenizer.from_file(str(folder / "tokenizer.json"))
        return cls(tokenizer, lexicons.read(folder / "lexicon.tsv"))

    def read(self, evidence: str, claim: str) -> Row:
        evidence, claim = lowered(focused(evidence, claim, EVIDENCE_CHARACTERS)), lowered(claim)
        found = align(evidence, claim, self._lexicon)
        held, held_marks = self._encode(evidence, found.evidence, EVIDENCE_TOKENS)
        said, said_marks = self._encode(claim, found.claim, CLAIM_TOKENS)
        blank = np.zeros((1, 3), dtype=np.int64)
        return Row(
            tokens=np.concatenate([[START], held, [END], said, [END]]).astype(np.int64),
            marks=np.concatenate([blank, held_marks, blank, said_marks, blank]),
            said=len(said) + 1,
            features=found.features,
        )

    def _encode(self, text: str, marks: IntArray, limit: int) -> tuple[list[int], IntArray]:
        encoding = self._tokenizer.encode(text, add_special_tokens=False)
        ids, offsets = encoding.ids[:limit], encoding.offsets[:limit]
        if not ids:
            return [], np.zeros((0, 3), dtype=np.int64)
        # A piece that starts a word holds the blank before it: its last character tells its word.
        return ids, marks[[max(0, end - 1) for _, end in offsets]]


def lowered(text: str) -> str:
    """Lower case, character by character, so that offsets stay."""
    return "".join(low if len(low := c.lower()) == 1 else c for c in text)


def batch_of(rows: Sequence[Row]) -> Batch:
    """Rows padded to the longest."""
    length = max(len(row) for row in rows)
    tokens = np.full((len(rows), length), PADDING, dtype=np.int64)
    marks = np.zeros((len(rows), length, 3), dtype=np.int64)
    mask = np.zeros((len(rows), length), dtype=np.int64)
    said = np.zeros((len(rows), length), dtype=np.int64)
    for i, row in enumerate(rows):
        tokens[i, : len(row)] = row.tokens
        marks[i, : len(row)] = row.marks
        mask[i, : len(row)] = 1
        said[i, len(row) - row.said : len(row)] = 1
    return Batch(
        tokens=torch.from_numpy(tokens),
        marks=torch.from_numpy(marks),
        mask=torch.from_numpy(mask),
        said=torch.from_numpy(said),
        features=torch.from_numpy(np.stack([row.features for row in rows])),
    )
