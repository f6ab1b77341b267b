"""An optional stronger judge: a writer asked, in French, whether passages support a sentence.

It is given by name when an evaluation is run, is named in the report, and adds a figure of its own. It refuses to
guess: an answer that is neither OUI nor NON is unread, and counts as nothing.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from eval.metrics.faithfulness import Passages
from summarizer.lexical import plain
from summarizer.ports import Writer

_PROMPT = (
    "Voici un ou plusieurs extraits d'un dossier médical, puis une affirmation. Réponds OUI si tout ce que dit "
    "l'affirmation est écrit dans les extraits, avec les mêmes chiffres, dates, côtés, négations et doutes ; sinon "
    "NON.\n\n"
    "Extraits :\n{passages}\n\nAffirmation : « {claim} »\n\nRéponse (OUI ou NON) :"
)
_ANSWER = re.compile(r"\W*(oui|non)\b", re.IGNORECASE)


def entailed(claims: Sequence[tuple[str, Passages]], judge: Writer) -> tuple[bool | None, ...]:
    """For each claim with its passages: supported, not supported, or None when the answer could not be read."""
    prompts = [
        _PROMPT.format(passages="\n".join(f"« {plain(text)} »" for text, _ in cited), claim=plain(claim))
        for claim, cited in claims
    ]
    answers = judge.write(prompts, max_new_tokens=4) if prompts else ()
    return tuple(_read(answer) for answer in answers)


def _read(answer: str) -> bool | None:
    match = _ANSWER.match(answer)
    return None if match is None else match.group(1).lower() == "oui"
