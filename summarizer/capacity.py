"""What a batch would take: documents counted, rates measured here and now on a sample, and arithmetic from the two.

It knows seconds of one core; it refuses any figure that was not measured on the machine that asks. Beyond the batch, it
gives what a nation's documents would take at the same rates.
"""

from __future__ import annotations

import secrets
import tempfile
import time
from collections.abc import Sequence
from dataclasses import dataclass, replace
from math import ceil
from pathlib import Path

from summarizer.errors import EmptyDossier, SummarizerError
from summarizer.gather import gathered, read_one, unread
from summarizer.ingest.folder import list_folder
from summarizer.ingest.isolated import IsolatedReader
from summarizer.pipeline import Tools, summarize
from summarizer.register import Folder, look_into, register
from summarizer.remember import remembering
from summarizer.settings import PipelineSettings
from summarizer.store import Store, open_store
from summarizer.vault import LocalMasterKey
from summarizer.watch import Watch

#: Documents that reach the national health record in a year, and the hours of a night.
NATIONAL_YEAR, NIGHT_HOURS = 420_000_000, 8.0
_YEAR_SECONDS = 365.25 * 24 * 3600


@dataclass(frozen=True, slots=True, kw_only=True)
class Size:
    """What a root holds: each sub-folder is a dossier."""

    dossiers: tuple[Path, ...]
    documents: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Rates:
    """Seconds of one core, measured on `dossiers` dossiers of `documents` documents in all.

    `stages` are those of dossiers made for the first time; `update` is one document more in a known dossier.
    """

    dossiers: int
    documents: int
    stages: dict[str, float]
    update: float

    @property
    def a_document(self) -> float:
        return sum(self.stages.values()) / self.documents

    def a_document_of(self, stage: str) -> float:
        return self.stages[stage] / self.documents


def size_of(root: Path) -> Size:
    """Counts without opening a document. Raises EmptyDossier when nothing is to be done."""
    folders = sorted(path for path in root.iterdir() if path.is_dir() and not path.name.startswith((".", "__")))
    counted: dict[Path, int] = {}
    for folder in folders:
        try:
            counted[folder] = sum(not file.refused for file in list_folder(folder)[1])
        except SummarizerError:
            # The batch will list it as failed; it costs nothing.
            continue
    found = {folder: count for folder, count in counted.items() if count}
    if not found:
        raise EmptyDossier("The folder holds no dossier: one sub-folder is one dossier.")
    return Size(dossiers=tuple(found), documents=sum(found.values()))


def sample(dossiers: Sequence[Path], count: int) -> tuple[Path, ...]:
    """Evenly spread among them."""
    step = max(1, len(dossiers) // count)
    return tuple(dossiers[::step][:count])


def measure(folders: Sequence[Path], tools: Tools, settings: PipelineSettings) -> Rates:
    """Makes the dossiers in a store of their own: all but the last document, then with it."""
    stages: dict[str, float] = {}
    updates: list[float] = []
    documents = made = 0
    with tempfile.TemporaryDirectory() as home, IsolatedReader() as reader:
        store = open_store(f"sqlite:///{home}/sample.db", LocalMasterKey(secret=secrets.token_bytes(32)))
        for path in folders:
            folder = look_into(path)
            last = max(folder.documents)
            first = {one: said for one, said in folder.documents.items() if one != last}
            dossier_id = store.dossier_named(path.name)
            if not first:
                continue
            for stage, seconds in _made(
                store, dossier_id, replace(folder, documents=first), tools, settings, reader
            ).items():
                stages[stage] = stages.get(stage, 0.0) + seconds
            documents, made = documents + len(first), made + 1
            updates.append(sum(_made(store, dossier_id, folder, tools, settings, reader).values()))
        store.close()
    if not made:
        raise EmptyDossier("No dossier of the sample has two documents: nothing can be measured.")
    return Rates(dossiers=made, documents=documents, stages=stages, update=sum(updates) / len(updates))


def _made(
    store: Store, dossier_id: str, folder: Folder, tools: Tools, settings: PipelineSettings, reader: IsolatedReader
) -> dict[str, float]:
    """Seconds of one core for each stage. What the clock adds on a machine that does other work too is taken off."""
    started = time.perf_counter()
    revision = register(store, dossier_id, folder)
    for document_id in unread(store, dossier_id, revision, ""):
        read_one(store, dossier_id, document_id, "", reader)
    dossier = gathered(store, dossier_id, revision, "")
    watch = Watch()
    watch.seconds["ingest"] = time.perf_counter() - started
    clock, busy = time.perf_counter(), time.process_time()
    summarize(dossier, remembering(tools, store.memory(dossier_id), ""), settings, watch)
    share = min(1.0, (time.process_time() - busy) / (time.perf_counter() - clock))
    return {stage: seconds if stage == "ingest" else seconds * share for stage, seconds in watch.seconds.items()}


# --- arithmetic -------------------------------------------------------------------------------------------------


def lines(size: Size, rates: Rates, *, cores: int, seconds_left: float | None = None) -> list[str]:
    """What to tell: the batch, its next night, and a nation's."""
    batch = size.documents * rates.a_document
    share = max(rates.stages, key=lambda stage: rates.stages[stage])
    detail = ", ".join(f"{stage} {rates.a_document_of(stage):.3f}" for stage in rates.stages)
    said = [
        f"{len(size.dossiers)} dossiers, {size.documents} documents.",
        f"Measured here on {rates.dossiers} dossiers ({rates.documents} documents), seconds of one core a document: "
        f"{rates.a_document:.2f} ({detail}). A document added to a known dossier: {rates.update:.2f}.",
        f"The limit is {share}: {100 * rates.stages[share] / sum(rates.stages.values()):.0f} % of the time.",
        f"This batch, all new: {_hours(batch / cores)} on this machine ({cores} cores).",
        f"Another night, 5 % of documents new: {_hours(0.05 * size.documents * rates.update / cores)}.",
    ]
    if seconds_left is not None:
        said.append(f"To end in {_hours(seconds_left)}: {_machines(batch / seconds_left, cores)}.")
    a_second = NATIONAL_YEAR / _YEAR_SECONDS
    night = a_second * 24 * 3600 / (NIGHT_HOURS * 3600)
    said += [
        f"A nation: {NATIONAL_YEAR:,} documents a year are {a_second:.1f} a second. Each added to a known dossier: "
        f"{_machines(a_second * rates.update, cores)} all day long; done at night ({NIGHT_HOURS:.0f} h, {night:.1f} a "
        f"second): {_machines(night * rates.update, cores)}.",
        f"Every document in a dossier made for the first time would take {_machines(a_second * rates.a_document, cores)}.",
    ]
    return said


def _machines(cores_needed: float, cores: int) -> str:
    return f"{ceil(cores_needed):,} cores like these, or {ceil(cores_needed / cores):,} machines of {cores}"


def _hours(seconds: float) -> str:
    if seconds < 90:
        return f"{seconds:.0f} s"
    minutes = round(seconds / 60)
    return f"{minutes} min" if minutes < 90 else f"{minutes // 60} h {minutes % 60:02d}"
