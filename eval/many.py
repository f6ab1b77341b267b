"""Many dossiers from the gold ones, with other names, numbers, dates and values: `python -m eval.many OUT --count 200`.

For batches and benches, never for scores: a changed value makes no clinical sense. Seeded: the same arguments give the
same bytes. `--documents` repeats the documents of a case, years apart, until a dossier holds that many.
"""

from __future__ import annotations

import argparse
import json
import random
import re
from collections.abc import Callable
from datetime import date, timedelta
from pathlib import Path
from typing import Any

from eval.metrics.exact import MONTHS

CASES = Path(__file__).parent / "data" / "dossiers"
_FAMILY = [
    "AUBRAC",
    "BESSONNEAU",
    "CHARDONNET",
    "DELORIEUX",
    "ESCUDIER",
    "FAUVERGNE",
    "GARDINOL",
    "HAZEBROUCK",
    "ISSARTEL",
    "JOUANNIC",
    "KERVELLEC",
    "LAMBERTIN",
    "MOUSSERON",
    "NOUAILLE",
    "OLLIVRY",
    "PESCHARD",
    "QUERCY",
    "ROUVEYROL",
    "SAUVETERRE",
    "TOUZELIN",
    "URVOAS",
    "VERMANDOIS",
]
_GIVEN = {
    "F": [
        "Aurore",
        "Blandine",
        "Capucine",
        "Delphine",
        "Edwige",
        "Francine",
        "Gisèle",
        "Hortense",
        "Irène",
        "Josette",
        "Lucile",
        "Mathilde",
    ],
    "M": [
        "Aurèle",
        "Baptiste",
        "Corentin",
        "Didier",
        "Edmond",
        "Fabrice",
        "Gaston",
        "Hubert",
        "Isidore",
        "Jérôme",
        "Lucien",
        "Maxence",
    ],
}
_NUMERIC = re.compile(r"\b(\d{2})/(\d{2})/(\d{4}|\d{2})\b")
_ISO = re.compile(r"(?<!\d)(\d{4})-(\d{2})-(\d{2})(?!\d)")
_WRITTEN = re.compile(rf"\b(\d{{1,2}}|1er) ({'|'.join(MONTHS)}) (\d{{4}})\b")
_DECIMAL = re.compile(r"(?<![\d/.,])(\d{1,3},)(\d)(?![\d,/])")


def many(out: Path, *, count: int, documents: int | None = None, seed: int = 0) -> None:
    """Writes `count` dossiers under `out`, one a sub-folder, in turn from each case."""
    cases = sorted(path.parent for path in CASES.glob("*/*/dossier.json"))
    for number in range(count):
        case = cases[number % len(cases)]
        rng = random.Random(f"{seed}:{number}")  # noqa: S311 - repeatable, not secret
        write_dossier(case, out / f"{number:04d}-{case.name}", rng, documents=documents)


def write_dossier(case: Path, out: Path, rng: random.Random, *, documents: int | None = None) -> None:
    """One dossier from a case: another patient, days and values moved together."""
    manifest = json.loads((case / "dossier.json").read_text(encoding="utf-8"))
    rename, days = _renaming(manifest["patient"], rng), rng.randrange(-300, 300)
    files = sorted((case / "documents").iterdir())
    wanted = documents or len(files)
    said = {entry["file"]: entry for entry in manifest["documents"]}
    entries: list[dict[str, Any]] = []
    (out / "documents").mkdir(parents=True, exist_ok=True)
    for number in range(wanted):
        source, turn = files[number % len(files)], number // len(files)
        change = _changing(rename, days - 97 * turn, rng)
        name = change(source.name) if turn == 0 else f"{turn:02d}_{change(source.name)}"
        (out / "documents" / name).write_text(change(source.read_text(encoding="utf-8")), encoding="utf-8")
        entry = {key: change(value) for key, value in said.get(source.name, {}).items()}
        entries.append(entry | {"file": name})
    patient = {
        key: _each(value, _changing(rename, days, rng, values=False)) for key, value in manifest["patient"].items()
    }
    text = json.dumps({"patient": patient, "documents": entries}, ensure_ascii=False, indent=1)
    (out / "dossier.json").write_text(text + "\n", encoding="utf-8")


def _each(value: Any, change: Callable[[str], str]) -> Any:
    return [change(item) for item in value] if isinstance(value, list) else change(value)


def _renaming(patient: dict[str, Any], rng: random.Random) -> Callable[[str], str]:
    """Other names and numbers for the patient, the same wherever they are written."""
    new: dict[str, str] = {}
    for old, replacement in zip(patient.get("family_names", ()), rng.sample(_FAMILY, 4), strict=False):
        new |= {old: replacement, old.title(): replacement.title(), old.upper(): replacement}
    given = rng.sample(_GIVEN[patient.get("sex") or "F"], 5)
    for old, replacement in zip(patient.get("given_names", ()), given, strict=False):
        new |= {old: replacement, old.upper(): replacement.upper()}
    for key in ("ipp", "nir"):
        if patient.get(key):
            old = str(patient[key])
            new[old] = old[:5] + "".join(rng.choice("0123456789") for _ in old[5:])
    if not new:
        return lambda text: text
    pattern = re.compile("|".join(rf"\b{re.escape(old)}\b" for old in sorted(new, key=len, reverse=True)))
    return lambda text: pattern.sub(lambda found: new[found.group()], text)


def _changing(
    rename: Callable[[str], str], days: int, rng: random.Random, *, values: bool = True
) -> Callable[[str], str]:
    moved = timedelta(days=days)

    def numeric(found: re.Match[str]) -> str:
        day, month, year = found.groups()
        full = int(year) if len(year) == 4 else 2000 + int(year) if int(year) < 30 else 1900 + int(year)
        after = _moved(full, int(month), int(day), moved)
        return f"{after:%d/%m/%Y}" if after and len(year) == 4 else f"{after:%d/%m/%y}" if after else found.group()

    def iso(found: re.Match[str]) -> str:
        after = _moved(int(found.group(1)), int(found.group(2)), int(found.group(3)), moved)
        return after.isoformat() if after else found.group()

    def written(found: re.Match[str]) -> str:
        day = 1 if found.group(1) == "1er" else int(found.group(1))
        after = _moved(int(found.group(3)), MONTHS.index(found.group(2)) + 1, day, moved)
        return f"{after.day} {MONTHS[after.month - 1]} {after.year}" if after else found.group()

    def decimal(found: re.Match[str]) -> str:
        return found.group(1) + rng.choice("123456789")

    def change(text: str) -> str:
        text = _WRITTEN.sub(written, _NUMERIC.sub(numeric, _ISO.sub(iso, rename(text))))
        return _DECIMAL.sub(decimal, text) if values else text

    return change


def _moved(year: int, month: int, day: int, by: timedelta) -> date | None:
    try:
        return date(year, month, day) + by
    except ValueError:
        return None


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("out", type=Path)
    parser.add_argument("--count", type=int, default=200)
    parser.add_argument("--documents", type=int)
    parser.add_argument("--seed", type=int, default=0)
    said = parser.parse_args()
    many(said.out, count=said.count, documents=said.documents, seed=said.seed)


if __name__ == "__main__":
    main()
