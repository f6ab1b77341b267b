"""Web pages saved as files: their text, without anything that runs or loads."""

from __future__ import annotations

import re

import lxml.html
from lxml import etree

from summarizer.errors import DocumentCorrupt, DocumentEmpty
from summarizer.ingest.characters import decode, tidy
from summarizer.ingest.limits import Deadline, ReadLimits
from summarizer.ingest.narrative import narrative_text
from summarizer.ingest.reading import ReadText, single_page


def read(data: bytes, limits: ReadLimits, deadline: Deadline) -> ReadText:
    decoded = decode(data)
    text = html_text(decoded.text)
    if not text.strip():
        raise DocumentEmpty()
    return ReadText(text=text, pages=single_page(text), warnings=decoded.warnings)


def html_text(markup: str) -> str:
    """The text of an HTML fragment or page, however badly it is written. Raises DocumentCorrupt when it is not any."""
    # A declaration of encoding is an error in characters already decoded.
    markup = re.sub(r"^\s*<\?xml[^>]*\?>|<!DOCTYPE[^>]*>", "", markup, flags=re.IGNORECASE)
    try:
        root = lxml.html.fragment_fromstring(markup, create_parent="div")
    except (etree.ParserError, etree.XMLSyntaxError, ValueError, AssertionError):
        raise DocumentCorrupt() from None
    return tidy(narrative_text(root))
