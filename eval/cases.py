"""Loads gold cases and proves that they point into their documents.

It knows the formats: a gold dossier (documents/, dossier.json, gold.json), a set of notes with identifier spans
(JSON lines), pairs of entailment (TSV), and labelled claims (JSON lines). It refuses to score: a quote is found in
the text as read, exactly, or with line breaks and runs of blanks read as one blank; nothing looser counts.
"""

from __future__ import annotations

import csv
import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from summarizer.errors import InputError
from summarizer.ingest import read_dossier
from summarizer.values import Dossier, SectionKey, Span, Status

DATA = Path(__file__).parent / "data"
DOSSIERS = DATA / "dossiers"
LABELS = frozenset(
    (
        "PERSON", "BIRTH_DATE", "NIR", "IPP", "PHONE", "EMAIL", "ADDRESS", "CITY", "ZIP", "HOSPITAL", "RPPS", "FINESS",
        "VISIT_ID", "RELATIVE", "OTHER",
    )
)  # fmt: skip
SECTIONS = frozenset(SectionKey)
SEVERITIES = ("critical", "major", "minor")
STATUSES = frozenset(Status)


class CasesInvalid(InputError):
    """The cases are not in a format the harness reads."""

    next_step = "See eval/data/README.md for the formats."


@dataclass(frozen=True, slots=True, kw_only=True, repr=False)
class Quote:
    """A passage of one file, as the gold gives it."""

    file: str
    text: str

    def __repr__(self) -> str:
        return f"Quote({len(self.text)} characters)"


@dataclass(frozen=True, slots=True, kw_only=True, repr=False)
class Pii:
    """An identifying string of one file, exactly as written. Matched case-sensitively."""

    file: str
    text: str
    label: str

    def __repr__(self) -> str:
        return f"Pii({self.label})"


@dataclass(frozen=True, slots=True, kw_only=True, repr=False)
class Fact:
    """Something a good summary says, with the passages that say it (any one is enough)."""

    id: str
    section: str
    statement: str
    severity: str
    status: str
    sources: tuple[Quote, ...]

    def __repr__(self) -> str:
        return f"Fact({self.id})"


@dataclass(frozen=True, slots=True, kw_only=True, repr=False)
class Trap:
    """Something a careless summary says, with the passage that misleads it."""

    id: str
    claim: str
    why: str
    source: Quote

    def __repr__(self) -> str:
        return f"Trap({self.id})"


@dataclass(frozen=True, slots=True, kw_only=True, repr=False)
class Disagreement:
    """Two passages that contradict each other."""

    id: str
    about: str
    a: Quote
    b: Quote

    def __repr__(self) -> str:
        return f"Disagreement({self.id})"


@dataclass(frozen=True, slots=True, kw_only=True, repr=False)
class Question:
    """A question of a reader; `answer` is None when the dossier does not answer it."""

    id: str
    question: str
    answer: str | None
    sources: tuple[Quote, ...]

    def __repr__(self) -> str:
        return f"Question({self.id})"


@dataclass(frozen=True, slots=True, kw_only=True, repr=False)
class GoldDossier:
    """One gold folder. `name` tells it apart in reports; `part` is tuning, test, or the name of the folder above."""

    name: str
    part: str
    folder: Path
    pii: tuple[Pii, ...]
    facts: tuple[Fact, ...]
    traps: tuple[Trap, ...]
    disagreements: tuple[Disagreement, ...]
    questions: tuple[Question, ...]

    def __repr__(self) -> str:
        return f"GoldDossier({self.part}/{self.name}, {len(self.facts)} facts)"

    def quotes(self) -> Iterator[tuple[str, Quote]]:
        """Every quote of the gold, with the name of what it belongs to."""
        for fact in self.facts:
            yield from ((fact.id, quote) for quote in fact.sources)
        yield from ((trap.id, trap.source) for trap in self.traps)
        for pair in self.disagreements:
            yield from ((pair.id, pair.a), (pair.id, pair.b))
        for question in self.questions:
            yield from ((question.id, quote) for quote in question.sources)


