"""A document as one JSON object: what `summarizer read` prints. Offsets of citations point into its `text`."""

from __future__ import annotations

from dataclasses import asdict
from typing import Any

from summarizer.values import Document


def describe(document: Document) -> dict[str, Any]:
    """The shape that docs/interfaces.md promises; `start` and `end` of a page are half-open character offsets."""
    return {
        "file": document.file,
        "id": document.id,
        "kind": document.kind.value,
        "title": document.title,
        "written_on": document.written_on,
        "author": document.author,
        "author_role": document.author_role,
        "confidentiality": document.confidentiality.value,
        "text": document.text,
        "pages": [
            {"number": page.number, "start": page.span.start, "end": page.span.end, "source": page.source.value}
            for page in document.pages
        ],
        "identity": {name: value for name, value in asdict(document.identity).items() if value},
        "warnings": list(document.warnings),
    }
