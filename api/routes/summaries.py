"""Summaries: asked for, read in a format, reviewed statement by statement, and signed by a person."""

from __future__ import annotations

import hashlib
from dataclasses import replace
from typing import Annotated, Any, Literal

import sqlalchemy as sa
from fastapi import APIRouter, Depends, Header, Path, Query, Response
from fastapi.responses import JSONResponse

from api import views
from api.identity import Role
from api.once import IdempotencyKey, once
from api.problems import Problem, documented
from api.rules import Allow, Caller, DossierPath
from api.schemas import JobOut, ReviewIn, SignatureOut, SummaryOut
from api.shown import content_of, statement_ids, tag_of, values_of
from summarizer import gather
from summarizer.store import Job, JobKind, Standing, SummaryRow
from summarizer.store.database import now
from summarizer.values import Decision

router = APIRouter(prefix="/v1/dossiers/{dossier_id}/summaries", tags=["summaries"])
Asker = Annotated[Caller, Depends(Allow(Role.CLINICIAN, Role.BATCH, Role.EVALUATOR))]
Reader = Annotated[Caller, Depends(Allow(Role.CLINICIAN, Role.BATCH, Role.EVALUATOR))]
Clinician = Annotated[Caller, Depends(Allow(Role.CLINICIAN))]
SummaryPath = Annotated[str, Path(pattern=r"^(s[0-9a-f]{24}|latest)$", examples=["latest"])]
StatementPath = Annotated[str, Path(pattern=r"^s[0-9a-f]{10}$", examples=["s" + "0" * 10])]
Format = Literal["json", "html", "md", "pdf", "cda", "fhir"]
_RETRY_SECONDS = "30"


def job_out(job: Job) -> JobOut:
    places = {
        JobKind.SUMMARY: f"/v1/dossiers/{job.dossier_id}/summaries/{job.result_id}",
        JobKind.QUESTION: f"/v1/dossiers/{job.dossier_id}/questions/{job.result_id}",
        JobKind.EVALUATION: f"/v1/evaluations/{job.result_id}",
    }
    return JobOut(
        id=job.id,
        kind=job.kind,
        state=job.state.value,
        stage=job.stage,
        percent=job.percent,
        reason=job.reason,
        result=places[job.kind] if job.result_id is not None else None,
        created_at=job.created_at,
        updated_at=job.updated_at,
    )


def accepted(job: Job) -> JSONResponse:
    return JSONResponse(job_out(job).model_dump(), status_code=202, headers={"Location": f"/v1/jobs/{job.id}"})


def check_room(caller: Caller) -> None:
    """Raises Problem queue-full when too many jobs wait."""
    if caller.service.store.jobs.waiting() >= caller.service.settings.max_waiting_jobs:
        raise Problem("queue-full", headers={"Retry-After": _RETRY_SECONDS})


def input_of(caller: Caller, dossier_id: str) -> str:
    """A digest of all that a summary of the dossier, as it is now, would be made of."""
    return gather.input_of(caller.service.store, dossier_id, caller.service.made_with)


def summary_out(row: SummaryRow, current: bool) -> SummaryOut:
    url = f"/v1/dossiers/{row.dossier_id}/summaries/{row.id}"
    return SummaryOut(id=row.id, made_at=row.made_at, current=current, url=url)


@router.post(
    "",
    status_code=202,
    response_model=JobOut,
    responses=documented(404) | {200: {"model": SummaryOut, "description": "Stored: nothing changed since"}},
)
def ask(caller: Asker, dossier_id: DossierPath) -> JSONResponse:
    """Asks for the summary of the dossier as it is now: the stored one at once, or a job. Safe to send twice."""
    row = caller.dossier(dossier_id, "summary.ask")
    target = input_of(caller, dossier_id)
    stored = caller.service.store.summary_of(dossier_id, target)
    if stored is not None:
        return JSONResponse(summary_out(stored, current=True).model_dump())
    check_room(caller)
    job, _ = caller.service.client.ask(
        JobKind.SUMMARY, target, by=caller.subject, dossier_id=dossier_id, revision=row.revision
    )
    return accepted(job)


