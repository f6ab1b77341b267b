"""The tools of the pipeline, with a memory: what was searched, found, embedded, written or judged once is not again.

Adding a document to a dossier then costs that document. It knows what each tool's result depends on; it refuses to
change any result: a remembered one is the one the tool gave. Each class is used in place of its tool.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass, replace

import numpy as np

from summarizer.errors import ModelError, PseudonymizationError
from summarizer.findings import Finder
from summarizer.identifiers import Detector
from summarizer.pipeline import Tools
from summarizer.ports import Embedder, FloatArray, Judge, Judgement, Writer
from summarizer.store.codec import from_bytes, to_bytes
from summarizer.store.memory import Memory
from summarizer.values import DocumentId, Finding, Identifier, Identity, ModelCard, PseudonymizedDocument, Sentence

#: Prompts written before their drafts are kept: what a killed worker loses.
_BATCH = 8


@dataclass(frozen=True, slots=True, kw_only=True)
class Recollection:
    """A dossier's memory, and what its results were made with (a digest of code and models)."""

    memory: Memory
    made_with: str

    def mark(self, *parts: str) -> str:
        return self.memory.mark(self.made_with, *parts)

    def results(
        self, stage: str, parts: Sequence[Sequence[str]], make: Callable[[list[int]], Sequence[bytes | None]]
    ) -> list[bytes | None]:
        """The result of each item. `make` is given the positions of those not known; a None is not kept."""
        marks = [self.mark(*part) for part in parts]
        known: dict[str, bytes | None] = dict(self.memory.recall(stage, marks))
        missing = list({mark: place for place, mark in enumerate(marks) if mark not in known}.values())
        if missing:
            made = {marks[place]: result for place, result in zip(missing, make(missing), strict=True)}
            self.memory.keep(stage, {mark: result for mark, result in made.items() if result is not None})
            known |= made
        return [known[mark] for mark in marks]


