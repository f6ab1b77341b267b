"""The entries of the vocabulary: normalized French names with their codes, severities and natures.

It knows the lists of `summarizer/data`, and what weighs how much when it is missing. It refuses to find anything in a
text: that is for `lexicon`.
"""

from __future__ import annotations

import csv
import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from importlib.resources import files
from typing import Any

from summarizer.values import Severity


class Nature(StrEnum):
    """How long a finding lasts, or that an act only looks."""

    CHRONIC = "chronic"
    ACUTE = "acute"
    SYMPTOM = "symptom"
    EXAMINATION = "examination"
    ACT = "act"


class Sort(StrEnum):
    """What an entry of the lexicon is; several make no finding alone (sites, allergens)."""

    DRUG = "drug"
    DRUG_CLASS = "drug_class"
    DISORDER = "disorder"
    MEASURE = "measure"
    PROCEDURE = "procedure"
    HABIT = "habit"
    VACCINE = "vaccine"
    SITE = "site"
    ALLERGEN = "allergen"


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """One normalized name. `group` is its class or family; `sited` says that an anatomical site completes it."""

    sort: Sort
    label: str
    code: str | None = None
    group: str = ""
    severity: Severity = Severity.MINOR
    nature: Nature = Nature.CHRONIC
    sited: bool = False
    units: tuple[str, ...] = ()
    plausible: tuple[float, float] | None = None


@cache
def _table(name: str) -> tuple[dict[str, str], ...]:
    with files("summarizer.data").joinpath(f"{name}.csv").open(encoding="utf-8") as lines:
        return tuple(csv.DictReader(lines, delimiter=";"))


@cache
def spelling(name: str) -> frozenset[str]:
    return frozenset(toml("lexicon")[name].split())


@cache
def toml(name: str) -> Mapping[str, Any]:
    """One of the TOML files of `summarizer/data`."""
    return tomllib.loads(files("summarizer.data").joinpath(f"{name}.toml").read_text(encoding="utf-8"))


def _weight(kind: str, *names: str) -> Severity:
    weights = toml("severities")[kind]
    for severity in (Severity.CRITICAL, Severity.MAJOR, Severity.MINOR):
        if set(names) & set(weights.get(severity, ())):
            return severity
    return Severity(weights["default"])


def _range(written: str) -> tuple[float, float] | None:
    low, _, high = written.partition("-")
    return (float(low), float(high)) if high else None


def _names(row: Mapping[str, str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys([row["label"], *filter(None, row["names"].split("|"))]))


def entries() -> Iterator[tuple[Entry, tuple[str, ...]]]:
    """Every entry of our own lists with its writings."""
    for row in _table("drugs"):
        entry = Entry(
            sort=Sort.DRUG,
            label=row["substance"],
            code=row["atc"],
            group=row["class"],
            severity=_weight("drug", row["substance"], row["class"]),
        )
        yield entry, (row["substance"], *filter(None, row["names"].split("|")))
    for row in _table("drug_classes"):
        severity = _weight("drug", row["label"])
        entry = Entry(sort=Sort.DRUG_CLASS, label=row["label"], code=row["atc"], group=row["label"], severity=severity)
        yield entry, _names(row)
    for row in _table("disorders"):
        entry = Entry(
            sort=Sort.DISORDER,
            label=row["label"],
            code=row["code"] or None,
            group=row["group"],
            severity=Severity(row["severity"]),
            nature=Nature(row["nature"]),
            sited=row["site"] == "1",
        )
        yield entry, (row["label"], *filter(None, row["terms"].split("|")))
    for row in _table("measures"):
        units = tuple(row["units"].split())
        entry = Entry(
            sort=Sort.MEASURE,
            label=row["label"],
            group=row["group"],
            units=units,
            plausible=_range(row["range"]),
            severity=_weight("measure", row["label"]),
        )
        yield entry, _names(row)
    examinations = set(toml("severities")["examination"]["labels"])
    for row in _table("procedures"):
        nature = Nature.EXAMINATION if row["label"] in examinations else Nature.ACT
        severity = _weight("procedure", row["label"])
        yield (
            Entry(sort=Sort.PROCEDURE, label=row["label"], group=row["group"], severity=severity, nature=nature),
            _names(row),
        )
    for name, sort in (("habits", Sort.HABIT), ("vaccines", Sort.VACCINE), ("sites", Sort.SITE)):
        for row in _table(name):
            severity = _weight(name[:-1], row["label"]) if sort is not Sort.SITE else Severity.MINOR
            names = tuple(row["names"].split("|")) if sort is Sort.HABIT else _names(row)
            yield Entry(sort=sort, label=row["label"], group=row.get("group", ""), severity=severity), names
    for row in _table("allergens"):
        yield Entry(sort=Sort.ALLERGEN, label=row["label"], severity=Severity.CRITICAL), _names(row)
