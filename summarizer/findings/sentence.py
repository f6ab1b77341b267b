"""One sentence under reading: its text, its words of the vocabulary, its cues and dates, and what is already read.

It knows how a finding is made of a place in it, qualifiers and date included. It refuses to know any kind of finding:
that is for `readings`.
"""

from __future__ import annotations

import re

from summarizer.findings.dates import Date, date_of, dates_in
from summarizer.findings.lexicon import Lexicon, Match, Sort
from summarizer.findings.qualifiers import Qualifiers, Scopes
from summarizer.findings.tokens import Token, fold, hyphened, tokenise
from summarizer.values import Finding, FindingKind, LineKind, Sentence, Span

_ALLERGY_HEADING = re.compile(r"allerg|intoleran")


class SentenceReader:
    """One sentence. Positions are those of the sentence, until a finding is made."""

    def __init__(self, words: Lexicon, text: str, sentence: Sentence, section: str, written_on: str | None) -> None:
        self.document = text
        self.sentence = sentence
        self.written_on = written_on
        self.offset = sentence.span.start
        self.raw = sentence.text
        self.folded = fold(sentence.text)
        # An item names its own subject; what its list is of stands above.
        above = section if sentence.kind is LineKind.ITEM else ""
        self.heading = fold(f"{above} {sentence.heading or ''}")
        tokens = [t for token in tokenise(self.raw) for t in self._parts(words, token)]
        self.matches = words.matches(tokens, self.raw)
        self._scopes: Scopes | None = None
        self._dates: list[Date] | None = None
        self._taken: list[tuple[int, int]] = []
        best = [group[0] for group in self.matches]
        self.places = [(m.start, m.end) for m in best if m.entry.sort is not Sort.SITE]
        self.lists_allergies = bool(_ALLERGY_HEADING.search(self.heading))

    def _parts(self, words: Lexicon, token: Token) -> list[Token]:
        if "\n" not in self.raw[token.start : token.end] or words.knows(token):
            return [token]
        return hyphened(token, self.raw)

    @property
    def scopes(self) -> Scopes:
        if self._scopes is None:
            self._scopes = Scopes(self.folded, self.heading)
        return self._scopes

    @property
    def dates(self) -> list[Date]:
        if self._dates is None:
            self._dates = dates_in(self.folded, self.written_on)
        return self._dates

    def take(self, start: int, end: int) -> None:
        """Keep these characters from the readings that follow."""
        self._taken.append((start, end))

    def is_free(self, start: int, end: int) -> bool:
        return not any(start < e and s < end for s, e in self._taken)

    def date(self, start: int, end: int) -> str | None:
        """The ISO date the sentence gives what stands at `start`..`end`."""
        if not self.dates:
            return None
        others = [(s, e) for s, e in self.places if e <= start or s >= end]
        return date_of(start, end, self.dates, self.folded, others)

    def next_after(self, end: int, *sorts: Sort) -> int:
        """Where the next match (of these sorts) begins after `end`."""
        starts = [
            m.start
            for group in self.matches
            for m in group[:1]
            if m.start >= end and (not sorts or m.entry.sort in sorts)
        ]
        return min(starts, default=len(self.raw))

    def finding(self, kind: FindingKind, start: int, end: int, label: str, qualifiers: Qualifiers) -> Finding:
        """A finding over `start`..`end`; one dated two years before its document, or more, is of the past."""
        date = self.date(start, end)
        old = bool(date and self.written_on) and int(str(date)[:4]) < int(str(self.written_on)[:4]) - 1
        return Finding(
            document_id=self.sentence.document_id,
            span=Span(self.offset + start, self.offset + end),
            sentence=self.sentence.span,
            kind=kind,
            label=label,
            text=self.raw[start:end],
            negated=qualifiers.negated,
            family=qualifiers.family,
            hypothetical=qualifiers.hypothetical,
            historical=qualifiers.historical or old,
            date=date,
        )

    def holds_inside(self, match: Match) -> bool:
        """Whether a longer match that began earlier holds it ("surdosage en lithium")."""
        return any(
            group[0].start < match.start and match.end <= group[0].end and group[0].entry.sort is not Sort.SITE
            for group in self.matches
        )

    def is_gloss(self, brand: Match, match: Match) -> bool:
        """ "LEVOTHYROX 88 µg (lévothyroxine)" names one drug."""
        between = self.raw[brand.end : match.start]
        return ("(" in between and ")" not in between) or re.fullmatch(r"\s*[/,:=-]?\s*", between) is not None
