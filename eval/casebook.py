"""Every case of one evaluation, gathered from the shipped data or from a path.

It knows where the shipped cases lie and how a path is searched: gold folders (gold.json), span sets (.jsonl with
note_text), labelled claims (.jsonl with claim), marked sentences (.jsonl with marked) and entailment pairs (.tsv).
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from eval.cases import DATA, DOSSIERS, CasesInvalid, GoldDossier, LabelledClaim, Note, Pair, gold_dossiers, json_lines
from eval.cases import claims as read_claims
from eval.cases import notes as read_notes
from eval.cases import pairs as read_pairs
from eval.marked import Marked
from eval.marked import marked as read_marked
from summarizer.errors import DossierNotFound

EXAMPLE = Path(__file__).parent.parent / "examples" / "dossier"


@dataclass(frozen=True, slots=True, kw_only=True)
class Casebook:
    """What the suites run on; sets of lines come with their name."""

    dossiers: tuple[GoldDossier, ...] = ()
    notes: tuple[tuple[str, tuple[Note, ...]], ...] = ()
    claims: tuple[tuple[str, tuple[LabelledClaim, ...]], ...] = ()
    marked: tuple[tuple[str, tuple[Marked, ...]], ...] = ()
    pairs: tuple[tuple[str, tuple[Pair, ...]], ...] = ()

    def parts(self) -> tuple[tuple[str, tuple[GoldDossier, ...]], ...]:
        """The dossiers by part, in order of first appearance."""
        names = dict.fromkeys(gold.part for gold in self.dossiers)
        return tuple((name, tuple(g for g in self.dossiers if g.part == name)) for name in names)


def shipped(*, quick: bool) -> Casebook:
    """The cases of the repository; `quick` keeps one dossier of each part and the claims of the test part."""
    dossiers = gold_dossiers(DOSSIERS) + (gold_dossiers(EXAMPLE) if EXAMPLE.is_dir() else ())
    if quick:
        first = {gold.part: gold for gold in reversed(dossiers) if gold.part in ("tuning", "test")}
        dossiers = tuple(first[part] for part in sorted(first))
    lines = _line_sets(sorted((DATA / "claims").glob("*.jsonl")) + sorted((DATA / "findings").glob("*.jsonl")))
    return Casebook(dossiers=dossiers, claims=lines.claims, marked=lines.marked, notes=lines.notes)


def gathered(path: Path) -> Casebook:
    """The cases at or below a path; raises when there is none."""
    if not path.exists():
        raise DossierNotFound()
    golds = gold_dossiers(path) if path.is_dir() and any(path.rglob("gold.json")) else ()
    files = [path] if path.is_file() else sorted(path.rglob("*.jsonl")) + sorted(path.rglob("*.tsv"))
    lines = _line_sets([file for file in files if file.suffix == ".jsonl"])
    tables = [(file.stem, read_pairs(file)) for file in files if file.suffix == ".tsv"]
    book = Casebook(dossiers=golds, notes=lines.notes, claims=lines.claims, marked=lines.marked, pairs=tuple(tables))
    if not (golds or lines.notes or lines.claims or lines.marked or tables):
        raise CasesInvalid("No case was found at that path.")
    return book


def _line_sets(files: list[Path]) -> Casebook:
    kinds = {file: _kind(file) for file in files}

    def of(kind: str) -> Iterator[Path]:
        return (file for file in files if kinds[file] == kind)

    return Casebook(
        notes=tuple((file.stem, read_notes(file)) for file in of("notes")),
        claims=tuple((file.stem, read_claims(file)) for file in of("claims")),
        marked=tuple((file.stem, read_marked(file)) for file in of("marked")),
    )


def _kind(file: Path) -> str | None:
    first = next(json_lines(file), {})
    for kind, key in (("notes", "note_text"), ("claims", "claim"), ("marked", "marked")):
        if key in first:
            return kind
    return None
