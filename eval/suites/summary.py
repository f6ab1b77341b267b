"""The cited summary against its gold: what it covers, what it should not say, what its citations are worth.

Every rule is exact and stated where it lives (`eval.metrics`): coverage.py says when a fact is covered, traps.py when a
claim that must not be made is made, faithfulness.py what is wrong with a statement, citations.py when a citation
counts. None of them is the product's verifier. A stronger judge, when one is given, adds a figure of its own under its
name and changes no other.
"""

from __future__ import annotations

import time
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from eval.casebook import Casebook
from eval.cases import SEVERITIES, GoldDossier, Quote
from eval.metrics import traps
from eval.metrics.citations import passages, precise, recalled, resolves
from eval.metrics.coverage import Contradicted, Covered, contradictions, coverage, spans_of
from eval.metrics.exact import content, recall
from eval.metrics.faithfulness import ERRORS, Passages, errors
from eval.metrics.repetition import repeated
from eval.questions import Answered, ask
from eval.results import Excerpt, Failure, Figure, SuiteResult, average, excerpt, share
from eval.scoring import entailed
from eval.shown import ShownStatement, ShownSummary
from eval.system import System
from summarizer.values import Span

#: What others measured, by the key of the figure beside which it stands in the report.
ANCHORS = {
    "headline/hallucinated sentences": "1.47 % (CREOLA, npj Digital Medicine 2025)",
    "headline/omitted facts": "3.45 % (CREOLA, npj Digital Medicine 2025)",
    "headline/errors per summary": "2.33 (ChatEHR); physicians 1.82 (UCSF discharge study)",
    "citations/recall": "about 70 % of statements supported, GPT-4o with web search (SourceCheckup, Nature Communications 2025)",
    "citations/precision": "about 70 % of statements supported, GPT-4o with web search (SourceCheckup, Nature Communications 2025)",
}
_COUNTED = "unsupported statements, claims that must not be made, critical facts omitted"


@dataclass(frozen=True, slots=True, kw_only=True)
class Read:
    """One summary, scored."""

    gold: GoldDossier
    shown: ShownSummary
    texts: Mapping[str, str]
    covered: tuple[Covered, ...]
    suspected: tuple[traps.Suspected, ...]
    contradicted: tuple[Contradicted, ...]
    wrong: Mapping[str, tuple[str, ...]]
    unresolved: tuple[ShownStatement, ...]

    @property
    def name(self) -> str:
        return f"{self.gold.part}/{self.gold.name}"

    def violations(self) -> tuple[traps.Suspected, ...]:
        return tuple(one for one in self.suspected if one.violation)


def run(cases: Casebook, system: System, quick: bool) -> SuiteResult:
    started = time.perf_counter()
    figures: list[Figure] = []
    failures: list[Failure] = []
    for part, golds in cases.parts():
        reads = [read(gold, system.summary(gold).shown, system.texts(gold)) for gold in golds]
        answers = [answered for gold in golds for answered in ask(gold, system)]
        figures += score(part, reads)
        figures += _answers(part, answers)
        figures.append(_seconds(part, golds, system))
        if system.scoring is not None:
            figures.append(_judged(part, reads, system))
        failures += [failure for one in reads for failure in failures_of(one)]
        texts = {f"{gold.part}/{gold.name}": system.texts(gold) for gold in golds}
        failures += [_answer_failure(one, texts[one.case]) for one in answers if not one.right]
    judge = system.scoring.card.name if system.scoring is not None else None
    notes = [f"Stronger judge: {judge}, in the figures that bear its name." if judge else "No stronger judge was used."]
    return SuiteResult(
        suite="summary",
        figures=tuple(figures),
        failures=tuple(failures),
        notes=tuple(notes) if figures else ("No dossier among the cases: nothing was scored.",),
        gating=("must not say", "critical fact omitted", "citation does not resolve"),
        seconds=time.perf_counter() - started,
    )


def read(gold: GoldDossier, shown: ShownSummary, texts: Mapping[str, str]) -> Read:
    """Everything the exact rules see in one summary. `texts` gives the text of each file as read."""
    return Read(
        gold=gold,
        shown=shown,
        texts=texts,
        covered=coverage(gold.facts, shown.statements, texts, _set_aside(shown)),
        suspected=traps.suspicions(gold, shown.statements, texts),
        contradicted=contradictions(gold.disagreements, shown.contradictions, texts),
        wrong={s.id: _errors(s, texts) for s in shown.statements},
        unresolved=tuple(s for s in shown.statements if not all(resolves(c, texts) for c in s.citations)),
    )


