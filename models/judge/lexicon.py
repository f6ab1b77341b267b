"""Which words name one thing: brand and substance, abbreviation and full form, `décédé` and `mort`.

A frozen table of folded names to concept numbers, read from `lexicon.tsv` beside the weights. It refuses to follow the
vocabularies of the product at run time: weights trained with one table must be read with the same.
"""

from __future__ import annotations

import csv
import re
import unicodedata
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

_SPACES = re.compile(r"[^\w%]+")
#: Longest name, in words.
LONGEST = 6


def folded(text: str) -> str:
    """Lower case, without accents."""
    decomposed = unicodedata.normalize("NFKD", text.lower().replace("œ", "oe").replace("æ", "ae"))
    return "".join(c for c in decomposed if not unicodedata.combining(c))


def key_of(name: str) -> str:
    """A name as looked up: folded words separated by one space."""
    return _SPACES.sub(" ", folded(name)).strip()


@dataclass(frozen=True, slots=True, kw_only=True)
class Lexicon:
    """`concepts`: folded name to the numbers of what it may name."""

    concepts: Mapping[str, tuple[int, ...]]
    longest: int = field(default=LONGEST)

    def spans(self, words: Sequence[str]) -> Iterator[tuple[int, int, tuple[int, ...]]]:
        """(first word, word after the last, concepts) of every name in folded `words`, overlapping ones too."""
        for start in range(len(words)):
            for end in range(start + 1, min(start + self.longest, len(words)) + 1):
                if found := self.concepts.get(" ".join(words[start:end])):
                    yield start, end, found


def read(path: Path) -> Lexicon:
    """The table of a weights folder: one `name<TAB>number number...` a line."""
    rows = (line.split("\t") for line in path.read_text(encoding="utf-8").splitlines())
    return Lexicon(concepts={name: tuple(int(n) for n in numbers.split()) for name, numbers in rows})


def write(lexicon: Lexicon, path: Path) -> None:
    lines = (f"{name}\t{' '.join(map(str, numbers))}\n" for name, numbers in sorted(lexicon.concepts.items()))
    path.write_text("".join(lines), encoding="utf-8")


def gather(groups: Iterable[Sequence[str]]) -> Lexicon:
    """A table of groups of names for one thing."""
    table: dict[str, list[int]] = {}
    for number, names in enumerate(groups):
        for name in names:
            key = key_of(name)
            if key and len(key.split()) <= LONGEST:
                table.setdefault(key, [])
                if number not in table[key]:
                    table[key].append(number)
    return Lexicon(concepts={name: tuple(numbers) for name, numbers in table.items()})


def groups_of(folder: Path, own: Path) -> Iterator[tuple[str, ...]]:
    """The groups of the product's vocabularies (`folder`, CSV) and of `own` (one `a|b|c` a line)."""
    columns = {"drugs": "names", "disorders": "terms", "measures": "names", "procedures": "names", "allergens": "names",
               "sites": "names", "drug_classes": "names", "vaccines": "names"}  # fmt: skip
    for name, column in columns.items():
        with (folder / f"{name}.csv").open(encoding="utf-8") as stream:
            for row in csv.DictReader(stream, delimiter=";"):
                label = row.get("label") or row.get("substance") or ""
                yield (label, *(row[column] or "").split("|"))
    for line in own.read_text(encoding="utf-8").splitlines():
        if line.strip() and not line.startswith("#"):
            yield tuple(line.split("|"))
