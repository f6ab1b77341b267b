"""From the overlapping findings of many recognizers to one sorted, disjoint list. Knows labels and spans, no text
beyond which characters are letters or digits.

Nothing found is given up: where two findings overlap, the weaker keeps its part outside the stronger.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from summarizer.values import Identifier, Label, Span

# A name inside an address, a mail or the name of an establishment belongs to it.
_CONTAINERS = frozenset({Label.EMAIL, Label.URL, Label.ADDRESS, Label.HOSPITAL})
_CONTAINED = frozenset(
    {
        Label.PERSON,
        Label.RELATIVE,
        Label.CITY,
        Label.HOSPITAL,
        Label.DATE,
        Label.URL,
        Label.OTHER,
        Label.PHONE,
        Label.ZIP,
    }
)
_PEOPLE = frozenset({Label.PERSON, Label.RELATIVE})


def resolve(text: str, found: Iterable[Identifier]) -> tuple[Identifier, ...]:
    """Disjoint, sorted. Ties are ordered by position, length and label, so that the result is repeatable."""
    candidates = [identifier for identifier in set(found) if len(identifier.span)]
    candidates = [one for one in candidates if not any(_swallows(other, one) for other in candidates)]
    candidates.sort(key=lambda i: (-i.score, -len(i.span), i.span.start, i.label, i.found_by))
    kept: list[Identifier] = []
    for candidate in candidates:
        for span in _outside(candidate.span, [identifier.span for identifier in kept]):
            trimmed = _without_edges(text, span)
            if trimmed is not None and trimmed != candidate.span and _is_only_a_cue(text, trimmed, candidate.label):
                continue
            if trimmed is not None and (
                trimmed == candidate.span or _alphanumerics(text, trimmed) >= (1 if candidate.label in _PEOPLE else 2)
            ):
                kept.append(
                    Identifier(span=trimmed, label=candidate.label, score=candidate.score, found_by=candidate.found_by)
                )
    kept.sort(key=lambda i: i.span)
    return tuple(_joined(text, kept))


def _swallows(big: Identifier, small: Identifier) -> bool:
    return (
        big.label in _CONTAINERS
        and small.label in _CONTAINED
        and big is not small
        and big.span != small.span
        and big.span.contains(small.span)
    )


def _outside(span: Span, taken: Sequence[Span]) -> list[Span]:
    pieces = [span]
    for other in taken:
        pieces = [
            piece
            for old in pieces
            for piece in (
                (old,)
                if not old.overlaps(other)
                else (
                    Span(old.start, max(old.start, min(old.end, other.start))),
                    Span(min(old.end, max(old.start, other.end)), old.end),
                )
            )
            if len(piece)
        ]
    return pieces


def _without_edges(text: str, span: Span) -> Span | None:
    start, end = span.start, span.end
    while start < end and (text[start].isspace() or text[start] in ",;:|-–/"):
        start += 1
    while end > start and (text[end - 1].isspace() or text[end - 1] in ",;:|-–/"):
        end -= 1
    return Span(start, end) if end > start else None


def _is_only_a_cue(text: str, span: Span, label: Label) -> bool:
    """ "IPP" left of "IPP 9876543210" when the number is known already."""
    return label in (Label.IPP, Label.VISIT_ID) and not any(c.isdigit() for c in span.of(text))


def _alphanumerics(text: str, span: Span) -> int:
    return sum(c.isalnum() for c in span.of(text))


def _joined(text: str, kept: Sequence[Identifier]) -> Iterable[Identifier]:
    """Pieces of one name side by side become one span: "DURAND" and "Sylvie" are one person."""
    previous: Identifier | None = None
    for identifier in kept:
        if previous is not None:
            between = text[previous.span.end : identifier.span.start]
            people = previous.label in _PEOPLE and identifier.label in _PEOPLE and between in (" ", "-", "  ", ", ", "")
            if people and not _two_people(text, previous, identifier, between):
                label = Label.RELATIVE if Label.RELATIVE in (previous.label, identifier.label) else Label.PERSON
                stronger = max(previous, identifier, key=lambda i: i.score)
                previous = Identifier(
                    span=Span(previous.span.start, identifier.span.end),
                    label=label,
                    score=stronger.score,
                    found_by=stronger.found_by,
                )
                continue
            yield previous
        previous = identifier
    if previous is not None:
        yield previous


def _two_people(text: str, first: Identifier, second: Identifier, between: str) -> bool:
    """ "A. CARLIER B. MARTIN", "PETIT Rose, LEFORT Gérard": two full names side by side are two people."""
    full = [len(identifier.span.of(text).replace("-", " ").split()) >= 2 for identifier in (first, second)]
    return all(full) or (between == ", " and any(full))
