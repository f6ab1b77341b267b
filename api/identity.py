"""Who calls: an OpenID Connect bearer token turned into a `Principal`, or refused.

It knows issuers, keys and claims; it refuses unsigned tokens, shared-secret signatures, and keys it did not fetch from
the issuer. Keys are fetched again when a token names one that is not known, which is how issuers rotate them, and every ten minutes.
"""

from __future__ import annotations

import hashlib
import threading
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

import httpx
import jwt

from api.problems import Problem

#: Asymmetric signatures only: with a shared secret, whoever can verify can also forge.
ALGORITHMS = ("RS256", "RS384", "RS512", "PS256", "ES256", "ES384", "EdDSA")
_FETCH_AGAIN_SECONDS = 10.0
#: A key that the issuer no longer gives is refused after this, even if no token names another.
_KEPT_SECONDS = 600.0
_LEEWAY_SECONDS = 30
#: Signatures remembered: to verify one takes a tenth of the time that an answer takes.
_REMEMBERED = 10_000
#: Professions of the RPPS (nomenclature TRE_G15) that care for patients: physician, pharmacist, dentist, midwife, nurse.
_CARING = frozenset({"10", "21", "40", "50", "60"})


class Role(StrEnum):
    CLINICIAN = "clinician"
    EVALUATOR = "evaluator"
    BATCH = "batch"
    AUDITOR = "auditor"
    ADMINISTRATOR = "administrator"


@dataclass(frozen=True, slots=True, kw_only=True)
class Principal:
    """Who calls. `restricted`: may see documents of restricted confidentiality."""

    subject: str
    roles: frozenset[Role]
    restricted: bool = False

    def acting(self, allowed: frozenset[Role]) -> Role | None:
        """The role it acts in, among those allowed."""
        return next((role for role in Role if role in self.roles and role in allowed), None)


Fetch = Callable[[], Mapping[str, Any]]


@dataclass(frozen=True, slots=True, kw_only=True, repr=False)
class _Verified:
    """A signature that was good. Whether the token still counts is asked again at each request."""

    kid: str
    key: jwt.PyJWK
    claims: Mapping[str, Any]

    def __repr__(self) -> str:
        return "_Verified()"


class Tokens:
    """Verifies the tokens of one issuer. `fetch` gives its JWKS document."""

    def __init__(self, *, issuer: str, audience: str, fetch: Fetch) -> None:
        self._issuer = issuer
        self._audience = audience
        self._fetch = fetch
        self._keys: dict[str, jwt.PyJWK] = {}
        self._fetched = float("-inf")
        self._one_fetch = threading.Lock()
        self._verified: dict[bytes, _Verified] = {}

    def knows_key_of(self, token: str) -> bool:
        """Whether the key a token names is known, and fetched lately: verifying it then waits for nobody."""
        if self._remembered(token) is not None:
            return True
        try:
            known = str(jwt.get_unverified_header(token).get("kid", "")) in self._keys
        except jwt.PyJWTError:
            return False
        return known and self._age() < _KEPT_SECONDS

    def _age(self) -> float:
        return time.monotonic() - self._fetched

    def principal(self, token: str) -> Principal:
        """Raises Problem token-invalid; why is not said."""
        remembered = self._remembered(token)
        if remembered is not None:
            if float(remembered["exp"]) <= time.time() - _LEEWAY_SECONDS:
                raise _refused()
            return principal_of(remembered)
        try:
            header = jwt.get_unverified_header(token)
            algorithm = header.get("alg")
            if algorithm not in ALGORITHMS:
                raise _refused()
            kid = str(header.get("kid", ""))
            key = self._key(kid)
            claims = jwt.decode(
                token,
                key,
                algorithms=[algorithm],
                audience=self._audience,
                issuer=self._issuer,
                leeway=_LEEWAY_SECONDS,
                options={"require": ["exp", "iat", "iss", "aud", "sub"]},
            )
        except (jwt.PyJWTError, ValueError, TypeError, KeyError):
            raise _refused() from None
        if not str(claims["sub"]).isprintable():
            # It names the caller in the audit trail: no database keeps a zero byte, and no screen should obey one.
            raise _refused()
        if len(self._verified) >= _REMEMBERED:
            self._verified.clear()
        self._verified[_digest(token)] = _Verified(kid=kid, key=key, claims=claims)
        return principal_of(claims)

    def _remembered(self, token: str) -> Mapping[str, Any] | None:
        """The claims of a token whose signature was verified by a key that the issuer still gives."""
        found = self._verified.get(_digest(token))
        known = found is not None and self._keys.get(found.kid) is found.key and self._age() < _KEPT_SECONDS
        return found.claims if found is not None and known else None

    def _key(self, kid: str) -> jwt.PyJWK:
        # Those that come while the keys are fetched wait for them: they are not refused for being early.
        with self._one_fetch:
            wanted = kid not in self._keys and self._age() > _FETCH_AGAIN_SECONDS
            if wanted or self._age() > _KEPT_SECONDS:
                self._fetched = time.monotonic()
                self._keys = self._given() or self._keys
            if kid not in self._keys:
                raise _refused()
            return self._keys[kid]

    def _given(self) -> dict[str, jwt.PyJWK]:
        """The keys the issuer gives now; none when it does not answer, and those known then stay."""
        try:
            document = self._fetch()
        except httpx.HTTPError:
            return {}
        return {str(key["kid"]): jwt.PyJWK.from_dict(dict(key)) for key in document.get("keys", ()) if "kid" in key}


def principal_of(claims: Mapping[str, Any]) -> Principal:
    """The principal of verified claims: our own `roles`, a realm's roles, or Pro Santé Connect's professions."""
    named = [*_listed(claims.get("roles")), *_listed(_mapping(claims.get("realm_access")).get("roles"))]
    roles = {Role(name) for name in named if name in list(Role)}
    # Pro Santé Connect: SubjectNameID is the national identifier, "8" before an RPPS number; SubjectRole is coded
    # "profession^nomenclature".
    national = str(claims.get("SubjectNameID", ""))
    rpps = national[1:] if len(national) == 12 and national.startswith("8") and national.isdigit() else ""
    professions = {str(role).split("^")[0] for role in _listed(claims.get("SubjectRole"))}
    if rpps and professions & _CARING:
        roles.add(Role.CLINICIAN)
    return Principal(
        subject=f"rpps:{rpps}" if rpps else str(claims["sub"])[:200],
        roles=frozenset(roles),
        restricted=claims.get("restricted") is True,
    )


def fetch_from(url: str) -> Fetch:
    """The JWKS document at that address."""

    def fetch() -> Mapping[str, Any]:
        response = httpx.get(url, timeout=5.0)
        response.raise_for_status()
        return _mapping(response.json())

    return fetch


def _digest(token: str) -> bytes:
    return hashlib.sha256(token.encode("utf-8", "surrogatepass")).digest()


def _refused() -> Problem:
    return Problem("token-invalid", headers={"WWW-Authenticate": 'Bearer error="invalid_token"'})


def _listed(value: object) -> list[Any]:
    return value if isinstance(value, list) else [value] if isinstance(value, str) else []


def _mapping(value: object) -> Mapping[str, Any]:
    return value if isinstance(value, Mapping) else {}
