"""Groups the sentences of a document into chunks of a size the embedder reads well.

A chunk never crosses a heading, never cuts a sentence, and is an exact stretch of its document's text. Headings and
letterheads open no chunk of their own: a heading is carried in `section`, a letterhead says nothing clinical.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from summarizer.values import Chunk, ChunkId, LineKind, PseudonymizedDocument, Sentence, Span

_SILENT = (LineKind.HEADING, LineKind.MARGIN)


def chunk(
    document: PseudonymizedDocument, sentences: Sequence[Sentence], *, target_characters: int
) -> tuple[Chunk, ...]:
    """The chunks of one document, in order.

    A chunk closes when the next sentence would bring it past `target_characters`; a longer sentence is a chunk alone.
    """
    return tuple(
        Chunk(
            id=ChunkId(f"{document.id}:{group[0].span.start}"),
            document_id=document.id,
            span=span,
            section=group[0].heading,
            text=span.of(document.text),
        )
        for group in _groups(sentences, target_characters)
        for span in (Span(group[0].span.start, group[-1].span.end),)
    )


def _groups(sentences: Sequence[Sentence], target: int) -> Iterator[list[Sentence]]:
    group: list[Sentence] = []
    for sentence in sentences:
        if sentence.kind in _SILENT:
            if group:
                yield group
            group = []
            continue
        too_long = group and sentence.span.end - group[0].span.start > target
        if group and (too_long or sentence.heading != group[0].heading):
            yield group
            group = []
        group.append(sentence)
    if group:
        yield group
