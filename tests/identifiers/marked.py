"""Expected values inside the sentence: "Dr <i>MORIN</i>" means that MORIN, and nothing else, is to be hidden."""

from __future__ import annotations

import re
from collections.abc import Sequence

from summarizer.values import Identifier, Label

_MARK = re.compile(r"<i(?: (?P<label>[A-Z_]+))?>(?P<surface>.*?)</i>", re.DOTALL)


def read(marked: str) -> tuple[str, list[tuple[str, str | None]]]:
    """The plain sentence, and the (surface, label) that are marked in it."""
    return _MARK.sub(lambda m: m["surface"], marked), [(m["surface"], m["label"]) for m in _MARK.finditer(marked)]


def shown(text: str, found: Sequence[Identifier], *, with_labels: bool) -> list[tuple[str, str | None]]:
    return [(i.span.of(text), str(i.label) if with_labels else None) for i in found if i.label is not Label.DATE]
