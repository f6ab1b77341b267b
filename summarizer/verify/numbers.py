"""Reads the numbers and units of French clinical text, and finds those of a claim in its evidence.

It knows thousands separated by spaces, decimal commas, fractions and the units of medicine. It refuses to convert:
75 µg is not 0.075 mg here, since a clinician would have to redo the sum to trust it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

_NUMBER = re.compile(
    r"(?<![\w.,])(?:\d{1,3}(?:[ \u00a0\u202f]\d{3})+(?![\d])|\d+)(?:[.,]\d+)?(?!\d)|(?<=[A-Za-zµ°/x×])\d+(?:[.,]\d+)?"
)
_WORDS = {
    "deux": "2", "trois": "3", "quatre": "4", "cinq": "5", "six": "6", "sept": "7", "huit": "8", "neuf": "9",
    "dix": "10", "onze": "11", "douze": "12", "quinze": "15", "vingt": "20", "trente": "30",
}  # fmt: skip
_NUMBER_WORD = re.compile(r"(?i)\b(" + "|".join(_WORDS) + r")\b")

_UNIT_FORMS = {
    "mg": ("mg", "milligrammes?"),
    "g": ("g", "grammes?", "gr"),
    "µg": ("µg", "μg", "ug", "mcg", "microgrammes?", "gamma"),
    "ng": ("ng",),
    "pg": ("pg",),
    "kg": ("kg", "kilos?", "kilogrammes?"),
    "ml": ("ml", "millilitres?", "cc"),
    "l": ("l", "litres?"),
    "dl": ("dl",),
    "fl": ("fl",),
    "mm": ("mm", "millimètres?"),
    "cm": ("cm", "centimètres?"),
    "mmol": ("mmol",),
    "µmol": ("µmol", "μmol", "umol", "micromol(?:es)?"),
    "nmol": ("nmol",),
    "pmol": ("pmol",),
    "meq": ("meq",),
    "ui": ("ui", "u", "unités?", "unites?"),
    "mui": ("mui", "mu"),
    "%": ("%", "pour cent"),
    "mmhg": ("mmhg",),
    "bpm": ("bpm", "/min", "batt?ements? par minute"),
    "°c": ("°c", "°"),
    "ans": ("ans?", "années?"),
    "mois": ("mois",),
    "jours": ("jours?", "j", "jrs?"),
    "semaines": ("semaines?", "sem", "sa"),
    "heures": ("heures?", "h", "hrs?"),
    "min": ("min", "minutes?"),
    "cp": ("cp", "cps", "cpr", "comprimés?", "comprimes?"),
    "gel": ("gél", "gel", "gélules?"),
    "amp": ("amp", "ampoules?"),
    "sachet": ("sachets?",),
    "gouttes": ("gouttes?", "gttes?"),
    "bouffees": ("bouffées?", "inhalations?"),
    "gy": ("gy", "grays?"),
    "pa": ("pa", "paquets?-années?"),
    "g/l*": ("giga/l", "g/l"),
}
_SIMPLE = {form: unit for unit, forms in _UNIT_FORMS.items() for form in forms}
_UNIT = re.compile(
    r"(?i)[ \u00a0\u202f]?(?P<unit>(?:"
    + "|".join(sorted(_SIMPLE, key=len, reverse=True))
    + r")(?:\s?/\s?(?:kg|ml|dl|l|min|j(?:our)?|h|mmol|g|mois|sem(?:aine)?|m2|m²|1,73 ?m[²2]|[24]8?h|an))*)(?![a-zéèàâêîôûç])"
)


@dataclass(frozen=True, slots=True)
class Number:
    """A quantity as compared: `value` with a decimal point and no separators; `unit` normalized or None."""

    value: str
    unit: str | None


def numbers(text: str) -> tuple[Number, ...]:
    """Every number of `text`, in order, with the unit that follows it."""
    return tuple(_read(text))


def _read(text: str) -> Iterator[Number]:
    for match in _NUMBER.finditer(text):
        unit = _UNIT.match(text, match.end())
        yield Number(value_of(match.group()), _normal_unit(unit["unit"]) if unit else None)
    for word in _NUMBER_WORD.finditer(text):
        yield Number(_WORDS[word.group().lower()], None)


def missing_numbers(claim: str, evidence: str) -> tuple[Number, ...]:
    """The numbers of the claim that the evidence does not hold, or holds with another unit.

    A unit the evidence names elsewhere (the column or the row label of a table) may stand after a bare number.
    """
    held = numbers(evidence) + tuple(_parts(evidence))
    flat = evidence.lower()
    return tuple(number for number in numbers(claim) if not _holds(number, held, flat))


def _holds(number: Number, held: tuple[Number, ...], flat: str) -> bool:
    same = [other for other in held if other.value == number.value]
    if not same:
        return False
    if number.unit is None or any(other.unit == number.unit for other in same):
        return True
    bare = any(other.unit is None for other in same)
    return bare and any(form in flat for form in _spellings(number.unit))


def _spellings(unit: str) -> tuple[str, ...]:
    return (unit, unit.replace("µ", "μ"), unit.replace("µ", "u"))


def _parts(text: str) -> Iterator[Number]:
    """`1 850` may be one number or two: both readings of the evidence are allowed to a claim."""
    for match in _NUMBER.finditer(text):
        pieces = re.split(r"[ \u00a0\u202f]", match.group())
        if len(pieces) > 1:
            for piece in pieces:
                yield Number(value_of(piece), None)


def value_of(raw: str) -> str:
    """A number as compared: without separators, with a decimal point, no idle zero."""
    value = re.sub(r"[ \u00a0\u202f]", "", raw).replace(",", ".")
    whole, _, decimals = value.partition(".")
    decimals = decimals.rstrip("0")
    return (whole.lstrip("0") or "0") + (f".{decimals}" if decimals else "")


def _normal_unit(raw: str) -> str:
    flat = re.sub(r"\s", "", raw.lower())
    head, slash, tail = flat.partition("/")
    if not head:  # "/min"
        return "bpm"
    for form, unit in _SIMPLE.items():
        if re.fullmatch(form, head):
            head = unit
            break
    return head + slash + tail.replace("jour", "j").replace("m2", "m²").replace("semaine", "sem")
