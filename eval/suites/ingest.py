"""What reading recovers: files read, characters against a reference text, identity, kind and date against dossier.json,
and what was reported, with the reason.

Identity, kind and date are judged on each document read alone, without dossier.json. A reference is the text a file was
built from: `reference/<file>.txt` in the folder, or the sources of the example dossier. A document that the gold says
is another patient's is not asked for the patient's identity.
"""

from __future__ import annotations

import json
import re
import time
from collections.abc import Iterable, Iterator
from difflib import SequenceMatcher
from pathlib import Path
from typing import Any

from eval.casebook import Casebook
from eval.cases import GoldDossier, problems
from eval.metrics.exact import flat
from eval.metrics.traps import foreign_files
from eval.results import Excerpt, Failure, Figure, SuiteResult, average, count, excerpt, share
from eval.system import System
from summarizer.errors import UnreadableDocument
from summarizer.ingest import read_document
from summarizer.values import Document, Span

#: How much of a document opens a failure of its header.
_HEAD = 600
_MARKUP = re.compile(r"^(?:@\w+.*|[=#>~] |\*\* )", re.MULTILINE)


def run(cases: Casebook, system: System, quick: bool) -> SuiteResult:
    started = time.perf_counter()
    figures: list[Figure] = []
    failures: list[Failure] = []
    for part, golds in cases.parts():
        rows = [row for gold in golds for row in _rows(gold, system)]
        figures += _figures(part, rows)
        wrong = [problem for gold in golds for problem in _problems(gold, system)]
        figures.append(count(f"{part}/gold quotes and identifiers not found", len(wrong)))
        failures += wrong + [failure for row in rows for failure in row.failures]
    return SuiteResult(
        suite="ingest",
        figures=tuple(figures),
        failures=tuple(failures),
        notes=() if figures else ("No dossier among the cases: nothing was scored.",),
        gating=("not read", "gold not found"),
        seconds=time.perf_counter() - started,
    )


class _Row:
    """What became of one file: 0 or 1 for each thing asked, and the failures."""

    def __init__(self, name: str, document: Document | None) -> None:
        self.name = name
        self.document = document
        self.asked: dict[str, float] = {}
        self.failures: list[Failure] = []

    def ask(self, what: str, right: bool, message: str) -> None:
        self.asked[what] = float(right)
        if not right:
            self.failures.append(
                Failure(
                    id=f"ingest/{self.name}/{what}",
                    kind="not read" if what == "read" else f"{what} wrong",
                    case=self.name,
                    message=message,
                    severity="minor",
                    passages=self._passages(),
                )
            )

    def report(self, warning: str) -> None:
        """Something that reading itself says of the file."""
        number = sum(failure.kind == "reported" for failure in self.failures)
        self.failures.append(
            Failure(
                id=f"ingest/{self.name}/reported/{number}",
                kind="reported",
                case=self.name,
                message=warning,
                passages=self._passages(),
            )
        )

    def _passages(self) -> tuple[Excerpt, ...]:
        if self.document is None:
            return ()
        text = self.document.text
        return (excerpt("head, as read", self.document.file, text, Span(0, min(_HEAD, len(text))), around=0),)


def _rows(gold: GoldDossier, system: System) -> Iterator[_Row]:
    manifest: dict[str, Any] = json.loads((gold.folder / "dossier.json").read_text(encoding="utf-8"))
    said = {entry["file"]: entry for entry in manifest.get("documents", ())}
    unread = {entry.file: entry.reason for entry in system.dossier(gold).unread}
    for file in sorted(set(said) | set(unread)):
        document = _alone(gold, file)
        row = _Row(f"{gold.part}/{gold.name}/{file}", document)
        row.ask("read", document is not None, unread.get(file, "not read"))
        if document is not None:
            for warning in document.warnings:
                row.report(warning)
            _ask_header(row, document, said.get(file, {}))
            _ask_identity(row, gold, document, manifest.get("patient", {}))
            reference = _reference(gold, file)
            if reference is not None:
                row.asked["characters"] = _recovered(reference, document.text)
        yield row


def _alone(gold: GoldDossier, file: str) -> Document | None:
    path = next((p for p in (gold.folder / "documents" / file, gold.folder / file) if p.is_file()), None)
    try:
        return read_document(path) if path else None
    except UnreadableDocument:
        return None


