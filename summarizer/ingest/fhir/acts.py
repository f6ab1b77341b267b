"""Acts, vaccines, relatives, stays, plans and devices as French sentences."""

from __future__ import annotations

from summarizer.ingest.fhir.parts import Json, choice, flag, part, parts, word
from summarizer.ingest.fhir.said import (
    ALERTS,
    DEVICES,
    ENCOUNTERS,
    FAMILY,
    OTHER_OBSERVATIONS,
    PLANS,
    PROCEDURES,
    VACCINES,
    Resolve,
    Said,
    date_of,
    reasons,
    sentence,
    stopped,
)
from summarizer.ingest.fhir.values import age, any_value, codes, concept, concepts, moment, notes, on, period, since

_DONE = {
    "completed": "", "in-progress": "en cours", "preparation": "prévu", "not-done": "non réalisé",
    "stopped": "interrompu", "on-hold": "suspendu",
}  # fmt: skip


def procedure(resource: Json, resolve: Resolve) -> Said:
    site = concepts(resource, "bodySite")
    outcome = concept(resource.get("outcome"))
    complication = concepts(resource, "complication")
    text = sentence(
        concept(resource.get("code")),
        _DONE.get(word(resource, "status"), ""),
        moment(resource, "performed"),
        f"localisation : {site}" if site else "",
        reasons(resource),
        stopped(resource),
        f"résultat : {outcome}" if outcome else "",
        f"complication : {complication}" if complication else "",
        note=notes(resource),
    )
    return Said(heading=PROCEDURES, text=text, date=date_of(resource, "performed"))


def immunization(resource: Json, resolve: Resolve) -> Said:
    label = concept(resource.get("vaccineCode"))
    done = word(resource, "status") != "not-done"
    rank = [any_value(each, "doseNumber") for each in parts(resource, "protocolApplied")]
    targets = ", ".join(concepts(each, "targetDisease") for each in parts(resource, "protocolApplied"))
    lot = word(resource, "lotNumber")
    text = sentence(
        label if "vaccin" in label.casefold() or not label else f"Vaccin {label}",
        " ".join(piece for piece in ("fait" if done else "non fait", moment(resource, "occurrence")) if piece),
        f"dose {rank[0]}" if rank and rank[0] else "",
        f"maladies : {targets}" if targets.strip(", ") else "",
        f"lot {lot}" if lot else "",
        stopped(resource),
        note=notes(resource),
    )
    return Said(heading=VACCINES, text=text, date=date_of(resource, "occurrence"))


_RELATIVES = {
    "FTH": "Père", "MTH": "Mère", "BRO": "Frère", "SIS": "Sœur", "SON": "Fils", "DAU": "Fille", "GRFTH": "Grand-père",
    "GRMTH": "Grand-mère", "MGRFTH": "Grand-père maternel", "MGRMTH": "Grand-mère maternelle",
    "PGRFTH": "Grand-père paternel", "PGRMTH": "Grand-mère paternelle", "UNCLE": "Oncle", "AUNT": "Tante",
    "COUSN": "Cousin", "NSIB": "Frère ou sœur", "CHILD": "Enfant", "FAMMEMB": "Membre de la famille",
}  # fmt: skip


def family(resource: Json, resolve: Resolve) -> Said:
    relation = part(resource, "relationship")
    relative = next((_RELATIVES[code] for code in codes(relation) if code in _RELATIVES), concept(relation))
    kind, dead = choice(resource, "deceased")
    text = sentence(
        f"Antécédent familial, {relative[0].lower() + relative[1:]}" if relative else "",
        *map(_relatives_condition, parts(resource, "condition")),
        f"décès à {age(dead)}" if kind == "Age" else "décès" if dead is True else "",
        note=notes(resource),
    )
    return Said(heading=FAMILY, text=text, date=date_of(resource, "date"))


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


