"""Folding and searching that every recognizer shares. Knows characters, not identifiers.

Folding keeps the length: offsets in a folded text are offsets in the text itself.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import regex

from summarizer.errors import RecognizerFailed

# A pattern that runs longer than this on one document is a defect or an attack: the document is refused.
PATTERN_SECONDS = 2.0
# Longest line accepted: pages extracted badly reach a few thousand characters, base64 leaks reach millions.
LONGEST_LINE = 20_000

_SAME_LENGTH = {
    "\u2019": "'", "\u2018": "'", "\u02bc": "'", "\u00b4": "'", "`": "'", "\u2032": "'",
    "\u00a0": " ", "\u202f": " ", "\u2009": " ", "\u2007": " ", "\t": " ", "\u2028": "\n", "\r": "\n",
    "\u2010": "-", "\u2011": "-", "\u2012": "-", "\u2013": "-", "\u2014": "-", "\u2212": "-", "\u00ad": "-",
}  # fmt: skip


class _Plain(dict[int, str]):
    """Each character without accent, with plain quotes, hyphens and spaces; one character for one character."""

    def __missing__(self, code: int) -> str:
        character = chr(code)
        plain = _SAME_LENGTH.get(character) or unicodedata.normalize("NFD", character)[0]
        self[code] = plain
        return plain


class _Folding(_Plain):
    def __missing__(self, code: int) -> str:
        lower = _PLAIN[code].lower()
        self[code] = folded = lower if len(lower) == 1 else _PLAIN[code]
        return folded


_PLAIN = _Plain()
_FOLDING = _Folding()


def plain(text: str) -> str:
    """Without accents, with plain quotes, hyphens and spaces; case kept, same length as `text`."""
    return text.translate(_PLAIN)


def fold(text: str) -> str:
    """`plain`, in lower case; same length as `text`."""
    return text.translate(_FOLDING)


def key_of(text: str) -> str:
    """What two writings of the same name share: letters and digits, folded, single spaces."""
    return " ".join(regex.sub(r"[^\w]+", " ", fold(text)).split())


def compiled(pattern: str) -> Any:
    return regex.compile(pattern, regex.VERBOSE)


def matches(pattern: Any, text: str) -> Iterator[Any]:
    """Every match, within the time limit. Raises RecognizerFailed: a slow pattern never passes text through."""
    try:
        yield from pattern.finditer(text, timeout=PATTERN_SECONDS)
    except TimeoutError as error:
        raise RecognizerFailed("A recognizer ran out of time.") from error


@dataclass(frozen=True, slots=True, kw_only=True, repr=False)
class Written:
    """A text as recognizers read it: as written, plain (no accents, case kept), and folded. All of one length."""

    text: str
    plain: str
    folded: str

    @staticmethod
    def of(text: str) -> Written:
        if max(map(len, text.split("\n")), default=0) > LONGEST_LINE:
            raise RecognizerFailed(f"A line is longer than {LONGEST_LINE} characters.")
        return Written(text=text, plain=plain(text), folded=fold(text))

    def __repr__(self) -> str:
        return f"Written({len(self.text)} characters)"

    def line_start(self, position: int) -> int:
        return self.text.rfind("\n", 0, position) + 1

    def line_end(self, position: int) -> int:
        end = self.text.find("\n", position)
        return len(self.text) if end < 0 else end

    def before(self, position: int, width: int) -> str:
        """The folded characters just before `position`."""
        return self.folded[max(0, position - width) : position]

    def after(self, position: int, width: int) -> str:
        return self.folded[position : position + width]
