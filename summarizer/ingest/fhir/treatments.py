"""Drugs as French sentences: taken, prescribed, given, handed over, and stopped for a reason."""

from __future__ import annotations

from summarizer.ingest.fhir.parts import Json, choice, flag, part, parts, word
from summarizer.ingest.fhir.said import TREATMENTS, Resolve, Said, date_of, reasons, sentence, stopped
from summarizer.ingest.fhir.values import concept, dosage, moment, notes, on, quantity, since

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


def medication_statement(resource: Json, resolve: Resolve) -> Said:
    kind, effective = choice(resource, "effective")
    taken = since(effective) if kind == "DateTime" else moment(resource, "effective")
    text = sentence(
        _drug(resource, resolve),
        *map(dosage, parts(resource, "dosage")),
        _STATEMENT.get(word(resource, "status"), ""),
        stopped(resource),
        taken,
        reasons(resource),
        note=notes(resource),
    )
    return Said(heading=TREATMENTS, text=text, date=date_of(resource, "effective", "dateAsserted"))


def medication_request(resource: Json, resolve: Resolve) -> Said:
    status, intent = word(resource, "status"), word(resource, "intent")
    verb = "proposé" if intent in ("proposal", "plan") else "prescrit"
    prescribed = " ".join(piece for piece in (verb, on(resource.get("authoredOn"))) if piece)
    drug = _drug(resource, resolve)
    text = sentence(
        f"Ne pas donner : {drug}" if flag(resource, "doNotPerform") and drug else drug,
        *map(dosage, parts(resource, "dosageInstruction")),
        prescribed,
        _STATEMENT.get(status, "") if status != "active" else "",
        stopped(resource),
        reasons(resource),
        note=notes(resource),
    )
    return Said(heading=TREATMENTS, text=text, date=date_of(resource, "authoredOn"))


def medication_administration(resource: Json, resolve: Resolve) -> Said:
    done = word(resource, "status") in ("completed", "in-progress", "")
    given = part(resource, "dosage")
    text = sentence(
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
        stopped(resource),
        reasons(resource),
        note=notes(resource),
    )
    return Said(heading=TREATMENTS, text=text, date=date_of(resource, "effective"))


def medication_dispense(resource: Json, resolve: Resolve) -> Said:
    handed = on(resource.get("whenHandedOver") or resource.get("whenPrepared"))
    amount = quantity(part(resource, "quantity")) if "quantity" in resource else ""
    text = sentence(
        _drug(resource, resolve),
        *map(dosage, parts(resource, "dosageInstruction")),
        f"délivré {handed}".strip() if word(resource, "status") in ("completed", "") else "non délivré",
        f"quantité : {amount}" if amount else "",
    )
    return Said(heading=TREATMENTS, text=text, date=date_of(resource, "whenHandedOver", "whenPrepared"))
