"""The second look: whether something identifying survived in a pseudonymized text.

A different method from the recognizers, on purpose: no model, no context, plain comparison. What is known of the
patient must be nowhere; long runs of digits and capitalised words after a title are suspect.
"""

from __future__ import annotations

from collections.abc import Iterator

from summarizer.errors import IdentifierSurvived
from summarizer.identifiers.dates import find_dates
from summarizer.identifiers.known import KnownNames, known_names
from summarizer.identifiers.people import NOT_NAMES
from summarizer.identifiers.text import Written, compiled, key_of, matches
from summarizer.values import Identity, Label, Span

_PLACEHOLDER = compiled(r"<[A-Z][A-Z_]*(?:_\d+)?>")
_TITLE = compiled(
    r"(?<![\w'-])(?:Dr|Docteur|Pr|Professeur|Mme|Madame|Mlle|Mr|Monsieur|M\.)\.?[ ]{1,2}(?P<name>[A-Z][A-Za-z'-]{2,})"
)
_RUN = compiled(r"(?<![\w,./-])\d(?:[ .-]?\d){8,}(?![\w,]|[./-]\d)")
_UNIT = compiled(r"^\s?(?:ui|u\b|g/l|/|mg|ml|copies|euros|€)")


def suspects(text: str) -> tuple[Span, ...]:
    """Spans of a pseudonymized text that look like identifiers: a word after a title, nine digits and more."""
    written = Written.of(text)
    return tuple(sorted({*_titled(written), *_runs(written)}))


def _titled(written: Written) -> Iterator[Span]:
    for match in matches(_TITLE, written.plain):
        if match["name"].lower() not in NOT_NAMES and not match["name"].lower().startswith(("l'", "d'")):
            yield Span(*match.span("name"))


def _runs(written: Written) -> Iterator[Span]:
    dates = [date.span for date in find_dates(written)]
    for match in matches(_RUN, written.folded):
        span = Span(*match.span())
        groups = match.group().replace(".", " ").replace("-", " ").split()
        # Columns of figures ("120 80 72 36") are runs too, but of short unequal groups without the size of a number.
        solid = len(groups) == 1 or sum(map(len, groups)) in (10, 13, 15)
        if solid and not _UNIT.match(written.after(span.end, 8)) and not any(span.overlaps(date) for date in dates):
            yield span


def check(text: str, identity: Identity) -> None:
    """Raises IdentifierSurvived when something known of the patient is still in the text."""
    survivors = sum(1 for _ in _known(text, identity))
    if survivors:
        raise IdentifierSurvived(f"{survivors} known identifiers survived.")


def _known(text: str, identity: Identity) -> Iterator[Span]:
    bare = _PLACEHOLDER.sub(lambda match: "\0" * len(match.group()), text)
    written = Written.of(bare)
    names = KnownNames.of([*identity.family_names, *identity.given_names], Label.PERSON, "second-look")
    yield from (found.span for found in known_names(written, names))
    digits = "".join(c for c in written.folded if c.isalnum())
    for value in (identity.nir, identity.ipp, *identity.phones, *identity.other_ids):
        wanted = "".join(c for c in key_of(value or "") if c.isalnum())
        if len(wanted) >= 6 and wanted in digits:
            yield Span(0, len(text))
    for value in (*identity.emails, *identity.addresses):
        if len(key_of(value)) >= 6 and key_of(value) in key_of(bare):
            yield Span(0, len(text))
    if identity.birth_date and len(identity.birth_date) == 10:
        yield from (date.span for date in find_dates(written) if date.day and date.is_day(identity.birth_date))
