"""Identities put back: quotations as the documents have them, statements with the names their passages give, no gap shown."""

from __future__ import annotations

from collections.abc import Sequence

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from summarizer.identifiers import build_detector
from summarizer.lexical import unmarked
from summarizer.pseudonymize import pseudonymize
from summarizer.reidentify import cite, reidentify
from summarizer.restore import PLACEHOLDER
from summarizer.select.passages import passage
from summarizer.sentences import split
from summarizer.settings import PipelineSettings
from summarizer.values import (
    CitedStatement,
    Contradiction,
    Document,
    DocumentId,
    Dossier,
    DossierId,
    Evidence,
    Identity,
    Kind,
    Page,
    PseudonymizedDossier,
    PseudonymKey,
    Run,
    Section,
    SectionKey,
    Severity,
    Shown,
    Span,
    Status,
    Summary,
    VerifiedStatement,
    WithheldStatement,
)

DETECTOR = build_detector()
IDENTITY = Identity(family_names=("OLIVE",), given_names=("Rose",), birth_date="1957-07-04", sex="F")
LETTERS = (
    "Courrier du 12/03/2019\n\nMme Rose OLIVE, née le 04/07/1957.\n\n"
    "Avis du Pr Jean-Philippe CHAMBONNET : fibrillation atriale.\n\nDr Paul ALLAIN, 12 rue des Lilas, 69003 Lyon\n",
    "Courrier du 02/05/2020\n\nMme OLIVE.\n\n- Revue par Pr CHAMBONNET : tout va bien.\n\n"
    "Traitement : apixaban 5 mg.\n\nConfrère : Dr ALLAIN, tél. 04 72 11 22 33.\n",
)


def hidden(*texts: str, shift: int = 0) -> tuple[Dossier, PseudonymizedDossier, PseudonymKey]:
    documents = tuple(
        Document(
            id=DocumentId(f"d{number}"), file=f"{number}.txt", sha256="0" * 64, kind=Kind.LETTER, title="", text=text,
            pages=(Page(number=1, span=Span(0, len(text))),), written_on=None,
        )
        for number, text in enumerate(texts, start=1)
    )  # fmt: skip
    dossier = Dossier(id=DossierId("x"), identity=IDENTITY, documents=documents)
    return dossier, *pseudonymize(dossier, DETECTOR, settings=PipelineSettings(shift_years=shift))


def statement(
    text: str,
    spans: Sequence[tuple[int, Span]],
    dossier: PseudonymizedDossier,
    shown: Shown,
    dates: tuple[str, ...] = (),
) -> VerifiedStatement:
    return VerifiedStatement(
        text=text,
        evidence=Evidence(
            section=SectionKey.PROBLEMS,
            topic="t",
            passages=tuple(passage(dossier.documents[place], span) for place, span in spans),
            severity=Severity.MAJOR,
            status=Status.ACTIVE,
            dates=dates,
        ),
        shown=shown,
        checks=(),
    )


def sentence(dossier: PseudonymizedDossier, place: int, containing: str) -> Span:
    document = dossier.documents[place]
    return next(s.span for s in split(document.id, document.text) if containing in s.text)


def only(*statements: VerifiedStatement, dossier: Dossier, key: PseudonymKey) -> CitedStatement:
    (cited,) = cite(statements, dossier, key)
    return cited


def test_a_quotation_has_the_name_its_own_document_gives() -> None:
    dossier, pseudonymized, key = hidden(*LETTERS)
    span = sentence(pseudonymized, 1, "tout va bien")
    said = unmarked(span.of(pseudonymized.documents[1].text))
    assert PLACEHOLDER.search(said)
    cited = only(statement(said, [(1, span)], pseudonymized, Shown.QUOTED), dossier=dossier, key=key)
    assert cited.text == "Revue par Pr CHAMBONNET : tout va bien."
    assert cited.citations[0].quote.endswith(cited.text)


def test_a_statement_takes_the_name_of_its_first_passage() -> None:
    dossier, pseudonymized, key = hidden(*LETTERS)
    first, second = (sentence(pseudonymized, place, words) for place, words in ((0, "fibrillation"), (1, "va bien")))
    (name,) = PLACEHOLDER.findall(second.of(pseudonymized.documents[1].text))
    written = statement(f"Suivie par {name}.", [(1, second), (0, first)], pseudonymized, Shown.SUPPORTED)
    cited = only(written, dossier=dossier, key=key)
    assert (cited.text, cited.shown, len(cited.citations)) == ("Suivie par CHAMBONNET.", Shown.SUPPORTED, 2)


