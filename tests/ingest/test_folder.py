"""A folder to a dossier: every file read or listed, none dropped, none taken for what it is not."""

from __future__ import annotations

import json
import os
from pathlib import Path

import pytest

from summarizer.errors import DossierNotFound, EmptyDossier
from summarizer.ingest import ReadLimits, read_dossier
from summarizer.ingest.folder import NOT_FOUND, OUTSIDE, TOO_MANY

HEAD = "Mme VALMIER Suzanne, née le 04/07/1957\n"


def put(folder: Path, **files: str) -> Path:
    for name, text in files.items():
        path = folder / name.replace("__", "/").replace("_DOT_", ".")
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    return folder


def test_documents_come_in_order_of_date_then_name(tmp_path: Path) -> None:
    put(tmp_path, b_DOT_txt="Lezoux, le 3 mai 2024\nb", a_DOT_txt="Lezoux, le 3 mai 2024\na", c_DOT_txt="Lezoux, le 1 mai 2024\nc", z_DOT_txt="sans date")  # fmt: skip
    assert [document.file for document in read_dossier(tmp_path).documents] == ["c.txt", "a.txt", "b.txt", "z.txt"]


def test_names_are_those_of_the_manifest_wherever_the_files_are(tmp_path: Path) -> None:
    put(tmp_path, documents__a_DOT_txt=HEAD, documents__deep__b_DOT_txt="Autre.")
    manifest = {
        "patient": {"family_names": ["VALMIER"]},
        "documents": [{"file": "a.txt", "kind": "ide", "written_on": "2024-01-02"}],
    }
    (tmp_path / "dossier.json").write_text(json.dumps(manifest))
    dossier = read_dossier(tmp_path)
    assert [(document.file, document.kind.value) for document in dossier.documents] == [
        ("a.txt", "ide"),
        ("deep/b.txt", "autre"),
    ]
    assert read_dossier(tmp_path / "documents") == dossier


def test_a_file_promised_but_absent_and_one_never_promised(tmp_path: Path) -> None:
    put(tmp_path, present_DOT_txt=HEAD)
    (tmp_path / "dossier.json").write_text(json.dumps({"documents": [{"file": "absent.txt"}]}))
    dossier = read_dossier(tmp_path)
    assert [document.file for document in dossier.documents] == ["present.txt"]
    assert [(entry.file, entry.reason) for entry in dossier.unread] == [("absent.txt", NOT_FOUND)]


def test_a_copy_is_listed_as_a_copy(tmp_path: Path) -> None:
    put(tmp_path, a_DOT_txt=HEAD, b_DOT_txt=HEAD)
    dossier = read_dossier(tmp_path)
    (document,) = dossier.documents
    assert [(entry.file, entry.reason) for entry in dossier.unread] == [("b.txt", f"copie identique de {document.id}")]


def test_what_describes_the_dossier_is_not_of_it(tmp_path: Path) -> None:
    put(tmp_path, a_DOT_txt=HEAD, gold_DOT_json='{"facts": []}', feuille_DOT_xsl="<a/>", _DOT_cache="x", documents__gold_DOT_json="{}", README_DOT_md="x")  # fmt: skip
    (tmp_path / "dossier.json").write_text("{}")
    dossier = read_dossier(tmp_path)
    assert [document.file for document in dossier.documents] == ["a.txt"]
    assert dossier.unread == ()


def test_one_unreadable_file_does_not_stop_the_others(tmp_path: Path) -> None:
    put(tmp_path, a_DOT_txt=HEAD, b_DOT_pdf="pas un PDF", c_DOT_txt="  ")
    (tmp_path / "d.docx").write_bytes(b"PK\x03\x04")
    dossier = read_dossier(tmp_path)
    assert len(dossier.documents) == 1
    assert [entry.file for entry in dossier.unread] == ["b.pdf", "c.txt", "d.docx"]
    assert all(entry.reason for entry in dossier.unread)


def test_links_out_of_the_folder_and_pipes_are_not_followed(tmp_path: Path) -> None:
    outside = put(tmp_path / "ailleurs", secret_DOT_txt="secret") / "secret.txt"
    inside = put(tmp_path / "dossier", a_DOT_txt=HEAD)
    (inside / "lien.txt").symlink_to(outside)
    (inside / "dossier_lie").symlink_to(outside.parent)
    os.mkfifo(inside / "tube")
    dossier = read_dossier(inside)
    assert len(dossier.documents) == 1
    assert [entry.file for entry in dossier.unread] == ["lien.txt", "tube"]
    assert dossier.unread[0].reason == OUTSIDE


def test_too_many_files_are_listed_not_read(tmp_path: Path) -> None:
    put(tmp_path, a_DOT_txt=HEAD, b_DOT_txt="deux")
    assert [entry.reason for entry in read_dossier(tmp_path, limits=ReadLimits(files=1)).unread] == [TOO_MANY]


def test_one_file_is_a_dossier_of_one(tmp_path: Path) -> None:
    put(tmp_path, a_DOT_txt=HEAD, b_DOT_txt="deux")
    assert [document.file for document in read_dossier(tmp_path / "a.txt").documents] == ["a.txt"]


def test_no_folder_and_nothing_in_it_are_two_errors(tmp_path: Path) -> None:
    with pytest.raises(DossierNotFound):
        read_dossier(tmp_path / "absent")
    put(tmp_path, valmier_DOT_pdf="pas un PDF")
    with pytest.raises(EmptyDossier) as caught:
        read_dossier(tmp_path)
    assert "endommagé" in caught.value.line()
    assert "valmier" not in caught.value.line()


def test_the_dossier_is_named_by_its_contents_not_by_its_folder(tmp_path: Path) -> None:
    one = read_dossier(put(tmp_path / "VALMIER_Suzanne", a_DOT_txt=HEAD))
    other = read_dossier(put(tmp_path / "autre", x_DOT_txt=HEAD))
    assert one.id == other.id
    assert one.id != read_dossier(put(tmp_path / "autre", y_DOT_txt="plus")).id


def test_a_document_of_another_patient_leaves_the_identity_alone(tmp_path: Path) -> None:
    put(
        tmp_path,
        a_DOT_txt=HEAD,
        b_DOT_txt="Mme VALMIER Suzanne née TORQUET le 04/07/1957   IPP 7700245",
        c_DOT_txt="Mme ARSAC Paule, née le 02/02/1940",
    )
    dossier = read_dossier(tmp_path)
    assert set(dossier.identity.family_names) == {"VALMIER", "TORQUET"}
    assert (dossier.identity.birth_date, dossier.identity.ipp) == ("1957-07-04", "7700245")
    foreign = next(document for document in dossier.documents if document.file == "c.txt")
    assert foreign.identity.birth_date == "1940-02-02"


def test_the_manifest_decides_who_the_patient_is(tmp_path: Path) -> None:
    put(tmp_path, a_DOT_txt="Mme ARSAC Paule, née le 02/02/1940", b_DOT_txt=HEAD)
    (tmp_path / "dossier.json").write_text(
        json.dumps({"patient": {"family_names": ["VALMIER"], "birth_date": "1957-07-04"}})
    )
    identity = read_dossier(tmp_path).identity
    assert (identity.family_names, identity.given_names) == (("VALMIER",), ("Suzanne",))
