"""Clinical FHIR resources as French sentences a reader would accept, each with its status and date.

It knows one phrase per type of resource. Statuses are said in words that cannot be misread: what was refuted is
`écarté`, what is provisional is `suspecté`, what was stopped is `arrêté`. A resource entered in error says nothing.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from summarizer.ingest.dates import iso_prefix
from summarizer.ingest.fhir_json import Json, Malformed, choice, flag, part, parts, word, words
from summarizer.ingest.fhir_values import (
    age,
    any_value,
    codes,
    concept,
    concepts,
    dosage,
    moment,
    notes,
    on,
    period,
    quantity,
    since,
    span_of,
    until,
)

Resolve = Callable[[Json], Json]
"""The resource a reference points to inside the same file; {} when it is not there."""


@dataclass(frozen=True, slots=True, kw_only=True, repr=False)
class Said:
    """One resource in words. `heading` is the group it is read under; `date` orders it (ISO, "" when unknown)."""

    heading: str
    text: str
    date: str = ""


PROBLEMS = "Problèmes et diagnostics"
ALLERGIES = "Allergies et intolérances"
TREATMENTS = "Traitements"
VITALS = "Signes vitaux et mesures"
LABORATORY = "Résultats de biologie"
SOCIAL = "Mode de vie"
OTHER_OBSERVATIONS = "Autres observations"
REPORTS = "Comptes rendus d'examens"
PROCEDURES = "Actes et interventions"
VACCINES = "Vaccinations"
FAMILY = "Antécédents familiaux"
ENCOUNTERS = "Séjours et consultations"
PLANS = "Plan de soins et demandes"
DEVICES = "Dispositifs médicaux"
ALERTS = "Alertes"

HEADINGS = (
    PROBLEMS, ALLERGIES, ALERTS, TREATMENTS, LABORATORY, VITALS, OTHER_OBSERVATIONS, SOCIAL, REPORTS, PROCEDURES,
    DEVICES, VACCINES, FAMILY, ENCOUNTERS, PLANS,
)  # fmt: skip


def say(resource: Json, resolve: Resolve) -> Said | None:
    """The resource in words; None for a type that says nothing of the patient's health, or was entered in error.

    Raises Malformed.
    """
    speaker = SPEAKERS.get(word(resource, "resourceType"))
    verification = codes(part(resource, "verificationStatus"))
    if speaker is None or "entered-in-error" in (resource.get("status"), *verification):
        return None
    return speaker(resource, resolve)


def _sentence(subject: str, *qualifiers: str, note: str = "") -> str:
    """`- subject : qualifier, qualifier. Note.`"""
    if not subject:
        raise Malformed("code")
    said = ", ".join(qualifier for qualifier in qualifiers if qualifier)
    return f"- {_ended(f'{subject} : {said}' if said else subject)}" + (f" {_ended(note)}" if note else "")


def _ended(text: str) -> str:
    return text if text[-1] in ".!?" else f"{text}."


def _date(resource: Json, *stems: str) -> str:
    """The ISO date that orders a resource: the first element of these that holds one."""
    for stem in stems:
        value = resource[stem] if stem in resource else choice(resource, stem)[1]
        if isinstance(value, dict):
            value = value.get("start") or value.get("end")
        if date := iso_prefix(value):
            return date
    return ""


# --- problems, allergies ------------------------------------------------------------------------------------------

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


def _condition(resource: Json, resolve: Resolve) -> Said:
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
    text = _sentence(
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
    return Said(heading=PROBLEMS, text=text, date=_date(resource, "onset", "recordedDate"))


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


def _allergy(resource: Json, resolve: Resolve) -> Said:
    date = _date(resource, "onset", "recordedDate", "lastOccurrence")
    code = part(resource, "code")
    none = next((_NO_ALLERGY[each] for each in codes(code) if each in _NO_ALLERGY), "")
    if none:
        return Said(heading=ALLERGIES, text=_sentence(none, on(date)), date=date)
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
    text = _sentence(
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


# --- treatments ---------------------------------------------------------------------------------------------------

_STATEMENT = {
    "active": "en cours", "completed": "terminé", "intended": "prévu", "stopped": "arrêté", "on-hold": "suspendu",
    "unknown": "", "not-taken": "non pris", "cancelled": "annulé", "draft": "projet de prescription",
    "in-progress": "en cours", "not-done": "non administré",
}  # fmt: skip


def _drug(resource: Json, resolve: Resolve) -> str:
    kind, value = choice(resource, "medication")
    if kind == "Reference":
        reference = part({"medication": value}, "medication")
        return concept(resolve(reference).get("code")) or word(reference, "display")
    return concept(value)


def _reasons(resource: Json) -> str:
    said = concepts(resource, "reasonCode") or ", ".join(
        word(each, "display") for each in parts(resource, "reasonReference") if "display" in each
    )
    return f"motif : {said}" if said else ""


def _stopped(resource: Json) -> str:
    said = (
        concept(resource.get("statusReason"))
        if isinstance(resource.get("statusReason"), dict)
        else (concepts(resource, "statusReason"))
    )
    return f"raison : {said}" if said else ""


def _medication_statement(resource: Json, resolve: Resolve) -> Said:
    kind, effective = choice(resource, "effective")
    taken = since(effective) if kind == "DateTime" else moment(resource, "effective")
    text = _sentence(
        _drug(resource, resolve),
        *map(dosage, parts(resource, "dosage")),
        _STATEMENT.get(word(resource, "status"), ""),
        _stopped(resource),
        taken,
        _reasons(resource),
        note=notes(resource),
    )
    return Said(heading=TREATMENTS, text=text, date=_date(resource, "effective", "dateAsserted"))


def _medication_request(resource: Json, resolve: Resolve) -> Said:
    status, intent = word(resource, "status"), word(resource, "intent")
    verb = "proposé" if intent in ("proposal", "plan") else "prescrit"
    prescribed = " ".join(piece for piece in (verb, on(resource.get("authoredOn"))) if piece)
    drug = _drug(resource, resolve)
    text = _sentence(
        f"Ne pas donner : {drug}" if flag(resource, "doNotPerform") and drug else drug,
        *map(dosage, parts(resource, "dosageInstruction")),
        prescribed,
        _STATEMENT.get(status, "") if status != "active" else "",
        _stopped(resource),
        _reasons(resource),
        note=notes(resource),
    )
    return Said(heading=TREATMENTS, text=text, date=_date(resource, "authoredOn"))


def _medication_administration(resource: Json, resolve: Resolve) -> Said:
    done = word(resource, "status") in ("completed", "in-progress", "")
    given = part(resource, "dosage")
    text = _sentence(
        _drug(resource, resolve),
        dosage(given) if given else "",
        " ".join(
            piece
            for piece in (
                "administré" if done else _STATEMENT.get(word(resource, "status"), ""),
                moment(resource, "effective"),
            )
            if piece
        ),
        _stopped(resource),
        _reasons(resource),
        note=notes(resource),
    )
    return Said(heading=TREATMENTS, text=text, date=_date(resource, "effective"))


def _medication_dispense(resource: Json, resolve: Resolve) -> Said:
    handed = on(resource.get("whenHandedOver") or resource.get("whenPrepared"))
    amount = quantity(part(resource, "quantity")) if "quantity" in resource else ""
    text = _sentence(
        _drug(resource, resolve),
        *map(dosage, parts(resource, "dosageInstruction")),
        f"délivré {handed}".strip() if word(resource, "status") in ("completed", "") else "non délivré",
        f"quantité : {amount}" if amount else "",
    )
    return Said(heading=TREATMENTS, text=text, date=_date(resource, "whenHandedOver", "whenPrepared"))


# --- observations, reports ----------------------------------------------------------------------------------------

_INTERPRETATION = {
    "H": "élevé", "HH": "très élevé", "HU": "très élevé", "L": "bas", "LL": "très bas", "LU": "très bas",
    "A": "anormal", "AA": "très anormal", "N": "normal", "POS": "positif", "NEG": "négatif", "R": "résistant",
    "S": "sensible", "I": "intermédiaire", "IND": "indéterminé", "U": "en hausse", "D": "en baisse",
}  # fmt: skip
_GROUPS = {
    "laboratory": LABORATORY, "vital-signs": VITALS, "social-history": SOCIAL, "imaging": REPORTS,
    "survey": OTHER_OBSERVATIONS, "exam": OTHER_OBSERVATIONS,
}  # fmt: skip


def _observation(resource: Json, resolve: Resolve) -> Said | None:
    if word(resource, "status") == "cancelled":
        return None
    inner = [_result(each) for each in parts(resource, "component")]
    value = ", ".join(piece for piece in (_measured(resource), *inner) if piece)
    if not value and (parts(resource, "hasMember") or not concept(resource.get("code"))):
        return None
    missing = concept(resource.get("dataAbsentReason"))
    text = _sentence(
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
    return Said(heading=heading, text=text, date=_date(resource, "effective", "issued"))


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


def _report(resource: Json, resolve: Resolve) -> Said | None:
    conclusion = " ".join(word(resource, "conclusion").split())
    coded = concepts(resource, "conclusionCode")
    results = [word(each, "display") for each in parts(resource, "result") if "display" in each]
    if not (conclusion or coded or results or parts(resource, "presentedForm")):
        return None
    text = _sentence(
        concept(resource.get("code")),
        moment(resource, "effective"),
        f"conclusion : {conclusion}" if conclusion else "",
        coded,
        f"résultats : {' ; '.join(results)}" if results and not conclusion else "",
    )
    return Said(heading=REPORTS, text=text, date=_date(resource, "effective", "issued"))


def _imaging(resource: Json, resolve: Resolve) -> Said:
    label = concepts(resource, "procedureCode") or word(resource, "description") or concepts(resource, "modality")
    return Said(
        heading=REPORTS,
        text=_sentence(
            label or "Examen d'imagerie", on(resource.get("started")), word(resource, "description"), notes(resource)
        ),
        date=_date(resource, "started"),
    )


# --- acts, vaccines, family, stays, plans -------------------------------------------------------------------------

_DONE = {
    "completed": "", "in-progress": "en cours", "preparation": "prévu", "not-done": "non réalisé",
    "stopped": "interrompu", "on-hold": "suspendu",
}  # fmt: skip


def _procedure(resource: Json, resolve: Resolve) -> Said:
    site = concepts(resource, "bodySite")
    outcome = concept(resource.get("outcome"))
    complication = concepts(resource, "complication")
    text = _sentence(
        concept(resource.get("code")),
        _DONE.get(word(resource, "status"), ""),
        moment(resource, "performed"),
        f"localisation : {site}" if site else "",
        _reasons(resource),
        _stopped(resource),
        f"résultat : {outcome}" if outcome else "",
        f"complication : {complication}" if complication else "",
        note=notes(resource),
    )
    return Said(heading=PROCEDURES, text=text, date=_date(resource, "performed"))


def _immunization(resource: Json, resolve: Resolve) -> Said:
    label = concept(resource.get("vaccineCode"))
    done = word(resource, "status") != "not-done"
    rank = [any_value(each, "doseNumber") for each in parts(resource, "protocolApplied")]
    targets = ", ".join(concepts(each, "targetDisease") for each in parts(resource, "protocolApplied"))
    lot = word(resource, "lotNumber")
    text = _sentence(
        label if "vaccin" in label.casefold() or not label else f"Vaccin {label}",
        " ".join(piece for piece in ("fait" if done else "non fait", moment(resource, "occurrence")) if piece),
        f"dose {rank[0]}" if rank and rank[0] else "",
        f"maladies : {targets}" if targets.strip(", ") else "",
        f"lot {lot}" if lot else "",
        _stopped(resource),
        note=notes(resource),
    )
    return Said(heading=VACCINES, text=text, date=_date(resource, "occurrence"))


_RELATIVES = {
    "FTH": "Père", "MTH": "Mère", "BRO": "Frère", "SIS": "Sœur", "SON": "Fils", "DAU": "Fille", "GRFTH": "Grand-père",
    "GRMTH": "Grand-mère", "MGRFTH": "Grand-père maternel", "MGRMTH": "Grand-mère maternelle",
    "PGRFTH": "Grand-père paternel", "PGRMTH": "Grand-mère paternelle", "UNCLE": "Oncle", "AUNT": "Tante",
    "COUSN": "Cousin", "NSIB": "Frère ou sœur", "CHILD": "Enfant", "FAMMEMB": "Membre de la famille",
}  # fmt: skip


def _family(resource: Json, resolve: Resolve) -> Said:
    relation = part(resource, "relationship")
    relative = next((_RELATIVES[code] for code in codes(relation) if code in _RELATIVES), concept(relation))
    kind, dead = choice(resource, "deceased")
    text = _sentence(
        f"Antécédent familial, {relative[0].lower() + relative[1:]}" if relative else "",
        *map(_relatives_condition, parts(resource, "condition")),
        f"décès à {age(dead)}" if kind == "Age" else "décès" if dead is True else "",
        note=notes(resource),
    )
    return Said(heading=FAMILY, text=text, date=_date(resource, "date"))


def _relatives_condition(condition: Json) -> str:
    kind, onset = choice(condition, "onset")
    when = f"à {age(onset)}" if kind == "Age" else any_value(condition, "onset")
    fatal = "cause du décès" if flag(condition, "contributedToDeath") else ""
    said = " ".join(piece for piece in (concept(condition.get("code")), when) if piece)
    return ", ".join(piece for piece in (said, concept(condition.get("outcome")), fatal, notes(condition)) if piece)


_CLASSES = {
    "IMP": "Hospitalisation", "ACUTE": "Hospitalisation", "NONAC": "Hospitalisation", "SS": "Hospitalisation de jour",
    "EMER": "Passage aux urgences", "AMB": "Consultation", "VR": "Téléconsultation", "HH": "Visite à domicile",
    "OBSENC": "Surveillance hospitalière",
}  # fmt: skip
_ENCOUNTER = {"planned": "prévu", "in-progress": "en cours", "cancelled": "annulé", "arrived": "arrivé"}


def _encounter(resource: Json, resolve: Resolve) -> Said:
    kind = part(resource, "class")
    stay = part(resource, "hospitalization")
    origin, way_out = concept(stay.get("admitSource")), concept(stay.get("dischargeDisposition"))
    text = _sentence(
        _CLASSES.get(word(kind, "code"), concept(kind) or "Venue"),
        concepts(resource, "type"),
        period(part(resource, "period")),
        _ENCOUNTER.get(word(resource, "status"), ""),
        concept(resource.get("serviceType")),
        _reasons(resource),
        f"provenance : {origin}" if origin else "",
        f"sortie : {way_out}" if way_out else "",
    )
    return Said(heading=ENCOUNTERS, text=text, date=_date(resource, "period"))


def _care_plan(resource: Json, resolve: Resolve) -> Said:
    activities = [
        concept(part(each, "detail").get("code")) or word(part(each, "detail"), "description")
        for each in parts(resource, "activity")
    ]
    kinds = [concept(each) for each in parts(resource, "category") if codes(each) != ["assess-plan"]]
    text = _sentence(
        word(resource, "title") or ", ".join(kind for kind in kinds if kind) or "Plan de soins",
        _STATEMENT.get(word(resource, "status"), ""),
        period(part(resource, "period")),
        " ".join(word(resource, "description").split()),
        "activités : " + " ; ".join(each for each in activities if each) if any(activities) else "",
        note=notes(resource),
    )
    return Said(heading=PLANS, text=text, date=_date(resource, "period", "created"))


_REQUEST = {"draft": "projet", "on-hold": "suspendu", "revoked": "annulé", "completed": "réalisé"}
_PRIORITY = {"urgent": "urgent", "asap": "dès que possible", "stat": "immédiat"}


def _service_request(resource: Json, resolve: Resolve) -> Said:
    label = concept(resource.get("code"))
    text = _sentence(
        f"Ne pas faire : {label}" if flag(resource, "doNotPerform") and label else label,
        " ".join(piece for piece in ("demandé", on(resource.get("authoredOn"))) if piece),
        f"prévu {moment(resource, 'occurrence')}".removesuffix("prévu "),
        _REQUEST.get(word(resource, "status"), ""),
        _PRIORITY.get(word(resource, "priority"), ""),
        _reasons(resource),
        word(resource, "patientInstruction"),
        note=notes(resource),
    )
    return Said(heading=PLANS, text=text, date=_date(resource, "occurrence", "authoredOn"))


def _goal(resource: Json, resolve: Resolve) -> Said:
    return Said(
        heading=PLANS,
        text=_sentence("Objectif", concept(resource.get("description")), note=notes(resource)),
        date=_date(resource, "start"),
    )


def _flag(resource: Json, resolve: Resolve) -> Said | None:
    if word(resource, "status") == "inactive":
        return None
    return Said(
        heading=ALERTS,
        text=_sentence(concept(resource.get("code")), period(part(resource, "period"))),
        date=_date(resource, "period"),
    )


def _device_use(resource: Json, resolve: Resolve) -> Said:
    reference = part(resource, "device")
    device = resolve(reference)
    names = [word(each, "name") for each in parts(device, "deviceName")]
    label = concept(device.get("type")) or next(iter(names), "") or word(reference, "display")
    kind, used = choice(resource, "timing")
    return Said(
        heading=DEVICES,
        text=_sentence(
            label,
            since(used) if kind == "DateTime" else moment(resource, "timing"),
            _reasons(resource),
            notes(resource),
        ),
        date=_date(resource, "timing", "recordedOn"),
    )


def _impression(resource: Json, resolve: Resolve) -> Said:
    summary = " ".join((word(resource, "summary") or word(resource, "description")).split())
    return Said(
        heading=OTHER_OBSERVATIONS,
        text=_sentence("Synthèse clinique", summary, note=notes(resource)),
        date=_date(resource, "effective", "date"),
    )


SPEAKERS: Mapping[str, Callable[[Json, Resolve], Said | None]] = {
    "Condition": _condition,
    "AllergyIntolerance": _allergy,
    "MedicationStatement": _medication_statement,
    "MedicationRequest": _medication_request,
    "MedicationAdministration": _medication_administration,
    "MedicationDispense": _medication_dispense,
    "Observation": _observation,
    "DiagnosticReport": _report,
    "ImagingStudy": _imaging,
    "Procedure": _procedure,
    "Immunization": _immunization,
    "FamilyMemberHistory": _family,
    "Encounter": _encounter,
    "CarePlan": _care_plan,
    "ServiceRequest": _service_request,
    "Goal": _goal,
    "Flag": _flag,
    "DeviceUseStatement": _device_use,
    "ClinicalImpression": _impression,
}
