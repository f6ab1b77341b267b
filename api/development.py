"""A development identity provider: it gives a token to whoever asks, in the role asked for.

For a laptop and for tests. It is mounted only when the settings say `development`, says so in every answer, and its
keys live in memory: they die with the process.
"""

from __future__ import annotations

import json
import secrets
import time
from collections.abc import Mapping
from typing import Annotated, Any

import jwt
from cryptography.hazmat.primitives.asymmetric.ec import SECP256R1, EllipticCurvePrivateKey, generate_private_key
from fastapi import APIRouter, Form
from jwt.algorithms import ECAlgorithm

from api.identity import Role
from api.problems import documented

ISSUER = "urn:summarizer:development"
WARNING = "Identités de développement : n'importe qui peut obtenir un jeton. Ne jamais y verser de vrai dossier."
_SECONDS = 3600


class DevelopmentProvider:
    """One signing key at a time; `rotate` makes another, as real issuers do."""

    def __init__(self, audience: str) -> None:
        self._audience = audience
        self.rotate()

    def rotate(self) -> None:
        self._kid = secrets.token_hex(8)
        self._key: EllipticCurvePrivateKey = generate_private_key(SECP256R1())

    def jwks(self) -> Mapping[str, Any]:
        public = json.loads(ECAlgorithm.to_jwk(self._key.public_key()))
        return {"keys": [public | {"kid": self._kid, "use": "sig", "alg": "ES256"}]}

    def token(self, subject: str, *roles: str, restricted: bool = False, **claims: Any) -> str:
        """A signed token; `claims` replace the usual ones."""
        moment = int(time.time())
        said = {
            "iss": ISSUER,
            "aud": self._audience,
            "sub": subject,
            "iat": moment,
            "exp": moment + _SECONDS,
            "roles": list(roles),
            "restricted": restricted,
        }
        return jwt.encode(said | claims, self._key, algorithm="ES256", headers={"kid": self._kid})

    def router(self) -> APIRouter:
        router = APIRouter(prefix="/development", tags=["DEVELOPMENT ONLY"])

        @router.get("/jwks", summary="The keys of the development provider")
        def jwks() -> dict[str, Any]:
            return dict(self.jwks())

        @router.post("/token", responses=documented(), summary="A token for whoever asks")
        def token(
            subject: Annotated[str, Form(max_length=100)],
            role: Annotated[Role, Form()],
            restricted: Annotated[bool, Form()] = False,
        ) -> dict[str, Any]:
            return {
                "access_token": self.token(subject, role, restricted=restricted),
                "token_type": "Bearer",
                "expires_in": _SECONDS,
                "warning": WARNING,
            }

        return router
