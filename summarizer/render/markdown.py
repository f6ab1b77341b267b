"""The summary as Markdown: sections, statements with numbered footnotes, and the passages they cite.

Texts of documents and statements are escaped: a document cannot add a link, an image or HTML to the file.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from summarizer.render.citations import Numbered, disagreements, first_to_read, number
from summarizer.render.wording import (
    KINDS,
    LABEL,
    NBSP,
    TITLE,
    counted,
    french_date,
    french_moment,
    others_line,
    patient_line,
    patient_name,
    read_line,
    restriction,
    review_line,
    said,
    status_word,
    verdict_words,
)
from summarizer.values import (
    Citation,
    CitedSection,
    CitedStatement,
    DocumentEntry,
    Dossier,
    ReidentifiedSummary,
    SectionKey,
    Severity,
    Shown,
)

#: What Markdown reads inside a line (links and footnotes need their brackets), and bare addresses, made links by many.
_SPECIAL = re.compile(r"([\\`*_\[\]<~&$@]|:(?=//)|(?<=www)\.)", re.IGNORECASE)
#: What it reads at the start of a line: an item, a title, a quotation, a number.
_AT_START = re.compile(r"^(?:(?=[-+#>=|])|(\d+)(?=[.)]))")


def render(summary: ReidentifiedSummary, dossier: Dossier) -> bytes:
    return ("\n".join(_lines(summary, number(summary))) + "\n").encode()


def escaped(text: str) -> str:
    """`text` on one line, showing as it is written whatever Markdown it contains."""
    flat = " ".join(text.split())
    return _AT_START.sub(r"\1\\", _SPECIAL.sub(r"\\\1", flat))


def _lines(summary: ReidentifiedSummary, numbered: Numbered) -> Iterator[str]:
    yield f"# {TITLE}{NBSP}: {escaped(patient_name(summary.identity))}"
    yield ""
    yield escaped(" · ".join((*patient_line(summary), read_line(summary))))
    yield ""
    yield f"**{LABEL}.** {escaped(review_line(summary))}."
    for warning in summary.warnings:
        yield ""
        yield f"> **Attention**{NBSP}: {escaped(warning)}"
    first = first_to_read(summary)
    if first.statements:
        yield from _heading("À lire en premier")
        yield from (_statement(statement, None, numbered) for statement in first.statements)
        if first.others:
            yield from ("", f"*{others_line(first.others)}*")
    stories = disagreements(summary)
    if stories:
        yield from _heading("Informations qui se contredisent")
        for story in stories:
            yield f"- **{escaped(story.about)}**"
            for side in story.sides:
                yield f"  - {french_date(side.written_on)}{NBSP}: {_quoted(side.quote)} {_mark(numbered.of(side))}"
    for section in summary.sections:
        yield from _section(section, numbered)
    if summary.withheld:
        yield from _heading("Phrases non retenues")
        for withheld in summary.withheld:
            marks = _marks(numbered, withheld.citations)
            yield f"- {escaped(withheld.text)} (motif{NBSP}: {escaped(withheld.reason)}){marks}"
    yield from _heading(f"Documents ({read_line(summary)})")
    yield from map(_document, summary.documents)
    yield from _heading("Provenance")
    yield from _provenance(summary)
    yield ""
    for n, citation in enumerate(numbered.citations, start=1):
        yield f"[^{n}]: {_source(citation)}{NBSP}: {_quoted(citation.quote)}"


def _heading(title: str) -> tuple[str, ...]:
    return ("", f"## {title}", "")


def _section(section: CitedSection, numbered: Numbered) -> Iterator[str]:
    yield from _heading(escaped(section.title))
    if not section.statements:
        yield f"*{escaped(section.empty_reason or 'Non renseigné dans le dossier')}*"
    for statement in section.statements:
        yield _statement(statement, section.key, numbered)


def _statement(statement: CitedStatement, section: SectionKey | None, numbered: Numbered) -> str:
    text = _quoted(statement.text) if statement.shown is Shown.QUOTED else escaped(said(statement.text))
    if section is not None and statement.severity is Severity.CRITICAL:
        text = f"**{text}**"
    status = status_word(statement.status, section)
    verdict = verdict_words(statement.verdict) if statement.verdict else None
    words = (status, restriction(statement.citations), escaped(verdict) if verdict else None)
    aside = "".join(f" ({word})" for word in words if word)
    return f"- {text}{aside}{_marks(numbered, statement.citations)}"


def _marks(numbered: Numbered, citations: tuple[Citation, ...]) -> str:
    return "".join(f" {_mark(n)}" for n, _ in numbered.marks(citations))


def _mark(n: int) -> str:
    return f"[^{n}]"


def _quoted(text: str) -> str:
    return f"«{NBSP}{escaped(said(text))}{NBSP}»"


def _source(citation: Citation) -> str:
    return f"{escaped(citation.file)}, page {citation.page}, {KINDS[citation.kind]}, {french_date(citation.written_on)}"


def _document(entry: DocumentEntry) -> str:
    known = f"{KINDS[entry.kind]}, {french_date(entry.written_on)}" if entry.kind else "document"
    read = "lu" if entry.read else f"**non lu**{NBSP}: {escaped(entry.reason or 'raison inconnue')}"
    return f"- {escaped(entry.file)} ({known}){NBSP}: {read}"


def _provenance(summary: ReidentifiedSummary) -> Iterator[str]:
    run = summary.run
    seconds = counted(round(sum(run.seconds.values())), "seconde")
    yield f"- Produite le {french_moment(run.generated_at)} en {seconds}, version {run.code_version}"
    yield f"- Consignes {escaped(run.prompt_version)}, réglages {escaped(run.settings)}"
    yield from (f"- Modèle ({escaped(m.role)}){NBSP}: {escaped(m.name)}, sha256 {m.sha256[:12]}" for m in run.models)
