"""The words of French clinical text, as search and comparison read them.

It knows words without accents or case and the elisions of French; it refuses to know meaning.
"""

from __future__ import annotations

import re
import unicodedata

_WORD = re.compile(r"[a-z0-9]+(?:[.,/]\d+)*")
_EMPTY = frozenset(
    re.findall(
        r"\S+",
        "le la les l un une des de du d au aux et ou en a dans par pour sur avec ce cette ces son sa ses est sont etait "
        "ete qui que qu il elle on ne n se s y quel quelle quels quelles",
    )
)


def plain(text: str) -> str:
    """`text` as read aloud: words broken at the margin joined, blanks and line ends made single spaces."""
    return " ".join(re.sub(r"(?<=[^\W\d_])-\n[ \t]*(?=[a-zà-ÿ])", "", text).split())


def cells(text: str) -> str:
    """`text` as `plain` reads it, with the columns of a table row set apart by semicolons."""
    return plain(re.sub(r"(?<=\S)(?:[ \t]{3,}|\t+)(?=\S)", " ; ", text))


def unmarked(text: str) -> str:
    """`text` as `plain` reads it, without the dash or number that opens an item and the mark that ends it."""
    return re.sub(r"^(?:[-–—•▪◦●*·]\s*|\(?\d{1,2}[.)°]\s+(?=\D))", "", plain(text)).rstrip(" ;,")


def words(text: str) -> list[str]:
    """Content words of `text`, lower-cased, without accents, naively singular."""
    flat = unicodedata.normalize("NFKD", text.lower().replace("œ", "oe"))
    flat = "".join(c for c in flat if not unicodedata.combining(c)).replace("'", " ").replace("’", " ")
    return [_singular(word) for word in _WORD.findall(flat) if word not in _EMPTY]


def _singular(word: str) -> str:
    return word[:-1] if len(word) > 4 and word[-1] in "sx" and not word[0].isdigit() else word