@pytest.mark.parametrize("name", ["<MEDECIN_24>", "PERSONNE_24", "<PATIENT>", "<Docteur>"])
def test_a_statement_that_names_who_its_passages_do_not_becomes_their_quotation(name: str) -> None:
    dossier, pseudonymized, key = hidden(*LETTERS)
    spans = [(1, sentence(pseudonymized, 1, "va bien")), (1, sentence(pseudonymized, 1, "apixaban"))]
    cited = only(
        statement(f"{name} reçoit de l'apixaban.", spans, pseudonymized, Shown.SUPPORTED), dossier=dossier, key=key
    )
    assert (cited.text, cited.shown) == ("Revue par Pr CHAMBONNET : tout va bien.", Shown.QUOTED)
    assert len(cited.citations) == 1
    assert [check.name for check in cited.checks] == ["quotation"]


def test_shifted_days_come_back_with_their_statement() -> None:
    dossier, pseudonymized, key = hidden(*LETTERS, shift=-3)
    span = sentence(pseudonymized, 0, "Courrier")
    assert "2016" in span.of(pseudonymized.documents[0].text)
    shown = statement("Vue le 12 mars 2016.", [(0, span)], pseudonymized, Shown.SUPPORTED, dates=("2016-03-12", "2016"))
    cited = only(shown, dossier=dossier, key=key)
    assert (cited.text, cited.dates) == ("Vue le 12 mars 2019.", ("2019-03-12", "2019"))


NAMES = st.sampled_from(
    ["<PATIENT>", "<MEDECIN_1>", "<MEDECIN_2>", "<MEDECIN_3>", "MEDECIN_2", "<medecin_1>", "<PERSONNE_24>", "PERSONNE_24",
     "<DATE_NAISSANCE>", "DATE_NAISSANCE", "<ADRESSE_1>", "<VILLE_1>", "<CODE_POSTAL_1", "TELEPHONE_1>", "<Médecin 2>"]
)  # fmt: skip
WORDS = st.sampled_from(["fibrillation", "suivie par", "apixaban 5 mg", "vue le 12/03/2019", ":", "K < 3,5"])
TEXTS = st.lists(NAMES | WORDS, min_size=1, max_size=8).map(" ".join)


@settings(max_examples=150, deadline=None)
@given(text=TEXTS, about=TEXTS, data=st.data(), shown=st.sampled_from(list(Shown)))
def test_nothing_shown_holds_a_placeholder_and_every_quotation_is_the_document(
    text: str, about: str, data: st.DataObject, shown: Shown
) -> None:
    dossier, pseudonymized, key = hidden(*LETTERS)
    spans = []
    for place in data.draw(st.lists(st.integers(0, 1), min_size=1, max_size=3)):
        length = len(pseudonymized.documents[place].text)
        start, end = sorted(data.draw(st.tuples(st.integers(0, length), st.integers(0, length))))
        spans.append((place, Span(start, end)))
    made = statement(text, spans, pseudonymized, shown)
    a = made.evidence.passages[0]
    summary = Summary(
        dossier_id=dossier.id,
        kind="vsm",
        sections=(Section(key=SectionKey.PROBLEMS, statements=(made,)),),
        contradictions=(Contradiction(about=about, a=a, b=made.evidence.passages[-1]),),
        withheld=(WithheldStatement(text=text, reason=f"dates: {about}", passages=made.evidence.passages),),
        warnings=(),
        run=Run(code_version="", models=(), prompt_version="", settings="", generated_at="", seconds={}),
    )
    back = reidentify(summary, dossier, key, refused={})
    ((cited,),) = (section.statements for section in back.sections)
    originals = {document.id: document.text for document in dossier.documents}
    for citation in cited.citations:
        assert citation.quote == citation.span.of(originals[citation.document_id])
    if cited.shown is Shown.QUOTED:
        assert cited.text == unmarked(cited.citations[0].quote)
    assert "[…]" not in cited.text
    everything = [cited.text, *(c.reason for c in cited.checks)]
    everything += [c.about for c in back.contradictions]
    everything += [said for w in back.withheld for said in (w.text, w.reason)]
    for said in everything:
        # The letters hold neither an underscore nor a word in angle brackets.
        assert "_" not in said
        assert "<" not in said.replace("K < 3,5", "")
        assert "PATIENT" not in said
