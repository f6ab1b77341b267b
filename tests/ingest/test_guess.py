"""What a text says of itself: kind, date, author and patient, where French documents put them."""

from __future__ import annotations

import pytest

from summarizer.ingest.guess import guess
from summarizer.values import Kind

LETTER = """Docteur Baptiste ROUVRAY
Cardiologue - RPPS 10001234567
2 place du Foirail, 63190 LEZOUX

                                                  Lezoux, le 18 mars 2024

À Madame le Docteur Irène CASTAGNER

Chère consœur,

Je vous remercie de m'avoir adressé Mme Suzanne VALMIER, née TORQUET le 4 juillet 1957, pour un bilan.
Le holter du 12/03/2024 est normal.

Bien confraternellement,
Dr B. ROUVRAY
"""
LABORATORY = """LABORATOIRE DES DEUX ALLIERS       Biologiste : Dr Prune MARCHETTI
Mme VALMIER Suzanne                Dossier 24-0312-118
DDN 04/07/1957   F   66 ans        Prescripteur : Dr ROUVRAY
NIR 2 57 07 63 015 001 14          Prélèvement : 12/03/2024 07:50

                   Résultats   Unités      Valeurs de référence   Antér. 03/05/2023
Hémoglobine          12,6      g/dL          12,0-16,0              13,3
"""
STAY = """CENTRE HOSPITALIER DE LA DORE - SERVICE DE CARDIOLOGIE
COMPTE RENDU D'HOSPITALISATION du 18/02/2024 au 02/03/2024
VALMIER née TORQUET Suzanne - 04/07/1957 (66 ans) - F - IPP 7700245
Médecin traitant : Dr Irène CASTAGNER
Motif : dyspnée.
"""
NURSES = """EHPAD LES TILLEULS - TRANSMISSIONS CIBLÉES
VALMIER Suzanne   née le 04/07/57   ch 12

08/04/24 15h30 - IDE : poids 47 kg.
09/04/24 08h15 - AS : tousse.
12/04/24 21h40 - IDE nuit : endormie à 23 h.
"""


@pytest.mark.parametrize(
    ("text", "kind", "written_on"),
    [
        (LETTER, Kind.LETTER, "2024-03-18"),
        (LABORATORY, Kind.LABORATORY, "2024-03-12"),
        (STAY, Kind.CRH, "2024-03-02"),
        (NURSES, Kind.NURSING, "2024-04-12"),
        ("ORDONNANCE BIZONE\nLezoux, le 5 mai 2024\nAMLOR 5 mg", Kind.PRESCRIPTION, "2024-05-05"),
        ("Centre d'imagerie\nSCANNER THORACIQUE\nExamen du 17/01/2024\nPoumons clairs.", Kind.IMAGING, "2024-01-17"),
        ("COMPTE RENDU OPÉRATOIRE\nDate : 09/11/2023\nIncision.", Kind.OPERATIVE, "2023-11-09"),
        ("Pas de titre, une phrase du 3 mai 2024 seulement.", None, "2024-05-03"),
        ("Rien du tout.", None, None),
    ],
    ids=["letter", "laboratory", "stay", "nurses", "prescription", "imaging", "operation", "prose", "nothing"],
)
def test_a_document_says_what_it_is_and_when(text: str, kind: Kind | None, written_on: str | None) -> None:
    guessed = guess(text)
    assert (guessed.kind, guessed.written_on) == (kind, written_on)


def test_a_result_that_opens_a_line_is_not_a_title() -> None:
    assert guess("CH de la Dore - Urgences adultes\nMotif : chute\nTDM cérébral : normal.").kind is Kind.EMERGENCY


def test_the_signature_is_the_author_not_the_addressee() -> None:
    guessed = guess(LETTER)
    assert (guessed.author, guessed.author_role) == ("B. ROUVRAY", "cardiologue")


def test_the_service_gives_the_role_when_nobody_says_it() -> None:
    assert guess(STAY).author_role == "cardiologue"


@pytest.mark.parametrize("text", [LETTER, LABORATORY, STAY, NURSES], ids=["letter", "laboratory", "stay", "nurses"])
def test_the_patient_is_named_beside_the_birth_date(text: str) -> None:
    identity = guess(text).identity
    assert identity.birth_date == "1957-07-04"
    assert "VALMIER" in identity.family_names
    assert identity.given_names == ("Suzanne",)
    assert not {"ROUVRAY", "CASTAGNER", "MARCHETTI"} & {*identity.family_names, *identity.given_names}


def test_a_birth_name_is_a_family_name() -> None:
    assert set(guess(LETTER).identity.family_names) == {"VALMIER", "TORQUET"}
    assert set(guess(STAY).identity.family_names) == {"VALMIER", "TORQUET"}


@pytest.mark.parametrize(
    ("text", "sex"),
    [
        ("M. ARSAC Paul, né le 03/05/1960", "M"),
        ("Mme ARSAC Paule, née le 03/05/1960", "F"),
        ("ARSAC Camille, né(e) le 03/05/1960", None),
        ("Nom : ARSAC\nPrénom : Camille\nSexe : F\nNé(e) le 03/05/1960", "F"),
        ("ARSAC CAMILLE   H   64 ans   03/05/1960", "M"),
    ],
)
def test_the_sex_is_what_the_words_say(text: str, sex: str | None) -> None:
    assert guess(text).identity.sex == sex


def test_labelled_fields_name_the_patient() -> None:
    identity = guess(
        "Nom d'usage : ARSAC     Nom de naissance : LE GOFF\nPrénoms : Camille Odile\nIPP : 7700245918"
    ).identity
    assert identity.family_names == ("ARSAC", "LE GOFF")
    assert identity.given_names == ("Camille", "Odile")
    assert identity.ipp == "7700245918"


@pytest.mark.parametrize(
    "text",
    [
        "Sa fille, née le 03/05/1990, l'accompagne.\nValidé par Marie DUPUY 12/03/2024",
        "Examen du 12/03/2024 demandé par le Dr Paul ARSAC",
        "Réf. Z2211150318   Prélevé le 12/03/2024",
    ],
)
def test_nobody_else_is_taken_for_the_patient(text: str) -> None:
    assert guess(text).identity.family_names == ()


def test_a_number_is_a_nir_by_its_label_or_its_key() -> None:
    assert guess("N° Sécurité sociale : 2 57 07 63 015 001 13").identity.nir == "257076301500113"
    assert guess("Réf 257076301500114").identity.nir == "257076301500114"
    assert guess("Réf 257076301500113").identity.nir is None


def test_the_name_of_the_file_is_asked_last() -> None:
    named = guess("Rien du tout.", "04_biologie_2022-11-15.txt")
    assert (named.kind, named.written_on) == (Kind.LABORATORY, "2022-11-15")
    assert guess(LETTER, "04_biologie_2022-11-15.txt").kind is Kind.LETTER
