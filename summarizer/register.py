"""A folder of documents to a dossier of the store: what is new is added, and what changed otherwise begins anew.

It knows the files of a folder and what the store holds of them; it refuses to read any of them: workers do, wherever
they are. A folder that only grew keeps its dossier, and with it all that was made of its documents.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from pathlib import Path

from summarizer.errors import DocumentCorrupt, DocumentTooLarge, EmptyDossier
from summarizer.gather import absent, keep_absent
from summarizer.ingest.folder import announced_only, copy_of, list_folder
from summarizer.ingest.limits import DEFAULT_LIMITS, ReadLimits
from summarizer.ingest.manifest import ManifestDocument, ManifestPatient
from summarizer.store import Store
from summarizer.values import DocumentId, UnreadDocument

BY = "batch"
_MEDIA_TYPE = "application/octet-stream"


@dataclass(frozen=True, slots=True, kw_only=True, repr=False)
class Folder:
    """What a folder holds: bytes and what is said of them by document id, and the files that cannot be received."""

    patient: ManifestPatient
    documents: dict[DocumentId, tuple[bytes, ManifestDocument]]
    absent: tuple[UnreadDocument, ...]

    def __repr__(self) -> str:
        return f"Folder({len(self.documents)} documents, {len(self.absent)} absent)"

    def mark(self, store: Store, *also: str) -> str:
        """A keyed digest of everything in it: the same tomorrow, nothing is to be done."""
        parts = [f"{one}:{said.model_dump_json()}" for one, (_, said) in sorted(self.documents.items())]
        missing = [f"{one.file}\0{one.reason}" for one in self.absent]
        return store.service_key.mark("folder", self.patient.model_dump_json(), *parts, "absent", *missing, *also)


def look_into(path: Path, *, limits: ReadLimits = DEFAULT_LIMITS) -> Folder:
    """Takes the bytes of every file. Raises DossierNotFound, InvalidManifest, and EmptyDossier without any file."""
    manifest, listed = list_folder(path, limits=limits)
    documents: dict[DocumentId, tuple[bytes, ManifestDocument]] = {}
    missing = [*announced_only(path, manifest, listed)]
    for file in listed:
        refused, content = file.refused, b""
        if not refused:
            content, refused = _content(file.path, limits)
        document_id = DocumentId("d" + hashlib.sha256(content).hexdigest()[:8])
        if not refused and document_id in documents:
            refused = copy_of(document_id)
        if refused:
            missing.append(UnreadDocument(file=file.name, reason=refused))
        else:
            documents[document_id] = (content, file.said or ManifestDocument(file=file.name))
    if not documents:
        raise EmptyDossier()
    missing.sort(key=lambda each: each.file)
    return Folder(patient=manifest.patient, documents=documents, absent=tuple(missing))


def _content(path: Path, limits: ReadLimits) -> tuple[bytes, str]:
    """The bytes of a file, or the French reason they were not taken."""
    try:
        if path.stat().st_size > limits.file_bytes:
            return b"", DocumentTooLarge().reason()
        return path.read_bytes(), ""
    except OSError:
        return b"", DocumentCorrupt(detail_fr="ouverture impossible").reason()


def register(store: Store, dossier_id: str, folder: Folder) -> int:
    """Makes the dossier of the store what the folder is; its revision."""
    row = store.dossier(dossier_id)
    if row is not None and not _grew(store, dossier_id, row.revision, folder):
        with store.database.writing() as connection:
            store.erase(connection, dossier_id)
        row = None
    if row is None:
        with store.database.writing() as connection:
            store.create_dossier(connection, folder.patient, by=BY, dossier_id=dossier_id)
    key = store.key_of(dossier_id)
    known = {one.id for one in store.documents(dossier_id)}
    with store.database.writing() as connection:
        for document_id, (content, said) in folder.documents.items():
            if document_id not in known:
                store.add_document(connection, key, document_id, content, said, media_type=_MEDIA_TYPE, by=BY)
    row = store.dossier(dossier_id)
    assert row is not None
    keep_absent(store, dossier_id, row.revision, folder.absent)
    return row.revision


def _grew(store: Store, dossier_id: str, revision: int, folder: Folder) -> bool:
    """Whether the folder is what the store holds, or that and more documents."""
    held = {one.id: one.said for one in store.documents(dossier_id)}
    said = {document_id: said for document_id, (_, said) in folder.documents.items()}
    same_documents = held.items() <= said.items()
    added = len(said) > len(held)
    return (
        same_documents
        and store.patient(dossier_id) == folder.patient
        and (added or absent(store, dossier_id, revision) == folder.absent)
    )
