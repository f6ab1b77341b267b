"""Where a batch stands: one state a dossier, kept in batch.json, which is also what a stopped batch goes on from.

It knows states, counts and reasons; it refuses to know how a dossier is summarized. Reasons are codes and names of
errors, never text of a record.
"""

from __future__ import annotations

import time
from collections.abc import Iterable, Mapping
from enum import StrEnum
from pathlib import Path

from pydantic import BaseModel, ConfigDict, ValidationError

from summarizer.errors import SettingsInvalid
from summarizer.output import write_atomically
from summarizer.store.database import now

NAME = "batch.json"
SCHEMA = "1"


class State(StrEnum):
    WAITING = "waiting"
    RUNNING = "running"
    DONE = "done"
    FAILED = "failed"


OVER = (State.DONE, State.FAILED)


class DossierState(BaseModel):
    """One dossier. `input` is a keyed digest of what it was made of; `made` whether this batch made it anew."""

    model_config = ConfigDict(frozen=True, extra="ignore")

    dossier: str
    state: State = State.WAITING
    stage: str | None = None
    reason: str | None = None
    documents: int = 0
    unread: int = 0
    made: bool = False
    summary_id: str | None = None
    input: str | None = None

    @property
    def over(self) -> bool:
        return self.state in OVER

    def now(self, **changes: object) -> DossierState:
        return self.model_copy(update=changes)


class BatchState(BaseModel):
    """The whole file, its dossiers in the order they are worked on."""

    model_config = ConfigDict(frozen=True, extra="ignore")

    batch: str
    state: str
    started_at: str
    ended_at: str | None = None
    dossiers: tuple[DossierState, ...] = ()


def read_state(out: Path) -> BatchState | None:
    """What batch.json says, or None without one. Raises SettingsInvalid when it is something else."""
    try:
        return BatchState.model_validate_json((out / NAME).read_bytes())
    except FileNotFoundError:
        return None
    except ValidationError:
        raise SettingsInvalid(f"{out / NAME} is not of a batch; remove it, or choose another --out.") from None


class Board:
    """The states of one batch, and the file they are kept in, written whole at most every `every` seconds."""

    def __init__(self, out: Path, batch: str, names: Iterable[str], *, every: float = 2.0) -> None:
        self.batch = batch
        self._out = out
        self._every = every
        self._states = {name: DossierState(dossier=name) for name in names}
        self._started_at, self._started = now(), time.monotonic()
        self._saved = 0.0

    def __getitem__(self, name: str) -> DossierState:
        return self._states[name]

    def note(self, name: str, **changes: object) -> None:
        self._states[name] = self._states[name].now(**changes)

    @property
    def dossiers(self) -> tuple[DossierState, ...]:
        return tuple(self._states.values())

    def count(self, *states: State) -> int:
        return sum(one.state in states for one in self._states.values())

    @property
    def seconds(self) -> float:
        return time.monotonic() - self._started

    @property
    def documents(self) -> int:
        """Documents of the dossiers made by this batch."""
        return sum(one.documents for one in self._states.values() if one.made and one.state is State.DONE)

    def save(self, state: str = "running", *, at_once: bool = False, final: bool = False) -> None:
        """`final`: the batch is over, and the next one starts anew."""
        if not (at_once or final) and time.monotonic() - self._saved < self._every:
            return
        self._saved = time.monotonic()
        file = BatchState(
            batch=self.batch,
            state=state,
            started_at=self._started_at,
            ended_at=now() if final else None,
            dossiers=self.dossiers,
        )
        said = file.model_dump(mode="json") | {"schema": SCHEMA, "counts": self.counts(), "speed": self.speed()}
        write_atomically(self._out / NAME, _as_json(said))

    def counts(self) -> dict[str, int]:
        made = sum(one.made and one.state is State.DONE for one in self._states.values())
        return {str(state): self.count(state) for state in State} | {"made": made}

    def speed(self) -> dict[str, float]:
        seconds = max(self.seconds, 1e-6)
        made = self.counts()["made"]
        return {
            "seconds": round(seconds, 1),
            "documents_per_second": round(self.documents / seconds, 2),
            "dossiers_per_hour": round(3600 * made / seconds, 1),
        }


def _as_json(said: Mapping[str, object]) -> bytes:
    import json

    return (json.dumps(said, ensure_ascii=False, indent=1) + "\n").encode()
