"""One file to one `Document`: the format is seen from the bytes, its reader is called, and what is missing is guessed.

A pure function of bytes and limits, with a picklable result, so that it can run in a process that may be killed. It
raises nothing but `UnreadableDocument`: whatever goes wrong inside a parser stays this file's trouble.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Mapping
from pathlib import Path

from summarizer.errors import DocumentCorrupt, DocumentEmpty, DocumentTooLarge, UnreadableDocument, UnsupportedFormat
from summarizer.ingest import cda, fhir, html, ocr, pdf, rtf, text
from summarizer.ingest.guess import guess, guess_headed
from summarizer.ingest.identity import merge
from summarizer.ingest.limits import DEFAULT_LIMITS, Deadline, ReadLimits
from summarizer.ingest.manifest import ManifestDocument
from summarizer.ingest.reading import ReadText
from summarizer.ingest.sniff import Format, sniff
from summarizer.values import Confidentiality, Document, DocumentId, Kind

Reader = Callable[[bytes, ReadLimits, Deadline], ReadText]

READERS: Mapping[Format, Reader] = {
    Format.TEXT: text.read,
    Format.RTF: rtf.read,
    Format.HTML: html.read,
    Format.PDF: pdf.read,
    Format.IMAGE: ocr.read,
    Format.CDA: lambda data, limits, deadline: cda.read(data, limits, deadline, read_embedded=read_text),
    Format.FHIR: lambda data, limits, deadline: fhir.read(data, limits, deadline, read_embedded=read_text),
}

# From seen by all to seen by few; when the sender and the header disagree, the stricter holds.
_STRICTER = tuple(Confidentiality)


def read_document(
    source: bytes | Path,
    *,
    file: str = "",
    said: ManifestDocument | None = None,
    limits: ReadLimits = DEFAULT_LIMITS,
) -> Document:
    """The document in these bytes, or in the file at this path.

    `file` is the name it will be cited by; `said` what dossier.json says of it, which wins over the header, which
    wins over the text. Raises a subclass of UnreadableDocument, and nothing else.
    """
    try:
        data = source if isinstance(source, bytes) else _bytes_of(source, limits)
        name = file or (source.name if isinstance(source, Path) else "document")
        read = read_text(data, limits, Deadline(limits.seconds), name)
        return _document(data, name, read, said)
    except UnreadableDocument:
        raise
    except (RecursionError, MemoryError):
        raise DocumentTooLarge() from None
    except Exception as error:  # noqa: BLE001 - a parser's surprise is that file's trouble, whatever it is
        # The cause is not chained: messages of parsers quote what they parse.
        raise DocumentCorrupt(f"{type(error).__name__} while reading") from None


def read_text(data: bytes, limits: ReadLimits, deadline: Deadline, name: str = "") -> ReadText:
    """The text of a file of any format. Embedded documents come back through here, without a name."""
    if len(data) > limits.file_bytes:
        raise DocumentTooLarge()
    read = READERS[sniff(data, name)](data, limits, deadline)
    if len(read.text) > limits.characters:
        raise DocumentTooLarge()
    if not read.text.strip():
        raise DocumentEmpty()
    return read


def _bytes_of(path: Path, limits: ReadLimits) -> bytes:
    try:
        if not path.is_file():
            raise UnsupportedFormat(detail_fr="ce n'est pas un fichier ordinaire")
        if path.stat().st_size > limits.file_bytes:
            raise DocumentTooLarge()
        return path.read_bytes()
    except OSError as error:
        raise DocumentCorrupt(f"{type(error).__name__} while opening", detail_fr="ouverture impossible") from None


def _document(data: bytes, name: str, read: ReadText, said: ManifestDocument | None) -> Document:
    digest = hashlib.sha256(data).hexdigest()
    stated = said or ManifestDocument(file=name)
    guessed = guess_headed(read) if read.headed else guess(read.text, name)
    confidentialities = [each for each in (stated.confidentiality, read.confidentiality) if each]
    return Document(
        id=DocumentId("d" + digest[:8]),
        file=name,
        sha256=digest,
        kind=stated.kind or read.kind or guessed.kind or Kind.OTHER,
        title=stated.title or read.title or guessed.title or "",
        text=read.text,
        pages=read.pages,
        written_on=(stated.written_on or "")[:10] or read.written_on or guessed.written_on,
        author=stated.author or read.author or guessed.author,
        author_role=stated.author_role or read.author_role or guessed.author_role,
        confidentiality=max(confidentialities, key=_STRICTER.index, default=Confidentiality.NORMAL),
        identity=merge(read.identity, guessed.identity),
        warnings=read.warnings,
    )
