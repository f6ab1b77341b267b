"""Reads doses and frequencies of drugs, as French prescriptions write them.

It knows numbers, units, forms and rhythms. It never invents a unit: a bare number after a brand stays bare.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

_NUMBER = r"(?:\d{1,3}(?:[ \u00a0\u202f.]\d{3})+(?!\d)|\d+(?:[.,]\d+)?)"
_UNIT = (
    r"(?:mg|µg|μg|mcg|ug|gamma|microgrammes?|milligrammes?|grammes?|g|UI|U\.?I\.?|ui|MUI|unités?|unites?|U|mL|ml|ML|"
    r"mmol|mEq|meq|%|L)(?:/(?:kg|m2|m²|mL|ml|h|min|24 ?h|kg/j|kg/h|dose|bouffée)){0,2}(?![A-Za-zÀ-ÿ0-9]|/d?L\b)"
)
_ARROW = r"\s*(?:->|=>|→|–>|-->|puis|à|a)\s*"
DOSE = re.compile(
    rf"(?P<from>{_NUMBER})\s*(?P<fromunit>{_UNIT})?(?:\s?[x×]\s?\d(?:/j)?)?(?P<arrow>\s*(?:->|=>|→|–>|-->)\s*)(?P<to>{_NUMBER})\s*(?P<tounit>{_UNIT})?"
    rf"|\bde\s+(?P<from2>{_NUMBER})\s*(?P<fromunit2>{_UNIT})?(?:\s*/\s*j(?:our)?)?\s+à\s+(?P<to2>{_NUMBER})\s*(?P<tounit2>{_UNIT})"
    rf"|(?P<combo>{_NUMBER}(?:\s*/\s*{_NUMBER})+)\s*(?P<combounit>{_UNIT})?(?!\d|\s*(?:cp|comp|gél))"
    rf"|(?P<value>{_NUMBER})\s*(?P<unit>{_UNIT})"
)
_BARE = re.compile(
    rf"\s*(?P<value>{_NUMBER}(?:\s*/\s*{_NUMBER})*)(?![\d/])"
    r"(?!\s*(?:cps?\b|cpr|comp|g[ée]l|sach|amp|bouff|goutt|inj|patch|dose|inhal|suppo|cuill|pulv|prise|fois|perf|cure|mois|jours?\b|j\b|sem|ans?\b|h\b|"
    r"min\b|%|-\s?\d|[.,]\d|°|e\b|[èe]me|er\b|re\b|h\d|unit|boîte|boite|flacon))",
    re.IGNORECASE,
)
_MOVED = re.compile(
    rf"(?i:\b(?:pass[ée]\w*|port[ée]\w*|major[ée]\w*|augment[ée]\w*|diminu[ée]\w*|r[ée]dui\w*|ramen[ée]\w*|descend\w*|baiss[ée]\w*|mont[ée]\w*|titr[ée]\w*|abaiss[ée]\w*|remont[ée]\w*)"
    rf"\s+(?:\w+\s+)?à)\s+(?P<value>{_NUMBER})\s*(?P<unit>{_UNIT})"
)
_RELEASE = re.compile(
    r"\s*(?:LP|L\.P\.|LM|MR|SR|XR|XL|CHRONO|RETARD|SPECIAL|FAIBLE|FORTE?|ENFANT|ADULTE|FLEXPEN|SOLOSTAR)\b",
    re.IGNORECASE,
)
_THEN = re.compile(
    rf"[^,;.]{{0,30}},? ?puis (?:relais )?(?:PO |per os |IV |à )?(?P<value>{_NUMBER})\s*(?P<unit>{_UNIT})"
)
_FORM = (
    r"(?:cps?\b|cpr?s?\b|comprim[ée]s?|g[ée]l(?:ules?)?\b|sachets?|sach\b|amp(?:oules?)?\b|bouff[ée]es?|gouttes?|gtt\w*|"
    r"injections?|inj\b|patchs?|doses?|inhalations?|suppos?(?:itoires?)?|cuill[eè]res?(?: à (?:café|soupe))?|c\. ?à ?[cs]|"
    r"pulv[ée]risations?|pulv\b|UI\b|unit[ée]s?|U\b|prises?|fois|perfusions?|perf\b|dosettes?|instillations?|cures?|applications?|implants?|stylos?|ovules?)"
)
_WHEN = (
    r"(?:(?:le |au |à |les |tous les |chaque )?(?:matins?|midis?|soirs?|coucher|réveil|lever|petit[- ]d[ée]jeuner|d[ée]jeuner|d[îi]ner|"
    r"lundi|mardi|mercredi|jeudi|vendredi|samedi|dimanche|go[ûu]ter|nuit|repas|jeun)|à jeun|au milieu des repas|pendant les repas|avant (?:les|le|chaque) repas|après les repas)"
)
_EVERY = (
    r"(?:/\s?(?:j(?:our)?\b|24 ?h|12 ?h|8 ?h|6 ?h|72 ?h|48 ?h|sem(?:aine)?\b|mois\b|\d+ ?mois|\d+ ?h\b|\d+ ?j\b|\d+ ?sem(?:aines)?\b|nuit)|"
    r"(?:par|chaque) (?:jour|semaine|mois|an|nuit|24 ?h|prise)|(?:tous|toutes) les (?:\d+ ?)?(?:jours?|semaines?|mois|ans|heures?|h\b|soirs|matins|\w+ jours)|"
    r"toutes les \d+ ?(?:h|heures|semaines)|\d+ jours? sur \d+|1 jour sur 2|un jour sur deux|"
    r"quotidien(?:ne)?(?:ment)?|hebdo(?:madaire)?|mensuel(?:le)?(?:ment)?|trimestriel(?:le)?|semestriel(?:le)?|annuel(?:le)?|bi-?quotidien\w*|x ?\d+ ?/ ?(?:j(?:our)?|24 ?h|sem(?:aine)?)?|"
    r"[x×] ?\d+(?: ?/ ?j(?:our)?| par jour| fois par jour| fois/j)?|(?:une|deux|trois|quatre|\d) fois (?:par|/) ?(?:jour|j|semaine|sem|mois|an)|jusqu'à \d+(?: ?/ ?j(?:our)?)?|"
    r"si (?:besoin|douleurs?|fi[èe]vre|n[ée]cessaire|crise|insomnie|angoisse|dyspn[ée]e)|en continu|la nuit|J1 ?(?:=|à) ?J\d+|pendant \d+ (?:jours?|semaines?|mois)|\d+ jours|pdt \d+ ?j)"
)
_COUNT = r"(?:\d+(?:[.,]\d+)?(?:\s?[àa-]\s?\d+)?|\d/\d|un|une|deux|trois|demi|½|¼)"
_SCHEME = r"(?:\d(?:[.,/]\d)?\s?-\s?\d(?:[.,/]\d)?\s?-\s?\d(?:[.,/]\d)?(?:\s?-\s?\d(?:[.,/]\d)?)?(?![\d/]))"
_ROUTE = r"\b(?:per os|PO\b|IV(?:SE|L|D)?\b|SC\b|IM\b|sous-cutan[ée]e?|intraveineu[xs]e?|sublingual|transdermique|inhal[ée]|n[ée]buli[sz]ation\w*|a[ée]rosols?)"
_PIECE = re.compile(
    rf"{_SCHEME}(?:\s?(?:UI|cp|U)\b)?|{_COUNT}\s?{_FORM}\.?(?:\s(?:buvables?|injectables?|SC|IM|IV))?|(?:{_COUNT}\s+)?{_WHEN}|{_COUNT}\s?{_EVERY}|{_EVERY}|{_ROUTE}|{_COUNT}\s+(?=(?:le|x|par|si)\b)",
    re.IGNORECASE,
)
_JOIN = re.compile(r"\s*(?:,|et|puis|\+|-|:|/|en|de|dont|ou|max\.?|\()?\s*$", re.IGNORECASE)
_VALUE_FREQUENCY = re.compile(r"\s*(?:/\s?(?:j(?:our)?|24 ?h|sem(?:aine)?|mois|12 ?h|8 ?h|h)\b)", re.IGNORECASE)


@dataclass(frozen=True, slots=True, kw_only=True)
class Dose:
    """A dose as written; `before` is the dose it replaces when the passage gives both."""

    value: str | None = None
    unit: str | None = None
    before: str | None = None
    end: int = 0


def dose_in(tail: str) -> Dose:
    """The first dose of the text that follows a drug's name."""
    release = _RELEASE.match(tail)
    if release:
        # "TERALITHE LP 400": how it is released is of the name.
        inner = dose_in(tail[release.end() :])
        return replace(inner, end=inner.end + release.end() if inner.value else 0)
    dose = _first_dose(tail)
    loaded = _THEN.match(tail, dose.end) if dose.value else None
    if loaded:
        # "300 mg en charge puis 75 mg/j": the dose that lasts is the second.
        return Dose(value=_tidy(loaded["value"]), unit=loaded["unit"] or dose.unit, end=loaded.end())
    moved = _MOVED.search(tail, dose.end)
    if moved and not dose.before and (moved["unit"] or dose.unit or dose.value):
        value, unit = _tidy(moved["value"]), moved["unit"] or dose.unit
        return Dose(value=value, unit=unit, before=dose.value, end=moved.end())
    if dose.value and not dose.before:
        for match in DOSE.finditer(tail, dose.end):
            # "NORSET 15 mg   1 cp le soir   7,5 -> 15 mg le 02/09": the row recalls the dose it replaces.
            if _tidy(match["to"] or match["to2"] or "") == dose.value:
                return replace(dose, before=_tidy(match["from"] or match["from2"]))
    return dose


