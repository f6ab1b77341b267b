"""Tables drawn with lines: the cells of each row, whole, whatever the number of lines inside a cell.

It knows drawn strokes and where words lie between them. A table without strokes is not its business: `layout` sets
such rows by their gaps. A frame around a column of text is no table either.
"""

from __future__ import annotations

import bisect
import itertools
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from summarizer.ingest.page.placed import Rule, Word, lines_of
from summarizer.ingest.reading import CELL_BREAK

# Two strokes this near, in points, are one (both borders of neighbouring cells).
_NEAR = 2.5
# A cell with more lines is a part of the page laid out in a frame, not a value.
_MOST_LINES = 14
# Cells are padded to the width of their column, up to this many characters.
_WIDEST = 44
# A cell that spans several columns may leave this much blank after it, no more.
_FARTHEST = 50


@dataclass(frozen=True, slots=True, kw_only=True)
class _Segment:
    """A stroke along one axis: where it is (`at`) and from where to where it goes."""

    at: float
    start: float
    end: float


@dataclass(frozen=True, slots=True, kw_only=True, repr=False)
class _Band:
    """What lies between two horizontal strokes: the places of its vertical strokes, and the words of each cell."""

    top: float
    bottom: float
    edges: tuple[float, ...]
    cells: tuple[tuple[Word, ...], ...]


def take_tables(words: Sequence[Word], rules: Sequence[Rule]) -> tuple[list[Word], list[Word]]:
    """The words outside tables, and each row of each table as one word with its cells aligned."""
    bands = _bands(words, rules)
    rows: list[Word] = []
    inside: set[int] = set()
    for table in _grouped(bands):
        taken = [word for band in table for cell in band.cells for word in cell]
        if any(len(lines_of(cell)) > _MOST_LINES for band in table for cell in band.cells if cell):
            continue
        rows.extend(_rows(table))
        inside.update(map(id, taken))
    return [word for word in words if id(word) not in inside], rows


def _bands(words: Sequence[Word], rules: Sequence[Rule]) -> list[_Band]:
    across = _segments(rules, horizontal=True)
    down = _segments(rules, horizontal=False)
    middles = sorted(words, key=lambda word: word.middle)
    heights = [word.middle for word in middles]
    found: list[_Band] = []
    levels = sorted({round(segment.at, 1) for segment in across})
    for top, bottom in itertools.pairwise(levels):
        if bottom - top < 4:
            continue
        middle = (top + bottom) / 2
        edges = _places(segment.at for segment in down if segment.start <= middle - 1 and segment.end >= middle + 1)
        for run in _between(edges, across, top, bottom):
            within = middles[bisect.bisect_left(heights, top) : bisect.bisect_right(heights, bottom)]
            cells = tuple(
                tuple(word for word in within if left <= (word.left + word.right) / 2 < right)
                for left, right in itertools.pairwise(run)
            )
            if any(cells):
                found.append(_Band(top=top, bottom=bottom, edges=tuple(run), cells=cells))
    return found


def _between(edges: Sequence[float], across: Sequence[_Segment], top: float, bottom: float) -> list[list[float]]:
    """Runs of vertical strokes joined by strokes above or below: at least two cells side by side."""
    runs: list[list[float]] = []
    for left, right in itertools.pairwise(edges):
        middle = (left + right) / 2
        closed = any(
            segment.start < middle < segment.end and min(abs(segment.at - top), abs(segment.at - bottom)) < _NEAR
            for segment in across
        )
        if closed and runs and runs[-1][-1] == left:
            runs[-1].append(right)
        elif closed:
            runs.append([left, right])
    return [run for run in runs if len(run) >= 3]


def _segments(rules: Sequence[Rule], *, horizontal: bool) -> list[_Segment]:
    """Strokes along one axis, those end to end or on top of each other joined."""
    raw = sorted(
        ((rule.top + rule.bottom) / 2, rule.left, rule.right)
        if horizontal
        else ((rule.left + rule.right) / 2, rule.top, rule.bottom)
        for rule in rules
        if rule.horizontal is horizontal
    )
    joined: list[_Segment] = []
    group: list[tuple[float, float, float]] = []
    for stroke in raw:
        if group and stroke[0] - group[0][0] > _NEAR:
            joined.extend(_joined(group))
            group = []
        group.append(stroke)
    return [*joined, *_joined(group)]