def remembering(tools: Tools, memory: Memory, made_with: str) -> Tools:
    """The same tools, which remember."""
    held = Recollection(memory=memory, made_with=made_with)
    return replace(
        tools,
        detector=RememberingDetector(tools.detector, held),
        finder=RememberingFinder(held),
        embedder=RememberingEmbedder(tools.embedder, held),
        writer=RememberingWriter(tools.writer, held) if tools.writer is not None else None,
        judge=RememberingJudge(tools.judge, held) if tools.judge is not None else None,
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class _Identifiers:
    found: tuple[Identifier, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class _Findings:
    found: tuple[Finding, ...]


class RememberingDetector(Detector):
    """What a text holds depends on it and on the identities known; a text that failed is searched again."""

    def __init__(self, detector: Detector, held: Recollection) -> None:
        self._detector = detector
        self._held = held
        self.tagger = detector.tagger

    def detect_each(
        self, texts: Sequence[str], known: Sequence[Sequence[Identity]], *, dates: bool = False
    ) -> Iterator[tuple[Identifier, ...] | PseudonymizationError]:
        failed: dict[int, PseudonymizationError] = {}

        def search(missing: list[int]) -> list[bytes | None]:
            outcomes = self._detector.detect_each(
                [texts[place] for place in missing], [known[place] for place in missing], dates=dates
            )
            made: list[bytes | None] = []
            for place, outcome in zip(missing, outcomes, strict=True):
                if isinstance(outcome, PseudonymizationError):
                    failed[place] = outcome
                    made.append(None)
                else:
                    made.append(to_bytes(_Identifiers(found=outcome)))
            return made

        parts = [
            (text, str(dates), *(repr(asdict(identity)) for identity in identities))
            for text, identities in zip(texts, known, strict=True)
        ]
        error = PseudonymizationError()
        for place, result in enumerate(self._held.results("detect", parts, search)):
            if result is None:
                # Two copies of one text share the failure of the one that was searched.
                yield failed.get(place) or next(iter(failed.values()), error)
            else:
                yield from_bytes(_Identifiers, result).found


class RememberingFinder(Finder):
    """The findings of a document depend on its pseudonymized text and its date."""

    def __init__(self, held: Recollection) -> None:
        super().__init__()
        self._held = held

    def find(
        self, documents: Sequence[PseudonymizedDocument], sentences: Mapping[DocumentId, Sequence[Sentence]]
    ) -> tuple[Finding, ...]:
        def search(missing: list[int]) -> list[bytes | None]:
            return [
                to_bytes(_Findings(found=super(RememberingFinder, self).find([documents[place]], sentences)))
                for place in missing
            ]

        parts = [(document.id, document.text, document.written_on or "") for document in documents]
        results = self._held.results("find", parts, search)
        return tuple(finding for result in results if result for finding in from_bytes(_Findings, result).found)


class RememberingEmbedder:
    """The vector of a passage depends on its text and on the model."""

    def __init__(self, embedder: Embedder, held: Recollection) -> None:
        self._embedder = embedder
        self._held = held

    @property
    def card(self) -> ModelCard:
        return self._embedder.card

    @property
    def dimension(self) -> int:
        return self._embedder.dimension

    def embed_passages(self, texts: Sequence[str]) -> FloatArray:
        def embed(missing: list[int]) -> list[bytes | None]:
            vectors = self._embedder.embed_passages([texts[place] for place in missing])
            return [np.asarray(vector, dtype="<f4").tobytes() for vector in vectors]

        results = self._held.results("embed", [(self.card.sha256, text) for text in texts], embed)
        vectors = np.zeros((len(texts), self.dimension), dtype=np.float32)
        for row, result in enumerate(results):
            vectors[row] = np.frombuffer(result or b"", dtype="<f4")
        return vectors

    def embed_queries(self, texts: Sequence[str]) -> FloatArray:
        return self._embedder.embed_queries(texts)


class RememberingWriter:
    """A draft depends on its prompt, which holds its evidence, and on the model."""

    def __init__(self, writer: Writer, held: Recollection) -> None:
        self._writer = writer
        self._held = held

    @property
    def card(self) -> ModelCard:
        return self._writer.card

    def write(
        self, prompts: Sequence[str], *, max_new_tokens: int, listener: Callable[[int], None] | None = None
    ) -> tuple[str, ...]:
        """Drafts, kept batch by batch. `listener` is told how many prompts are done."""
        drafts: list[str] = []
        size = _BATCH if listener is not None else len(prompts) or 1
        for start in range(0, len(prompts), size):
            batch = prompts[start : start + size]
            drafts += self._batch(batch, max_new_tokens)
            if listener is not None:
                listener(start + len(batch))
        return tuple(drafts)

    def _batch(self, prompts: Sequence[str], max_new_tokens: int) -> list[str]:
        def write(missing: list[int]) -> list[bytes | None]:
            written = self._writer.write([prompts[place] for place in missing], max_new_tokens=max_new_tokens)
            return [draft.encode() for draft in written]

        parts = [(self.card.sha256, str(max_new_tokens), prompt) for prompt in prompts]
        return [(result or b"").decode() for result in self._held.results("write", parts, write)]


def unwritten(held: Recollection, card: ModelCard, prompts: Sequence[str], *, max_new_tokens: int) -> list[int]:
    """The places of the prompts that have no draft yet."""
    marks = [_draft_mark(held, card, prompt, max_new_tokens) for prompt in prompts]
    known = held.memory.recall("write", marks)
    return [place for place, mark in enumerate(marks) if mark not in known]


def write_together(writer: Writer, asked: Sequence[tuple[Recollection, str]], *, max_new_tokens: int) -> None:
    """Writes prompts of several dossiers in one call; each draft is kept in the memory of its own dossier.

    A prompt that the writer refuses (too long for it) gets the empty draft: its topic is quoted.
    """
    prompts = list(dict.fromkeys(prompt for _, prompt in asked))
    try:
        drafts = writer.write(prompts, max_new_tokens=max_new_tokens)
    except ModelError as error:
        if type(error) is not ModelError:
            raise
        drafts = tuple(_written_alone(writer, prompt, max_new_tokens) for prompt in prompts)
    written = dict(zip(prompts, drafts, strict=True))
    for held, prompt in asked:
        held.memory.keep("write", {_draft_mark(held, writer.card, prompt, max_new_tokens): written[prompt].encode()})


def _written_alone(writer: Writer, prompt: str, max_new_tokens: int) -> str:
    try:
        return writer.write([prompt], max_new_tokens=max_new_tokens)[0]
    except ModelError as error:
        if type(error) is not ModelError:
            raise
        return ""


def _draft_mark(held: Recollection, card: ModelCard, prompt: str, max_new_tokens: int) -> str:
    return held.mark(card.sha256, str(max_new_tokens), prompt)


class NotingWriter:
    """Writes nothing and notes what it was asked: so the prompts of a dossier are known before a writer is free."""

    def __init__(self, card: ModelCard) -> None:
        self._card = card
        self.prompts: tuple[str, ...] = ()

    @property
    def card(self) -> ModelCard:
        return self._card

    def write(self, prompts: Sequence[str], *, max_new_tokens: int) -> tuple[str, ...]:
        self.prompts = tuple(prompts)
        return ("",) * len(prompts)


class RememberingJudge:
    """A judgement depends on the evidence, the claim and the model."""

    def __init__(self, judge: Judge, held: Recollection) -> None:
        self._judge = judge
        self._held = held

    @property
    def card(self) -> ModelCard:
        return self._judge.card

    def judge(self, pairs: Sequence[tuple[str, str]]) -> tuple[Judgement, ...]:
        def judge(missing: list[int]) -> list[bytes | None]:
            return [to_bytes(judgement) for judgement in self._judge.judge([pairs[place] for place in missing])]

        results = self._held.results("judge", [(self.card.sha256, *pair) for pair in pairs], judge)
        return tuple(from_bytes(Judgement, result) for result in results if result is not None)
