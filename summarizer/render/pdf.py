"""The summary on paper: a PDF/A of about two pages, then the passages it cites, each number a link to its passage.

Typst sets it, offline, with the fonts of its own package. What a document says reaches it as data, never as markup:
the template receives one JSON value and shows its strings as text.
"""

from __future__ import annotations

import json
from collections.abc import Iterable
from datetime import datetime
from importlib import resources
from typing import Any, Literal

import typst

from summarizer.render import wording
from summarizer.render.citations import Numbered, disagreements, first_to_read, number
from summarizer.render.tiers import tiers
from summarizer.values import (
    Citation,
    CitedStatement,
    DocumentEntry,
    Dossier,
    ReidentifiedSummary,
    SectionKey,
    Severity,
    Shown,
)


def render(summary: ReidentifiedSummary, dossier: Dossier) -> bytes:
    template = resources.files("summarizer.render").joinpath("templates", "paper.typ").read_bytes()
    inputs = {"summary": json.dumps(as_values(summary), ensure_ascii=False)}
    try:
        return _compile(template, inputs, "a-2a")
    except typst.TypstError:
        # PDF/A refuses a character its fonts lack (another script, a pictogram): shown as a box, in a plain PDF.
        return _compile(template, inputs, None)


def _compile(template: bytes, inputs: dict[str, str], standard: Literal["a-2a"] | None) -> bytes:
    return typst.compile(template, format="pdf", sys_inputs=inputs, ignore_system_fonts=True, pdf_standards=standard)


def as_values(summary: ReidentifiedSummary) -> dict[str, Any]:
    """What the template shows: strings ready to read, and the numbers of citations."""
    numbered, first, run = number(summary), first_to_read(summary), summary.run
    return {
        "title": wording.TITLE,
        "label": wording.LABEL,
        "review": wording.review_line(summary),
        "name": wording.patient_name(summary.identity),
        "civil": " · ".join(wording.patient_line(summary)),
        "read": wording.read_line(summary),
        "moment": wording.french_moment(run.generated_at),
        "made": _date(run.generated_at),
        "warnings": summary.warnings,
        "first": [_statement(item, None, numbered) for item in first.statements],
        "others": wording.others_line(first.others) if first.others else "",
        "contradictions": [
            {"about": wording.one_line(story.about), "sides": [_side(side, numbered) for side in story.sides]}
            for story in disagreements(summary)
        ],
        "sections": [
            {
                "title": section.title,
                "empty": section.empty_reason or "",
                "statements": [_statement(item, section.key, numbered) for item in shown],
                "minor": wording.minor_line(len(minor)) if minor else "",
            }
            for section in summary.sections
            for shown, minor in [tiers(section)]
        ],
        "withheld": [
            {
                "text": wording.one_line(item.text),
                "reason": wording.reason_words(item.reason),
                "marks": _marks(item.citations, numbered),
            }
            for item in summary.withheld
        ],
        "documents": [_entry(place, entry) for place, entry in enumerate(summary.documents, start=1)],
        "passages": [
            {"number": n, "where": _where(citation), "quote": wording.said(citation.quote)}
            for n, citation in enumerate(numbered.citations, start=1)
        ],
        "provenance": _provenance(summary),
    }


def _statement(item: CitedStatement, section: SectionKey | None, numbered: Numbered) -> dict[str, Any]:
    quoted = item.shown is Shown.QUOTED
    day = wording.french_date(item.dates[0]) if section is SectionKey.EVENTS and item.dates else ""
    return {
        "text": wording.said(item.text),
        "quoted": quoted,
        "from": _source(item.citations[0]) if quoted else "",
        "critical": item.severity is Severity.CRITICAL,
        "status": wording.status_word(item.status, section) or "",
        "mask": wording.restriction(item.citations) or "",
        "verdict": wording.verdict_words(item.verdict) if item.verdict else "",
        "day": day,
        "marks": _marks(item.citations, numbered),
    }


def _side(citation: Citation, numbered: Numbered) -> dict[str, Any]:
    return {"quote": wording.said(citation.quote), "from": _source(citation), "marks": _marks([citation], numbered)}


def _marks(citations: Iterable[Citation], numbered: Numbered) -> list[int]:
    return [n for n, _ in numbered.marks(citations)]


def _source(citation: Citation) -> str:
    return f"{wording.KINDS[citation.kind]}, {wording.french_date(citation.written_on)}"


def _where(citation: Citation) -> str:
    return f"{_source(citation)}, {citation.file}, p.{wording.NBSP}{citation.page}"


def _entry(place: int, entry: DocumentEntry) -> dict[str, Any]:
    return {
        "place": place,
        "name": wording.document_name(entry),
        "file": entry.file,
        "unread": "" if entry.read else entry.reason or "raison inconnue",
    }


def _provenance(summary: ReidentifiedSummary) -> str:
    run = summary.run
    models = [f"{wording.role_word(m.role)}{wording.NBSP}: {m.name} ({m.sha256[:12]})" for m in run.models]
    made = (f"version {run.code_version}", f"consignes {run.prompt_version}", f"réglages {run.settings}")
    return " · ".join((*made, *models))


def _date(iso: str) -> list[int]:
    moment = datetime.fromisoformat(iso)
    return [moment.year, moment.month, moment.day]
