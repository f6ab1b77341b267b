"""One act or lesion placed differently: another vertebral level, another artery, another valve."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import combinations

from summarizer.findings.lexicon import toml
from summarizer.select.contradictions.told import Told, between
from summarizer.values import Contradiction, Sentence

_YEAR = re.compile(r"\b(?:19|20)\d\d\b")

_DENIED = re.compile(r"(?i)\b(?:pas|sans|aucune?|absence|non|ni)\b")


def places(told: Told) -> Iterator[Contradiction]:
    """Of each subject, the first two documents that name no place in common and no other year."""
    for rule in toml("disagreements")["placed"]:
        subject, place = re.compile(rule["subject"]), re.compile(rule["place"])
        lines = [s for s in told.sentences() if subject.search(s.text) and not _DENIED.search(s.text)]
        placed = [(s, frozenset(m.group().upper().replace(" ", "") for m in place.finditer(s.text))) for s in lines]
        placed = [(s, named) for s, named in placed if named]
        everywhere: dict[str, frozenset[str]] = {}
        for sentence, named in placed:
            everywhere[sentence.document_id] = everywhere.get(sentence.document_id, frozenset()) | named
        for (a, _), (b, _) in combinations(placed, 2):
            apart = everywhere[a.document_id].isdisjoint(everywhere[b.document_id])
            if a.document_id != b.document_id and apart and _one_time(a, b):
                yield between(f"Lieu différent : {rule['name']}", told.shown(a), told.shown(b))
                break


def _one_time(a: Sentence, b: Sentence) -> bool:
    """Whether the years they name, if any, are the same."""
    first, second = set(_YEAR.findall(a.text)), set(_YEAR.findall(b.text))
    return not (first and second) or bool(first & second)
