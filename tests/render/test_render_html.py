"""The page: every statement leads to its passage, nothing unread is hidden, and hostile documents stay text."""

from __future__ import annotations

import base64
import hashlib
import re
from dataclasses import replace

import lxml.html
import pytest
from lxml.html import HtmlElement
from summary_builder import DOCUMENTS, TEXTS, cite, dossier, summary

from summarizer.render.citations import number
from summarizer.render.html import render
from summarizer.render.wording import LABEL
from summarizer.values import (
    Attestation,
    CitedStatement,
    Confidentiality,
    Decision,
    Document,
    DocumentEntry,
    DocumentId,
    Dossier,
    Kind,
    Page,
    ReidentifiedSummary,
    Severity,
    Shown,
    Span,
    StatementId,
    Status,
    Verdict,
)


def page(of: ReidentifiedSummary | None = None, within: Dossier | None = None) -> HtmlElement:
    return lxml.html.document_fromstring(render(of or summary(), within or dossier()).decode())


def words(element: HtmlElement) -> str:
    return " ".join(element.text_content().split())


PAGE = page()


def test_every_statement_is_shown_with_its_citations() -> None:
    numbered = number(summary())
    for section in summary().sections:
        shown = PAGE.xpath(f"//section[contains(@class, '{section.key}')]//li")
        assert len(shown) == len(section.statements)
        for item, statement in zip(shown, section.statements, strict=True):
            assert " ".join(statement.text.split()) in words(item)
            marks = [int(link.text) for link in item.cssselect("a.cite")]
            assert marks == [n for n, _ in numbered.marks(statement.citations)]


def test_every_citation_leads_to_its_passage() -> None:
    numbered = number(summary())
    links = {link.get("href") for link in PAGE.cssselect("a.cite")}
    assert links == {f"#c{n}" for n in range(1, len(numbered.citations) + 1)}
    for n, citation in enumerate(numbered.citations, start=1):
        article = PAGE.get_element_by_id(f"doc-{citation.document_id}")
        covered = [mark for mark in article.iter("mark") if str(n) in mark.get("data-c").split()]
        assert "".join(mark.text_content() for mark in covered) == citation.quote
        assert any(element is article for element in PAGE.get_element_by_id(f"c{n}").iterancestors())


def test_documents_are_embedded_whole_once_and_only_when_cited() -> None:
    articles = {article.get("id"): article for article in PAGE.cssselect("article.document")}
    cited = {citation.document_id for citation in number(summary()).citations}
    assert set(articles) == {f"doc-{document_id}" for document_id in cited}
    for document in DOCUMENTS.values():
        if document.id in cited:
            (text,) = articles[f"doc-{document.id}"].cssselect(".text")
            assert text.text_content() == document.text


def test_no_text_of_another_patient_is_in_the_page() -> None:
    assert "MESLIER" not in PAGE.text_content()
    assert "Pneumopathie" not in PAGE.text_content()


def test_the_reader_is_told_what_this_is_and_what_was_not_read() -> None:
    assert LABEL in words(PAGE.cssselect("header.identity")[0])
    assert "8 documents lus, 2 non lus" in words(PAGE.cssselect("header.identity")[0])
    unread = [words(item) for item in PAGE.cssselect("li.unread")]
    assert len(unread) == 2
    assert "autre patient" in unread[0]
    assert "document protégé par un mot de passe" in unread[1]
    assert len(PAGE.cssselect(".warnings li")) == 2


def test_documents_are_numbered_as_the_warnings_name_them() -> None:
    (eighth,) = PAGE.xpath("//li[span[@class='number'] = '8']")
    assert "08_crh_2024-01-09.pdf" in words(eighth)


def test_critical_statements_come_first_and_are_marked_without_colour() -> None:
    first = [words(item) for item in PAGE.cssselect(".first li")]
    assert [line.split(" ", 1)[0] for line in first] == ["▲Critique"] * 4
    body = words(PAGE)
    assert body.index("À lire en premier") < body.index("Pathologies en cours")


def test_a_quotation_is_not_shown_as_a_statement() -> None:
    (item,) = [i for i in PAGE.cssselect(".allergies ~ .section li, .section li") if "Éviter les AINS" in words(i)][:1]
    assert item.cssselect("q")
    assert "courrier, 12/09/2024" in words(item)


def test_an_empty_section_says_how_much_was_searched() -> None:
    assert words(PAGE.cssselect(".vaccinations .nothing")[0]) == "Non renseigné dans le dossier (8 documents lus)"


def test_withheld_sentences_give_their_reason() -> None:
    (folded,) = PAGE.cssselect("details.withheld")
    assert folded.get("open") is None
    assert "120 mg n'est pas dans le passage cité" in words(folded)
    assert "numbers" not in words(folded)


def test_both_sides_of_a_contradiction_are_shown_with_dates() -> None:
    left, right = (words(side) for side in PAGE.cssselect(".sides blockquote"))
    assert "AMOXICILLINE en 1994" in left
    assert "14/05/2019" in left
    assert "aucune connue" in right
    assert "11/03/2022" in right


# --- hostile documents and many documents ---------------------------------------------------------------------------

HOSTILE = '</div></article><script>alert(1)</script><img src=x onerror="alert(2)">{{ 7*7 }}{% raw %}&amp;\u202e"\'><!--'


