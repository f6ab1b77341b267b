"""What is wrong with a statement against the passages it cites, by exact rules, one name an error.

- `number`, `unit`, `date`, `side`: said, and not in the passages;
- `negation`, `hypothesis`, `family`, `time` (the end of a treatment): a cue lost from the clause restated, or added;
- `fabricated`: more than `NOVEL` of its content words, and at least two, are nowhere in the passages;
- `wrong_source`: nothing of the above, were another passage of the dossier cited.

It is not the product's verifier and shares no code with it. It refuses to weigh: one error makes a statement
unsupported. How often these rules agree with a person is measured on labelled claims and stands in the report.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from eval.metrics.exact import (
    clauses,
    content,
    cues,
    cues_about,
    misattributed,
    missing_quantities,
    missing_whens,
    recall,
    sides,
)

Passages = Sequence[tuple[str, str | None]]
#: Share of content words that may be absent from the passages: wording of one's own.
NOVEL = 0.2
ERRORS = (
    "fabricated", "negation", "hypothesis", "family", "time", "number", "unit", "date", "side", "wrong_source",
    "no_citation",
)  # fmt: skip
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
        "number": bool(absent) or misattributed(text, evidence),
        "unit": bool(changed),
        "date": bool(missing_whens(text, passages)),
        "side": bool(sides(text) - sides(evidence)),
    } | {_CUE_ERRORS[cue]: True for cue in lost | added}
    return tuple(name for name in ERRORS if found.get(name))


def supported(text: str, passages: Passages) -> bool:
    """Whether the rules find no error."""
    return not errors(text, passages)


def _plain(text: str) -> str:
    """`text` with single blanks, without bullet or final mark: a whole quotation is what it quotes."""
    return " ".join(re.sub(r"-\n\s*(?=[a-zà-ÿ])", "", text).split()).strip(" .;,-•*–")


def _fabricated(text: str, evidence: str) -> bool:
    mine = content(text)
    kept = recall(mine, content(evidence))
    return kept is not None and 1 - kept > NOVEL and len(mine) * (1 - kept) >= 1.99


def _changed_cues(text: str, evidence: str) -> tuple[frozenset[str], frozenset[str]]:
    """(lost, added): cues of the restated clauses that the statement nowhere has; cues only the statement has."""
    said = cues(text)
    lost: frozenset[str] = frozenset()
    for piece in clauses(text):
        about = content(piece)
        if about and recall(about, content(evidence)):
            lost |= cues_about(about, evidence) - said
    return lost, said - cues(evidence)
