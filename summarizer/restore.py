"""The way back: what the documents said in place of each placeholder, each moved span and each shifted year.

It knows keys and places, and needs no detector: whoever shows a summary loads this alone. It refuses to guess: a
placeholder that the cited passages do not hold has no exact surface, whatever the rest of the dossier calls that person.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass

import regex

from summarizer.dates_shift import shift_iso, shifted_year, shifts
from summarizer.values import DocumentId, Passage, PseudonymizedDocument, PseudonymKey, Replacement, Span

PLACEHOLDER = regex.compile(r"<[A-Z][A-Z_]*(?:_\d+)?>")
#: What a writer may have made of a placeholder: whole, without a bracket or both, in small letters. Words joined by
#: underscores and words in angle brackets are nothing else in a French sentence.
_LIKE_ONE = regex.compile(
    r"<[^\W\d_][^<>\n]{0,40}>"
    r"|<?(?<![^\W_])[^\W\d_]{2,}(?:_[^\W\d_]+)*_\d+>?"
    r"|<?(?<![^\W_])[^\W\d_]{2,}(?:_[^\W\d_]{2,})+>?"
    r"|<[^\W\d_]{3,}"
    r"|(?<![^\W_])[^\W\d_]{4,}>(?!\s*\d)"
)
_LOST = "[…]"


@dataclass(frozen=True, slots=True, kw_only=True, repr=False)
class PutBack:
    """A sentence with surfaces put back. `exact`: every one was; else what was lost is shown as a gap."""

    text: str
    exact: bool

    def __repr__(self) -> str:
        return f"PutBack({len(self.text)} characters, exact={self.exact})"


def restore(document: PseudonymizedDocument, key: PseudonymKey) -> str:
    """The original text, exactly."""
    pieces: list[str] = []
    position = 0
    for replacement in key.replacements.get(document.id, ()):
        pieces += (document.text[position : replacement.replaced.start], replacement.surface)
        position = replacement.replaced.end
    return "".join((*pieces, document.text[position:]))


def put_back(text: str, key: PseudonymKey, passages: Sequence[Passage], years: int | None = None) -> PutBack:
    """A written sentence with the surfaces its cited passages have, each on one line; the first passage decides.

    Years shifted on the way out are shifted back, in whatever form the sentence gives the date, and only when a cited
    document holds that date. `years` is `years_shifted(key)`: who restores many sentences looks for it once.
    """
    if not text:
        return PutBack(text="", exact=True)
    years = years_shifted(key) if years is None else years
    said: dict[str, str] = {}
    for replacement in _replaced(key, passages):
        said.setdefault(replacement.pseudonym, " ".join(replacement.surface.split()))
    kept = _as_written(key, passages)
    lost = 0

    def surface(match: regex.Match[str]) -> str:
        nonlocal lost
        found = said.get(match.group()) or said.get(f"<{match.group().strip('<>').upper()}>")
        if found is None and match.group() not in kept:
            lost += 1
            return _LOST
        return match.group() if found is None else found

    restored = _LIKE_ONE.sub(surface, _unshifted(text, key, {passage.document_id for passage in passages}, years))
    return PutBack(text=restored, exact=not lost)


def restore_date(iso: str | None, key: PseudonymKey) -> str | None:
    """An ISO date (possibly partial) of the pseudonymized dossier, as the dossier has it."""
    return shift_iso(iso, -years_shifted(key))


def years_shifted(key: PseudonymKey) -> int:
    """By how many years the dates of the dossier were moved; 0 when none was."""
    return shift_of(r for each in key.replacements.values() for r in each)


def shift_of(replacements: Iterable[Replacement]) -> int:
    """By how many years the dates of these replacements were moved; 0 when none was."""
    for replacement in replacements:
        if (
            not PLACEHOLDER.fullmatch(replacement.pseudonym)
            and len(replacement.surface) == 4
            and replacement.surface.isdigit()
        ):
            return int(replacement.pseudonym) - int(replacement.surface)
    return 0


def original_span(span: Span, replacements: Sequence[Replacement]) -> Span:
    """Where a span of the pseudonymized text lies in the original; one that cuts a placeholder widens to it."""
    return _moved(span, [(r.replaced, r.original) for r in replacements])


def pseudonymized_span(span: Span, replacements: Sequence[Replacement]) -> Span:
    """Where a span of the original lies in the pseudonymized text; one that cuts an identifier widens to it."""
    return _moved(span, [(r.original, r.replaced) for r in replacements])


def _moved(span: Span, pairs: Sequence[tuple[Span, Span]]) -> Span:
    """`pairs` are sorted (from, to) spans; what lies between them moves with them."""
    start, end = span.start, span.end
    start_shift = end_shift = 0
    new_start: int | None = None
    new_end: int | None = None
    for source, target in pairs:
        if source.end <= start:
            start_shift = target.end - source.end
        elif source.start < start:
            new_start = target.start
        if source.end <= end:
            end_shift = target.end - source.end
        elif source.start < end:
            new_end = target.end
    first = new_start if new_start is not None else start + start_shift
    last = new_end if new_end is not None else end + end_shift
    return Span(first, max(first, last))


def _replaced(key: PseudonymKey, passages: Iterable[Passage]) -> Iterable[Replacement]:
    """The replacements within the passages, in the order of the passages."""
    for passage in passages:
        for replacement in key.replacements.get(passage.document_id, ()):
            if replacement.replaced.overlaps(passage.span):
                yield replacement


def _as_written(key: PseudonymKey, passages: Iterable[Passage]) -> str:
    """The passages without their placeholders: what looks like one there was written so by a person."""
    pieces: list[str] = []
    for passage in passages:
        position = passage.span.start
        for replacement in _replaced(key, (passage,)):
            pieces.append(
                passage.text[position - passage.span.start : max(0, replacement.replaced.start - passage.span.start)]
            )
            position = replacement.replaced.end
        pieces.append(passage.text[max(0, position - passage.span.start) :])
    return "\n".join(pieces)


def _unshifted(text: str, key: PseudonymKey, cited: Collection[DocumentId], years: int) -> str:
    if not years:
        return text
    in_cited = [r for id in cited for r in key.replacements.get(id, ())]
    known = {_year(r.pseudonym) for r in in_cited if not PLACEHOLDER.fullmatch(r.pseudonym)}
    pieces: list[str] = []
    position = 0
    for date in shifts(text):
        back = shifted_year(date, date.year_span.of(text), -years)
        if date.year in known and back is not None:
            pieces += (text[position : date.year_span.start], back)
            position = date.year_span.end
    return "".join((*pieces, text[position:]))


def _year(pseudonym: str) -> int:
    digits = pseudonym.replace(" ", "").strip("'")
    year = int(digits) if digits.isdigit() else 0
    return year if year >= 100 or not digits.isdigit() else year + (1900 if year > 30 else 2000)