@dataclass(frozen=True, slots=True, kw_only=True, repr=False)
class Note:
    """One text with identifier spans: (span, label)."""

    id: str
    text: str
    spans: tuple[tuple[Span, str], ...]

    def __repr__(self) -> str:
        return f"Note({self.id}, {len(self.spans)} spans)"


@dataclass(frozen=True, slots=True, kw_only=True, repr=False)
class Pair:
    """A premise and a hypothesis; `label` is entailment, neutral or contradiction."""

    id: str
    premise: str
    hypothesis: str
    label: str

    def __repr__(self) -> str:
        return f"Pair({self.id}, {self.label})"


@dataclass(frozen=True, slots=True, kw_only=True, repr=False)
class LabelledClaim:
    """A claim with its evidence; `right` says whether the evidence supports it, `error` what is wrong otherwise."""

    id: str
    claim: str
    evidence: tuple[str, ...]
    right: bool
    error: str | None
    source: str

    def __repr__(self) -> str:
        return f"LabelledClaim({self.id}, {'right' if self.right else self.error})"


# --- finding a quote ------------------------------------------------------------------------------------------


def locate(quote: str, text: str) -> tuple[Span, ...]:
    """Every occurrence of `quote` in `text`; case and accents count, runs of blanks and line ends are one blank."""
    exact = [Span(match.start(), match.end()) for match in re.finditer(re.escape(quote), text)]
    if exact or not quote.split():
        return tuple(exact)
    loose = r"\s+".join(re.escape(word) for word in quote.split())
    return tuple(Span(match.start(), match.end()) for match in re.finditer(loose, text))


def located(pii: Pii, text: str) -> tuple[Span, ...]:
    """Every occurrence of an identifier that is not a part of a longer word or number."""
    return tuple(span for span in locate(pii.text, text) if _whole(span, text))


def _whole(span: Span, text: str) -> bool:
    before, first = text[span.start - 1 : span.start], text[span.start]
    last, after = text[span.end - 1], text[span.end : span.end + 1]
    return not (before.isalnum() and first.isalnum()) and not (last.isalnum() and after.isalnum())


# --- gold dossiers --------------------------------------------------------------------------------------------


def gold_dossiers(path: Path) -> tuple[GoldDossier, ...]:
    """Every gold folder at or below `path`, in order of its path; none raises `CasesInvalid`."""
    folders = sorted(file.parent for file in path.rglob("gold.json"))
    if not folders:
        raise CasesInvalid("No gold.json was found in the cases given.")
    return tuple(load_gold(folder) for folder in folders)


def load_gold(folder: Path) -> GoldDossier:
    """One gold folder; raises `CasesInvalid` when gold.json is not as described."""
    try:
        gold = json.loads((folder / "gold.json").read_text(encoding="utf-8"))
        return _gold(folder, gold)
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise CasesInvalid(f"gold.json of case {folder.name} is not as described ({type(error).__name__}).") from error


def _gold(folder: Path, gold: Mapping[str, Any]) -> GoldDossier:
    return GoldDossier(
        name=folder.name,
        part=folder.parent.name,
        folder=folder,
        pii=tuple(Pii(file=p["file"], text=p["text"], label=p["label"]) for p in gold["pii"]),
        facts=tuple(
            Fact(
                id=f["id"],
                section=f["section"],
                statement=f["statement"],
                severity=f["severity"],
                status=f["status"],
                sources=_quotes(f["sources"]),
            )
            for f in gold["facts"]
        ),
        traps=tuple(
            Trap(id=f"M{n:02d}", claim=t["claim"], why=t["why"], source=Quote(file=t["file"], text=t["quote"]))
            for n, t in enumerate(gold["must_not_say"], start=1)
        ),
        disagreements=tuple(
            Disagreement(id=f"C{n:02d}", about=c["about"], a=_quotes([c["a"]])[0], b=_quotes([c["b"]])[0])
            for n, c in enumerate(gold["contradictions"], start=1)
        ),
        questions=tuple(
            Question(id=f"Q{n:02d}", question=q["question"], answer=q["answer"], sources=_quotes(q["sources"]))
            for n, q in enumerate(gold["questions"], start=1)
        ),
    )


