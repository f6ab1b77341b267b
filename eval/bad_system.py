"""A deliberately bad system: it drops every "pas de", swaps two numbers, and cites at random.

It spoils the values of a `summary.json`, with all its vices or with one, so that the summary suite can be shown to see
each. It refuses to be clever: a spoilt statement no longer claims to be a quotation.
"""

from __future__ import annotations

import copy
import random
import re
from collections.abc import Collection, Mapping
from itertools import pairwise
from typing import Any

VICES = ("drops negations", "swaps numbers", "cites at random")
_NEGATION = re.compile(r"(?i)\b(?:pas d['’e]\s?|aucune?\s|sans\s|absence d['’e]\s?)")
_NUMBER = re.compile(r"\d+(?:[.,]\d+)?")


def spoil(
    values: Mapping[str, Any], texts: Mapping[str, str], *, vices: Collection[str] = VICES, seed: int = 0
) -> dict[str, Any]:
    """The same summary, spoilt. Every statement claims to be a rewording, since none is a quotation any more."""
    draw = random.Random(seed)  # noqa: S311 - repeatable
    spoilt = copy.deepcopy(dict(values))
    for section in spoilt["sections"]:
        for statement in section["statements"]:
            statement["outcome"] = "supported"
            if "drops negations" in vices:
                statement["text"] = _NEGATION.sub("", statement["text"])
            if "swaps numbers" in vices:
                statement["text"] = _swapped(statement["text"])
            if "cites at random" in vices:
                statement["citations"] = [_anywhere(c, texts, draw) for c in statement["citations"]]
    return spoilt


def _swapped(text: str) -> str:
    """`text` with its first two different numbers exchanged; a lone number is doubled."""
    found = list(_NUMBER.finditer(text))
    pair = next(((a, b) for a, b in pairwise(found) if a.group() != b.group()), None)
    if pair:
        a, b = pair
        return text[: a.start()] + b.group() + text[a.end() : b.start()] + a.group() + text[b.end() :]
    if found:
        only = found[0]
        return text[: only.start()] + only.group() * 2 + text[only.end() :]
    return text


def _anywhere(citation: Mapping[str, Any], texts: Mapping[str, str], draw: random.Random) -> dict[str, Any]:
    """A citation of as many characters somewhere else; its quote is the true text there."""
    file = draw.choice(sorted(texts))
    length = min(citation["end"] - citation["start"], len(texts[file]))
    start = draw.randint(0, len(texts[file]) - length)
    return {
        **citation,
        "file": file,
        "start": start,
        "end": start + length,
        "quote": texts[file][start : start + length],
    }
