"""What is kept: `open_store(url, wrapper)` gives the `Store`, sealed at rest, on SQLite or PostgreSQL."""

from summarizer.store.access import CareKind
from summarizer.store.audit import Actor, AuditTrail
from summarizer.store.jobs import Job, JobKind, JobState
from summarizer.store.kept import Kept, Part
from summarizer.store.memory import Memory, code_digest
from summarizer.store.store import (
    Answer,
    Asked,
    DossierRow,
    Review,
    Signature,
    Standing,
    Store,
    StoredDocument,
    SummaryRow,
    open_store,
)

__all__ = [
    "Actor",
    "Answer",
    "Asked",
    "AuditTrail",
    "CareKind",
    "DossierRow",
    "Job",
    "JobKind",
    "JobState",
    "Kept",
    "Memory",
    "Part",
    "Review",
    "Signature",
    "Standing",
    "Store",
    "StoredDocument",
    "SummaryRow",
    "code_digest",
    "open_store",
]
