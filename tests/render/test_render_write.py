"""All the formats asked for are written, or none."""

from __future__ import annotations

from pathlib import Path

import pytest
from summary_builder import dossier, summary

from summarizer.errors import OutputError, UnknownName
from summarizer.render import FILES, write_formats


def test_every_format_is_written_under_its_name(tmp_path: Path) -> None:
    written = write_formats(summary(), dossier(), tmp_path / "out", list(FILES))
    assert [path.name for path in written] == list(FILES.values())
    assert sorted(path.name for path in (tmp_path / "out").iterdir()) == sorted(FILES.values())
    assert all(path.stat().st_size > 1000 for path in written)


def test_an_unknown_format_stops_before_anything_is_written(tmp_path: Path) -> None:
    with pytest.raises(UnknownName, match=r"'docx'.*json, html, md, pdf, cda, fhir"):
        write_formats(summary(), dossier(), tmp_path / "out", ["json", "docx"])
    assert not (tmp_path / "out").exists()


def test_what_cannot_be_written_leaves_what_was_there(tmp_path: Path) -> None:
    (tmp_path / "summary.json").write_text("before")
    (tmp_path / "summary.html").mkdir()
    with pytest.raises(OutputError):
        write_formats(summary(), dossier(), tmp_path, ["json", "html"])
    assert (tmp_path / "summary.json").read_text() == "before"
    assert sorted(path.name for path in tmp_path.iterdir()) == ["summary.html", "summary.json"]


def test_a_folder_that_cannot_be_made_is_an_error_of_output(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("x")
    with pytest.raises(OutputError) as raised:
        write_formats(summary(), dossier(), tmp_path / "file" / "out", ["json"])
    assert "VASSEUR" not in str(raised.value)