@router.get(
    "/{summary_id}",
    responses=documented(404, 406)
    | {
        200: {"content": {name.split(";")[0]: {} for name in views.MEDIA_TYPES.values()}, "description": "The summary"},
        304: {"description": "Not changed"},
    },
    response_class=Response,
)
def get(
    caller: Reader,
    dossier_id: DossierPath,
    summary_id: SummaryPath,
    form: Annotated[Format, Query(alias="format")] = "json",
    if_none_match: Annotated[str | None, Header()] = None,
) -> Response:
    """The summary in a format. An evaluator gets it without identities."""
    caller.dossier(dossier_id, "summary.read")
    standing = _standing(caller, dossier_id, summary_id)
    tag = tag_of(caller, standing, form)
    headers = {"ETag": tag, "Cache-Control": "private, no-cache", "X-Summary-Id": standing.row.id}
    if if_none_match is not None and tag in (one.strip() for one in if_none_match.split(",")):
        return Response(status_code=304, headers=headers)
    return Response(content_of(caller, standing, form), media_type=views.MEDIA_TYPES[form], headers=headers)


@router.put("/{summary_id}/statements/{statement_id}/review", status_code=204, responses=documented(404, 409, 412))
def review(
    caller: Clinician,
    dossier_id: DossierPath,
    summary_id: SummaryPath,
    statement_id: StatementPath,
    body: ReviewIn,
    if_match: Annotated[str | None, Header()] = None,
) -> Response:
    """Validates, edits or rejects one statement. What the machine wrote stays beside what the clinician says."""
    caller.dossier(dossier_id, "statement.review")
    if (body.decision is Decision.EDITED) != (body.text is not None):
        raise Problem("invalid-request", "Un texte est attendu pour une modification, et pour elle seule.")
    standing = _standing(caller, dossier_id, summary_id)
    store = caller.service.store
    if standing.signature is not None:
        raise Problem("already-signed")
    if if_match is not None and if_match != tag_of(caller, standing, "json"):
        raise Problem("summary-changed")
    if statement_id not in statement_ids(values_of(caller, standing)):
        raise Problem("not-found")
    with store.database.writing() as connection:
        store.audit.write(caller.actor, f"statement.{body.decision}", dossier_id, connection=connection)
        store.review(connection, standing.row, statement_id, body.decision, body.text, by=caller.subject)
    after = _standing(caller, dossier_id, standing.row.id)
    return Response(status_code=204, headers={"ETag": tag_of(caller, after, "json")})


@router.post("/{summary_id}/signature", status_code=201, response_model=SignatureOut, responses=documented(404, 409))
def sign(
    caller: Clinician, dossier_id: DossierPath, summary_id: SummaryPath, idempotency_key: IdempotencyKey = None
) -> JSONResponse:
    """Signs the summary as reviewed: the clinician attests it, the machine stays its author."""
    caller.dossier(dossier_id, "summary.sign")
    standing = _standing(caller, dossier_id, summary_id)
    row, store = standing.row, caller.service.store
    content = content_of(caller, replace(standing, signature=None), "json")
    fingerprint = hashlib.sha256(content).hexdigest()

    def act(connection: sa.Connection) -> tuple[int, dict[str, Any]]:
        if not store.sign(connection, row, fingerprint, by=caller.subject):
            raise Problem("already-signed")
        store.audit.write(caller.actor, "summary.signed", dossier_id, connection=connection)
        return 201, {"signed_by": caller.subject, "fingerprint": fingerprint, "signed_at": now()}

    return once(caller, idempotency_key, ("summary.sign", row.id), act)


def _standing(caller: Caller, dossier_id: str, summary_id: str) -> Standing:
    found = caller.service.store.standing(dossier_id, None if summary_id == "latest" else summary_id)
    if found is None:
        raise Problem("not-found")
    return found
