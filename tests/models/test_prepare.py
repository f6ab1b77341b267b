from __future__ import annotations

import hashlib
from pathlib import Path

import pytest

from models.catalog import Entry, parse
from models.folders import check_prepared
from models.prepare import list_models, prepare_all, prepare_entry, verify, verify_entry
from summarizer.errors import ModelAltered, ModelMissing

PACKAGE = "petit_modele_pour_les_tests"
WEIGHTS = b"weights of a package"
RECIPE = """
def build(sources, into):
    (into / "model.safetensors").write_bytes(sources[0].read_bytes()[::-1])

def fail(sources, into):
    (into / "model.safetensors").write_bytes(b"half")
    raise RuntimeError("interrupted")
"""


@pytest.fixture
def package(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An installed package that must not be imported, and a module with recipes."""
    folder = tmp_path / "site" / PACKAGE
    folder.mkdir(parents=True)
    (folder / "__init__.py").write_text("raise SystemExit('a package of weights was imported')")
    (folder / "w.bin").write_bytes(WEIGHTS)
    (tmp_path / "site" / "recettes_pour_les_tests.py").write_text(RECIPE)
    monkeypatch.syspath_prepend(tmp_path / "site")
    return folder


def entry(recipe: str = "build", package: str = PACKAGE) -> Entry:
    text = f"""
        [petit]
        role = "writer"
        title = "Petit"
        licence = "MIT"
        adapter = "models.scripted:ScriptedWriter"
        recipe = "recettes_pour_les_tests:{recipe}"
        [[petit.files]]
        package = "{package}"
        path = "w.bin"
        size = {len(WEIGHTS)}
        sha256 = "{hashlib.sha256(WEIGHTS).hexdigest()}"
    """
    return parse(text)["petit"]


def test_a_prepared_model_is_whole_and_keeps_nothing_temporary(package: Path, tmp_path: Path) -> None:
    folder = prepare_entry(entry(), tmp_path / "home")
    assert (folder / "model.safetensors").read_bytes() == WEIGHTS[::-1]
    assert check_prepared(entry(), folder).path == folder
    assert {path.name for path in folder.parent.iterdir()} == {"petit", "petit.verified.json"}


def test_what_is_whole_is_not_made_again(package: Path, tmp_path: Path) -> None:
    before = (prepare_entry(entry(), tmp_path) / "model.safetensors").stat().st_mtime_ns
    assert (prepare_entry(entry(), tmp_path) / "model.safetensors").stat().st_mtime_ns == before


def test_what_was_altered_is_made_again(package: Path, tmp_path: Path) -> None:
    folder = prepare_entry(entry(), tmp_path)
    (folder / "model.safetensors").write_bytes(b"altered")
    with pytest.raises(ModelAltered):
        verify_entry(entry(), tmp_path)
    prepare_entry(entry(), tmp_path)
    assert verify_entry(entry(), tmp_path) is not None


def test_an_interrupted_recipe_leaves_nothing(package: Path, tmp_path: Path) -> None:
    home = tmp_path / "home"
    with pytest.raises(RuntimeError, match="interrupted"):
        prepare_entry(entry("fail"), home)
    assert list(home.iterdir()) == []


def test_an_interrupted_recipe_leaves_the_former_folder(package: Path, tmp_path: Path) -> None:
    folder = prepare_entry(entry(), tmp_path / "home")
    (folder / "model.safetensors").write_bytes(b"altered")
    with pytest.raises(RuntimeError):
        prepare_entry(entry("fail"), tmp_path / "home")
    assert (folder / "model.safetensors").read_bytes() == b"altered"


def test_weights_other_than_those_of_the_catalog_are_refused(package: Path, tmp_path: Path) -> None:
    (package / "w.bin").write_bytes(WEIGHTS.upper())
    with pytest.raises(ModelAltered, match=r"w\.bin"):
        prepare_entry(entry(), tmp_path / "home")
    assert not (tmp_path / "home").exists()


def test_a_package_that_changed_after_preparation_is_found_by_verify(package: Path, tmp_path: Path) -> None:
    prepare_entry(entry(), tmp_path)
    (package / "w.bin").write_bytes(WEIGHTS.upper())
    with pytest.raises(ModelAltered):
        verify_entry(entry(), tmp_path)


def test_a_missing_package_or_file_is_named(package: Path, tmp_path: Path) -> None:
    with pytest.raises(ModelMissing, match="not installed"):
        prepare_entry(entry(package="paquet_absent_pour_les_tests"), tmp_path)
    (package / "w.bin").unlink()
    with pytest.raises(ModelMissing, match=r"w\.bin"):
        prepare_entry(entry(), tmp_path)


def test_a_model_without_weights_is_always_ready(tmp_path: Path) -> None:
    assert list(prepare_all(["scripted", "hashing"], tmp_path)) == [
        "scripted: ready, needs no file",
        "hashing: ready, needs no file",
    ]
    assert verify("scripted", tmp_path) is None


def test_the_list_says_what_is_not_prepared(tmp_path: Path) -> None:
    states = {state.entry.name: state for state in list_models(tmp_path)}
    assert states["scripted"].problem is None
    assert states["e5-small"].problem is not None
    assert "not prepared" in states["e5-small"].line()
    assert "MIT" in states["e5-small"].line()


@pytest.mark.models
@pytest.mark.parametrize("name", ["e5-small", "gemma-270m"])
def test_the_bundled_models_are_intact(name: str) -> None:
    checked = verify(name)
    assert checked is not None
    assert checked.name == name
