"""Siblings of the real adapters that need no weights: deterministic, instant, explainable.

They serve tests, a machine without models, and the preset that quotes instead of writing. They refuse to pretend:
their rules are written below, and their names say what they are.
"""

from __future__ import annotations

import hashlib
import json
import re
import unicodedata
import zlib
from collections.abc import Mapping, Sequence

import numpy as np

from summarizer.ports import FloatArray, Judgement
from summarizer.values import ModelCard

_QUOTED = re.compile(r"«\s*(.*?)\s*»", re.DOTALL)
_WORD = re.compile(r"\w+")
_LONG_WORD = re.compile(r"\w{3,}")
_NUMBER = re.compile(r"\d+(?:[.,]\d+)?")
_NEGATION = re.compile(r"\b(?:pas|sans|aucune?|absence|ni|jamais|négati(?:f|ve)s?|exclue?s?|éliminée?s?)\b")


class ScriptedWriter:
    """Writes the draft scripted for a passage, else repeats the passage.

    The passage is the last text of the prompt between « and ». `drafts` gives the draft for each fragment a passage
    may hold; the first fragment found, in the order given, decides.
    """

    def __init__(self, drafts: Mapping[str, str] | None = None) -> None:
        self._drafts = dict(drafts or {})

    @property
    def card(self) -> ModelCard:
        return ModelCard(role="writer", name="scripted", sha256=_digest(self._drafts))

    def write(self, prompts: Sequence[str], *, max_new_tokens: int) -> tuple[str, ...]:
        """One draft a prompt, cut at `max_new_tokens` words."""
        return tuple(_first_words(self._draft(prompt), max_new_tokens) for prompt in prompts)

    def _draft(self, prompt: str) -> str:
        passages = _QUOTED.findall(prompt)
        passage = passages[-1] if passages else ""
        return next((draft for fragment, draft in self._drafts.items() if fragment in passage), passage)


class HashingEmbedder:
    """Vectors of hashed character n-grams (3 to 5, within words, accents removed): texts that share words are close.

    A text without any letter or digit is the first unit vector.
    """

    def __init__(self, dimension: int = 256) -> None:
        self._dimension = dimension

    @property
    def card(self) -> ModelCard:
        return ModelCard(role="embedder", name="hashing", sha256=_digest(self._dimension))

    @property
    def dimension(self) -> int:
        return self._dimension

    def embed_passages(self, texts: Sequence[str]) -> FloatArray:
        vectors = np.zeros((len(texts), self._dimension), dtype=np.float32)
        for row, text in enumerate(texts):
            vectors[row] = self._vector(text)
        return vectors

    def embed_queries(self, texts: Sequence[str]) -> FloatArray:
        return self.embed_passages(texts)

    def _vector(self, text: str) -> FloatArray:
        vector = np.zeros(self._dimension, dtype=np.float32)
        for gram in _grams(text):
            code = zlib.crc32(gram.encode())
            vector[code % self._dimension] += 1.0 if code & 0x80000000 else -1.0
        norm = float(np.linalg.norm(vector))
        if norm == 0.0:
            vector[0] = norm = 1.0
        return vector / np.float32(norm)


class ScriptedJudge:
    """Judges by words: entailed when every word of the claim (3 letters or more) is in the evidence and negation agrees.

    Contradicted when a number of the claim is not in the evidence, or when all words agree and negation does not;
    neutral otherwise. `verdicts` scripts the judgement of (evidence, claim) pairs.
    """

    def __init__(self, verdicts: Mapping[tuple[str, str], Judgement] | None = None) -> None:
        self._verdicts = dict(verdicts or {})

    @property
    def card(self) -> ModelCard:
        return ModelCard(role="judge", name="scripted-judge", sha256=_digest(sorted(map(repr, self._verdicts.items()))))

    def judge(self, pairs: Sequence[tuple[str, str]]) -> tuple[Judgement, ...]:
        return tuple(self._verdicts.get(pair) or _judged_by_words(*pair) for pair in pairs)


_ENTAILED = Judgement(entailment=0.98, neutral=0.01, contradiction=0.01)
_NEUTRAL = Judgement(entailment=0.01, neutral=0.98, contradiction=0.01)
_CONTRADICTED = Judgement(entailment=0.01, neutral=0.01, contradiction=0.98)


def _judged_by_words(evidence: str, claim: str) -> Judgement:
    evidence, claim = evidence.lower(), claim.lower()
    if set(_NUMBER.findall(claim)) - set(_NUMBER.findall(evidence)):
        return _CONTRADICTED
    missing = set(_LONG_WORD.findall(_NEGATION.sub("", claim))) - set(_LONG_WORD.findall(evidence))
    if missing:
        return _NEUTRAL
    agree = bool(_NEGATION.search(claim)) == bool(_NEGATION.search(evidence))
    return _ENTAILED if agree else _CONTRADICTED


def _grams(text: str) -> list[str]:
    decomposed = unicodedata.normalize("NFKD", text.lower())
    words = _WORD.findall("".join(c for c in decomposed if not unicodedata.combining(c)))
    padded = [f" {word} " for word in words]
    return [word[i : i + n] for word in padded for n in (3, 4, 5) for i in range(max(1, len(word) - n + 1))]


def _first_words(text: str, count: int) -> str:
    words = text.split()
    return text if len(words) <= count else " ".join(words[:count])


def _digest(script: object) -> str:
    return hashlib.sha256(json.dumps(script, sort_keys=True, ensure_ascii=False).encode()).hexdigest()
