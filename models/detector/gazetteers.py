"""Open lists the recipe reads: first names, surnames, communes, streets (INSEE and BAN, Licence Ouverte), French
words (DELA, LGPL-LR) and the drugs and diagnoses that edsnlp ships (BSD-3). Only the recipe needs them.

The weights keep of them a table of 32-bit hashes with a few bits each: a word cannot be read back from it.
"""

from __future__ import annotations

import csv
import gzip
import json
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True, slots=True, kw_only=True)
class Gazetteers:
    """(name, count) pairs where counts exist; plain lists elsewhere."""

    surnames: tuple[tuple[str, int], ...]
    given: tuple[tuple[str, int], ...]
    towns: tuple[str, ...]
    streets: tuple[str, ...]
    words: tuple[str, ...]
    drugs: tuple[str, ...]
    diagnoses: tuple[str, ...]


def _rows(path: Path) -> list[dict[str, str]]:
    with gzip.open(path, "rt", encoding="utf-8") as file:
        return list(csv.DictReader(file))


def read_gazetteers(folder: Path, words: Path) -> Gazetteers:
    """`folder` holds noms, prenoms, communes and voies (.csv.gz); `words` is a list of French words, one a line."""
    import edsnlp

    resources = Path(edsnlp.__file__).parent / "resources"
    drugs = {name for names in json.loads((resources / "drugs.json").read_text("utf-8")).values() for name in names}
    diagnoses = {
        text for row in _rows(resources / "cim10.csv.gz") for text in (row["long"], row["short"]) if row["type"] == "0"
    }
    return Gazetteers(
        surnames=tuple(
            (row["patronyme"], int(row["count"]))
            for row in _rows(folder / "noms.csv.gz")
            if int(row["count"]) >= 3 and len(row["patronyme"]) >= 2 and not any(c.isdigit() for c in row["patronyme"])
        ),
        given=tuple(
            (row["prenom"], int(row["count"])) for row in _rows(folder / "prenoms.csv.gz") if len(row["prenom"]) >= 2
        ),
        towns=tuple(row["nom"] for row in _rows(folder / "communes.csv.gz")),
        streets=tuple(row["nom_voie"] for row in _rows(folder / "voies.csv.gz")),
        words=tuple(word for word in words.read_text("utf-8").split("\n") if word),
        drugs=tuple(sorted(drugs)),
        diagnoses=tuple(sorted(diagnoses)),
    )
