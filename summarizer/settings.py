"""The settings of the pipeline, frozen, gathered in three presets.

Only entry points read the environment; the core receives `PipelineSettings`. Each setting says what it changes.
"""

from __future__ import annotations

import hashlib
import json
from dataclasses import asdict, dataclass

from summarizer.errors import UnknownName


@dataclass(frozen=True, slots=True, kw_only=True)
class PipelineSettings:
    """How one dossier is summarized."""

    preset: str = "default"
    #: Name of a model of the catalog, a local folder, or the address of an OpenAI-compatible server.
    writer: str = "gemma-270m"
    embedder: str = "e5-small"
    #: A judge of meaning that joins the exact checks; None leaves the exact checks alone.
    judge: str | None = "judge-fr"
    #: Whether a writing server may be off this machine and its local network.
    allow_remote_writer: bool = False
    #: Characters of a chunk: about 180 tokens of French, what the embedder was measured with.
    chunk_characters: int = 700
    #: Tokens a draft may have: two lines of print.
    max_new_tokens: int = 72
    #: Statements of severity minor shown per section; critical and major ones are always shown.
    minor_statements: int = 3
    #: Whole years by which event dates are shifted before any model sees them; 0 keeps them.
    shift_years: int = 0
    #: Probability of entailment from which the judge lets a rewording pass: with the exact checks, 0.991 of what
    #: passes is right on the labelled drafts of the test dossiers (eval/LOG.md).
    judge_threshold: float = 0.85

    def digest(self) -> str:
        """A short hash of every setting: results carry it, caches are keyed by it."""
        return hashlib.sha256(json.dumps(asdict(self), sort_keys=True).encode()).hexdigest()[:16]


PRESETS = {
    "default": PipelineSettings(),
    # Without a language model: statements are composed by rule or quoted. Seconds instead of a minute.
    "quotes": PipelineSettings(preset="quotes", writer="none", judge=None),
    # For a bigger model, local folder or server: more room for the sentence.
    "large": PipelineSettings(preset="large", max_new_tokens=160),
}


def preset(name: str) -> PipelineSettings:
    """The preset of that name; raises `UnknownName`."""
    try:
        return PRESETS[name]
    except KeyError:
        raise UnknownName(f"There is no preset {name!r}; choose among {', '.join(PRESETS)}.") from None
