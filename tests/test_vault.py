from __future__ import annotations

import base64
import os
import stat
import sys
from pathlib import Path

import pytest

from summarizer.errors import KeyUnreadable, MasterKeyMissing, OutputError
from summarizer.values import DocumentId, DossierId, PseudonymKey, Replacement, Span
from summarizer.vault import CommandMasterKey, LocalMasterKey, Vault, new_master_key, write_master_key

KEY = PseudonymKey(
    dossier_id=DossierId("Olive Rose"),
    replacements={
        DocumentId("d1"): (
            Replacement(original=Span(4, 9), replaced=Span(4, 13), surface="OLIVE", pseudonym="<PATIENT>"),
        ),
        DocumentId("d2"): (),
    },
    files={DocumentId("d1"): "01_OLIVE.txt", DocumentId("d2"): "02.txt"},
)


@pytest.fixture
def master() -> LocalMasterKey:
    return LocalMasterKey.of(new_master_key())


def test_what_is_sealed_is_opened(tmp_path: Path, master: LocalMasterKey) -> None:
    vault = Vault(tmp_path / "vault", master)
    vault.seal(KEY)
    assert vault.open(KEY.dossier_id) == KEY


def test_no_byte_and_no_name_of_the_vault_is_clear(tmp_path: Path, master: LocalMasterKey) -> None:
    Vault(tmp_path / "vault", master).seal(KEY)
    for path in (tmp_path / "vault").iterdir():
        content = path.read_bytes()
        assert b"OLIVE" not in content
        assert b"PATIENT" not in content
        assert "Olive" not in path.name
        assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert stat.S_IMODE((tmp_path / "vault").stat().st_mode) == 0o700


def test_destroying_the_data_key_is_for_ever(tmp_path: Path, master: LocalMasterKey) -> None:
    vault = Vault(tmp_path, master)
    vault.seal(KEY)
    vault.destroy(KEY.dossier_id)
    vault.destroy(KEY.dossier_id)
    with pytest.raises(KeyUnreadable):
        vault.open(KEY.dossier_id)
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("position", [0, 10, 40, -1])
def test_an_altered_byte_is_refused(tmp_path: Path, master: LocalMasterKey, position: int) -> None:
    vault = Vault(tmp_path, master)
    vault.seal(KEY)
    (path,) = tmp_path.iterdir()
    content = bytearray(path.read_bytes())
    content[position] ^= 1
    path.write_bytes(bytes(content))
    with pytest.raises(KeyUnreadable):
        vault.open(KEY.dossier_id)


def test_another_master_key_and_another_dossier_are_refused(tmp_path: Path, master: LocalMasterKey) -> None:
    Vault(tmp_path, master).seal(KEY)
    with pytest.raises(KeyUnreadable):
        Vault(tmp_path, LocalMasterKey.of(new_master_key())).open(KEY.dossier_id)
    (path,) = tmp_path.iterdir()
    other = Vault(tmp_path, master)
    other.seal(PseudonymKey(dossier_id=DossierId("other"), replacements={}, files={}))
    (mine,) = [p for p in tmp_path.iterdir() if p != path]
    mine.write_bytes(path.read_bytes())
    with pytest.raises(KeyUnreadable):
        other.open(DossierId("other"))


def test_every_act_is_audited_before_it_is_done(tmp_path: Path, master: LocalMasterKey) -> None:
    trail: list[tuple[str, str]] = []
    vault = Vault(tmp_path, master, audit=lambda action, dossier_id: trail.append((action, dossier_id)))
    vault.seal(KEY)
    vault.open(KEY.dossier_id)
    vault.destroy(KEY.dossier_id)
    assert trail == [("seal", "Olive Rose"), ("open", "Olive Rose"), ("destroy", "Olive Rose")]


def test_what_cannot_be_audited_is_not_opened(tmp_path: Path, master: LocalMasterKey) -> None:
    Vault(tmp_path, master).seal(KEY)

    def broken(action: str, dossier_id: DossierId) -> None:
        raise OSError("no space")

    with pytest.raises(OSError, match="no space"):
        Vault(tmp_path, master, audit=broken).open(KEY.dossier_id)


@pytest.mark.parametrize("encoded", ["", "not base64!", base64.b64encode(b"short").decode()])
def test_a_master_key_is_32_bytes_in_base64(encoded: str) -> None:
    with pytest.raises(MasterKeyMissing):
        LocalMasterKey.of(encoded)


def test_a_master_key_file_is_made_once(tmp_path: Path) -> None:
    path = tmp_path / "keys" / "master"
    write_master_key(path)
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert LocalMasterKey.from_file(path).secret
    with pytest.raises(OutputError):
        write_master_key(path)
    with pytest.raises(MasterKeyMissing):
        LocalMasterKey.from_file(tmp_path / "none")


def test_a_command_can_hold_the_master_key(tmp_path: Path) -> None:
    # A key service in miniature: it adds and removes its own mark.
    script = (
        "import base64, sys; mark = b'kms:'; raw = base64.b64decode(sys.stdin.buffer.read()); "
        "sys.stdout.write(base64.b64encode(mark + raw if sys.argv[1] == 'wrap' else raw[4:]).decode())"
    )
    command = [sys.executable, "-c", script]
    vault = Vault(tmp_path, CommandMasterKey(wrap_command=[*command, "wrap"], unwrap_command=[*command, "unwrap"]))
    vault.seal(KEY)
    assert vault.open(KEY.dossier_id) == KEY
    broken = CommandMasterKey(wrap_command=["false"], unwrap_command=["false"])
    with pytest.raises(KeyUnreadable):
        Vault(tmp_path, broken).open(KEY.dossier_id)


def test_nothing_is_left_half_written(tmp_path: Path, master: LocalMasterKey) -> None:
    vault = Vault(tmp_path, master)
    vault.seal(KEY)
    vault.seal(KEY)
    assert len(os.listdir(tmp_path)) == 1
    blocked = tmp_path / "file"
    blocked.write_text("")
    with pytest.raises(OutputError):
        Vault(blocked, master).seal(KEY)


def test_no_repr_shows_a_secret(master: LocalMasterKey, tmp_path: Path) -> None:
    assert repr(master) == "LocalMasterKey()"
    assert repr(Vault(tmp_path, master)) == "Vault()"