def encounter(resource: Json, resolve: Resolve) -> Said:
    kind = part(resource, "class")
    stay = part(resource, "hospitalization")
    origin, way_out = concept(stay.get("admitSource")), concept(stay.get("dischargeDisposition"))
    text = sentence(
        _CLASSES.get(word(kind, "code"), concept(kind) or "Venue"),
        concepts(resource, "type"),
        period(part(resource, "period")),
        _ENCOUNTER.get(word(resource, "status"), ""),
        concept(resource.get("serviceType")),
        reasons(resource),
        f"provenance : {origin}" if origin else "",
        f"sortie : {way_out}" if way_out else "",
    )
    return Said(heading=ENCOUNTERS, text=text, date=date_of(resource, "period"))


_PLAN = {
    "active": "en cours", "completed": "terminé", "revoked": "annulé", "on-hold": "suspendu", "draft": "projet",
}  # fmt: skip


def care_plan(resource: Json, resolve: Resolve) -> Said:
    activities = [
        concept(part(each, "detail").get("code")) or word(part(each, "detail"), "description")
        for each in parts(resource, "activity")
    ]
    kinds = [concept(each) for each in parts(resource, "category") if codes(each) != ["assess-plan"]]
    text = sentence(
        word(resource, "title") or ", ".join(kind for kind in kinds if kind) or "Plan de soins",
        _PLAN.get(word(resource, "status"), ""),
        period(part(resource, "period")),
        " ".join(word(resource, "description").split()),
        "activités : " + " ; ".join(each for each in activities if each) if any(activities) else "",
        note=notes(resource),
    )
    return Said(heading=PLANS, text=text, date=date_of(resource, "period", "created"))


_REQUEST = {"draft": "projet", "on-hold": "suspendu", "revoked": "annulé", "completed": "réalisé"}
_PRIORITY = {"urgent": "urgent", "asap": "dès que possible", "stat": "immédiat"}


def service_request(resource: Json, resolve: Resolve) -> Said:
    label = concept(resource.get("code"))
    text = sentence(
        f"Ne pas faire : {label}" if flag(resource, "doNotPerform") and label else label,
        " ".join(piece for piece in ("demandé", on(resource.get("authoredOn"))) if piece),
        f"prévu {moment(resource, 'occurrence')}".removesuffix("prévu "),
        _REQUEST.get(word(resource, "status"), ""),
        _PRIORITY.get(word(resource, "priority"), ""),
        reasons(resource),
        word(resource, "patientInstruction"),
        note=notes(resource),
    )
    return Said(heading=PLANS, text=text, date=date_of(resource, "occurrence", "authoredOn"))


def goal(resource: Json, resolve: Resolve) -> Said:
    return Said(
        heading=PLANS,
        text=sentence("Objectif", concept(resource.get("description")), note=notes(resource)),
        date=date_of(resource, "start"),
    )


def alert(resource: Json, resolve: Resolve) -> Said | None:
    if word(resource, "status") == "inactive":
        return None
    return Said(
        heading=ALERTS,
        text=sentence(concept(resource.get("code")), period(part(resource, "period"))),
        date=date_of(resource, "period"),
    )


def device_use(resource: Json, resolve: Resolve) -> Said:
    reference = part(resource, "device")
    device = resolve(reference)
    names = [word(each, "name") for each in parts(device, "deviceName")]
    label = concept(device.get("type")) or next(iter(names), "") or word(reference, "display")
    kind, used = choice(resource, "timing")
    return Said(
        heading=DEVICES,
        text=sentence(
            label,
            since(used) if kind == "DateTime" else moment(resource, "timing"),
            reasons(resource),
            notes(resource),
        ),
        date=date_of(resource, "timing", "recordedOn"),
    )


def impression(resource: Json, resolve: Resolve) -> Said:
    summary = " ".join((word(resource, "summary") or word(resource, "description")).split())
    return Said(
        heading=OTHER_OBSERVATIONS,
        text=sentence("Synthèse clinique", summary, note=notes(resource)),
        date=date_of(resource, "effective", "date"),
    )
