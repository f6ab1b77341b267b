"""The page a physician reads: one self-contained file, each statement a click away from its passage in its document.

It asks nothing of the network and works without scripts, its citations being plain anchors to the documents' text.
Documents are hostile: everything is escaped, and the content policy allows only the style and script of this project.
"""

from __future__ import annotations

import base64
import hashlib
import re
from dataclasses import dataclass
from functools import cache
from importlib import resources

from jinja2 import Environment, PackageLoader, StrictUndefined, Template
from markupsafe import Markup

from summarizer.render import wording
from summarizer.render.citations import Numbered, disagreements, first_to_read, number
from summarizer.render.passages import Run, has_long_lines, in_columns, runs
from summarizer.render.tiers import tiers
from summarizer.values import (
    Citation,
    Document,
    DocumentEntry,
    Dossier,
    ReidentifiedSummary,
    SectionKey,
    Severity,
    Shown,
)

#: Documents read and not cited that are listed with the others: beyond, they would bury those that matter.
_LISTED_UNCITED = 12

#: A number and its unit; a word and the double punctuation after it; a guillemet and the word after it.
_TOGETHER = re.compile(r"(\b\d[\d.,/]*\s(?:%|[^\W\d]{1,5}(?:/[^\W\d]{1,4})?\b)|\b[\w)]{1,20}\s[:;?!»]|«\s\w{1,20})")


@dataclass(frozen=True, slots=True, kw_only=True, repr=False)
class Source:
    """A cited document, ready to show."""

    document: Document
    details: tuple[str, ...]
    runs: tuple[Run, ...]
    layout: str

    def __repr__(self) -> str:
        return f"Source({self.document.id}, {len(self.runs)} runs)"


def render(summary: ReidentifiedSummary, dossier: Dossier) -> bytes:
    numbered = number(summary)
    style, script = _asset("page.css"), _asset("page.js")
    listed, folded = _listed(summary, numbered)
    page = _template().render(
        summary=summary,
        numbered=numbered,
        first=first_to_read(summary),
        stories=disagreements(summary),
        sources=_sources(dossier, numbered),
        places={entry: place for place, entry in enumerate(summary.documents, start=1)},
        listed=listed,
        folded=folded,
        w=wording,
        label_of=_label_of,
        tiers=tiers,
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


def _listed(
    summary: ReidentifiedSummary, numbered: Numbered
) -> tuple[tuple[DocumentEntry, ...], tuple[DocumentEntry, ...]]:
    """The documents listed, and those folded away: read and not cited, when they are many."""
    cited = {citation.document_id for citation in numbered.citations}
    apart = [entry for entry in summary.documents if entry.read and entry.document_id not in cited]
    if len(apart) <= _LISTED_UNCITED:
        return summary.documents, ()
    return tuple(entry for entry in summary.documents if entry not in apart), tuple(apart)


def _sources(dossier: Dossier, numbered: Numbered) -> tuple[Source, ...]:
    """Only the documents that are cited: a dossier of hundreds of documents stays a light page."""
    found = []
    for document in dossier.documents:
        cited = [(n, citation.span) for n, citation in numbered.in_document(document.id)]
        if cited:
            found.append(
                Source(
                    document=document,
                    details=_details(document),
                    runs=runs(document, cited),
                    layout=_layout(document.text),
                )
            )
    return tuple(found)


def _layout(text: str) -> str:
    if not in_columns(text):
        return ""
    return "columns folded" if has_long_lines(text) else "columns"


def _details(document: Document) -> tuple[str, ...]:
    restricted = wording.CONFIDENTIALITIES.get(document.confidentiality)
    return tuple(filter(None, (document.title, document.author_role, restricted, document.file)))


def _label_of(n: int, citation: Citation) -> str:
    """What a citation's number says when it is pointed at or read aloud."""
    kind, day = wording.KINDS[citation.kind], wording.french_date(citation.written_on)
    return f"Source {n}{wording.NBSP}: {kind}, {day}, page {citation.page}"


@cache
def _template() -> Template:
    environment = Environment(
        loader=PackageLoader("summarizer.render", "templates"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.filters["unbroken"] = _unbroken
    return environment.get_template("page.html.j2")


def _unbroken(text: str) -> Markup:
    """`text`, escaped, numbers kept beside their units: the characters stay those of the statement."""
    parts = _TOGETHER.split(text)
    return Markup("").join(
        Markup('<span class="together">{}</span>').format(p) if i % 2 else p for i, p in enumerate(parts)
    )


def _asset(name: str) -> str:
    return resources.files("summarizer.render").joinpath("templates", name).read_text(encoding="utf-8")


def _hash(content: str) -> str:
    return "sha256-" + base64.b64encode(hashlib.sha256(content.encode()).digest()).decode()
