"""Plain text files. A form feed is a page break; nothing else is known of pages."""

from __future__ import annotations

from summarizer.errors import DocumentEmpty
from summarizer.ingest.characters import decode, tidy
from summarizer.ingest.limits import Deadline, ReadLimits
from summarizer.ingest.reading import PageText, ReadText, join_pages


def read(data: bytes, limits: ReadLimits, deadline: Deadline) -> ReadText:
    """The text as written, in NFC with `\\n` line ends.

    Raises UnsupportedFormat when the bytes are not text, DocumentEmpty when there is none.
    """
    decoded = decode(data)
    sheets = [tidy(sheet) for sheet in decoded.text.split("\f")]
    if not any(sheet.strip() for sheet in sheets):
        raise DocumentEmpty()
    numbered = [PageText(number=n, text=sheet) for n, sheet in enumerate(sheets, start=1) if sheet.strip()]
    text, pages = join_pages(numbered)
    return ReadText(text=text, pages=pages, warnings=decoded.warnings)
