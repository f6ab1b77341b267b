"""XML read without trusting it: no DTD, no entity, no network, bounded depth.

It knows how to parse and to refuse; it refuses to know what the elements mean.
"""

from __future__ import annotations

import re
from typing import Any

from lxml import etree

from summarizer.errors import DocumentCorrupt, DocumentHostile, DocumentTooLarge
from summarizer.ingest.limits import ReadLimits

Element = Any  # lxml's own class is not subscriptable by name in its stubs


def parse(data: bytes, limits: ReadLimits) -> Element:
    """The root element.

    Raises DocumentHostile for any DTD or entity, DocumentTooLarge for too deep a nesting, DocumentCorrupt otherwise.
    """
    # Refused before the parser sees it; the zeros are those of UTF-16.
    if re.search(rb"<!(?:DOCTYPE|ENTITY)", data.replace(b"\0", b""), re.IGNORECASE):
        raise DocumentHostile()
    parser = etree.XMLParser(
        resolve_entities=False,
        no_network=True,
        load_dtd=False,
        dtd_validation=False,
        huge_tree=False,
        remove_comments=True,
        remove_pis=True,
    )
    try:
        root = etree.fromstring(data, parser)
    except etree.XMLSyntaxError as error:
        # Its message quotes the file: it is read here, and goes no further.
        if "depth" in str(error) or "huge" in str(error):
            raise DocumentTooLarge() from None
        raise DocumentCorrupt("not well-formed XML") from None
    if root is None:
        raise DocumentCorrupt()
    info: Any = root.getroottree().docinfo
    if info.doctype or info.internalDTD is not None:
        raise DocumentHostile()
    if _deeper(root, limits.depth):
        raise DocumentTooLarge()
    return root


def _deeper(root: Element, most: int) -> bool:
    depth = 0
    for event, _ in etree.iterwalk(root, events=("start", "end")):
        depth += 1 if event == "start" else -1
        if depth > most:
            return True
    return False


def local(element: Element) -> str:
    """The name of an element without its namespace; empty for a comment or instruction."""
    return etree.QName(element).localname if isinstance(element.tag, str) else ""
