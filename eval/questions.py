"""Asks the system the questions of the gold, as the `ask` command does, and scores the answers by exact rules.

An answer is right when it cites a source passage and says what the gold answer says of it (the rules of coverage);
where the dossier does not answer, the only right answer is none.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from eval.cases import GoldDossier, Question
from eval.metrics.coverage import says_fact, spans_of
from eval.system import System
from summarizer.answer import answer, understand
from summarizer.reidentify import cite
from summarizer.values import CitedStatement


@dataclass(frozen=True, slots=True, kw_only=True, repr=False)
class Answered:
    """One question with what was answered: `cites` a source passage; `right` as defined above."""

    id: str
    case: str
    question: Question
    text: str
    cites: bool
    right: bool

    def __repr__(self) -> str:
        return f"Answered({self.id}, right={self.right})"


def ask(gold: GoldDossier, system: System) -> Iterator[Answered]:
    """Every question of one dossier, answered from the verified statements of its summary."""
    result = system.summary(gold).result
    texts = system.texts(gold)
    for question in gold.questions:
        asked = understand(question.question, system.quoting.finder)
        found = answer(asked, result.statements, result.reading, result.index, system.quoting.embedder)
        shown = cite(found, system.dossier(gold), result.key)
        cites = any(_cites(question, statement, texts) for statement in shown)
        said = any(_says(question, statement, texts) for statement in shown)
        yield Answered(
            id=f"{gold.part}/{gold.name}/{question.id}",
            case=f"{gold.part}/{gold.name}",
            question=question,
            text=" ".join(statement.text for statement in shown),
            cites=cites,
            right=said if question.answer is not None else not shown,
        )


def _cites(question: Question, statement: CitedStatement, texts: dict[str, str]) -> bool:
    return any(
        citation.file == source.file and citation.span.overlaps(span)
        for source in question.sources
        for span in spans_of(source, texts)
        for citation in statement.citations
    )


def _says(question: Question, statement: CitedStatement, texts: dict[str, str]) -> bool:
    return question.answer is not None and any(
        citation.file == source.file
        and citation.span.overlaps(span)
        and says_fact(question.answer, source.text, statement.text)
        for source in question.sources
        for span in spans_of(source, texts)
        for citation in statement.citations
    )
