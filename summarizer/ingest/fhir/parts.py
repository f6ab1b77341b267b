"""FHIR JSON without trusting it: the parts of a resource, or `Malformed` when a part is not of the kind it must be.

A whole-model validation refuses a resource for a detail nobody reads (see docs/decisions/0003-fhir.md); here only what
is read is checked, and a resource that fails is named and left out, not the bundle.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

from summarizer.errors import DocumentCorrupt, DocumentTooLarge
from summarizer.ingest.limits import ReadLimits

Json = dict[str, Any]


class Malformed(ValueError):
    """A part of a resource is not of the kind FHIR says. Holds the path of the part, never its value."""


def parse(data: bytes, limits: ReadLimits) -> list[Json]:
    """The resources of a JSON file, or of one with a resource a line (NDJSON), numbers kept as written.

    Raises DocumentCorrupt and DocumentTooLarge.
    """
    try:
        text = data.decode("utf-16" if data[:2] in (b"\xff\xfe", b"\xfe\xff") else "utf-8-sig")
        try:
            found = [_loaded(text)]
        except json.JSONDecodeError as error:
            lines = [line for line in text.split("\n") if line.strip()]
            if len(lines) < 2 or error.msg != "Extra data":
                raise
            found = [_loaded(line) for line in lines]
    except RecursionError:
        raise DocumentTooLarge() from None
    except ValueError:
        raise DocumentCorrupt("not JSON") from None
    if _deeper(found, limits.depth):
        raise DocumentTooLarge()
    flat = [each for one in found for each in (one if isinstance(one, list) else [one])]
    if not all(isinstance(each, dict) for each in flat):
        raise DocumentCorrupt("not a FHIR resource")
    return flat


def _loaded(text: str) -> Any:
    return json.loads(text, parse_float=str, parse_int=str, parse_constant=_refused)


def _refused(constant: str) -> Any:
    raise ValueError("not a JSON number")


def _deeper(found: Any, most: int) -> bool:
    level = [found]
    for _ in range(most + 2):
        level = [
            inner
            for each in level
            for inner in (each.values() if isinstance(each, dict) else each)
            if isinstance(inner, (dict, list))
        ]
        if not level:
            return False
    return True


def part(resource: Json, name: str) -> Json:
    """One element, {} when absent."""
    value = resource.get(name)
    if value is None:
        return {}
    if not isinstance(value, dict):
        raise Malformed(name)
    return value


def parts(resource: Json, name: str) -> list[Json]:
    """A repeated element, [] when absent."""
    value = resource.get(name)
    if value is None:
        return []
    if not isinstance(value, list) or not all(isinstance(each, dict) for each in value):
        raise Malformed(name)
    return value


def word(resource: Json, name: str) -> str:
    """A string or number as written, "" when absent."""
    value = resource.get(name)
    if value is None:
        return ""
    if not isinstance(value, str):
        raise Malformed(name)
    return value.strip()


def words(resource: Json, name: str) -> list[str]:
    value = resource.get(name)
    if value is None:
        return []
    if not isinstance(value, list) or not all(isinstance(each, str) for each in value):
        raise Malformed(name)
    return [each.strip() for each in value if each.strip()]


def flag(resource: Json, name: str) -> bool | None:
    value = resource.get(name)
    if value is not None and not isinstance(value, bool):
        raise Malformed(name)
    return value


def choice(resource: Json, stem: str) -> tuple[str, Any]:
    """The type and value of a `stem[x]` element: ("Quantity", {...}); ("", None) when absent."""
    for name, value in resource.items():
        if name.startswith(stem) and name[len(stem) : len(stem) + 1].isupper() and value is not None:
            return name[len(stem) :], value
    return "", None


def everything(resource: Any) -> Iterator[Json]:
    """Every element inside, itself included."""
    waiting = [resource]
    while waiting:
        each = waiting.pop()
        if isinstance(each, dict):
            yield each
            waiting.extend(each.values())
        elif isinstance(each, list):
            waiting.extend(each)
