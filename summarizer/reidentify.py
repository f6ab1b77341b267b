"""Puts identities back into a summary, with the key of its dossier: called by the entry points only.

Every citation is turned into offsets of the raw document, and its quotation is cut from it: it cannot differ. A
statement that names someone its passages do not name becomes the quotation of its source. It refuses to show a
placeholder, and what a reader may not see: a restricted document, and every statement drawn from it.
"""

from __future__ import annotations

import hashlib
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import replace

from summarizer.dates_shift import shift_iso
from summarizer.identifiers.dates import find_dates
from summarizer.identifiers.text import Written
from summarizer.lexical import unmarked
from summarizer.restore import original_span, put_back, years_shifted
from summarizer.sections import SECTIONS
from summarizer.values import (
    Check,
    Citation,
    CitedContradiction,
    CitedSection,
    CitedStatement,
    CitedWithheld,
    Confidentiality,
    Contradiction,
    Document,
    DocumentEntry,
    DocumentId,
    Dossier,
    Outcome,
    Passage,
    PseudonymKey,
    ReidentifiedSummary,
    Section,
    Shown,
    StatementId,
    Summary,
    VerifiedStatement,
)

#: Everything: a professional entitled to masked documents.
EVERYTHING = frozenset(Confidentiality)


def reidentify(
    summary: Summary,
    dossier: Dossier,
    key: PseudonymKey,
    *,
    refused: Mapping[DocumentId, str],
    may_see: Collection[Confidentiality] = EVERYTHING,
) -> ReidentifiedSummary:
    """The summary a clinician reads. `refused` gives the documents set aside, with the French reason."""
    back = _Back({document.id: document for document in dossier.documents}, key, frozenset(may_see))
    titles = {title.key: title for title in SECTIONS}
    return ReidentifiedSummary(
        dossier_id=summary.dossier_id,
        kind=summary.kind,
        identity=dossier.identity,
        sections=tuple(
            CitedSection(
                key=section.key,
                title=titles[section.key].title,
                loinc=titles[section.key].loinc,
                statements=tuple(back.statements(section)),
                empty_reason=section.empty_reason,
            )
            for section in summary.sections
        ),
        contradictions=tuple(
            contradiction
            for c in summary.contradictions
            if back.visible((c.a, c.b)) and (contradiction := back.contradiction(c)) is not None
        ),
        withheld=tuple(
            CitedWithheld(
                text=back.text(w.text, w.passages),
                reason=back.text(w.reason, w.passages),
                citations=tuple(map(back.citation, w.passages)),
            )
            for w in summary.withheld
            if back.visible(w.passages)
        ),
        documents=tuple(_entries(dossier, refused)),
        warnings=summary.warnings,
        run=summary.run,
    )


def cite(
    statements: Sequence[VerifiedStatement],
    dossier: Dossier,
    key: PseudonymKey,
    *,
    may_see: Collection[Confidentiality] = EVERYTHING,
) -> tuple[CitedStatement, ...]:
    """Single statements with identities put back, for a reader: those drawn from what it may not see are left out."""
    back = _Back({document.id: document for document in dossier.documents}, key, frozenset(may_see))
    return tuple(back.statement(s) for s in statements if back.visible(s.evidence.passages))


class _Back:
    """The way back to the raw documents, for one reader."""

    def __init__(
        self, documents: Mapping[DocumentId, Document], key: PseudonymKey, may_see: frozenset[Confidentiality]
    ) -> None:
        self._documents = documents
        self._key = key
        self._years = years_shifted(key)
        self._may_see = may_see

    def visible(self, passages: Iterable[Passage]) -> bool:
        return all(passage.confidentiality in self._may_see for passage in passages)

    def statements(self, section: Section) -> Iterable[CitedStatement]:
        return (self.statement(s) for s in section.statements if self.visible(s.evidence.passages))

    def statement(self, statement: VerifiedStatement) -> CitedStatement:
        passages = statement.evidence.passages
        identity = "|".join(
            [statement.evidence.section, statement.text, *(f"{p.document_id}:{p.span.start}" for p in passages)]
        )
        made = CitedStatement(
            id=StatementId("s" + hashlib.sha256(identity.encode()).hexdigest()[:10]),
            text="",
            shown=statement.shown,
            severity=statement.evidence.severity,
            status=statement.evidence.status,
            dates=tuple(day for iso in statement.evidence.dates if (day := shift_iso(iso, -self._years)) is not None),
            checks=tuple(replace(check, reason=self.text(check.reason, passages)) for check in statement.checks),
            citations=tuple(map(self.citation, passages)),
        )
        said = put_back(statement.text, self._key, passages, self._years)
        if statement.shown is Shown.SUPPORTED and said.exact:
            return replace(made, text=said.text)
        return _quoted(made)

    def text(self, text: str, passages: Sequence[Passage]) -> str:
        """`text` with surfaces put back; what its passages do not name is left out, visibly."""
        return put_back(text, self._key, passages, self._years).text

    def contradiction(self, contradiction: Contradiction) -> CitedContradiction | None:
        """None when the two are one day written twice: pseudonymization tells apart dates that may be the same."""
        a, b = self.citation(contradiction.a), self.citation(contradiction.b)
        if _one_day(a.quote, b.quote):
            return None
        return CitedContradiction(about=self.text(contradiction.about, (contradiction.a, contradiction.b)), a=a, b=b)

    def citation(self, passage: Passage) -> Citation:
        document = self._documents[passage.document_id]
        span = original_span(passage.span, self._key.replacements.get(document.id, ()))
        page = next((page.number for page in document.pages if page.span.end > span.start), 1)
        return Citation(
            file=document.file,
            document_id=document.id,
            page=page,
            span=span,
            quote=span.of(document.text),
            written_on=document.written_on,
            kind=document.kind,
            confidentiality=document.confidentiality,
        )


def _quoted(statement: CitedStatement) -> CitedStatement:
    """The statement as the words of its first source, exactly as the document has them, and that source alone."""
    first = statement.citations[0]
    checks = statement.checks
    if statement.shown is not Shown.QUOTED:
        checks = (Check(name="quotation", outcome=Outcome.SUPPORTED),)
    return replace(statement, text=unmarked(first.quote), shown=Shown.QUOTED, checks=checks, citations=(first,))


def _one_day(a: str, b: str) -> bool:
    """Whether two quotations are each one date and nothing else, and the same; a short year may be either century."""
    read = [find_dates(Written.of(quote), years_alone=True) for quote in (a, b)]
    if any(len(found) != 1 or len(found[0].span) != len(quote) for found, quote in zip(read, (a, b), strict=True)):
        return False
    (first,), (second,) = read
    return first.year % 100 == second.year % 100 and (first.month, first.day) == (second.month, second.day)


def _entries(dossier: Dossier, refused: Mapping[DocumentId, str]) -> Iterable[DocumentEntry]:
    for document in dossier.documents:
        reason = refused.get(document.id)
        yield DocumentEntry(
            file=document.file,
            document_id=document.id,
            read=reason is None,
            kind=document.kind,
            title=document.title,
            written_on=document.written_on,
            author_role=document.author_role,
            confidentiality=document.confidentiality,
            characters=len(document.text),
            reason=reason,
        )
    for unread in dossier.unread:
        yield DocumentEntry(
            file=unread.file,
            document_id=None,
            read=False,
            kind=None,
            title="",
            written_on=None,
            author_role=None,
            confidentiality=Confidentiality.NORMAL,
            characters=0,
            reason=unread.reason,
        )
