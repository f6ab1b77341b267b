"""dossier.json: read as it is promised, refused with what to correct and nothing of the patient."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from summarizer.errors import InvalidManifest
from summarizer.ingest.manifest import identity_of, read_manifest
from summarizer.values import Kind

FULL: dict[str, Any] = {
    "patient": {
        "family_names": ["VALMIER"], "given_names": ["Suzanne"], "birth_date": "1957-07-04", "sex": "F",
        "ipp": 7700245918, "nir": "2 57 07 63 015 001 14", "groupe": "A+",
    },
    "documents": [{"file": "01.txt", "kind": "crh", "written_on": "2024-03-18", "author_role": "cardiologue"}],
}  # fmt: skip


def written(folder: Path, content: object) -> Path:
    path = folder / "dossier.json"
    path.write_text(content if isinstance(content, str) else json.dumps(content), encoding="utf-8")
    return path


def test_a_manifest_says_who_and_what(tmp_path: Path) -> None:
    manifest = read_manifest(written(tmp_path, FULL))
    identity = manifest.identity()
    assert (identity.family_names, identity.given_names) == (("VALMIER",), ("Suzanne",))
    assert (identity.ipp, identity.nir) == ("7700245918", "257076301500114")
    entry = manifest.entry(["01.txt"])
    assert entry is not None
    assert (entry.kind, entry.written_on) == (Kind.CRH, "2024-03-18")
    assert manifest.entry(["02.txt"]) is None
    assert "VALMIER" not in repr(manifest)


@pytest.mark.parametrize("content", ["{}", '{"patient": {}}', '\ufeff{"documents": [], "note": "autre"}'])
def test_everything_is_optional_and_more_is_tolerated(tmp_path: Path, content: str) -> None:
    assert read_manifest(written(tmp_path, content)).documents == ()


@pytest.mark.parametrize(
    ("content", "field"),
    [
        ("{", "not JSON"),
        ("[]", "the file"),
        ({"patient": {"birth_date": "VALMIER 1957"}}, "patient.birth_date"),
        ({"patient": {"sex": "VALMIER"}}, "patient.sex"),
        ({"documents": [{"file": "a.txt", "kind": "VALMIER"}]}, "documents.0.kind"),
        ({"documents": [{"kind": "crh"}]}, "documents.0.file"),
        ({"documents": [{"file": "a.txt", "written_on": "VALMIER"}]}, "documents.0.written_on"),
        ({"documents": [{"file": "a.txt", "confidentiality": "VALMIER"}]}, "documents.0.confidentiality"),
    ],
)
def test_a_wrong_field_is_named_without_its_value(tmp_path: Path, content: object, field: str) -> None:
    with pytest.raises(InvalidManifest) as caught:
        read_manifest(written(tmp_path, content))
    assert field in caught.value.line()
    assert "VALMIER" not in caught.value.line()


def test_an_identity_given_as_json_has_the_same_rules() -> None:
    assert identity_of({"family_names": "VALMIER", "sex": "H"}).sex == "M"
    with pytest.raises(InvalidManifest):
        identity_of({"sex": "?"})
