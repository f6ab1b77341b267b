"""What the documents tell of the patient, as the rules of disagreement read it.

It knows the order of time and how two passages make one disagreement; it refuses to know what disagrees.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from summarizer.select.passages import Reading, is_hearsay, passage
from summarizer.values import Contradiction, Finding, FindingKind, Kind, LineKind, Passage, Sentence


@dataclass(frozen=True, slots=True, kw_only=True, repr=False)
class Told:
    """The findings of the patient, the oldest document first, each with the passage that shows it."""

    reading: Reading
    findings: Sequence[Finding]
    passages: Mapping[Finding, Passage]

    def __repr__(self) -> str:
        return f"Told({len(self.findings)} findings)"

    def of(self, *kinds: FindingKind) -> list[Finding]:
        """Those of these kinds that are not hypotheses."""
        return [f for f in self.findings if f.kind in kinds and not f.hypothetical]

    def on(self, finding: Finding) -> str:
        """The day of its document, or ""."""
        return self.reading.written_on(finding)

    def text(self, finding: Finding) -> str:
        return self.passages[finding].text

    def sentences(self) -> Iterator[Sentence]:
        """The lines that say something, the oldest document first."""
        for document in sorted(self.reading.documents.values(), key=lambda d: (d.written_on or "", d.id)):
            for sentence in self.reading.sentences[document.id]:
                if sentence.kind not in (LineKind.HEADING, LineKind.MARGIN):
                    yield sentence

    def day_of(self, sentence: Sentence) -> str:
        return self.reading.documents[sentence.document_id].written_on or ""

    def kind_of(self, sentence: Sentence) -> Kind:
        return self.reading.documents[sentence.document_id].kind

    def shown(self, sentence: Sentence) -> Passage:
        return passage(self.reading.documents[sentence.document_id], sentence.span)

    def between(self, about: str, a: Finding, b: Finding) -> Contradiction:
        return between(about, self.passages[a], self.passages[b])


def told(reading: Reading, passages: Mapping[Finding, Passage]) -> Told:
    mine = [f for f in reading.findings if f in passages and not f.family]
    mine.sort(key=lambda f: (reading.written_on(f), f.document_id, f.span.start))
    return Told(reading=reading, findings=mine, passages=passages)


def between(about: str, a: Passage, b: Passage) -> Contradiction:
    """The two passages, the older document first."""
    first, second = sorted((a, b), key=lambda p: (p.written_on or "", p.document_id))
    return Contradiction(about=about, a=first, b=second)


def most_telling(told: Told, findings: Sequence[Finding]) -> Finding:
    """The one to show of several that say the same: of the oldest document that says it firsthand, the fullest passage."""
    firsthand = [f for f in findings if not is_hearsay(told.text(f))] or findings
    oldest = [f for f in firsthand if f.document_id == firsthand[0].document_id]
    return max(oldest, key=lambda f: min(len(told.text(f)), _TELLING))


#: A passage of this length tells a fact whole: what, how, when.
_TELLING = 90
