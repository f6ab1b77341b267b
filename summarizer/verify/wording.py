"""Which words of a claim its evidence does not hold, and how much of the evidence a claim keeps.

It knows French inflection (Snowball stems) and a short list of words any summary may add. It refuses to know
synonyms: a word it cannot find is for the judge, and without a judge the claim is not supported.
"""

from __future__ import annotations

import re
from functools import lru_cache

import snowballstemmer

from summarizer.lexical import words

_STEMMER = snowballstemmer.stemmer("french")
# Words a summary may add without asserting anything new.
_FREE = frozenset(
    re.findall(
        r"\S+",
        "patient patiente monsieur madame mme mr date le dernier derniere recent recente actuel actuelle actuellement "
        "precedent precedente anterieur anterieure anterieurement auparavant puis depuis lor cour selon dont avec chez "
        "connu connue note notee signale signalee mentionne mentionnee decrit decrite retrouve retrouvee presente "
        "present traitement traite traitee resultat examen bilan contexte type a aussi egalement notamment soit "
        "document compte rendu vu vue prise prescrit prescrite posologie dose jour matin soir",
    )
)
_OPPOSED = re.compile(r"^(hyper|hypo|brady|tachy|sus|sou|ante|post|in|im|ir|a|de|supra|infra|macro|micro|poly|oligo)")


def novel_words(claim: str, evidence: str) -> tuple[str, ...]:
    """Content words of the claim with no form in the evidence, in order; numbers are left to their own check."""
    held = set(words(evidence))
    stems = {_stem(word) for word in held}
    return tuple(
        word
        for word in words(claim)
        if not word[0].isdigit()
        and len(word) > 1
        and word not in held
        and word not in _FREE
        and _stem(word) not in stems
        and not any(_same_family(word, other) for other in held)
    )


def kept_share(claim: str, evidence: str) -> float:
    """The share of the evidence's content words that the claim keeps, 0..1; 1 when the evidence has none."""
    wanted = {_stem(word) for word in words(evidence) if len(word) > 2}
    if not wanted:
        return 1.0
    return len(wanted & {_stem(word) for word in words(claim)}) / len(wanted)


def _same_family(word: str, other: str) -> bool:
    """One long common beginning, and no opposed prefix: `decede` and `deces`, never `hyper-` and `hypo-`."""
    shared = 0
    for a, b in zip(word, other, strict=False):
        if a != b:
            break
        shared += 1
    return shared >= max(5, 0.75 * max(len(word), len(other))) and _prefix(word) == _prefix(other)


def _prefix(word: str) -> str:
    match = _OPPOSED.match(word)
    return match.group() if match else ""


@lru_cache(maxsize=65536)
def _stem(word: str) -> str:
    return str(_STEMMER.stemWord(word))
