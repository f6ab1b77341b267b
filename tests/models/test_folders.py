from __future__ import annotations

import os
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from models.catalog import Entry, SourceFile
from models.folders import check_local, check_prepared, default_home, sha256_of, write_manifest
from summarizer.errors import ModelAltered, ModelMissing

ENTRY = Entry(
    name="petit",
    role="writer",
    title="",
    licence="",
    adapter="",
    recipe="any:build",
    files=(SourceFile(package="p", path="w.bin", size=3, sha256="0" * 64),),
)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    folder = tmp_path / "petit"
    folder.mkdir()
    (folder / "model.safetensors").write_bytes(b"weights")
    (folder / "config.json").write_text("{}")
    write_manifest(folder, ENTRY)
    return folder


def test_a_whole_folder_is_stated_by_the_sha256_of_its_weights(folder: Path) -> None:
    checked = check_prepared(ENTRY, folder)
    assert checked.sha256 == sha256_of(folder / "model.safetensors")
    assert check_prepared(ENTRY, folder) == checked


@pytest.mark.parametrize("stamped", [False, True])
@pytest.mark.parametrize(
    ("change", "error"),
    [
        (lambda folder: (folder / "model.safetensors").write_bytes(b"WEIGHTS"), ModelAltered),
        (lambda folder: (folder / "config.json").write_text('{"a": 1}'), ModelAltered),
        (lambda folder: (folder / "model.safetensors").unlink(), ModelMissing),
        (lambda folder: (folder / "code.py").write_text("print()"), ModelAltered),
        (lambda folder: (folder / "manifest.json").write_text("{"), ModelAltered),
        (lambda folder: (folder / "manifest.json").unlink(), ModelMissing),
    ],
    ids=["weights", "config", "removed", "added", "manifest", "no manifest"],
)
def test_a_change_is_refused(
    folder: Path, change: Callable[[Path], object], error: type[Exception], stamped: bool
) -> None:
    if stamped:
        check_prepared(ENTRY, folder)
    change(folder)
    with pytest.raises(error):
        check_prepared(ENTRY, folder)


def test_a_change_that_keeps_size_and_time_is_found_by_a_thorough_check(folder: Path) -> None:
    check_prepared(ENTRY, folder)
    weights = folder / "model.safetensors"
    before = weights.stat()
    weights.write_bytes(b"WEIGHTS")
    os.utime(weights, ns=(before.st_atime_ns, before.st_mtime_ns))
    check_prepared(ENTRY, folder)
    with pytest.raises(ModelAltered):
        check_prepared(ENTRY, folder, thorough=True)


def test_a_folder_of_an_older_recipe_or_of_other_files_is_made_again(folder: Path) -> None:
    with pytest.raises(ModelMissing, match="older recipe"):
        check_prepared(replace(ENTRY, edition=2), folder)
    other = SourceFile(package="p", path="w.bin", size=3, sha256="1" * 64)
    with pytest.raises(ModelMissing, match="other files"):
        check_prepared(replace(ENTRY, files=(other,)), folder)


def test_every_error_says_what_to_do_next(folder: Path) -> None:
    (folder / "config.json").write_text("changed")
    with pytest.raises(ModelAltered) as caught:
        check_prepared(ENTRY, folder)
    assert "config.json" in caught.value.line()
    assert "summarizer models prepare" in caught.value.line()


def test_a_local_folder_needs_a_model_with_weights_that_run_no_code(tmp_path: Path) -> None:
    with pytest.raises(ModelMissing, match="no model"):
        check_local(tmp_path, "writer")
    (tmp_path / "config.json").write_text("{}")
    (tmp_path / "pytorch_model.bin").write_bytes(b"pickle")
    with pytest.raises(ModelMissing, match="cannot run code"):
        check_local(tmp_path, "writer")
    (tmp_path / "model.safetensors").write_bytes(b"weights")
    assert check_local(tmp_path, "writer").sha256 == sha256_of(tmp_path / "model.safetensors")


def test_weights_in_several_files_have_one_sha256_that_each_of_them_changes(tmp_path: Path) -> None:
    (tmp_path / "config.json").write_text("{}")
    (tmp_path / "a.safetensors").write_bytes(b"a")
    (tmp_path / "b.safetensors").write_bytes(b"b")
    before = check_local(tmp_path, "writer").sha256
    (tmp_path / "b.safetensors").write_bytes(b"c")
    assert check_local(tmp_path, "writer").sha256 != before


def test_models_lie_where_the_environment_says(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.delenv("MODEL_DIR", raising=False)
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path))
    assert default_home() == tmp_path / "summarizer-fr" / "models"
    monkeypatch.setenv("MODEL_DIR", str(tmp_path / "ici"))
    assert default_home() == tmp_path / "ici"
