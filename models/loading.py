"""From "module:attribute" to the attribute, imported only now."""

from __future__ import annotations

from importlib import import_module


def attribute(reference: str) -> object:
    module, _, name = reference.partition(":")
    return getattr(import_module(module), name)
