"""The command `summarizer batch`: what was typed to a batch, its progress on stderr, and how it ended.

It knows options, files that name dossiers, and exit codes; it refuses to know how a batch is worked on.
"""

from __future__ import annotations

import csv
import os
import time
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from typing import Protocol

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn

from summarizer import capacity
from summarizer.batch import Folders, Order, Source, Stored, alone_in, run_batch
from summarizer.enqueue import made_with
from summarizer.errors import DossierNotFound, InputError
from summarizer.progress import NAME, OVER, Board, State
from summarizer.settings import PipelineSettings
from summarizer.store import Store, open_store
from summarizer.vault import KeyWrapper

_DONE, _PARTLY, _FAILED, _INTERRUPTED = 0, 1, 2, 130
_LINE_SECONDS = 15.0
#: Dossiers that a plan measures: a minute or two with the default writer.
_SAMPLE = 3


class Service(Protocol):
    """The settings of the service, as the entry point has them."""

    def url(self) -> str: ...

    def pipeline(self) -> PipelineSettings: ...

    def master_key(self) -> KeyWrapper: ...

    def environment(self) -> dict[str, str]: ...


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """The options of the command."""

    out: Path
    resume: bool = False
    workers: int | None = None
    database: str | None = None
    store: bool = False
    only: Path | None = None
    appointments: Path | None = None
    changed_since: str | None = None
    by: str | None = None
    formats: tuple[str, ...] = ("json", "html", "md")


def run(root: Path | None, asked: Asked, service: Service, console: Console) -> int:
    """Runs the batch; its exit code."""
    until = _moment(asked.by, datetime.now().astimezone()) if asked.by else None
    only = _named(asked)
    with alone_in(asked.out) as home:
        # A folder of dossiers has a store of its own, beside what is written; a cluster and the service share theirs.
        url = service.url() if asked.database or asked.store else f"sqlite:///{(home / 'batch.db').resolve()}"
        store = open_store(url, service.master_key())
        try:
            mark = made_with(service.pipeline())
            order = Order(
                out=asked.out,
                database_url=url,
                made_with=mark,
                workers=asked.workers if asked.workers is not None else os.cpu_count() or 1,
                environment=service.environment() | _OF_WORKERS | {"SUMMARIZER_DATABASE_URL": url},
                only=only,
                resume=asked.resume,
                until=until,
            )
            source = _source(root, asked, store, mark, only)
            with _Shown(console) as shown:
                board = run_batch(store, source, order, shown.tell)
        except KeyboardInterrupt:
            console.print("Interrupted; nothing was left half-written. The same command with --resume goes on.")
            return _INTERRUPTED
        finally:
            store.close()
    return _ended(board, asked.out, console)


def plan(root: Path, asked: Asked, service: Service, console: Console) -> list[str]:
    """Counts the documents, measures a sample, and says what they would take."""
    import torch

    from summarizer.journey import load_tools

    if not root.is_dir():
        raise DossierNotFound("There is no such folder of dossiers.")
    size, settings = capacity.size_of(root), service.pipeline()
    # As the workers of a batch: one thread each.
    torch.set_num_threads(1)
    with console.status("Mesure sur un échantillon…"):
        rates = capacity.measure(capacity.sample(size.dossiers, _SAMPLE), load_tools(settings), settings)
    cores = asked.workers or os.cpu_count() or 1
    left = _moment(asked.by, datetime.now().astimezone()) - time.time() if asked.by else None
    return capacity.lines(size, rates, cores=cores, seconds_left=left)


#: A batch looks for work often, and takes over from its dead at once.
_OF_WORKERS = {
    "SUMMARIZER_POLL_SECONDS": "0.2",
    "SUMMARIZER_BEAT_SECONDS": "1.0",
    "SUMMARIZER_DEAD_AFTER": "6.0",
}


