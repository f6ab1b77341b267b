"""The suites on one small invented dossier, with the product's own stages and a tiny deterministic embedder."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from eval.bad_system import spoil
from eval.casebook import Casebook, gathered
from eval.cases import GoldDossier, LabelledClaim
from eval.command import ArgumentsMissing, run
from eval.marked import parse
from eval.results import SuiteResult
from eval.shown import shown_summary
from eval.suites import NAMES, suite
from eval.system import Scored, System
from summarizer.errors import UnknownName
from summarizer.findings import Finder
from summarizer.identifiers import build_detector
from summarizer.lexical import words
from summarizer.pipeline import Tools
from summarizer.settings import PipelineSettings
from summarizer.values import ModelCard

LETTER = """Dr Odile MARCHAND
12 rue des Lilas, 35000 RENNES

Rennes, le 18 mars 2024

Concerne : M. Yvon KERBRAT, né le 04/07/1957

Antécédents : fibrillation atriale depuis 2019, hernie inguinale gauche opérée en 2011.
Allergie à la pénicilline (urticaire en 2012).
Pas d'argument pour une embolie pulmonaire au scanner du 12/03/2024.
Traitement : ELIQUIS 5 mg matin et soir, BISOPROLOL 2,5 mg le matin.
Sa mère est décédée d'un cancer du sein à 54 ans.
Créatinine 98 µmol/L.
"""
FILE = "01_courrier_2024-03-18.txt"


class HashedWords:
    """Bags of hashed words: enough for a passage to be nearest to itself."""

    card = ModelCard(role="embedder", name="hashed-words", sha256="0" * 64)
    dimension = 64

    def embed_passages(self, texts: Sequence[str]) -> np.ndarray:
        vectors = np.zeros((len(texts), self.dimension), dtype=np.float32)
        for row, text in enumerate(texts):
            for word in words(text):
                vectors[row, int(hashlib.sha256(word.encode()).hexdigest(), 16) % self.dimension] += 1
        return vectors / np.maximum(np.linalg.norm(vectors, axis=1, keepdims=True), 1e-9)

    embed_queries = embed_passages


def _quote(text: str) -> list[dict[str, str]]:
    return [{"file": FILE, "quote": text}]


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    root = tmp_path_factory.mktemp("cases") / "test" / "petit"
    (root / "documents").mkdir(parents=True)
    (root / "documents" / FILE).write_text(LETTER, encoding="utf-8")
    patient = {"family_names": ["KERBRAT"], "given_names": ["Yvon"], "birth_date": "1957-07-04", "sex": "M"}
    entry = {"file": FILE, "kind": "courrier", "written_on": "2024-03-18"}
    (root / "dossier.json").write_text(json.dumps({"patient": patient, "documents": [entry]}), encoding="utf-8")
    fact = {"severity": "critical", "status": "active"}
    gold = {
        "pii": [
            {"file": FILE, "text": text, "label": label}
            for text, label in (
                ("KERBRAT", "PERSON"),
                ("Yvon", "PERSON"),
                ("MARCHAND", "PERSON"),
                ("04/07/1957", "BIRTH_DATE"),
            )
        ],
        "facts": [
            {
                "id": "F01",
                "section": "allergies",
                "statement": "Allergie à la pénicilline (2012).",
                **fact,
                "sources": _quote("Allergie à la pénicilline (urticaire en 2012)"),
            },
            {
                "id": "F02",
                "section": "traitements",
                "statement": "ELIQUIS 5 mg x 2.",
                **fact,
                "sources": _quote("ELIQUIS 5 mg matin et soir"),
            },
        ],
        "must_not_say": [
            {
                "claim": "Le patient a une embolie pulmonaire.",
                "why": "Écartée.",
                "file": FILE,
                "quote": "embolie pulmonaire",
            }
        ],
        "contradictions": [],
        "questions": [
            {
                "question": "Quelle est la dose d'ELIQUIS ?",
                "answer": "5 mg matin et soir.",
                "sources": _quote("ELIQUIS 5 mg"),
            },
            {"question": "Quelle est la TSH ?", "answer": None, "sources": []},
        ],
    }
    (root / "gold.json").write_text(json.dumps(gold), encoding="utf-8")
    return root


@pytest.fixture(scope="module")
def system() -> System:
    made = System(PipelineSettings(writer="none"))
    made.__dict__["quoting"] = Tools(detector=build_detector(), finder=Finder(), embedder=HashedWords())
    made.__dict__["tools"] = made.quoting
    return made


@pytest.fixture(scope="module")
def book(folder: Path) -> Casebook:
    claims = (
        LabelledClaim(id="1", claim="FEVG à 35 %", evidence=("FEVG à 35 %",), right=True, error=None, source="petit"),
        LabelledClaim(
            id="2", claim="FEVG à 53 %", evidence=("FEVG à 35 %",), right=False, error="number", source="petit"
        ),
    )
    sentence = parse("1", "Pas d'argument pour une <f disorder neg>embolie pulmonaire</f>.")
    return Casebook(
        dossiers=gathered(folder.parent).dossiers, claims=(("small", claims),), marked=(("small", (sentence,)),)
    )


def _run(name: str, book: Casebook, system: System) -> SuiteResult:
    return suite(name)(book, system, False)


def test_ingest_reads_the_letter_and_its_identity(book: Casebook, system: System) -> None:
    result = _run("ingest", book, system)
    for what in ("read", "kind", "date", "birth date", "given name"):
        assert result.figure(f"test/{what}").value == 1.0
    assert result.figure("test/gold quotes and identifiers not found").value == 0


def test_leaks_scores_what_was_hidden_and_the_way_back(book: Casebook, system: System) -> None:
    result = _run("leaks", book, system)
    assert result.figure("test/whole entities/PERSON").value == 1.0
    assert result.figure("test/documents with zero leak").value == 1.0
    assert result.figure("test/exact inversion").value == 1.0


def test_a_detector_that_finds_nothing_leaks_everything(book: Casebook) -> None:
    class Blind:
        tagger = None

        def detect_each(self, texts, known):  # type: ignore[no-untyped-def]
            return [() for _ in texts]

    blind = System(PipelineSettings(writer="none"))
    blind.__dict__["quoting"] = Tools(detector=Blind(), finder=Finder(), embedder=HashedWords())  # type: ignore[arg-type]
    result = _run("leaks", book, blind)
    refused = result.figure("test/refused documents").value
    assert refused == 1 or result.figure("test/documents with zero leak").value == 0.0


def test_findings_sees_the_negation(book: Casebook, system: System) -> None:
    result = _run("findings", book, system)
    assert result.figure("small/disorder/recall").value == 1.0
    assert result.figure("small/negated/recall").value == 1.0
    assert result.figure("small/family/recall").value is None, "no case is no score"


def test_retrieval_ranks_the_source(book: Casebook, system: System) -> None:
    result = _run("retrieval", book, system)
    assert result.figure("test/facts/fused/recall at 10").value == 1.0
    assert result.figure("test/questions/bm25/recall at 10").n == 1


def test_checker_keeps_natural_and_injected_apart(book: Casebook, system: System) -> None:
    result = _run("checker", book, system)
    assert result.figure("small/natural/balanced accuracy").value == 1.0
    assert result.figure("small/injected/stopped/number").value == 1.0
    assert result.figure("small/injected/balanced accuracy/number").value == 1.0
    assert result.figure("small/injected/AUROC/number").value == 1.0
    assert result.figure("small/natural/AUROC/number").value == 1.0
    assert result.figure("small/injected/stopped/family").value is None
    assert not any("natural" in figure.key and "injected" in figure.key for figure in result.figures)


def test_summary_covers_the_facts_and_cites_them(book: Casebook, system: System) -> None:
    result = _run("summary", book, system)
    assert result.figure("test/citations/resolve").value == 1.0
    assert result.figure("test/must not say/violations").value == 0.0
    assert result.figure("test/coverage/said/critical").value == 1.0
    assert result.figure("test/questions/refused without answer").n == 1


class Yes:
    """A stronger judge that finds everything supported, but for one answer nobody can read."""

    card = ModelCard(role="writer", name="says-yes", sha256="0" * 64)

    def write(self, prompts: Sequence[str], *, max_new_tokens: int) -> tuple[str, ...]:
        return ("hm", *("OUI" for _ in prompts[1:]))


def test_a_stronger_judge_adds_a_figure_under_its_name_and_changes_no_other(book: Casebook, system: System) -> None:
    judged = Spoilt(system.settings, scoring=Yes())  # type: ignore[arg-type]
    plain = Spoilt(system.settings)
    for made in (judged, plain):
        made.__dict__["quoting"] = made.__dict__["tools"] = system.quoting
    with_judge, without = _run("summary", book, judged), _run("summary", book, plain)
    figure = with_judge.figure("test/judged by says-yes/supported")
    assert figure.value == 1.0
    assert "1 answers could not be read" in figure.note
    assert "says-yes" in " ".join(with_judge.notes)
    same = [f for f in with_judge.figures if "judged by" not in f.key and f.unit != "s per summary"]
    assert same == [f for f in without.figures if f.unit != "s per summary"]


class Spoilt(System):
    """The same system, its summaries spoilt after they are made."""

    def summary(self, gold: GoldDossier) -> Scored:
        made = super().summary(gold)
        values = spoil(made.values, self.texts(gold))
        return replace(made, values=values, shown=shown_summary(values))


def test_a_bad_system_scores_badly_on_the_summary_suite(book: Casebook, system: System) -> None:
    spoilt = Spoilt(system.settings)
    spoilt.__dict__["quoting"] = spoilt.__dict__["tools"] = system.quoting
    good, bad = _run("summary", book, system), _run("summary", book, spoilt)
    for key, least in (("test/headline/hallucinated sentences", 0.5), ("test/headline/omitted facts", 0.5)):
        assert good.figure(key).value == 0.0
        assert (bad.figure(key).value or 0.0) >= least
    assert (bad.figure("test/citations/recall").value or 0.0) <= 0.5
    kinds = {failure.kind for failure in bad.failures}
    assert "unsupported statement" in kinds
    assert any(kind.startswith("critical fact") for kind in kinds)
    assert all(failure.passages for failure in bad.failures if failure.kind == "unsupported statement")


@pytest.mark.parametrize("name", [name for name in NAMES if name != "speed"])
def test_a_suite_without_cases_scores_nothing_and_says_so(name: str, system: System) -> None:
    result = _run(name, Casebook(), system)
    assert result.figures == ()
    assert "nothing was" in " ".join(result.notes)


def test_an_unknown_suite_is_said() -> None:
    with pytest.raises(UnknownName):
        suite("beauty")


def test_compare_asks_for_two_reports(tmp_path: Path) -> None:
    with pytest.raises(ArgumentsMissing):
        run("compare", ["a"], tmp_path, None, None, False, None)


def test_ingest_by_command_writes_both_reports_and_holds_to_a_baseline(folder: Path, tmp_path: Path) -> None:
    settings = PipelineSettings(writer="none")
    accepted = tmp_path / "baseline.json"
    assert run("ingest", [], tmp_path, folder, None, False, None, settings=settings, accept=accepted) == 0
    assert (tmp_path / "report.html").is_file()
    assert run("ingest", [], tmp_path, folder, accepted, False, None, settings=settings) == 0
    values = json.loads(accepted.read_text())
    values["figures"]["ingest/test/kind"]["value"] = 1.5
    accepted.write_text(json.dumps(values))
    assert run("ingest", [], tmp_path, folder, accepted, False, None, settings=settings) == 1
