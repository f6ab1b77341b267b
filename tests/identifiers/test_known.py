"""The known identity drives its own search, tolerant to how names are written, deaf to words that look like them."""

from __future__ import annotations

import pytest

from summarizer.identifiers import build_detector
from summarizer.values import Identity
from tests.identifiers.marked import read, shown

DETECTOR = build_detector()
ROSE_PETIT = Identity(
    family_names=("PETIT", "BLANCHARD"),
    given_names=("Rose", "Marie-Ange"),
    birth_date="1938-02-03",
    ipp="7700245918",
    nir="238028001603452",
    phones=("03 53 01 44 12",),
    addresses=("8 rue des Tisserandes",),
    cities=("Albert",),
)


@pytest.mark.parametrize(
    "marked",
    [
        "<i>PETIT Rose</i>, vue ce jour",
        "<i>Rose Petit</i> est fatiguée",
        "chez <i>BLANCHARD</i>, rien à signaler",
        "dossier de <i>Blanchard</i>",
        "dossier de <i>BLANCHRAD</i> (faute de frappe)",
        "identité : <i>8LANCHARD Marie Ange</i>",
        "Petit déjeuner pris à 8 h.",
        "Un petit appétit, teint rose.",
        "Plaie rose. Petit hématome.",
        "vit toujours <i>8, rue des tisserandes</i>",
        "numéro <i>2 38 02 80 016 034 52</i>",
        "numéro <i>2 38 02 80 016 035 52</i>, un chiffre abîmé",
        "dossier <i>77-0024-5918</i>",
        "rappeler le <i>03.53.01.44.12</i>",
        "le <i>3 février 1938</i>, à la ferme",
        "le 3 février 2018, à la ferme",
    ],
)
def test_known_identity(marked: str) -> None:
    text, expected = read(marked)
    (found,) = DETECTOR.detect([text], ROSE_PETIT)
    assert [s for s, _ in shown(text, found, with_labels=False)] == [s for s, _ in expected]


@pytest.mark.parametrize(
    "marked",
    [
        "Mme <i>NG</i> est sortie",
        "<i>NG Mai</i>, née en mars",
        "BNP 450 ng/mL, troponine 12 NG/L",
        "Revue en mai, Mai 2019",
    ],
)
def test_a_short_name_is_no_unit_and_no_month(marked: str) -> None:
    text, expected = read(marked)
    (found,) = DETECTOR.detect([text], Identity(family_names=("NG",), given_names=("Mai",)))
    assert [s for s, _ in shown(text, found, with_labels=False)] == [s for s, _ in expected]
