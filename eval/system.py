"""The system under evaluation, with each result made once and shared by the suites.

It runs the product's own stages, as its entry points do, but seals no key: evaluation leaves the vault alone. Models
are loaded when first needed.
"""

from __future__ import annotations

import time
from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Any

from eval.cases import GoldDossier
from eval.shown import ShownSummary, shown_summary
from summarizer.ingest import read_dossier
from summarizer.journey import load_tools, load_writer_of, set_aside_documents
from summarizer.pipeline import Result, Tools, summarize
from summarizer.ports import Writer
from summarizer.pseudonymize import pseudonymize
from summarizer.reidentify import reidentify
from summarizer.render.json import as_values
from summarizer.settings import PipelineSettings
from summarizer.values import Dossier, PseudonymizedDossier, PseudonymKey
from summarizer.watch import Watch


@dataclass(frozen=True, slots=True, kw_only=True, repr=False)
class Scored:
    """One summary as shown, the values it was read from, and what the pipeline kept of its making."""

    shown: ShownSummary
    values: Mapping[str, Any]
    result: Result
    seconds: float

    def __repr__(self) -> str:
        return f"Scored({self.shown!r})"


class System:
    """One configuration. `scoring` is an optional stronger judge, used by the summary suite alone."""

    def __init__(self, settings: PipelineSettings, *, scoring: Writer | None = None) -> None:
        self.settings = settings
        self.scoring = scoring
        self._dossiers: dict[str, Dossier] = {}
        self._pseudonymized: dict[str, tuple[PseudonymizedDossier, PseudonymKey]] = {}
        self._scored: dict[str, Scored] = {}

    @cached_property
    def quoting(self) -> Tools:
        """Every tool but the writer."""
        return load_tools(replace(self.settings, writer="none"))

    @cached_property
    def tools(self) -> Tools:
        """Every tool of the configuration."""
        return replace(self.quoting, writer=load_writer_of(self.settings))

    def dossier(self, gold: GoldDossier) -> Dossier:
        key = str(gold.folder)
        if key not in self._dossiers:
            self._dossiers[key] = read_dossier(gold.folder)
        return self._dossiers[key]

    def texts(self, gold: GoldDossier) -> dict[str, str]:
        """The text of each file as read."""
        return {document.file: document.text for document in self.dossier(gold).documents}

    def pseudonymized(self, gold: GoldDossier) -> tuple[PseudonymizedDossier, PseudonymKey]:
        key = str(gold.folder)
        if key in self._scored:
            result = self._scored[key].result
            return result.pseudonymized, result.key
        if key not in self._pseudonymized:
            self._pseudonymized[key] = pseudonymize(self.dossier(gold), self.quoting.detector, settings=self.settings)
        return self._pseudonymized[key]

    def summary(self, gold: GoldDossier) -> Scored:
        """The summary of one dossier, made as the product makes it."""
        key = str(gold.folder)
        if key not in self._scored:
            dossier, tools, started = self.dossier(gold), self.tools, time.perf_counter()
            result = summarize(dossier, tools, self.settings, Watch())
            seconds = time.perf_counter() - started
            made = reidentify(result.summary, dossier, result.key, refused=set_aside_documents(result))
            values = as_values(made)
            self._scored[key] = Scored(shown=shown_summary(values), values=values, result=result, seconds=seconds)
        return self._scored[key]
