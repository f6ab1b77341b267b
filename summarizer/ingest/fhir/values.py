"""The data types of FHIR in French words: concepts, quantities, dates, dosages.

Displays and texts are kept in the language they are written in: translating them would be inventing.
"""

from __future__ import annotations

import re
from typing import Any

from summarizer.ingest.dates import iso_prefix
from summarizer.ingest.fhir.parts import Json, Malformed, choice, flag, part, parts, word, words
from summarizer.isodate import french

UNITS = {
    "s": "seconde", "min": "minute", "h": "heure", "d": "jour", "wk": "semaine", "mo": "mois", "a": "an",
}  # fmt: skip
WHEN = {
    "MORN": "le matin", "NOON": "à midi", "AFT": "l'après-midi", "EVE": "le soir", "NIGHT": "la nuit",
    "HS": "au coucher", "WAKE": "au réveil", "C": "aux repas", "CM": "au petit déjeuner", "CD": "au déjeuner",
    "CV": "au dîner", "AC": "avant les repas", "ACM": "avant le petit déjeuner", "ACD": "avant le déjeuner",
    "ACV": "avant le dîner", "PC": "après les repas", "PCM": "après le petit déjeuner",
    "PCD": "après le déjeuner", "PCV": "après le dîner",
}  # fmt: skip
_DAYS = {
    "mon": "lundi", "tue": "mardi", "wed": "mercredi", "thu": "jeudi", "fri": "vendredi", "sat": "samedi",
    "sun": "dimanche",
}  # fmt: skip
_UCUM = {
    "mm[Hg]": "mmHg", "Cel": "°C", "[IU]": "UI", "1": "", "10*9/L": "G/L", "10*12/L": "T/L",
    "mL/min/{1.73_m2}": "mL/min/1,73 m²", "mL/min/{1.73_m2}.": "mL/min/1,73 m²", "kg/m2": "kg/m²",
}  # fmt: skip


def concept(value: Any) -> str:
    """A CodeableConcept or Coding in words: its text, else a display, else its code."""
    if value is None:
        return ""
    if not isinstance(value, dict):
        raise Malformed("concept")
    codings = parts(value, "coding") or ([value] if "code" in value or "display" in value else [])
    # Some systems put the label they show beside the display, on the coding itself.
    shown = [word(coding, "text") or word(coding, "display") for coding in codings]
    codes = [word(coding, "code") for coding in codings]
    return _one_line(next((said for said in (word(value, "text"), *shown, *codes) if said), ""))


def concepts(resource: Json, name: str) -> str:
    return ", ".join(dict.fromkeys(said for each in parts(resource, name) if (said := concept(each))))


def codes(value: Json) -> list[str]:
    return [word(coding, "code") for coding in parts(value, "coding")]


def _one_line(text: str) -> str:
    return " ".join(text.split())


def number(written: str) -> str:
    """A number with a decimal comma."""
    if not re.fullmatch(r"[<>=]*\s*-?\d+(\.\d+)?([eE][+-]?\d+)?", written):
        raise Malformed("number")
    return written.replace(".", ",")


def quantity(value: Any) -> str:
    """`7,2 mmol/L`, with its comparator."""
    if not isinstance(value, dict):
        raise Malformed("quantity")
    written = word(value, "value")
    unit = word(value, "unit") or word(value, "code")
    unit = re.sub(r"\{[^}]*\}", "", _UCUM.get(unit, unit)).strip(" /")
    unit = re.sub(r"\bu(?=(?:g|L|mol|kat|U|UI|m)\b)", "µ", unit).replace("[IU]", "UI").replace("[iU]", "UI")
    comparator = word(value, "comparator")
    amount = f"{comparator} {number(written)}".strip() if written else ""
    return f"{amount}{'' if unit == '%' and not amount else ' '}{unit}".strip()


def span_of(value: Json) -> str:
    """A Range: `3,9 - 6,1 mmol/L`, `< 5 mg/L`, `> 60`."""
    low, high = part(value, "low"), part(value, "high")
    if low and high:
        return f"{number(word(low, 'value'))} - {quantity(high)}"
    if high:
        return f"< {quantity(high)}"
    return f"> {quantity(low)}" if low else ""


def on(written: Any) -> str:
    """`le 18/03/2024`, `en 03/2024`, `en 2024`; empty when it is no date."""
    iso = iso_prefix(written)
    return f"{'le' if len(iso) == 10 else 'en'} {french(iso)}" if iso else ""


def since(written: Any) -> str:
    iso = iso_prefix(written)
    return f"depuis {'le ' if len(iso) == 10 else ''}{french(iso)}" if iso else ""


def until(written: Any) -> str:
    iso = iso_prefix(written)
    return f"jusqu'{'au ' if len(iso) == 10 else 'en '}{french(iso)}" if iso else ""


def period(value: Json) -> str:
    """`du 10/01/2024 au 14/01/2024`, `depuis le...`, `jusqu'au...`."""
    start, end = iso_prefix(word(value, "start")), iso_prefix(word(value, "end"))
    if start and end:
        return (
            on(start)
            if start == end
            else f"de {french(start)} à {french(end)}"
            if len(start) < 10
            else (f"du {french(start)} au {french(end)}")
        )
    return since(start) or until(end)


