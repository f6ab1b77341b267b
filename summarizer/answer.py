"""Answers one question from the verified statements of the dossier, or says that the documents do not answer.

It knows what the question names (findings, and the subjects of `data/questions.toml`) and takes the statements about
it; where none is, the sentences that use the words of the question, quoted. It refuses to answer beside the question:
a subject the dossier never mentions is "Non renseigné".
"""

from __future__ import annotations

import tomllib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from functools import cache
from importlib.resources import files

from summarizer.findings import Finder
from summarizer.findings.lexicon import entry_of
from summarizer.index import Index
from summarizer.lexical import words
from summarizer.ports import Embedder
from summarizer.retrieve import retrieve
from summarizer.select import Reading
from summarizer.select.passages import passage
from summarizer.values import (
    Evidence,
    Finding,
    FindingKind,
    LineKind,
    SectionKey,
    Sentence,
    Severity,
    Status,
    VerifiedStatement,
)
from summarizer.verify.wording import novel_words
from summarizer.write import quotation

_SHOWN = 3
_KINDS = frozenset(FindingKind)
# Words of questions that name no subject.
_IDLE = frozenset(
    words(
        "a actuel actuelle actuellement apres aujourd avant avoir bilan cause combien comment concernant connu "
        "connue contre contre-indique cours date deja depuis dernier derniere diagnostic doit donner dose elle "
        "encore est etait etat etiologie evolution existe fait faite faut fonction fut hui il il-t indique "
        "introduire jamais lui medicament niveau on ont origine patient patiente peut place plus posologie "
        "pourquoi pouvoir prend prescrire prescrit prescrite presente prevu prevue pris prise prochain prochaine "
        "propos quand quel quelle quelles quelque quels recent recente recoit recu reprendre resultat retenu "
        "retenue sont suivi sujet t taux toujours traitement valeur "
    )
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Subject:
    """One thing a question asks about. A statement is about it when it matches any of these."""

    name: str
    labels: frozenset[str] = frozenset()
    groups: frozenset[str] = frozenset()
    kinds: frozenset[str] = frozenset()
    sections: frozenset[str] = frozenset()
    spelt: str = ""

    def matches(self, topic: Evidence, text: str) -> bool:
        """Whether a statement of that topic and text is about this subject."""
        kind, _, label = topic.topic.partition(":")
        if label in self.labels or kind in self.kinds or topic.section in self.sections:
            return True
        entry = entry_of(FindingKind(kind), label) if self.groups and kind in _KINDS else None
        if entry is not None and entry.group in self.groups:
            return True
        return bool(self.spelt) and not novel_words(self.spelt, text)


@dataclass(frozen=True, slots=True, kw_only=True, repr=False)
class Question:
    """A question as understood: every subject must be matched, unless a drug is named: then the drug decides."""

    text: str
    subjects: tuple[Subject, ...] = field(default=())

    def __repr__(self) -> str:
        return f"Question({len(self.subjects)} subjects)"


def understand(question: str, finder: Finder) -> Question:
    """What the question asks about."""
    (named,) = finder.find_in([question])
    drugs = [f for f in named if f.kind is FindingKind.DRUG]
    found = [_named(f) for f in (drugs or named)]
    if drugs:
        return Question(text=question, subjects=tuple(found))
    flat = " ".join(words(question))
    told = {word for finding in named for word in words(finding.text)}
    for entry in _subjects():
        hits = [word for word in entry["words"] if f" {word}" in f" {flat}"]
        if hits and not any(hit in " ".join(sorted(told)) for hit in hits):
            found.append(_asked(entry))
            told |= {word for word in words(question) if any(word.startswith(hit.split()[-1]) for hit in hits)}
    rest = [word for word in words(question) if word not in _IDLE and word not in told and len(word) > 2]
    found += [Subject(name=word, spelt=word) for word in rest]
    return Question(text=question, subjects=tuple(found))


def answer(
    question: Question,
    statements: Sequence[VerifiedStatement],
    reading: Reading,
    index: Index,
    embedder: Embedder,
) -> tuple[VerifiedStatement, ...]:
    """Up to three statements that answer, best first; empty when the dossier does not."""
    if not question.subjects:
        return ()
    about = [s for s in statements if all(subject.matches(s.evidence, s.text) for subject in question.subjects)]
    if about:
        recent_first = sorted(about, key=lambda s: max(s.evidence.dates, default=""), reverse=True)
        return tuple(sorted(recent_first, key=_usefulness)[:_SHOWN])
    return tuple(_quoted(question, reading, index, embedder))


def _quoted(question: Question, reading: Reading, index: Index, embedder: Embedder) -> Iterable[VerifiedStatement]:
    (chunks,) = retrieve([question.text], index, embedder, k=8)
    shown = 0
    for chunk in chunks:
        for sentence in reading.sentences[chunk.document_id]:
            if chunk.span.contains(sentence.span) and shown < _SHOWN and _holds_all(sentence, question):
                shown += 1
                yield quotation(
                    Evidence(
                        section=SectionKey.RESULTS,
                        topic="question",
                        passages=(passage(reading.documents[chunk.document_id], sentence.span),),
                        severity=Severity.MAJOR,
                        status=Status.ACTIVE,
                    )
                )


def _holds_all(sentence: Sentence, question: Question) -> bool:
    if sentence.kind in (LineKind.HEADING, LineKind.MARGIN):
        return False
    return all(
        any(not novel_words(form, sentence.text) for form in (subject.spelt, *subject.labels) if form)
        for subject in question.subjects
    )


def _usefulness(statement: VerifiedStatement) -> tuple[bool, bool]:
    """Allergies and prohibitions first, then what is current."""
    evidence = statement.evidence
    grave = evidence.section in (SectionKey.ALLERGIES, SectionKey.VIGILANCE)
    return not grave, evidence.status is not Status.ACTIVE


def _named(finding: Finding) -> Subject:
    """What the question names; a class of drugs ("traitement anticoagulant") stands for its members too."""
    flat = " ".join(words(finding.label))
    for entry in _subjects():
        if entry.get("groups") and any(flat.startswith(word) for word in entry["words"]):
            members = _asked(entry)
            return replace(members, labels=members.labels | {finding.label})
    return Subject(name=finding.label, labels=frozenset({finding.label}), spelt=finding.text)


def _asked(entry: dict[str, list[str]]) -> Subject:
    return Subject(
        name=entry["words"][0],
        labels=frozenset(entry.get("labels", ())),
        groups=frozenset(entry.get("groups", ())),
        kinds=frozenset(entry.get("kinds", ())),
        sections=frozenset(entry.get("sections", ())),
    )


@cache
def _subjects() -> tuple[dict[str, list[str]], ...]:
    data = files("summarizer.data").joinpath("questions.toml").read_text(encoding="utf-8")
    return tuple(tomllib.loads(data)["subject"])
