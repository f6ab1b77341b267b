"""The journeys of one dossier from files to a reader, as the entry points make them: tools loaded, identities put back.

It is the one place of the core that loads models through the registry and reads the environment: SUMMARIZER_HOME (keys,
default ~/.local/share/summarizer) and SUMMARIZER_MASTER_KEY_FILE. Everything it calls is given what it needs.
"""

from __future__ import annotations

import os
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from summarizer.answer import answer, understand
from summarizer.errors import EmptyDossier
from summarizer.findings import Finder
from summarizer.identifiers import Detector, build_detector
from summarizer.ingest import read_dossier
from summarizer.ingest.isolated import IsolatedReader
from summarizer.output import write_atomically
from summarizer.pipeline import Result, Tools, summarize
from summarizer.ports import Judge, Writer
from summarizer.pseudonymize import pseudonymize
from summarizer.reidentify import cite, reidentify
from summarizer.render.json import statement as as_json
from summarizer.settings import PipelineSettings
from summarizer.values import Dossier, ReidentifiedSummary
from summarizer.vault import LocalMasterKey, Vault, write_master_key
from summarizer.watch import Watch

NOT_IN_DOSSIER = "Non renseigné dans le dossier"


@dataclass(frozen=True, slots=True, kw_only=True, repr=False)
class Made:
    """A summary for a reader, with the dossier its citations point into."""

    summary: ReidentifiedSummary
    dossier: Dossier
    result: Result

    def __repr__(self) -> str:
        return f"Made({self.summary!r})"


def summarize_folder(
    path: Path, settings: PipelineSettings, *, watch: Watch, kind: str = "vsm", tools: Tools | None = None
) -> Made:
    """Reads a folder, summarizes it, seals its key in the vault, and puts identities back for the caller."""
    with watch.stage("ingest"):
        dossier = read_readable(path)
    if tools is None:
        with watch.stage("load"):
            tools = load_tools(settings)
    return summarize_dossier(dossier, tools, settings, watch=watch, kind=kind)


def summarize_dossier(
    dossier: Dossier, tools: Tools, settings: PipelineSettings, *, watch: Watch, kind: str = "vsm"
) -> Made:
    """The same, for a dossier already read."""
    result = summarize(dossier, tools, settings, watch, kind=kind)
    vault().seal(result.key)
    summary = reidentify(result.summary, dossier, result.key, refused=set_aside_documents(result))
    return Made(summary=summary, dossier=dossier, result=result)


def pseudonymize_folder(path: Path, out: Path) -> int:
    """Writes the pseudonymized documents of a folder to `out`, seals the key, and returns how many were refused."""
    dossier = read_readable(path)
    pseudonymized, key = pseudonymize(dossier, load_detector(), settings=PipelineSettings())
    vault().seal(key)
    out.mkdir(parents=True, exist_ok=True)
    for document in pseudonymized.documents:
        write_atomically(out / f"{document.id}.txt", document.text.encode())
    return len(pseudonymized.refused) + len(dossier.unread)


def ask_folder(path: Path, question: str, settings: PipelineSettings) -> dict[str, Any]:
    """The cited answer to one question about a folder, as JSON values."""
    dossier = read_readable(path)
    tools = load_tools(replace(settings, writer="none", judge=None))
    result = summarize(dossier, tools, settings, Watch())
    vault().seal(result.key)
    asked = understand(question, tools.finder)
    found = answer(asked, result.statements, result.reading, result.index, tools.embedder)
    cited = cite(found, dossier, result.key)
    return {
        "question": question,
        "answer": " ".join(statement.text for statement in cited) if cited else NOT_IN_DOSSIER,
        "answered": bool(cited),
        "documents_searched": len(result.reading.documents),
        "statements": [as_json(statement) for statement in cited],
    }


def read_readable(path: Path) -> Dossier:
    """The dossier of a folder; raises `EmptyDossier` when no document of it can be read."""
    with IsolatedReader() as reader:
        dossier = read_dossier(path, read=reader)
    if not dossier.documents:
        raise EmptyDossier(f"No document could be read among {len(dossier.unread)} file(s).")
    return dossier


def set_aside_documents(result: Result) -> dict[Any, str]:
    """The documents that fed nothing, with the French reason a reader sees."""
    foreign = {d.id: f"autre patient : {d.foreign}" for d in result.pseudonymized.documents if d.foreign}
    return foreign | dict(result.pseudonymized.refused)


def load_detector() -> Detector:
    """The recognizers with the names detector trained for this project."""
    from models.detector.tagger import load_tagger

    return build_detector(load_tagger())


def load_tools(settings: PipelineSettings) -> Tools:
    """Every model and resource of the settings, loaded once."""
    from models.head.network import load_head
    from models.registry import load_embedder

    return Tools(
        detector=load_detector(),
        finder=Finder(),
        embedder=load_embedder(settings.embedder),
        writer=load_writer_of(settings),
        judge=load_judge_of(settings),
        head=load_head(),
    )


def load_writer_of(settings: PipelineSettings) -> Writer | None:
    """The writer of the settings; None where they ask for quotations."""
    from models.registry import load_writer

    if settings.writer == "none":
        return None
    if settings.writer.startswith(("http://", "https://")):
        return load_writer(settings.writer, allow_remote=settings.allow_remote_writer)
    return load_writer(settings.writer)


def load_judge_of(settings: PipelineSettings) -> Judge | None:
    """The judge of the settings, or None."""
    from models.registry import load_judge

    return load_judge(settings.judge) if settings.judge else None


def vault() -> Vault:
    """The vault of this user: its folder and its master key come from the environment, or a private default."""
    home = Path(os.environ.get("SUMMARIZER_HOME", Path.home() / ".local/share/summarizer"))
    given = os.environ.get("SUMMARIZER_MASTER_KEY_FILE")
    key_file = Path(given) if given else home / "master.key"
    if not given and not key_file.exists():
        write_master_key(key_file)
    return Vault(home / "vault", LocalMasterKey.from_file(key_file))
