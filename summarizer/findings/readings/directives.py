"""Makes findings of the directives of a sentence."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from summarizer.findings.directives import directives
from summarizer.findings.sentence import SentenceReader
from summarizer.values import Finding, FindingKind


def read(sentence: SentenceReader) -> Iterator[Finding]:
    for found in directives(sentence.folded):
        qualifiers = sentence.scopes.of(found.start, found.end, FindingKind.DIRECTIVE)
        qualifiers = replace(qualifiers, negated=found.denied)
        yield sentence.finding(FindingKind.DIRECTIVE, found.start, found.end, found.label, qualifiers)
