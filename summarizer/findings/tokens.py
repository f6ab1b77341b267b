"""Cuts a sentence into words, numbers and marks, and folds words so that writings of one word meet.

It knows French spelling (accents, ligatures, plurals, words broken at the margin) and nothing of medicine.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from functools import lru_cache

#: Scanned pages read "O" as "0" and "l" as "1": a word may hold one between its letters.
_TOKEN = re.compile(
    r"<[A-Z][A-Z_]*(?:_\d+)?>|[^\W\d_]{2,}+(?:[01][^\W\d_]{2,}+)+|[^\W\d_]+(?:-\n[ \t]*[a-zà-ÿ]+)?|\d+|[^\w\s]|_"
)
_BROKEN = re.compile(r"-\n[ \t]*")
#: The end of a sentence in folded text: not the point of a usual abbreviation ("1 amp. par mois").
FULL_STOP = (
    "".join(
        rf"(?<!\b{word})"
        for word in (
            "amp",
            "gel",
            "cp",
            "cpr",
            "sach",
            "comp",
            "inj",
            "vit",
            "env",
            "dr",
            "pr",
            "cf",
            "ex",
            "mat",
            "pat",
            "cat",
        )
    )
    + r"\.(?=\s|$)"
)
_INVARIABLE = frozenset(
    {"os", "bras", "dos", "pus", "bis", "ans", "vers", "plus", "corps", "cas", "sens", "lys", "iris"}
)


def _one_for_one() -> dict[int, str]:
    """Characters that lose their accent or become a plain mark, each for exactly one: offsets stay those of the text."""
    table = {
        "’": "'",
        "‘": "'",
        "ʼ": "'",
        "`": "'",
        "´": "'",
        "–": "-",
        "—": "-",
        "‑": "-",
        "\u00a0": " ",
        "\u202f": " ",
    }
    table |= {"\n": " ", "\r": " ", "\t": " ", "→": "→", "×": "x", "µ": "µ", "μ": "µ"}
    for code in range(0xC0, 0x180):
        character = chr(code)
        plain = unicodedata.normalize("NFD", character)[0].lower()
        if len(plain) == 1 and plain.isascii():
            table[character] = plain
    return {ord(character): plain for character, plain in table.items()}


_FOLDING = _one_for_one()


def fold(text: str) -> str:
    """Lower case without accents, curly marks or line breaks; the same length as `text`, character for character."""
    lowered = "".join(c if len(low := c.lower()) != 1 else low for c in text) if "İ" in text else text.lower()
    return lowered.translate(_FOLDING)


def ligatures(pattern: str) -> str:
    """A pattern in plain letters that also reads "œ", which `fold` keeps because it is one character."""
    return pattern.replace("oe", "(?:oe|œ)")


_PARTICIPLE = re.compile(r"ée?s?$")


@lru_cache(maxsize=65536)
def stem(word: str) -> str:
    """A word without accents, ligatures, plural or feminine ending: what two writings of one word share."""
    plain = word.lower().translate(_FOLDING).replace("œ", "oe").replace("æ", "ae")
    if not plain.isalpha() and len(plain) > 1 and plain[0] != "<":
        plain = plain.replace("0", "o").replace("1", "l")
    if len(plain) < 4 or plain in _INVARIABLE:
        return plain
    if plain.endswith("aux"):
        return plain[:-3] + "al"
    if _PARTICIPLE.search(word.lower()):
        # "agité" is not "agit": the accent is part of the word. Written without it, see `Lexicon`.
        return plain.rstrip("s").removesuffix("e") + ("" if plain.rstrip("s").endswith("ee") else "e")
    if plain[-1] == "s" or (plain.endswith(("eux", "oux")) and len(plain) > 5):
        plain = plain[:-1]
    if len(plain) > 4 and plain.endswith("ee"):
        return plain[:-1]
    if len(plain) > 4 and plain.endswith("e"):
        plain = plain[:-1]
    if len(plain) > 4 and plain.endswith(("nn", "ll", "ss", "tt")):
        plain = plain[:-1]
    return plain


@dataclass(frozen=True, slots=True)
class Token:
    """A word, number or mark at `start`..`end` of its text; `stem` is what is compared, `text` as written."""

    start: int
    end: int
    text: str
    stem: str

    def __repr__(self) -> str:
        return f"Token({self.start}..{self.end})"


def tokenise(text: str, start: int = 0, end: int | None = None) -> list[Token]:
    """The tokens of `text` between `start` and `end`; blanks are none. A word broken at the margin is one token."""
    found = []
    for match in _TOKEN.finditer(text, start, len(text) if end is None else end):
        word = match.group()
        if "\n" in word:
            word = _BROKEN.sub("", word)
        found.append(Token(match.start(), match.end(), word, stem(word)))
    return found


def hyphened(token: Token, text: str) -> list[Token]:
    """A token that was joined over a margin, as the compound word it may have been ("sous-" then "dural")."""
    written = text[token.start : token.end]
    if "\n" not in written:
        return [token]
    broken = _BROKEN.search(written)
    assert broken is not None
    first, second = written[: broken.start()], written[broken.end() :]
    middle = token.start + broken.end()
    return [
        Token(token.start, token.start + len(first), first, stem(first)),
        Token(middle, token.end, second, stem(second)),
    ]
