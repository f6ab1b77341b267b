"""What a reader of one format gives back, before the document is made of it.

It knows the shape only. Every field but the text may be missing: `document` then asks the text itself (`guess`).
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field

from summarizer.values import Confidentiality, Identity, Kind, Page, Span, TextSource


@dataclass(frozen=True, slots=True, kw_only=True, repr=False)
class ReadText:
    """The text of one file with its pages, and what the file's own header says of it. None: not said.

    The spans of `pages` are in order and tile `text`; a page that could not be read has none: its number is skipped.
    `headed`: the file has a header of its own, and what it leaves unsaid is not looked for in the text.
    """

    text: str
    pages: tuple[Page, ...]
    kind: Kind | None = None
    title: str | None = None
    written_on: str | None = None
    author: str | None = None
    author_role: str | None = None
    confidentiality: Confidentiality | None = None
    identity: Identity = field(default_factory=Identity)
    headed: bool = False
    warnings: tuple[str, ...] = ()

    def __repr__(self) -> str:
        return f"ReadText({len(self.pages)} pages, {len(self.text)} characters)"


@dataclass(frozen=True, slots=True, kw_only=True, repr=False)
class PageText:
    """The characters of one page, before the pages are joined."""

    number: int
    text: str
    source: TextSource = TextSource.TEXT


PAGE_BREAK = "\n\n"
# Between the cells of a row: two blanks may part words, three never do.
CELL_BREAK = 3


def as_heading(title: str) -> str:
    """A title of a structured document, in capitals as letters print theirs: whoever reads on sees a heading."""
    return title.strip().rstrip(" :").upper()


def join_pages(pages: Iterable[PageText]) -> tuple[str, tuple[Page, ...]]:
    """One text and the span of each page in it; the break after a page belongs to that page."""
    kept = tuple(pages)
    text = ""
    joined: list[Page] = []
    for position, page in enumerate(kept):
        start = len(text)
        text += page.text + (PAGE_BREAK if position < len(kept) - 1 else "")
        joined.append(Page(number=page.number, span=Span(start, len(text)), source=page.source))
    return text, tuple(joined)


def single_page(text: str) -> tuple[Page, ...]:
    """The pages of a text that has none: one, whole."""
    return (Page(number=1, span=Span(0, len(text))),)
