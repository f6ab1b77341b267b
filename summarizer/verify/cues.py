"""The French words that turn a fact around: negation, doubt, family, end of a treatment, prohibition, intention.

It compares the cues of a claim with those of the clause of evidence it restates. It refuses to know what is negated:
that a cue was lost or added is enough to stop a sentence.
"""

from __future__ import annotations

import re
from enum import StrEnum

from summarizer.lexical import words


class Cue(StrEnum):
    NEGATION = "negation"
    DOUBT = "hypothesis"
    FAMILY = "family"
    STOP = "stop"
    PROHIBITION = "prohibition"
    PLAN = "plan"


_CUES = {
    Cue.NEGATION: r"\b(?:pas|aucun\w*|sans|absence|absent\w*|ni|jamais|n[ée]gati\w+|nég\b|[ée]cart[ée]\w*|exclu[ets]*|[ée]limin[ée]\w*|"
    r"infirm[ée]\w*|d[ée]nu[ée]\w*|indemne|non(?!\s+(?:st[ée]ro|invasi|insulino|compliqu[ée]|prolif|obstructi|à petites|hodg))|"
    r"nie|disparu\w*|disparition|r[ée]solu\w*|n[ée]ant|0\s+allergie|normal\w*|normaux)\b",
    Cue.DOUBT: r"(?:\b(?:suspicion\w*|suspect\w*|soup[çc]on\w*|possible\w*|possibles?|probable\w*|probablement|[ée]ventuel\w*|"
    r"hypoth[èe]se\w*|à confirmer|[àa] [ée]liminer|[ée]voqu\w+|[ée]voqu[ée]|semble\w*|pourrait|peut[- ][êe]tre|compatible\w*|"
    r"ne peut (?:[êe]tre|pas)|en faveur|ddx|vs|d'allure|doute\w*|douteu\w+|ne permet pas d|risque d[e'’])\b|\?)",
    Cue.FAMILY: r"\b(?:m[èe]re|p[èe]re|s[œo]e?urs?|fr[èe]res?|fils|filles?|grands?-(?:m[èe]re|p[èe]re|parents?)\w*|tantes?|oncles?|"
    r"cousine?s?|famil\w+|parents?|maternel\w*|paternel\w*|conjoint\w*|[ée]pou(?:x|se)|mari|neveux?|ni[èe]ces?|fratrie|jumeau|"
    r"jumelle|petit[e]?s?-(?:fils|fille|enfants?)|h[ée]r[ée]dit\w+|apparent[ée]s?|voisine?|donneu\w+)\b",
    Cue.STOP: r"\b(?:arr[êe]t\w*|stop\w*|suspen\w+|suspendu\w*|interromp\w+|interruption|sevr\w+|ancien(?:ne|s|nes)?\s+trait\w*|"
    r"abandonn\w+|retir[ée]\w*|d[ée]prescri\w+|cess[ée]\w*)\b",
    Cue.PROHIBITION: r"\b(?:contre-?\s?indiqu\w+|contre-?indication\w*|proscri\w+|[ée]vit(?:er|é)\w*|interdi\w+|ne (?:pas|jamais|plus)|"
    r"ne doit pas|d[ée]conseill\w+)\b",
    Cue.PLAN: r"\b(?:pr[ée]voi\w*|pr[ée]vu\w*|programm[ée]\w*|[àa] (?:contr[ôo]ler|surveiller|refaire|r[ée][ée]valuer|pr[ée]voir|programmer|"
    r"discuter|faire|organiser|compl[ée]ter|renouveler|poursuivre|d[ée]buter)|prochaine?s?|envisag\w+|en attente|propos\w+|rdv|"
    r"rendez-vous|conseill\w+|recommand\w+|si (?:besoin|n[ée]cessaire|douleurs?|fi[èe]vre))\b",
}
_COMPILED = {cue: re.compile("(?i)" + pattern) for cue, pattern in _CUES.items()}

_CLAUSE = re.compile(
    r"[.;:!?](?=\s|$)|,(?=\s)|\n(?=\s*[-•])|\s+(?:mais|cependant|toutefois|en revanche|alors que)\s+|\s{3,}"
)


def cues(text: str) -> frozenset[Cue]:
    """The kinds of cue that `text` holds."""
    return frozenset(cue for cue, pattern in _COMPILED.items() if pattern.search(text))


def clauses(text: str) -> tuple[str, ...]:
    """The clauses of `text`, cut at punctuation and adversatives; never empty ones."""
    pieces = (piece.strip() for piece in _CLAUSE.split(text))
    return tuple(piece for piece in pieces if piece)


def changed_cues(claim: str, evidence: str) -> tuple[frozenset[Cue], frozenset[Cue]]:
    """(lost, added): the cues of the restated clauses that the claim lacks, and those it adds.

    The restated clauses are those that share most of a claim clause's content words. A cue counts as added only when
    the whole evidence lacks it, as lost only when every clause that best matches a claim clause holds it and the
    claim nowhere does.
    """
    lost: set[Cue] = set()
    sources = clauses(evidence)
    said = cues(claim)
    for piece in clauses(claim):
        wanted = set(words(piece))
        if not wanted:
            continue
        overlaps = [len(wanted & set(words(source))) for source in sources]
        best = max(overlaps, default=0)
        if best == 0:
            continue
        closest = [cues(source) for source, overlap in zip(sources, overlaps, strict=True) if overlap == best]
        lost |= frozenset.intersection(*closest) - said
    return frozenset(lost), said - cues(evidence)
