"""One whole job in a process of its own, for its peak of memory: `python -m eval.one_job FOLDER WRITER`.

Prints one JSON line: seconds of each stage, seconds in all without the loading of models, peak memory, characters read.
"""

from __future__ import annotations

import json
import sys
import time
from dataclasses import replace
from pathlib import Path

from eval.memory import peak_megabytes
from summarizer.ingest import read_dossier
from summarizer.journey import load_tools, set_aside_documents
from summarizer.pipeline import summarize
from summarizer.reidentify import reidentify
from summarizer.settings import PipelineSettings
from summarizer.watch import Watch


def main() -> None:
    folder, writer = Path(sys.argv[1]), sys.argv[2]
    settings = replace(PipelineSettings(), writer=writer)
    tools = load_tools(settings)
    watch, started = Watch(), time.perf_counter()
    with watch.stage("ingest"):
        dossier = read_dossier(folder)
    result = summarize(dossier, tools, settings, watch)
    reidentify(result.summary, dossier, result.key, refused=set_aside_documents(result))
    found = {f"stage {stage}": seconds for stage, seconds in watch.seconds.items()}
    found["seconds"] = time.perf_counter() - started
    found["peak MB"] = peak_megabytes()
    found["characters"] = float(sum(len(document.text) for document in dossier.documents))
    print(json.dumps(found))


if __name__ == "__main__":
    main()
