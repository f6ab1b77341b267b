"""Two birth dates of one patient; a directive that one document holds and another does not find."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import pairwise

from summarizer.findings.lexicon import toml
from summarizer.select.contradictions.told import Told
from summarizer.select.passages import passage
from summarizer.values import Contradiction, FindingKind, Passage, Span

_BIRTH_DATE = re.compile(r"<DATE_NAISSANCE(?:_\d+)?>")


def identities(told: Told) -> Iterator[Contradiction]:
    """Two birth dates of the patient: pseudonymization gives each its own placeholder."""
    first: dict[str, Passage] = {}
    for document in sorted(told.reading.documents.values(), key=lambda d: (d.written_on or "", d.id)):
        for match in _BIRTH_DATE.finditer(document.text):
            first.setdefault(match.group(), passage(document, Span(match.start(), match.end())))
    for (_, a), (_, b) in pairwise(sorted(first.items())):
        if a.document_id != b.document_id:
            yield Contradiction(about="Dates de naissance différentes", a=a, b=b)


def directives(told: Told) -> Iterator[Contradiction]:
    found = told.of(FindingKind.DIRECTIVE)
    for label in toml("disagreements")["states"]:
        yes = next((f for f in found if f.label == label and not f.negated), None)
        no = next((f for f in found if f.label == label and f.negated), None)
        if yes and no and yes.document_id != no.document_id:
            yield told.between(f"{label[:1].upper()}{label[1:]} : présent ici, absent là", yes, no)
