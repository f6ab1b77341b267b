"""Words placed on a page, to lines in the order a reader follows: columns one after the other, rows of tables whole.

It knows geometry only, and serves printed pages and recognized scans alike. It refuses to know what the words say,
with one exception: whether a line goes on in the next one, which tells a column of prose from a column of a table.

Tables drawn with strokes are taken out first, by `tables`; what is left is placed by its gaps.
"""

from __future__ import annotations

import statistics
from collections.abc import Iterable, Sequence
from itertools import pairwise

from summarizer.ingest.page.placed import Line, Rule, Word, joined, lines_of
from summarizer.ingest.page.tables import take_tables
from summarizer.ingest.reading import CELL_BREAK

# A gutter between columns, in points: two millimetres and a half. Word spaces of justified text rarely reach it.
GUTTER = 7.0
# Fewer lines side by side are not columns: an address beside another reads well across.
COLUMN_LINES = 4
# A line of prose reaches this far across its column: texts are broken by hand as often as by width.
FULL = 0.75
# A gap of this share of the usual leading is a blank line; double spacing stays below it.
PARAGRAPH = 0.55


def page_text(words: Iterable[Word], rules: Sequence[Rule] = ()) -> str:
    """The text of one page: prose as lines, rows with their cells aligned, a blank line between paragraphs."""
    free, rows = take_tables(list(words), rules)
    width = _character_width(free or rows)
    lines = sorted([*lines_of(free), *map(as_row, rows)], key=lambda line: (line.middle, line.left))
    blocks = [_render(block, width) for block in reading_order(lines, rules)]
    return "\n\n".join(block for block in blocks if block)


# --- order --------------------------------------------------------------------------------------------------------


def as_row(word: Word) -> Line:
    """A whole row of a drawn table, already set."""
    return Line([word])


def reading_order(lines: list[Line], rules: Sequence[Rule] = (), depth: int = 0) -> list[list[Line]]:
    """Blocks of lines in the order they are read. Columns are cut where both sides go on down the page."""
    if depth >= 6 or len(lines) < COLUMN_LINES:
        return [lines] if lines else []
    gutter = _best_gutter(lines, rules)
    if gutter is None:
        return [lines]
    first, last, x = gutter
    sides = [line.side(x) for line in lines[first : last + 1]]
    left = [side for side, _ in sides if side]
    right = [side for _, side in sides if side]
    return [
        *reading_order(lines[:first], rules, depth + 1),
        *reading_order(left, rules, depth + 1),
        *reading_order(right, rules, depth + 1),
        *reading_order(lines[last + 1 :], rules, depth + 1),
    ]


def _best_gutter(lines: list[Line], rules: Sequence[Rule]) -> tuple[int, int, float] | None:
    """First and last line of the largest pair of columns, and where the gutter is; None when there are no columns."""
    found: list[tuple[int, int, int, float]] = []
    right_edge = max(line.right for line in lines)
    for x in _gutter_places(lines):
        for first, last in _clear_runs(lines, x):
            sides = [line.side(x) for line in lines[first : last + 1]]
            left = [side for side, _ in sides if side]
            right = [side for _, side in sides if side]
            if min(len(left), len(right)) < COLUMN_LINES:
                continue
            if _crossed_by_rules(lines[first].top, lines[last].bottom, x, rules) or not _are_columns(sides, right_edge):
                continue
            found.append((min(len(left), len(right)), first, last, x))
    if not found:
        return None
    _, first, last, x = max(found, key=lambda each: each[0])
    return first, last, x


def _gutter_places(lines: Sequence[Line]) -> list[float]:
    """Middles of the gaps that lines leave open at one place, and of the starts of lines set to the right of others."""
    places: set[int] = set()
    for line in lines:
        for before, word in zip(line.words, line.words[1:], strict=False):
            if word.left - before.right >= GUTTER:
                places.add(round((word.left - 3) / 4))
        places.add(round((line.left - 3) / 4))
    leftmost = min(line.left for line in lines)
    return [4.0 * place for place in sorted(places) if 4 * place > leftmost + 20]


