"""Asks the system the questions of the gold, as the `ask` command does, and scores the answers by exact rules.

An answer is right when its statements say what the gold answer says, by the rules of coverage: of the source passages
they cite, or of the gold answer itself, since other passages may answer too. Where the dossier does not answer, the only
right answer is none.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from eval.cases import GoldDossier, Question, Quote
from eval.metrics.coverage import says_fact, spans_of
from eval.system import System
from summarizer.answer import answer, understand
from summarizer.reidentify import cite
from summarizer.values import CitedStatement, Span


@dataclass(frozen=True, slots=True, kw_only=True, repr=False)
class Answered:
    """One question with what was answered, from the places `cited`: `cites` a source passage; `right` as defined above."""

    id: str
    case: str
    question: Question
    text: str
    cited: tuple[tuple[str, Span], ...]
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
        cites = any(_touches(source, statement, texts) for source in question.sources for statement in shown)
        said = _says(question, shown, texts)
        yield Answered(
            id=f"{gold.part}/{gold.name}/{question.id}",
            case=f"{gold.part}/{gold.name}",
            question=question,
            text=" ".join(statement.text for statement in shown),
            cited=tuple((c.file, c.span) for statement in shown for c in statement.citations),
            cites=cites,
            right=said if question.answer is not None else not shown,
        )


def _says(question: Question, shown: tuple[CitedStatement, ...], texts: dict[str, str]) -> bool:
    """Whether the statements, read together, say the answer."""
    if question.answer is None or not shown:
        return False
    together = "\n\n".join(statement.text for statement in shown)
    cited = [source for source in question.sources if any(_touches(source, statement, texts) for statement in shown)]
    return any(says_fact(question.answer, source.text, together) for source in cited) or says_fact(
        question.answer, question.answer, together
    )


def _touches(source: Quote, statement: CitedStatement, texts: dict[str, str]) -> bool:
    spans = spans_of(source, texts)
    return any(c.file == source.file and any(c.span.overlaps(span) for span in spans) for c in statement.citations)
