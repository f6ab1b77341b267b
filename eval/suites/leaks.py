"""Identifiers that survive pseudonymization, on gold dossiers (as the product hides them) and on span sets.

A gold string is looked for case-sensitively, as a whole word, wherever it stands in its file. It is hidden when every
letter and digit of it was replaced, whatever the label. A refused document shows nothing, and is counted apart.
"""

from __future__ import annotations

import time
from collections.abc import Collection, Iterable, Sequence
from dataclasses import replace

from eval.casebook import Casebook
from eval.cases import GoldDossier, Note, located
from eval.metrics.leaks import (
    DIRECT,
    EDS_LABELS,
    Case,
    Marked,
    Ratio,
    character_precision,
    character_recall,
    documents_without_leak,
    false_alarms_per_1000_words,
    whole_recall,
)
from eval.metrics.statistics import wilson
from eval.results import Failure, Figure, SuiteResult, count, excerpt, measured, share
from eval.system import System
from summarizer.errors import PseudonymizationError
from summarizer.restore import restore
from summarizer.values import Label, Span

_ALARMS_LISTED = 60


def run(cases: Casebook, system: System, quick: bool) -> SuiteResult:
    started = time.perf_counter()
    figures: list[Figure] = []
    failures: list[Failure] = []
    for part, golds in cases.parts():
        named = [item for gold in golds for item in _dossier_cases(gold, system)]
        figures += _figures(part, [(f"{owner}/{file}", case) for owner, file, case in named])
        figures.append(_inversion(part, golds, system))
        figures.append(count(f"{part}/refused documents", sum(_refused(gold, system) for gold in golds)))
        failures += [f for name, file, case in named for f in _failures(name, file, case)]
    for name, notes in cases.notes:
        wanted = notes[:60] if quick else notes
        found = _note_cases(wanted, system)
        figures += _figures(name, found)
        figures.append(count(f"{name}/refused documents", len(wanted) - len(found)))
        failures += [f for note, case in found for f in _failures(name, note, case)]
    alarms = [f for f in failures if f.kind == "false alarm"]
    kept = [f for f in failures if f.kind != "false alarm"] + alarms[:_ALARMS_LISTED]
    notes_ = (
        [f"{len(alarms)} false alarms; the first {_ALARMS_LISTED} are listed."] if len(alarms) > _ALARMS_LISTED else []
    )
    return SuiteResult(
        suite="leaks",
        figures=tuple(figures),
        failures=tuple(kept),
        notes=tuple(notes_) if figures else ("No dossier and no span set among the cases: nothing was scored.",),
        gating=("leak",),
        seconds=time.perf_counter() - started,
    )


def _dossier_cases(gold: GoldDossier, system: System) -> Iterable[tuple[str, str, Case]]:
    pseudonymized, key = system.pseudonymized(gold)
    kept = {document.id for document in pseudonymized.documents}
    for document in system.dossier(gold).documents:
        if document.id not in kept:
            continue
        mine = [pii for pii in gold.pii if pii.file == document.file]
        spans = {(span, Label(pii.label)) for pii in mine for span in located(pii, document.text)}
        hidden = key.replacements.get(document.id, ())
        yield (
            f"{gold.part}/{gold.name}",
            document.file,
            Case(
                text=document.text,
                gold=tuple(Marked(span, label) for span, label in sorted(spans)),
                found=tuple(Marked(r.original, Label.OTHER) for r in hidden),
            ),
        )


def _note_cases(notes: Sequence[Note], system: System) -> list[tuple[str, Case]]:
    """Each note with what was found in it. A note that could not be searched would be refused: it shows nothing."""
    cases = []
    outcomes = system.quoting.detector.detect_each([note.text for note in notes], [()] * len(notes))
    for note, found in zip(notes, outcomes, strict=True):
        if isinstance(found, PseudonymizationError):
            continue
        gold = tuple(Marked(span, EDS_LABELS.get(label) or Label(label)) for span, label in note.spans)
        # The dates of events are kept on purpose: neither expected nor a false alarm.
        marked = tuple(Marked(f.span, f.label) for f in found if f.label is not Label.DATE)
        cases.append((note.id, Case(text=note.text, gold=gold, found=marked)))
    return cases


def _figures(part: str, named: Sequence[tuple[str, Case]]) -> Iterable[Figure]:
    cases = [case for _, case in named]
    present = sorted({marked.label for case in cases for marked in case.gold} - {Label.DATE})
    yield share(f"{part}/whole entities/direct identifiers", _whole(named, DIRECT))
    yield _ratio(f"{part}/characters/direct identifiers", character_recall(cases, DIRECT))
    for label in present:
        yield share(f"{part}/whole entities/{label}", _whole(named, {label}))
        yield _ratio(f"{part}/characters/{label}", character_recall(cases, {label}))
    clean = {name: float(documents_without_leak([case]).hits) for name, case in named}
    yield share(f"{part}/documents with zero leak", clean, note="no letter or digit of a direct identifier left")
    yield _ratio(f"{part}/precision/characters", character_precision(cases))
    alarms = false_alarms_per_1000_words(cases)
    yield Figure(key=f"{part}/false alarms", value=alarms, better="lower", unit="per 1,000 words", n=len(cases))


def _whole(named: Sequence[tuple[str, Case]], labels: Collection[Label]) -> dict[str, float]:
    """Each entity of these labels, hidden whole or not."""
    return {
        f"{name}/{marked.label}/{marked.span.start}-{marked.span.end}": float(ratio.hits)
        for name, case in named
        for marked in case.gold
        if (ratio := whole_recall([replace(case, gold=(marked,))], labels)).total
    }


def _ratio(key: str, ratio: Ratio) -> Figure:
    return measured(key, wilson(ratio.hits, ratio.total), unit="share")


def _inversion(part: str, golds: Sequence[GoldDossier], system: System) -> Figure:
    items: dict[str, float] = {}
    for gold in golds:
        pseudonymized, key = system.pseudonymized(gold)
        texts = {document.id: document.text for document in system.dossier(gold).documents}
        for document in pseudonymized.documents:
            items[f"{gold.name}/{document.id}"] = float(restore(document, key) == texts[document.id])
    return share(f"{part}/exact inversion", items)


def _refused(gold: GoldDossier, system: System) -> int:
    return len(system.pseudonymized(gold)[0].refused)


def _failures(owner: str, file: str, case: Case) -> Iterable[Failure]:
    hidden = {i for marked in case.found for i in range(marked.span.start, marked.span.end)}
    for marked in case.gold:
        left = [i for i in _letters(case.text, marked.span) if i not in hidden]
        if left and marked.label in DIRECT:
            yield Failure(
                id=f"leak/{owner}/{file}/{marked.label}/{marked.span.start}",
                kind="leak",
                case=owner,
                message=f"{marked.label}: {len(left)} letters and digits left",
                severity="critical",
                passages=(excerpt(str(marked.label), file, case.text, marked.span, around=60),),
            )
    for found in case.found:
        if not any(found.span.overlaps(marked.span) for marked in case.gold):
            yield Failure(
                id=f"false-alarm/{owner}/{file}/{found.span.start}",
                kind="false alarm",
                case=owner,
                message="hidden, and marked by no one",
                severity="minor",
                passages=(excerpt("hidden", file, case.text, found.span, around=60),),
            )


def _letters(text: str, span: Span) -> list[int]:
    return [i for i in range(span.start, span.end) if text[i].isalnum()]