def _clear_runs(lines: Sequence[Line], x: float) -> list[tuple[int, int]]:
    """Runs of lines that leave a gutter open at `x`, each ending where the columns do, not at the next paragraph."""
    runs: list[tuple[int, int]] = []
    start: int | None = None
    for position, line in enumerate([*lines, None]):
        clear = line is not None and not any(word.left < x + 1 and word.right > x - GUTTER + 3 for word in line.words)
        if clear and start is None:
            start = position
        elif not clear and start is not None:
            if (run := _trimmed(lines, start, position - 1, x)) is not None:
                runs.append(run)
            start = None
    return runs


def _trimmed(lines: Sequence[Line], first: int, last: int, x: float) -> tuple[int, int] | None:
    """The run without lines that stand on one side only, set off by a blank from the two columns."""
    both = [n for n in range(first, last + 1) if _straddles(lines, n, first, last, x)]
    if not both:
        return None
    start, end = both[0], both[-1]
    while start > first and _close(lines[start - 1], lines[start]):
        start -= 1
    while end < last and _close(lines[end], lines[end + 1]):
        end += 1
    # A signature or a title a blank away from the columns, though it has something on both sides, is not of them.
    breaks = [n for n in range(start + 1, end + 1) if not _close(lines[n - 1], lines[n])]
    if breaks and end - breaks[-1] + 1 < COLUMN_LINES:
        end = breaks[-1] - 1
    if breaks and breaks[0] - start < COLUMN_LINES and breaks[0] <= end:
        start = breaks[0]
    return start, end


def _straddles(lines: Sequence[Line], n: int, first: int, last: int, x: float) -> bool:
    """Whether there is text on both sides at this height, on the line itself or beside it."""
    near = [
        lines[m]
        for m in range(max(first, n - 1), min(last, n + 1) + 1)
        if abs(lines[m].middle - lines[n].middle) < 1.2 * lines[n].size
    ]
    return any(line.left < x for line in near) and any(line.right > x for line in near)


def _close(above: Line, below: Line) -> bool:
    return below.top - above.bottom < 0.9 * max(above.size, below.size)


def _crossed_by_rules(top: float, bottom: float, x: float, rules: Sequence[Rule]) -> bool:
    """Whether drawn rows cross the gutter: then it separates cells, not columns."""
    crossing = {
        round(rule.top / 3)
        for rule in rules
        if rule.horizontal and rule.left < x - 4 and rule.right > x + 4 and top - 2 < rule.top < bottom + 2
    }
    return len(crossing) >= 3


def _are_columns(sides: Sequence[tuple[Line | None, Line | None]], right_edge: float) -> bool:
    """Whether the two sides are read one after the other rather than across.

    Prose runs from one line into the next on its own side. When both sides do so they are columns. When one does,
    the other is a margin (names of the staff beside a letter), unless its lines answer those of the prose one by one.
    """
    left, right = ([each for each in side if each] for side in zip(*sides, strict=True))
    left_bound = max(line.right for line in left)
    right_bound = _bound(right, right_edge)
    flows = [_flow(left, left_bound), _flow(right, right_bound)]
    if min(flows) >= 0.25:
        return True
    together = sum(bool(a and b) for a, b in sides)
    if flows[0] > flows[1]:
        cut, surely = _cut(left, left_bound, right, right_bound)
    else:
        cut, surely = _cut(right, right_bound, left, left_bound)
    if max(flows) >= 0.15 and cut >= 2 and (surely or together < max(len(left), len(right))):
        return True
    return together / min(len(left), len(right)) < (0.6 if max(flows) >= 0.25 else 0.25)


