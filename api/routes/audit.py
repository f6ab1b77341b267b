"""The audit trail: read page by page, and checked."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Depends, Query

from api.identity import Role
from api.problems import documented
from api.rules import Allow, Caller
from api.schemas import AuditEntryOut, AuditPage, AuditState

router = APIRouter(prefix="/v1/audit", tags=["audit"])
Auditor = Annotated[Caller, Depends(Allow(Role.AUDITOR))]


@router.get("", responses=documented())
def entries(
    caller: Auditor,
    after: Annotated[int, Query(ge=0, le=2**31 - 1)] = 0,
    limit: Annotated[int, Query(ge=1, le=1000)] = 100,
    dossier: Annotated[str | None, Query(max_length=64, pattern=r"^p[0-9a-f]{32}$")] = None,
) -> AuditPage:
    """Entries in order. Reading the trail is in the trail."""
    trail = caller.service.store.audit
    trail.write(caller.actor, "audit.read", dossier)
    found = trail.entries(after=after, limit=limit, dossier_id=dossier)
    items = [
        AuditEntryOut(
            number=e.number, at=e.at, actor=e.actor, role=e.role, action=e.action, dossier_id=e.dossier_id,
            outcome=e.outcome, request_id=e.request_id, reason=e.reason, digest=e.digest,
        )
        for e in found
    ]  # fmt: skip
    return AuditPage(items=items, next=found[-1].number if len(found) == limit else None)


@router.get("/state", responses=documented())
def state(caller: Auditor) -> AuditState:
    """Checks the whole chain. Note the head elsewhere: it shows later that nothing was cut off."""
    trail = caller.service.store.audit
    trail.write(caller.actor, "audit.check")
    number, digest = trail.head()
    return AuditState(entries=number, head=digest, first_broken=trail.first_broken())
