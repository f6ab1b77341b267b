"""The page a physician reads: one self-contained file, each statement a click away from its passage in its document.

It asks nothing of the network and works without scripts, its citations being plain anchors to the documents' text.
Documents are hostile: everything is escaped, and the content policy allows only the style and script of this project.
"""

from __future__ import annotations

import base64
import hashlib
from dataclasses import dataclass
from functools import cache
from importlib import resources

from jinja2 import Environment, PackageLoader, StrictUndefined, Template
from markupsafe import Markup

from summarizer.render import wording
from summarizer.render.citations import Numbered, critical, number
from summarizer.render.passages import Run, in_columns, runs
from summarizer.values import Citation, Document, Dossier, ReidentifiedSummary, SectionKey, Severity, Shown


@dataclass(frozen=True, slots=True, kw_only=True, repr=False)
class Source:
    """A cited document, ready to show."""

    document: Document
    runs: tuple[Run, ...]
    columns: bool

    def __repr__(self) -> str:
        return f"Source({self.document.id}, {len(self.runs)} runs)"


def render(summary: ReidentifiedSummary, dossier: Dossier) -> bytes:
    numbered = number(summary)
    style, script = _asset("page.css"), _asset("page.js")
    page = _template().render(
        summary=summary,
        numbered=numbered,
        first=critical(summary),
        sources=_sources(dossier, numbered),
        w=wording,
        label_of=_label_of,
        CRITICAL=Severity.CRITICAL,
        QUOTED=Shown.QUOTED,
        EVENTS=SectionKey.EVENTS,
        style=Markup(style),  # noqa: S704 - our own file, and the policy allows only its hash
        script=Markup(script),  # noqa: S704 - the same
        policy=(
            f"default-src 'none'; style-src '{_hash(style)}'; script-src '{_hash(script)}'; "
            "base-uri 'none'; form-action 'none'"
        ),
    )
    return page.encode()


def _sources(dossier: Dossier, numbered: Numbered) -> tuple[Source, ...]:
    """Only the documents that are cited: a dossier of hundreds of documents stays a light page."""
    found = []
    for document in dossier.documents:
        cited = [(n, citation.span) for n, citation in numbered.in_document(document.id)]
        if cited:
            found.append(Source(document=document, runs=runs(document, cited), columns=in_columns(document.text)))
    return tuple(found)


def _label_of(n: int, citation: Citation) -> str:
    """What a citation's number says when it is pointed at or read aloud."""
    kind, day = wording.KINDS[citation.kind], wording.french_date(citation.written_on)
    return f"Source {n}{wording.NBSP}: {kind}, {day}, page {citation.page}"


@cache
def _template() -> Template:
    environment = Environment(
        loader=PackageLoader("summarizer.render", "page"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    return environment.get_template("page.html.j2")


def _asset(name: str) -> str:
    return resources.files("summarizer.render").joinpath("page", name).read_text(encoding="utf-8")


def _hash(content: str) -> str:
    return "sha256-" + base64.b64encode(hashlib.sha256(content.encode()).digest()).decode()
