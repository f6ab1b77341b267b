"""Errors as problem documents (RFC 9457): a stable code for software, a French sentence for a person.

Nothing of a record is in them: neither what was sent nor what is stored.
"""

from __future__ import annotations

import logging
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse
from starlette.exceptions import HTTPException

from summarizer.errors import KeyUnreadable, SummarizerError

_log = logging.getLogger("api")


@dataclass(frozen=True, slots=True, kw_only=True)
class Code:
    status: int
    title: str


CODES = {
    "token-missing": Code(status=401, title="Authentification requise."),
    "token-invalid": Code(status=401, title="Jeton d'accès refusé."),
    "role-refused": Code(status=403, title="Votre rôle ne permet pas cette action."),
    "not-found": Code(status=404, title="Introuvable, ou hors de vos droits."),
    "method-not-allowed": Code(status=405, title="Méthode non permise à cette adresse."),
    "format-unknown": Code(status=406, title="Ce format n'est pas proposé."),
    "conflict": Code(status=409, title="L'état actuel ne permet pas cette action."),
    "already-signed": Code(status=409, title="Cette synthèse est déjà signée."),
    "identifier-taken": Code(status=409, title="Un autre document porte déjà cet identifiant."),
    "summary-changed": Code(status=412, title="La synthèse a changé depuis que vous l'avez lue."),
    "too-large": Code(status=413, title="L'envoi dépasse la taille permise."),
    "too-many-files": Code(status=413, title="Trop de fichiers dans un envoi ou dans le dossier."),
    "media-type": Code(status=415, title="Type de contenu non pris en charge."),
    "invalid-request": Code(status=422, title="La demande n'est pas conforme."),
    "document-refused": Code(status=422, title="Aucun document de l'envoi n'a pu être accepté."),
    "key-reused": Code(status=422, title="Cette clé d'idempotence a servi à une autre demande."),
    "too-many-requests": Code(status=429, title="Trop de demandes ; réessayez plus tard."),
    "queue-full": Code(status=429, title="Trop de travaux en attente ; réessayez plus tard."),
    "unexpected": Code(status=500, title="Erreur inattendue ; elle a été consignée."),
    "not-ready": Code(status=503, title="Le service n'est pas prêt."),
}
MEDIA_TYPE = "application/problem+json"


class Problem(Exception):
    """A request that cannot be answered as asked. `code` is one of CODES."""

    def __init__(self, code: str, detail: str = "", *, headers: dict[str, str] | None = None, **more: Any) -> None:
        super().__init__(code)
        self.code = code
        self.detail = detail
        self.headers = headers or {}
        self.more = more


def body_of(code: str, detail: str = "", **more: Any) -> dict[str, Any]:
    known = CODES[code]
    said = {"type": f"urn:summarizer:problem:{code}", "title": known.title, "status": known.status, "code": code}
    return said | ({"detail": detail} if detail else {}) | more


def response_of(problem: Problem) -> JSONResponse:
    return JSONResponse(
        body_of(problem.code, problem.detail, **problem.more),
        status_code=CODES[problem.code].status,
        headers=problem.headers,
        media_type=MEDIA_TYPE,
    )


def install(app: FastAPI) -> None:
    """Every error of the application leaves as a problem document."""

    @app.exception_handler(Problem)
    async def _problem(_: Request, problem: Problem) -> JSONResponse:
        return response_of(problem)

    @app.exception_handler(RequestValidationError)
    async def _invalid(_: Request, error: RequestValidationError) -> JSONResponse:
        # Places and rules only: the values are what the client sent, and may name a patient.
        errors = [{"at": ".".join(map(str, _place_of(each))), "rule": each["type"]} for each in error.errors()[:20]]
        return response_of(Problem("invalid-request", errors=errors))

    @app.exception_handler(KeyUnreadable)
    async def _gone(_: Request, error: KeyUnreadable) -> JSONResponse:
        return response_of(Problem("not-found"))

    @app.exception_handler(HTTPException)
    async def _http(_: Request, error: HTTPException) -> JSONResponse:
        by_status = {404: "not-found", 405: "method-not-allowed", 413: "too-large", 415: "media-type"}
        code = by_status.get(error.status_code, "invalid-request")
        return response_of(Problem(code, headers=dict(error.headers or {})))

    @app.exception_handler(SummarizerError)
    async def _known(_: Request, error: SummarizerError) -> JSONResponse:
        _log.error("unexpected %s", type(error).__name__)
        return response_of(Problem("unexpected"))


def _place_of(error: Any) -> Sequence[Any]:
    """Where the error is. The name of a field that is not ours is the client's too."""
    place: Sequence[Any] = error["loc"]
    return place[:-1] if error["type"] == "extra_forbidden" else place


RESPONSE_SCHEMA: dict[str, Any] = {
    "type": "object",
    "required": ["type", "title", "status", "code"],
    "properties": {
        "type": {"type": "string"},
        "title": {"type": "string"},
        "status": {"type": "integer"},
        "code": {"type": "string", "enum": sorted(CODES)},
        "detail": {"type": "string"},
    },
}


def documented(*statuses: int) -> dict[int | str, dict[str, Any]]:
    """For `responses=`: the problems a route may answer with, besides those of every route."""
    titles = {
        status: " / ".join(code for code, known in CODES.items() if known.status == status)
        for status in {401, 403, 404, 405, 413, 422, 429, *statuses}
    }
    return {
        status: {"description": codes, "content": {MEDIA_TYPE: {"schema": RESPONSE_SCHEMA}}}
        for status, codes in sorted(titles.items())
    }
