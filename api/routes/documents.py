"""Documents: sent, listed, opened at the passage behind a citation, and shown as the page of a PDF."""

from __future__ import annotations

from typing import Annotated, Literal

import anyio.to_thread
from fastapi import APIRouter, Depends, Path, Query, Request, Response
from fastapi.concurrency import run_in_threadpool
from fastapi.responses import HTMLResponse, JSONResponse
from pydantic import TypeAdapter, ValidationError
from starlette.datastructures import UploadFile
from starlette.formparsers import MultiPartParser

from api import uploads, views
from api.identity import Role
from api.page_image import page_image
from api.passage_page import passage_page
from api.problems import Problem, documented
from api.rules import Allow, Caller, DossierPath
from api.schemas import DocumentOut, DocumentsOut, PassageOut, StoredOut, StoredPage
from summarizer.errors import KeyUnreadable
from summarizer.ingest.manifest import ManifestDocument
from summarizer.store import StoredDocument
from summarizer.values import Confidentiality, Document

router = APIRouter(prefix="/v1/dossiers/{dossier_id}/documents", tags=["documents"])
Sender = Annotated[Caller, Depends(Allow(Role.CLINICIAN, Role.BATCH))]
Reader = Annotated[Caller, Depends(Allow(Role.CLINICIAN, Role.BATCH))]
PassageReader = Annotated[Caller, Depends(Allow(Role.CLINICIAN, Role.BATCH, Role.EVALUATOR))]
DocumentPath = Annotated[str, Path(pattern=r"^d[0-9a-f]{8}$", examples=["d" + "0" * 8])]
_ABOUT = TypeAdapter(tuple[ManifestDocument, ...])
_AROUND = 400
_BODY = {
    "requestBody": {
        "required": True,
        "content": {
            "multipart/form-data": {
                "schema": {
                    "type": "object",
                    "required": ["files"],
                    "properties": {
                        "files": {"type": "array", "items": {"type": "string", "format": "binary"}},
                        "about": {
                            "type": "string",
                            "description": "JSON list, in the shape of `documents` of dossier.json",
                        },
                    },
                }
            }
        },
    }
}


def stored_out(stored: StoredDocument) -> StoredOut:
    return StoredOut(
        id=stored.id,
        file=stored.said.file,
        size=stored.size,
        media_type=stored.media_type,
        received_at=stored.received_at,
    )


def visible_documents(caller: Caller, dossier_id: str) -> tuple[StoredDocument, ...]:
    """The documents the caller may know of. What a document says of itself counts once a summary has read it."""
    store = caller.service.store
    latest = store.latest_summary(dossier_id)
    read = store.confidentialities(latest) if latest is not None else {}
    return tuple(
        one for one in store.documents(dossier_id) if {_said(one), read.get(one.id, _said(one))} <= caller.may_see
    )


def _said(stored: StoredDocument) -> Confidentiality:
    """How confidential the sender says it is."""
    return stored.said.confidentiality or Confidentiality.NORMAL


@router.post(
    "",
    status_code=201,
    response_model=DocumentsOut,
    responses=documented(404, 409) | {200: {"model": DocumentsOut, "description": "Nothing new"}},
    openapi_extra=_BODY,
)
async def send(caller: Sender, dossier_id: DossierPath, request: Request) -> JSONResponse:
    """Sends documents. Bytes that the dossier holds already are known, and kept once."""
    row = await run_in_threadpool(caller.dossier, dossier_id, "document.send")
    if not request.headers.get("content-type", "").lower().startswith("multipart/form-data"):
        raise Problem("media-type")
    settings = caller.service.settings
    # Parts stay in memory, within the limit of a request: nothing is written in clear to a temporary file.
    MultiPartParser.spool_max_size = settings.max_upload_bytes + 1
    async with request.form(max_files=settings.max_files, max_fields=5) as form:
        parts = [part for part in form.getlist("files") if isinstance(part, UploadFile)]
        if not parts:
            raise Problem("invalid-request", "Le champ « files » est attendu.")
        if row.documents + len(parts) > settings.max_documents:
            raise Problem("too-many-files")
        about = _about(form.get("about"))
        received = [
            uploads.Received(
                name=part.filename or "",
                media_type=(part.content_type or "application/octet-stream").split(";")[0].strip().lower(),
                content=await part.read(),
                said=about.get(part.filename or ""),
            )
            for part in parts
        ]
    return await anyio.to_thread.run_sync(_keep_all, caller, dossier_id, received, limiter=caller.service.slow)


def _keep_all(caller: Caller, dossier_id: str, received: list[uploads.Received]) -> JSONResponse:
    key = caller.service.store.key_of(dossier_id)
    outcomes: list[DocumentOut] = [uploads.receive(caller, key, one) for one in received]
    if all(outcome.state == "refused" for outcome in outcomes):
        caller.service.store.audit.write(caller.actor, "document.add", dossier_id, outcome="refused")
        raise Problem("document-refused", documents=[outcome.model_dump() for outcome in outcomes])
    new = any(outcome.state == "received" for outcome in outcomes)
    return JSONResponse(DocumentsOut(documents=outcomes).model_dump(), status_code=201 if new else 200)


