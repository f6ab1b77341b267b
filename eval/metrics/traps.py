"""Which claims that must not be made a summary makes, by exact and conservative rules.

A shown statement *touches* a trap when it cites the misleading passage, or says four fifths of its words and all its
numbers. It *asserts* the claim when it says `ENOUGH` of the key words of the claim (those the passage holds), all
their numbers and their side, with the claim's polarity. It is a **violation** when it asserts the claim with no qualifier
that the claim lacks, in the sentence that says it: negation, doubt, relative, end of a treatment, the other side; a status
other than active; the section of the family; words that call it an error. A statement that rests on a document of another
patient is a violation whatever it says, unless it says that it is another patient's.

A statement whose only qualifier is a date, the timeline or the change that followed (`5 mg, réduit à 2,5 mg`), against a
trap of time (a former dose, an acute value), or that gives the claim as former (`auparavant`) or beside a negation of
something else, is **to read**: listed, counted apart.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from eval.cases import GoldDossier, Trap
from eval.metrics.coverage import ENOUGH, key_words, numbers_kept, spans_of
from eval.metrics.exact import content, cues, cues_about, flat, quantities, recall, says, sentences, sides, whens
from eval.shown import ShownStatement

_ANOTHER = re.compile(
    r"autre (?:patient|resident|dialyse|blesse|malade|personne|enfant|femme|homme)|homonym|jumea|jumelle|classe\w* par erreur"
)
_OF_TIME = re.compile(
    r"ancien|depass|perime|augment|diminu|major|baiss|remplac|initial|aigu|avant|depuis|arret|puis|transitoire|valeur|"
    r"dose|posologie|actuel|supersed|ulterieur|ensuite|remont|modifi|normalis|corrig|resolu|gueri|regress|sevr|repris|"
    r"en \d{4}|\d{2}/\d{4}"
)
_CHANGED = re.compile(
    r"\bapres \d|\b(?:puis|ensuite|reduit\w*|diminu\w+|augment\w+|major\w+|port[ee]\w* a|ramen\w+|remont\w+|redescend\w+|pass\w+ a)\b|->|→"
)
_AN_ERROR = re.compile(r"\berreurs?\b|\berron\w+|\ba tort\b|ne pas reprendre|ne rien en retenir|rectificat")
_FOREIGN = (True, "cites a document of another patient")


@dataclass(frozen=True, slots=True, kw_only=True)
class Suspected:
    """A statement against a trap: `violation`, or to read. `why` names the rule."""

    trap: Trap
    statement: ShownStatement
    violation: bool
    why: str


def suspicions(
    gold: GoldDossier, statements: Sequence[ShownStatement], texts: Mapping[str, str]
) -> tuple[Suspected, ...]:
    """Every statement that makes, or may make, a claim that must not be made."""
    found = []
    foreign = foreign_files(gold)
    for trap in gold.traps:
        spans = spans_of(trap.source, texts)
        for statement in statements:
            cites = statement.touches(trap.source.file, spans)
            if cites and trap.source.file in foreign:
                verdict = None if _ANOTHER.search(flat(statement.text)) else _FOREIGN
            else:
                verdict = _verdict(trap, statement, cites)
            if verdict is not None:
                violation, why = verdict
                found.append(Suspected(trap=trap, statement=statement, violation=violation, why=why))
    return tuple(found)


def foreign_files(gold: GoldDossier) -> frozenset[str]:
    """The files that the gold calls another patient's: a trap of theirs says so, and no fact rests on them but a warning."""
    own = {s.file for fact in gold.facts if fact.section != "points_vigilance" for s in fact.sources}
    return frozenset(trap.source.file for trap in gold.traps if _ANOTHER.search(flat(trap.why))) - own


def _verdict(trap: Trap, statement: ShownStatement, cites: bool) -> tuple[bool, str] | None:
    if not (cites or _repeats(trap.source.text, statement.text)):
        return None
    if not asserts(trap.claim, trap.source.text, statement.text) or _qualified(trap, statement):
        return None
    now, before, _ = statement.text.partition("auparavant")
    if before and not asserts(trap.claim, trap.source.text, now):
        return False, "says it as former"
    if "negation" in cues(statement.text) - cues(trap.claim):
        return False, "says it beside a negation"
    if _OF_TIME.search(flat(trap.why)):
        if _dated(statement):
            return False, "says it with a date"
        if _CHANGED.search(flat(statement.text)):
            return False, "says it with what followed"
    return True, "says it without a qualifier"


def asserts(claim: str, quote: str, shown: str) -> bool:
    """Whether `shown` says the claim, with its polarity."""
    keys = key_words(claim, quote)
    said = recall(keys, content(shown))
    if said is None or said < ENOUGH or not numbers_kept(claim, quote, shown):
        return False
    if (sides(claim) & sides(quote)) - sides(shown):
        return False
    return ("negation" in cues(claim)) == ("negation" in cues_about(keys, shown))


def _qualified(trap: Trap, statement: ShownStatement) -> bool:
    if statement.status in ("suspected", "excluded", "stopped", "past"):
        return True
    if statement.section == "antecedents_familiaux":
        return True
    if sides(trap.claim) and sides(statement.text) > sides(trap.claim):
        return True  # it opposes the two sides
    if _AN_ERROR.search(flat(statement.text)):
        return True
    keys = key_words(trap.claim, trap.source.text)
    added = _cues_of_sentence(keys, statement.text) - cues(trap.claim)
    return bool(added & {"hypothesis", "family", "stop"})


def _cues_of_sentence(keys: frozenset[str], text: str) -> frozenset[str]:
    """The cues of the sentences that say most of `keys`: a cue of another sentence qualifies something else."""
    parts = sentences(text)
    shares = [sum(says(word, content(part)) for word in keys) for part in parts]
    best = max(shares, default=0)
    return frozenset(cue for part, n in zip(parts, shares, strict=True) if n == best for cue in cues(part))


def _dated(statement: ShownStatement) -> bool:
    """A reader sees a date: in the words, in the timeline, or as that of a quoted document; a current treatment apart."""
    if whens(statement.text) or statement.section == "evenements":
        return True
    return statement.quoted and not (statement.section == "traitements" and statement.status == "active")


def _repeats(quote: str, shown: str) -> bool:
    said = recall(content(quote), content(shown))
    values = {q.value for q in quantities(shown)}
    return said is not None and said >= 0.8 and all(q.value in values for q in quantities(quote))
