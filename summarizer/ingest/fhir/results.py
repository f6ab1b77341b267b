"""Measures and reports as French sentences, each value with its unit, reference range and judgement."""

from __future__ import annotations

from summarizer.ingest.fhir.parts import Json, parts, word
from summarizer.ingest.fhir.said import (
    LABORATORY,
    OTHER_OBSERVATIONS,
    REPORTS,
    SOCIAL,
    VITALS,
    Resolve,
    Said,
    date_of,
    sentence,
)
from summarizer.ingest.fhir.values import any_value, codes, concept, concepts, moment, notes, on, span_of

_INTERPRETATION = {
    "H": "élevé", "HH": "très élevé", "HU": "très élevé", "L": "bas", "LL": "très bas", "LU": "très bas",
    "A": "anormal", "AA": "très anormal", "N": "normal", "POS": "positif", "NEG": "négatif", "R": "résistant",
    "S": "sensible", "I": "intermédiaire", "IND": "indéterminé", "U": "en hausse", "D": "en baisse",
}  # fmt: skip
_GROUPS = {
    "laboratory": LABORATORY, "vital-signs": VITALS, "social-history": SOCIAL, "imaging": REPORTS,
    "survey": OTHER_OBSERVATIONS, "exam": OTHER_OBSERVATIONS,
}  # fmt: skip


def observation(resource: Json, resolve: Resolve) -> Said | None:
    if word(resource, "status") == "cancelled":
        return None
    inner = [_result(each) for each in parts(resource, "component")]
    value = ", ".join(piece for piece in (_measured(resource), *inner) if piece)
    if not value and (parts(resource, "hasMember") or not concept(resource.get("code"))):
        return None
    missing = concept(resource.get("dataAbsentReason"))
    text = sentence(
        concept(resource.get("code")),
        value or (f"non renseigné ({missing})" if missing else "non renseigné"),
        moment(resource, "effective"),
        "résultat provisoire" if word(resource, "status") in ("preliminary", "registered") else "",
        note=notes(resource),
    )
    categories = [code for each in parts(resource, "category") for code in codes(each)]
    heading = next((_GROUPS[code] for code in categories if code in _GROUPS), "")
    if not heading:
        heading = LABORATORY if parts(resource, "referenceRange") else OTHER_OBSERVATIONS
    return Said(heading=heading, text=text, date=date_of(resource, "effective", "issued"))


def _measured(element: Json) -> str:
    """A value with its reference range and interpretation."""
    value = any_value(element)
    ranges = [word(each, "text") or span_of(each) for each in parts(element, "referenceRange")]
    reference = " ; ".join(each for each in ranges if each)
    read = [code for each in parts(element, "interpretation") for code in codes(each)] or [
        word(each, "text") for each in parts(element, "interpretation")
    ]
    judged = ", ".join(_INTERPRETATION.get(code, code) for code in read if code)
    aside = " ; ".join(piece for piece in (f"référence : {reference}" if reference else "", judged) if piece)
    return f"{value} ({aside})" if value and aside else value


def _result(component: Json) -> str:
    value = _measured(component)
    return f"{concept(component.get('code'))} {value}".strip() if value else ""


def report(resource: Json, resolve: Resolve) -> Said | None:
    conclusion = " ".join(word(resource, "conclusion").split())
    coded = concepts(resource, "conclusionCode")
    results = [word(each, "display") for each in parts(resource, "result") if "display" in each]
    if not (conclusion or coded or results or parts(resource, "presentedForm")):
        return None
    text = sentence(
        concept(resource.get("code")),
        moment(resource, "effective"),
        f"conclusion : {conclusion}" if conclusion else "",
        coded,
        f"résultats : {' ; '.join(results)}" if results and not conclusion else "",
    )
    return Said(heading=REPORTS, text=text, date=date_of(resource, "effective", "issued"))


def imaging(resource: Json, resolve: Resolve) -> Said:
    label = concepts(resource, "procedureCode") or word(resource, "description") or concepts(resource, "modality")
    return Said(
        heading=REPORTS,
        text=sentence(
            label or "Examen d'imagerie", on(resource.get("started")), word(resource, "description"), notes(resource)
        ),
        date=date_of(resource, "started"),
    )