def _about(value: object) -> dict[str, ManifestDocument]:
    if not isinstance(value, str):
        return {}
    try:
        return {entry.file: entry for entry in _ABOUT.validate_json(value)}
    except (ValidationError, RecursionError):
        raise Problem("invalid-request", "Le champ « about » n'est pas une liste de documents.") from None


@router.get("", responses=documented(404))
def list_documents(
    caller: Reader,
    dossier_id: DossierPath,
    after: Annotated[int, Query(ge=0, description="How many were listed already.")] = 0,
    limit: Annotated[int, Query(ge=1, le=500)] = 100,
) -> StoredPage:
    """The documents received, in order."""
    caller.dossier(dossier_id, "document.list")
    documents = visible_documents(caller, dossier_id)
    end = after + limit
    return StoredPage(
        items=[stored_out(one) for one in documents[after:end]], next=str(end) if end < len(documents) else None
    )


@router.get(
    "/{document_id}/passage",
    responses=documented(404) | {200: {"content": {"text/html": {}}, "description": "The passage"}},
    response_model=PassageOut,
)
async def passage(
    caller: PassageReader,
    dossier_id: DossierPath,
    document_id: DocumentPath,
    start: Annotated[int, Query(ge=0, le=10_000_000)],
    end: Annotated[int, Query(ge=0, le=10_000_000)],
    form: Annotated[Literal["json", "html"], Query(alias="format")] = "json",
) -> Response:
    """The passage behind a citation, with what stands around it; as a page, highlighted, with the page of a PDF."""
    document, found = await run_in_threadpool(_passage, caller, dossier_id, document_id, start, end)
    if form == "json":
        return JSONResponse(found.model_dump())
    # An evaluator never sees the document as it came.
    image = None if caller.role is Role.EVALUATOR else await _image(caller, dossier_id, document_id, found.page)
    return HTMLResponse(passage_page(document, found, image))


def _passage(caller: Caller, dossier_id: str, document_id: str, start: int, end: int) -> tuple[Document, PassageOut]:
    caller.dossier(dossier_id, "passage.read")
    document = _read_document(caller, dossier_id, document_id)
    if not start <= end <= len(document.text):
        raise Problem("invalid-request", "Le passage est hors du document.")
    return document, PassageOut(
        document_id=document.id,
        file=document.file,
        page=next((page.number for page in document.pages if page.span.end > start), 1),
        start=start,
        end=end,
        before=document.text[max(0, start - _AROUND) : start],
        quote=document.text[start:end],
        after=document.text[end : end + _AROUND],
    )


@router.get(
    "/{document_id}/pages/{number}",
    responses=documented(404) | {200: {"content": {"image/png": {}}, "description": "The page"}},
    response_class=Response,
)
async def page(
    caller: Reader, dossier_id: DossierPath, document_id: DocumentPath, number: Annotated[int, Path(ge=1, le=1000)]
) -> Response:
    """One page of a PDF, as an image."""
    await run_in_threadpool(_check_visible, caller, dossier_id, document_id)
    image = await _image(caller, dossier_id, document_id, number)
    if image is None:
        raise Problem("not-found")
    return Response(image, media_type="image/png")


def _check_visible(caller: Caller, dossier_id: str, document_id: str) -> None:
    """Raises Problem not-found for a document the caller may not see."""
    caller.dossier(dossier_id, "page.read")
    store = caller.service.store
    try:
        said = _said(store.document(dossier_id, document_id))
    except KeyUnreadable:
        raise Problem("not-found") from None
    latest = store.latest_summary(dossier_id)
    part = store.part(latest, document_id) if latest is not None else None
    if not {said, part.document.confidentiality if part is not None else said} <= caller.may_see:
        raise Problem("not-found")


async def _image(caller: Caller, dossier_id: str, document_id: str, number: int) -> bytes | None:
    content = await run_in_threadpool(caller.service.store.content, dossier_id, document_id)
    return await anyio.to_thread.run_sync(page_image, content, number, limiter=caller.service.slow)


def _read_document(caller: Caller, dossier_id: str, document_id: str) -> Document:
    """The document as read, as this caller may see it."""
    latest = caller.service.store.latest_summary(dossier_id)
    part = caller.service.store.part(latest, document_id) if latest is not None else None
    if part is None or part.document.confidentiality not in caller.may_see:
        raise Problem("not-found")
    if caller.role is not Role.EVALUATOR:
        return part.document
    if part.pseudonymized is None:
        raise Problem("not-found")
    return views.bare(part.pseudonymized)
