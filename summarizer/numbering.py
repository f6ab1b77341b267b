"""The numbers of placeholders: what an earlier summary of the dossier named keeps its name, whatever arrived since.

It knows placeholders and where each stood; it refuses to know who or what they stand for. A number once given to one
person or thing is never given to another, even when nobody bears it any more.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

import regex

from summarizer.values import DocumentId, PseudonymKey, Replacement, Span

_NUMBERED = regex.compile(r"<([A-Z][A-Z_]*)_(\d+)>")


class Numbering:
    """Placeholders given before, and the next number of each kind."""

    def __init__(self, known: PseudonymKey | None = None) -> None:
        self._at: dict[tuple[DocumentId, Span], str] = {}
        self._last: dict[str, int] = {}
        self._taken: set[str] = set()
        for document_id, replacement in _replacements(known):
            numbered = _NUMBERED.fullmatch(replacement.pseudonym)
            if numbered is not None:
                self._at[document_id, replacement.original] = replacement.pseudonym
                self._last[numbered[1]] = max(self._last.get(numbered[1], 0), int(numbered[2]))

    def before(self, base: str, places: Iterable[tuple[DocumentId, Span]]) -> list[str]:
        """The placeholders of that kind that stood at these places."""
        found = (self._at.get(place) for place in places)
        return [one for one in found if one is not None and one.startswith(f"<{base}_") and base_of(one) == base]

    def keep(self, placeholder: str) -> bool:
        """Takes a placeholder given before; False when someone else has it now."""
        free = placeholder not in self._taken
        self._taken.add(placeholder)
        return free

    def next(self, base: str, *, after: int = 0) -> str:
        """A placeholder that nobody had, numbered above `after`."""
        self._last[base] = max(self._last.get(base, 0), after) + 1
        return f"<{base}_{self._last[base]}>"


def base_of(placeholder: str) -> str | None:
    """What a numbered placeholder is of; None for one without a number."""
    numbered = _NUMBERED.fullmatch(placeholder)
    return numbered[1] if numbered is not None else None


def _replacements(known: PseudonymKey | None) -> Iterator[tuple[DocumentId, Replacement]]:
    for document_id, replacements in known.replacements.items() if known is not None else ():
        for replacement in replacements:
            yield document_id, replacement
