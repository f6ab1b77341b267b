"""What is wrong with a statement against the passages it cites, by exact rules, one name an error.

- `number`, `unit`, `date`, `side`: said, and not in the passages;
- `negation`, `hypothesis`, `family`, `time` (the end of a treatment): a cue lost from the clause restated, or added;
- `fabricated`: a content word of four letters or more is nowhere in the passages, in no form that shares six letters
  and under no other name of the same drug (sides and cues have their own error); or the same words come three times, as when a model loops;
- `wrong_source`: nothing of the above, were another passage of the dossier cited.

It is not the product's verifier and shares no code with it. It refuses to weigh: one error makes a statement
unsupported. How often these rules agree with a person is measured on labelled claims and stands in the report.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from eval.metrics.exact import (
    abbreviations,
    clauses,
    codes,
    content,
    cues,
    cues_about,
    denied_after,
    flat,
    is_cue,
    misattributed,
    missing_quantities,
    missing_whens,
    moved_side,
    opens_with_relative,
    recall,
    says,
    sentences,
    sides,
)

Passages = Sequence[tuple[str, str | None]]
ERRORS = (
    "fabricated", "negation", "hypothesis", "family", "time", "number", "unit", "date", "side", "wrong_source",
    "no_citation",
)  # fmt: skip
_SIDE_STEMS = content("gauche droit droite bilatéral")
_CUE_ERRORS = {"negation": "negation", "hypothesis": "hypothesis", "family": "family", "stop": "time"}


def errors(text: str, passages: Passages) -> tuple[str, ...]:
    """The errors of a statement against its passages (text, ISO date of the document), in the order above."""
    evidence = "\n\n".join(passage for passage, _ in passages)
    if not evidence.strip():
        return ("no_citation",)
    if any(_plain(text) == _plain(passage) for passage, _ in passages):
        return ()
    absent, changed = missing_quantities(text, evidence)
    lost, added = _changed_cues(text, evidence)
    found = {
        "fabricated": _fabricated(text, evidence),
        "number": bool(absent) or misattributed(text, evidence) or bool(codes(text) - codes(evidence)),
        "unit": bool(changed),
        "date": bool(missing_whens(text, passages)),
        "side": bool(sides(text) - sides(evidence)) or moved_side(text, evidence),
    } | {_CUE_ERRORS[cue]: True for cue in lost | added}
    return tuple(name for name in ERRORS if found.get(name))


def supported(text: str, passages: Passages) -> bool:
    """Whether the rules find no error."""
    return not errors(text, passages)


def _plain(text: str) -> str:
    """`text` with single blanks, without bullet or final mark: a whole quotation is what it quotes."""
    return " ".join(flat(text).split()).strip(" .;,-•*–")


def _fabricated(text: str, evidence: str) -> bool:
    held = content(evidence)
    mine = (word for word in content(text) if len(word) >= 4 and word not in _SIDE_STEMS and not is_cue(word))
    short = abbreviations(text) if not text.isupper() else frozenset()
    return any(not says(word, held) for word in (*mine, *short)) or _loops(text, evidence)


def _loops(text: str, evidence: str) -> bool:
    """Whether three words in a row come three times, and more often than in the passages."""
    said, held = flat(text).split(), flat(evidence).split()
    times = Counter(zip(said, said[1:], said[2:], strict=False))
    known = Counter(zip(held, held[1:], held[2:], strict=False))
    return any(count >= 3 and count > known[words] for words, count in times.items())


def _changed_cues(text: str, evidence: str) -> tuple[frozenset[str], frozenset[str]]:
    """(lost, added): cues of the restated clauses that the statement does not keep; cues only the statement has.

    A negation must be kept in its own clause, or follow what it denies (`A, B : écartées`); the other cues anywhere.
    """
    said = cues(text)
    lost: frozenset[str] = frozenset()
    for piece in clauses(text):
        about = content(piece)
        if about and recall(about, content(evidence)):
            kept = said if denied_after(text) else said - {"negation"} | (cues(piece) & {"negation"})
            lost |= cues_about(about, evidence) - kept
    if "family" not in said and any(
        opens_with_relative(part) and recall(content(text), content(part)) for part in sentences(evidence)
    ):
        lost |= {"family"}
    return lost, said - cues(evidence)
