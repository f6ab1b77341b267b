"""The French vocabulary of the findings: labels, codes, severities, and the many ways each is written.

It knows words, and finds them in a sentence whatever their case, accents, plural, articles or hyphens; short capitals
("FA", "EP") only as written. It refuses to know what is said about them. The lists are in `summarizer/data`; edsnlp's
table of French drugs (ATC) completes ours.
"""

from __future__ import annotations

import csv
import json
import re
import tomllib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from functools import cache
from importlib.resources import files
from typing import Any

from summarizer.findings.tokens import Token, fold, stem, tokenise
from summarizer.values import FindingKind, Severity


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


@dataclass(frozen=True, slots=True, kw_only=True)
class Match:
    """A way of writing an entry, found at tokens `first`..`last` (inclusive), characters `start`..`end`."""

    entry: Entry
    first: int
    last: int
    start: int
    end: int
    short: bool


@dataclass(slots=True)
class _Node:
    next: dict[str, _Node] = field(default_factory=dict)
    entries: list[tuple[Entry, bool]] = field(default_factory=list)


_GLUE = frozenset({"-", "'", "’", "‑", "–"})
_ARTICLES = frozenset({"de", "du", "des", "la", "le", "les", "au", "aux", "un", "une", "ou"})
_CAPITAL_CASE = "="


@cache
def _table(name: str) -> tuple[dict[str, str], ...]:
    with files("summarizer.data").joinpath(f"{name}.csv").open(encoding="utf-8") as lines:
        return tuple(csv.DictReader(lines, delimiter=";"))


@cache
def _spelling(name: str) -> frozenset[str]:
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


def _entries() -> Iterator[tuple[Entry, tuple[str, ...]]]:
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


def _edsnlp_drugs(known: Mapping[str, Entry], taken: set[str]) -> Iterator[tuple[Entry, tuple[str, ...]]]:
    """The French drugs of edsnlp's table that ours lack, under our substance when the ATC code is known."""
    import edsnlp

    spoken = {word.lower() for word in (*_spelling("not_drugs"), *_spelling("not_substances"))}
    table = json.loads((edsnlp.BASE_DIR / "resources" / "drugs.json").read_text(encoding="utf-8"))
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


class Lexicon:
    """All entries in one trie of stems. Built once; then it only reads."""

    def __init__(self) -> None:
        self._root = _Node()
        self._words: set[str] = set()
        by_code: dict[str, Entry] = {}
        taken: set[str] = set()
        for entry, names in _entries():
            if entry.sort is Sort.DRUG and entry.code:
                by_code.setdefault(entry.code, entry)
            for name in names:
                taken.add(stem(name))
                self._add(entry, name)
        for entry, names in _edsnlp_drugs(by_code, taken):
            for name in names:
                self._add(entry, name)

    def _add(self, entry: Entry, name: str) -> None:
        tokens = _essential(tokenise(name))
        if not tokens:
            return
        short = len(tokens) == 1 and len(tokens[0].text) <= 3
        for keys in _paths(tokens, entry.sort):
            node = self._root
            self._words.update(keys)
            for key in keys:
                node = node.next.setdefault(key, _Node())
            if all(known is not entry for known, _ in node.entries):
                node.entries.append((entry, short))

    def knows(self, token: Token) -> bool:
        """Whether some name holds this word."""
        return token.stem in self._words

    def matches(self, tokens: Sequence[Token], text: str) -> list[list[Match]]:
        """For each token that begins some, the matches that begin there, longest first."""
        capitals = _in_capitals(tokens)
        found = []
        for first in range(len(tokens)):
            here = self._from(tokens, first, text, capitals)
            if here:
                found.append(sorted(here, key=lambda m: -m.last))
        return found

    def _from(self, tokens: Sequence[Token], first: int, text: str, capitals: bool) -> list[Match]:
        found: list[Match] = []
        nodes = [self._root]
        position = first
        while position < len(tokens) and nodes:
            token = tokens[position]
            if position > first and _gap(text, tokens[position - 1].end, token.start):
                break
            following = [n for node in nodes for n in _children(node, token, capitals)]
            if not following:
                if position == first or not _skippable(token, tokens, position):
                    break
                position += 1
                continue
            nodes = following
            for node in nodes:
                for entry, short in node.entries:
                    if short and position == first and _glued(tokens, first):
                        continue
                    if position == first and _is_other(token, entry, text):
                        continue
                    found.append(
                        Match(
                            entry=entry,
                            first=first,
                            last=position,
                            start=tokens[first].start,
                            end=token.end,
                            short=short,
                        )
                    )
            position += 1
        return found


def _children(node: _Node, token: Token, capitals: bool) -> Iterator[_Node]:
    exact = node.next.get(_CAPITAL_CASE + token.text)
    if exact is not None and not (capitals and token.text in _spelling("words_in_capitals")):
        yield exact
    folded = node.next.get(token.stem)
    if folded is not None:
        yield folded
    elif token.text[-1:] in "eE" and (unaccented := node.next.get(token.stem + "e")) is not None:
        # "OPERE" is "opéré".
        yield unaccented
    elif "rn" in token.stem and (scanned := node.next.get(token.stem.replace("rn", "m"))) is not None:
        # Scanned pages read "m" as "rn".
        yield scanned


def _essential(tokens: Sequence[Token]) -> list[Token]:
    """Without articles, apostrophes and hyphens, which writings of one term differ by."""
    kept = []
    for index, token in enumerate(tokens):
        before_apostrophe = index + 1 < len(tokens) and tokens[index + 1].text in "'’"
        if token.text in _GLUE or token.text in _ARTICLES or (token.text in ("d", "l") and before_apostrophe):
            continue
        if token.text == "à":
            continue
        kept.append(token)
    return kept


