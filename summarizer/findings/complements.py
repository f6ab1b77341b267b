"""Reads what completes a disorder or an act: its side, its site, its stage, how much.

It knows where French puts them, close after the name. It refuses to look beyond the clause.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from summarizer.findings.lexicon import Match, Sort
from summarizer.values import Side

_CUT = re.compile(r"[;,:?](?=\s|$)|\.(?=\s|$)|\bet (?=d[eu']|un|une|l)|\bavec\b|\bsans\b|\bpas d|\bmais\b|[()]")
_SIDE = re.compile(
    r"\b(?P<both>bilateral\w*|bilateraux|des deux cotes|droite? et gauche|gauche et droite?|g et d\b|d et g\b|bilat\b)|\b(?P<left>gauches?|gche?|g)\b|\b(?P<right>droite?s?|drt?e?|dte|d)\b"
)
#: "ventriculaire gauche", "cœur droit": a part of the body, not a side of the finding.
_NOT_A_SIDE = re.compile(
    r"(?:ventriculaire|ventricule|oreillette|branche|coeur|cardiaque|cavites?|auricule|colon|hemicolectomie|colectomie|lobe superieur|lobe inferieur|decubitus lateral|marche|tout|regard)s? $"
)
_LETTER_OK = re.compile(r"(?:\w+ |a )$")
_STAGE = re.compile(
    r"\b(?:stades?|grades?|classes?|score)\s?:?\s?(?:de\s)?(?:nyha\s|child\s|gold\s|kdigo\s)?(?:[ivx]{1,4}|\d)(?:\s?[a-d]\b)?\d?"
    r"|\bnyha\s?(?:[iv]{1,3}|[1-4])(?:[-/ à]{1,3}(?:[iv]{1,3}|[1-4]))?\b|\bfazekas\s?\d|\bchild(?:[- ]pugh)?\s?[abc]\s?\d{0,2}|\bgold\s?(?:[1-4]|[a-e])\b|\bkdigo\s?\d"
    r"|\bg[1-5][ab]?\s?a[1-3]\b|\bgleason\s?\d(?:\s?\(?\d\s?\+\s?\d\)?)?|\bisup\s?\d|\b[cpyr]{0,3}t(?:is|[0-4x])[a-d]?\s?n[0-3x][a-c]?\s?(?:m[01x][a-c]?)?(?![a-z])"
    r"|\bhoehn (?:et|&) yahr\s?\d|\bccs\s?[1-4iv]+|\bkillip\s?[1-4iv]+|\bgarden\s?[1-4iv]+|\bforrest\s?[1-3iv]+[abc]?|\bhinchey\s?[1-4iv]+|\bann arbor\s?[iv]+|\bsgr[iI]+\b|\bf[0-4]\b(?=\s?(?:metavir|au fibroscan|\)|$))|\bmetavir\s?[af0-4]+"
)
_SEARCH = 70


def _clause_after(folded: str, end: int, stop: int) -> int:
    cut = _CUT.search(folded, end, min(stop, end + _SEARCH))
    return cut.start() if cut else min(stop, end + _SEARCH)


def side_of(folded: str, raw: str, start: int, end: int, stop: int) -> Side | None:
    """The side said right after the finding at `start`..`end` (or inside it), before `stop`, the next finding."""
    inside = _side(folded, raw, start, end)
    if inside is not None:
        return inside
    after = _side(folded, raw, end, _clause_after(folded, end, stop))
    if after is not None:
        return after
    bracket = re.match(r"\s*\((?:[^)]{0,12}\s)?(gauche|droite?|bilat\w*|g|d)\)", folded[end : end + 30])
    if bracket:
        return _named_side(bracket[1])
    before = re.search(r"\b(gauche|droite?|bilat\w*)s?\s*:?\s*$", folded[max(0, start - 14) : start])
    return _named_side(before[1]) if before else None


def _side(folded: str, raw: str, start: int, end: int) -> Side | None:
    for match in _SIDE.finditer(folded, start, end):
        word = match.group()
        if len(word) == 1 and not (
            raw[match.start()].isupper() and _LETTER_OK.search(folded[start - 1 if start else 0 : match.start()] or " ")
        ):
            continue
        if len(word) == 1 and re.match(r"\d|['’.][A-Za-zé]|/", raw[match.end() : match.end() + 2]):
            continue
        if _NOT_A_SIDE.search(folded[: match.start()]):
            continue
        return Side.BOTH if match["both"] else Side.LEFT if match["left"] else Side.RIGHT
    return None


def _named_side(word: str) -> Side:
    if word.startswith("b"):
        return Side.BOTH
    return Side.LEFT if word.startswith("g") else Side.RIGHT


def stage_of(folded: str, raw: str, end: int, stop: int) -> str | None:
    """The stage, grade or class said after the finding, as written."""
    limit = min(stop, end + _SEARCH)
    cut = re.compile(r"[;](?=\s|$)|\.(?=\s|$)|,(?!\s*(?:stade|grade|classe|nyha|child|gold|p?t\d))").search(
        folded, end, limit
    )
    match = _STAGE.search(folded, end, cut.start() if cut else limit)
    return " ".join(raw[match.start() : match.end()].split()) if match else None


def site_of(head: Match, sites: Sequence[Match], folded: str) -> Match | None:
    """The anatomical site that completes a head ("fracture ... du col du fémur"), the first in its clause."""
    limit = _clause_after(folded, head.end, len(folded))
    for site in sites:
        if head.end <= site.start < limit:
            return site
    return None


_KNOWN = {
    ("fracture", "col du fémur"): "fracture du col fémoral",
    ("fracture", "bassin"): "fracture du bassin",
    ("fracture", "poignet"): "fracture du poignet",
    ("fracture", "rachis"): "fracture vertébrale",
    ("cancer", "sein"): "cancer du sein",
    ("cancer", "prostate"): "cancer de la prostate",
    ("cancer", "poumon"): "cancer du poumon",
    ("cancer", "côlon"): "cancer colorectal",
    ("cancer", "rectum"): "cancer colorectal",
    ("cancer", "pancréas"): "cancer du pancréas",
    ("cancer", "ovaire"): "cancer de l'ovaire",
    ("cancer", "utérus"): "cancer de l'utérus",
    ("cancer", "col utérin"): "cancer de l'utérus",
    ("cancer", "vessie"): "cancer de la vessie",
    ("cancer", "rein"): "cancer du rein",
    ("cancer", "foie"): "carcinome hépatocellulaire",
    ("cancer", "estomac"): "cancer de l'estomac",
    ("cancer", "œsophage"): "cancer de l'œsophage",
    ("cancer", "larynx"): "cancer ORL",
    ("cancer", "pharynx"): "cancer ORL",
    ("cancer", "langue"): "cancer ORL",
    ("cancer", "thyroïde"): "cancer de la thyroïde",
    ("cancer", "peau"): "carcinome cutané",
    ("cancer", "os"): "cancer",
    ("cancer", "ganglions"): "cancer",
    ("sténose", "coronaires"): "sténose coronaire",
    ("sténose", "carotide"): "sténose carotidienne",
    ("hernie", "aine"): "hernie inguinale",
    ("thrombose", "veine porte"): "thrombose porte",
    ("tumeur", "cerveau"): "tumeur cérébrale",
}


def sited_label(head: str, site: str) -> str:
    """The label of a head at a site: the disorder's own name when it has one, else "head (site)"."""
    return _KNOWN.get((head, site), f"{head} ({site})")


