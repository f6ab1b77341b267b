"""The colours of the page meet WCAG 2.2 level AA (4.5 to 1 for text), in the light and in the dark theme."""

from __future__ import annotations

import re
from importlib import resources

import pytest

STYLE = resources.files("summarizer.render").joinpath("templates", "page.css").read_text("utf-8")
_ROOTS = re.findall(r":root \{(.*?)\}", STYLE, re.DOTALL)
THEMES = {"light": _ROOTS[0], "dark": _ROOTS[1], "print": _ROOTS[2]}

PAIRS = [
    ("ink", "paper"),
    ("ink", "ground"),
    ("soft", "paper"),
    ("soft", "ground"),
    ("accent", "paper"),
    ("accent", "ground"),
    ("accent", "wash"),
    ("paper", "accent"),
    ("grave", "grave-wash"),
    ("grave", "paper"),
    ("ink", "grave-wash"),
    ("soft", "grave-wash"),
    ("care", "care-wash"),
    ("care", "paper"),
    ("ink", "care-wash"),
    ("ink", "mark"),
    ("accent", "mark"),
    ("mark-ink", "mark-now"),
]


def colours(theme: str) -> dict[str, str]:
    found = dict(re.findall(r"--([\w-]+): (#[0-9a-f]{3,6});", THEMES["light"]))
    return found | dict(re.findall(r"--([\w-]+): (#[0-9a-f]{3,6});", THEMES[theme]))


def luminance(colour: str) -> float:
    """WCAG relative luminance of #rgb or #rrggbb."""
    digits = colour[1:] if len(colour) == 7 else "".join(c * 2 for c in colour[1:])
    parts = [int(digits[i : i + 2], 16) / 255 for i in (0, 2, 4)]
    red, green, blue = (p / 12.92 if p <= 0.04045 else ((p + 0.055) / 1.055) ** 2.4 for p in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


@pytest.mark.parametrize("theme", THEMES)
@pytest.mark.parametrize(("text", "ground"), PAIRS)
def test_text_can_be_read(theme: str, text: str, ground: str) -> None:
    lighter, darker = sorted((luminance(colours(theme)[name]) for name in (text, ground)), reverse=True)
    assert (lighter + 0.05) / (darker + 0.05) >= 4.5
