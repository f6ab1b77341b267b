"""CDA R2 documents: level 3 (sections with a narrative) and level 1 (one embedded document).

It knows the body; the header is `cda_header`'s. What a reader is shown is the narrative: coded entries that the
narrative does not say are not read. An embedded document comes back through `read_embedded`, whatever its format.
"""

from __future__ import annotations

import base64
import binascii
import zlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace

from summarizer.errors import (
    DocumentCorrupt,
    DocumentEmpty,
    DocumentTooLarge,
    UnreadableDocument,
    UnsupportedFormat,
)
from summarizer.ingest.cda.header import NS, read_header
from summarizer.ingest.characters import tidy
from summarizer.ingest.limits import Deadline, ReadLimits
from summarizer.ingest.markup import Element, local, parse
from summarizer.ingest.narrative import narrative_text
from summarizer.ingest.reading import PageText, ReadText, as_heading, join_pages
from summarizer.values import Identity

Embedded = Callable[[bytes, ReadLimits, Deadline], ReadText]

# "Copie du document": the same document as a picture of itself.
_COPY = "55108-5"
_WINDOW_BITS = {"DF": -15, "ZL": 15, "GZ": 31}
_EMBEDDED_MEDIA = ("application/pdf", "text/rtf", "application/rtf", "text/plain", "text/html", "image/tiff")


def read(data: bytes, limits: ReadLimits, deadline: Deadline, *, read_embedded: Embedded) -> ReadText:
    """Raises DocumentHostile, DocumentCorrupt, DocumentEmpty, or what reading the embedded document raises."""
    root = parse(data, limits)
    document = root if local(root) == "ClinicalDocument" else next(root.iter(f"{NS}ClinicalDocument"), None)
    if document is None or not document.tag.startswith(NS):
        raise UnsupportedFormat(detail_fr="XML qui n'est pas un document CDA")
    header = read_header(document)
    inner = replace(limits, embedded=limits.embedded - 1)
    only = document.find(f"{NS}component/{NS}nonXMLBody/{NS}text")
    body = (
        read_embedded(_decoded(only, limits), inner, deadline)
        if only is not None
        else _structured(document, header.title, inner, deadline, read_embedded)
    )
    return replace(
        body,
        kind=header.kind,
        title=header.title,
        written_on=header.written_on,
        author=header.author,
        author_role=header.author_role,
        confidentiality=header.confidentiality,
        identity=header.identity,
        headed=True,
        warnings=(*header.warnings, *body.warnings),
    )


def _decoded(text: Element, limits: ReadLimits) -> bytes:
    """The bytes of an encapsulated document (type ED), decompressed within the limits."""
    if text.find(f"{NS}reference") is not None and not (text.text or "").strip():
        raise DocumentEmpty(detail_fr="le contenu est hors du fichier, il n'est pas joint")
    written = text.text or ""
    if limits.embedded <= 0:
        raise DocumentTooLarge(detail_fr="documents emboîtés")
    if text.get("representation") != "B64":
        return narrative_text(text).encode()
    try:
        data = base64.b64decode("".join(written.split()), validate=True)
    except (binascii.Error, ValueError):
        raise DocumentCorrupt(detail_fr="document embarqué illisible (base64)") from None
    return _inflated(data, text.get("compression"), limits)


def _inflated(data: bytes, compression: str | None, limits: ReadLimits) -> bytes:
    if compression is None:
        return data
    if compression not in _WINDOW_BITS:
        raise UnsupportedFormat(detail_fr="compression inconnue du document embarqué")
    inflater = zlib.decompressobj(_WINDOW_BITS[compression])
    try:
        inflated = inflater.decompress(data, limits.file_bytes + 1)
    except zlib.error:
        raise DocumentCorrupt(detail_fr="document embarqué illisible (compression)") from None
    if len(inflated) > limits.file_bytes:
        raise DocumentTooLarge()
    return inflated


# --- level 3 ------------------------------------------------------------------------------------------------------


@dataclass(slots=True)
class _Attachments:
    """What the sections hold beside their text."""

    documents: list[tuple[str, Element]] = field(default_factory=list)
    pictures: int = 0
    copies: int = 0


def _structured(
    document: Element, title: str | None, limits: ReadLimits, deadline: Deadline, read_embedded: Embedded
) -> ReadText:
    """The sections as one page, then the pages of the documents attached to them."""
    attached = _Attachments()
    sections = document.findall(f"{NS}component/{NS}structuredBody/{NS}component/{NS}section")
    blocks = [block for section in sections for block in _section(section, attached, deadline)]
    if not blocks and not attached.documents:
        raise DocumentEmpty()
    sheets = [PageText(number=1, text="\n\n".join([as_heading(title), *blocks] if title else blocks))]
    warnings: list[str] = []
    identity = Identity()
    for heading, media in attached.documents:
        deadline.check()
        try:
            inner = read_embedded(_decoded(media, limits), limits, deadline)
        except UnreadableDocument as error:
            warnings.append(f"pièce jointe non lue : {error.reason()}")
            continue
        warnings.extend(f"pièce jointe : {warning}" for warning in inner.warnings)
        for page in inner.pages:
            text = page.span.of(inner.text).strip("\n")
            opening = f"{as_heading(heading)}\n\n" if page is inner.pages[0] and heading else ""
            sheets.append(PageText(number=len(sheets) + 1, text=opening + text, source=page.source))
    if attached.pictures:
        warnings.append(f"{attached.pictures} image{'s' if attached.pictures > 1 else ''} du document non lue(s)")
    if attached.copies:
        warnings.append("copie PDF du document jointe, non relue")
    text, pages = join_pages(sheets)
    return ReadText(text=text, pages=pages, identity=identity, warnings=tuple(warnings))


def _section(section: Element, attached: _Attachments, deadline: Deadline) -> Iterator[str]:
    """The title, the narrative, then the sections inside; nothing for a section that says nothing."""
    deadline.check()
    title = _title(section)
    code = section.find(f"{NS}code")
    _collect(section, title, code is not None and code.get("code") == _COPY, attached)
    text = section.find(f"{NS}text")
    said = tidy(narrative_text(text)) if text is not None else ""
    # A table often opens with the title of its section.
    if title and said.split("\n")[0].strip(" :").casefold() == title.strip(" :").casefold():
        said = said.partition("\n")[2].strip("\n")
    inner = [
        block
        for child in section.findall(f"{NS}component/{NS}section")
        for block in _section(child, attached, deadline)
    ]
    if said.strip():
        yield f"{as_heading(title)}\n{said}" if title else said
    elif title and inner:
        yield as_heading(title)
    yield from inner


def _title(section: Element) -> str:
    title = section.find(f"{NS}title")
    return " ".join(tidy("".join(title.itertext())).split()) if title is not None else ""


def _collect(section: Element, title: str, copy: bool, attached: _Attachments) -> None:
    """The documents and pictures in the entries of this section, not of those inside it."""
    for entry in section.findall(f"{NS}entry"):
        for media in entry.iter(f"{NS}observationMedia"):
            value = media.find(f"{NS}value")
            if value is None:
                continue
            kind = value.get("mediaType", "")
            if copy and kind == "application/pdf":
                attached.copies += 1
            elif kind in _EMBEDDED_MEDIA:
                attached.documents.append((title, value))
            else:
                attached.pictures += 1