def _joined(group: Sequence[tuple[float, float, float]]) -> list[_Segment]:
    """Strokes at one place, merged where they touch."""
    merged: list[list[float]] = []
    for _, start, end in sorted(group, key=lambda stroke: stroke[1]):
        if merged and start <= merged[-1][1] + _NEAR:
            merged[-1][1] = max(merged[-1][1], end)
        else:
            merged.append([start, end])
    at = sum(stroke[0] for stroke in group) / len(group) if group else 0.0
    return [_Segment(at=at, start=start, end=end) for start, end in merged]


def _places(values: Iterable[float]) -> list[float]:
    places: list[float] = []
    for value in sorted(values):
        if not places or value - places[-1] > _NEAR:
            places.append(value)
    return places


def _grouped(bands: Sequence[_Band]) -> list[list[_Band]]:
    """Bands that follow each other, one under the other, are one table."""
    tables: list[list[_Band]] = []
    for band in sorted(bands, key=lambda each: (each.top, each.edges[0])):
        home = next((table for table in reversed(tables) if _follows(table[-1], band)), None)
        if home:
            home.append(band)
        else:
            tables.append([band])
    return [table for table in tables if len(table) > 1 or _has_wrapped_cell(table[0])]


def _follows(above: _Band, band: _Band) -> bool:
    beside = abs(band.top - above.top) < _NEAR
    return (beside or abs(band.top - above.bottom) < _NEAR) and (
        min(band.edges[-1], above.edges[-1]) - max(band.edges[0], above.edges[0]) > 0
    )


def _has_wrapped_cell(band: _Band) -> bool:
    """A single row is worth setting apart only for a cell of several lines; `layout` does the others better."""
    return any(len(lines_of(cell)) > 1 for cell in band.cells if cell)


def _rows(table: Sequence[_Band]) -> list[Word]:
    """Each row as one word that spans it."""
    rows = [row for band in table for row in _rows_of(band, single=len(table) >= 3)]
    edges = _places(edge for band in table for edge in band.edges)
    widths = [0] * len(edges)
    for _, cells in rows:
        for place, text in _placed(cells, edges):
            widths[place] = max(widths[place], min(_WIDEST, len(text)))
    return [
        Word(
            text=text,
            left=min(word.left for word in words),
            top=min(word.top for word in words),
            right=max(word.right for word in words),
            bottom=max(word.bottom for word in words),
        )
        for words, cells in rows
        if (text := _row_text(_placed(cells, edges), widths))
    ]


Cells = list[tuple[float, str]]


def _rows_of(band: _Band, *, single: bool) -> list[tuple[list[Word], Cells]]:
    """One row, or several where no stroke parts them: most of their lines have something in most columns."""
    if not single and (heights := _unparted(band)):
        parts = [
            tuple(tuple(word for word in cell if low <= word.middle < high) for cell in band.cells)
            for low, high in zip(heights, [*heights[1:], band.bottom + 1], strict=True)
        ]
    else:
        parts = [band.cells]
    rows: list[tuple[list[Word], Cells]] = []
    for cells in parts:
        words = [word for cell in cells for word in cell]
        if words:
            texts = [(edge, _cell_text(cell)) for edge, cell in zip(band.edges, cells, strict=False)]
            rows.append((words, texts))
    return rows


def _unparted(band: _Band) -> list[float]:
    """Where each line of the band begins, when its lines are rows; nothing when they are one row's."""
    lines = lines_of(word for cell in band.cells for word in cell)
    filled = [
        sum(any(line.top - 1 <= word.middle <= line.bottom + 1 for word in cell) for cell in band.cells)
        for line in lines
    ]
    if len(lines) < 2 or sum(count >= 0.6 * len(band.cells) for count in filled) < 0.75 * len(lines):
        return []
    return [line.top for line in lines]


def _cell_text(cell: Sequence[Word]) -> str:
    return " ".join(line.text() for line in lines_of(cell))


def _placed(cells: Cells, edges: Sequence[float]) -> list[tuple[int, str]]:
    return [(min(range(len(edges)), key=lambda n: abs(edges[n] - left)), text) for left, text in cells]


def _row_text(cells: Sequence[tuple[int, str]], widths: Sequence[int]) -> str:
    said = ""
    for place, text in cells:
        column = sum(width + CELL_BREAK for width in widths[:place] if width)
        gap = column - len(said)
        if text:
            said += " " * max(gap if gap <= _FARTHEST else 0, CELL_BREAK if said else 0) + text
    return said
