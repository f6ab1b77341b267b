"""Finds the clinical facts of documents, sentence by sentence, with their qualifiers.

It knows in which order to read a sentence: words of the lexicon, then allergies, drugs, measures, the rest, and
directives; and which reading wins where two overlap. What each reading knows is in its own module.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace

from summarizer.findings.allergies import Allergy, allergies, speaks_of_allergy
from summarizer.findings.complements import is_site, quantity_of, side_of, site_of, sited_label, stage_of
from summarizer.findings.dates import Date, date_of, dates_in
from summarizer.findings.directives import directives
from summarizer.findings.doses import dose_in, frequency_in
from summarizer.findings.drugs import Mention, actions, by_change, by_pronoun
from summarizer.findings.lexicon import Entry, Lexicon, Match, Sort, lexicon
from summarizer.findings.measures import earlier_after, reading_after, word_after
from summarizer.findings.qualifiers import Qualifiers, Scopes
from summarizer.findings.tables import read_row
from summarizer.findings.tokens import Token, fold, hyphened, tokenise
from summarizer.sentences import split
from summarizer.values import (
    Action,
    DocumentId,
    Finding,
    FindingKind,
    LineKind,
    PseudonymizedDocument,
    Sentence,
    Span,
)

_KINDS = {
    Sort.DRUG: FindingKind.DRUG,
    Sort.DRUG_CLASS: FindingKind.DRUG,
    Sort.DISORDER: FindingKind.DISORDER,
    Sort.MEASURE: FindingKind.MEASURE,
    Sort.PROCEDURE: FindingKind.PROCEDURE,
    Sort.HABIT: FindingKind.HABIT,
    Sort.VACCINE: FindingKind.VACCINE,
}
_ALLERGENS = (Sort.DRUG, Sort.DRUG_CLASS, Sort.ALLERGEN, Sort.VACCINE)
_ALLERGY_HEADING = re.compile(r"allerg|intoleran")
#: Openings that say "ne ... pas" and deny no allergy.
_IS_ONE = re.compile(r"ne (?:supporte|tolere|supportait|tolerait)")
_UNTIL = re.compile(r"\b(?:jusqu|du \d)")
_UNTIL_DATE = re.compile(r"(?:\bjusqu'(?:au?|en|a la)\b|\bdu \d[^,;]{0,22}\bau\b)[^,;]{0,25}$")
_BESIDE = re.compile(r"\s*(?:,|et|/|\+)\s*")
#: A drug that coats a stent or a pump is not taken.
_COATING = re.compile(r"\bstents? (?:\w+ ){0,3}\(?(?:a (?:l'|la )?)?$")
_KILOGRAMS = re.compile(r"(?<![\d,.+-])(?P<value>\d{1,3}(?:[.,]\d{1,2})?) ?kg\b(?!/)")
_NOT_THE_WEIGHT = re.compile(
    r"(?:perte|perdu|perd|pris|prise|prend|gain|gagne|amaigri\w*|moins|plus|de|poids (?:ideal|sec|cible)|imc|/|foetal\w*|port\w*|\d\s?x|[+-])"
    r"(?: pondera\w+| ponderale)?(?: de| d')?(?: pres de| environ)?\s*$"
)
_NUMBER_OF_PATIENT = re.compile(r"\s*(?:n°)?\s*:?\s*(?:<|\d{5,})")
_VACCINE_CONTEXT = re.compile(r"vaccin|rappel|immunis|\bdose")


class Finder:
    """Reads documents against the lexicon. Made once, used for every document."""

    def __init__(self) -> None:
        self._lexicon: Lexicon = lexicon()

    def find(
        self,
        documents: Sequence[PseudonymizedDocument],
        sentences: Mapping[DocumentId, Sequence[Sentence]],
    ) -> tuple[Finding, ...]:
        """The findings of all documents, in order of document then place."""
        return tuple(
            finding
            for document in documents
            for finding in self._document(document.text, sentences[document.id], document.written_on)
        )

    def find_in(self, texts: Sequence[str], written_on: str | None = None) -> tuple[tuple[Finding, ...], ...]:
        """The findings of each text by itself; ids of documents are the texts' positions."""
        ids = [DocumentId(str(number)) for number in range(len(texts))]
        return tuple(
            tuple(self._document(text, split(id_, text), written_on)) for id_, text in zip(ids, texts, strict=True)
        )

    def _document(self, text: str, sentences: Sequence[Sentence], written_on: str | None) -> Iterator[Finding]:
        section = ""
        last: Finding | None = None
        for sentence in sentences:
            if sentence.kind is LineKind.HEADING:
                section = sentence.text
            elif sentence.kind not in (LineKind.ITEM, LineKind.ROW):
                section = sentence.heading or ""
            reader = _SentenceReader(self._lexicon, text, sentence, section, written_on)
            found = sorted(reader.findings(), key=lambda f: (f.span.start, f.span.end, f.kind, f.label))
            drugs = {f.label: f for f in found if f.kind is FindingKind.DRUG}
            if not drugs and last is not None and (same := reader.by_pronoun(last)):
                found.append(same)
            last = next(iter(drugs.values())) if len(drugs) == 1 else None
            yield from found


