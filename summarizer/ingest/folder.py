"""A folder to a `Dossier`: each file read or listed as not read, never dropped.

It knows which files are documents and puts them in order; it refuses to follow a link out of the folder, and to read
what describes the dossier (dossier.json, gold.json) as if it were of it.
"""

from __future__ import annotations

import hashlib
import os
import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from typing import Protocol

from summarizer.errors import DossierNotFound, EmptyDossier, UnreadableDocument
from summarizer.ingest import manifest as manifests
from summarizer.ingest.document import read_document
from summarizer.ingest.identity import common_identity
from summarizer.ingest.limits import DEFAULT_LIMITS, ReadLimits
from summarizer.ingest.manifest import Manifest, ManifestDocument
from summarizer.values import Document, DocumentId, Dossier, DossierId, UnreadDocument

DOCUMENTS = "documents"
_NOT_DOCUMENTS = frozenset({manifests.NAME, "gold.json", "thumbs.db", "desktop.ini", "readme.md", "readme.txt"})
_NOT_DOCUMENT_SUFFIXES = frozenset({".xsl", ".xslt", ".xsd", ".dtd", ".sch", ".css", ".js", ".lnk", ".sha256"})

NOT_FOUND = "annoncé dans dossier.json mais absent du dossier"
TOO_MANY = "trop de fichiers dans le dossier"
OUTSIDE = "lien vers un fichier hors du dossier : non suivi"


class ReadOne(Protocol):
    """How one file is read: `read_document` itself, or the same in a process that can be killed."""

    def __call__(
        self, source: bytes | Path, *, file: str, said: ManifestDocument | None, limits: ReadLimits
    ) -> Document: ...


@dataclass(frozen=True, slots=True, kw_only=True, repr=False)
class Listed:
    """One file of a folder: the name it is cited by, what dossier.json says of it, why it is refused unopened (or "")."""

    path: Path
    name: str
    said: ManifestDocument | None
    refused: str

    def __repr__(self) -> str:
        return f"Listed(refused={bool(self.refused)})"


def list_folder(path: Path, *, limits: ReadLimits = DEFAULT_LIMITS) -> tuple[Manifest, tuple[Listed, ...]]:
    """The manifest and the files of a folder (or one file), in a stable order; none is opened.

    Raises DossierNotFound and InvalidManifest.
    """
    if not path.exists():
        raise DossierNotFound()
    root = path if path.is_dir() else path.parent
    manifest = _manifest(root)
    listed: list[Listed] = []
    for number, (file, names) in enumerate(_named(root, [path] if path.is_file() else _files(root))):
        said = manifest.entry(names)
        refused = TOO_MANY if number >= limits.files else "" if _inside(root, file) else OUTSIDE
        listed.append(Listed(path=file, name=said.file if said else names[0], said=said, refused=refused))
    return manifest, tuple(listed)


def announced_only(path: Path, manifest: Manifest, listed: Iterable[Listed]) -> tuple[UnreadDocument, ...]:
    """What dossier.json announces and the folder does not hold."""
    found = {each.name for each in listed}
    absent = [entry.file for entry in manifest.documents if entry.file not in found] if path.is_dir() else []
    return tuple(UnreadDocument(file=file, reason=NOT_FOUND) for file in absent)


def copy_of(document_id: DocumentId) -> str:
    """The reason a file is listed and not read, when the dossier holds the same bytes."""
    return f"copie identique de {document_id}"


def read_dossier(
    path: Path,
    *,
    limits: ReadLimits = DEFAULT_LIMITS,
    read: ReadOne = read_document,
) -> Dossier:
    """The dossier in a folder (or in one file), documents in order of date then file name.

    Raises DossierNotFound, InvalidManifest, and EmptyDossier when no file could be read.
    """
    manifest, listed = list_folder(path, limits=limits)
    documents: dict[DocumentId, Document] = {}
    unread: list[UnreadDocument] = []
    for file in listed:
        refused = file.refused
        try:
            document = None if refused else read(file.path, file=file.name, said=file.said, limits=limits)
        except UnreadableDocument as error:
            document, refused = None, error.reason()
        if document is not None and document.id in documents:
            refused = copy_of(document.id)
        if refused:
            unread.append(UnreadDocument(file=file.name, reason=refused))
        elif document is not None:
            documents[document.id] = document
    unread += announced_only(path, manifest, listed)
    if not documents:
        raise EmptyDossier(_why_empty(unread))
    return _dossier(manifest, documents.values(), unread)


def _dossier(manifest: Manifest, documents: Iterable[Document], unread: Iterable[UnreadDocument]) -> Dossier:
    # A document without a date comes last: nothing says it is older than the others.
    ordered = tuple(sorted(documents, key=lambda each: (each.written_on or "9999", each.file)))
    return Dossier(
        id=content_id(ordered),
        identity=common_identity(manifest.identity(), [each.identity for each in ordered]),
        documents=ordered,
        unread=tuple(sorted(unread, key=lambda each: each.file)),
    )


def content_id(documents: Iterable[Document]) -> DossierId:
    """From the contents: names of folders and of patients can be guessed back from their hash, contents cannot."""
    digests = "\n".join(sorted(document.sha256 for document in documents))
    return DossierId("p" + hashlib.sha256(digests.encode()).hexdigest()[:12])


def _manifest(root: Path) -> Manifest:
    """Beside the documents, or above the folder that holds them."""
    places = [root, root.parent] if root.name == DOCUMENTS else [root]
    found = next((place / manifests.NAME for place in places if (place / manifests.NAME).is_file()), None)
    return manifests.read_manifest(found) if found else Manifest()


def _files(root: Path) -> list[Path]:
    """Every file below, in a stable order; hidden ones and companions are not documents. Links to folders stay shut."""
    found: list[Path] = []
    for folder, folders, files in os.walk(root, followlinks=False):
        folders[:] = sorted(name for name in folders if not name.startswith((".", "__")))
        found.extend(Path(folder, name) for name in files if _may_be_document(name))
    return sorted(found, key=lambda file: file.relative_to(root).as_posix())


def _may_be_document(name: str) -> bool:
    lowered = name.lower()
    return not (
        lowered.startswith((".", "~$"))
        or lowered in _NOT_DOCUMENTS
        or PurePosixPath(lowered).suffix in _NOT_DOCUMENT_SUFFIXES
    )


def _inside(root: Path, file: Path) -> bool:
    return file.resolve().is_relative_to(root.resolve())


def _named(root: Path, files: Iterable[Path]) -> Iterator[tuple[Path, tuple[str, ...]]]:
    """Each file with the names it goes by, the one to cite first: without `documents/`, unless that is ambiguous."""
    relative = {file: unicodedata.normalize("NFC", file.relative_to(root).as_posix()) for file in files}
    taken = set(relative.values())
    for file, name in relative.items():
        short = name.removeprefix(DOCUMENTS + "/")
        yield file, ((name,) if short in taken else (short, name))


def _why_empty(unread: Iterable[UnreadDocument]) -> str:
    """Counts and reasons, for an error message: no file name, which may be a patient's."""
    reasons = [entry.reason for entry in unread]
    if not reasons:
        return ""
    counted = ", ".join(f"{reasons.count(reason)} × {reason}" for reason in dict.fromkeys(reasons))
    return f"The folder holds no document that can be read ({counted})."
