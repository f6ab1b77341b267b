"""A diagnosis that one document excludes and another states, or two that exclude each other."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import combinations

from summarizer.findings.lexicon import Nature, nature_of, toml
from summarizer.lexical import words
from summarizer.select.contradictions.told import Told, most_telling
from summarizer.values import Contradiction, Finding, FindingKind

_EXCLUDED = re.compile(
    r"(?i)[ée]cart[ée]|[ée]limin[ée]|exclu(?:[est]+|re|ant)?\b|abandonn|\blev[ée]e?\b|[àa] tort|par erreur|non confirm|"
    r"infirm|n[’']est pas retenu|non retenu|pas retenu|r[ée]cus[ée]"
)
_AUXILIARIES = frozenset({"a", "est", "ete", "etait", "non", "pas", "finalement", "donc", "formellement", "diagnostic"})
#: Says that what another document states is wrong.
_RIGHTED = re.compile(r"(?i)\bjamais\b|[àa] tort|par erreur")
#: Names a diagnosis without making it.
_NOT_MADE = re.compile(r"(?i)recherch|[ée]voqu|hypoth|mot de|diff[ée]rentiel|ancienne?ment")


def says_excluded(text: str) -> bool:
    """Whether a passage excludes a diagnosis in so many words, beyond not finding it."""
    return bool(_EXCLUDED.search(text))


def diagnoses(told: Told) -> Iterator[Contradiction]:
    mine = told.of(FindingKind.DISORDER)
    for label in sorted({f.label for f in mine}):
        if nature_of(FindingKind.DISORDER, label) is Nature.CHRONIC:
            yield from _excluded(told, label, [f for f in mine if f.label == label])
    for group in toml("disagreements")["exclusive"]:
        yield from _exclusive(
            told, group, [f for f in mine if f.label in group and not f.negated and not _NOT_MADE.search(told.text(f))]
        )


def _excluded(told: Told, label: str, mine: list[Finding]) -> Iterator[Contradiction]:
    """Stated by a document, and excluded by one before it or put right by one after it."""
    denied = [f for f in mine if f.negated]
    for no in [f for f in denied if says_excluded(told.text(f)) and not _of_a_kind(told, f)][:1]:
        for yes in _stated(no, mine):
            if told.on(yes) > told.on(no):
                yield told.between(f"Diagnostic écarté ici, affirmé là : {label}", no, yes)
                break
    for no in [f for f in denied if _RIGHTED.search(told.text(f))][-1:]:
        for yes in [f for f in _stated(no, mine) if told.on(f) <= told.on(no)][-1:]:
            yield told.between(f"Diagnostic affirmé ici, démenti là : {label}", yes, no)


def _of_a_kind(told: Told, no: Finding) -> bool:
    """Whether what is excluded is a kind of the disorder: "lymphome double hit exclu" leaves the lymphoma."""
    text = told.reading.document(no).text[no.span.end : no.sentence.end]
    said = _EXCLUDED.search(text)
    return said is not None and bool(set(words(text[: said.start()])) - _AUXILIARIES)


def _stated(no: Finding, mine: list[Finding]) -> list[Finding]:
    same = set(words(no.text))
    return [f for f in mine if not f.negated and same & set(words(f.text)) and f.document_id != no.document_id]


def _exclusive(told: Told, group: list[str], mine: list[Finding]) -> Iterator[Contradiction]:
    """Two disorders of which a patient has one at most, in two documents."""
    for a, b in combinations(sorted({f.label for f in mine}), 2):
        first = most_telling(told, [f for f in mine if f.label == a])
        second = most_telling(told, [f for f in mine if f.label == b])
        if first.document_id != second.document_id:
            yield told.between(f"Deux diagnostics qui s'excluent : {a}, {b}", first, second)