class _SentenceReader:
    """One sentence, read once. Positions are those of the sentence until a finding is made."""

    def __init__(self, words: Lexicon, text: str, sentence: Sentence, section: str, written_on: str | None) -> None:
        self._document = text
        self._sentence = sentence
        self._written_on = written_on
        self._offset = sentence.span.start
        self._raw = sentence.text
        self._folded = fold(sentence.text)
        # An item names its own subject; what its list is of stands above.
        above = section if sentence.kind is LineKind.ITEM else ""
        self._heading = fold(f"{above} {sentence.heading or ''}")
        tokens = [t for token in tokenise(self._raw) for t in self._parts(words, token)]
        self._matches = words.matches(tokens, self._raw)
        self._scopes: Scopes | None = None
        self._dates: list[Date] | None = None
        self._taken: list[tuple[int, int]] = []
        self._places: list[tuple[int, int]] = []

    def _parts(self, words: Lexicon, token: Token) -> list[Token]:
        if "\n" not in self._raw[token.start : token.end] or words.knows(token):
            return [token]
        return hyphened(token, self._raw)

    def findings(self) -> Iterator[Finding]:
        if (
            not self._matches
            and " kg" not in self._folded
            and not _any_cue(self._folded)
            and not _ALLERGY_HEADING.search(self._heading)
        ):
            return
        self._places = [(m.start, m.end) for group in self._matches for m in group[:1] if m.entry.sort is not Sort.SITE]
        yield from self._allergies()
        yield from self._measures()
        yield from self._weights()
        yield from self._drugs()
        yield from self._others()
        yield from self._directives()

    def by_pronoun(self, drug: Finding) -> Finding | None:
        """ "Je l'ai donc interrompu le 22 février" says it of the only drug of the sentence before."""
        said = by_pronoun(self._folded)
        if said is None:
            return None
        start, end, action = said
        finding = self._finding(FindingKind.DRUG, start, end, drug.label, Qualifiers(family=drug.family))
        return replace(finding, code=drug.code, action=action)

    # --- what the readings share ---

    @property
    def scopes(self) -> Scopes:
        if self._scopes is None:
            self._scopes = Scopes(self._folded, self._heading)
        return self._scopes

    @property
    def dates(self) -> list[Date]:
        if self._dates is None:
            self._dates = dates_in(self._folded, self._written_on)
        return self._dates

    def _free(self, start: int, end: int) -> bool:
        return not any(start < e and s < end for s, e in self._taken)

    def _date(self, start: int, end: int) -> str | None:
        if not self.dates:
            return None
        others = [(s, e) for s, e in self._places if e <= start or s >= end]
        return date_of(start, end, self.dates, self._folded, others)

    def _next(self, end: int, *sorts: Sort) -> int:
        """Where the next match (of these sorts) begins after `end`."""
        starts = [
            m.start
            for group in self._matches
            for m in group[:1]
            if m.start >= end and (not sorts or m.entry.sort in sorts)
        ]
        return min(starts, default=len(self._raw))

    def _finding(self, kind: FindingKind, start: int, end: int, label: str, qualifiers: Qualifiers) -> Finding:
        date = self._date(start, end)
        old = date is not None and self._written_on is not None and int(date[:4]) < int(self._written_on[:4]) - 1
        return Finding(
            document_id=self._sentence.document_id,
            span=Span(self._offset + start, self._offset + end),
            sentence=self._sentence.span,
            kind=kind,
            label=label,
            text=self._raw[start:end],
            negated=qualifiers.negated,
            family=qualifiers.family,
            hypothetical=qualifiers.hypothetical,
            historical=qualifiers.historical or old,
            date=date,
        )

    # --- readings ---

    def _allergies(self) -> Iterator[Finding]:
        listed = bool(_ALLERGY_HEADING.search(self._heading))
        if not listed and not speaks_of_allergy(self._folded):
            return
        substances: list[Match] = []
        for group in self._matches:
            best = next((m for m in group if m.entry.sort in _ALLERGENS), None)
            if best and not (substances and best.start < substances[-1].end):
                substances.append(best)
        for allergy in allergies(self._folded, self._raw, substances, listed=listed):
            yield self._allergy(allergy)

    def _allergy(self, allergy: Allergy) -> Finding:
        where = allergy.substance
        start, end = (where.start, where.end) if where else (allergy.start, allergy.end)
        until = max(allergy.until, self._end_of_gloss(where) if where else allergy.end)
        qualifiers = self.scopes.of(start, end, FindingKind.ALLERGY)
        opened = self.scopes.of(allergy.start, allergy.start + 1, FindingKind.ALLERGY)
        denied = allergy.denied or (
            (qualifiers.negated or opened.negated) and not _IS_ONE.match(self._folded[allergy.start :])
        )
        qualifiers = replace(
            qualifiers, negated=denied, hypothetical=not denied and (qualifiers.hypothetical or opened.hypothetical)
        )
        finding = self._finding(FindingKind.ALLERGY, allergy.start, until, allergy.label, qualifiers)
        self._taken.append((allergy.start, until))
        return replace(
            finding,
            span=Span(self._offset + allergy.start, self._offset + allergy.end),
            text=self._raw[allergy.start : allergy.end],
            code=allergy.code,
            value=allergy.reaction,
        )

    def _end_of_gloss(self, where: Match) -> int:
        """After the bracket that names the same substance again: "BACTRIM (cotrimoxazole)"."""
        for group in self._matches:
            for match in group:
                if match.start > where.end and match.entry.label == where.entry.label and self._is_gloss(where, match):
                    return match.end
        return where.end

    def _measures(self) -> Iterator[Finding]:
        for group in self._matches:
            measures = [m for m in group if m.entry.sort is Sort.MEASURE]
            for match in measures:
                if match.last != measures[0].last or not self._free(match.start, match.end):
                    continue
                shared = any(m.entry.sort is not Sort.MEASURE and m.last == match.last for m in group)
                found = self._row(match, shared=shared) or self._value(match, shared=shared)
                if found is not None:
                    yield found
                    break

    def _row(self, match: Match, *, shared: bool) -> Finding | None:
        """A measure that begins a row of a table; others are read as running text."""
        if self._sentence.kind is not LineKind.ROW or self._raw[: match.start].strip(" -*•"):
            return None
        header = (self._sentence.header.start, self._sentence.header.end) if self._sentence.header else None
        start, end = self._offset + match.end, self._sentence.span.end
        row = read_row(self._document, start, end, header, self._written_on)
        if row is None or not _is_likely(match.entry, row.value, row.unit, shared=shared):
            return None
        self._taken.append((match.start, len(self._raw)))
        finding = self._finding(FindingKind.MEASURE, match.start, match.end, match.entry.label, Qualifiers())
        return replace(
            finding,
            value=row.value,
            unit=row.unit,
            reference=row.reference,
            abnormal=row.flag,
            previous=row.previous,
            date=row.date,
            historical=False,
        )

    def _value(self, match: Match, *, shared: bool) -> Finding | None:
        stop = max(self._next(match.end, Sort.MEASURE), match.end)
        reading = reading_after(self._raw[match.end : stop], short=match.short, units=match.entry.units)
        if reading is None or not _is_likely(match.entry, reading.value, reading.unit, shared=shared):
            return None if shared else self._word(match)
        start, end = match.start, match.end + reading.end
        earlier = self._earlier(end)
        finding = self._measure(match, start, end)
        # "Hyperkaliémie à 6,4" is a disorder and its measure: the name stays free for the disorder.
        self._taken.append((match.end if shared and not _is_drug(match, self._matches) else start, end))
        return replace(
            finding,
            text=self._raw[match.start : match.end],
            value=reading.value,
            unit=reading.unit,
            abnormal=reading.flag,
            reference=reading.reference,
            date=finding.date if finding.date not in {date for date, _ in earlier} else None,
            previous=(*earlier, *((None, old) for old in reversed(reading.previous))),
        )

    def _measure(self, match: Match, start: int, end: int) -> Finding:
        qualifiers = replace(self.scopes.of(match.start, match.end, FindingKind.MEASURE), negated=False)
        return self._finding(FindingKind.MEASURE, start, end, match.entry.label, qualifiers)

    def _earlier(self, end: int) -> tuple[tuple[str | None, str], ...]:
        """ "47,5 kg (50,2 en septembre, 49 en janvier)": the results that a bracket recalls, with their dates."""
        found = []
        for value, left, right in earlier_after(self._raw[end:]):
            date = next((d for d in self.dates if d.start < end + right and end + left < d.end), None)
            if date is not None:
                found.append((date.iso, value))
        return tuple(found)

    def _word(self, match: Match) -> Finding | None:
        word = word_after(self._raw[match.end :])
        if word is None or (match.short and not word[0].startswith(("posi", "néga", "nega"))):
            return None
        end = match.end + word[1]
        self._taken.append((match.start, end))
        finding = self._measure(match, match.start, end)
        return replace(finding, text=self._raw[match.start : match.end], value=word[0])

    def _weights(self) -> Iterator[Finding]:
        """ "86 ans, 48,6 kg": a weight says its name by its unit, unless it is lost, gained or of something else."""
        for match in _KILOGRAMS.finditer(self._folded):
            start, end = match.span("value")[0], match.end()
            lost = _NOT_THE_WEIGHT.search(self._folded[: match.start()])
            if lost or not self._free(start, end) or any(start < e and s < end for s, e in self._places):
                continue
            self._taken.append((start, end))
            earlier = self._earlier(end)
            finding = self._finding(
                FindingKind.MEASURE, start, end, "poids", self.scopes.of(start, end, FindingKind.MEASURE)
            )
            date = finding.date if finding.date not in {date for date, _ in earlier} else None
            yield replace(finding, value=match["value"], unit="kg", date=date, previous=earlier)

    def _drugs(self) -> Iterator[Finding]:
        chosen: list[Match] = []
        for group in self._matches:
            best = next((m for m in group if m.entry.sort in (Sort.DRUG, Sort.DRUG_CLASS)), None)
            if best is None or not self._free(best.start, best.end) or (chosen and best.start < chosen[-1].end):
                continue
            if group[0].last > best.last and group[0].entry.sort not in (Sort.DRUG, Sort.DRUG_CLASS, Sort.SITE):
                continue
            if self._covered(best) or self._is_no_drug(best, group):
                continue
            if chosen and chosen[-1].entry.label == best.entry.label and self._is_gloss(chosen[-1], best):
                continue
            if (
                chosen
                and chosen[-1].entry.group == best.entry.label.partition(" ")[0]
                and not self._between(chosen[-1], best)
            ):
                # "insuline LANTUS" names one drug, by its brand.
                chosen.pop()
            chosen.append(best)
        spread = actions(self._folded, [self._mention(m, chosen, i) for i, m in enumerate(chosen)]) if chosen else []
        for i, (match, action) in enumerate(zip(chosen, spread, strict=True)):
            yield self._drug(match, action, chosen[i + 1].start if i + 1 < len(chosen) else len(self._raw))

    def _is_no_drug(self, match: Match, group: Sequence[Match]) -> bool:
        if _COATING.search(self._folded[: match.start]):
            return True
        if match.short and _NUMBER_OF_PATIENT.match(self._raw, match.end):
            return True
        measured = any(m.entry.sort is Sort.MEASURE and m.last == match.last for m in group)
        if not measured or dose_in(self._tail(match, len(self._raw))).value:
            return False
        # "IRM, vitamine B12, folates, TSH, calcémie" is a list of measures to take.
        names: list[Match] = []
        for found in self._matches:
            measure = next((m for m in found if m.entry.sort is Sort.MEASURE), None)
            if measure and not (names and measure.start < names[-1].end):
                names.append(measure)
        here = next((i for i, m in enumerate(names) if m.start == match.start), None)
        if here is None:
            return False
        beside = [(names[here - 1].end, match.start)] if here else []
        beside += [(match.end, names[here + 1].start)] if here + 1 < len(names) else []
        return any(_BESIDE.fullmatch(self._raw, left, right) for left, right in beside)

    def _covered(self, match: Match) -> bool:
        """Whether a longer match that began earlier holds it ("surdosage en lithium")."""
        return any(
            group[0].start < match.start and match.end <= group[0].end and group[0].entry.sort is not Sort.SITE
            for group in self._matches
        )

    def _between(self, first: Match, second: Match) -> str:
        return self._raw[first.end : second.start].strip()

    def _is_gloss(self, brand: Match, match: Match) -> bool:
        """ "LEVOTHYROX 88 µg (lévothyroxine)" names one drug."""
        between = self._raw[brand.end : match.start]
        return ("(" in between and ")" not in between) or re.fullmatch(r"\s*[/,:=-]?\s*", between) is not None

    def _mention(self, match: Match, chosen: Sequence[Match], i: int) -> Mention:
        stop = chosen[i + 1].start if i + 1 < len(chosen) else len(self._raw)
        dosed = dose_in(self._tail(match, stop)).value is not None
        return Mention(start=match.start, end=match.end, dosed=dosed)

    def _tail(self, match: Match, stop: int) -> str:
        tail = self._raw[match.end : min(stop, self._next(match.end, Sort.MEASURE))]
        cut = re.search(r";|\.(?=\s+[A-ZÀ-Ý])|\n\s*(?:[-•]|\d+[.)])\s", tail)
        return tail[: cut.start()] if cut else tail

    def _drug(self, match: Match, action: Action, stop: int) -> Finding:
        tail = self._tail(match, stop)
        gloss = re.match(r"\s*\([^()\d]*\)", tail)
        dose = dose_in(tail[gloss.end() :] if gloss else tail)
        end_of_dose = dose.end + (gloss.end() if gloss else 0) if dose.value else 0
        frequency = frequency_in(tail, end_of_dose)
        if dose.before and dose.value:
            change = by_change(dose.before, dose.value)
            action = change if action in (Action.NONE, Action.CHANGE, Action.START) else action
        ended = self._ended(match.end, match.end + len(tail))
        if ended and action in (Action.NONE, Action.START, Action.CONTINUE):
            action = Action.STOP
        qualifiers = self.scopes.of(match.start, match.end, FindingKind.DRUG)
        if action is not Action.NONE:
            qualifiers = replace(qualifiers, negated=qualifiers.negated and action is not Action.AVOID)
        finding = self._finding(FindingKind.DRUG, match.start, match.end, match.entry.label, qualifiers)
        if dose.before and (last := self._date(match.start, match.end + end_of_dose)):
            # "débutée à 5 mg le 20/06, portée à 10 mg le 27/06" is of the day of its last dose.
            finding = replace(finding, date=last)
        if ended and action is Action.STOP:
            finding = replace(finding, date=ended)
        self._taken.append((match.start, match.end))
        return replace(
            finding,
            code=match.entry.code,
            value=dose.value,
            unit=dose.unit,
            frequency=frequency,
            action=action,
            previous=((None, dose.before),) if dose.before else (),
        )

    def _ended(self, start: int, end: int) -> str | None:
        """The day a treatment ended, when it did before the document: "du 05/12 au 12/12", "jusqu'en novembre"."""
        for date in self.dates:
            if start <= date.start and date.end <= end and _UNTIL.search(self._folded[start : date.start + 12]):
                now = self._written_on or ""
                if _UNTIL_DATE.search(self._folded[start : date.end]) and date.iso < now[: len(date.iso)]:
                    return date.iso
        return None

    def _others(self) -> Iterator[Finding]:
        sites = [m for group in self._matches for m in group if is_site(m)]
        for group in self._matches:
            for match in sorted(group, key=lambda m: (-m.last, m.entry.sort is not Sort.VACCINE)):
                sort = match.entry.sort
                if sort in (Sort.SITE, Sort.ALLERGEN, Sort.MEASURE, Sort.DRUG, Sort.DRUG_CLASS):
                    continue
                if not self._free(match.start, match.end) or self._covered(match):
                    continue
                if sort is Sort.VACCINE and not self._is_vaccine(match, group):
                    continue
                yield self._other(match, sites)
                break

    def _is_vaccine(self, match: Match, group: Sequence[Match]) -> bool:
        if len(group) > 1 and any(m.entry.sort is Sort.DISORDER and m.last == match.last for m in group):
            return bool(_VACCINE_CONTEXT.search(self._folded + self._heading))
        return True

    def _other(self, match: Match, sites: Sequence[Match]) -> Finding:
        kind = _KINDS[match.entry.sort]
        start, end, label = match.start, match.end, match.entry.label
        if match.entry.sited:
            site = site_of(match, sites, self._folded)
            if site is not None:
                label, end = sited_label(label, site.entry.label), site.end
        self._taken.append((start, end))
        qualifiers = self.scopes.of(start, end, kind)
        finding = self._finding(kind, start, end, label, qualifiers)
        stop = self._next(end, Sort.DISORDER, Sort.PROCEDURE, Sort.DRUG, Sort.MEASURE, Sort.HABIT)
        value = unit = side = None
        if kind is FindingKind.DISORDER:
            value = stage_of(self._folded, self._raw, end, self._next(end, Sort.DISORDER, Sort.PROCEDURE, Sort.DRUG))
        if kind is FindingKind.HABIT and (amount := quantity_of(self._raw, start, end)):
            value, unit, last = amount
            self._taken.append((end, last))
        if kind in (FindingKind.DISORDER, FindingKind.PROCEDURE):
            side = side_of(self._folded, self._raw, start, end, stop)
        return replace(finding, code=match.entry.code, value=value, unit=unit, side=side)

    def _directives(self) -> Iterator[Finding]:
        for found in directives(self._folded):
            qualifiers = self.scopes.of(found.start, found.end, FindingKind.DIRECTIVE)
            qualifiers = replace(qualifiers, negated=found.denied)
            yield self._finding(FindingKind.DIRECTIVE, found.start, found.end, found.label, qualifiers)


def _is_likely(entry: Entry, value: str, unit: str | None, *, shared: bool) -> bool:
    """Whether a number can be a result of this measure; a name that is also a drug's or a disorder's needs the unit."""
    if shared and unit not in entry.units:
        return False
    if entry.plausible is None:
        return True
    number = re.match(r"[<>≤≥]?=?\s*([\d  ]+(?:[.,]\d+)?)", value)
    if number is None:
        return True
    low, high = entry.plausible
    return low <= float(number[1].replace(" ", "").replace("\u202f", "").replace(",", ".")) <= high


def _is_drug(match: Match, groups: Sequence[Sequence[Match]]) -> bool:
    return any(
        m.start == match.start and m.last == match.last and m.entry.sort in (Sort.DRUG, Sort.DRUG_CLASS)
        for group in groups
        for m in group
    )


def _any_cue(folded: str) -> bool:
    return any(True for _ in directives(folded)) or "allerg" in folded
