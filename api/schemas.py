"""The JSON boundary: what comes in is checked here, what goes out has its shape here."""

from __future__ import annotations

from typing import Annotated, Any, Literal

from pydantic import BaseModel, ConfigDict, Field

from summarizer.ingest.manifest import ManifestPatient
from summarizer.values import Decision

SUBJECT = r"^[A-Za-z0-9._:@-]+$"
Subject = Annotated[str, Field(min_length=1, max_length=200, pattern=SUBJECT, examples=["rpps:10001234567"])]


class Strict(BaseModel):
    model_config = ConfigDict(extra="forbid", hide_input_in_errors=True)


class NewDossier(Strict):
    """`patient` has the shape of dossier.json; what is not known may be left out."""

    model_config = ConfigDict(
        extra="forbid",
        hide_input_in_errors=True,
        json_schema_extra={
            "examples": [{"patient": {"family_names": ["MARTIN"], "given_names": ["Zoé"], "birth_date": "1961-05-04"}}]
        },
    )
    patient: ManifestPatient = ManifestPatient()


class DossierOut(BaseModel):
    id: str
    created_at: str
    documents: int
    revision: int


class DossierPage(BaseModel):
    items: list[DossierOut]
    next: str | None = None


class DocumentOut(BaseModel):
    """`state`: received, known (these bytes were there already), or refused with a reason."""

    file: str
    state: Literal["received", "known", "refused"]
    id: str | None = None
    reason: str | None = None


class DocumentsOut(BaseModel):
    documents: list[DocumentOut]


class StoredOut(BaseModel):
    id: str
    file: str
    size: int
    media_type: str
    received_at: str


class StoredPage(BaseModel):
    items: list[StoredOut]
    next: str | None = None


class JobOut(BaseModel):
    """`state`: queued, running, done or failed. `result` is where the result is, once done."""

    id: str
    kind: str
    state: Literal["queued", "running", "done", "failed"]
    stage: str
    percent: int
    reason: str | None
    result: str | None
    created_at: str
    updated_at: str


class SummaryOut(BaseModel):
    """A stored summary: where to get it, and whether it is that of the dossier as it is now."""

    id: str
    made_at: str
    current: bool
    url: str


class PassageOut(BaseModel):
    """The passage behind a citation, with what stands around it. Offsets are those of `summarizer read`."""

    document_id: str
    file: str
    page: int
    start: int
    end: int
    before: str
    quote: str
    after: str


class QuestionIn(Strict):
    question: Annotated[str, Field(min_length=3, max_length=500, examples=["Quelle est la dose d'apixaban ?"])]


class QuestionOut(BaseModel):
    id: str
    question: str
    state: Literal["waiting", "answered"]
    answer: str | None = None
    answered: bool | None = None
    statements: list[dict[str, Any]] | None = None


class NewsOut(BaseModel):
    """What is new since a moment: documents received, and statements no earlier summary held."""

    since: str
    documents: list[StoredOut]
    compared_with: str | None
    statements: list[dict[str, Any]]


class ReviewIn(Strict):
    """`text` replaces the statement when it is edited, and is refused otherwise."""

    decision: Decision
    text: Annotated[str | None, Field(min_length=1, max_length=2000)] = None


class SignatureOut(BaseModel):
    signed_at: str
    signed_by: str
    fingerprint: str


class GlassIn(Strict):
    reason: Annotated[
        str, Field(min_length=10, max_length=500, examples=["Patient inconscient aux urgences, allergies inconnues"])
    ]


class CareIn(Strict):
    subject: Subject


class CareOut(BaseModel):
    subject: str
    kind: str
    since: str
    until: str | None


class EvaluationIn(Strict):
    suite: Literal["summary", "leaks", "retrieval", "findings", "ingest", "checker", "all"]


class AuditEntryOut(BaseModel):
    number: int
    at: str
    actor: str
    role: str
    action: str
    dossier_id: str | None
    outcome: str
    request_id: str
    reason: str | None
    digest: str


class AuditPage(BaseModel):
    items: list[AuditEntryOut]
    next: int | None = None


class AuditState(BaseModel):
    """`first_broken` is the first entry that does not follow from the one before; null when the chain holds."""

    entries: int
    head: str
    first_broken: int | None
