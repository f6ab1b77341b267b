"""Makes a right claim wrong, one type of error at a time.

It knows how each type looks in French clinical text. It refuses to inject where the claim offers no hold: a claim
without a number has no number to change, and gives None. The same claim and seed give the same error.
"""

from __future__ import annotations

import csv
import random
import re
from collections.abc import Callable, Sequence
from functools import cache
from importlib.resources import files

from eval.metrics.exact import MONTHS, content, cues, flat

# A number is read whole, thousands in groups of three; the number of an item in a list says nothing.
_VALUE = r"\d{1,3}(?: \d{3})+(?!\d)|\d+(?:[.,]\d+)?"
_DOSE = re.compile(rf"(?<![\w.,])(?<!\d )({_VALUE})(?=\s?(?:mg|µg|g|UI|U|cp|ml|mL|gouttes)\b)")
_PLAIN = re.compile(rf"(?<![\w/.,:-])(?<!\d )({_VALUE})(?![\w/:-]|[.,]\d| \d{{3}}\b)(?!\s?(?:mg|µg|g|UI|U|cp|ml|mL)\b)")
_ITEM = re.compile(r"\s*\d+\s*[.)](?=\s)")
_UNIT = re.compile(r"(?<=\d)\s?(mg|µg|g/L|g/dL|mmol/L|µmol/L|mL|G/L|cm|mm|ans|mois|semaines|jours)(?![\w/])")
_OTHER_UNIT = {
    "mg": "µg", "µg": "mg", "g/L": "g/dL", "g/dL": "g/L", "mmol/L": "µmol/L", "µmol/L": "mmol/L", "mL": "L", 
    "G/L": "T/L", "cm": "mm", "mm": "cm", "ans": "mois", "mois": "ans", "semaines": "jours", "jours": "semaines",
}  # fmt: skip
_YEAR = re.compile(r"\b((?:19|20)\d\d)\b")
_DAY = re.compile(r"(?<![\w/])(0?[1-9]|[12]\d|3[01])(?=/(?:0[1-9]|1[0-2])\b)")
_MONTH = re.compile(r"\b(" + "|".join(MONTHS) + r")\b", re.IGNORECASE)
_SIDE = re.compile(r"(?<!les )(?<!des )(?<!plein )(?<!tout )\b(gauches?|droite?s?|GAUCHES?|DROITE?S?)\b")
_NEGATION = (
    (re.compile(r"\bpas d['’e]\s?(?:argument pour (?:une?|des?|la|le)?\s?)?", re.IGNORECASE), ""),
    (re.compile(r"\bsans\s+", re.IGNORECASE), "avec "),
    (re.compile(r"\b(?:plus )?aucun(e?)\s+", re.IGNORECASE), r"un\1 "),
    (re.compile(r"\bn['’e]\s?(a|est|sont|ont|retrouve|montre|prend|présente)\s+(?:pas|jamais|plus)\b"), r"\1"),
    (re.compile(r"\b(?:écartée?s?|exclue?s?|éliminée?s?|non retenue?s?)\b", re.IGNORECASE), "confirmée"),
)
_DOUBT = (
    (re.compile(r"\b(?:suspicion|hypothèse) (?:de |d['’](?:une? )?)", re.IGNORECASE), ""),
    (
        re.compile(r"\b(?:possible|probable|éventuel|éventuelle|suspectée?s?|évoquée?s?)\b\s?", re.IGNORECASE),
        "confirmé ",
    ),
    (re.compile(r"\s?\?"), ""),
)
_UNLIKELY = re.compile(r"\b(?:peu|moins) (?:probable|possible)", re.IGNORECASE)
# With the relative goes the name: "Son frère <PROCHE_1>", "Sœur Célia". "Aux fils 5/0" is a suture.
_FAMILY = re.compile(
    r"(?<!aux )\b(?i:(?:chez|de|du)?\s?(?:sa |son |la |le |leur )?(?:grand-)?"
    r"(?:mère|père|sœur|soeur|frère|tante|oncle|fils|fille|cousine?|demi-frère))s?\b(?! \d)"
    r"(?: (?:maternel|paternel)le?)?(?:,? (?:<PROCHE_\d+>|[A-ZÀ-Ý][a-zà-ÿ]+(?= )))?\s?[:,]?\s?"
)
# What a relative has. One who signals, drives or is to be told has nothing that the patient could be given.
_SUFFERED = re.compile(
    r"\b(?:d[ée]c[ée]d|mort|suicid|atteint|suivie? p|op[ée]r[ée]|trait[ée]e? p|porteu|porte |diab[ée]t|cancer|cardio|maladie"
    r"|syndrome|tumeur|asthm|allerg|glaucome|[ée]pilep|lithium|insuline|greff)",
    re.IGNORECASE,
)
_STATUS = (
    (re.compile(r"\b(?:arrêtée?|ARRÊTÉE?|ARRETEE?|stoppée?|suspendue?|interrompue?|abandonnée?)\b"), "poursuivi"),
    (re.compile(r"(?:l['’])?\b(?i:arr[êe]t|stop)\b(?: d[ée]finitif)? (?:du |de |d['’])"), "poursuite de "),
    (re.compile(r"(?:l['’])?\b(?i:arr[êe]t|stop)\b"), "poursuite"),
    (
        re.compile(r"\b(?:poursuivie?s?|maintenue?s?|repris(?:e|es)?(?= (?:à|le|depuis|en)\b))\b", re.IGNORECASE),
        "arrêté",
    ),
    (re.compile(r"\binchangée?s?\b", re.IGNORECASE), "augmenté"),
    (re.compile(r"\bsevrée?\b(?: (?:en|depuis)(?: \w+)? (?:19|20)\d\d)?", re.IGNORECASE), "jamais sevré"),
    (re.compile(r"\bancien(?:ne)?(?= (?:fumeu|tabag|consomm|alcool))", re.IGNORECASE), "actuel"),
)
_DISORDERS = (
    "embolie pulmonaire", "insuffisance cardiaque", "asthme", "épilepsie", "hypothyroïdie", "cirrhose", "infarctus",
    "pneumopathie", "cancer du côlon", "sclérose en plaques", "diabète de type 2", "insuffisance rénale", "phlébite",
    "ulcère gastrique", "polyarthrite rhumatoïde", "maladie de Crohn", "AVC", "péricardite",
)  # fmt: skip
_DISORDER = re.compile(
    r"\b(?:embolie pulmonaire|insuffisance (?:cardiaque|rénale)\w*|asthme|épilepsie|hypo\w*thyroïdie|cirrhose|"
    r"infarctus|pneumo(?:pathie|nie)|cancer(?: d\w+ \w+)?|adénocarcinome|sclérose en plaques|diabète(?: de type [12])?|"
    r"phlébite|ulcère \w+|polyarthrite rhumatoïde|maladie de (?:Crohn|Parkinson|Basedow)|AVC|péricardite|HTA|"
    r"fibrillation atriale|FA|schizophrénie|trouble bipolaire|migraine|anémie|TVP|thrombose \w+|fracture|hématome|"
    r"endocardite|cholécystite|pancréatite|rétinopathie|neuropathie|hépatite [ABC]|ostéoporose|démence|dépression)\b",
    re.IGNORECASE,
)
# One replaced by another of its row would say the same.
_ALIKE = (
    ("TVP", "thrombose", "phlébite", "embolie"),
    ("cancer", "adénocarcinome", "tumeur"),
    ("AVC", "infarctus"),
    ("pneumopathie", "pneumonie"),
    ("ulcère", "gastrite"),
)


