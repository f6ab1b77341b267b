"""Idempotency-Key: a request sent twice under one key is done once, and answered twice the same.

It knows keys and fingerprints; it refuses a key that served another request. Answers are kept sealed.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Annotated, Any

import sqlalchemy as sa
from fastapi import Header
from fastapi.responses import JSONResponse
from sqlalchemy.exc import IntegrityError

from api.problems import Problem
from api.rules import Caller

IdempotencyKey = Annotated[
    str | None,
    Header(alias="Idempotency-Key", pattern=r"^[A-Za-z0-9._:-]{1,200}$", description="The same answer, sent twice."),
]
Act = Callable[[sa.Connection], tuple[int, dict[str, Any]]]


def once(caller: Caller, key: str | None, request: tuple[str, object], act: Act) -> JSONResponse:
    """Does `act` in one transaction with the record of its answer; `request` is what the key stands for."""
    store = caller.service.store
    if key is None:
        with store.database.writing() as connection:
            status, body = act(connection)
        return JSONResponse(body, status_code=status)
    mark = store.service_key.mark("answer", caller.subject, key)
    fingerprint = store.service_key.mark("request", request[0], json.dumps(request[1], sort_keys=True, default=str))
    for _ in range(2):
        given = store.given(mark)
        if given is not None:
            if given[0] != fingerprint:
                raise Problem("key-reused")
            return JSONResponse(given[2], status_code=given[1], headers={"Idempotency-Replayed": "true"})
        try:
            with store.database.writing() as connection:
                status, body = act(connection)
                store.give(connection, mark, fingerprint, status, body)
            return JSONResponse(body, status_code=status)
        except IntegrityError:
            # The same key, at the same moment: the other request's answer is the answer.
            continue
    raise Problem("conflict")
