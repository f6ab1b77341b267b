"""What the network sees of a token: a few small integers. Knows spelling and lists, not meaning.

A token is a word, a run of digits, a line break or one sign. Its features: the word when it is one of the context vocabulary,
the hashes of its first and last letters, its shape, what the lists say of it, and the blanks before it.
"""

from __future__ import annotations

import unicodedata
import zlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import regex
from numpy.typing import NDArray

IntArray = NDArray[np.int32]

_TOKEN = regex.compile(r"[^\W\d_]+|\d+|\n|[^\s]")
AFFIXES = 4096
FEATURES = 6
SPACES = 4
LEXICON_CODES = 256
UNKNOWN = 1  # 0 is padding, in every column

# Bits of the lexicon: two for each level of surnames and given names, one for towns, words and drugs.
SURNAME_SHIFT, GIVEN_SHIFT, TOWN_BIT, WORD_BIT, DRUG_BIT = 0, 2, 16, 32, 64

_SIGNS = ".,:;-'/()|\"°%+*=<>@&_#?!•[]µ"
SHAPES = 16 + len(_SIGNS) + 8


def folded(word: str) -> str:
    """Lower case, without accents."""
    return "".join(c for c in unicodedata.normalize("NFD", word.lower()) if not unicodedata.combining(c))


def tokens(text: str) -> list[tuple[int, int]]:
    return [match.span() for match in _TOKEN.finditer(text)]


@dataclass(frozen=True, slots=True, kw_only=True)
class Lexicon:
    """Sorted 32-bit hashes of folded words, and the bits of each: see `LEXICON_CODES`."""

    hashes: NDArray[np.uint32]
    bits: NDArray[np.uint8]

    def of(self, word: str) -> int:
        code = zlib.crc32(word.encode())
        at = int(np.searchsorted(self.hashes, np.uint32(code)))
        return int(self.bits[at]) if at < len(self.hashes) and int(self.hashes[at]) == code else 0


def _shape(token: str) -> int:
    """1-15 for words and digits, then one for each sign."""
    first = token[0]
    if first == "\n":
        return 1
    if first.isdigit():
        return 2 + min(len(token), 6) - 1  # 2..7
    if first.isalpha():
        if len(token) == 1:
            return 8 if token.isupper() else 9
        if token.isupper():
            return 10 if len(token) <= 3 else 11
        if first.isupper():
            return 12 if token[1:].islower() else 13
        return 14 if token.islower() else 15
    return 16 + _SIGNS.index(first) if first in _SIGNS else 16 + len(_SIGNS)


class Reader:
    """Turns texts into features, remembering the words it met (a bounded number of them)."""

    def __init__(self, vocabulary: Mapping[str, int], lexicon: Lexicon) -> None:
        self._vocabulary = vocabulary
        self.lexicon = lexicon
        self._met: dict[str, tuple[int, int, int, int, int]] = {}

    def _word(self, token: str) -> tuple[int, int, int, int, int]:
        known = self._met.get(token)
        if known is not None:
            return known
        if len(self._met) > 200_000:
            self._met.clear()
        plain = folded(token) if token[0].isalpha() else token
        prefix = 1 + zlib.crc32(("<" + plain[:3]).encode()) % (AFFIXES - 1)
        suffix = 1 + zlib.crc32((plain[-3:] + ">").encode()) % (AFFIXES - 1)
        bits = self.lexicon.of(plain) if token[0].isalpha() and len(plain) > 1 else 0
        self._met[token] = known = (self._vocabulary.get(plain, UNKNOWN), prefix, suffix, _shape(token), 1 + bits)
        return known

    def read(self, text: str, spans: Sequence[tuple[int, int]]) -> IntArray:
        """Features of the tokens of a text, of shape (tokens, FEATURES)."""
        rows = []
        end = 0
        for start, stop in spans:
            gap = start - end
            rows.append((*self._word(text[start:stop]), 1 + min(gap, 2)))
            end = stop
        return np.array(rows, dtype=np.int32).reshape(-1, FEATURES)
