"""Cuts a document's text into runs between the edges of its cited passages, so that each can be shown in its place.

Joined, the texts of the runs are the document's text, character for character.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from summarizer.values import Document, Span

#: The end of a full line inside a sentence: the next one begins with a small letter, as in a typed letter.
_SOFT_BREAK = re.compile(r"^(?=\S).{54,}[^\s.:;!?](\n)(?=[a-zà-ÿ(])", re.MULTILINE)


@dataclass(frozen=True, slots=True, kw_only=True, repr=False)
class Run:
    """A piece of a document's text: `inside` numbers the citations that cover it, `begins` those that start there.

    `soft` marks a line break that only the width of the paper asked for: it may be shown as a space.
    `heads_line` tells that it opens a line. `on_page` is the page of its first character; `page` is that number again where the page begins, None elsewhere.
    """

    text: str
    inside: tuple[int, ...] = ()
    begins: tuple[int, ...] = ()
    soft: bool = False
    heads_line: bool = True
    on_page: int = 1
    page: int | None = None

    def __repr__(self) -> str:
        return f"Run({len(self.text)} characters, {len(self.inside)} citations)"


def runs(document: Document, cited: Sequence[tuple[int, Span]]) -> tuple[Run, ...]:
    """The runs of a document in order, for its citations given as (number, span)."""
    end = len(document.text)
    pages = {page.span.start: page.number for page in document.pages} if len(document.pages) > 1 else {}
    soft = {} if in_columns(document.text) else {m.start(1): m.end(1) for m in _SOFT_BREAK.finditer(document.text)}
    edges = (
        {0, end}
        | set(pages)
        | set(soft)
        | set(soft.values())
        | {edge for _, span in cited for edge in (span.start, span.end)}
    )
    cuts = sorted(edge for edge in edges if 0 <= edge <= end)
    return tuple(
        Run(
            text=document.text[start:stop],
            inside=tuple(n for n, span in cited if span.start <= start and stop <= span.end),
            begins=tuple(n for n, span in cited if span.start == start),
            soft=start in soft,
            heads_line=start == 0 or document.text[start - 1] == "\n",
            on_page=next((page.number for page in document.pages if start < page.span.end), 1),
            page=pages.get(start),
        )
        for start, stop in pairwise(cuts)
    )


def in_columns(text: str) -> bool:
    """Whether the layout of a text carries meaning: several lines set in columns with spaces or tabs."""
    return sum(_GAP.search(line) is not None for line in text.splitlines()) >= 3


def has_long_lines(text: str) -> bool:
    """Whether some line is wider than a landscape table: a paragraph, to be folded."""
    return any(len(line) > 140 for line in text.splitlines())


_GAP = re.compile(r"\S(?: {2,}|\t+)\S")
