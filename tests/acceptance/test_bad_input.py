"""Whatever is wrong with what is given: one clear line, the exit code as documented, nothing half-written."""

from __future__ import annotations

import json
import os
import resource
import shutil
from collections.abc import Callable
from pathlib import Path

import pypdf
import pytest

from models.folders import default_home
from models.registry import load_embedder, load_writer
from summarizer.errors import ModelAltered, ModelMissing, OutputError, UnknownName
from summarizer.journey import Made, summarize_folder
from summarizer.pipeline import Tools
from summarizer.render import write_formats
from summarizer.settings import preset
from summarizer.watch import Watch

from .conftest import EXAMPLE, Command, Done

Call = Callable[..., Done]
LETTER = (
    "Docteur Maud KERBRAT\n\nLe 14/05/2019\n\nCher confrère,\n\n"
    "Antécédents : hypertension artérielle depuis 2005.\n\nTraitement : bisoprolol 2,5 mg le matin.\n"
)


def is_one_line(said: str) -> bool:
    return len(said.strip().splitlines()) == 1 and "Traceback" not in said and len(said) < 500


# --- wrong calls ------------------------------------------------------------------------------------------------


def missing_folder(place: Path) -> Path:
    return place / "nowhere"


def empty_folder(place: Path) -> Path:
    return place


def only_unreadable_files(place: Path) -> Path:
    (place / "a.pdf").write_bytes(b"%PDF-1.4 cut sh")
    (place / "b.txt").write_bytes(b"")
    return place


def manifest_that_is_not_json(place: Path) -> Path:
    (place / "lettre.txt").write_text(LETTER, encoding="utf-8")
    (place / "dossier.json").write_text("{", encoding="utf-8")
    return place


def manifest_with_a_wrong_date(place: Path) -> Path:
    (place / "lettre.txt").write_text(LETTER, encoding="utf-8")
    (place / "dossier.json").write_text('{"patient": {"birth_date": "KERBRAT"}}', encoding="utf-8")
    return place


@pytest.mark.parametrize(
    ("given", "error"),
    [
        (missing_folder, "DossierNotFound"),
        (empty_folder, "EmptyDossier"),
        (only_unreadable_files, "EmptyDossier"),
        (manifest_that_is_not_json, "InvalidManifest"),
        (manifest_with_a_wrong_date, "InvalidManifest"),
    ],
)
def test_a_dossier_that_cannot_be_read_is_refused_in_one_line(
    call: Call, tmp_path: Path, given: Callable[[Path], Path], error: str
) -> None:
    place, out = tmp_path / "dossier", tmp_path / "out"
    place.mkdir()
    said = call("summarize", given(place), "--out", out)
    assert said.code == 2
    assert is_one_line(said.stderr)
    assert "KERBRAT" not in said.stderr
    assert not out.exists()
    as_json = json.loads(
        call("summarize", place if place == given(place) else given(place), "--out", out, "--json").stderr
    )
    assert as_json["error"] == error
    assert as_json["message"] == said.stderr.strip()


@pytest.mark.parametrize(
    ("option", "value", "names"),
    [
        ("--preset", "fast", "quotes"),
        ("--format", "json,docx", "fhir"),
        ("--writer", "no-such-model", "gemma-270m"),
    ],
)
def test_a_name_that_does_not_exist_is_told_with_those_that_do(
    call: Call, tmp_path: Path, option: str, value: str, names: str
) -> None:
    (tmp_path / "lettre.txt").write_text(LETTER, encoding="utf-8")
    said = call("summarize", tmp_path, "--out", tmp_path / "out", option, value)
    assert said.code == 2
    assert is_one_line(said.stderr)
    assert names in said.stderr
    assert not (tmp_path / "out").exists()


def test_a_call_without_its_arguments_is_a_wrong_call(command: Command) -> None:
    done = command("summarize")
    assert done.code == 2
    assert "Traceback" not in done.stderr
    assert is_one_line(done.stderr)
    assert "path" in done.stderr.lower()


def test_a_line_that_is_no_item_is_named_by_its_number(command: Command) -> None:
    done = command("findings", stdin='{"id": "1", "text": "Fièvre."}\n{\n')
    assert done.code == 2
    assert is_one_line(done.stderr)
    assert "Line 2" in done.stderr


# --- files that cannot be read never stop the others ------------------------------------------------------------


