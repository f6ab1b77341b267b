"""One measure of one day with two values; what is measured or happens once in a life, told with two values or two years."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import combinations

from summarizer.findings.lexicon import toml
from summarizer.isodate import days
from summarizer.select.contradictions.told import Told, between, most_telling
from summarizer.values import Contradiction, Finding, FindingKind, Passage
from summarizer.verify.numbers import value_of

_A_LIFE = 50_000


def values(told: Told) -> Iterator[Contradiction]:
    yield from _same_day(told)
    yield from _once(told)
    yield from _years(told)


def _same_day(told: Told) -> Iterator[Contradiction]:
    """One measure, one explicit day, one unit, two values in two documents."""
    dated = [f for f in told.findings if f.kind is FindingKind.MEASURE and f.value and f.date and len(f.date) == 10]
    same: dict[tuple[str | None, ...], list[Finding]] = {}
    for finding in sorted(dated, key=lambda f: (f.label, f.date or "", f.document_id)):
        same.setdefault((finding.label, finding.date, finding.unit, finding.reference), []).append(finding)
    for group in same.values():
        for a, b in combinations(group, 2):
            if a.document_id != b.document_id and value_of(a.value or "") != value_of(b.value or ""):
                yield told.between(f"{a.label} : deux valeurs le même jour", a, b)


def _once(told: Told) -> Iterator[Contradiction]:
    """What has one value in a life, or in some weeks: the blood group, the blood lost at a birth."""
    for rule in toml("disagreements")["once"]:
        pattern = re.compile(rule["value"])
        first: dict[str, Passage] = {}
        within = rule.get("days", _A_LIFE)
        for sentence in told.sentences():
            for match in pattern.finditer(" ".join(sentence.text.split())):
                said = re.sub(r"[\s,.]", "", "".join(match.groups(""))).upper()
                first.setdefault(said, told.shown(sentence))
        for a, b in combinations(first.values(), 2):
            if a.document_id != b.document_id and days(a.written_on or "", b.written_on or "") <= within:
                yield between(f"{rule['name']} : deux valeurs", a, b)


def _years(told: Told) -> Iterator[Contradiction]:
    """An act that is done once, told with two years in two documents."""
    act = re.compile(toml("disagreements")["done_once"])
    done = [f for f in told.of(FindingKind.PROCEDURE) if not f.negated and f.date and act.search(f.text.lower())]
    for key in sorted({(f.label, f.side or "") for f in done}):
        mine = [f for f in done if (f.label, f.side or "") == key]
        pair = _two_years(told, mine)
        if pair is not None:
            yield told.between(f"Deux dates pour un même acte : {key[0]}", *pair)


def _two_years(told: Told, mine: Sequence[Finding]) -> tuple[Finding, Finding] | None:
    years = sorted({(f.date or "")[:4] for f in mine})
    for a, b in combinations(years, 2):
        first = [f for f in mine if (f.date or "").startswith(a)]
        second = [f for f in mine if (f.date or "").startswith(b)]
        one, other = most_telling(told, first), most_telling(told, second)
        if one.document_id != other.document_id:
            return one, other
    return None
