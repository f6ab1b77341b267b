"""What a file is, from its first bytes: names lie, and half of them have no extension.

It knows signatures; it refuses to parse. A format that cannot be read is named in French for the list of documents.
"""

from __future__ import annotations

import re
from enum import Enum, auto
from pathlib import PurePosixPath

from summarizer.errors import DocumentCorrupt, DocumentEmpty, UnsupportedFormat

_HEAD = 4096


class Format(Enum):
    PDF = auto()
    TEXT = auto()
    RTF = auto()
    HTML = auto()
    CDA = auto()
    FHIR = auto()
    IMAGE = auto()


_IMAGES = (b"\x89PNG\r\n", b"\xff\xd8\xff", b"II*\0", b"MM\0*", b"BM", b"GIF8")
_UNSUPPORTED = (
    (b"PK\x03\x04", "document bureautique ou archive (docx, odt, zip) ; l'exporter en PDF"),
    (b"\xd0\xcf\x11\xe0", "document bureautique ancien (doc, xls) ; l'exporter en PDF"),
    (b"\x1f\x8b", "archive compressée"),
    (b"7z\xbc\xaf", "archive compressée"),
    (b"Rar!", "archive compressée"),
)


# Names that promise something else than text: when only text is found, the file is damaged or misnamed.
_NEVER_TEXT = frozenset({".pdf", ".xml", ".cda", ".json", ".png", ".jpg", ".jpeg", ".tif", ".tiff", ".docx", ".doc"})


def sniff(data: bytes, name: str = "") -> Format:
    """The format, from the bytes; the name only tells a damaged file from a text.

    Raises DocumentEmpty for nothing, UnsupportedFormat (with the format named) for what no reader takes, and
    DocumentCorrupt for a text under the name of something else.
    """
    found = _sniff(data)
    if found is Format.TEXT and PurePosixPath(name.lower()).suffix in _NEVER_TEXT:
        raise DocumentCorrupt()
    return found


def _sniff(data: bytes) -> Format:
    head = data[:_HEAD]
    if not data.strip(b" \t\r\n\0\f\xef\xbb\xbf"):
        raise DocumentEmpty()
    for signature, detail in _UNSUPPORTED:
        if head.startswith(signature):
            raise UnsupportedFormat(detail_fr=detail)
    if head[128:132] == b"DICM":
        raise UnsupportedFormat(detail_fr="image DICOM")
    if b"%PDF-" in head[:1024]:
        return Format.PDF
    if head.startswith(_IMAGES) or head[:4] + head[8:12] == b"RIFFWEBP":
        return Format.IMAGE
    return _sniff_text(head, data)


def _sniff_text(head: bytes, data: bytes) -> Format:
    # UTF-16 has a zero beside each ASCII character: without the zeros its markup reads as ASCII.
    start = head.replace(b"\0", b"").lstrip(b"\xef\xbb\xbf\xff\xfe \t\r\n")
    if start.startswith(rb"{\rtf"):
        return Format.RTF
    if start.startswith(b"<"):
        return _sniff_markup(start, data)
    if start.startswith((b"{", b"[")) and re.search(rb'"resourceType"\s*:', data.replace(b"\0", b"")):
        return Format.FHIR
    if re.match(rb'\{\s*"', start):
        raise UnsupportedFormat(detail_fr="JSON sans ressource FHIR")
    return Format.TEXT


def _sniff_markup(start: bytes, data: bytes) -> Format:
    if re.match(rb"<(!doctype\s+)?html", start, re.IGNORECASE):
        return Format.HTML
    whole = data.replace(b"\0", b"")
    root = re.search(
        rb"<([A-Za-z_][\w.\-]*:)?([A-Za-z_][\w.\-]*)[\s/>]", re.sub(rb"<!--.*?-->", b"", whole[:200_000], flags=re.S)
    )
    name = root[2] if root else b""
    if name == b"ClinicalDocument" or b"urn:hl7-org:v3" in whole[:20_000]:
        return Format.CDA
    if name.lower() == b"html":
        return Format.HTML
    if b"http://hl7.org/fhir" in whole[:20_000]:
        raise UnsupportedFormat(detail_fr="FHIR en XML ; fournir le JSON")
    if start.startswith(b"<?xml") or (root and b"</" + root[2] in whole):
        raise UnsupportedFormat(detail_fr="XML qui n'est pas un document CDA")
    return Format.TEXT
