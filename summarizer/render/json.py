"""The summary as `summary.json`: the stable machine-readable form, described by summary.schema.json beside this file.

It carries statements, checks and citations, and no identity of the patient beyond what the texts say.
"""

from __future__ import annotations

import json
from typing import Any

from summarizer.values import (
    Check,
    Citation,
    CitedSection,
    CitedStatement,
    Dossier,
    ReidentifiedSummary,
)

SCHEMA = "1"

#: The label of the file format, without accents as interfaces.md fixes it; pages write it in full French.
_LABEL = "Synthese produite par un systeme d'IA, a verifier par un professionnel"


def render(summary: ReidentifiedSummary, dossier: Dossier) -> bytes:
    return (json.dumps(as_values(summary), ensure_ascii=False, indent=1) + "\n").encode()


def as_values(summary: ReidentifiedSummary) -> dict[str, Any]:
    """The summary as JSON values. Offsets are half-open characters of the text that `summarizer read` gives."""
    run = summary.run
    return {
        "schema": SCHEMA,
        "dossier_id": summary.dossier_id,
        "kind": summary.kind,
        "language": "fr",
        "generated_at": run.generated_at,
        "label": _LABEL,
        "run": {
            "code_version": run.code_version,
            "models": [{"role": m.role, "name": m.name, "sha256": m.sha256} for m in run.models],
            "prompt_version": run.prompt_version,
            "settings": run.settings,
            "seconds": {stage: round(seconds, 3) for stage, seconds in run.seconds.items()},
        },
        "sections": [_section(section) for section in summary.sections],
        "contradictions": [
            {"about": c.about, "a": {"citation": _citation(c.a)}, "b": {"citation": _citation(c.b)}}
            for c in summary.contradictions
        ],
        "withheld": [
            {"text": w.text, "reason": w.reason, "citations": [_citation(c) for c in w.citations]}
            for w in summary.withheld
        ],
        "documents": [
            {
                "file": entry.file,
                "read": entry.read,
                "kind": entry.kind,
                "written_on": entry.written_on,
                "characters": entry.characters,
                "reason": entry.reason,
            }
            for entry in summary.documents
        ],
        "warnings": list(summary.warnings),
    }


def _section(section: CitedSection) -> dict[str, Any]:
    return {
        "key": section.key,
        "title": section.title,
        "loinc": section.loinc,
        "empty_reason": section.empty_reason,
        "statements": [statement(shown) for shown in section.statements],
    }


def statement(shown: CitedStatement) -> dict[str, Any]:
    return {
        "id": shown.id,
        "text": shown.text,
        "outcome": shown.shown,
        "severity": shown.severity,
        "status": shown.status,
        "dates": list(shown.dates),
        "checks": [_check(check) for check in shown.checks],
        "citations": [_citation(citation) for citation in shown.citations],
    }


def _check(check: Check) -> dict[str, Any]:
    return {"name": check.name, "outcome": check.outcome, "reason": check.reason}


def _citation(citation: Citation) -> dict[str, Any]:
    return {
        "file": citation.file,
        "document_id": citation.document_id,
        "page": citation.page,
        "start": citation.span.start,
        "end": citation.span.end,
        "quote": citation.quote,
        "written_on": citation.written_on,
        "confidentiality": citation.confidentiality,
    }
