"""The vocabulary: lists that hold together, and words found however they are written."""

from __future__ import annotations

import re
from collections import Counter
from importlib.resources import files

import pytest

from summarizer.findings.entries import Sort, entries
from summarizer.findings.lexicon import Nature, lexicon, nature_of, severities, severity_of
from summarizer.findings.tokens import fold, stem, tokenise
from summarizer.values import FindingKind, Severity


@pytest.mark.parametrize("sort", list(Sort))
def test_each_label_of_a_list_is_unique(sort: Sort) -> None:
    labels = Counter(entry.label for entry, _ in entries() if entry.sort is sort)
    assert labels, sort
    assert [label for label, count in labels.items() if count > 1] == []


@pytest.mark.parametrize("name", ["drugs", "disorders", "measures", "procedures", "habits", "vaccines", "sites"])
def test_each_row_has_every_column(name: str) -> None:
    lines = files("summarizer.data").joinpath(f"{name}.csv").read_text(encoding="utf-8").splitlines()
    columns = lines[0].count(";")
    assert [line for line in lines if line.count(";") != columns] == []


@pytest.mark.parametrize("sort", [Sort.DISORDER, Sort.PROCEDURE, Sort.DRUG, Sort.DRUG_CLASS, Sort.VACCINE, Sort.HABIT])
def test_each_name_has_one_label(sort: Sort) -> None:
    labels: dict[str, set[str]] = {}
    for entry, names in entries():
        if entry.sort is sort:
            for name in names:
                labels.setdefault(name, set()).add(entry.label)
    assert {name: found for name, found in labels.items() if len(found) > 1} == {}


def test_codes_are_codes() -> None:
    codes = [(e.sort, e.code) for e, _ in entries() if e.code]
    atc = [c for sort, c in codes if sort is Sort.DRUG]
    icd = [c for sort, c in codes if sort is Sort.DISORDER]
    assert [c for c in atc if not re.fullmatch(r"[A-Z](?:\d\d(?:[A-Z]{1,2}(?:\d\d)?)?)?[A-Z]?", c)] == []
    assert [c for c in icd if not re.fullmatch(r"[A-Z]\d\d(?:\.\d)?", c)] == []


@pytest.mark.parametrize(
    ("written", "label"),
    [
        ("INSUFFISANCES RENALES CHRONIQUES", "insuffisance rénale chronique"),
        ("insuffisance rénale chronique", "insuffisance rénale chronique"),
        ("fractures des cols des fémurs", "fracture du col fémoral"),
        ("hta", "hypertension artérielle"),
        ("prothèse de la hanche", "prothèse totale de hanche"),
        ("oedeme de Quincke", "angio-œdème"),
        ("œdème de Quincke", "angio-œdème"),
        ("GLUC0PHAGE", "metformine"),
        ("rnaladie de Crohn", "maladie de Crohn"),
    ],
)
def test_one_name_however_written(written: str, label: str) -> None:
    found = lexicon().matches(tokenise(written), written)
    assert label in {match.entry.label for group in found for match in group if match.end == len(written)}


@pytest.mark.parametrize("written", ["fa", "ep", "les", "sep", "map", "ira"])
def test_short_capitals_only_as_written(written: str) -> None:
    found = lexicon().matches(tokenise(written), written)
    assert [m.entry.label for group in found for m in group if m.entry.sort is Sort.DISORDER] == []


def test_folding_keeps_every_offset() -> None:
    text = "Œdème d’Évelyne — 5\u00a0µg\nÀ revoir : İ"
    assert len(fold(text)) == len(text)


@pytest.mark.parametrize(
    ("a", "b"), [("rénaux", "rénal"), ("fémorale", "fémoral"), ("opérée", "opéré"), ("crises", "crise")]
)
def test_two_writings_share_a_stem(a: str, b: str) -> None:
    assert stem(a) == stem(b)


@pytest.mark.parametrize(("a", "b"), [("agit", "agité"), ("retrait", "retraité"), ("tous", "toux")])
def test_two_words_do_not(a: str, b: str) -> None:
    assert stem(a) != stem(b)


@pytest.mark.parametrize(
    ("kind", "label", "severity"),
    [
        (FindingKind.DISORDER, "embolie pulmonaire", Severity.CRITICAL),
        (FindingKind.DISORDER, "fracture (tibia)", Severity.MAJOR),
        (FindingKind.DRUG, "warfarine", Severity.CRITICAL),
        (FindingKind.DRUG, "macrogol", Severity.MINOR),
        (FindingKind.MEASURE, "potassium", Severity.CRITICAL),
        (FindingKind.DIRECTIVE, "limitation de soins", Severity.CRITICAL),
        (FindingKind.ALLERGY, "latex", Severity.CRITICAL),
    ],
)
def test_severities(kind: FindingKind, label: str, severity: Severity) -> None:
    assert severity_of(kind, label) is severity


def test_every_severity_names_a_label_or_a_class() -> None:
    assert severities(FindingKind.DRUG)["apixaban"] is Severity.CRITICAL
    assert nature_of(FindingKind.PROCEDURE, "scanner") is Nature.EXAMINATION
    assert nature_of(FindingKind.DISORDER, "diabète de type 2") is Nature.CHRONIC
