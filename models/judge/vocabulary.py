"""Drugs, disorders and other named things, each with its near neighbours: what errors swap and paraphrases rename."""

from __future__ import annotations

import csv
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from models.judge.lexicon import LONGEST, key_of

# kind: column of the label, column of the other names, column that gathers near things.
_KINDS = {
    "drugs": ("substance", "names", "class"),
    "disorders": ("label", "terms", "group"),
    "procedures": ("label", "names", "group"),
    "measures": ("label", "names", "group"),
    "allergens": ("label", "names", None),
}
_WORD = re.compile(r"\w+")


@dataclass(frozen=True, slots=True, kw_only=True)
class Thing:
    """One row of a vocabulary. `exact` are the folded names that mean exactly it: a looser term may say less or more."""

    kind: str
    label: str
    names: tuple[str, ...]
    group: str

    @property
    def keys(self) -> tuple[str, ...]:
        return tuple(key_of(name) for name in self.names)

    @property
    def exact_names(self) -> tuple[str, ...]:
        if self.kind == "drugs":
            return tuple(name for name in self.names[:3] if len(name) > 4)
        return tuple(
            name for n, name in enumerate(self.names) if n == 0 or (name.isupper() and len(name) > 2 and n < 3)
        )

    @property
    def exact(self) -> tuple[str, ...]:
        return tuple(key_of(name) for name in self.exact_names)


class Vocabulary:
    def __init__(self, things: Sequence[Thing]) -> None:
        self._named: dict[str, list[Thing]] = {}
        self._groups: dict[tuple[str, str], list[Thing]] = {}
        for thing in things:
            self._groups.setdefault((thing.kind, thing.group), []).append(thing)
            for key in thing.keys:
                if len(key) > 2:
                    self._named.setdefault(key, []).append(thing)

    @classmethod
    def from_folder(cls, folder: Path) -> Vocabulary:
        return cls(list(_things(folder)))

    def found(self, text: str, kinds: tuple[str, ...]) -> list[tuple[int, int, Thing]]:
        """(start, end, thing) of every thing of those kinds named in `text`, the longest first at each place."""
        words = [(m.start(), m.end(), key_of(m.group())) for m in _WORD.finditer(text)]
        found: list[tuple[int, int, Thing]] = []
        at = 0
        while at < len(words):
            for length in range(min(LONGEST, len(words) - at), 0, -1):
                key = " ".join(word for _, _, word in words[at : at + length])
                things = [thing for thing in self._named.get(key, ()) if thing.kind in kinds]
                if things:
                    found.append((words[at][0], words[at + length - 1][1], things[0]))
                    at += length - 1
                    break
            at += 1
        return found

    def near(self, thing: Thing) -> list[Thing]:
        """Others of its group, from its neighbours in the vocabulary outward."""
        group = self._groups[thing.kind, thing.group]
        place = group.index(thing)
        return sorted((t for t in group if t is not thing), key=lambda t: abs(group.index(t) - place))


def _things(folder: Path) -> Iterator[Thing]:
    for kind, (label, names, group) in _KINDS.items():
        with (folder / f"{kind}.csv").open(encoding="utf-8") as stream:
            for row in csv.DictReader(stream, delimiter=";"):
                every = [row[label], *(name for name in (row[names] or "").split("|") if name)]
                yield Thing(kind=kind, label=row[label], names=tuple(every), group=row[group] if group else "")
