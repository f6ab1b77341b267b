"""The gate: each way a sentence goes wrong, beside a sentence that says the same thing right."""

from __future__ import annotations

from functools import cache

import pytest

from models.scripted import ScriptedJudge
from summarizer.findings import Finder
from summarizer.ports import Judgement
from summarizer.values import (
    DocumentId,
    DraftStatement,
    Evidence,
    Outcome,
    Passage,
    SectionKey,
    Severity,
    Shown,
    Span,
    Status,
)
from summarizer.verify import Claim, combined, verify_claims
from summarizer.write import gate


@cache
def finder() -> Finder:
    return Finder()


def outcome(claim: str, *evidence: str) -> Outcome:
    asked = Claim(text=claim, evidence=tuple((text, "2024-03-18") for text in evidence))
    (checks,) = verify_claims([asked], finder=finder(), judge=None, threshold=0.9)
    return combined(checks)


@pytest.mark.parametrize(
    ("right", "wrong", "evidence"),
    [
        pytest.param(
            "Bisoprolol 2,5 mg le matin", "Bisoprolol 5 mg le matin", "Bisoprolol 2,5 mg le matin.", id="dose"
        ),
        pytest.param(
            "Créatinine 104 µmol/L", "Créatinine 104 mg/L", "Créatinine 104 µmol/L ce jour.", id="unit"
        ),
        pytest.param("ASAT 24 UI/L", "ASAT 195 UI/L", "ASAT / ALAT 24 / 31 UI/L, LDH 195 UI/L.", id="owner of a value"),
        pytest.param("ALAT 31", "ALAT 24", "ASAT / ALAT 24 / 31 UI/L, LDH 195 UI/L.", id="owner in a pair"),
        pytest.param(
            "Embolie pulmonaire en juin 2019", "Embolie pulmonaire en juin 2018",
            "Embolie pulmonaire en juin 2019.", id="date",
        ),
        pytest.param(
            "Prothèse de hanche gauche", "Prothèse de hanche droite", "Prothèse de hanche gauche en 2012.", id="side"
        ),
        pytest.param(
            "Pas d'embolie pulmonaire", "Embolie pulmonaire", "Pas d'argument pour une embolie pulmonaire.",
            id="negation",
        ),
        pytest.param(
            "Suspicion de sarcoïdose", "Sarcoïdose", "Suspicion de sarcoïdose pulmonaire.", id="doubt"
        ),
        pytest.param(
            "Cancer du sein chez la mère", "Cancer du sein", "Mère : cancer du sein à 54 ans.", id="family"
        ),
        pytest.param(
            "Amiodarone arrêtée", "Amiodarone poursuivie", "Amiodarone arrêtée pour hyperthyroïdie.", id="end"
        ),
        pytest.param(
            "Apixaban 5 mg matin et soir", "Rivaroxaban 5 mg matin et soir", "Apixaban 5 mg matin et soir.", id="drug"
        ),
        pytest.param(
            "ELIQUIS 5 mg (apixaban)", "ELIQUIS 5 mg (warfarine)", "ELIQUIS 5 mg matin et soir.", id="brand"
        ),
        pytest.param(
            "Insuffisance cardiaque", "Insuffisance rénale", "Insuffisance cardiaque connue.", id="disorder"
        ),
        pytest.param(
            "Hypokaliémie à 2,9 mmol/L", "Hyperkaliémie à 2,9 mmol/L", "Hypokaliémie à 2,9 mmol/L.", id="prefix"
        ),
        pytest.param(
            "Contre-indication aux AINS", "AINS", "Contre-indication aux AINS.", id="prohibition"
        ),
        pytest.param(
            "Patient suivi pour asthme", "Patient suivi pour asthme par un pneumologue renommé",
            "Patient suivi pour asthme.", id="words of nowhere",
        ),
    ],
)  # fmt: skip
def test_each_error_is_stopped_and_its_twin_passes(right: str, wrong: str, evidence: str) -> None:
    assert outcome(right, evidence) is Outcome.SUPPORTED
    assert outcome(wrong, evidence) is not Outcome.SUPPORTED


def test_a_number_of_one_passage_does_not_answer_for_another_drug() -> None:
    evidence = ("Bisoprolol 2,5 mg le matin.", "Ramipril 5 mg le soir.")
    assert outcome("Ramipril 5 mg le soir", *evidence) is Outcome.SUPPORTED
    assert outcome("Bisoprolol 7,5 mg le matin", *evidence) is not Outcome.SUPPORTED


@pytest.mark.parametrize(("claim", "evidence"), [("", ("Asthme.",)), ("Asthme.", ()), ("Asthme.", ("  ",))])
def test_without_a_claim_or_a_passage_nothing_is_supported(claim: str, evidence: tuple[str, ...]) -> None:
    assert outcome(claim, *evidence) is not Outcome.SUPPORTED


def test_no_check_at_all_is_no_support() -> None:
    assert combined([]) is Outcome.COULD_NOT_CHECK


def test_a_judge_replaces_the_check_of_words_and_no_other() -> None:
    entailed = Judgement(entailment=0.99, neutral=0.005, contradiction=0.005)
    evidence = "Bisoprolol 2,5 mg le matin."
    claims = ["Il reçoit chaque matin bisoprolol 2,5 mg", "Il reçoit chaque matin bisoprolol 5 mg"]
    judge = ScriptedJudge({(evidence, claim): entailed for claim in claims})
    asked = [Claim(text=claim, evidence=((evidence, None),)) for claim in claims]
    reworded, wrong = verify_claims(asked, finder=finder(), judge=judge, threshold=0.9)
    assert combined(reworded) is Outcome.SUPPORTED
    assert combined(wrong) is not Outcome.SUPPORTED


# --- what becomes of a draft --------------------------------------------------------------------------------------


def draft(text: str, passage: str = "- Pas d'argument pour une embolie pulmonaire.") -> DraftStatement:
    cited = Passage(document_id=DocumentId("d1"), span=Span(0, len(passage)), text=passage, written_on="2024-03-18")
    topic = Evidence(
        section=SectionKey.PROBLEMS,
        topic="disorder:embolie pulmonaire",
        passages=(cited,),
        severity=Severity.CRITICAL,
        status=Status.EXCLUDED,
    )
    return DraftStatement(text=text, evidence=topic, by="scripted")


def test_a_draft_that_fails_is_replaced_by_its_passage_and_listed_with_the_reason() -> None:
    shown, withheld = gate([draft("Embolie pulmonaire.")], finder=finder(), judge=None, threshold=0.9)
    assert [(s.text, s.shown) for s in shown] == [("Pas d'argument pour une embolie pulmonaire.", Shown.QUOTED)]
    assert [w.text for w in withheld] == ["Embolie pulmonaire."]
    assert withheld[0].reason.startswith(("cues:", "qualifiers:"))


def test_a_draft_that_passes_is_shown_as_written() -> None:
    shown, withheld = gate([draft("Pas d'embolie pulmonaire.")], finder=finder(), judge=None, threshold=0.9)
    assert [(s.text, s.shown) for s in shown] == [("Pas d'embolie pulmonaire.", Shown.SUPPORTED)]
    assert withheld == ()


def test_an_empty_draft_is_a_quotation_and_nothing_was_withheld() -> None:
    shown, withheld = gate([draft("")], finder=finder(), judge=None, threshold=0.9)
    assert [s.shown for s in shown] == [Shown.QUOTED]
    assert withheld == ()
