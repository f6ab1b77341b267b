"""What the pipeline makes of one folder by itself, without the times: what a batch must make of it too."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from summarizer.ingest import read_dossier
from summarizer.journey import set_aside_documents
from summarizer.pipeline import Tools, summarize
from summarizer.reidentify import reidentify
from summarizer.render.json import render
from summarizer.settings import PipelineSettings
from summarizer.watch import Watch


def alone(folder: Path, tools: Tools, settings: PipelineSettings) -> dict[str, Any]:
    read = read_dossier(folder)
    result = summarize(read, tools, settings, Watch())
    shown = reidentify(result.summary, read, result.key, refused=set_aside_documents(result))
    return timeless(json.loads(render(shown, read)))


def read_summary(out: Path) -> dict[str, Any]:
    """The summary.json of a folder, without the times."""
    return timeless(json.loads((out / "summary.json").read_bytes()))


def timeless(said: dict[str, Any]) -> dict[str, Any]:
    return said | {"generated_at": None, "run": said["run"] | {"seconds": None}}