def _quotes(items: list[dict[str, str]]) -> tuple[Quote, ...]:
    return tuple(Quote(file=item["file"], text=item["quote"]) for item in items)


def problems(gold: GoldDossier, dossier: Dossier | None = None) -> tuple[str, ...]:
    """What is wrong with a gold folder: quotes and identifiers that do not occur in their file, unknown names.

    `dossier` is the folder as read, when the caller already has it. Each line names the item, never its text.
    """
    read = dossier or read_dossier(gold.folder)
    texts = {document.file: document.text for document in read.documents}
    found = [f"{entry.file}: not read ({entry.reason})" for entry in read.unread]
    for owner, quote in gold.quotes():
        if quote.file not in texts:
            found.append(f"{owner}: {quote.file} is not a document of the dossier")
        elif not locate(quote.text, texts[quote.file]):
            found.append(f"{owner}: the quote does not occur in {quote.file}")
    for number, pii in enumerate(gold.pii, start=1):
        if pii.file not in texts:
            found.append(f"pii {number}: {pii.file} is not a document of the dossier")
        elif not located(pii, texts[pii.file]):
            found.append(f"pii {number} ({pii.label}): does not occur in {pii.file}")
        if pii.label not in LABELS:
            found.append(f"pii {number}: unknown label {pii.label}")
    for fact in gold.facts:
        named = (fact.section in SECTIONS, fact.severity in SEVERITIES, fact.status in STATUSES)
        found += [f"{fact.id}: unknown section, severity or status"] if not all(named) else []
        found += [] if fact.sources else [f"{fact.id}: no source"]
    for question in gold.questions:
        if (question.answer is None) != (not question.sources):
            found.append(f"{question.id}: an answer needs sources, and no answer has none")
    ids = [fact.id for fact in gold.facts]
    found += [f"{id_}: used twice" for id_ in sorted({i for i in ids if ids.count(i) > 1})]
    return tuple(found)


# --- span sets, pairs, claims ---------------------------------------------------------------------------------


def notes(file: Path) -> tuple[Note, ...]:
    """A span set: JSON lines {note_id, note_text, entities: [{start, end, label}]}."""
    return tuple(
        Note(
            id=str(item["note_id"]),
            text=item["note_text"],
            spans=tuple((Span(e["start"], e["end"]), e["label"]) for e in item["entities"]),
        )
        for item in json_lines(file)
    )


def pairs(file: Path) -> tuple[Pair, ...]:
    """Pairs of a TSV with columns premise, hypothesis, label_text. `compatibles` (DACCORD) is no contradiction."""
    with file.open(encoding="utf-8", newline="") as stream:
        rows = list(csv.DictReader(stream, delimiter="\t", quoting=csv.QUOTE_NONE))
    if not rows or not {"premise", "hypothesis", "label_text"} <= set(rows[0]):
        raise CasesInvalid(f"{file.name} lacks the columns premise, hypothesis and label_text.")
    return tuple(
        Pair(
            id=f"{file.stem}:{row.get('id') or row.get('uid') or number}",
            premise=row["premise"],
            hypothesis=row["hypothesis"],
            label=row["label_text"].strip().lower(),
        )
        for number, row in enumerate(rows)
    )


def claims(file: Path) -> tuple[LabelledClaim, ...]:
    """Labelled claims: JSON lines {id, claim, evidence, label, error, source_dossier}."""
    return tuple(
        LabelledClaim(
            id=item["id"],
            claim=item["claim"],
            evidence=tuple(item["evidence"]),
            right=item["label"] == "right",
            error=item["error"],
            source=item["source_dossier"],
        )
        for item in json_lines(file)
    )


def json_lines(file: Path) -> Iterator[dict[str, Any]]:
    """The objects of a JSON lines file; raises `CasesInvalid`, naming the line."""
    for number, line in enumerate(file.read_text(encoding="utf-8").splitlines(), start=1):
        if not line.strip():
            continue
        try:
            yield json.loads(line)
        except ValueError as error:
            raise CasesInvalid(f"Line {number} of {file.name} is not JSON.") from error
