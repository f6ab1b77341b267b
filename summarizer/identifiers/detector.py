"""The detector: every recognizer in one Presidio analyzer, run over many texts at once.

Knows how recognizers are put together; refuses to know what any of them looks for. It fails closed: a recognizer
that crashes, runs out of time or meets an endless line stops that text with `RecognizerFailed`.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import Any

import spacy
from presidio_analyzer import AnalyzerEngine, EntityRecognizer, RecognizerRegistry, RecognizerResult
from presidio_analyzer.context_aware_enhancers import ContextAwareEnhancer
from presidio_analyzer.nlp_engine import NlpArtifacts, NlpEngine

from summarizer.errors import PseudonymizationError, RecognizerFailed
from summarizer.identifiers.births import birth_dates, births_beside
from summarizer.identifiers.contacts import contacts
from summarizer.identifiers.dates import FoundDate, find_dates, with_boxes
from summarizer.identifiers.known import KnownNames, known_names, known_numbers, known_strings
from summarizer.identifiers.names import NameTagger
from summarizer.identifiers.network import from_network
from summarizer.identifiers.numbers import announced, long_numbers, nirs_and_runs, phones
from summarizer.identifiers.people import relatives, signed, titled
from summarizer.identifiers.places import addresses, establishments, zips_and_towns
from summarizer.identifiers.resolve import resolve
from summarizer.identifiers.spread import seeds_of, spread
from summarizer.identifiers.text import Written, compiled, key_of
from summarizer.values import Identifier, Identity, Label, Span

FRENCH = "fr"
_LABELS = [str(label) for label in Label]


class NamesEngine(NlpEngine):  # type: ignore[misc]
    """Presidio's language engine for French: our own tagger, batched, and nothing that recognizers do not use."""

    def __init__(self, tagger: NameTagger | None) -> None:
        self._tagger = tagger
        self.vocab = spacy.blank(FRENCH).vocab

    def is_word(self, folded: str) -> bool:
        return self._tagger is not None and self._tagger.is_word(folded)

    def name_level(self, folded: str) -> int:
        # Without lists every word may be a name: rules alone lean on the safe side.
        return self._tagger.name_level(folded) if self._tagger is not None else 2

    def load(self) -> None:
        return None

    def is_loaded(self) -> bool:
        return True

    def process_text(self, text: str, language: str) -> ReadText:
        return next(artifacts for _, artifacts in self.process_batch([text], language))

    def process_batch(
        self, texts: Iterable[str], language: str, batch_size: int = 1, n_process: int = 1, **_: Any
    ) -> Iterator[tuple[str, ReadText]]:
        every = list(texts)
        names = self._tagger.tag(every) if self._tagger else ((),) * len(every)
        for text, found in zip(every, names, strict=True):
            yield text, ReadText(Written.of(text), found, self)

    def is_stopword(self, word: str, language: str) -> bool:
        return False

    def is_punct(self, word: str, language: str) -> bool:
        return False

    def get_supported_entities(self) -> list[str]:
        return []

    def get_supported_languages(self) -> list[str]:
        return [FRENCH]


class ReadText(NlpArtifacts):  # type: ignore[misc]
    """What recognizers share of one text: its folded forms, its dates, and what the trained tagger found."""

    def __init__(self, written: Written, names: tuple[Identifier, ...], engine: NamesEngine) -> None:
        super().__init__([], spacy.tokens.Doc(engine.vocab), [], [], None, FRENCH)
        self.written = written
        self.dates: tuple[FoundDate, ...] = find_dates(written)
        self.names = names
        self.numbers = tuple(nirs_and_runs(written, self.dates))
        self.dates = with_boxes(written, self.dates, [n.span for n in self.numbers if n.label is Label.DATE])
        self.nirs = tuple(number.span for number in self.numbers if number.label is Label.NIR)
        self.is_word = engine.is_word
        self.name_level = engine.name_level


Finder = Callable[[ReadText], Iterable[Identifier]]


class Rule(EntityRecognizer):  # type: ignore[misc]
    """A finder as Presidio sees it."""

    def __init__(self, name: str, find: Finder) -> None:
        self._find = find
        super().__init__(supported_entities=_LABELS, name=name, supported_language=FRENCH)

    def load(self) -> None:
        return None

    def analyze(self, text: str, entities: list[str], nlp_artifacts: ReadText) -> list[RecognizerResult]:
        return [
            RecognizerResult(
                str(found.label),
                found.span.start,
                found.span.end,
                found.score,
                recognition_metadata={"found_by": found.found_by},
            )
            for found in self._find(nlp_artifacts)
        ]


