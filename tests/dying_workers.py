"""Workers killed by SIGKILL one after the other, each at a stage of the same job; the last one lives. Run as a script.

Arguments: the address of the store, the master key, the id of the job, and the stages. It prints how each ended.
"""

from __future__ import annotations

import base64
import os
import signal
import sys
import time
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from summarizer.store import Store
    from summarizer.vault import LocalMasterKey

# The process that reads documents imports this module again: what it does not need is imported where it is used.


def dies_at(store: Store, stage: str) -> None:
    """Its process is killed the moment it would say that it reached the stage."""
    progress = store.jobs.progress

    def last_words(job_id: str, reached: str, percent: int) -> None:
        if reached == stage:
            os.kill(os.getpid(), signal.SIGKILL)
        progress(job_id, reached, percent)

    store.jobs.progress = last_words  # type: ignore[method-assign]


def live(url: str, key: LocalMasterKey, job_id: str, stage: str | None, tools: Any) -> None:
    from summarizer.jobs import Worker, WorkerSettings
    from summarizer.store import open_store
    from tests.service import scripted_settings

    store = open_store(url, key)
    if stage is not None:
        dies_at(store, stage)
    settings = WorkerSettings(
        database_url=url, pipeline=scripted_settings(), poll_seconds=0.1, beat_seconds=0.3, dead_after=1.0
    )
    Worker(store, settings, load=lambda _: tools).start()
    end = time.monotonic() + 100
    while time.monotonic() < end:
        job = store.jobs.get(job_id)
        if job is not None and job.over:
            os._exit(0)
        time.sleep(0.1)
    os._exit(1)


def main() -> None:
    import summarizer.jobs  # noqa: F401 - once, before the first fork
    from summarizer.vault import LocalMasterKey
    from tests.service import scripted_tools

    url, key, job_id, *stages = sys.argv[1:]
    tools = scripted_tools()
    for stage in [*stages, None]:
        child = os.fork()
        if child == 0:
            live(url, LocalMasterKey(secret=base64.b64decode(key)), job_id, stage, tools)
        _, status = os.waitpid(child, 0)
        print(stage, os.waitstatus_to_exitcode(status), flush=True)


if __name__ == "__main__":
    main()