def _source(root: Path | None, asked: Asked, store: Store, mark: str, only: tuple[str, ...] | None) -> Source:
    if root is not None:
        return Folders(store, root, asked.out, formats=asked.formats, made_with=mark)
    ids = only if only is not None else store.all_dossiers(changed_since=asked.changed_since)
    return Stored(store, ids, made_with=mark)


def _ended(board: Board, out: Path, console: Console) -> int:
    failed = [one for one in board.dossiers if one.state is State.FAILED]
    for one in failed:
        console.print(f"{one.dossier}: {one.stage}: {one.reason}", highlight=False, markup=False)
    console.print(_line(board), highlight=False)
    console.print(str(out / NAME), highlight=False)
    done = board.count(State.DONE)
    if not done:
        return _FAILED
    whole = done == len(board.dossiers) and not any(one.unread for one in board.dossiers)
    return _DONE if whole else _PARTLY


# --- files that name dossiers, and hours ------------------------------------------------------------------------


def _named(asked: Asked) -> tuple[str, ...] | None:
    """The dossiers asked for by name, the most urgent first; None for all. Raises InputError."""
    if asked.only is not None and asked.appointments is not None:
        raise InputError("Give --only or --appointments, not both.")
    if asked.only is not None:
        lines = [line.strip() for line in _read(asked.only).splitlines()]
        return tuple(dict.fromkeys(line for line in lines if line))
    if asked.appointments is not None:
        rows = list(csv.DictReader(_read(asked.appointments).splitlines()))
        if rows and not {"dossier", "at"} <= set(rows[0]):
            raise InputError("A file of appointments is a CSV whose first line is: dossier,at.")
        ordered = sorted(rows, key=lambda row: (row["at"] or "", row["dossier"] or ""))
        return tuple(dict.fromkeys(row["dossier"] for row in ordered if row["dossier"]))
    return None


def _read(path: Path) -> str:
    try:
        return path.read_text(encoding="utf-8-sig")
    except (OSError, UnicodeDecodeError):
        raise InputError(f"{path.name} cannot be read as UTF-8 text.") from None


def _moment(said: str, now: datetime) -> float:
    """The next time it is HH:MM, in seconds since the epoch. Raises InputError."""
    try:
        hour = datetime.strptime(said, "%H:%M").time()
    except ValueError:
        raise InputError("An hour is written HH:MM, such as 06:00.") from None
    moment = now.replace(hour=hour.hour, minute=hour.minute, second=0, microsecond=0)
    return (moment if moment > now else moment + timedelta(days=1)).timestamp()


# --- progress ---------------------------------------------------------------------------------------------------


class _Shown:
    """A bar on a terminal; a line now and then elsewhere."""

    def __init__(self, console: Console) -> None:
        self._console = console
        self._last = time.monotonic()
        self._bar = Progress(
            TextColumn("Dossiers"),
            BarColumn(),
            MofNCompleteColumn(),
            TextColumn("{task.fields[said]}"),
            TimeElapsedColumn(),
            console=console,
            disable=not console.is_terminal,
        )
        self._task = self._bar.add_task("", total=None, said="")

    def __enter__(self) -> _Shown:
        self._bar.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._bar.stop()

    def tell(self, board: Board) -> None:
        self._bar.update(self._task, total=len(board.dossiers), completed=board.count(*OVER), said=_speed(board))
        if not self._console.is_terminal and time.monotonic() - self._last > _LINE_SECONDS:
            self._last = time.monotonic()
            self._console.print(_line(board), highlight=False)


def _speed(board: Board) -> str:
    made, left = board.counts()["made"], board.count(State.WAITING, State.RUNNING)
    rest = timedelta(seconds=round(board.seconds * left / made)) if made and left else None
    return f"{board.documents / max(board.seconds, 0.001):.1f} documents/s" + (f", {rest} left" if rest else "")


def _line(board: Board) -> str:
    counts = board.counts()
    return (
        f"{counts['done']} of {len(board.dossiers)} dossiers done ({counts['made']} made now), "
        f"{counts['failed']} failed; {_speed(board)}"
    )