def _number(claim: str, draw: random.Random) -> str | None:
    item = _ITEM.match(claim)
    start = item.end() if item else 0
    changed = _replaced(claim[start:], _PLAIN, lambda m: _moved(m.group(1), draw), draw, keep=_is_year)
    return claim[:start] + changed if changed else None


def _dose(claim: str, draw: random.Random) -> str | None:
    return _replaced(claim, _DOSE, lambda m: _moved(m.group(1), draw, (2, 0.5, 10)), draw)


def _unit(claim: str, draw: random.Random) -> str | None:
    return _replaced(claim, _UNIT, lambda m: " " + _OTHER_UNIT[m.group(1)], draw)


def _date(claim: str, draw: random.Random) -> str | None:
    for pattern, other in (
        (_YEAR, lambda m: str(int(m.group(1)) + draw.choice((-3, -2, -1, 1, 2)))),
        (_MONTH, lambda m: draw.choice([month for month in MONTHS if month != m.group(1).lower()])),
        (_DAY, lambda m: f"{(int(m.group(1)) + draw.choice((3, 7, 11))) % 28 + 1:02d}"),
    ):
        changed = _replaced(claim, pattern, other, draw)
        if changed:
            return changed
    return None


def _side(claim: str, draw: random.Random) -> str | None:
    return _replaced(claim, _SIDE, lambda m: _mirrored(m.group(1)), draw)


def _negation(claim: str, draw: random.Random) -> str | None:
    return _first(claim, _NEGATION)


def _hypothesis(claim: str, draw: random.Random) -> str | None:
    # A doubt that was lifted ("évoquée, puis écartée") is no longer one: its loss leaves the claim right.
    if cues(claim) & {"negation", "stop"} or _UNLIKELY.search(claim):
        return None
    changed = _first(claim, _DOUBT)
    return changed if changed and "hypothesis" not in cues(changed) else None


def _family(claim: str, draw: random.Random) -> str | None:
    if not (_SUFFERED.search(claim) or _DISORDER.search(claim)):
        return None
    changed = " ".join(_FAMILY.sub(" ", claim, count=1).split()).strip(" :,").replace("( ", "(")
    # A word of family that is left (Hérédité, leur oncle, <PROCHE_1>) keeps the claim right.
    left = "family" in cues(changed) or "<PROCHE" in changed
    return _capital(changed) if _different(changed, claim) and not left else None


