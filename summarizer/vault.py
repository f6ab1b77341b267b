"""The vault: the key of each dossier, encrypted, apart from the pseudonymized data.

Each dossier has a data key of its own (AES-256-GCM), wrapped by a master key; both seals are bound to the dossier's
id. Destroying the wrapped data key makes the dossier unreadable for ever. The vault knows keys and files; it
refuses to know where the master key comes from (the entry point gives it) and never writes anything in clear.
"""

from __future__ import annotations

import base64
import binascii
import hashlib
import json
import os
import secrets
import subprocess
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Protocol

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from summarizer.errors import KeyUnreadable, MasterKeyMissing, OutputError
from summarizer.output import write_atomically
from summarizer.values import DocumentId, DossierId, PseudonymKey, Replacement, Span

_NONCE = 12
_KEY = 32


class KeyWrapper(Protocol):
    """Wraps data keys. `context` is authenticated: a wrapped key opens only for the dossier it was made for."""

    def wrap(self, data_key: bytes, context: bytes) -> bytes: ...

    def unwrap(self, wrapped: bytes, context: bytes) -> bytes: ...


# --- master keys ----------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True, kw_only=True, repr=False)
class LocalMasterKey:
    """A 32-byte master key held in memory, from a file or from a value the entry point read."""

    secret: bytes

    def __repr__(self) -> str:
        return "LocalMasterKey()"

    @staticmethod
    def of(encoded: str) -> LocalMasterKey:
        """From base64. Raises MasterKeyMissing when it is not 32 bytes."""
        try:
            secret = base64.b64decode(encoded.strip(), validate=True)
        except (binascii.Error, ValueError) as error:
            raise MasterKeyMissing("The master key is not base64.") from error
        if len(secret) != _KEY:
            raise MasterKeyMissing(f"The master key has {len(secret)} bytes, not {_KEY}.")
        return LocalMasterKey(secret=secret)

    @staticmethod
    def from_file(path: Path) -> LocalMasterKey:
        try:
            return LocalMasterKey.of(path.read_text(encoding="ascii"))
        except (OSError, UnicodeDecodeError) as error:
            raise MasterKeyMissing("The file of the master key cannot be read.") from error

    def wrap(self, data_key: bytes, context: bytes) -> bytes:
        return _sealed(self.secret, data_key, context)

    def unwrap(self, wrapped: bytes, context: bytes) -> bytes:
        return _opened(self.secret, wrapped, context)


@dataclass(frozen=True, slots=True, kw_only=True)
class CommandMasterKey:
    """A key management service reached by two commands, which take base64 on stdin and give base64 on stdout.

    The context is bound inside the wrapped payload, for services that do not authenticate one.
    """

    wrap_command: Sequence[str]
    unwrap_command: Sequence[str]
    timeout_seconds: float = 30.0

    def wrap(self, data_key: bytes, context: bytes) -> bytes:
        return self._run(self.wrap_command, hashlib.sha256(context).digest() + data_key)

    def unwrap(self, wrapped: bytes, context: bytes) -> bytes:
        payload = self._run(self.unwrap_command, wrapped)
        bound, data_key = payload[:32], payload[32:]
        if not secrets.compare_digest(bound, hashlib.sha256(context).digest()):
            raise KeyUnreadable("The wrapped key is another dossier's.")
        return data_key

    def _run(self, command: Sequence[str], payload: bytes) -> bytes:
        try:
            done = subprocess.run(  # noqa: S603 - the command is the administrator's, never a document's
                list(command),
                input=base64.b64encode(payload),
                capture_output=True,
                timeout=self.timeout_seconds,
                check=True,
            )
            return base64.b64decode(done.stdout.strip(), validate=True)
        except (OSError, subprocess.SubprocessError, binascii.Error) as error:
            raise KeyUnreadable(f"The key command failed ({type(error).__name__}).") from None


def new_master_key() -> str:
    """A fresh master key, in base64."""
    return base64.b64encode(secrets.token_bytes(_KEY)).decode("ascii")


def write_master_key(path: Path) -> None:
    """Makes a master key file (mode 0600). Never replaces one: everything sealed by it would be lost."""
    path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    try:
        descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except OSError as error:
        raise OutputError("The master key file exists already or cannot be written.") from error
    with os.fdopen(descriptor, "w", encoding="ascii") as file:
        file.write(new_master_key() + "\n")


# --- the vault ------------------------------------------------------------------------------------------------

Audit = Callable[[str, DossierId], None]


def no_audit(action: str, dossier_id: DossierId) -> None:
    """For tests and one-off commands on a laptop; services pass a hook that writes to the audit trail."""


