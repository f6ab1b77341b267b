"""Whether citations resolve, and ALCE's citation recall and precision (Gao et al., EMNLP 2023).

Recall: a statement counts when all the passages it cites, together, support it. Precision: a citation counts when its
statement is supported and it helps: it supports alone, or without it the others do not. Support is decided by the
function given.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping

from eval.metrics.faithfulness import Passages
from eval.shown import Cited, ShownStatement

Supports = Callable[[str, Passages], bool]


def resolves(citation: Cited, texts: Mapping[str, str]) -> bool:
    """Whether the quote is exactly the text of its file between its offsets."""
    text = texts.get(citation.file)
    return text is not None and bool(citation.quote) and citation.span.of(text) == citation.quote


def passages(statement: ShownStatement) -> Passages:
    return tuple((citation.quote, citation.written_on) for citation in statement.citations)


def recalled(statement: ShownStatement, supports: Supports) -> bool:
    return bool(statement.citations) and supports(statement.text, passages(statement))


def precise(statement: ShownStatement, supports: Supports) -> tuple[bool, ...]:
    """For each citation of the statement, whether it counts for precision."""
    cited = passages(statement)
    if not recalled(statement, supports):
        return tuple(False for _ in cited)
    return tuple(
        supports(statement.text, [passage]) or not _others(statement.text, cited, position, supports)
        for position, passage in enumerate(cited)
    )


def _others(text: str, cited: Passages, position: int, supports: Supports) -> bool:
    others = [passage for index, passage in enumerate(cited) if index != position]
    return bool(others) and supports(text, others)
