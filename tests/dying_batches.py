"""A batch whose processes are killed by SIGKILL at random moments, round after round; the last round lives. A script.

Arguments: the address of the store, the master key, the folder of dossiers, the output folder, a seed, and how many
rounds die. Each round is two processes, a worker and a worker that also runs the batch. It prints how the last ended.
"""

from __future__ import annotations

import base64
import os
import random
import signal
import sys
import time
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from summarizer.vault import LocalMasterKey

# The process that reads documents imports this module again: what it does not need is imported where it is used.


def tools_that_show_their_calls() -> Any:
    """The scripted tools, with a writer that, as a real one in low precision, depends on what it is given together."""
    from dataclasses import replace

    from models.scripted import ScriptedWriter
    from tests.service import scripted_tools

    class Showing(ScriptedWriter):
        def write(self, prompts: Any, *, max_new_tokens: int) -> tuple[str, ...]:
            drafts = super().write(prompts, max_new_tokens=max_new_tokens)
            return tuple(f"{draft} ({len(prompts)} ensemble)" for draft in drafts)

    return replace(scripted_tools(), writer=Showing())


def live(url: str, key: LocalMasterKey, tools: Any, root: Path | None, out: Path) -> int:
    from summarizer.batch import Folders, Order, alone_in, run_batch
    from summarizer.jobs import Worker, WorkerSettings
    from summarizer.progress import State
    from summarizer.store import open_store
    from tests.service import scripted_settings

    store = open_store(url, key)
    settings = WorkerSettings(
        database_url=url, pipeline=scripted_settings(), poll_seconds=0.1, beat_seconds=0.2, dead_after=1.0
    )
    worker = Worker(store, settings, load=lambda _: tools)
    worker.start()
    if root is None:
        time.sleep(600)
        return 1
    order = Order(out=out, database_url=url, made_with=worker.made_with, workers=0, environment={}, resume=True)
    with alone_in(out):
        source = Folders(store, root, out, formats=("json",), made_with=worker.made_with)
        board = run_batch(store, source, order, lambda _: None)
    return 0 if board.count(State.DONE) == len(board.dossiers) else 1


def main() -> None:
    import summarizer.batch  # once, before the first fork
    import summarizer.jobs
    import summarizer.together  # noqa: F401
    from summarizer.vault import LocalMasterKey

    url, said, root, out, seed, rounds = sys.argv[1:]
    key, tools, chance = (
        LocalMasterKey(secret=base64.b64decode(said)),
        tools_that_show_their_calls(),
        random.Random(seed),
    )
    for number in range(int(rounds) + 1):
        ends = number == int(rounds)
        children = [_child(url, key, tools, place, Path(out)) for place in (None, Path(root))]
        if not ends:
            for child in chance.sample(children, 2):
                time.sleep(chance.uniform(0.2, 2.0))
                os.kill(child, signal.SIGKILL)
        status = [os.waitpid(child, 0)[1] for child in reversed(children[1:])]
        os.kill(children[0], signal.SIGKILL) if ends else None
        os.waitpid(children[0], 0)
    print(os.waitstatus_to_exitcode(status[0]), flush=True)


def _child(url: str, key: LocalMasterKey, tools: Any, root: Path | None, out: Path) -> int:
    child = os.fork()
    if child == 0:
        try:
            os._exit(live(url, key, tools, root, out))
        finally:
            os._exit(3)
    return child


if __name__ == "__main__":
    main()
