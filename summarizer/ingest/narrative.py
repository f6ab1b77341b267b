"""Marked-up narrative (CDA sections, FHIR and web XHTML) to plain text: paragraphs, lists, aligned tables.

It knows the few elements that make lines; every other element is the text inside it. It refuses to follow a link, and
adds no word of its own: only bullets, blanks and the colon between a label and its value.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from summarizer.ingest import vocabulary
from summarizer.ingest.markup import Element, local
from summarizer.ingest.reading import CELL_BREAK

_BLOCKS = vocabulary.words(
    "paragraph p div section article header footer blockquote pre address caption dl dt dd fieldset"
)
_HEADINGS = vocabulary.words("h1 h2 h3 h4 h5 h6 title")
_LISTS = vocabulary.words("list ul ol")
_ITEMS = vocabulary.words("item li")
_SILENT = vocabulary.words("script style head svg template noscript iframe object")
# Cells are padded to the width of their column, up to this many characters.
_WIDEST = 48

Media = Callable[[str], None]
"""What is done with the reference of a picture or document shown in the narrative."""


def narrative_text(element: Element, media: Media | None = None) -> str:
    """The lines of one narrative element, without blank lines at its ends."""
    text = "\n".join(_lines(element, media))
    return re.sub(r"\n{3,}", "\n\n", text).strip("\n")


def _lines(element: Element, media: Media | None) -> Iterator[str]:
    """Lines of an element's content: runs of inline text, broken by the elements that make lines."""
    inline = element.text or ""
    for child in element:
        name = local(child).lower()
        if name in _SILENT or not name:
            pass
        elif name == "br":
            yield from _flushed(inline)
            inline = ""
        elif _makes_lines(child, name):
            yield from _flushed(inline)
            inline = ""
            yield from _block(child, name, media)
        else:
            if name in ("rendermultimedia", "img") and media:
                media(child.get("referencedObject") or child.get("src") or "")
            inner = list(_lines(child, media))
            if len(inner) > 1:
                # Inline markup around several lines: the first goes on this line, the last stays open.
                yield from _flushed(inline + inner[0])
                yield from inner[1:-1]
                inline = inner[-1]
            else:
                inline += _kept_spaces(child, inner)
        inline += child.tail or ""
    yield from _flushed(inline)


def _makes_lines(child: Element, name: str) -> bool:
    return name in _BLOCKS or name in _HEADINGS or name in _LISTS or name in _ITEMS or name in ("table", "hr")


def _kept_spaces(child: Element, inner: Sequence[str]) -> str:
    """Inline text with the blanks its element had at its ends, which words on both sides may need."""
    text = inner[0] if inner else ""
    raw = "".join(child.itertext())
    before = " " if raw[:1].isspace() else ""
    after = " " if raw[-1:].isspace() else ""
    return before + text + after


def _flushed(inline: str) -> Iterator[str]:
    line = re.sub(r"[ \t\r\n\f]+", " ", inline).strip(" ")
    if line:
        yield line


def _block(child: Element, name: str, media: Media | None) -> Iterator[str]:
    if name == "table":
        yield from _table(child, media)
        yield ""
    elif name in _LISTS:
        yield from _list(child, media, ordered=name == "ol" or child.get("listType") == "ordered")
    elif name in _ITEMS:
        yield from _item(child, "- ", media)
    elif name in _HEADINGS:
        yield ""
        yield from _lines(child, media)
        yield ""
    elif name == "hr":
        yield ""
    else:
        yield from _lines(child, media)
        if name in ("paragraph", "p"):
            yield ""


def _list(element: Element, media: Media | None, *, ordered: bool) -> Iterator[str]:
    number = 0
    for child in element:
        name = local(child).lower()
        if name in _ITEMS:
            number += 1
            yield from _item(child, f"{number}. " if ordered else "- ", media)
        elif name == "caption":
            yield from _lines(child, media)


def _item(element: Element, bullet: str, media: Media | None) -> Iterator[str]:
    """An item on one line, those of a list inside it below, set in."""
    lines = [line for line in _lines(element, media) if line]
    for position, line in enumerate(lines):
        yield (bullet if position == 0 else "  ") + line


# --- tables -------------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class _Cell:
    column: int
    span: int
    text: str
    heading: bool


def _table(table: Element, media: Media | None) -> Iterator[str]:
    """Rows on one line, cells aligned; a label and its value as `label : value`; a lone heading cell as a line."""
    yield from (line for child in table if local(child).lower() == "caption" for line in _lines(child, media))
    rows = [row for row in _rows(table, media) if any(cell.text for cell in row)]
    if _is_frame(rows):
        yield from (line for row in rows for cell in row if cell.text for line in cell.text.split("\n"))
        return
    widths = _widths(rows)
    for row in rows:
        yield _row_text(row, widths)


def _is_frame(rows: Sequence[Sequence[_Cell]]) -> bool:
    """A table that only lays out the page: one cell a row."""
    return all(sum(bool(cell.text) for cell in row) <= 1 for row in rows)


def _rows(table: Element, media: Media | None) -> Iterator[list[_Cell]]:
    """Cells with the column they stand in: a cell that spans rows takes its column from the rows below."""
    taken: dict[int, int] = {}
    for row in _own_rows(table):
        cells: list[_Cell] = []
        column = 0
        for element in row:
            name = local(element).lower()
            if name not in ("td", "th"):
                continue
            while taken.get(column, 0) > 0:
                column += 1
            span = _number(element.get("colspan"))
            for place in range(column, column + span):
                taken[place] = _number(element.get("rowspan"))
            cells.append(_Cell(column, span, _cell_text(element, media), name == "th"))
            column += span
        taken = {place: left - 1 for place, left in taken.items() if left > 1}
        yield cells


def _own_rows(table: Element) -> Iterator[Element]:
    """Rows of this table, head first, not of the tables inside its cells."""
    parts = {"thead": 0, "tr": 1, "tbody": 1, "tfoot": 2}
    for child in sorted(table, key=lambda each: parts.get(local(each).lower(), 1)):
        name = local(child).lower()
        if name == "tr":
            yield child
        elif name in parts:
            yield from (row for row in child if local(row).lower() == "tr")


def _number(value: str | None) -> int:
    return min(int(value), 100) if value and value.isdigit() and int(value) > 0 else 1


def _cell_text(element: Element, media: Media | None) -> str:
    """A cell on one line; its own lines are parted by a semicolon where nothing parts them already."""
    said = ""
    for line in _lines(element, media):
        if line.strip():
            said += (" " if said[-1:] in ";,:.-–" else " ; ") + line.strip() if said else line.strip()
    return said


def _widths(rows: Sequence[Sequence[_Cell]]) -> dict[int, int]:
    widths: dict[int, int] = {}
    for row in rows:
        for cell in row:
            if cell.span == 1:
                widths[cell.column] = max(widths.get(cell.column, 0), min(_WIDEST, len(cell.text)))
    return widths


def _row_text(row: Sequence[_Cell], widths: dict[int, int]) -> str:
    filled = [cell for cell in row if cell.text]
    if len(row) == 2 and len(filled) == 2 and row[0].heading and not row[1].heading:
        return f"{row[0].text.rstrip(' :')} : {row[1].text}"
    said = ""
    for cell in filled:
        column = sum(widths.get(place, 0) + CELL_BREAK for place in range(cell.column) if widths.get(place, 0))
        said += " " * max(column - len(said), CELL_BREAK if said else 0) + cell.text
    return said
