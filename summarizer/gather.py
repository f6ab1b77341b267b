"""A dossier put together from what the store received: each document read once, in a process that can be killed.

It knows documents as received and as read; it refuses to know how a summary is made of them.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from summarizer.errors import UnreadableDocument
from summarizer.ingest.folder import ReadOne
from summarizer.ingest.identity import common_identity
from summarizer.ingest.isolated import CRASHED
from summarizer.ingest.limits import DEFAULT_LIMITS, ReadLimits
from summarizer.ingest.manifest import Manifest
from summarizer.store import Memory, Store, StoredDocument
from summarizer.store.codec import from_bytes, to_bytes
from summarizer.values import Document, Dossier, DossierId, UnreadDocument

_STAGE, _ABSENT = "read", "absent"


@dataclass(frozen=True, slots=True, kw_only=True, repr=False)
class _Read:
    """A document, or the French reason it was not read."""

    document: Document | None
    reason: str | None

    def __repr__(self) -> str:
        return f"_Read({self.document!r})"


def unread(store: Store, dossier_id: str, revision: int, made_with: str) -> tuple[str, ...]:
    """The ids of the documents that were not read yet, in order of arrival."""
    memory = store.memory(dossier_id)
    marks = {_mark(memory, one, made_with): one.id for one in store.documents(dossier_id, revision=revision)}
    known = memory.recall(_STAGE, list(marks))
    return tuple(document_id for mark, document_id in marks.items() if mark not in known)


def readings(store: Store, dossier_id: str, made_with: str) -> set[str]:
    """The marks of the readings of the documents that the dossier holds now."""
    memory = store.memory(dossier_id)
    return {_mark(memory, one, made_with) for one in store.documents(dossier_id)}


def read_one(
    store: Store,
    dossier_id: str,
    document_id: str,
    made_with: str,
    read: ReadOne,
    *,
    limits: ReadLimits = DEFAULT_LIMITS,
) -> bool:
    """Reads one document and keeps what was read, or why it was not; whether it was read."""
    stored = store.document(dossier_id, document_id)
    outcome = _outcome(store.content(dossier_id, document_id), stored, read, limits)
    if outcome.reason is not None and CRASHED in outcome.reason:
        # The process may have been ended for another reason than this file: a second crash is the file's.
        outcome = _outcome(store.content(dossier_id, document_id), stored, read, limits)
    memory = store.memory(dossier_id)
    memory.keep(_STAGE, {_mark(memory, stored, made_with): to_bytes(outcome)})
    return outcome.document is not None


def _outcome(content: bytes, stored: StoredDocument, read: ReadOne, limits: ReadLimits) -> _Read:
    try:
        return _Read(document=read(content, file=stored.said.file, said=stored.said, limits=limits), reason=None)
    except UnreadableDocument as error:
        return _Read(document=None, reason=error.reason())


def keep_reading(store: Store, stored: StoredDocument, dossier_id: str, document: Document, made_with: str) -> None:
    """Keeps what the entry point read when it received the document, so that it is not read twice."""
    memory = store.memory(dossier_id)
    memory.keep(_STAGE, {_mark(memory, stored, made_with): to_bytes(_Read(document=document, reason=None))})


@dataclass(frozen=True, slots=True, kw_only=True, repr=False)
class _Absent:
    """The files of a dossier that were never received."""

    files: tuple[UnreadDocument, ...]

    def __repr__(self) -> str:
        return f"_Absent({len(self.files)} files)"


def keep_absent(store: Store, dossier_id: str, revision: int, files: Sequence[UnreadDocument]) -> None:
    """Keeps which files could not even be received (a link, a copy, an announced file), to be listed with the unread."""
    if files:
        memory = store.memory(dossier_id)
        memory.keep(_ABSENT, {memory.mark(str(revision)): to_bytes(_Absent(files=tuple(files)))})


def absent(store: Store, dossier_id: str, revision: int) -> tuple[UnreadDocument, ...]:
    memory = store.memory(dossier_id)
    kept = memory.recall(_ABSENT, [memory.mark(str(revision))])
    return tuple(file for one in kept.values() for file in from_bytes(_Absent, one).files)


def input_of(store: Store, dossier_id: str, made_with: str, *, kind: str = "vsm") -> str:
    """A digest of all that a summary of the dossier, as it is now, would be made of: what a job is about."""
    key = store.key_of(dossier_id)
    said = [f"{one.mark}:{one.said.model_dump_json()}" for one in store.documents(dossier_id)]
    return key.mark("input", made_with, kind, store.patient(dossier_id).model_dump_json(), *sorted(said))


def gathered(store: Store, dossier_id: str, revision: int, made_with: str) -> Dossier:
    """The dossier at that revision. Every document must have been read or found unreadable (see `unread`)."""
    memory = store.memory(dossier_id)
    read = list(_readings(store, memory, dossier_id, revision, made_with))
    documents = sorted(
        (outcome.document for _, outcome in read if outcome.document is not None),
        key=lambda each: (each.written_on or "9999", each.file),
    )
    patient = Manifest(patient=store.patient(dossier_id)).identity()
    unread = [
        UnreadDocument(file=stored.said.file, reason=outcome.reason)
        for stored, outcome in read
        if outcome.reason is not None
    ]
    return Dossier(
        id=DossierId(dossier_id),
        identity=common_identity(patient, [each.identity for each in documents]),
        documents=tuple(documents),
        unread=tuple(sorted((*unread, *absent(store, dossier_id, revision)), key=lambda each: each.file)),
    )


def _readings(
    store: Store, memory: Memory, dossier_id: str, revision: int, made_with: str
) -> Iterator[tuple[StoredDocument, _Read]]:
    stored = store.documents(dossier_id, revision=revision)
    marks = [_mark(memory, one, made_with) for one in stored]
    known = memory.recall(_STAGE, marks)
    for one, mark in zip(stored, marks, strict=True):
        yield one, from_bytes(_Read, known[mark])


def _mark(memory: Memory, stored: StoredDocument, made_with: str) -> str:
    return memory.mark(made_with, stored.mark, stored.said.model_dump_json())