def _ask_header(row: _Row, document: Document, entry: dict[str, Any]) -> None:
    if entry.get("kind"):
        row.ask("kind", document.kind == entry["kind"], f"read as {document.kind}, is {entry['kind']}")
    if entry.get("written_on"):
        read, true = document.written_on, entry["written_on"]
        row.ask("date", read == true, f"read as {read}, is {true}")
    if entry.get("confidentiality"):
        right = document.confidentiality == entry["confidentiality"]
        row.ask("confidentiality", right, f"read as {document.confidentiality}")


def _ask_identity(row: _Row, gold: GoldDossier, document: Document, patient: dict[str, Any]) -> None:
    """The patient's own identifiers that the gold says stand in the file, against what the document alone gives."""
    if row.name.rpartition("/")[2] in foreign_files(gold):
        return
    present = {label: [p.text for p in gold.pii if p.file == document.file and p.label == label] for label in _ASKED}
    names = {flat(name) for name in patient.get("family_names", ())}
    if any(name in flat(text) for text in present["PERSON"] for name in names):
        row.ask("name", bool({flat(n) for n in document.identity.family_names} & names), "the family name is not found")
    for label, field in (("NIR", "nir"), ("IPP", "ipp")):
        true = re.sub(r"\W", "", str(patient.get(field) or ""))
        if true and any(re.sub(r"\W", "", text)[:13] == true[:13] for text in present[label]):
            found = re.sub(r"\W", "", getattr(document.identity, field) or "")
            row.ask(field, found[:13] == true[:13], f"the {label} is not found")
    given = {flat(name) for name in patient.get("given_names", ())[:1]}
    if any(name in flat(text).split() for text in present["PERSON"] for name in given):
        found_given = {flat(n) for n in document.identity.given_names}
        row.ask("given name", bool(found_given & given), "the given name is not found")
    if present["BIRTH_DATE"] and patient.get("birth_date"):
        row.ask("birth date", document.identity.birth_date == patient["birth_date"], "the birth date is not found")


_ASKED = ("PERSON", "NIR", "IPP", "BIRTH_DATE")


def _reference(gold: GoldDossier, file: str) -> str | None:
    stem = Path(file).stem
    places = [gold.folder / "reference" / f"{file}.txt", *sorted((gold.folder.parent / "sources").glob(f"{stem}.*txt"))]
    found = next((place for place in places if place.is_file()), None)
    if found is None:
        return None
    body = found.read_text(encoding="utf-8")
    # Sources of the example: the first line is the title of the file, the rest is marked up line by line.
    return _MARKUP.sub("", body) if found.parent.name == "sources" else body


def _recovered(reference: str, text: str) -> float:
    """The share of the reference's characters whose whole word the text holds, in the same order."""
    wanted, held = _words(reference), _words(text)
    blocks = SequenceMatcher(a=wanted, b=held, autojunk=False).get_matching_blocks()
    found = sum(len(word) for block in blocks for word in wanted[block.a : block.a + block.size])
    return found / sum(map(len, wanted)) if wanted else 1.0


def _words(text: str) -> list[str]:
    return re.findall(r"\w+", re.sub(r"-\n\s*(?=[a-zà-ÿ])", "", text).lower())


def _figures(part: str, rows: Iterable[_Row]) -> Iterator[Figure]:
    rows = tuple(rows)
    wanted = dict.fromkeys(what for row in rows for what in row.asked)
    for what in wanted:
        items = {row.name: row.asked[what] for row in rows if what in row.asked}
        if what == "characters":
            note = "in whole words, in the order of the reference text"
            yield average(f"{part}/characters recovered", items, unit="share", note=note)
        else:
            yield share(f"{part}/{what}", items)
    reported = sum(any(failure.kind == "reported" for failure in row.failures) for row in rows)
    yield Figure(
        key=f"{part}/documents reported on", value=float(reported), better="neither", unit="documents", n=len(rows)
    )


def _problems(gold: GoldDossier, system: System) -> Iterator[Failure]:
    for problem in problems(gold, system.dossier(gold)):
        owner = f"{gold.part}/{gold.name}"
        yield Failure(id=f"gold/{owner}/{problem}", kind="gold not found", case=owner, message=problem)
