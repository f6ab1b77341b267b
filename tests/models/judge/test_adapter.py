"""The shipped judge: the files are those of the catalog, and a few near twins are told apart."""

from pathlib import Path

import pytest

import models
from models.catalog import SourceFile, find
from models.folders import ModelFolder, sha256_of
from models.judge.adapter import UNREAD, EntailmentJudge
from models.judge.reader import CLAIM_TOKENS

ENTRY = find("judge-fr")
WEIGHTS = Path(models.__file__).parent / "judge" / "weights"
LIMIT = 50_000_000


@pytest.fixture(scope="module")
def judge() -> EntailmentJudge:
    digest = next(file.sha256 for file in ENTRY.files if file.path.endswith(".safetensors"))
    return EntailmentJudge.from_folder(ModelFolder(name="judge-fr", role="judge", path=WEIGHTS, sha256=digest))


@pytest.mark.parametrize("file", ENTRY.files, ids=lambda file: Path(file.path).name)
def test_each_shipped_file_is_the_one_of_the_catalog(file: SourceFile) -> None:
    path = Path(models.__file__).parent / file.path
    assert path.stat().st_size == file.size <= LIMIT
    assert sha256_of(path) == file.sha256


@pytest.mark.models
@pytest.mark.parametrize(
    ("evidence", "true", "false"),
    [
        ("HTA traitée par amlodipine 5 mg.", "Hypertension artérielle sous AMLOR 5 mg.", "Amlodipine 10 mg."),
        ("Pas de fièvre, toux sèche.", "Toux sèche sans fièvre.", "Fièvre et toux sèche."),
        ("Mère : cancer du sein à 54 ans.", "Cancer du sein chez la mère à 54 ans.", "Cancer du sein à 54 ans."),
        ("Suspicion de maladie de Crohn.", "Maladie de Crohn suspectée.", "Maladie de Crohn."),
        ("Fracture du poignet gauche en 2019.", "Poignet gauche fracturé en 2019.", "Fracture du poignet droit."),
        ("BISOCE 2,5 mg arrêté le 3 mai.", "Bisoprolol arrêté le 03/05.", "Bisoce 2,5 mg poursuivi."),
    ],
)
def test_near_twins_are_told_apart(judge: EntailmentJudge, evidence: str, true: str, false: str) -> None:
    kept, stopped = judge.judge([(evidence, true), (evidence, false)])
    assert kept.entailment > 0.5 > stopped.entailment
    assert kept.entailment + kept.neutral + kept.contradiction == pytest.approx(1, abs=1e-3)


@pytest.mark.models
def test_judgements_come_in_the_order_of_the_pairs(judge: EntailmentJudge) -> None:
    pairs = [("Toux sèche depuis trois semaines, sans fièvre ni dyspnée.", "Toux sèche."), ("Toux.", "Fracture.")]
    together = [judged.entailment for judged in judge.judge(pairs)]
    alone = [judge.judge([pair])[0].entailment for pair in pairs]
    assert together == pytest.approx(alone, abs=0.03)
    assert together[0] > together[1]


@pytest.mark.models
@pytest.mark.parametrize("pair", [("", "Toux."), ("Toux.", " "), ("Toux.", "toux " * (CLAIM_TOKENS + 1))])
def test_what_cannot_be_read_whole_is_neutral(judge: EntailmentJudge, pair: tuple[str, str]) -> None:
    assert judge.judge([pair]) == (UNREAD,)
