"""Leaks and false alarms of an identifier detector, from spans. Knows labels and offsets, never a text beyond what letters
and digits it holds.

An entity is covered when every letter and digit of it is inside some found span, whatever the label: what matters first is that it
is hidden. Punctuation and blanks at the edges of a gold span count for nothing.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass

from summarizer.values import Label, Span

#: What the corpus labels are called here. EDS labels mix up first and last names: both are a person.
EDS_LABELS: Mapping[str, Label] = {
    "NOM": Label.PERSON, "PRENOM": Label.PERSON, "DATE_NAISSANCE": Label.BIRTH_DATE, "SECU": Label.NIR, "TEL": Label.PHONE,
    "ADRESSE": Label.ADDRESS, "ZIP": Label.ZIP, "VILLE": Label.CITY, "HOPITAL": Label.HOSPITAL, "MAIL": Label.EMAIL, "IPP": Label.IPP,
    "NDA": Label.VISIT_ID, "DATE": Label.DATE,
}  # fmt: skip
#: The direct identifiers that must not leak. Establishments are counted apart; dates of events are kept.
DIRECT = frozenset(
    {
        Label.PERSON, Label.RELATIVE, Label.BIRTH_DATE, Label.NIR, Label.PHONE, Label.ADDRESS, Label.ZIP, Label.CITY, Label.EMAIL,
        Label.IPP, Label.VISIT_ID,
    }
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Marked:
    """A span with what it is."""

    span: Span
    label: Label


@dataclass(frozen=True, slots=True, kw_only=True, repr=False)
class Case:
    """One document: its text, what should be found, what was."""

    text: str
    gold: tuple[Marked, ...]
    found: tuple[Marked, ...]

    def __repr__(self) -> str:
        return f"Case({len(self.text)} characters, {len(self.gold)} gold, {len(self.found)} found)"


@dataclass(frozen=True, slots=True, kw_only=True)
class Ratio:
    """`hits` of `total`. Nothing counted gives no score: neither 0 nor 1."""

    hits: int
    total: int

    @property
    def value(self) -> float | None:
        return self.hits / self.total if self.total else None


def _characters(text: str, spans: Iterable[Span]) -> set[int]:
    return {i for span in spans for i in range(span.start, min(span.end, len(text))) if text[i].isalnum()}


def whole_recall(cases: Sequence[Case], labels: Collection[Label]) -> Ratio:
    """Entities of these labels hidden whole."""
    hits = total = 0
    for case in cases:
        hidden = _characters(case.text, (m.span for m in case.found))
        for marked in case.gold:
            if marked.label in labels:
                wanted = _characters(case.text, [marked.span])
                total += bool(wanted)
                hits += bool(wanted) and wanted <= hidden
    return Ratio(hits=hits, total=total)


def character_recall(cases: Sequence[Case], labels: Collection[Label]) -> Ratio:
    """Letters and digits of these labels that are hidden."""
    hits = total = 0
    for case in cases:
        wanted = _characters(case.text, (m.span for m in case.gold if m.label in labels))
        hits += len(wanted & _characters(case.text, (m.span for m in case.found)))
        total += len(wanted)
    return Ratio(hits=hits, total=total)


def character_precision(cases: Sequence[Case], *, ignored: Collection[Label] = (Label.DATE,)) -> Ratio:
    """Letters and digits hidden that gold marks, whatever the label. Gold spans of `ignored` labels count for nothing, neither
    right nor wrong, except where they overlap another gold span; so do found spans of these labels."""
    hits = total = 0
    for case in cases:
        right = _characters(case.text, (m.span for m in case.gold if m.label not in ignored))
        neutral = _characters(case.text, (m.span for m in case.gold if m.label in ignored)) - right
        hidden = _characters(case.text, (m.span for m in case.found if m.label not in ignored)) - neutral
        hits += len(hidden & right)
        total += len(hidden)
    return Ratio(hits=hits, total=total)


def documents_without_leak(cases: Sequence[Case], labels: Collection[Label] = DIRECT) -> Ratio:
    """Documents where no letter or digit of these labels is left."""
    clean = 0
    for case in cases:
        wanted = _characters(case.text, (m.span for m in case.gold if m.label in labels))
        clean += wanted <= _characters(case.text, (m.span for m in case.found))
    return Ratio(hits=clean, total=len(cases))


def by_label(cases: Sequence[Case]) -> dict[Label, Ratio]:
    """Entities hidden whole, for each label that gold has."""
    present = Counter(marked.label for case in cases for marked in case.gold)
    return {label: whole_recall(cases, {label}) for label in sorted(present)}


def false_alarms_per_1000_words(cases: Sequence[Case]) -> float | None:
    """Found spans that touch no gold span, per 1,000 words of text. None without words."""
    words = sum(len(case.text.split()) for case in cases)
    if not words:
        return None
    alarms = sum(
        not any(marked.span.overlaps(gold.span) for gold in case.gold) for case in cases for marked in case.found
    )
    return 1000 * alarms / words


def occurrences(text: str, surface: str) -> tuple[Span, ...]:
    """Where a gold string stands as a whole word, case-sensitively: gold lists give strings, not offsets."""
    spans = []
    at = text.find(surface)
    while at >= 0:
        end = at + len(surface)
        before, after = text[at - 1 : at] if at else "", text[end : end + 1]
        if not ((surface[0].isalnum() and before.isalnum()) or (surface[-1].isalnum() and after.isalnum())):
            spans.append(Span(at, end))
        at = text.find(surface, at + 1)
    return tuple(spans)
