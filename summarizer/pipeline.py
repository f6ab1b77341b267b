"""The pipeline, read aloud: pseudonymize, split, find, chunk, index, select, write, verify, assemble.

It calls the stages in order and has no logic of its own. Reading files comes before it and putting identities back
comes after it, at the entry points: nothing between the two holds identifying text.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime

from summarizer import __version__, prompts
from summarizer.assemble import assemble
from summarizer.chunk import chunk
from summarizer.findings import Finder
from summarizer.identifiers import Detector
from summarizer.index import Index, build_index
from summarizer.ports import Embedder, Head, Judge, Writer
from summarizer.pseudonymize import pseudonymize
from summarizer.select import Reading, select
from summarizer.sentences import split
from summarizer.settings import PipelineSettings
from summarizer.values import Dossier, ModelCard, PseudonymizedDossier, PseudonymKey, Run, Summary, VerifiedStatement
from summarizer.warn import set_aside, warnings_of
from summarizer.watch import Watch
from summarizer.write import gate, write


@dataclass(frozen=True, slots=True, kw_only=True)
class Tools:
    """What the core is given: loaded once, used for every dossier. Without a writer, topics are quoted;
    without a head, only findings choose them."""

    detector: Detector
    finder: Finder
    embedder: Embedder
    writer: Writer | None = None
    judge: Judge | None = None
    head: Head | None = None

    def cards(self) -> tuple[ModelCard, ...]:
        return tuple(tool.card for tool in (self.writer, self.embedder, self.judge, self.head) if tool is not None)


@dataclass(frozen=True, slots=True, kw_only=True, repr=False)
class Result:
    """A summary, and what the entry point needs to put identities back, answer questions or keep the index."""

    summary: Summary
    pseudonymized: PseudonymizedDossier
    key: PseudonymKey
    index: Index
    reading: Reading
    statements: tuple[VerifiedStatement, ...]

    def __repr__(self) -> str:
        return f"Result({self.summary!r})"


def summarize(
    dossier: Dossier,
    tools: Tools,
    settings: PipelineSettings,
    watch: Watch,
    *,
    kind: str = "vsm",
    known: PseudonymKey | None = None,
) -> Result:
    """The verified summary of one dossier. `known`: its key when fewer documents had arrived, whose names are kept."""
    with watch.stage("pseudonymize"):
        pseudonymized, key = pseudonymize(dossier, tools.detector, settings=settings, known=known)
    with watch.stage("find"):
        documents = {d.id: d for d in pseudonymized.documents if d.foreign is None}
        sentences, aside = set_aside({d.id: split(d.id, d.text) for d in documents.values()}, documents)
        findings = tools.finder.find(tuple(documents.values()), sentences)
    with watch.stage("index"):
        target = settings.chunk_characters
        chunks = [c for d in documents.values() for c in chunk(d, sentences[d.id], target_characters=target)]
        index = build_index(dossier.id, chunks, tools.embedder)
    with watch.stage("select"):
        reading = Reading(documents=documents, sentences=sentences, findings=findings)
        evidence, contradictions = select(reading, tools.finder, tools.head)
    with watch.stage("write"):
        drafts = write(evidence, tools.writer, max_new_tokens=settings.max_new_tokens)
    with watch.stage("verify"):
        shown, withheld = gate(drafts, finder=tools.finder, judge=tools.judge, threshold=settings.judge_threshold)
    summary = assemble(
        dossier.id,
        shown,
        contradictions=contradictions,
        withheld=(*withheld, *aside),
        warnings=warnings_of(dossier, pseudonymized, aside),
        documents_searched=len(documents),
        minor_statements=settings.minor_statements,
        run=_run(tools, settings, watch),
        kind=kind,
    )
    return Result(summary=summary, pseudonymized=pseudonymized, key=key, index=index, reading=reading, statements=shown)


def _run(tools: Tools, settings: PipelineSettings, watch: Watch) -> Run:
    return Run(
        code_version=__version__,
        models=tools.cards(),
        prompt_version=prompts.VERSION,
        settings=f"{settings.preset}:{settings.digest()}",
        generated_at=datetime.now(UTC).isoformat(timespec="seconds"),
        seconds=dict(watch.seconds),
    )
