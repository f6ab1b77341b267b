"""Dossiers: created, listed, erased; who takes care of them; a glass broken; what is new."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Annotated, Any

import sqlalchemy as sa
from fastapi import APIRouter, Depends, Path, Query, Response
from fastapi.responses import JSONResponse

from api.identity import Role
from api.once import IdempotencyKey, once
from api.problems import Problem, documented
from api.routes.documents import stored_out, visible_documents
from api.rules import Allow, Caller, DossierPath
from api.schemas import SUBJECT, CareIn, CareOut, DossierOut, DossierPage, GlassIn, NewDossier, NewsOut
from api.shown import statement_ids, unreviewed, values_of
from summarizer.store import CareKind, DossierRow
from summarizer.store.database import now

router = APIRouter(prefix="/v1/dossiers", tags=["dossiers"])
Creator = Annotated[Caller, Depends(Allow(Role.CLINICIAN, Role.BATCH))]
Reader = Annotated[Caller, Depends(Allow(Role.CLINICIAN, Role.BATCH, Role.EVALUATOR))]
Clinician = Annotated[Caller, Depends(Allow(Role.CLINICIAN))]
Eraser = Annotated[Caller, Depends(Allow(Role.CLINICIAN, Role.ADMINISTRATOR))]
SubjectPath = Annotated[str, Path(max_length=200, pattern=SUBJECT, examples=["rpps:10001234567"])]
Administrator = Annotated[Caller, Depends(Allow(Role.ADMINISTRATOR))]


def dossier_out(row: DossierRow) -> DossierOut:
    return DossierOut(id=row.id, created_at=row.created_at, documents=row.documents, revision=row.revision)


@router.post("", status_code=201, response_model=DossierOut, responses=documented())
def create(caller: Creator, body: NewDossier, idempotency_key: IdempotencyKey = None) -> JSONResponse:
    """A new dossier, in the care of who creates it."""
    store = caller.service.store
    kind = CareKind.DECLARED if caller.role is Role.CLINICIAN else CareKind.SUBMITTED

    def act(connection: sa.Connection) -> tuple[int, dict[str, Any]]:
        dossier_id = store.create_dossier(connection, body.patient, by=caller.subject)
        store.access.declare(dossier_id, caller.subject, kind=kind, by=caller.subject, connection=connection)
        store.audit.write(caller.actor, "dossier.create", dossier_id, connection=connection)
        return 201, DossierOut(id=dossier_id, created_at=now(), documents=0, revision=0).model_dump()

    return once(caller, idempotency_key, ("dossier.create", body.model_dump(mode="json")), act)


@router.get("", responses=documented())
def list_mine(
    caller: Reader,
    after: Annotated[str, Query(max_length=40, pattern=r"^(p[0-9a-f]{32})?$")] = "",
    limit: Annotated[int, Query(ge=1, le=200)] = 50,
) -> DossierPage:
    """The dossiers in the caller's care, page by page."""
    caller.service.store.audit.write(caller.actor, "dossier.list")
    rows = caller.service.store.dossiers_of(caller.subject, after=after, limit=limit + 1)
    more = len(rows) > limit
    return DossierPage(items=[dossier_out(row) for row in rows[:limit]], next=rows[limit - 1].id if more else None)


@router.get("/{dossier_id}", responses=documented(404))
def get(caller: Reader, dossier_id: DossierPath) -> DossierOut:
    row = caller.dossier(dossier_id, "dossier.read")
    visible = len(visible_documents(caller, dossier_id))
    return dossier_out(row).model_copy(update={"documents": visible})


@router.delete("/{dossier_id}", status_code=204, responses=documented(404))
def erase(caller: Eraser, dossier_id: DossierPath) -> Response:
    """Erases the dossier with its key: it cannot be read again, by anyone. The audit trail stays."""
    caller.dossier(dossier_id, "dossier.erase.asked")
    store = caller.service.store
    if caller.role is Role.CLINICIAN and not store.access.has_declared(dossier_id, caller.subject):
        # A broken glass opens; it does not destroy.
        raise Problem("role-refused")
    with store.database.writing() as connection:
        store.audit.write(caller.actor, "dossier.erase", dossier_id, connection=connection)
        store.erase(connection, dossier_id)
    store.database.forget()
    caller.service.recent.forget(dossier_id)
    return Response(status_code=204)


@router.post("/{dossier_id}/glass", status_code=201, responses=documented(404))
def break_the_glass(caller: Clinician, dossier_id: DossierPath, body: GlassIn) -> CareOut:
    """Access without a declared relationship, for a while, for a written reason that the audit trail shows."""
    store = caller.service.store
    if store.dossier(dossier_id) is None:
        store.audit.write(caller.actor, "glass.break", dossier_id, outcome="refused", reason=body.reason)
        raise Problem("not-found")
    with store.database.writing() as connection:
        store.audit.write(caller.actor, "glass.break", dossier_id, reason=body.reason, connection=connection)
        store.access.declare(
            dossier_id,
            caller.subject,
            kind=CareKind.GLASS,
            by=caller.subject,
            lasts=timedelta(hours=caller.service.settings.glass_hours),
            connection=connection,
        )
    last = store.access.of(dossier_id)[-1]
    return CareOut(subject=last.subject, kind=last.kind, since=last.since, until=last.until)


@router.post("/{dossier_id}/care", status_code=201, responses=documented(404))
def declare_care(caller: Administrator, dossier_id: DossierPath, body: CareIn) -> CareOut:
    """Declares that a subject takes care of the patient (or may evaluate the dossier)."""
    caller.dossier(dossier_id, "care.declare")
    caller.service.store.access.declare(dossier_id, body.subject, kind=CareKind.DECLARED, by=caller.subject)
    last = caller.service.store.access.of(dossier_id)[-1]
    return CareOut(subject=last.subject, kind=last.kind, since=last.since, until=last.until)


@router.get("/{dossier_id}/care", responses=documented(404))
def list_care(caller: Administrator, dossier_id: DossierPath) -> list[CareOut]:
    caller.dossier(dossier_id, "care.list")
    return [
        CareOut(subject=one.subject, kind=one.kind, since=one.since, until=one.until)
        for one in caller.service.store.access.of(dossier_id)
    ]


@router.delete("/{dossier_id}/care/{subject}", status_code=204, responses=documented(404))
def end_care(caller: Administrator, dossier_id: DossierPath, subject: SubjectPath) -> Response:
    caller.dossier(dossier_id, "care.end")
    if caller.service.store.access.end(dossier_id, subject) == 0:
        raise Problem("not-found")
    return Response(status_code=204)


@router.get("/{dossier_id}/news", responses=documented(404))
def news(caller: Clinician, dossier_id: DossierPath, since: datetime) -> NewsOut:
    """Documents received since a moment, and the statements that no summary made before it held."""
    caller.dossier(dossier_id, "news.read")
    store = caller.service.store
    moment = since.isoformat(timespec="milliseconds")
    documents = [one for one in visible_documents(caller, dossier_id) if one.received_at >= moment]
    latest, before = store.standing(dossier_id), store.summary_before(dossier_id, moment)
    statements: list[dict[str, Any]] = []
    if latest is not None:
        known = set() if before is None else statement_ids(values_of(caller, unreviewed(before)))
        shown = values_of(caller, latest)
        statements = [s for section in shown["sections"] for s in section["statements"] if s["id"] not in known]
    return NewsOut(
        since=moment,
        documents=[stored_out(one) for one in documents],
        compared_with=before.made_at if before is not None else None,
        statements=statements,
    )
