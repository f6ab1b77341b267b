"""One document on which a stage fails does not cost its dossier: it is found, set aside, and listed as not read.

It knows how to try documents one at a time; it refuses to know what fails on them. It is called only when a whole
dossier failed.
"""

from __future__ import annotations

import logging
from dataclasses import replace

from summarizer.errors import SummarizerError
from summarizer.pipeline import Result, Tools, summarize
from summarizer.settings import PipelineSettings
from summarizer.values import Document, Dossier, PseudonymKey, UnreadDocument
from summarizer.watch import Watch

REASON = "écarté : le traitement de ce document a échoué"
_log = logging.getLogger("summarizer.poison")


def summarize_without_poison(
    dossier: Dossier, tools: Tools, settings: PipelineSettings, watch: Watch, *, known: PseudonymKey | None = None
) -> tuple[Dossier, Result]:
    """The dossier as it was summarized, and its summary. Raises what the whole raised when no document is to blame."""
    try:
        return dossier, summarize(dossier, tools, settings, watch, known=known)
    except SummarizerError:
        raise
    except Exception:
        alone = replace(tools, writer=None, judge=None)
        bad = tuple(document for document in dossier.documents if _fails(dossier, document, alone, settings))
        if not bad or len(bad) == len(dossier.documents):
            raise
    _log.warning("%d document(s) set aside: a stage fails on them", len(bad))
    kept = replace(
        dossier,
        documents=tuple(document for document in dossier.documents if document not in bad),
        unread=tuple(
            sorted(
                (*dossier.unread, *(UnreadDocument(file=document.file, reason=REASON) for document in bad)),
                key=lambda each: each.file,
            )
        ),
    )
    return kept, summarize(kept, tools, settings, watch, known=known)


def _fails(dossier: Dossier, document: Document, tools: Tools, settings: PipelineSettings) -> bool:
    try:
        summarize(replace(dossier, documents=(document,)), tools, settings, Watch())
    except SummarizerError:
        return False
    except Exception:  # noqa: BLE001 - whatever a stage raises on it, this document is not used
        return True
    return False