def is_site(match: Match) -> bool:
    return match.entry.sort is Sort.SITE


_QUANTITY = re.compile(
    r"(?P<value>\d+(?:[.,]\d+)?(?:\s?[àa-]\s?\d+)?)\s*(?P<unit>p\.?a\.?\b|paquets?[ -/]?ann[ée]es?|paquets?(?:\s?/\s?j(?:our)?| par jour)|cig(?:arettes?)?\.?(?:\s?/\s?j(?:our)?| par jour)?|verres?(?: de vin| de \w+)?(?:\s?/\s?(?:j(?:our)?|sem(?:aine)?)| par (?:jour|semaine))?|g(?:\s?/\s?j| d'alcool)|joints?(?:\s?/\s?j(?:our)?| par jour)?|bi[èe]res?(?:\s?/\s?j| par jour)?|ua(?:/j)?|unit[ée]s?)",
    re.IGNORECASE,
)


def quantity_of(raw: str, start: int, end: int) -> tuple[str, str, int] | None:
    """How much is smoked or drunk, said within the clause: number and unit as written, and where they end."""
    cut = re.compile(r"[;]|\.(?=\s|$)").search(raw, end)
    limit = min(cut.start() if cut else len(raw), end + _SEARCH)
    around = [m for m in _QUANTITY.finditer(raw, max(0, start - 25), limit) if m.end() >= start]
    found = around[0] if around else None
    return (found["value"], found["unit"], max(end, found.end())) if found else None
