"""The vocabulary that edsnlp ships, where ours has none: French drugs (ATC) and the classification of diseases (ICD-10).

It knows which of its entries are names a record would use. It refuses those made of ordinary words, and the headings
of the classification ("autres", "sans précision").
"""

from __future__ import annotations

import csv
import gzip
import json
import re
from collections.abc import Iterator, Mapping

import edsnlp

from summarizer.findings.entries import Entry, Nature, Sort, spelling
from summarizer.findings.tokens import fold, stem
from summarizer.values import Severity

_RESOURCES = edsnlp.BASE_DIR / "resources"
#: Chapters that are not diseases (injuries, symptoms, causes, contacts) or that our own lists cover (pregnancy).
_OTHER_CHAPTERS = frozenset("OPRSTUVWXYZ")
_ACUTE_CHAPTERS = frozenset("ABIJKN")
_MINOR_CHAPTERS = frozenset("HLM")
_HEADING = re.compile(
    r"\b(?:autres?|sans|avec|non|ou|class\w+|precise|mention|antecedent|examen|surveillance|degre|multiples?|partie|cours|"
    r"accident|agent|presence|due?|lesions?|suite|effets?|facteurs?|anomalies?|symptomes?|affections?|troubles?|maladies? d[eu])\b"
    r"|[,;()\[\]\d]| - "
)
#: Letters a name needs: shorter ones are ordinary words too often.
_SHORTEST = 8


def edsnlp_drugs(known: Mapping[str, Entry], taken: set[str]) -> Iterator[tuple[Entry, tuple[str, ...]]]:
    """The French drugs of edsnlp's table that ours lack, under our substance when the ATC code is known."""
    spoken = {word.lower() for word in (*spelling("not_drugs"), *spelling("not_substances"))}
    table = json.loads((_RESOURCES / "drugs.json").read_text(encoding="utf-8"))
    for code, names in table.items():
        if len(code) < 7:
            continue
        ours = known.get(code)
        if ours and not any(fold(ours.label)[:5] in fold(name) for name in names):
            # The table also files associations under codes of one substance.
            ours = None
        substance = next((_upright(n) for n in reversed(names) if not n.isupper()), names[0].lower())
        entry = ours or Entry(sort=Sort.DRUG, label=substance, code=code, severity=Severity.MAJOR)
        fresh = tuple(
            name
            for name in (*(n for n in names if n.isupper()), *(_upright(n) for n in names if not n.isupper()))
            if len(name) > 5 and stem(name) not in taken and name.lower() not in spoken and _is_one_name(name)
        )
        if fresh:
            yield entry, fresh


def _upright(substance: str) -> str:
    """edsnlp's table writes "tranexamique acide"."""
    first, _, last = substance.partition(" ")
    return f"acide {first}" if last == "acide" else substance


def _is_one_name(name: str) -> bool:
    return name.isupper() or " " not in name or name.startswith("acide ")


def edsnlp_disorders() -> Iterator[Entry]:
    """The diseases of the classification whose name is short and stands by itself."""
    with gzip.open(_RESOURCES / "cim10.csv.gz", "rt", encoding="utf-8") as lines:
        for row in csv.DictReader(lines):
            code, name = row["code"], row["long"]
            if code[0] in _OTHER_CHAPTERS or name.count(" ") > 4 or len(name) < _SHORTEST:
                continue
            if _HEADING.search(fold(name)) or fold(name) in spelling("not_disorders"):
                continue
            yield Entry(
                sort=Sort.DISORDER,
                label=name[:1].lower() + name[1:],
                code=code,
                severity=_severity(code[0]),
                nature=Nature.ACUTE if code[0] in _ACUTE_CHAPTERS else Nature.CHRONIC,
            )


def _severity(chapter: str) -> Severity:
    if chapter == "C":
        return Severity.CRITICAL
    return Severity.MINOR if chapter in _MINOR_CHAPTERS else Severity.MAJOR