class NoEnhancer(ContextAwareEnhancer):  # type: ignore[misc]
    """Context is part of each rule: scores are final."""

    def __init__(self) -> None:
        super().__init__(
            context_similarity_factor=0.0,
            min_score_with_context_similarity=0.0,
            context_prefix_count=0,
            context_suffix_count=0,
        )

    def enhance_using_context(
        self, text: str, raw_results: list[RecognizerResult], *_: Any, **__: Any
    ) -> list[RecognizerResult]:
        return raw_results


def _places(read: ReadText) -> Iterator[Identifier]:
    found = tuple(addresses(read.written))
    yield from found
    yield from zips_and_towns(read.written, [address.span for address in found])


RULES: tuple[tuple[str, Finder], ...] = (
    ("nir", lambda read: read.numbers),
    ("phone", lambda read: phones(read.written, read.dates)),
    ("announced", lambda read: announced(read.written, read.dates)),
    ("long-number", lambda read: long_numbers(read.written, read.dates)),
    ("contact", lambda read: contacts(read.written)),
    ("birth", lambda read: birth_dates(read.written, read.dates, read.nirs)),
    ("place", _places),
    ("establishment", lambda read: establishments(read.written)),
    ("title", lambda read: titled(read.written)),
    ("signature", lambda read: signed(read.written, read.is_word, read.name_level)),
    ("kinship", lambda read: relatives(read.written)),
    ("names", lambda read: from_network(read.written, read.names, read.name_level, read.is_word)),
)


def _known_rule(identity: Identity) -> Rule:
    """What drives the search for the identity of a dossier: names, birth date, numbers, addresses."""
    patient = KnownNames.of([*identity.family_names, *identity.given_names], Label.PERSON, "known-patient")
    others = KnownNames.of(identity.others, Label.PERSON, "known-other")

    def find(read: ReadText) -> Iterator[Identifier]:
        yield from known_names(read.written, patient)
        yield from known_names(read.written, others)
        yield from known_numbers(read.written, identity)
        yield from known_strings(read.written, identity)
        if identity.birth_date and len(identity.birth_date) == 10:
            yield from birth_dates(read.written, read.dates, read.nirs, identity.birth_date)

    return Rule("known", find)


class Detector:
    """Finds every identifying span of French medical texts."""

    def __init__(self, tagger: NameTagger | None) -> None:
        self.tagger = tagger
        registry = RecognizerRegistry(
            recognizers=[Rule(name, find) for name, find in RULES], supported_languages=[FRENCH]
        )
        self._engine = NamesEngine(tagger)
        self._analyzer = AnalyzerEngine(
            registry=registry,
            nlp_engine=self._engine,
            supported_languages=[FRENCH],
            context_aware_enhancer=NoEnhancer(),
            log_decision_process=False,
        )

    def detect(
        self, texts: Sequence[str], known: Identity | None = None, *, dates: bool = False
    ) -> tuple[tuple[Identifier, ...], ...]:
        """The identifiers of each text, disjoint and sorted. `dates` adds the dates of events (DATE).

        Raises RecognizerFailed when any of the texts cannot be searched safely: see `detect_each` to know which.
        """
        found = []
        identities = (known,) if known is not None else ()
        for outcome in self.detect_each(texts, [identities] * len(texts), dates=dates):
            if isinstance(outcome, PseudonymizationError):
                raise outcome
            found.append(outcome)
        return tuple(found)

    def detect_each(
        self, texts: Sequence[str], known: Sequence[Sequence[Identity]], *, dates: bool = False
    ) -> Iterator[tuple[Identifier, ...] | PseudonymizationError]:
        """Like `detect`, with the identities known for each text.

        A text that fails gives its error in its place, and the others are searched.
        """
        rules: dict[Identity, Rule] = {}
        for text, identities, names in zip(texts, known, self._names(texts), strict=True):
            try:
                if isinstance(names, PseudonymizationError):
                    raise names
                extra = [rules.setdefault(identity, _known_rule(identity)) for identity in dict.fromkeys(identities)]
                yield self._search(text, ReadText(Written.of(text), names, self._engine), extra, dates)
            except PseudonymizationError as error:
                yield error
            except Exception as error:  # noqa: BLE001 - whatever a recognizer raises, the document must not pass
                failed = RecognizerFailed(f"A recognizer failed ({type(error).__name__}).")
                failed.__cause__ = error
                yield failed

    def _names(self, texts: Sequence[str]) -> Sequence[tuple[Identifier, ...] | PseudonymizationError]:
        if self.tagger is None:
            return [()] * len(texts)
        try:
            return self.tagger.tag(texts)
        except Exception:  # noqa: BLE001 - one text may be at fault: each is tried alone
            return [self._names_of_one(text) for text in texts]

    def _names_of_one(self, text: str) -> tuple[Identifier, ...] | PseudonymizationError:
        assert self.tagger is not None
        try:
            return self.tagger.tag([text])[0]
        except Exception as error:  # noqa: BLE001
            failed = RecognizerFailed(f"The names tagger failed ({type(error).__name__}).")
            failed.__cause__ = error
            return failed

    def _search(self, text: str, read: ReadText, extra: list[Rule], dates: bool) -> tuple[Identifier, ...]:
        results = self._analyzer.analyze(text, FRENCH, nlp_artifacts=read, ad_hoc_recognizers=extra)
        found = [
            Identifier(
                span=Span(result.start, result.end),
                label=Label(result.entity_type),
                score=result.score,
                found_by=(result.recognition_metadata or {}).get("found_by", "presidio"),
            )
            for result in results
            if result.entity_type != Label.DATE
        ]
        if dates:
            found += [Identifier(span=date.span, label=Label.DATE, score=0.5, found_by="date") for date in read.dates]
        first = resolve(text, found)
        # What one place made sure of is then hidden in the others.
        more = [
            *spread(read.written, seeds_of(text, _sure(text, found, self.tagger), read.is_word)),
            *_lone_initials(read.written, first),
            *births_beside(read.written, read.dates, [i.span for i in first if _may_be_a_patient(i)]),
        ]
        return resolve(text, [*first, *more]) if more else first


