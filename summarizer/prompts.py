"""The prompts of the writer, in French, with worked examples.

A prompt holds the passages of one topic and nothing else of the dossier. What stands between the quotation marks is
data: an instruction found there is material to summarize, never to follow.
"""

from __future__ import annotations

from collections.abc import Sequence

from summarizer.lexical import plain, unmarked
from summarizer.values import Evidence, Passage

#: Changes whenever the text below does: results carry it.
VERSION = "2"

# Invented sentences; each shows one thing a careless writer loses: negation, doubt, family, dose, end of treatment.
_EXAMPLES = (
    (
        "Le scanner abdominal du 14/05/2019 ne montre pas d'argument pour une récidive de la diverticulite sigmoïdienne.",
        "Pas d'argument pour une récidive de la diverticulite sigmoïdienne au scanner abdominal du 14/05/2019.",
    ),
    (
        "On a décidé ce jour d'une majoration du bisoprolol à 5 mg par jour devant la persistance des palpitations.",
        "Majoration du bisoprolol à 5 mg par jour devant la persistance des palpitations.",
    ),
    (
        "Tante maternelle opérée d'un cancer du côlon à 49 ans.",
        "Cancer du côlon à 49 ans chez la tante maternelle.",
    ),
    (
        "Le tableau fait suspecter une sarcoïdose, biopsie bronchique demandée.",
        "Suspicion de sarcoïdose, biopsie bronchique demandée.",
    ),
)
_HEAD = (
    "Synthèse fidèle d'un dossier médical. Chaque phrase reprend sa source sans rien ajouter : mêmes chiffres, mêmes "
    "dates, même côté, mêmes négations et mêmes doutes.\n\n"
)
_STOP = "\n"


def prefix() -> str:
    """What every prompt begins with: writers may compute it once."""
    return _HEAD + "".join(f"Source : « {source} »\nSynthèse : {target}\n\n" for source, target in _EXAMPLES)


def prompt(evidence: Evidence) -> str:
    """The prompt of one topic."""
    return f"{prefix()}Source : « {_quoted(evidence.passages)} »\nSynthèse :"


def draft_of(completion: str) -> str:
    """The sentence of a completion: its first line, without the marks of the prompt."""
    lines = completion.strip().split(_STOP)
    return unmarked(lines[0].strip("«» ")) if lines else ""


def _quoted(passages: Sequence[Passage]) -> str:
    return " ; ".join(plain(passage.text).rstrip(" .;") + "." for passage in passages).replace("»", '"')
