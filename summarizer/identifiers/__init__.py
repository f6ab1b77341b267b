"""Finding what identifies people in French medical documents. Presidio is imported only here.

`build_detector` puts the recognizers together; each file beside this one knows one kind of identifier. The detector is
loaded when it is named: who only reads dates, or puts names back, has no use for it and never waits for it.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from summarizer.identifiers.detector import Detector, build_detector
    from summarizer.identifiers.names import NameTagger

__all__ = ["Detector", "NameTagger", "build_detector"]

_HOME = {"Detector": "detector", "build_detector": "detector", "NameTagger": "names"}


def __getattr__(name: str) -> Any:
    if name not in _HOME:
        raise AttributeError(name)
    return getattr(import_module(f"{__name__}.{_HOME[name]}"), name)