def _set_aside(shown: ShownSummary) -> frozenset[str]:
    return frozenset(file for file, reason in shown.unread if "autre patient" in reason)


def _errors(statement: ShownStatement, texts: Mapping[str, str]) -> tuple[str, ...]:
    found = errors(statement.text, passages(statement))
    return ("wrong_source",) if found and _said_elsewhere(statement, texts) else found


def _said_elsewhere(statement: ShownStatement, texts: Mapping[str, str]) -> bool:
    """Whether a line of the dossier that is not cited supports the statement and says nearly all of its words."""
    mine = content(statement.text)
    cited = {citation.quote for citation in statement.citations}
    for text in texts.values():
        for line in text.splitlines():
            said = recall(mine, content(line)) if line.strip() else None
            if said is not None and said >= 0.9 and line not in cited and not errors(statement.text, [(line, None)]):
                return True
    return False


def score(part: str, reads: Sequence[Read]) -> Iterator[Figure]:
    """The figures of one part, those that others have published with what they found."""
    of = (_headline, _coverage, _faithfulness, _citations, _shape)
    for figure in (figure for figures in of for figure in figures(part, reads)):
        yield replace(figure, anchor=ANCHORS.get(figure.key.removeprefix(f"{part}/"), ""))


def _headline(part: str, reads: Sequence[Read]) -> Iterator[Figure]:
    wrong = {
        f"{one.name}/{s.id}": float(bool(one.wrong[s.id]) or s.id in _violating(one))
        for one in reads
        for s in one.shown.statements
    }
    yield share(
        f"{part}/headline/hallucinated sentences",
        wrong,
        better="lower",
        note="exact rules, or a claim that must not be made",
    )
    omitted = {f"{one.name}/{c.fact.id}": float(not c.said) for one in reads for c in one.covered}
    yield share(f"{part}/headline/omitted facts", omitted, better="lower", note="not both cited and said")
    per = {one.name: float(_error_count(one)) for one in reads}
    yield average(f"{part}/headline/errors per summary", per, better="lower", unit="errors", note=_COUNTED)


def _violating(one: Read) -> frozenset[str]:
    return frozenset(suspected.statement.id for suspected in one.violations())


def _error_count(one: Read) -> int:
    wrong = {s.id for s in one.shown.statements if one.wrong[s.id]} | _violating(one)
    omitted = sum(not c.said for c in one.covered if c.fact.severity == "critical")
    return len(wrong) + omitted


def _coverage(part: str, reads: Sequence[Read]) -> Iterator[Figure]:
    everything = {f"{one.name}/{c.fact.id}": c for one in reads for c in one.covered}
    yield share(f"{part}/coverage/said", {key: float(c.said) for key, c in everything.items()})
    yield share(f"{part}/coverage/cited", {key: float(c.cited) for key, c in everything.items()})
    yield share(f"{part}/coverage/said anywhere", {key: float(c.anywhere) for key, c in everything.items()})
    for severity in SEVERITIES:
        of = {key: c for key, c in everything.items() if c.fact.severity == severity}
        yield share(f"{part}/coverage/said/{severity}", {key: float(c.said) for key, c in of.items()})
        yield share(f"{part}/coverage/cited/{severity}", {key: float(c.cited) for key, c in of.items()})
        yield share(f"{part}/coverage/said anywhere/{severity}", {key: float(c.anywhere) for key, c in of.items()})
    for section in sorted({c.fact.section for c in everything.values()}):
        mine = {key: float(c.said) for key, c in everything.items() if c.fact.section == section}
        yield share(f"{part}/coverage/said/{section}", mine)