def test_unreadable_files_are_listed_and_the_others_are_read(tools: Tools, tmp_path: Path) -> None:
    locked = pypdf.PdfWriter()
    locked.add_blank_page(200, 200)
    locked.encrypt("secret")
    locked.write(tmp_path / "chiffre.pdf")
    (tmp_path / "abime.pdf").write_bytes(b"%PDF-1.7\n\x00\x01garbage")
    (tmp_path / "vide.pdf").write_bytes(b"")
    (tmp_path / "piege.xml").write_text(
        '<!DOCTYPE a [<!ENTITY b SYSTEM "file:///etc/passwd">]><ClinicalDocument>&b;</ClinicalDocument>', "utf-8"
    )
    (tmp_path / "lettre.txt").write_text(LETTER, encoding="utf-8")
    made = summarize_folder(tmp_path, preset("quotes"), watch=Watch(), tools=tools)
    unread = {entry.file: entry.reason for entry in made.summary.documents if not entry.read}
    assert set(unread) == {"chiffre.pdf", "abime.pdf", "vide.pdf", "piege.xml"}
    assert "mot de passe" in (unread["chiffre.pdf"] or "")
    assert all(unread.values())
    assert any("Bisoprolol".lower() in s.text.lower() for section in made.summary.sections for s in section.statements)
    assert any("4 fichier(s) non lu(s)" in warning for warning in made.summary.warnings)


def test_reading_tells_of_each_file_and_exits_by_how_many_failed(call: Call, tmp_path: Path) -> None:
    good, bad = tmp_path / "lettre.txt", tmp_path / "abime.pdf"
    good.write_text(LETTER, encoding="utf-8")
    bad.write_bytes(b"%PDF-1.7\n\x00\x01garbage")
    mixed, alone = call("read", good, bad), call("read", bad)
    assert (mixed.code, alone.code) == (1, 2)
    assert [("text" in line, "error" in line) for line in mixed.lines()] == [(True, False), (False, True)]


# --- models -----------------------------------------------------------------------------------------------------


def test_a_model_that_is_not_there_is_named_with_what_to_do(
    call: Call, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("MODEL_DIR", str(tmp_path))
    said = call("models", "verify")
    assert said.code == 2
    assert is_one_line(said.stderr)
    assert "summarizer models prepare" in said.stderr
    for load in (lambda: load_embedder("e5-small"), lambda: load_writer("gemma-270m")):
        with pytest.raises(ModelMissing):
            load()
    with pytest.raises(UnknownName):
        load_writer("no-such-model")


@pytest.mark.models
def test_an_altered_file_of_a_model_is_refused(call: Call, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    shutil.copytree(default_home(), tmp_path / "models", copy_function=os.link)
    altered = tmp_path / "models" / "e5-small" / "config.json"
    text = altered.read_text(encoding="utf-8")
    altered.unlink()
    altered.write_text(text.replace("{", "{ ", 1), encoding="utf-8")
    monkeypatch.setenv("MODEL_DIR", str(tmp_path / "models"))
    with pytest.raises(ModelAltered):
        load_embedder("e5-small")
    said = call("models", "verify")
    assert said.code == 2
    assert is_one_line(said.stderr)


# --- the place to write to ----------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def made(tools: Tools, tmp_path_factory: pytest.TempPathFactory) -> Made:
    place = tmp_path_factory.mktemp("dossier")
    (place / "lettre.txt").write_text(LETTER, encoding="utf-8")
    return summarize_folder(place, preset("quotes"), watch=Watch(), tools=tools)


def test_a_file_in_place_of_the_folder_is_told_before_the_work(call: Call, tmp_path: Path) -> None:
    (tmp_path / "out").write_text("kept", encoding="utf-8")
    said = call("summarize", EXAMPLE, "--out", tmp_path / "out")
    assert said.code == 2
    assert is_one_line(said.stderr)
    assert (tmp_path / "out").read_text("utf-8") == "kept"


def test_a_full_disk_leaves_nothing_and_keeps_what_was_there(made: Made, tmp_path: Path) -> None:
    """A limit on the size of files stands for the full disk: the write fails half-way, as it would."""
    (tmp_path / "summary.json").write_text("former", encoding="utf-8")
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (2000, hard))
    try:
        with pytest.raises(OutputError) as full:
            write_formats(made.summary, made.dossier, tmp_path, ["json", "html", "md"])
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))
    assert is_one_line(full.value.line())
    assert [file.name for file in tmp_path.iterdir()] == ["summary.json"]
    assert (tmp_path / "summary.json").read_text("utf-8") == "former"


@pytest.mark.skipif(os.geteuid() == 0, reason="root writes anywhere")
def test_a_folder_that_cannot_be_written_is_told(made: Made, tmp_path: Path) -> None:
    tmp_path.chmod(0o500)
    with pytest.raises(OutputError):
        write_formats(made.summary, made.dossier, tmp_path / "out", ["json"])
    tmp_path.chmod(0o700)


def test_a_vault_that_cannot_be_written_stops_before_any_summary(
    tools: Tools, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "lettre.txt").write_text(LETTER, encoding="utf-8")
    (tmp_path / "home").write_text("a file", encoding="utf-8")
    monkeypatch.setenv("SUMMARIZER_HOME", str(tmp_path / "home"))
    with pytest.raises((OutputError, OSError)) as refused:
        summarize_folder(tmp_path, preset("quotes"), watch=Watch(), tools=tools)
    assert "KERBRAT" not in str(refused.value)
