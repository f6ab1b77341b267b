"""Which facts of the gold a summary covers, by exact rules.

A fact is *cited* when a shown statement cites, by overlapping characters, the passage of one of its sources. It is
*covered* when such a statement also *says* it: it holds the passage word for word, or else

1. every number, and every level or stage (L4, pT1), that stands both in the gold statement and in that passage is in
   the shown statement, with the same unit or none (dates are not asked for);
2. at least `ENOUGH` of the key words are in it: the content words of the gold statement that the passage holds (a
   brand and its substance are one; all the content words of the gold statement when the passage holds none);
3. a negation or a doubt that both the gold statement and the passage carry is in it; and where neither carries a
   negation, the shown statement does not negate the key words.

A fact of several parts is covered, too, when the statements that cite its passages say it together by these rules.

A fact is said *anywhere* when it is covered, or when a shown statement says what the gold statement says by the same
rules, the passage being the gold statement itself: another document may say the same, and gold sources are not complete.

It refuses to judge synonyms and inference: coverage is a lower bound, and *cited* an upper one.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

from eval.cases import Disagreement, Fact, Quote, locate
from eval.metrics.exact import codes, content, cues, cues_about, flat, is_cue, quantities, recall, says
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
                if says_fact(fact.statement, source.text, statement.text):
                    return Covered(fact=fact, cited=True, said=True, anywhere=True, by=statement.id)
    by = next(iter(citing), None)
    said = len(citing) > 1 and _said_together(fact, tuple(citing.values()), texts)
    anywhere = said or any(says_fact(fact.statement, fact.statement, statement.text) for statement in statements)
    return Covered(fact=fact, cited=bool(citing), said=said, anywhere=anywhere, by=by)


def _said_together(fact: Fact, citing: Sequence[ShownStatement], texts: Mapping[str, str]) -> bool:
    """Whether the statements, read one after the other, say the fact of the passages they cite."""
    cited = [
        source.text
        for source in fact.sources
        if any(statement.touches(source.file, spans_of(source, texts)) for statement in citing)
    ]
    return says_fact(fact.statement, "\n\n".join(cited), "\n\n".join(statement.text for statement in citing))


def spans_of(quote: Quote, texts: Mapping[str, str]) -> tuple[Span, ...]:
    """Where a quote stands in its file as read; nowhere when the file was not read."""
    return locate(quote.text, texts.get(quote.file, ""))


def says_fact(gold: str, quote: str, shown: str) -> bool:
    """Whether `shown` says what `gold` says of `quote`, by the rules above."""
    if flat(" ".join(quote.split())) in flat(" ".join(shown.split())):
        return True
    keys = key_words(gold, quote)
    said = recall(keys, content(shown))
    if said is not None and said < ENOUGH:
        return False
    if not numbers_kept(gold, quote, shown):
        return False
    asked = cues(gold) & cues(quote) & {"negation", "hypothesis"}
    if asked - cues(shown):
        return False
    affirmed = "negation" not in cues(gold) | cues(quote)
    return not (affirmed and "negation" in cues_about(keys, shown))


def key_words(gold: str, quote: str) -> frozenset[str]:
    """The content words of `gold` that `quote` holds, cue words apart; all of them when it holds none."""
    wanted, held = frozenset(word for word in content(gold) if not is_cue(word)), content(quote)
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
    heads = {other.split("/")[0] for other in units if other is not None}
    return None in units or unit in units or unit.split("/")[0] in heads


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
