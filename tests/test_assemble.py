"""Sections in order, nothing said twice, nothing grave left out, and silence explained."""

from __future__ import annotations

from summarizer.assemble import assemble
from summarizer.sections import SECTIONS
from summarizer.values import (
    Check,
    DocumentId,
    DossierId,
    Evidence,
    Outcome,
    Passage,
    Run,
    SectionKey,
    Severity,
    Shown,
    Span,
    Status,
    Summary,
    VerifiedStatement,
)

RUN = Run(
    code_version="0", models=(), prompt_version="0", settings="test", generated_at="2024-01-01T00:00:00", seconds={}
)


def statement(
    text: str,
    section: SectionKey = SectionKey.PROBLEMS,
    *,
    severity: Severity = Severity.MAJOR,
    status: Status = Status.ACTIVE,
    day: str = "2024-01-10",
    place: int = 0,
) -> VerifiedStatement:
    cited = Passage(document_id=DocumentId(f"d{place}"), span=Span(place, place + len(text)), text=text, written_on=day)
    evidence = Evidence(section=section, topic=text, passages=(cited,), severity=severity, status=status, dates=(day,))
    check = Check(name="quotation", outcome=Outcome.SUPPORTED)
    return VerifiedStatement(text=text, evidence=evidence, shown=Shown.QUOTED, checks=(check,))


def assembled(*statements: VerifiedStatement, minor: int = 2, searched: int = 3) -> Summary:
    return assemble(
        DossierId("p1"),
        statements,
        contradictions=(),
        withheld=(),
        warnings=(),
        documents_searched=searched,
        minor_statements=minor,
        run=RUN,
    )


def told(summary: Summary, section: SectionKey = SectionKey.PROBLEMS) -> list[str]:
    return [s.text for each in summary.sections if each.key is section for s in each.statements]


def test_sections_come_in_the_order_of_the_volet() -> None:
    summary = assembled(statement("Asthme"), statement("Tabac", SectionKey.RISK_FACTORS, place=1))
    assert [section.key for section in summary.sections] == [title.key for title in SECTIONS]


def test_an_empty_section_says_how_many_documents_were_searched() -> None:
    reasons = {section.empty_reason for section in assembled(searched=3).sections}
    assert reasons == {"Non renseigné dans le dossier (3 documents lus)"}
    assert "(1 document lu)" in (assembled(searched=1).sections[0].empty_reason or "")


def test_a_section_with_a_statement_gives_no_reason() -> None:
    assert assembled(statement("Asthme")).sections[0].empty_reason is None


def test_what_another_statement_says_whole_is_not_said_again() -> None:
    summary = assembled(statement("Asthme"), statement("Asthme allergique sévère", place=1))
    assert told(summary) == ["Asthme allergique sévère"]


def test_its_near_twin_with_another_number_stays() -> None:
    summary = assembled(statement("Hernie opérée en 2011"), statement("Hernie opérée en 2016", place=1))
    assert len(told(summary)) == 2


def test_the_graver_of_two_repetitions_stays() -> None:
    summary = assembled(
        statement("Embolie pulmonaire", severity=Severity.CRITICAL),
        statement("Embolie pulmonaire", severity=Severity.MINOR, place=1),
    )
    (section,) = [s for s in summary.sections if s.statements]
    assert [s.evidence.severity for s in section.statements] == [Severity.CRITICAL]


def test_minor_statements_are_bounded_and_the_latest_stay() -> None:
    minor = [
        statement(f"Rhinite {name}", severity=Severity.MINOR, day=f"202{i}-01-10", place=i)
        for i, name in enumerate(["printanière", "allergique", "vasomotrice", "chronique"])
    ]
    assert sorted(told(assembled(*minor, minor=2))) == ["Rhinite chronique", "Rhinite vasomotrice"]


def test_grave_statements_are_never_bounded() -> None:
    names = ["asthme", "diabète", "glaucome", "sarcoïdose", "cirrhose"]
    grave = [statement(name, severity=Severity.MAJOR, place=i) for i, name in enumerate(names)]
    assert sorted(told(assembled(*grave, minor=0))) == sorted(names)


def test_what_is_current_comes_before_what_is_doubted_and_excluded() -> None:
    summary = assembled(
        statement("Sarcoïdose écartée", status=Status.EXCLUDED),
        statement("Asthme", status=Status.ACTIVE, place=1),
        statement("Lupus suspecté", status=Status.SUSPECTED, place=2),
    )
    assert told(summary) == ["Asthme", "Lupus suspecté", "Sarcoïdose écartée"]


def test_events_come_by_date() -> None:
    events = [
        statement("Chute", SectionKey.EVENTS, day="2023-05-01"),
        statement("Infarctus", SectionKey.EVENTS, day="2019-02-01", place=1),
        statement("Phlébite", SectionKey.EVENTS, day="2021-09-01", place=2),
    ]
    assert told(assembled(*events), SectionKey.EVENTS) == ["Infarctus", "Phlébite", "Chute"]
