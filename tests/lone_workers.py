"""Workers as other hosts have them, each a process with its own address of the database, until killed. A script.

Arguments: the master key, then one address each. It prints their process ids, in order.
"""

from __future__ import annotations

import base64
import os
import sys
from pathlib import Path


def main() -> None:
    import summarizer.jobs
    import summarizer.together  # noqa: F401 - once, before the first fork
    from summarizer.vault import LocalMasterKey
    from tests.dying_batches import live
    from tests.service import scripted_tools

    said, *urls = sys.argv[1:]
    key, tools = LocalMasterKey(secret=base64.b64decode(said)), scripted_tools()
    children: list[int] = []
    for url in urls:
        child = os.fork()
        if child == 0:
            os._exit(live(url, key, tools, None, Path()))
        children.append(child)
    print(*children, flush=True)
    for child in children:
        os.waitpid(child, 0)


if __name__ == "__main__":
    main()