class Vault:
    """Sealed keys in one folder: one file a dossier, holding its wrapped data key and what that key seals.

    `audit` is called with "seal", "open" or "destroy" and the dossier id, before the act: what cannot be audited is not
    done.
    """

    def __init__(self, folder: Path, wrapper: KeyWrapper, *, audit: Audit = no_audit) -> None:
        self._folder = folder
        self._wrapper = wrapper
        self._audit = audit

    def __repr__(self) -> str:
        return "Vault()"

    def seal(self, key: PseudonymKey) -> None:
        """Encrypts the key with a new data key and stores both. A key sealed before for this dossier is replaced."""
        self._audit("seal", key.dossier_id)
        context = _context(key.dossier_id)
        data_key = secrets.token_bytes(_KEY)
        sealed = _sealed(data_key, _encoded(key), context)
        wrapped = self._wrapper.wrap(data_key, context)
        # One file for both: a replacement cut half-way never leaves a data key beside what another one sealed.
        self._write(self._path(key.dossier_id), len(wrapped).to_bytes(4, "big") + wrapped + sealed)

    def open(self, dossier_id: DossierId) -> PseudonymKey:
        """The key of a dossier. Raises KeyUnreadable when it is missing, altered, destroyed, or sealed by another."""
        self._audit("open", dossier_id)
        context = _context(dossier_id)
        try:
            content = self._path(dossier_id).read_bytes()
        except OSError as error:
            raise KeyUnreadable("There is no key for this dossier, or it was destroyed.") from error
        length = 4 + int.from_bytes(content[:4], "big")
        data_key = self._wrapper.unwrap(content[4:length], context)
        return _decoded(_opened(data_key, content[length:], context))

    def destroy(self, dossier_id: DossierId) -> None:
        """Erases the data key for ever, with what it sealed. Destroying twice is no error."""
        self._audit("destroy", dossier_id)
        path = self._path(dossier_id)
        try:
            # Overwriting is best effort (journals, flash): the promise rests on the wrapped key being gone.
            with path.open("r+b") as file:
                file.write(secrets.token_bytes(path.stat().st_size))
                file.flush()
                os.fsync(file.fileno())
            path.unlink()
        except FileNotFoundError:
            return
        except OSError as error:
            raise OutputError("The key could not be destroyed.") from error

    def _path(self, dossier_id: DossierId) -> Path:
        # Names of dossiers often hold names of patients: files bear a hash.
        return self._folder / f"{hashlib.sha256(dossier_id.encode()).hexdigest()[:32]}.sealed"

    def _write(self, path: Path, content: bytes) -> None:
        try:
            self._folder.mkdir(parents=True, exist_ok=True, mode=0o700)
            write_atomically(path, content)
        except (OSError, OutputError) as error:
            raise OutputError("The vault cannot be written.") from error


# --- sealing --------------------------------------------------------------------------------------------------


def _context(dossier_id: DossierId) -> bytes:
    return b"pseudonym-key/1:" + dossier_id.encode()


def _sealed(secret: bytes, content: bytes, context: bytes) -> bytes:
    nonce = secrets.token_bytes(_NONCE)
    return nonce + AESGCM(secret).encrypt(nonce, content, context)


def _opened(secret: bytes, sealed: bytes, context: bytes) -> bytes:
    try:
        return AESGCM(secret).decrypt(sealed[:_NONCE], sealed[_NONCE:], context)
    except (InvalidTag, ValueError) as error:
        raise KeyUnreadable("The key is altered or sealed by another master key.") from error


def _encoded(key: PseudonymKey) -> bytes:
    return json.dumps(
        {
            "version": 1,
            "dossier_id": key.dossier_id,
            "files": key.files,
            "replacements": {
                document_id: [
                    [r.original.start, r.original.end, r.replaced.start, r.replaced.end, r.surface, r.pseudonym]
                    for r in replacements
                ]
                for document_id, replacements in key.replacements.items()
            },
        },
        ensure_ascii=False,
    ).encode()


def _decoded(content: bytes) -> PseudonymKey:
    fields: Mapping[str, Any] = json.loads(content)
    return PseudonymKey(
        dossier_id=DossierId(fields["dossier_id"]),
        replacements={
            DocumentId(document_id): tuple(
                Replacement(original=Span(a, b), replaced=Span(c, d), surface=surface, pseudonym=pseudonym)
                for a, b, c, d, surface, pseudonym in replacements
            )
            for document_id, replacements in fields["replacements"].items()
        },
        files={DocumentId(document_id): file for document_id, file in fields["files"].items()},
    )
