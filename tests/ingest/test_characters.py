"""Bytes to characters: encodings told apart, accents repaired only where the repair is certain."""

from __future__ import annotations

import pytest

from summarizer.errors import DocumentCorrupt, UnsupportedFormat
from summarizer.ingest.characters import decode, tidy

FRENCH = "Évolution : œdème résorbé, l’état s’améliore à 38,5 °C (coût 12 €)."


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp1252"])
def test_the_encodings_of_french_files_are_told_apart(encoding: str) -> None:
    decoded = decode(FRENCH.encode(encoding))
    assert decoded.text == FRENCH
    assert decoded.warnings == ()


@pytest.mark.parametrize("encoding", ["cp850", "mac_roman"])
def test_an_old_encoding_is_read_with_a_warning(encoding: str) -> None:
    text = "Le bilan a été complété : œdème exclu, réponse à évaluer.".replace("œ", "oe")
    decoded = decode(text.encode(encoding))
    assert decoded.text == text
    assert "encodage incertain" in decoded.warnings[0]


def test_a_text_encoded_twice_is_decoded_twice() -> None:
    assert (
        decode("Rétrécissement aortique serré".encode().decode("cp1252").encode()).text
        == "Rétrécissement aortique serré"
    )


def test_a_real_capital_a_tilde_is_left_alone() -> None:
    assert decode("M. JOÃO DA SILVA, né le 3 mai".encode()).text == "M. JOÃO DA SILVA, né le 3 mai"


def test_a_few_stray_bytes_do_not_spoil_a_utf8_text() -> None:
    decoded = decode("Évolution favorable, été 2023 : ".encode() + b"\xe9dent\xe9 " + "à suivre, œdème".encode())
    assert decoded.text == "Évolution favorable, été 2023 : édenté à suivre, œdème"
    assert "encodage mixte" in decoded.warnings[0]


@pytest.mark.parametrize("data", [b"\x00\x01\x02\x03" * 50, b"abc\x00def", bytes(range(1, 9)) * 20])
def test_what_is_not_text_is_refused(data: bytes) -> None:
    with pytest.raises(UnsupportedFormat):
        decode(data)


def test_a_mark_that_lies_is_a_damaged_file() -> None:
    with pytest.raises(DocumentCorrupt):
        decode(b"\xef\xbb\xbf\xe9\xe9\xe9")


@pytest.mark.parametrize(
    ("written", "read"),
    [
        ("ligne\r\nfin\rseule", "ligne\nfin\nseule"),
        ("e\u0301chographie", "échographie"),
        ("´echographie cardi¨aque", "échographie cardiäque"),
        ("œd`eme", "œdème"),
        ("gar¸con", "garçon"),
        ("mono-\nbloc", "mono-\nbloc"),
        ("bilaté\u00ad\nrales, bila\u00adtéral", "bilaté-\nrales, bilatéral"),
        ("Du\u200brand \u202eton", "Durand ton"),
        ("38,5\u00a0°C", "38,5\u00a0°C"),
        ("a\x07b", "ab"),
    ],
    ids=["line ends", "decomposed", "acute", "grave", "cedilla", "hyphen", "soft hyphen", "invisible", "nbsp", "bell"],
)
def test_characters_are_repaired_without_touching_words(written: str, read: str) -> None:
    assert tidy(written) == read


@pytest.mark.parametrize("written", ["pas de `code` ici", "10 ^ 3", "score `a` : 2", "l´ 2 mai"])
def test_an_accent_that_stands_alone_stays_alone(written: str) -> None:
    assert tidy(written) == written
