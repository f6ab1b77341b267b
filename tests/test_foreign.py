from __future__ import annotations

from dataclasses import replace

import pytest

from summarizer.foreign import Claim, claim_of, disowned, speaks_of_another, why_foreign
from summarizer.identifiers import build_detector
from summarizer.values import Document, DocumentId, Identity, Kind

DETECTOR = build_detector()

OLIVE = Identity(
    family_names=("OLIVE", "BLANCHET"), given_names=("Rose", "Marie"), birth_date="1957-07-04", nir="257077512345612"
)


def a_document(text: str, id: str = "d1", kind: Kind = Kind.LETTER, written_on: str | None = None) -> Document:
    return Document(
        id=DocumentId(id),
        file=f"{id}.txt",
        sha256="0" * 64,
        kind=kind,
        title="",
        text=text,
        pages=(),
        written_on=written_on,
    )


def claim(*names: str, births: tuple[str, ...] = (), nirs: tuple[str, ...] = ()) -> Claim:
    return Claim(names=tuple(frozenset(name.split()) for name in names), births=births, nirs=nirs)


@pytest.mark.parametrize(
    ("said", "reason"),
    [
        (claim("laurier denise", births=("1934-11-12",)), "prénom et date de naissance"),
        (claim("laurier denise", nirs=("2341172321654",)), "nom et NIR"),
        (claim("laurier denise", births=("1934-11-12",), nirs=("2341172321654",)), "date de naissance et NIR"),
        (claim("laurier rose", births=("1934-11-12",)), "nom et date de naissance"),
        # A namesake: the same family name, another first name, another birth date.
        (claim("olive denise", births=("1934-11-12",)), "prénom et date de naissance"),
    ],
)
def test_another_patient(said: Claim, reason: str) -> None:
    assert why_foreign(said, OLIVE) == f"identité différente de celle du dossier ({reason})"


@pytest.mark.parametrize(
    "said",
    [
        claim(),
        claim("laurier denise"),
        claim("laurier rose", births=("1957-07-04",)),
        claim("olive rose", births=("1934-11-12",)),
        claim("blanchet marie", nirs=("2341172321654",)),
        claim("laurier denise", births=("1957-07-05",)),
        claim("laurier denise", births=("1957-04-07",)),
        claim("laurier denise", births=("1957-07-04",), nirs=("2341172321654",)),
        claim("oliva rose", births=("1934-11-12",)),
        claim("laurier denise", nirs=("2570775123465",)),
    ],
)
def test_the_same_patient_or_not_enough_to_say(said: Claim) -> None:
    assert why_foreign(said, OLIVE) is None


def test_without_an_identity_nothing_is_said() -> None:
    assert why_foreign(claim("laurier denise", births=("1934-11-12",)), Identity()) is None


TWIN = Identity(family_names=("OLIVE",), given_names=("Rose",), birth_date="2019-03-12")


@pytest.mark.parametrize(
    ("said", "foreign"),
    [
        ("Patiente : OLIVE Denise, née le 12/03/2019. Otite moyenne aiguë.", True),
        ("OLIVE Rose, née le 12/03/2019. Otite moyenne aiguë.", False),
        # Both are named: the document that tells of the patient's twin stays.
        ("OLIVE Rose, née le 12/03/2019. Sa jumelle OLIVE Denise, née le 12/03/2019, va bien.", False),
        ("Née le 12/03/2019. Vue pour Mme OLIVE, sa mère.", False),
        ("Identité provisoire : ALPHA URGENCE, né le 01/01/1900. Plaie de l'arcade.", True),
        ("Identité provisoire : ALPHA URGENCE, né le 01/01/1900. Identité confirmée : OLIVE Rose.", False),
    ],
)
def test_a_twin_and_a_provisional_identity(said: str, foreign: bool) -> None:
    document = a_document(said)
    (found,) = DETECTOR.detect([said], TWIN)
    assert (why_foreign(claim_of(document, found), TWIN) is not None) is foreign


def test_the_patients_name_may_stand_in_the_header_alone() -> None:
    document = replace(a_document("Otite moyenne aiguë."), identity=TWIN)
    assert why_foreign(claim_of(document, ()), TWIN) is None
    other = replace(TWIN, given_names=("Denise",))
    assert why_foreign(claim_of(replace(document, identity=other), ()), TWIN) is not None


@pytest.mark.parametrize(
    ("said", "denied"),
    [
        ("Le bilan sanguin du 04/05/2021 est celui d'une homonyme.", True),
        ("Le bilan du 04/05 ne concerne pas cette patiente.", True),
        ("Inversion d'étiquettes sur les tubes du 04/05/2021, bilan refait ce jour.", True),
        ("Le bilan du 04/05/2021 est rassurant.", False),
        ("Le scanner du 04/05/2021 est celui d'une homonyme.", False),
        ("Le bilan du 05/05/2021 est celui d'une homonyme.", False),
    ],
)
def test_a_document_that_another_disowns(said: str, denied: bool) -> None:
    results = a_document("Ferritine 12 µg/L", id="d2", kind=Kind.LABORATORY, written_on="2021-05-04")
    letter = a_document(said, id="d1", kind=Kind.LETTER, written_on="2021-06-01")
    assert (results.id in disowned({d.id: d for d in (letter, results)})) is denied
    assert letter.id not in disowned({d.id: d for d in (letter, results)})


@pytest.mark.parametrize(
    ("sentence", "of_another"),
    [
        ("Erreur de saisie : la ligne « insuline 12 U » était pour Mme <PERSONNE_2>.", True),
        ("La note du matin est celle d'un autre résident, à rayer.", True),
        ("Erreur de posologie corrigée pour l'insuline.", False),
        ("Vu avec un autre patient dans la chambre.", False),
    ],
)
def test_a_line_written_for_someone_else(sentence: str, of_another: bool) -> None:
    assert speaks_of_another(sentence) is of_another


def test_a_newborns_results_name_the_mother_and_are_not_hers() -> None:
    said = (
        "LABORATOIRE - Néonatologie\n\nOLIVE ANAÏS      Sexe F      Née le 06/03/2024      IPP 8820251108\n"
        "Mère : OLIVE ROSE, IPP 8820193746\nBilirubine totale 198 µmol/L"
    )
    document = a_document(said, written_on="2024-03-09")
    mother = replace(OLIVE, ipp="8820193746", nir=None)
    assert why_foreign(claim_of(document, DETECTOR.detect([document.text], mother)[0]), mother)
    hers = a_document(
        said.replace("06/03/2024", "04/07/1957").replace("ANAÏS", "ROSE").replace("Mère : OLIVE ROSE, ", "")
    )
    assert why_foreign(claim_of(hers, DETECTOR.detect([hers.text], mother)[0]), replace(mother, ipp=None)) is None