def _status(claim: str, draw: random.Random) -> str | None:
    return _first(claim, _STATUS)


def _drug(claim: str, draw: random.Random) -> str | None:
    names = _drugs()
    words = [word for word in re.findall(r"[A-Za-zÀ-ÿ-]{5,}", claim) if flat(word) in names]
    if not words:
        return None
    word = draw.choice(words)
    others = sorted(set(names.values()) - {names[flat(said)] for said in words})
    other = draw.choice(others)
    return re.sub(rf"\b{re.escape(word)}\b", other.upper() if word.isupper() else other, claim, count=1)


def _disorder(claim: str, draw: random.Random) -> str | None:
    return _replaced(
        claim,
        _DISORDER,
        lambda m: draw.choice([name for name in _DISORDERS if not _alike(name, m.group()) and name not in claim]),
        draw,
    )


def _alike(a: str, b: str) -> bool:
    """Whether two disorders may be the same: they begin alike, or stand in one row."""
    first, second = flat(a), flat(b)
    together = any(
        any(first.startswith(flat(n)) for n in row) and any(second.startswith(flat(n)) for n in row) for row in _ALIKE
    )
    return first[:5] == second[:5] or together


#: The errors that a claim alone can be given; `wrong_source` needs another passage and is made by `elsewhere`.
INJECTIONS: dict[str, Callable[[str, random.Random], str | None]] = {
    "number": _number,
    "dose": _dose,
    "unit": _unit,
    "date": _date,
    "side": _side,
    "negation": _negation,
    "hypothesis": _hypothesis,
    "family": _family,
    "status": _status,
    "drug": _drug,
    "disorder": _disorder,
}


def inject(claim: str, error: str, *, seed: int = 0) -> str | None:
    """The claim with one error of that type; None when it offers no hold."""
    changed = INJECTIONS[error](claim, random.Random(f"{seed}:{error}:{claim}"))  # noqa: S311 - repeatable
    return changed if changed and _different(changed, claim) else None


def elsewhere(claim: str, evidence: Sequence[str], others: Sequence[str], *, seed: int = 0) -> str | None:
    """A passage of `others` that shares at most one content word with the claim: the wrong source for it."""
    mine = content(claim)
    far = [other for other in others if other not in evidence and len(mine & content(other)) <= 1]
    return random.Random(f"{seed}:{claim}").choice(far) if far else None  # noqa: S311 - repeatable


def _replaced(
    claim: str,
    pattern: re.Pattern[str],
    other: Callable[[re.Match[str]], str],
    draw: random.Random,
    *,
    keep: Callable[[str], bool] = lambda found: False,
) -> str | None:
    holds = [match for match in pattern.finditer(claim) if not keep(match.group())]
    if not holds:
        return None
    match = draw.choice(holds)
    return claim[: match.start()] + other(match) + claim[match.end() :]


def _first(claim: str, rules: Sequence[tuple[re.Pattern[str], str]]) -> str | None:
    for pattern, replacement in rules:
        changed = pattern.sub(replacement, claim, count=1)
        if _different(changed, claim):
            return _capital(" ".join(changed.split()))
    return None


def _moved(number: str, draw: random.Random, factors: Sequence[float] = (2, 0.5, 1.4, 3)) -> str:
    value = float(number.replace(",", ".").replace(" ", ""))
    changed = value * draw.choice(factors) if value else 7.0
    decimals = len(number.replace(",", ".").partition(".")[2])
    text = f"{changed:.{decimals}f}" if decimals else str(round(changed))
    text = text if text.replace(".", ",") != number else str(round(value) + 3)
    return text.replace(".", ",")


def _mirrored(side: str) -> str:
    left = flat(side).startswith("g")
    word = ("droit" if left else "gauche") + ("e" if left and not flat(side).endswith("s") else "")
    return word.upper() if side.isupper() else word


def _is_year(number: str) -> bool:
    return bool(re.fullmatch(r"(?:19|20)\d\d", number))


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]


def _different(a: str, b: str) -> bool:
    return " ".join(flat(a).split()) != " ".join(flat(b).split())


@cache
def _drugs() -> dict[str, str]:
    """One-word substances and brands, flattened, with their substance."""
    table = files("summarizer") / "data" / "drugs.csv"
    names: dict[str, str] = {}
    for row in csv.DictReader(table.read_text(encoding="utf-8").splitlines(), delimiter=";"):
        substance = row["substance"]
        if " " in substance or "+" in substance or not row["atc"]:
            continue
        for name in (substance, *(row["names"] or "").split("|")):
            if " " not in name and len(name) >= 5:
                names[flat(name)] = substance
    return names
