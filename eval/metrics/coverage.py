"""Which facts of the gold a summary covers, by exact rules.

A fact is *cited* when a shown statement cites, by overlapping characters, the passage of one of its sources. It is
*covered* when such a statement also *says* it: it holds the passage word for word, or else

1. every number, and every level or stage (L4, pT1), that stands both in the gold statement and in that passage is in
   the shown statement, with the same unit or none, and is not the value of another word there;
2. at least `ENOUGH` of the key words are in it: the content words of the gold statement that the passage holds (a
   brand and its substance are one, an abbreviation and its long form too; all the content words of the gold statement
   when the passage holds none);
3. a side, a negation, a doubt or a relative that both the gold statement and the passage carry is in it (the section of
   the family says a relative);
4. dates are not asked for, but where both give one and the shown statement gives others only, it says something else.

In either case, where neither the gold statement nor the passage carries a negation, it does not deny the key words.

A fact of several parts is covered, too, when the statements that cite its passages say it together by these rules.

A fact is said *anywhere* when it is covered, or when a shown statement says what the gold statement says by the same
rules, the passage being the gold statement itself: another document may say the same, and gold sources are not complete.

It refuses to judge synonyms and inference: coverage is a lower bound, and *cited* an upper one.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

from eval.cases import Disagreement, Fact, Quote, locate
from eval.metrics.exact import (
    When,
    codes,
    content,
    cues,
    denies,
    flat,
    is_cue,
    is_unit,
    misattributed,
    quantities,
    recall,
    same_unit,
    says,
    sides,
    whens,
)
from eval.shown import Cited, ShownStatement
from summarizer.values import Span

#: Share of the key words a statement must say. Set on the tuning dossiers by reading disputed pairs.
ENOUGH = 0.6


@dataclass(frozen=True, slots=True, kw_only=True)
class Covered:
    """What became of one fact. `by` is the statement that covers it, or else one that cites it."""

    fact: Fact
    cited: bool
    said: bool
    anywhere: bool
    by: str | None


def coverage(
    facts: Sequence[Fact],
    statements: Sequence[ShownStatement],
    texts: Mapping[str, str],
    set_aside: Collection[str] = (),
) -> tuple[Covered, ...]:
    """What became of each fact. `texts` gives the text of each file as read.

    `set_aside` names the files shown to the reader as another patient's: that is how a summary says what the gold says
    of such a file.
    """
    return tuple(
        Covered(fact=fact, cited=True, said=True, anywhere=True, by=None)
        if fact.section == "points_vigilance" and any(source.file in set_aside for source in fact.sources)
        else _covered(fact, statements, texts)
        for fact in facts
    )


def _covered(fact: Fact, statements: Sequence[ShownStatement], texts: Mapping[str, str]) -> Covered:
    citing: dict[str, ShownStatement] = {}
    for source in fact.sources:
        spans = spans_of(source, texts)
        for statement in statements:
            if statement.touches(source.file, spans):
                citing[statement.id] = statement
                if says_fact(fact.statement, source.text, statement.text, of_family=_of_family(statement)):
                    return Covered(fact=fact, cited=True, said=True, anywhere=True, by=statement.id)
    by = next(iter(citing), None)
    said = len(citing) > 1 and _said_together(fact, tuple(citing.values()), texts)
    anywhere = said or any(
        says_fact(fact.statement, fact.statement, statement.text, of_family=_of_family(statement))
        for statement in statements
    )
    return Covered(fact=fact, cited=bool(citing), said=said, anywhere=anywhere, by=by)


def _said_together(fact: Fact, citing: Sequence[ShownStatement], texts: Mapping[str, str]) -> bool:
    """Whether the statements, read one after the other, say the fact of the passages they cite."""
    cited = [
        source.text
        for source in fact.sources
        if any(statement.touches(source.file, spans_of(source, texts)) for statement in citing)
    ]
    together = "\n\n".join(statement.text for statement in citing)
    return says_fact(fact.statement, "\n\n".join(cited), together, of_family=any(map(_of_family, citing)))


def _of_family(statement: ShownStatement) -> bool:
    return statement.section == "antecedents_familiaux"


def spans_of(quote: Quote, texts: Mapping[str, str]) -> tuple[Span, ...]:
    """Where a quote stands in its file as read; nowhere when the file was not read."""
    return locate(quote.text, texts.get(quote.file, ""))


def says_fact(gold: str, quote: str, shown: str, *, of_family: bool = False) -> bool:
    """Whether `shown` says what `gold` says of `quote`, by the rules above. `of_family`: it stands in that section."""
    keys = key_words(gold, quote)
    if "negation" not in cues(gold) | cues(quote) and denies(keys, shown):
        return False
    if flat(" ".join(quote.split())) in flat(" ".join(shown.split())):
        return True
    said = recall(keys, content(shown))
    if said is not None and said < ENOUGH:
        return False
    if not numbers_kept(gold, quote, shown) or misattributed(shown, quote) or _dated_otherwise(gold, quote, shown):
        return False
    if (sides(gold) & sides(quote)) - sides(shown):
        return False
    asked = cues(gold) & cues(quote) & {"negation", "hypothesis", "family"}
    return not asked - cues(shown) - ({"family"} if of_family else set())


def _dated_otherwise(gold: str, quote: str, shown: str) -> bool:
    """Whether `gold` and `quote` share dates, and `shown` gives dates that are none of these."""
    held, given = whens(quote), whens(shown)
    shared = [when for when in whens(gold) if any(_alike(when, other) for other in held)]
    return bool(shared and given) and not any(_alike(when, other) for when in shared for other in given)


def _alike(a: When, b: When) -> bool:
    return a.within(b) or b.within(a)


def key_words(gold: str, quote: str) -> frozenset[str]:
    """The content words of `gold` that `quote` holds, cue words and units apart; all of them when it holds none."""
    wanted = frozenset(word for word in content(gold) if not is_cue(word) and not is_unit(word))
    held = content(quote)
    return frozenset(word for word in wanted if says(word, held)) or wanted


def numbers_kept(gold: str, quote: str, shown: str) -> bool:
    """Whether every number of both `gold` and `quote` is in `shown`, with the same unit or none."""
    if (codes(gold) & codes(quote)) - codes(shown):
        return False
    values = {quantity.value for quantity in quantities(quote)}
    wanted = [quantity for quantity in quantities(gold) if quantity.value in values]
    units: dict[str, set[str | None]] = {}
    for quantity in quantities(shown):
        units.setdefault(quantity.value, set()).add(quantity.unit)
    return all(q.value in units and (q.unit is None or _compatible(q.unit, units[q.value])) for q in wanted)


def _compatible(unit: str, units: set[str | None]) -> bool:
    return None in units or any(same_unit(unit, other) for other in units)


@dataclass(frozen=True, slots=True, kw_only=True)
class Contradicted:
    """What became of one gold contradiction: both passages shown together, or one of them only."""

    disagreement: Disagreement
    found: bool
    touched: bool


def contradictions(
    disagreements: Sequence[Disagreement], shown: Sequence[tuple[Cited, Cited]], texts: Mapping[str, str]
) -> tuple[Contradicted, ...]:
    """A gold contradiction is found when one shown pair cites both its passages, in either order."""
    results = []
    for gold in disagreements:
        a, b = spans_of(gold.a, texts), spans_of(gold.b, texts)
        hits = [
            (left.touches(gold.a.file, a) and right.touches(gold.b.file, b), _touches(left, right, gold, a, b))
            for pair in shown
            for left, right in (pair, pair[::-1])
        ]
        results.append(
            Contradicted(disagreement=gold, found=any(both for both, _ in hits), touched=any(one for _, one in hits))
        )
    return tuple(results)


def _touches(left: Cited, right: Cited, gold: Disagreement, a: Sequence[Span], b: Sequence[Span]) -> bool:
    return left.touches(gold.a.file, a) or right.touches(gold.b.file, b)