def hostile() -> tuple[ReidentifiedSummary, Dossier]:
    text = f"Début {HOSTILE} fin"
    document = Document(
        id=DocumentId('d1"><b>'),
        file="<i>01</i>.txt",
        sha256="0" * 64,
        kind=Kind.LETTER,
        title=HOSTILE,
        text=text,
        pages=(Page(number=1, span=Span(0, len(text))),),
        author_role=HOSTILE,
    )
    citation = replace(
        cite("09:Poids 59,4 kg"),
        document_id=document.id,
        file=document.file,
        span=Span(6, 6 + len(HOSTILE)),
        quote=HOSTILE,
    )
    statement = CitedStatement(
        id=StatementId("s1"),
        text=HOSTILE,
        shown=Shown.QUOTED,
        severity=Severity.CRITICAL,
        status=Status.ACTIVE,
        dates=(HOSTILE,),
        checks=(),
        citations=(citation,),
    )
    sections = (replace(summary().sections[0], statements=(statement,)), *summary().sections[1:])
    spoiled = replace(summary(), sections=sections, warnings=(HOSTILE,), contradictions=(), withheld=())
    return spoiled, replace(dossier(), documents=(document,))


def test_a_hostile_document_stays_text() -> None:
    spoiled, within = hostile()
    made = page(spoiled, within)
    assert len(made.cssselect("script")) == 1
    assert not made.cssselect("img, i, b")
    assert not [name for element in made.iter() for name in element.attrib if str(name).startswith("on")]
    (text,) = made.cssselect("article.document .text")
    assert text.text_content() == f"Début {HOSTILE} fin"
    assert "49" not in words(made.cssselect(".warnings")[0])


def test_only_our_own_style_and_script_may_run() -> None:
    (policy,) = PAGE.xpath("//meta[@http-equiv='Content-Security-Policy']/@content")
    allowed = dict(part.strip().split(" ", 1) for part in policy.split(";"))
    assert allowed["default-src"] == "'none'"
    for name, tag in (("style-src", "style"), ("script-src", "script")):
        (element,) = PAGE.iter(tag)
        digest = base64.b64encode(hashlib.sha256(element.text.encode()).digest()).decode()
        assert allowed[name] == f"'sha256-{digest}'"
    assert not PAGE.xpath("//*[@style]")


def test_nothing_points_outside_the_page() -> None:
    html = render(summary(), dossier()).decode()
    assert not re.search(r"(?:src|href)=(?!\"#)", html)
    assert not re.search(r"https?:|//[a-z]|url\(|@import", html)


def test_a_dossier_of_900_documents_stays_light() -> None:
    text = next(iter(TEXTS.values()))[2]
    many = tuple(
        Document(
            id=DocumentId(f"m{n}"),
            file=f"{n:03}.txt",
            sha256="0" * 64,
            kind=Kind.LETTER,
            title="",
            text=text,
            pages=(Page(number=1, span=Span(0, len(text))),),
        )
        for n in range(900)
    )
    entries = tuple(
        DocumentEntry(
            file=d.file,
            document_id=d.id,
            read=True,
            kind=d.kind,
            title="",
            written_on=None,
            author_role=None,
            confidentiality=Confidentiality.NORMAL,
            characters=len(text),
            reason=None,
        )
        for d in many
    )
    big = replace(summary(), documents=(*summary().documents, *entries))
    html = render(big, replace(dossier(), documents=(*dossier().documents, *many)))
    assert len(html) < 2 * len(render(summary(), dossier())) + 400 * 900
    made = lxml.html.document_fromstring(html.decode())
    (folded,) = made.cssselect("#documents details")
    assert "900 autres documents lus, non cités" in words(folded).replace("\u00a0", " ")
    assert len(folded.cssselect("li")) == 900


@pytest.mark.parametrize(
    "confidentiality", [Confidentiality.HIDDEN_FROM_PROFESSIONALS, Confidentiality.HIDDEN_FROM_PATIENT]
)
def test_a_masked_document_says_so(confidentiality: Confidentiality) -> None:
    documents = tuple(replace(d, confidentiality=confidentiality) for d in dossier().documents)
    header = page(within=replace(dossier(), documents=documents)).cssselect("#doc-d1 header")[0]
    assert ("masqué" in words(header)) or ("non visible par le patient" in words(header))


def reviewed() -> ReidentifiedSummary:
    """The summary with its first statement validated, and the second edited."""
    made = summary()
    first = next(section for section in made.sections if len(section.statements) > 1)
    verdicts = [
        Verdict(decision=d, by="dr-a", at="2024-05-06T07:08:09+00:00") for d in (Decision.VALIDATED, Decision.EDITED)
    ]
    changed = [replace(s, verdict=v) for s, v in zip(first.statements, verdicts, strict=False)]
    section = replace(first, statements=(*changed, *first.statements[2:]))
    return replace(made, sections=tuple(section if each is first else each for each in made.sections))


def test_the_page_says_what_a_professional_reviewed() -> None:
    assert words(page().cssselect(".review")[0]) == "Non relue, non signée"
    shown = page(reviewed())
    assert re.match(
        r"Relecture en cours, non signée\s: 2 sur \d+\sphrases relues", words(shown.cssselect(".review")[0])
    )
    (validated,) = shown.cssselect(".section .verdict.validated")
    assert words(validated) == "validé par dr-a le 06/05/2024"
    (edited,) = shown.cssselect(".section .verdict.edited")
    assert words(edited) == "modifié par dr-a le 06/05/2024"


def test_the_page_says_who_signed() -> None:
    attestation = Attestation(by="rpps:10001234567", at="2024-05-06T07:08:09+00:00")
    (line,) = page(replace(summary(), attestation=attestation)).cssselect(".review.signed")
    assert words(line) == "Relue et signée par RPPS 10001234567 le 06/05/2024 à 07:08 UTC"
