"""Reads the value that follows the name of a measure in running text: number, unit, comparator, what it was before.

It never invents a unit, and takes no number it cannot tie to the name.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

NUMBER = r"(?:\d{1,3}(?:[ \u00a0\u202f]\d{3})+(?![\d/])|\d+(?:[.,]\d+)?)"
UNIT = (
    r"(?:µmol/24 ?h|µmol/L|umol/L|μmol/L|micromol/L|mmol/24 ?h|mmol/L|mmol/l|µmol/l|umol/l|nmol/L|nmol/l|pmol/L|pmol/l|mmol/mol|mEq/L|mL/min(?:\s?/\s?1[,.]73 ?m[²2])?|ml/min(?:\s?/\s?1[,.]73 ?m[²2])?|"
    r"G/L|Giga/L|T/L|g/dL|g/dl|g/100 ?mL|g/L|g/l|g/24 ?h|g/g|mg/dL|mg/dl|mg/L|mg/l|mg/24 ?h|mg/g|mg/mmol|µg/L|µg/l|ug/L|µg/g|ng/mL|ng/ml|ng/L|ng/l|pg/mL|pg/ml|ng/dL|mUI/L|mU/L|µUI/mL|µU/mL|mUI/mL|kUI/L|UI/mL|UI/ml|UI/L|UI/l|U/L|U/mL|U/ml|IU/L|"
    r"copies/mL|copies/ml|cop/mL|log|/mm3|/mm³|/µL|éléments/mm3|mm/h|mmHg|mm Hg|cmHg|kPa|bpm|batt/min|/ ?min(?:ute)?\b|c/min|cpm|°C|°|kg/m[²2]|kg|ms\b|cm[²2]|cm|mm\b|mL/24 ?h|mL/h|mL|ml|L/min|l/min|L/24 ?h|L/j|fL|pg\b|%|N\b|SA\b|s\b|g\b|m\b|L\b|mOsm/(?:kg|L)|/h\b|dioptries|DS\b)"
)
FLAG = r"(?:\((?:H|B|L|N)\)|\bHH\b|\bBB\b|\bLL\b|\bH\b|\bB\b|\bL\b|↑+|↓+|\*{1,3}(?=\s|$))"
_DATE = r"(?:\s*(?:du|le|au|de|ce|en)?\s*(?:\d{1,2}[/.]\d{1,2}(?:[/.]\d{2,4})?|\d{1,2} [a-zéû]+(?: \d{2,4})?|jour|ce jour|matin))"
_FILLER = (
    r"(?:\s|[:=]|\bà\b|\ba\b|\best\b|\bétait\b|\bsont\b|\bde\b|\bcontrôlée?\b|\bmesurée?\b|\bestimée?\b|\bcalculée?\b|\bstable\b|\bstables\b|\bélevée?s?\b|\bbasse?s?\b|\bà jeun\b|\bpost-?prandiale\b|"
    r"\bd'entrée\b|\bde sortie\b|\bde base\b|\bcapillaire\b|\binitiale?\b|\bsérique\b|\bplasmatique\b|\bmoyenne?\b|\bhabituel(?:le)?\b|\bactuel(?:le)?\b|\bà l'entrée\b|\bà la sortie\b|\bconservée?\b|\baltérée?\b|\benviron\b|\bvers\b|\bremontée?\b|\bdescendue?\b|\bpassée?\b|\bce jour\b|\bjusqu'à\b|"
    r"\baugmentée?\b|\bdiminuée?\b|\btotale?\b|\bnormale?s?\b|\bcorrigée?\b|\bcouchée?\b|\bdebout\b|\bretrouvée?\b|\bévaluée?\b|\bchiffrée?\b|\bpic\b|\bmax(?:imale?)?\b|\bpuis\b|\bpéjorée?\b|\bdosée?\b|\bchutée?\b|\bdans les urines\b|\bscore\b|\bau repos\b|\ben baisse\b|\ben hausse\b|\bréduite?\b|\blimitée?\b|\ben air ambiant\b|\bAA\b|\bavait\b|\bmatin\b|\bse maintient\b|\bbrut\b|\bsortie\b|\bentrée\b|\bsous\s+\d\s*L\b|\bO[DG]\b)"
)
_COMPARATOR = r"(?P<cmp>[<>≤≥]=?|inférieure? à|supérieure? à|< ?ou ?=)"
VALUE = re.compile(
    rf"(?:\s*\)(?=\s*(?:à|a|=|:|\d)))?(?:\s*\((?![^)]*\d{{2}})[^)\n]{{1,30}}\))?(?:{_FILLER}|\bselon \w+|\(\d+(?:[.,]\d+)? ?(?:kg|ans)\)|\((?:CKD-EPI|MDRD|Cockcroft|Simpson|Simpson biplan|CKD EPI)\)|{_DATE}(?=\s*[:=]))*\s*(?:\(\s*(?:à\s)?)?(?P<flag>{FLAG})?\s*(?:{_COMPARATOR}\s*)?"
    rf"(?P<value>(?:\b1m\d\d\b)|(?:{NUMBER})(?:\s?/\s?\d+(?:[.,]\d+)?)?|(?:{NUMBER}))(?:\s?(?P<unit>{UNIT}))?"
    rf"(?:\s?/\s?j\b)?(?:\s*(?P<flag2>{FLAG}))?",
)
_ARROW = re.compile(rf"\s*(?P<unit0>{UNIT})?\s*(?:->|=>|→|–>|-->|puis|à)\s*(?P<value>{NUMBER})(?:\s?(?P<unit>{UNIT}))?")
#: "31 µg/L à 1 h" says when, not what it became.
_A_TIME = re.compile(r"\s*(?:h|heures?|min|minutes?|j|jours?|sem|semaines?|mois|ans?)\b", re.IGNORECASE)
#: Two results written as one: "ASAT / ALAT 24 / 31 UI/L", "Na - K : 138 - 4,2".
PAIR = re.compile(
    rf"\s*[:=]?\s*(?P<first>{NUMBER})\s*[/–-]\s*(?P<second>{NUMBER})(?!\s*[/–-]\s*\d)(?:\s?(?P<unit>{UNIT}))?"
)
BETWEEN_A_PAIR = re.compile(r"\s*[/–-]\s*$")
_REFERENCE = re.compile(
    rf"\s*[\[(]\s*(?:N\s*[:=]?\s*|VN\s*[:=]?\s*|norme?\s*:?\s*|réf\.?\s*:?\s*)?(?P<ref>(?:[<>≤≥]\s*{NUMBER}|{NUMBER}\s*[-–à]\s*{NUMBER}))(?:\s*{UNIT})?\s*[\])]|\s*\(\s*N\s*[:=<>]?\s*(?P<ref2>[^)]{{1,20}})\)"
)
_QUALITATIVE = re.compile(
    r"\s*(?:[:=]|est|sont|\s)*\s*(?P<word>n[ée]gati(?:f|ve|fs|ves)|positi(?:f|ve|fs|ves)|normale?s?|normaux|ind[ée]tectables?|ind[ée]celable|st[ée]rile|dans les normes|[ée]lev[ée]e?s?|basse?s?|effondr[ée]e?|augment[ée]e?s?|abaiss[ée]e?s?|conserv[ée]e?|alt[ée]r[ée]e?)\b",
    re.IGNORECASE,
)
#: Names so short that only a number right after them makes them a measure.
_TIGHT = re.compile(r"\s?(?:[:=]|à|a|est à|était à|\s)?\s?(?:[<>≤≥]\s?)?$")


_EARLIER_OPENS = re.compile(r"\s*(?:ce jour\s*)?[,;]?\s*(?:\(|contre|vs\.?|versus|au lieu de|après|pour)\s*")
_EARLIER = re.compile(
    rf"\s*(?:,|puis|et|;)?\s*(?P<value>{NUMBER})\s*(?:{UNIT})?\s*(?P<when>\(?(?:en|le|au|du|fin|début|mi-?)\s[^,;()]{{3,22}})\)?"
)


def earlier_after(tail: str) -> list[tuple[str, int, int]]:
    """Earlier results said right after a value ("(50,2 en septembre, 49 en janvier)"): value, and where its date is."""
    opening = _EARLIER_OPENS.match(tail)
    found: list[tuple[str, int, int]] = []
    position = opening.end() if opening else len(tail)
    while match := _EARLIER.match(tail, position):
        found.append((match["value"], match.start("when"), match.end("when")))
        position = match.end()
    return found


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    """A value as written. `start`..`end` is its place in the text given; `previous` the values it follows, undated."""

    value: str
    unit: str | None
    start: int
    end: int
    flag: str | None = None
    reference: str | None = None
    previous: tuple[str, ...] = ()


def reading_after(tail: str, *, short: bool, units: tuple[str, ...]) -> Reading | None:
    """The value in the text that follows a measure's name, or None. `short` names need the number right after."""
    match = VALUE.match(tail)
    if match is None or match.start("value") > 60:
        return None
    lead = tail[: match.start("value")]
    if short and not re.fullmatch(
        rf"\s?(?:\+|[:=]|à|est à|était à|de|le|\bO[DG]\b|\bmax\.?|\bmin\.?|\bmoy\.?|\bmoyenne|\s)*\s?(?:{FLAG})?\s*(?:[<>≤≥]=?\s?)?",
        lead,
    ):
        return None
    if short and not lead and not units:
        return None
    value, unit, end = match["value"], match["unit"], match.end("unit") if match["unit"] else match.end("value")
    if _is_date_or_duration(tail, match):
        return None
    previous: list[str] = []
    while arrow := _ARROW.match(tail, end):
        said = arrow.group().strip()
        if said.startswith(("à", "puis")) and not (arrow["unit"] or unit):
            break
        if "à" in said and _A_TIME.match(tail, arrow.end()):
            break
        previous.append(value)
        value, unit, end = arrow["value"], arrow["unit"] or unit or arrow["unit0"], arrow.end()
    if unit is None and "/" in value:
        value = "/".join(part.strip() for part in value.split("/"))
    reference = _REFERENCE.match(tail, end)
    comparator = (match["cmp"] or "").replace("inférieur à", "<").replace("inférieure à", "<")
    comparator = comparator.replace("supérieur à", ">").replace("supérieure à", ">")
    return Reading(
        value=f"{comparator}{value}" if comparator else value,
        unit=unit,
        start=match.start("value"),
        end=end,
        flag=match["flag"] or match["flag2"],
        reference=(reference["ref"] or reference["ref2"]) if reference else None,
        previous=tuple(previous),
    )


def word_after(tail: str) -> tuple[str, int] | None:
    """A result said in a word ("négatif", "normale"), and where it ends."""
    match = _QUALITATIVE.match(tail)
    return (match["word"].lower(), match.end()) if match else None


_DATE_TAIL = re.compile(
    r"\s*(?:[/.]\d|janv|févr|mars|avril|mai\b|juin|juil|août|sept|oct|nov|déc|h\d{0,2}\b|ans\b|mois\b|jours?\b|semaines?\b|cp\b|fois\b|ème|e\s)"
)


def _is_date_or_duration(tail: str, match: re.Match[str]) -> bool:
    value = match["value"]
    after = tail[match.end("value") :]
    if re.fullmatch(r"(?:19|20)\d\d", value) and match["unit"] is None:
        return True
    if "/" in value and re.match(r"\s*/\s*\d", after):
        return True
    return match["unit"] is None and _DATE_TAIL.match(after) is not None
