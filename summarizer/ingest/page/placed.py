"""Words and strokes placed on a page, and words gathered into lines.

Coordinates are in points from the top left corner. It knows geometry only.
"""

from __future__ import annotations

import itertools
import statistics
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

# Shares of the height of the letters. A gap wider than CELL separates cells; justified prose stays below it.
WORD_GAP = 0.2
CELL_GAP = 1.3


@dataclass(frozen=True, slots=True, kw_only=True, repr=False)
class Word:
    """Characters without a space among them; `size` is the height of their letters."""

    text: str
    left: float
    top: float
    right: float
    bottom: float

    @property
    def size(self) -> float:
        return max(1.0, self.bottom - self.top)

    @property
    def middle(self) -> float:
        return (self.top + self.bottom) / 2

    def __repr__(self) -> str:
        return f"Word({len(self.text)} characters)"


@dataclass(frozen=True, slots=True, kw_only=True)
class Rule:
    """A drawn line or the edge of a box, horizontal when it is wider than high."""

    left: float
    top: float
    right: float
    bottom: float

    @property
    def horizontal(self) -> bool:
        return self.right - self.left >= self.bottom - self.top


@dataclass(slots=True)
class Line:
    """Words at one height, from left to right."""

    words: list[Word] = field(default_factory=list)

    @property
    def left(self) -> float:
        return self.words[0].left

    @property
    def right(self) -> float:
        return max(word.right for word in self.words)

    @property
    def top(self) -> float:
        return min(word.top for word in self.words)

    @property
    def bottom(self) -> float:
        return max(word.bottom for word in self.words)

    @property
    def middle(self) -> float:
        return statistics.median(word.middle for word in self.words)

    @property
    def size(self) -> float:
        return statistics.median(word.size for word in self.words)

    def side(self, x: float) -> tuple[Line | None, Line | None]:
        """The words left and right of `x`, None where there are none."""
        left = [word for word in self.words if word.left < x]
        right = [word for word in self.words if word.left >= x]
        return (Line(left) if left else None, Line(right) if right else None)

    def cells(self) -> list[list[Word]]:
        """Runs of words, cut at the wide gaps."""
        runs = [[self.words[0]]]
        for before, word in zip(self.words, self.words[1:], strict=False):
            if word.left - before.right > CELL_GAP * min(before.size, word.size):
                runs.append([word])
            else:
                runs[-1].append(word)
        return runs

    def text(self) -> str:
        return joined(self.words)


def lines_of(words: Iterable[Word]) -> list[Line]:
    """Words gathered by height, from top to bottom. An index or exponent stays on the line it hangs from."""
    lines: list[Line] = []
    # The tallest first would be exact; from top to bottom with the few last lines compared is enough and linear.
    for word in sorted(words, key=lambda each: (each.middle, each.left)):
        home = next((line for line in reversed(lines[-4:]) if _same_line(line, word)), None)
        if home:
            home.words.append(word)
        else:
            lines.append(Line([word]))
    for line in lines:
        line.words = _without_doubles(sorted(line.words, key=lambda each: each.left))
    return sorted(lines, key=lambda each: (each.middle, each.left))


def _same_line(line: Line, word: Word) -> bool:
    nearest = min(line.words, key=lambda each: max(word.left - each.right, each.left - word.right))
    shared = min(nearest.bottom, word.bottom) - max(nearest.top, word.top)
    return shared > 0.5 * min(nearest.size, word.size)


def _without_doubles(words: list[Word]) -> list[Word]:
    """A word printed twice at one place (a way to draw bold) is one word."""
    kept: list[Word] = []
    for word in words:
        if not any(word.text == each.text and abs(word.left - each.left) < 0.2 * word.size for each in kept[-3:]):
            kept.append(word)
    return kept


def joined(words: Sequence[Word]) -> str:
    said = words[0].text
    for before, word in itertools.pairwise(words):
        touching = word.left - before.right < WORD_GAP * 0.5 * min(before.size, word.size)
        said += ("" if touching else " ") + word.text
    return said