def moment(resource: Json, stem: str) -> str:
    """A `stem[x]` that is a date, a period, an age or words."""
    kind, value = choice(resource, stem)
    if kind in ("DateTime", "Date", "Instant"):
        return on(value)
    if kind == "Period":
        return period(part({"value": value}, "value"))
    if kind in ("Age", "Quantity"):
        return f"à l'âge de {age(value)}"
    return _one_line(value) if kind == "String" and isinstance(value, str) else ""


def age(value: Any) -> str:
    """`54 ans`, from a quantity in UCUM units of time."""
    said = quantity(value)
    amount, _, unit = said.partition(" ")
    return f"{amount} {_plural(UNITS.get(unit, unit or 'ans'), amount)}".strip()


def _plural(unit: str, amount: str) -> str:
    many = amount not in ("0", "1") and unit in UNITS.values() and unit != "mois"
    return unit + "s" if many else unit


def dosage(value: Json) -> str:
    """How a drug is taken, in one phrase: its own text, else its parts."""
    text = _one_line(word(value, "text"))
    pieces = [text] if text else [_amount(value), _timing(part(value, "timing"))]
    route = concept(value.get("route"))
    if route and route.casefold() not in text.casefold():
        pieces.append(route[0].lower() + route[1:])
    kind, needed = choice(value, "asNeeded")
    if kind == "Boolean" and needed is True and "besoin" not in text:
        pieces.append("si besoin")
    elif kind == "CodeableConcept":
        pieces.append(f"si besoin : {concept(needed)}")
    if limit := part(value, "maxDosePerPeriod"):
        most, per = part(limit, "numerator"), part(limit, "denominator")
        pieces.append(f"maximum {quantity(most)} par {quantity(per).removeprefix('1 ')}" if most and per else "")
    instruction = _one_line(word(value, "patientInstruction"))
    pieces.append(instruction if instruction != text else "")
    pieces.append(_bounds(part(part(value, "timing"), "repeat")))
    return ", ".join(piece for piece in pieces if piece)


def _amount(value: Json) -> str:
    for each in [*parts(value, "doseAndRate"), value]:
        kind, dose = choice(each, "dose")
        if kind == "Quantity" or (not kind and isinstance(each.get("dose"), dict)):
            return quantity(dose or each["dose"])
        if kind == "Range":
            return span_of(part({"dose": dose}, "dose"))
    return ""


def _timing(timing: Json) -> str:
    repeat = part(timing, "repeat")
    said = concept(timing.get("code"))
    frequency, span, unit = word(repeat, "frequency"), word(repeat, "period"), word(repeat, "periodUnit")
    when = [WHEN.get(code, code) for code in words(repeat, "when")]
    days = [_DAYS.get(day, day) for day in words(repeat, "dayOfWeek")]
    hours = [hour[:5].replace(":", "h") for hour in words(repeat, "timeOfDay")]
    if not said and frequency and unit in UNITS:
        every = (
            f"par {UNITS[unit]}"
            if span in ("", "1", "1.0")
            else f"tous les {number(span)} {_plural(UNITS[unit], span)}"
        )
        said = f"{frequency} fois {every}"
    return " ".join(piece for piece in (said, ", ".join(when), ", ".join(days), ", ".join(hours)) if piece)


def _bounds(repeat: Json) -> str:
    kind, value = choice(repeat, "bounds")
    if kind == "Period":
        return period(part({"value": value}, "value"))
    return f"pendant {age(value)}" if kind == "Duration" else ""


def any_value(resource: Json, stem: str = "value") -> str:
    """A `value[x]` of any common type, in words."""
    kind, value = choice(resource, stem)
    match kind:
        case "":
            return ""
        case "Quantity" | "Age" | "Duration" | "SimpleQuantity":
            return quantity(value)
        case "CodeableConcept" | "Coding":
            return concept(value)
        case "Boolean":
            return "oui" if flag({"value": value}, "value") else "non"
        case "DateTime" | "Date" | "Instant":
            iso = iso_prefix(value)
            return french(iso) if iso else ""
        case "Integer" | "Decimal" | "PositiveInt" | "UnsignedInt":
            return number(word({"value": value}, "value"))
        case "Range":
            return span_of(part({"value": value}, "value"))
        case "Ratio":
            ratio = part({"value": value}, "value")
            return f"{quantity(part(ratio, 'numerator'))} / {quantity(part(ratio, 'denominator'))}"
        case "Period":
            return period(part({"value": value}, "value"))
        case "Reference":
            return word(part({"value": value}, "value"), "display")
        case "Attachment":
            return word(part({"value": value}, "value"), "title")
        case _:
            return _one_line(value) if isinstance(value, str) else ""


def notes(resource: Json) -> str:
    return " ".join(_one_line(word(each, "text")) for each in parts(resource, "note"))
