"""Whether retrieval finds the passages that hold the facts: dense, BM25 and fused, each apart.

Two sets of queries: the questions of the gold (words of a reader), and the statements of the facts (words close to the
source, so easier for BM25). A query counts when one of its first k chunks overlaps a source passage.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from eval.casebook import Casebook
from eval.cases import GoldDossier, Quote, locate
from eval.metrics.retrieval import Place, first_hit
from eval.results import Failure, Figure, SuiteResult, excerpt, share
from eval.system import System
from summarizer.chunk import chunk
from summarizer.index import Index, build_index
from summarizer.restore import pseudonymized_span
from summarizer.retrieve import retrieve
from summarizer.sentences import split

_AT = (1, 3, 6, 10)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Query:
    id: str
    kind: str
    text: str
    wanted: tuple[Place, ...]
    sources: tuple[Quote, ...]


def run(cases: Casebook, system: System, quick: bool) -> SuiteResult:
    started = time.perf_counter()
    ranks: dict[str, dict[str, dict[str, float]]] = {}
    failures: list[Failure] = []
    figures: list[Figure] = []
    for part, golds in cases.parts():
        for gold in golds:
            index = index_of(gold, system)
            queries = list(_queries(gold, system))
            for method, ranked in _rankings(index, [query.text for query in queries], system).items():
                for query, places in zip(queries, ranked, strict=True):
                    rank = first_hit(places, query.wanted)
                    slot = ranks.setdefault(f"{part}/{query.kind}/{method}", {})
                    slot[f"{gold.name}/{query.id}"] = {"rank": float(rank or 0)}
                    if method == "fused" and rank is None:
                        failures.append(_failure(gold, query, system))
    for key, items in ranks.items():
        for k in _AT:
            hits = {item: float(0 < found["rank"] <= k) for item, found in items.items()}
            figures.append(share(f"{key}/recall at {k}", hits))
    return SuiteResult(
        suite="retrieval",
        figures=tuple(figures),
        failures=tuple(failures),
        notes=() if figures else ("No dossier among the cases: nothing was scored.",),
        seconds=time.perf_counter() - started,
    )


def index_of(gold: GoldDossier, system: System) -> Index:
    """The index of one dossier, as the pipeline builds it."""
    pseudonymized, _ = system.pseudonymized(gold)
    target = system.settings.chunk_characters
    own = [document for document in pseudonymized.documents if document.foreign is None]
    chunks = [c for d in own for c in chunk(d, split(d.id, d.text), target_characters=target)]
    return build_index(pseudonymized.id, chunks, system.quoting.embedder)


def _queries(gold: GoldDossier, system: System) -> Iterator[_Query]:
    for question in gold.questions:
        if question.sources:
            yield _query(gold, system, question.id, "questions", question.question, question.sources)
    for fact in gold.facts:
        yield _query(gold, system, fact.id, "facts", fact.statement, fact.sources)


def _query(gold: GoldDossier, system: System, id_: str, kind: str, text: str, sources: Sequence[Quote]) -> _Query:
    return _Query(id=id_, kind=kind, text=text, wanted=_places(gold, sources, system), sources=tuple(sources))


def _places(gold: GoldDossier, sources: Sequence[Quote], system: System) -> tuple[Place, ...]:
    """Where the sources lie in the pseudonymized documents."""
    _, key = system.pseudonymized(gold)
    documents = {document.file: document for document in system.dossier(gold).documents}
    return tuple(
        (str(document.id), pseudonymized_span(span, key.replacements.get(document.id, ())))
        for source in sources
        if (document := documents.get(source.file)) is not None
        for span in locate(source.text, document.text)
    )


def _rankings(index: Index, queries: Sequence[str], system: System) -> dict[str, list[list[Place]]]:
    deepest = max(_AT)
    vectors = system.quoting.embedder.embed_queries(queries)
    at: Callable[[int], Place] = lambda position: (  # noqa: E731 - one expression, used twice
        str(index.chunks[position].document_id),
        index.chunks[position].span,
    )
    fused = retrieve(queries, index, system.quoting.embedder, k=deepest)
    return {
        "dense": [[at(i) for i in row] for row in index.dense(vectors, deepest)],
        "bm25": [[at(i) for i in index.lexical(query, deepest)] for query in queries],
        "fused": [[(str(c.document_id), c.span) for c in row] for row in fused],
    }


def _failure(gold: GoldDossier, query: _Query, system: System) -> Failure:
    texts = system.texts(gold)
    return Failure(
        id=f"retrieval/{gold.part}/{gold.name}/{query.id}",
        kind=f"{query.kind}: not in the first {max(_AT)}",
        case=f"{gold.part}/{gold.name}",
        message=query.text,
        severity="minor",
        passages=tuple(
            excerpt("source", source.file, texts[source.file], span)
            for source in query.sources
            if source.file in texts
            for span in locate(source.text, texts[source.file])[:1]
        ),
    )
