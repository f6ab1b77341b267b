"""A summary as one reader sees it, in a format: made once for all who see the same, and named by its ETag.

It knows where a rendering is remembered (this process for a minute, the store sealed until the next summary) and what
it depends on; it refuses to know how it is made (`api.views`) and who may read it (`api.rules`).
"""

from __future__ import annotations

import hashlib
import json
from functools import cache
from typing import Any

from api import views
from api.identity import Role
from api.problems import Problem
from api.rules import Caller
from summarizer.errors import SummarizerError
from summarizer.store import Signature, Standing, SummaryRow
from summarizer.values import Confidentiality


def view_of(caller: Caller, row: SummaryRow) -> views.View:
    """The whole summary as this caller may see it."""
    kept = caller.service.store.kept(row)
    if caller.role is Role.EVALUATOR:
        return views.for_evaluator(kept)
    hidden = {
        one.said.file
        for one in caller.service.store.documents(row.dossier_id)
        if (one.said.confidentiality or Confidentiality.NORMAL) not in caller.may_see
    }
    return views.for_clinician(kept, caller.may_see, hidden)


def tag_of(caller: Caller, standing: Standing, form: str) -> str:
    """The ETag of the rendering: another one as soon as anything in it changes."""
    return f'"{hashlib.sha256("|".join(_made_of(caller, standing, form)).encode()).hexdigest()[:32]}"'


def content_of(caller: Caller, standing: Standing, form: str) -> bytes:
    """The rendering. Raises Problem format-unknown."""
    store, dossier_id, tag = caller.service.store, standing.row.dossier_id, tag_of(caller, standing, form)
    content = caller.service.recent.get(dossier_id, tag)
    if content is not None:
        return content
    memory = store.memory(dossier_id)
    mark = memory.mark(*_made_of(caller, standing, form))
    content = memory.recall("shown", [mark]).get(mark)
    if content is None:
        reviews = store.reviews(standing.row) if standing.reviewed else {}
        try:
            content = views.rendered(view_of(caller, standing.row), reviews, standing.signature, form)
        except SummarizerError:
            raise Problem("format-unknown") from None
        memory.keep("shown", {mark: content})
    caller.service.recent.put(dossier_id, tag, content)
    return content


def values_of(caller: Caller, standing: Standing) -> dict[str, Any]:
    """summary.json, as values."""
    values: dict[str, Any] = json.loads(content_of(caller, standing, "json"))
    return values


def unreviewed(row: SummaryRow) -> Standing:
    """A summary as the machine made it."""
    return Standing(row=row, reviewed=0, signature=None)


def statement_ids(values: dict[str, Any]) -> set[str]:
    return {statement["id"] for section in values["sections"] for statement in section["statements"]}


def _made_of(caller: Caller, standing: Standing, form: str) -> tuple[str, ...]:
    audience = "evaluator" if caller.role is Role.EVALUATOR else ",".join(sorted(caller.may_see))
    return standing.row.id, audience, form, _state_of(standing.reviewed, standing.signature), _rendering()


def _state_of(reviewed: int, signature: Signature | None) -> str:
    """What clinicians did to a summary."""
    return f"{reviewed}:{signature.signed_at if signature is not None else ''}"


@cache
def _rendering() -> str:
    return views.rendering_digest()
