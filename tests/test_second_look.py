"""The second look, on text that the first one spoiled on purpose."""

from __future__ import annotations

import pytest

from summarizer.errors import IdentifierSurvived
from summarizer.second_look import check, suspects
from summarizer.values import Identity

OLIVE = Identity(
    family_names=("OLIVE", "BLANCHET"),
    given_names=("Rose",),
    birth_date="1957-07-04",
    ipp="8004512377",
    nir="257077512345612",
    emails=("rose.olive@exemple.fr",),
)


@pytest.mark.parametrize(
    "text",
    [
        "<PATIENT> va bien, Mme OLIVE est sortie.",
        "Courrier de Blanchet.",
        "NIR 2 57 07 75 123 456 12",
        "dossier 8004512377",
        "née le 4 juillet 1957",
        "écrire à rose.olive@exemple.fr",
    ],
)
def test_a_known_identifier_fails_the_document_and_is_not_told(text: str) -> None:
    with pytest.raises(IdentifierSurvived) as raised:
        check(text, OLIVE)
    assert not any(word in str(raised.value) for word in ("OLIVE", "Blanchet", "8004512377", "1957"))


@pytest.mark.parametrize(
    "text",
    [
        "Mme <PATIENT>, née le <DATE_NAISSANCE>, NIR <NIR>, IPP <IPP>.",
        "Teint rose, une olive au petit déjeuner.",
        "Opérée le 4 juillet 2019.",
    ],
)
def test_what_is_hidden_or_harmless_passes(text: str) -> None:
    check(text, OLIVE)


@pytest.mark.parametrize(
    ("text", "suspected"),
    [
        ("Vu par le Dr Truffier ce jour.", ["Truffier"]),
        ("Mme Truffier est sortie.", ["Truffier"]),
        ("Numéro 123456789012.", ["123456789012"]),
        ("Tél 01 99 00 12 34", ["01 99 00 12 34"]),
        ("Vu par le Dr <MEDECIN_1>. Madame, Monsieur, Cher Confrère,", []),
        ("TA 120 80 72 36, le 12/03/2019, 1000000000 UI", []),
    ],
)
def test_suspects_are_a_word_after_a_title_or_a_long_run_of_digits(text: str, suspected: list[str]) -> None:
    assert [span.of(text) for span in suspects(text)] == suspected
