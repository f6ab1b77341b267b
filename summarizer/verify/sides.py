"""Left, right, both: the sides of a claim and those of its evidence.

It knows the forms of French notes (gauche, G, gche, D, dte, bilatéral) and what each side is said of. It refuses to
accept a side because it occurs somewhere: it must be said of the same thing.
"""

from __future__ import annotations

import re

from summarizer.lexical import words
from summarizer.values import Side
from summarizer.verify.cues import clauses

_SIDES = {
    Side.LEFT: re.compile(r"(?i:\b(?:gauches?|gche|gches)\b)|(?<=[a-zéèA-Z] )G\b(?!\s*[/.]?\s*[\dL])"),
    Side.RIGHT: re.compile(r"(?i:\b(?:droite?s?|dte|drt)\b)|(?<=[a-zéèA-Z] )D\b(?!\s*[/.]?\s*\d)"),
    Side.BOTH: re.compile(r"(?i)\b(?:bilat[ée]ra\w+|des deux c[ôo]t[ée]s|deux (?:yeux|genoux|hanches|seins|jambes))\b"),
}
_ORTHOSTATIC = re.compile(r"(?i)\bdroits? (?:commun|à l|d[eu]|social)")


def sides(text: str) -> frozenset[Side]:
    """The sides that `text` names."""
    flat = _ORTHOSTATIC.sub(" ", text)
    return frozenset(side for side, pattern in _SIDES.items() if pattern.search(flat))


def wrong_sides(claim: str, evidence: str) -> frozenset[Side]:
    """The sides of the claim that no clause of the evidence sharing its words holds."""
    wrong: set[Side] = set()
    for piece in clauses(claim):
        for side in sides(piece):
            about = set(words(_SIDES[side].sub(" ", piece)))
            holders = [source for source in clauses(evidence) if side in sides(source)]
            others = [source for source in clauses(evidence) if sides(source) - {side}]
            if not _shares(about, holders) or _overlap(about, others) > _overlap(about, holders):
                wrong.add(side)
    return frozenset(wrong)


def _shares(about: set[str], sources: list[str]) -> bool:
    return bool(sources) and (not about or _overlap(about, sources) > 0)


def _overlap(about: set[str], sources: list[str]) -> int:
    return max((len(about & set(words(source))) for source in sources), default=0)
