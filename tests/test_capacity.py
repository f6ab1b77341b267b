"""A plan counts what is there, measures here, and multiplies."""

from __future__ import annotations

from pathlib import Path

import pytest

from eval.many import many
from summarizer import capacity
from summarizer.capacity import Rates, Size, lines, measure, sample, size_of
from summarizer.errors import EmptyDossier
from summarizer.gather import read_one
from summarizer.ingest.isolated import IsolatedReader
from summarizer.store import Store
from tests.service import scripted_settings, scripted_tools

RATES = Rates(dossiers=2, documents=20, stages={"ingest": 2.0, "write": 18.0}, update=3.0)


def test_the_arithmetic_of_a_batch_and_of_a_nation() -> None:
    size = Size(dossiers=(Path("a"), Path("b")), documents=7200)
    said = "\n".join(lines(size, RATES, cores=2, seconds_left=3600))
    assert "2 dossiers, 7200 documents" in said
    assert "1.00 (ingest 0.100, write 0.900)" in said
    assert "The limit is write: 90 %" in said
    assert "all new: 60 min" in said  # 7200 documents of 1 s on 2 cores
    assert "5 % of documents new: 9 min" in said  # 360 documents of 3 s on 2 cores
    assert "2 cores like these, or 1 machines of 2" in said  # 7200 s in one hour
    assert "13.3 a second" in said
    assert "40 cores like these, or 20 machines of 2 all day long" in said  # 13.3 documents of 3 s a second
    assert "120 cores like these, or 60 machines of 2." in said  # the same in a third of the day
    assert "14 cores like these, or 7 machines of 2." in said


def test_dossiers_are_counted_without_what_is_no_document(tmp_path: Path) -> None:
    many(tmp_path, count=3, documents=4)
    (tmp_path / "vide").mkdir()
    (tmp_path / ".batch").mkdir()
    size = size_of(tmp_path)
    assert (len(size.dossiers), size.documents) == (3, 12)


def test_an_empty_root_has_no_plan(tmp_path: Path) -> None:
    with pytest.raises(EmptyDossier):
        size_of(tmp_path)


def test_a_sample_is_spread_over_the_dossiers() -> None:
    names = [Path(str(number)) for number in range(9)]
    assert sample(names, 3) == (Path("0"), Path("3"), Path("6"))
    assert sample(names[:2], 3) == (Path("0"), Path("1"))


def test_a_document_added_is_the_only_one_read_again(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    many(tmp_path, count=1, documents=8)
    read: list[str] = []

    def counted(store: Store, dossier_id: str, document_id: str, why: str, reader: IsolatedReader) -> bool:
        read.append(document_id)
        return read_one(store, dossier_id, document_id, why, reader)

    monkeypatch.setattr(capacity, "read_one", counted)
    rates = measure([next(tmp_path.iterdir())], scripted_tools(), scripted_settings())
    assert (rates.dossiers, rates.documents) == (1, 7)
    assert set(rates.stages) >= {"ingest", "pseudonymize", "find", "index", "select", "write", "verify"}
    assert len(read) == len(set(read)) == 8
    assert rates.update > 0
