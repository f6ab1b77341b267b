from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest
from openai_server import Server, running
from tiny import embedder_folder, judge_folder, writer_folder

from models.catalog import entries
from models.loading import attribute
from models.registry import load_embedder, load_judge, load_writer
from summarizer.errors import AddressNotLocal, ModelMissing, UnknownName
from summarizer.ports import Embedder, Judge, Writer


def test_scripted_models_load_by_name() -> None:
    writer: Writer = load_writer("scripted", drafts={"latex": "Latex."})
    embedder: Embedder = load_embedder("hashing", dimension=64)
    judge: Judge = load_judge("scripted-judge")
    assert [model.card.role for model in (writer, embedder, judge)] == ["writer", "embedder", "judge"]
    assert embedder.dimension == 64


def test_a_folder_is_a_name(tmp_path: Path) -> None:
    assert load_writer(writer_folder(tmp_path / "a")).card.name == "a"
    assert load_embedder(str(embedder_folder(tmp_path / "b"))).card.name == "b"
    labels = ("entailment", "neutral", "contradiction")
    assert load_judge(judge_folder(tmp_path / "c", labels)).card.name == "c"


def test_an_address_is_a_name() -> None:
    with running(Server()) as server:
        assert load_writer(server.address).card.name == "local-model"
    with pytest.raises(AddressNotLocal):
        load_writer("https://8.8.8.8/v1#any")


def test_an_unknown_name_lists_the_known_ones() -> None:
    with pytest.raises(UnknownName, match="gemma-270m"):
        load_writer("gemma-9000")


def test_a_model_of_another_role_is_refused() -> None:
    with pytest.raises(UnknownName, match="embedder"):
        load_writer("hashing")


def test_a_model_that_was_not_prepared_says_so(tmp_path: Path) -> None:
    with pytest.raises(ModelMissing) as caught:
        load_embedder("e5-small", home=tmp_path)
    assert "summarizer models prepare" in caught.value.line()


def test_a_folder_without_model_is_refused(tmp_path: Path) -> None:
    with pytest.raises(ModelMissing):
        load_writer(tmp_path)


@pytest.mark.parametrize("name", list(entries()))
def test_every_entry_of_the_catalog_leads_somewhere(name: str) -> None:
    entry = entries()[name]
    assert callable(attribute(entry.adapter))
    assert entry.licence
    if entry.recipe is not None:
        assert callable(attribute(entry.recipe))
        assert entry.files
    assert all(len(file.sha256) == 64 and file.size > 0 for file in entry.files)


def test_naming_a_scripted_model_loads_no_runtime() -> None:
    code = (
        "import sys; from models.registry import load_writer; load_writer('scripted');"
        "sys.exit(any(name in sys.modules for name in ('torch', 'transformers', 'httpx')))"
    )
    root = Path(__file__).resolve().parents[2]
    assert subprocess.run([sys.executable, "-c", code], cwd=root, check=False).returncode == 0