def _first_dose(tail: str) -> Dose:
    bare = _BARE.match(tail)
    if re.match(rf"\s*:?\s*{_SCHEME}", tail):
        return Dose()
    for match in DOSE.finditer(tail):
        if match["combo"] and re.fullmatch(r"1\s*/\s*[234]", match["combo"]):
            continue
        if bare and match.start() >= bare.end():
            break
        if match["combo"] and match["combounit"] is None:
            if not bare or match.start() > bare.end():
                continue
            return Dose(value=_tidy(match["combo"]), end=match.end())
        if match["to"] or match["to2"]:
            unit = match["tounit"] or match["fromunit"] or match["tounit2"]
            value, before = match["to"] or match["to2"], match["from"] or match["from2"]
            return Dose(value=_tidy(value), unit=unit, before=_tidy(before), end=match.end())
        if match["combo"]:
            return Dose(value=_tidy(match["combo"]), unit=match["combounit"], end=match.end())
        return Dose(value=_tidy(match["value"]), unit=match["unit"], end=match.end())
    if (
        bare
        and not re.fullmatch(r"(?:19|20)\d\d", bare["value"])
        and not re.fullmatch(r"\s*1\s*/\s*[234]", bare["value"])
    ):
        return Dose(value=_tidy(bare["value"]), end=bare.end())
    return Dose()


def frequency_in(tail: str, start: int) -> str | None:
    """The rhythm as written, from its first words to its last, looking from `start`."""
    first = last = None
    for match in _PIECE.finditer(tail, max(0, start)):
        if not match.group().strip():
            continue
        if first is None:
            if re.search(r";|\.\s+[A-ZÀ-Ý]", tail[start : match.start()]):
                break
            first, last = match.start(), match.end()
        elif last is not None and _JOIN.match(tail[last : match.start()]) and match.start() - last <= 8:
            last = match.end()
        elif last is not None:
            break
    if first is None or last is None:
        return None
    return tail[first:last].strip()


def _tidy(number: str) -> str:
    return " ".join(number.split())
