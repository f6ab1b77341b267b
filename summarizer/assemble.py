"""Orders verified statements into the sections of the Volet de Synthèse Médicale, and says what is missing.

It refuses to write: a section without statement says so, with the number of documents searched.
"""

from __future__ import annotations

from collections.abc import Sequence

from summarizer.lexical import words
from summarizer.sections import SECTIONS, SectionTitle
from summarizer.select.lines import is_line
from summarizer.values import (
    Contradiction,
    DossierId,
    Run,
    Section,
    SectionKey,
    Severity,
    Status,
    Summary,
    VerifiedStatement,
    WithheldStatement,
)

#: Where a passage that feeds several sections is shown.
_FIRST = (
    SectionKey.ALLERGIES,
    SectionKey.VACCINATIONS,
    SectionKey.FAMILY_HISTORY,
    SectionKey.TREATMENTS,
    SectionKey.VIGILANCE,
    SectionKey.PROBLEMS,
    SectionKey.SURGICAL_HISTORY,
    SectionKey.MEDICAL_HISTORY,
    SectionKey.EVENTS,
    SectionKey.RISK_FACTORS,
    SectionKey.RESULTS,
)
#: Sections whose statements are composed from parts of a passage: they may share it.
_COMPOSED = frozenset({SectionKey.TREATMENTS, SectionKey.RESULTS})
_STATUS = {
    Status.ACTIVE: 0,
    Status.PLANNED: 1,
    Status.SUSPECTED: 2,
    Status.STOPPED: 3,
    Status.PAST: 3,
    Status.EXCLUDED: 4,
}


def assemble(
    dossier_id: DossierId,
    statements: Sequence[VerifiedStatement],
    *,
    contradictions: Sequence[Contradiction],
    withheld: Sequence[WithheldStatement],
    warnings: Sequence[str],
    documents_searched: int,
    minor_statements: int,
    run: Run,
    kind: str = "vsm",
) -> Summary:
    """The summary: sections in order, statements without repetition, empty sections explained.

    `minor_statements` bounds those of severity minor, per section; graver ones and added lines are never left out.
    """
    kept = _within(without_repetition(statements), minor_statements)
    return Summary(
        dossier_id=dossier_id,
        kind=kind,
        sections=tuple(_section(title, kept, documents_searched) for title in SECTIONS),
        contradictions=tuple(contradictions),
        withheld=tuple(withheld),
        warnings=tuple(warnings),
        run=run,
    )


def without_repetition(statements: Sequence[VerifiedStatement]) -> tuple[VerifiedStatement, ...]:
    """Statements that no other says.

    One passage quoted in two sections stays in the first of `_FIRST`; of two statements of one section whose words
    are all in the other, the graver or longer one stays; an allergy stays in its section whatever repeats it.
    """
    statements = _each_passage_once(statements)
    order = sorted(
        range(len(statements)),
        key=lambda i: (
            statements[i].evidence.section is not SectionKey.ALLERGIES,
            statements[i].evidence.severity.rank,
            -len(words(statements[i].text)),
            i,
        ),
    )
    kept: list[int] = []
    said: dict[str, list[frozenset[str]]] = {}
    for i in order:
        mine = frozenset(words(statements[i].text))
        section = said.setdefault(_subject(statements[i]), [])
        if any(mine <= other for other in section):
            continue
        section.append(mine)
        kept.append(i)
    return tuple(statements[i] for i in sorted(kept))


def _each_passage_once(statements: Sequence[VerifiedStatement]) -> tuple[VerifiedStatement, ...]:
    place: dict[object, int] = {}
    for statement in statements:
        passage = statement.evidence.passages[0]
        rank = _FIRST.index(statement.evidence.section)
        key = (passage.document_id, passage.span)
        place[key] = min(rank, place.get(key, rank))
    return tuple(
        s
        for s in statements
        if s.evidence.section in _COMPOSED
        or _FIRST.index(s.evidence.section) == place[(s.evidence.passages[0].document_id, s.evidence.passages[0].span)]
    )


def _subject(statement: VerifiedStatement) -> str:
    """Sections within which nothing is said twice: what must not be given is one subject, wherever it stands."""
    section = statement.evidence.section
    stopped = section is SectionKey.TREATMENTS and statement.evidence.status is Status.STOPPED
    return "prudence" if stopped or section in (SectionKey.ALLERGIES, SectionKey.VIGILANCE) else section


def _within(statements: Sequence[VerifiedStatement], minor: int) -> tuple[VerifiedStatement, ...]:
    room = dict.fromkeys(SectionKey, minor)
    room[SectionKey.TREATMENTS] *= 2  # a drug that is not named may be given again
    kept = []
    recent_first = sorted(statements, key=lambda s: max(s.evidence.dates, default=""), reverse=True)
    for statement in recent_first:
        if statement.evidence.severity is Severity.MINOR and not is_line(statement.evidence):
            room[statement.evidence.section] -= 1
            if room[statement.evidence.section] < 0:
                continue
        kept.append(statement)
    return tuple(statement for statement in statements if statement in kept)


def _section(title: SectionTitle, statements: Sequence[VerifiedStatement], searched: int) -> Section:
    mine = [statement for statement in statements if statement.evidence.section is title.key]
    if title.key is SectionKey.EVENTS:
        mine.sort(key=lambda s: (min(s.evidence.dates, default="9999"), s.text))
    else:
        mine.sort(key=lambda s: (_STATUS[s.evidence.status], s.evidence.severity.rank))
    plural = "s" if searched > 1 else ""
    empty = None if mine else f"Non renseigné dans le dossier ({searched} document{plural} lu{plural})"
    return Section(key=title.key, statements=tuple(mine), empty_reason=empty)
