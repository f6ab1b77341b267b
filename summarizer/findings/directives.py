"""Finds what a reader must not miss: prohibitions, controls to make, limits of care, directives, isolation.

The patterns are in `summarizer/data/directives.toml`. It knows their words, not whether they still hold.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

from summarizer.findings.entries import toml
from summarizer.findings.tokens import ligatures

#: Directives whose words are themselves a denial ("pas de réanimation"): they are not denied by them.
_ABSENT = re.compile(
    r"(?:\bpas d(?:e |')\s?(?:\w+ )?|\baucune? |\babsence d(?:e |')|\bsans |\bni |\bnon |\bn'a pas (?:redige |de |designe )(?:ses |de )?)$"
)
_ABSENT_AFTER = re.compile(
    r"^\s*(?:anticipees?|de confiance)?\s*(?::|=)?\s*(?:non\b|neant|aucune?|0\b|absente?s?|non (?:redigees?|designee?|retrouvees?|connues?|renseignee?s?|communiquees?|recueillies?|remises?)|pas (?:redig|design)|ne sont pas)"
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Directive:
    start: int
    end: int
    label: str
    denied: bool


@cache
def _patterns() -> tuple[tuple[str, re.Pattern[str]], ...]:
    return tuple((d["label"], re.compile(ligatures("|".join(d["patterns"])))) for d in toml("directives")["directive"])


def directives(folded: str) -> Iterator[Directive]:
    """The directives of a sentence without accents, at most one of a label at a place."""
    for label, pattern in _patterns():
        for match in pattern.finditer(folded):
            denied = bool(_ABSENT.search(folded[: match.start()]) or _ABSENT_AFTER.match(folded[match.end() :]))
            yield Directive(start=match.start(), end=match.end(), label=label, denied=denied)
