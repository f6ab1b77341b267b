"""Diagnoses and allergies as French sentences, each with how sure it is and whether it is over."""

from __future__ import annotations

from collections.abc import Mapping

from summarizer.ingest.fhir.parts import Json, choice, part, parts, word, words
from summarizer.ingest.fhir.said import ALLERGIES, PROBLEMS, Resolve, Said, date_of, sentence
from summarizer.ingest.fhir.values import codes, concept, concepts, moment, notes, on, since, until

_CLINICAL = {
    "active": "en cours", "recurrence": "récidive", "relapse": "rechute", "inactive": "inactif",
    "remission": "en rémission", "resolved": "résolu",
}  # fmt: skip
_CLINICAL_FEMININE = _CLINICAL | {"inactive": "inactive", "resolved": "résolue", "active": "active"}
_SEVERITY = {"mild": "légère", "moderate": "modérée", "severe": "sévère"}
_CRITICALITY = {"low": "faible", "high": "élevée", "unable-to-assess": "indéterminée"}


def _verified(resource: Json) -> str:
    return next(iter(codes(part(resource, "verificationStatus"))), "")


def _clinical(resource: Json, wording: Mapping[str, str]) -> str:
    return next((wording[code] for code in codes(part(resource, "clinicalStatus")) if code in wording), "")


def condition(resource: Json, resolve: Resolve) -> Said:
    label = concept(resource.get("code"))
    opening = {
        "refuted": "Diagnostic écarté : ",
        "provisional": "Diagnostic suspecté : ",
        "differential": "Diagnostic suspecté (différentiel) : ",
        "unconfirmed": "Diagnostic non confirmé : ",
    }.get(_verified(resource), "")
    severity = concept(resource.get("severity"))
    site = concepts(resource, "bodySite")
    categories = [
        concept(each)
        for each in parts(resource, "category")
        if not {"problem-list-item", "encounter-diagnosis"} & set(codes(each))
    ]
    kind, onset = choice(resource, "onset")
    started = since(onset) if kind == "DateTime" else moment(resource, "onset")
    ended = until(resource["abatementDateTime"]) if "abatementDateTime" in resource else moment(resource, "abatement")
    recorded = "" if started or ended else f"noté {on(resource.get('recordedDate'))}".removesuffix("noté ")
    text = sentence(
        opening + label if label else "",
        *(category[0].lower() + category[1:] for category in categories if category),
        "" if opening.startswith("Diagnostic écarté") else _clinical(resource, _CLINICAL),
        f"sévérité : {severity}" if severity else "",
        f"localisation : {site}" if site else "",
        started,
        ended,
        recorded,
        note=notes(resource),
    )
    return Said(heading=PROBLEMS, text=text, date=date_of(resource, "onset", "recordedDate"))


_NO_ALLERGY = {
    "716186003": "Pas d'allergie connue",
    "no-known-allergies": "Pas d'allergie connue",
    "409137002": "Pas d'allergie médicamenteuse connue",
    "no-known-medication-allergies": "Pas d'allergie médicamenteuse connue",
    "429625007": "Pas d'allergie alimentaire connue",
    "no-known-food-allergies": "Pas d'allergie alimentaire connue",
    "1631000175102": "Allergies non recherchées",
    "no-allergy-info": "Allergies : aucune information",
}
_ALLERGY_KINDS = {
    "food": "aliment",
    "medication": "médicament",
    "environment": "environnement",
    "biologic": "biologique",
}


def allergy(resource: Json, resolve: Resolve) -> Said:
    date = date_of(resource, "onset", "recordedDate", "lastOccurrence")
    code = part(resource, "code")
    none = next((_NO_ALLERGY[each] for each in codes(code) if each in _NO_ALLERGY), "")
    if none:
        return Said(heading=ALLERGIES, text=sentence(none, on(date)), date=date)
    noun = "Intolérance" if word(resource, "type") == "intolerance" else "Allergie"
    doubt = {
        "refuted": " écartée",
        "unconfirmed": " non confirmée",
        "presumed": " suspectée",
        "provisional": " suspectée",
    }.get(_verified(resource), "")
    reactions = parts(resource, "reaction")
    label = concept(code) or next((concept(each.get("substance")) for each in reactions if each.get("substance")), "")
    criticality = _CRITICALITY.get(word(resource, "criticality"), "")
    kind, onset = choice(resource, "onset")
    text = sentence(
        f"{noun}{doubt} : {label}" if label else "",
        ", ".join(_ALLERGY_KINDS.get(each, each) for each in words(resource, "category")),
        *map(_reaction, reactions),
        f"criticité {criticality}" if criticality else "",
        "" if doubt == " écartée" else _clinical(resource, _CLINICAL_FEMININE),
        since(onset) if kind == "DateTime" else moment(resource, "onset"),
        "" if kind else f"notée {on(resource.get('recordedDate'))}".removesuffix("notée "),
        note=notes(resource),
    )
    return Said(heading=ALLERGIES, text=text, date=date)


def _reaction(reaction: Json) -> str:
    manifestation = concepts(reaction, "manifestation")
    severity = _SEVERITY.get(word(reaction, "severity"), "")
    said = " ".join(piece for piece in (manifestation, f"({severity})" if severity else "") if piece)
    return f"réaction : {said}" if said else word(reaction, "description")