def _faithfulness(part: str, reads: Sequence[Read]) -> Iterator[Figure]:
    for error in ERRORS:
        of = {f"{one.name}/{s.id}": float(error in one.wrong[s.id]) for one in reads for s in one.shown.statements}
        yield share(f"{part}/unsupported/{error}", of, better="lower")
    made = {
        f"{one.name}/{trap.id}": float(any(v.trap.id == trap.id for v in one.violations()))
        for one in reads
        for trap in one.gold.traps
    }
    yield share(f"{part}/must not say/violations", made, better="lower", note="share of traps")
    to_read = {one.name: float(len({s.trap.id for s in one.suspected if not s.violation})) for one in reads}
    yield average(f"{part}/must not say/to read", to_read, better="lower", unit="traps per summary")
    found = {f"{one.name}/{c.disagreement.id}": float(c.found) for one in reads for c in one.contradicted}
    yield share(f"{part}/contradictions/found", found)
    touched = {f"{one.name}/{c.disagreement.id}": float(c.touched) for one in reads for c in one.contradicted}
    yield share(f"{part}/contradictions/one side shown", touched, note="another pair may show the same disagreement")
    listed = {one.name: float(len(one.shown.contradictions)) for one in reads}
    yield average(f"{part}/contradictions/listed", listed, better="neither", unit="per summary")
    foreign = {
        f"{one.name}/{file}": float(not any(s.touches(file, _everywhere(one, file)) for s in one.shown.statements))
        for one in reads
        for file in sorted(traps.foreign_files(one.gold))
    }
    yield share(f"{part}/misfiled documents kept out", foreign)


def _everywhere(one: Read, file: str) -> tuple[Span, ...]:
    return (Span(0, len(one.texts.get(file, ""))),)


def _citations(part: str, reads: Sequence[Read]) -> Iterator[Figure]:
    statements = {f"{one.name}/{s.id}": s for one in reads for s in one.shown.statements}
    yield share(
        f"{part}/citations/recall",
        {key: float(recalled(s, _supports)) for key, s in statements.items()},
        note="statements that their citations, together, support",
    )
    counted = {
        f"{key}/{number}": float(right)
        for key, s in statements.items()
        for number, right in enumerate(precise(s, _supports))
    }
    yield share(f"{part}/citations/precision", counted, note="citations that help support a supported statement")
    resolved = {
        f"{one.name}/{s.id}/{number}": float(resolves(c, one.texts))
        for one in reads
        for s in one.shown.statements
        for number, c in enumerate(s.citations)
    }
    yield share(f"{part}/citations/resolve", resolved)


def _supports(text: str, cited: Passages) -> bool:
    return not errors(text, cited)


def _shape(part: str, reads: Sequence[Read]) -> Iterator[Figure]:
    statements = {f"{one.name}/{s.id}": s for one in reads for s in one.shown.statements}
    quoted = {key: float(s.quoted) for key, s in statements.items()}
    yield share(f"{part}/shape/quoted", quoted, better="neither")
    drafted = {
        one.name: one.shown.withheld / (one.shown.withheld + len(one.shown.statements))
        for one in reads
        if one.shown.withheld + len(one.shown.statements)
    }
    yield average(f"{part}/shape/withheld", drafted, better="neither", unit="share")
    counted = {one.name: float(len(one.shown.statements)) for one in reads}
    yield average(f"{part}/shape/statements", counted, better="neither", unit="per summary")
    length = {
        one.name: sum(len(s.text) for s in one.shown.statements) / max(1, sum(map(len, one.texts.values())))
        for one in reads
    }
    yield average(f"{part}/shape/length against sources", length, better="neither", unit="share")
    again = {
        f"{one.name}/{s.id}": float(s.id in repeats)
        for one in reads
        for repeats in (repeated(one.shown.statements),)
        for s in one.shown.statements
    }
    yield share(f"{part}/shape/repeated", again, better="lower")


def _answers(part: str, answers: Sequence[Answered]) -> Iterator[Figure]:
    with_answer = {one.id: float(one.right) for one in answers if one.question.answer is not None}
    without = {one.id: float(one.right) for one in answers if one.question.answer is None}
    cited = {one.id: float(one.cites) for one in answers if one.question.answer is not None}
    yield share(f"{part}/questions/answered", with_answer)
    yield share(f"{part}/questions/source cited", cited)
    yield share(f"{part}/questions/refused without answer", without)


def _seconds(part: str, golds: Sequence[GoldDossier], system: System) -> Figure:
    took = {f"{gold.part}/{gold.name}": system.summary(gold).seconds for gold in golds}
    return average(f"{part}/shape/seconds", took, better="neither", unit="s per summary")