def _sure(text: str, found: Sequence[Identifier], tagger: NameTagger | None) -> list[Identifier]:
    """What may spread: a lone word that only the network took for a name does not, unless the lists know it."""
    return [
        identifier
        for identifier in found
        if identifier.found_by != "network"
        or tagger is None
        or len(key_of(identifier.span.of(text)).split()) > 1
        or tagger.name_level(key_of(identifier.span.of(text))) >= 2
    ]


def _may_be_a_patient(identifier: Identifier) -> bool:
    """Who signs, writes or is written to is followed by the date of the day, not by that of a birth."""
    people = identifier.label in (Label.PERSON, Label.RELATIVE)
    return people and identifier.found_by not in ("title-doctor", "by", "role", "letter", "initials")


_INITIAL_AFTER = compiled(
    r"^,?[ ](?P<i>[A-Z]{1,2}(?:[.-]{1,2}[ ]?[A-Z])?\.(?![A-Za-z])|[A-Z][a-z]?\.?-[A-Z]\.?(?![A-Za-z])|[A-Z](?:\.[A-Z])?(?=[ ]*(?:\n|$|[,()|])))"
)


# A span that ends or starts in the middle of initials takes the rest: "Pommier J.|-P", "Dr A |Belmont".
_ENDS_IN_INITIAL = compiled(r"(?<![A-Za-z])[A-Z]\.?$")
_INITIALS_GO_ON = compiled(r"^(?:\.?[ ]?-[ ]?[A-Z]|\.?[A-Z])\.?(?![A-Za-z])")
_INITIAL_BEFORE = compiled(
    r"(?:\b(?:(?i:dr|pr|d[o0]cteur|professeur|mme|madame|mlle|mr|monsieur))\.?[ ]{1,2})(?P<i>[A-Z0](?:\.?-?[A-Z])?\.?|0[a-z]{2,})[ ]{1,2}$"
)


# "A. |van der Meulen": before a particle the title may be missing.
_INITIAL_OF_PARTICLE = compiled(r"(?<![\w./])(?P<i>(?!M\.)[A-Z]\.(?:[ ]?-?[A-Z]\.)?)[ ]$")


def _lone_initials(written: Written, found: Sequence[Identifier]) -> Iterator[Identifier]:
    """The initials beside a surname: "SERRE M.", "Pommier R. (19.8.53)", "Dr A Belmont"."""
    for identifier in found:
        if identifier.label is not Label.PERSON:
            continue
        start, end = identifier.span.start, identifier.span.end
        match = _INITIAL_AFTER.match(written.plain[end : end + 8])
        if match is None and _ENDS_IN_INITIAL.search(written.plain[max(0, end - 4) : end]):
            match = _INITIALS_GO_ON.match(written.plain[end : end + 8])
        before = _INITIAL_BEFORE.search(written.plain[max(0, start - 24) : start])
        if before is None and written.plain[start].islower():
            before = _INITIAL_OF_PARTICLE.search(written.plain[max(0, start - 24) : start])
        if match or before:
            start = start - min(24, start) + before.start("i") if before else start
            span = Span(start, end + (match.end() if match else 0))
            yield Identifier(span=span, label=Label.PERSON, score=identifier.score, found_by=identifier.found_by)


def build_detector(tagger: NameTagger | None = None) -> Detector:
    """A detector ready to run: patterns compiled once, and the trained tagger when one is given."""
    return Detector(tagger)
