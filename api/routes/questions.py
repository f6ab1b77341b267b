"""Questions about a dossier: asked, answered by a worker with citations, or "Non renseigné dans le dossier"."""

from __future__ import annotations

import json
from typing import Annotated, Any

import sqlalchemy as sa
from fastapi import APIRouter, Depends, Path
from fastapi.responses import JSONResponse

from api.identity import Role
from api.once import IdempotencyKey, once
from api.problems import Problem, documented
from api.routes.summaries import accepted, check_room
from api.rules import Allow, Caller, DossierPath
from api.schemas import JobOut, QuestionIn, QuestionOut
from api.views import NOT_IN_DOSSIER
from summarizer.reidentify import cite
from summarizer.render.json import statement as as_json
from summarizer.store import JobKind

router = APIRouter(prefix="/v1/dossiers/{dossier_id}/questions", tags=["questions"])
Clinician = Annotated[Caller, Depends(Allow(Role.CLINICIAN))]
QuestionPath = Annotated[str, Path(pattern=r"^q[0-9a-f]{24}$", examples=["q" + "0" * 24])]


@router.post("", status_code=202, response_model=JobOut, responses=documented(404))
def ask(
    caller: Clinician, dossier_id: DossierPath, body: QuestionIn, idempotency_key: IdempotencyKey = None
) -> JSONResponse:
    """Asks a question: a job whose result is the answer."""
    row = caller.dossier(dossier_id, "question.ask")
    check_room(caller)
    store = caller.service.store
    key = store.key_of(dossier_id)

    def act(connection: sa.Connection) -> tuple[int, dict[str, Any]]:
        return 202, {"question_id": store.ask(connection, key, body.question, by=caller.subject)}

    recorded = once(caller, idempotency_key, ("question.ask", [dossier_id, body.question]), act)
    question_id = str(json.loads(bytes(recorded.body))["question_id"])
    job, _ = caller.service.client.ask(
        JobKind.QUESTION, question_id, by=caller.subject, dossier_id=dossier_id, revision=row.revision
    )
    return accepted(job)


@router.get("/{question_id}", responses=documented(404))
def get(caller: Clinician, dossier_id: DossierPath, question_id: QuestionPath) -> QuestionOut:
    """The question, and its answer once there is one."""
    caller.dossier(dossier_id, "question.read")
    asked = caller.service.store.question(dossier_id, question_id)
    if asked is None:
        raise Problem("not-found")
    if asked.answer is None:
        return QuestionOut(id=question_id, question=asked.question, state="waiting")
    cited = cite(asked.answer.statements, asked.answer.dossier, asked.answer.key, may_see=caller.may_see)
    return QuestionOut(
        id=question_id,
        question=asked.question,
        state="answered",
        answer=" ".join(statement.text for statement in cited) if cited else NOT_IN_DOSSIER,
        answered=bool(cited),
        statements=[as_json(statement) for statement in cited],
    )
