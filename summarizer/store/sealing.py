"""Encryption at rest: one data key per dossier, wrapped by the master key; each seal is bound to its place.

It knows keys, bytes and places; it refuses to know what the bytes say. What is sealed for one row opens in no other:
moving a sealed value from one dossier, table or stage to another is noticed.
"""

from __future__ import annotations

import hashlib
import hmac
import secrets
import zlib
from dataclasses import dataclass

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from summarizer.errors import KeyUnreadable
from summarizer.vault import KeyWrapper

_NONCE = 12
_KEY = 32
_PACKED, _PLAIN = b"\x01", b"\x00"
_WORTH_PACKING = 200


@dataclass(frozen=True, slots=True, kw_only=True, repr=False)
class DataKey:
    """The key of one owner (a dossier, or the service itself), in memory."""

    owner: str
    secret: bytes

    def __repr__(self) -> str:
        return "DataKey()"

    def seal(self, place: str, content: bytes) -> bytes:
        """AES-256-GCM; the place (table, column, row) is authenticated with the owner. Long text is packed first."""
        packed = zlib.compress(content, 6) if len(content) > _WORTH_PACKING else None
        body = _PACKED + packed if packed is not None and len(packed) < len(content) else _PLAIN + content
        nonce = secrets.token_bytes(_NONCE)
        return nonce + AESGCM(self.secret).encrypt(nonce, body, self._context(place))

    def open(self, place: str, sealed: bytes) -> bytes:
        """Raises KeyUnreadable when the bytes were altered, moved, or sealed by another key."""
        try:
            body = AESGCM(self.secret).decrypt(sealed[:_NONCE], sealed[_NONCE:], self._context(place))
        except (InvalidTag, ValueError) as error:
            raise KeyUnreadable("A stored value is altered, moved, or sealed by another key.") from error
        return zlib.decompress(body[1:]) if body[:1] == _PACKED else body[1:]

    def mark(self, *parts: str | bytes) -> str:
        """A keyed digest: it tells two inputs apart, and tells nothing of them to who lacks the key."""
        digest = hmac.new(self.secret, b"mark/1", hashlib.sha256)
        for part in parts:
            data = part.encode() if isinstance(part, str) else part
            digest.update(len(data).to_bytes(8, "big") + data)
        return digest.hexdigest()

    def _context(self, place: str) -> bytes:
        return f"store/1:{self.owner}:{place}".encode()


def new_key(owner: str, wrapper: KeyWrapper) -> tuple[DataKey, bytes]:
    """A fresh data key and its wrapped form."""
    secret = secrets.token_bytes(_KEY)
    return DataKey(owner=owner, secret=secret), wrapper.wrap(secret, _owner(owner))


def opened(owner: str, wrapped: bytes, wrapper: KeyWrapper) -> DataKey:
    """Raises KeyUnreadable when the master key is not the one that wrapped it."""
    return DataKey(owner=owner, secret=wrapper.unwrap(wrapped, _owner(owner)))


def _owner(owner: str) -> bytes:
    return b"data-key/1:" + owner.encode()
