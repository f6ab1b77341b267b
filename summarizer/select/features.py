"""Describes each sentence of a dossier by numbers, for the head that learnt which sentences a summary needs.

It knows where a sentence stands, what was found in it, and how new that is in the dossier. No word of it leaves: the
features are counts, flags and ages, so that a head trained on one dossier holds nothing of it.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence

import numpy as np

from summarizer.findings.lexicon import severity_of
from summarizer.isodate import days
from summarizer.lexical import words
from summarizer.ports import FloatArray
from summarizer.select.passages import Reading
from summarizer.values import Action, Finding, FindingKind, Kind, LineKind, Sentence, Severity
from summarizer.verify.cues import Cue, cues

_HEADINGS = tuple(
    re.compile(pattern)
    for pattern in (
        r"conclusion|synth|au total|ccl|discussion|diagnos",
        r"ant[ée]c|atcd",
        r"allerg",
        r"famil",
        r"trait|ordon|posolog|sortie|m[ée]dic",
        r"r[ée]sult|biolog|bilan",
        r"motif|histoire|hdm|anamn",
        r"exam|clini",
        r"mode de vie|habitus|social",
        r"chirurg",
        r"conduite|cat|projet|suivi|devenir|recommand|surveill",
        r"vaccin",
        r"[ée]vol",
        r"techni|indication",
        r"compte|operat",
    )
)
_WORDS = tuple(
    re.compile(pattern)
    for pattern in (
        r"\d",
        r"[A-ZÉÈ]{5,}",
        r"(?i)écart|élimin|exclu|pas d|non ",
        r"\d{4}",
        r"(?i)\d\s?(?:mg|g|µg|ui|ml)\b",
        r"(?i)stop|arr[êe]t|suspen|remplac",
        r"(?i)ne (?:pas|jamais|plus)|contre-indi|proscr|éviter|attention|vigilan|alerte",
        r"(?i)d[ée]c[ée]d|mort",
        r"(?i)prévu|programm|rdv|revoir|contr[ôo]le|prochain|à faire",
        r"(?i)depuis|antécédent|en \d{4}|connu",
        r"(?i)normal|rassurant|sans anomalie|stable",
        r"(?i)vit |seul|autonom|aide|ehpad|profession|retrait|fum|tabac|alcool",
        r"(?i)patient[e]? |elle |il ",
        r"(?i)refus|directive|confiance|protection|curatelle|tutelle",
        r"(?i)pas de |absence d",
        r"(?i)diagnos|retenu|confirm|conclu",
        r"\?",
    )
)
_WEIGHED = frozenset(FindingKind) - {FindingKind.VACCINE}
#: How many findings of one kind are counted in a sentence.
_MANY = 3

Key = tuple[FindingKind, str]


def describe(reading: Reading) -> tuple[tuple[Sentence, ...], FloatArray]:
    """The sentences of the dossier, and their features: an array of shape (sentences, features), float32."""
    described = _Describer(reading)
    pairs = [pair for mine in reading.sentences.values() for pair in described.rows(mine)]
    rows = [row for _, row in pairs]
    return tuple(sentence for sentence, _ in pairs), np.array(rows, dtype=np.float32)


class _Describer:
    def __init__(self, reading: Reading) -> None:
        self._reading = reading
        self._documents: dict[Key, set[str]] = {}
        self._first: dict[Key, str] = {}
        self._last: dict[Key, str] = {}
        for finding in reading.findings:
            key, day = (finding.kind, finding.label), reading.written_on(finding)
            self._documents.setdefault(key, set()).add(finding.document_id)
            self._first[key] = min(self._first.get(key, day), day)
            self._last[key] = max(self._last.get(key, day), day)
        self._counts = Counter(
            word for mine in reading.sentences.values() for sentence in mine for word in set(words(sentence.text))
        )

    def rows(self, sentences: Sequence[Sentence]) -> Iterator[tuple[Sentence, list[float]]]:
        for place, sentence in enumerate(sentences):
            before = sentences[place - 1] if place else None
            after = sentences[place + 1] if place + 1 < len(sentences) else None
            mine = self._of(sentence)
            row = [
                *self._place(sentence, place / len(sentences), before, after),
                *self._facts(mine),
                *self._news(mine, self._day(sentence)),
                *self._wording(sentence.text),
            ]
            yield sentence, [float(value) for value in row]

    def _of(self, sentence: Sentence | None) -> Sequence[Finding]:
        return self._reading.findings_in(sentence) if sentence else ()

    def _day(self, sentence: Sentence) -> str:
        return self._reading.documents[sentence.document_id].written_on or ""

    def _place(
        self, sentence: Sentence, place: float, before: Sentence | None, after: Sentence | None
    ) -> Iterator[float]:
        """Where it stands: in its document, under which heading, in a document of which kind and age."""
        day, last = self._day(sentence), self._reading.last_day
        kind = self._reading.documents[sentence.document_id].kind
        heading = (sentence.heading or "").lower()
        yield place
        yield days(day, last) / 365 if day else 1.0
        yield day == last
        yield before is not None and before.heading != sentence.heading
        yield from (each is kind for each in Kind)
        yield from (each is sentence.kind for each in LineKind)
        yield from (bool(pattern.search(heading)) for pattern in _HEADINGS)
        yield min(len(self._of(before)), _MANY)
        yield min(len(self._of(after)), _MANY)

    def _facts(self, mine: Sequence[Finding]) -> Iterator[float]:
        """What was found in it: kinds, severities, qualifiers."""
        kinds = Counter(f.kind for f in mine)
        yield from (min(kinds[kind], _MANY) for kind in FindingKind)
        severities = Counter(severity_of(f.kind, f.label) for f in mine if f.kind in _WEIGHED)
        yield from (severities[severity] for severity in Severity)
        yield any(f.negated for f in mine)
        yield any(f.family for f in mine)
        yield any(f.hypothetical for f in mine)
        yield any(f.historical for f in mine)
        yield any(f.date for f in mine)
        yield any(f.action is not Action.NONE for f in mine)
        yield any(f.action is Action.STOP for f in mine)
        yield any(f.abnormal for f in mine)

    def _news(self, mine: Sequence[Finding], day: str) -> Iterator[float]:
        """How new it is: in how many documents its findings are, and whether it is the first or last to tell."""
        keys: list[Key] = [(f.kind, f.label) for f in mine]
        told = [len(self._documents[key]) for key in keys]
        lasting = [key for key in keys if key[0] is not FindingKind.MEASURE]
        yield max(told, default=0)
        yield min(told, default=0)
        yield sum(count == 1 for count in told)
        for some in (keys, lasting):
            yield sum(self._last[key] == day for key in some)
            yield sum(self._first[key] == day for key in some)

    def _wording(self, text: str) -> Iterator[float]:
        """How it is written: length, rare words, placeholders, cues."""
        mine, found = set(words(text)), cues(text)
        yield float(np.log(len(text) + 1))
        yield len(mine)
        yield sum(self._counts[word] == 1 for word in mine)
        yield text.count("<")
        yield from (cue in found for cue in Cue)
        yield from (bool(pattern.search(text)) for pattern in _WORDS)