def _judged(part: str, reads: Sequence[Read], system: System) -> Figure:
    assert system.scoring is not None
    asked = {f"{one.name}/{s.id}": s for one in reads for s in one.shown.statements if not s.quoted}
    verdicts = entailed([(s.text, passages(s)) for s in asked.values()], system.scoring)
    known = {key: float(v) for key, v in zip(asked, verdicts, strict=True) if v is not None}
    missing = len(asked) - len(known)
    return share(
        f"{part}/judged by {system.scoring.card.name}/supported",
        known,
        note=f"{missing} answers could not be read" if missing else "",
    )


# --- failures -------------------------------------------------------------------------------------------------


def failures_of(one: Read) -> Iterator[Failure]:
    """Everything wrong with one summary, gravest first."""
    times: Counter[str] = Counter()
    for suspected in one.suspected:
        yield _suspected_failure(one, suspected, times[suspected.trap.id])
        times[suspected.trap.id] += 1
    for covered in one.covered:
        if not covered.said:
            yield _omitted(one, covered)
    for statement in one.unresolved:
        yield Failure(
            id=f"unresolved/{one.name}/{statement.id}",
            kind="citation does not resolve",
            case=one.name,
            message=statement.text,
            severity="critical",
        )
    for statement in one.shown.statements:
        if one.wrong[statement.id]:
            yield Failure(
                id=f"unsupported/{one.name}/{statement.id}",
                kind="unsupported statement",
                case=one.name,
                message=f"{', '.join(one.wrong[statement.id])}: {statement.text}",
                severity="major",
                passages=tuple(_cited(one, statement)),
            )
    for contradicted in one.contradicted:
        if not contradicted.found:
            gold = contradicted.disagreement
            yield Failure(
                id=f"contradiction/{one.name}/{gold.id}",
                kind="contradiction missed",
                case=one.name,
                message=gold.about,
                severity="major",
                passages=(*_source(one, "a", gold.a), *_source(one, "b", gold.b)),
            )


def _suspected_failure(one: Read, suspected: traps.Suspected, number: int) -> Failure:
    trap, statement = suspected.trap, suspected.statement
    kind = "must not say" if suspected.violation else "must not say, to read"
    return Failure(
        id=f"trap/{one.name}/{trap.id}/{number}",
        kind=kind,
        case=one.name,
        message=f"{statement.text} — must not say: {trap.claim} ({trap.why}) [{suspected.why}]",
        severity="critical" if suspected.violation else "minor",
        passages=(*_source(one, "trap", trap.source), *_cited(one, statement)),
    )


def _omitted(one: Read, covered: Covered) -> Failure:
    fact = covered.fact
    by = next((s.text for s in one.shown.statements if s.id == covered.by), None)
    return Failure(
        id=f"omitted/{one.name}/{fact.id}",
        kind=f"{fact.severity} fact {_fate(covered)}",
        case=one.name,
        message=f"[{fact.section}] {fact.statement}" + (f" — shown: {by}" if by else ""),
        severity=fact.severity,
        passages=tuple(e for source in fact.sources for e in _source(one, "source", source)),
    )


def _fate(covered: Covered) -> str:
    if covered.anywhere:
        return "said from another passage"
    return "cited, not said" if covered.cited else "omitted"


def _source(one: Read, label: str, quote: Quote) -> Iterator[Excerpt]:
    return _excerpts(label, quote, one.texts)


def _excerpts(label: str, quote: Quote, texts: Mapping[str, str]) -> Iterator[Excerpt]:
    for span in spans_of(quote, texts)[:1]:
        yield excerpt(label, quote.file, texts[quote.file], span)


def _cited(one: Read, statement: ShownStatement) -> Iterator[Excerpt]:
    for citation in statement.citations:
        if citation.file in one.texts:
            yield excerpt("cited", citation.file, one.texts[citation.file], citation.span)


def _answer_failure(one: Answered, texts: Mapping[str, str]) -> Failure:
    expected = one.question.answer or "no answer in the dossier"
    sources = (e for source in one.question.sources for e in _excerpts("source", source, texts))
    cited = (excerpt("cited", file, texts[file], span) for file, span in one.cited)
    return Failure(
        id=f"question/{one.id}",
        kind="question answered wrongly" if one.question.answer else "question not refused",
        case=one.case,
        message=f"{one.question.question} — expected: {expected} — said: {one.text or 'nothing'}",
        severity="major",
        passages=(*sources, *cited),
    )
