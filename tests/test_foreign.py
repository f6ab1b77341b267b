from __future__ import annotations

import pytest

from summarizer.foreign import Claim, why_foreign
from summarizer.values import Identity

OLIVE = Identity(
    family_names=("OLIVE", "BLANCHET"), given_names=("Rose", "Marie"), birth_date="1957-07-04", nir="257077512345612"
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
