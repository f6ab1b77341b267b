"""Evaluation runs on the shipped cases: started, followed, and their report."""

from __future__ import annotations

import json
from typing import Annotated, Any

from fastapi import APIRouter, Depends, Path
from fastapi.responses import JSONResponse

from api.identity import Role
from api.problems import Problem, documented
from api.routes.summaries import accepted, check_room
from api.rules import Allow, Caller
from api.schemas import EvaluationIn, JobOut
from summarizer.store import JobKind

router = APIRouter(prefix="/v1/evaluations", tags=["evaluations"])
Evaluator = Annotated[Caller, Depends(Allow(Role.EVALUATOR))]
ReportPath = Annotated[str, Path(pattern=r"^e[0-9a-f]{24}$", examples=["e" + "0" * 24])]


@router.post("", status_code=202, response_model=JobOut, responses=documented())
def start(caller: Evaluator, body: EvaluationIn) -> JSONResponse:
    """Runs a suite; its report is the job's result."""
    check_room(caller)
    store = caller.service.store
    store.audit.write(caller.actor, "evaluation.start")
    report_id = store.new_report(body.suite, by=caller.subject)
    job, _ = caller.service.client.ask(JobKind.EVALUATION, report_id, by=caller.subject)
    return accepted(job)


@router.get("/{report_id}", responses=documented(404))
def report(caller: Evaluator, report_id: ReportPath) -> dict[str, Any]:
    """report.json of a run that is done."""
    caller.service.store.audit.write(caller.actor, "evaluation.read")
    content = caller.service.store.report(report_id)
    if content is None:
        raise Problem("not-found")
    found: dict[str, Any] = json.loads(content)
    return found
