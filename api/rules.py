"""Who may do what. Default is deny: a route under /v1 without a rule stops the application from starting.

A dossier outside one's care and a dossier that does not exist get the same answer. Every refusal is audited.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from typing import Annotated, Any

from fastapi import FastAPI, Path, Request
from fastapi.concurrency import run_in_threadpool
from fastapi.dependencies.models import Dependant
from fastapi.routing import APIRoute
from starlette.routing import BaseRoute

from api.identity import Principal, Role, Tokens
from api.problems import Problem
from api.service import Service, service_of
from summarizer.reidentify import EVERYTHING
from summarizer.store import Actor, DossierRow
from summarizer.values import ORDINARY, Confidentiality

DossierPath = Annotated[str, Path(pattern=r"^p[0-9a-f]{32}$", examples=["p" + "0" * 32])]
ANONYMOUS = "anonymous"
#: Roles that see a dossier only in a relationship with it.
_IN_CARE = frozenset({Role.CLINICIAN, Role.BATCH, Role.EVALUATOR})


@dataclass(frozen=True, slots=True, kw_only=True)
class Caller:
    """A principal in the role it acts in, with what it needs to act and to be audited."""

    principal: Principal
    role: Role
    service: Service
    actor: Actor

    @property
    def subject(self) -> str:
        return self.principal.subject

    @property
    def may_see(self) -> frozenset[Confidentiality]:
        clinical = self.principal.restricted and self.role is Role.CLINICIAN
        return frozenset(EVERYTHING if clinical else ORDINARY)

    def dossier(self, dossier_id: str, action: str) -> DossierRow:
        """The dossier, for that action, which is audited before it is done. Raises Problem not-found."""
        found = self.service.store.admission(dossier_id, self.subject)
        if found is None or not (found[1] or self.role not in _IN_CARE):
            self.service.store.audit.write(self.actor, action, dossier_id, outcome="refused")
            raise Problem("not-found")
        self.service.store.audit.write(self.actor, action, dossier_id)
        return found[0]


class Allow:
    """A dependency that lets these roles through. It waits for nothing but a refusal to be audited, or a new key."""

    def __init__(self, *roles: Role) -> None:
        self.roles = frozenset(roles)

    async def __call__(self, request: Request) -> Caller:
        service = service_of(request)
        request_id = str(getattr(request.state, "request_id", "-"))
        route = getattr(request.scope.get("route"), "path", "-")
        action = f"{request.method} {route}"[:60]
        scheme, _, token = request.headers.get("authorization", "").partition(" ")
        if scheme.lower() != "bearer" or not token.strip():
            raise Problem("token-missing", headers={"WWW-Authenticate": "Bearer"})
        try:
            principal = await _principal(service.tokens, token.strip())
        except Problem:
            await _refuse(service, Actor(subject=ANONYMOUS, role="-", request_id=request_id), action)
            raise
        role = principal.acting(self.roles)
        if role is None:
            roles = ",".join(sorted(principal.roles)) or "-"
            await _refuse(service, Actor(subject=principal.subject, role=roles, request_id=request_id), action)
            raise Problem("role-refused")
        return Caller(
            principal=principal,
            role=role,
            service=service,
            actor=Actor(subject=principal.subject, role=role, request_id=request_id),
        )


async def _principal(tokens: Tokens, token: str) -> Principal:
    if tokens.knows_key_of(token):
        return tokens.principal(token)
    return await run_in_threadpool(tokens.principal, token)


async def _refuse(service: Service, actor: Actor, action: str) -> None:
    await run_in_threadpool(service.store.audit.write, actor, action, outcome="refused")


def rules_of(route: APIRoute) -> Iterator[Allow]:
    """The rules of a route, wherever they are among its dependencies."""

    def walk(dependant: Dependant) -> Iterator[Callable[..., Any]]:
        if dependant.call is not None:
            yield dependant.call
        for inner in dependant.dependencies:
            yield from walk(inner)

    return (call for call in walk(route.dependant) if isinstance(call, Allow))


def every_route(routes: Iterable[BaseRoute]) -> Iterator[APIRoute]:
    """The routes of an application, those of the routers it includes among them."""
    for route in routes:
        if isinstance(route, APIRoute):
            yield route
        included = getattr(route, "original_router", None) or route
        if included is not route or hasattr(route, "routes"):
            yield from every_route(getattr(included, "routes", ()))


def check_every_route(app: FastAPI) -> None:
    """Raises RuntimeError when a route under /v1 lets anyone in, or is not seen by this check."""
    ruled = {route.path for route in every_route(app.routes) if any(rules_of(route))}
    unruled = {route.path for route in every_route(app.routes)} - ruled
    described = {path for path in app.openapi()["paths"] if path.startswith("/v1")}
    open_to_all = {path for path in unruled if path.startswith("/v1")} | (described - ruled)
    if open_to_all:
        raise RuntimeError(f"no rule says who may call {', '.join(sorted(open_to_all))}")
