"""Small valid values for the tests of the harness: one document, statements that cite it, a gold that judges them."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from eval.cases import Fact, GoldDossier, Quote, Trap, locate
from eval.shown import Cited, ShownStatement

FILE = "01_crh.txt"
TEXT = (
    "Antécédents : FA sous ELIQUIS 5 mg matin et soir.\n"
    "Pas d'argument pour une embolie pulmonaire au scanner du 12/03/2024.\n"
    "Mère décédée d'un cancer du sein à 54 ans.\n"
    "Suspicion de polyarthrite, bilan en cours.\n"
    "BISOPROLOL 5 mg, réduit à 2,5 mg le 14/03/2024.\n"
    "Hernie inguinale gauche opérée en 2011.\n"
)
TEXTS = {FILE: TEXT}


def statement(
    text: str, quote: str | Sequence[str], *, section: str = "pathologies", status: str = "active", id_: str = "s1"
) -> ShownStatement:
    quotes = [quote] if isinstance(quote, str) else quote
    return ShownStatement(
        id=id_,
        section=section,
        text=text,
        quoted=False,
        severity="major",
        status=status,
        dates=(),
        citations=tuple(cited(one) for one in quotes),
    )


def cited(quote: str) -> Cited:
    (span,) = locate(quote, TEXT)
    return Cited(file=FILE, span=span, quote=quote, written_on="2024-03-18")


def fact(said: str, quote: str, *, section: str = "pathologies") -> Fact:
    return Fact(
        id="F01",
        section=section,
        statement=said,
        severity="critical",
        status="active",
        sources=(Quote(file=FILE, text=quote),),
    )


def trap(claim: str, quote: str, why: str) -> Trap:
    return Trap(id="M01", claim=claim, why=why, source=Quote(file=FILE, text=quote))


def dossier(*, facts: Sequence[Fact] = (), traps: Sequence[Trap] = ()) -> GoldDossier:
    return GoldDossier(
        name="petit",
        part="test",
        folder=Path("petit"),
        pii=(),
        facts=tuple(facts),
        traps=tuple(traps),
        disagreements=(),
        questions=(),
    )
