"""Finds the words of the vocabulary in a sentence.

It knows how one name is written in many ways: case, accents, plural, articles, hyphens, scanned letters; short capitals
("FA", "EP") only as written, and not where what stands around makes them another word ("PR normal" of an
electrocardiogram). It refuses to know what is said about what it finds.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache

from summarizer.findings.edsnlp_lists import edsnlp_disorders, edsnlp_drugs
from summarizer.findings.entries import (
    Entry,
    Nature,
    Sort,
    entries,
    spelling,
    toml,
)
from summarizer.findings.tokens import Token, fold, stem, tokenise
from summarizer.values import FindingKind, Severity

__all__ = ["Entry", "Lexicon", "Match", "Nature", "Sort", "lexicon", "nature_of", "severities", "severity_of", "toml"]


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


class Lexicon:
    """All entries in one trie of stems. Built once; then it only reads."""

    def __init__(self) -> None:
        self._root = _Node()
        self._words: set[str] = set()
        self.entries: list[Entry] = []
        drugs: dict[str, Entry] = {}
        taken: set[str] = set()
        for entry, names in entries():
            if entry.sort is Sort.DRUG and entry.code:
                drugs.setdefault(entry.code, entry)
            self.entries.append(entry)
            for name in names:
                taken.add(stem(name))
                self._add(entry, name)
        for entry, names in edsnlp_drugs(drugs, taken):
            if entry.code not in drugs:
                self.entries.append(entry)
            for name in names:
                self._add(entry, name)
        for entry in edsnlp_disorders():
            ours = self._ours(entry)
            if ours is None:
                self.entries.append(entry)
            self._add(ours or entry, entry.label)

    def _ours(self, entry: Entry) -> Entry | None:
        """Our entry that a longer name of the classification begins with, when both have one category."""
        tokens = _essential(tokenise(entry.label))
        found = self._from(tokens, 0, entry.label, capitals=False) if tokens else []
        for match in sorted(found, key=lambda m: -m.last):
            known = match.entry
            named = known.sort is Sort.DISORDER and not known.sited
            if named and fold(entry.label).startswith(fold(known.label)):
                return known
            if named and known.code and entry.code and known.code[:3] == entry.code[:3]:
                return known
        return None

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
    if exact is not None and not (capitals and token.text in spelling("words_in_capitals")):
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
            if t.text in spelling("lower_case_too") or (len(t.text) == 1 and len(tokens) > 1 and not t.text.isalpha())
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
    """Whether what stands around a word makes it another than the entry's: "PR normal" of an electrocardiogram."""
    keys = (token.text, f"{token.text}@{entry.label}")
    denied, needed = _around("not_when"), _around("only_when")
    if not any(key in denied or key in needed for key in keys):
        return False
    around = fold(text[max(0, token.start - 25) : token.end + 25])
    if any(key in denied and denied[key].search(around) for key in keys):
        return True
    return any(key in needed and not needed[key].search(around) for key in keys)


@cache
def _around(which: str) -> Mapping[str, re.Pattern[str]]:
    return {short: re.compile(pattern) for short, pattern in toml("lexicon")[which].items()}


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
    return {entry.label: entry for entry in lexicon().entries if entry.sort in sorts}


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