def _skippable(token: Token, tokens: Sequence[Token], position: int) -> bool:
    if token.text in _GLUE:
        return token.start == tokens[position - 1].end or (
            position + 1 < len(tokens) and tokens[position + 1].start == token.end
        )
    if token.text.lower() in _ARTICLES or token.text == "à":
        return True
    return token.text in ("d", "l", "D", "L") and position + 1 < len(tokens) and tokens[position + 1].text in "'’"


def _paths(tokens: Sequence[Token], sort: Sort) -> Iterator[list[str]]:
    """The keys of a name: capitals and mixed short words as written, other words by their stem."""
    keys = [_CAPITAL_CASE + t.text if _as_written(t.text, sort) else t.stem for t in tokens]
    yield keys
    if any(key.startswith(_CAPITAL_CASE) for key in keys):
        lowered = [
            t.stem
            if t.text in _spelling("lower_case_too") or (len(t.text) == 1 and len(tokens) > 1 and not t.text.isalpha())
            else key
            for t, key in zip(tokens, keys, strict=True)
        ]
        if lowered != keys:
            yield lowered


def _as_written(word: str, sort: Sort) -> bool:
    if not word.isalpha() or word.islower():
        return False
    limit = 4 if sort is Sort.DRUG else 5
    capitals = sum(c.isupper() for c in word)
    return len(word) <= limit and (capitals == len(word) or capitals >= 2 or (len(word) <= 2))


def _in_capitals(tokens: Sequence[Token]) -> bool:
    words = [t.text for t in tokens if t.text.isalpha() and len(t.text) > 2]
    return len(words) >= 3 and sum(w.isupper() for w in words) > 0.7 * len(words)


_WIDE = re.compile(r"[ \t]{3,}|\t|\n[ \t]*\n")


def _gap(text: str, start: int, end: int) -> bool:
    return end - start > 1 and _WIDE.search(text, start, end) is not None


def _glued(tokens: Sequence[Token], index: int) -> bool:
    """Whether a short capital is a part of something longer: "C-IM", "T°", "12h", an initial "K."."""
    token = tokens[index]
    before = tokens[index - 1] if index else None
    after = tokens[index + 1] if index + 1 < len(tokens) else None
    if before is not None and before.end == token.start and (before.text.isalnum() or before.text in "<@/"):
        return not before.text.isdigit()
    return (after is not None and after.start == token.end and after.text in ("@", "&")) or (
        after is not None and after.start == token.end and after.text.isalpha()
    )


def _is_other(token: Token, entry: Entry, text: str) -> bool:
    """Whether what stands around a short capital makes it another word: "PR normal" of an electrocardiogram."""
    around = _around().get(token.text) or _around().get(f"{token.text}@{entry.label}")
    return around is not None and around.search(fold(text[max(0, token.start - 25) : token.end + 25])) is not None


@cache
def _around() -> Mapping[str, re.Pattern[str]]:
    return {short: re.compile(pattern) for short, pattern in toml("lexicon")["not_when"].items()}


@cache
def lexicon() -> Lexicon:
    """The one lexicon of the process."""
    return Lexicon()


_SORTS: Mapping[FindingKind, tuple[Sort, ...]] = {
    FindingKind.DRUG: (Sort.DRUG, Sort.DRUG_CLASS),
    FindingKind.DISORDER: (Sort.DISORDER,),
    FindingKind.MEASURE: (Sort.MEASURE,),
    FindingKind.PROCEDURE: (Sort.PROCEDURE,),
    FindingKind.HABIT: (Sort.HABIT,),
    FindingKind.VACCINE: (Sort.VACCINE,),
}
_DEFAULT = {
    FindingKind.DRUG: Severity.MAJOR,
    FindingKind.DISORDER: Severity.MAJOR,
    FindingKind.ALLERGY: Severity.CRITICAL,
    FindingKind.DIRECTIVE: Severity.MAJOR,
    FindingKind.PROCEDURE: Severity.MAJOR,
}


@cache
def _by_label(kind: FindingKind) -> Mapping[str, Entry]:
    sorts = _SORTS.get(kind, ())
    return {entry.label: entry for entry, _ in _entries() if entry.sort in sorts}


def entry_of(kind: FindingKind, label: str) -> Entry | None:
    """The entry of a finding's label; a sited label ("fracture (tibia)") is that of its head."""
    known = _by_label(kind)
    return known.get(label) or known.get(label.partition(" (")[0])


@cache
def severities(kind: FindingKind) -> Mapping[str, Severity]:
    """The severity of each known label of a kind."""
    if kind is FindingKind.DIRECTIVE:
        return {d["label"]: Severity(d["severity"]) for d in toml("directives")["directive"]}
    return {label: entry.severity for label, entry in _by_label(kind).items()}


def severity_of(kind: FindingKind, label: str) -> Severity:
    """How grave it is to miss a finding of this label."""
    if kind is FindingKind.DIRECTIVE:
        return severities(kind).get(label, Severity.MAJOR)
    entry = entry_of(kind, label)
    return entry.severity if entry else _DEFAULT.get(kind, Severity.MINOR)


def nature_of(kind: FindingKind, label: str) -> Nature:
    """How long a disorder lasts, or whether an act only looks."""
    entry = entry_of(kind, label)
    if entry is None:
        return Nature.ACUTE if kind is FindingKind.DISORDER else Nature.ACT
    return entry.nature
