"""One received file: its name and type checked, its bytes read in a process that can be killed, then kept sealed.

It knows what is refused and why; it refuses to keep a file that cannot be a document. A scan is kept unread: the
workers recognize it, and say in the summary when they could not.
"""

from __future__ import annotations

import hashlib
import re
import unicodedata
from dataclasses import dataclass

from api.problems import Problem
from api.rules import Caller
from api.schemas import DocumentOut
from summarizer.errors import DocumentEmpty, UnreadableDocument
from summarizer.gather import keep_reading
from summarizer.ingest.manifest import ManifestDocument
from summarizer.store.sealing import DataKey
from summarizer.values import Document, DocumentId, TextSource

MEDIA_TYPES = frozenset(
    [
        "application/pdf",
        "text/plain",
        "text/html",
        "text/xml",
        "text/rtf",
        "application/rtf",
        "application/xml",
        "application/hl7-cda+xml",
        "application/json",
        "application/fhir+json",
        "image/png",
        "image/jpeg",
        "image/tiff",
        "application/octet-stream",
    ]
)
_CONTROL = re.compile(r"[\x00-\x1f\x7f\u202a-\u202e\u2066-\u2069]")
_NAME_REFUSED = "nom de fichier refusé"
_TYPE_REFUSED = "type de contenu non pris en charge"
_OTHER_TYPE = "le contenu n'est pas du type annoncé"
_EMPTY = "fichier vide"


@dataclass(frozen=True, slots=True, kw_only=True, repr=False)
class Received:
    """A part of the request. `said` is what the sender says of it, when it does."""

    name: str
    media_type: str
    content: bytes
    said: ManifestDocument | None = None

    def __repr__(self) -> str:
        return f"Received({len(self.content)} bytes)"


def bad_name(name: str) -> bool:
    """Names that go up or out of a folder, or that would lie on a screen."""
    parts = name.replace("\\", "/").split("/")
    return (
        not name.strip()
        or len(name) > 255
        or bool(_CONTROL.search(name))
        or name.startswith(("/", "\\"))
        or ":" in parts[0]
        or any(part in ("..", ".", "") for part in parts)
    )


def receive(caller: Caller, key: DataKey, received: Received) -> DocumentOut:
    """Keeps one file, or says why not."""
    name = unicodedata.normalize("NFC", received.name)
    reason = _refusal(received, name)
    if reason is not None:
        return DocumentOut(file="" if reason == _NAME_REFUSED else name, state="refused", reason=reason)
    said = replace_file(received.said, name)
    service = caller.service
    read: Document | None = None
    try:
        with service.reader() as reader:
            read = reader(received.content, file=name, said=said, limits=service.limits)
        if _says_pdf(received) and received.content[:1024].find(b"%PDF-") < 0:
            return DocumentOut(file=name, state="refused", reason=_OTHER_TYPE)
    except DocumentEmpty:
        pass
    except UnreadableDocument as error:
        return DocumentOut(file=name, state="refused", reason=error.reason())
    document_id = read.id if read is not None else _id_of(received.content)
    added = _kept(caller, key, document_id, received, said)
    if added and read is not None and _whole(read):
        stored = service.store.document(key.owner, document_id)
        keep_reading(service.store, stored, key.owner, read, service.made_with)
    return DocumentOut(file=name, state="received" if added else "known", id=document_id)


def replace_file(said: ManifestDocument | None, name: str) -> ManifestDocument:
    return said.model_copy(update={"file": name}) if said is not None else ManifestDocument(file=name)


def _kept(caller: Caller, key: DataKey, document_id: DocumentId, received: Received, said: ManifestDocument) -> bool:
    store = caller.service.store
    with store.database.writing() as connection:
        added = store.add_document(
            connection,
            key,
            document_id,
            received.content,
            said,
            media_type=received.media_type,
            by=caller.subject,
        )
        if added:
            store.audit.write(caller.actor, "document.add", key.owner, connection=connection)
    if not added and store.document(key.owner, document_id).mark != key.mark(received.content):
        raise Problem("identifier-taken")
    return added


def _refusal(received: Received, name: str) -> str | None:
    if bad_name(name):
        return _NAME_REFUSED
    if received.media_type not in MEDIA_TYPES:
        return _TYPE_REFUSED
    return None if received.content else _EMPTY


def _says_pdf(received: Received) -> bool:
    return received.media_type == "application/pdf"


def _whole(read: Document) -> bool:
    """Whether a worker, which recognizes scans, would read the same."""
    return not read.warnings and all(page.source is TextSource.TEXT for page in read.pages)


def _id_of(content: bytes) -> DocumentId:
    return DocumentId("d" + hashlib.sha256(content).hexdigest()[:8])