def _bound(lines: Sequence[Line], right_edge: float) -> float:
    """Where lines of a column end: at their own right, when that is near the edge of what stands above and below."""
    left, right = min(line.left for line in lines), max(line.right for line in lines)
    return right if right >= right_edge - 0.15 * (right_edge - left) else right_edge


def _cut(prose: Sequence[Line], bound: float, beside: Sequence[Line], beside_bound: float) -> tuple[int, int]:
    """How many sentences reading across would cut with something new of the other side, and how many of them surely.

    Cells of one row that are each too long for their column go on together: that is no cut.
    """
    cut = surely = 0
    for above, below in pairwise(prose):
        if not _goes_on(above, below, bound):
            continue
        new = [line for line in beside if above.middle + 2 < line.middle < below.middle + 2]
        before = [line for line in beside if line.middle <= above.middle + 2]
        if new and not (before and _goes_on(before[-1], new[0], beside_bound)):
            cut += 1
            surely += _left_open(above)
    return cut, surely


def _flow(lines: Sequence[Line], bound: float) -> float:
    """The share of lines that go on in the next one."""
    pairs = list(pairwise(lines))
    return sum(_goes_on(above, below, bound) for above, below in pairs) / max(1, len(pairs))


def _goes_on(above: Line, below: Line, bound: float) -> bool:
    """Whether a sentence goes on from one line, nearly full, to the next."""
    bullet = len(above.words[0].text) <= 2 or above.words[0].text[-1] in ".)"
    if len(above.words) < 3 or not _close(above, below) or len(above.cells()) > 1 + bullet:
        return False
    last, first = above.words[-1].text, below.words[0].text
    if last[-1] in ".!?;:" or not any(character.isalpha() for character in last):
        return False
    if above.right < above.left + FULL * (bound - above.left):
        return False
    return first[0].islower() or _left_open(above)


def _left_open(line: Line) -> bool:
    """Whether a line cannot be the end of anything: it ends on a hyphen, a comma, or a word such as `de`."""
    last = line.words[-1].text
    return last[-1] in "-,'’" or (last.isalpha() and last.islower() and len(last) <= 3)


# --- lines to text ------------------------------------------------------------------------------------------------


def _character_width(words: Iterable[Word]) -> float:
    """The usual width of one character: the grid on which cells are aligned."""
    widths = [(word.right - word.left) / len(word.text) for word in words if len(word.text) > 2]
    return max(1.0, statistics.median(widths)) if widths else 5.0


def _render(lines: list[Line], width: float) -> str:
    left = min(line.left for line in lines)
    leading = _leading(lines)
    said: list[str] = []
    starts: list[float] = []
    for position, line in enumerate(lines):
        if position and line.top - lines[position - 1].bottom > PARAGRAPH * leading:
            said.append("")
        cells = line.cells()
        below = lines[position + 1].cells()[1:] if position + 1 < len(lines) else []
        within = line.left > left + 20 and any(
            abs(start - line.left) < 3 for start in (*starts, *(cell[0].left for cell in below))
        )
        said.append(_line_text(cells, left, width, indented=within))
        # The rest of a value too long for its column stands under the place where the value starts.
        starts = [cell[0].left for cell in cells[1:]] if len(cells) > 1 else [line.left] if within else []
    return "\n".join(said)


def _leading(lines: Sequence[Line]) -> float:
    steps = [below.middle - above.middle for above, below in pairwise(lines)]
    usual = [step for step in steps if step > 2]
    return statistics.median_low(usual) if usual else 12.0


def _line_text(cells: Sequence[Sequence[Word]], left: float, width: float, *, indented: bool) -> str:
    """Prose as it is; a row with each cell at the place its position on the page gives it."""
    if len(cells) == 1 and not indented:
        return joined(cells[0])
    said = ""
    for cell in cells:
        column = round((cell[0].left - left) / width)
        said += " " * max(column - len(said), CELL_BREAK if said else 0) + joined(cell)
    return said
