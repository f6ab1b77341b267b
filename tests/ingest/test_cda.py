"""CDA R2 documents: sections, embedded documents, header, and what is refused."""

from __future__ import annotations

import gzip
import zlib

import pytest

from summarizer.errors import (
    DocumentCorrupt,
    DocumentEmpty,
    DocumentHostile,
    DocumentTooLarge,
    UnreadableDocument,
    UnsupportedFormat,
)
from summarizer.ingest import ReadLimits, read_document
from summarizer.values import Confidentiality, Kind

from .papers import Paper, cda, embedded, sections

TREATMENTS = """<code code="10160-0"/><title>Traitements</title><text><table>
 <thead><tr><th>Début</th><th>Médicament</th><th>Posologie</th></tr></thead>
 <tbody><tr><td>11/08/2019</td><td>PLAVIX 75 mg</td><td>1 cp/j</td></tr></tbody></table></text>"""
NESTED = """<title>Antécédents</title>
 <component><section><title>Allergies</title><text><list><item>pénicilline : urticaire</item></list></text></section></component>
 <component><section><title>Vide</title><text/></section></component>"""
LETTER = "Chère consoeur, votre patiente va bien."


def test_sections_read_as_headings_with_their_text() -> None:
    document = read_document(cda(sections("<title>Motif</title><text>Dyspnée d'effort.</text>", NESTED, TREATMENTS)))
    assert document.text == (
        "LETTRE DE LIAISON À LA SORTIE\n\nMOTIF\nDyspnée d'effort.\n\nANTÉCÉDENTS\n\nALLERGIES\n- pénicilline : urticaire\n\n"
        "TRAITEMENTS\nDébut        Médicament     Posologie\n11/08/2019   PLAVIX 75 mg   1 cp/j"
    )
    assert [page.span.of(document.text) for page in document.pages] == [document.text]


def test_a_title_said_again_by_the_table_is_said_once() -> None:
    body = "<title>Mode de vie</title><text><table><tr><th colspan='2'>Mode de vie</th></tr><tr><td>Tabac</td><td>non</td></tr></table></text>"
    assert read_document(cda(sections(body))).text.casefold().count("mode de vie") == 1


def test_the_header_says_who_what_and_when() -> None:
    document = read_document(cda(sections(TREATMENTS)))
    assert (document.kind, document.title, document.written_on) == (
        Kind.CRH,
        "Lettre de liaison à la sortie",
        "2024-03-18",
    )
    assert document.author == "Baptiste ROUVRAY"
    assert document.author_role == "Médecin - Cardiologie et maladies vasculaires"
    identity = document.identity
    assert identity.family_names == ("VALMIER", "TORQUET")
    assert identity.given_names == ("SUZANNE", "MARIE-ODILE", "Suzanne")
    assert (identity.birth_date, identity.sex) == ("1957-07-04", "F")
    assert identity.addresses == ("4 rue des Ormeaux",)
    assert (identity.cities, identity.zip_codes) == (("LEZOUX",), ("63190",))
    assert (identity.phones, identity.emails) == (("0465710001",), ("s.valmier@exemple.fr",))
    assert set(identity.others) == {"Aurore TORQUET", "Baptiste ROUVRAY"}


def test_the_national_identity_is_not_the_social_security_number() -> None:
    identity = read_document(cda(sections(TREATMENTS))).identity
    assert (identity.nir, identity.ipp) == ("257076301500114", "IPP-99812")
    assert identity.other_ids == ("257076301500113",)


@pytest.mark.parametrize(
    ("code", "confidentiality"),
    [
        ("N", Confidentiality.NORMAL),
        ("R", Confidentiality.RESTRICTED),
        ("V", Confidentiality.VERY_RESTRICTED),
        ("MASQUE_PS", Confidentiality.HIDDEN_FROM_PROFESSIONALS),
        ("INVISIBLE_PATIENT", Confidentiality.HIDDEN_FROM_PATIENT),
        ("autre chose", Confidentiality.RESTRICTED),
    ],
)
def test_a_restriction_is_kept_and_an_unknown_one_restricts(code: str, confidentiality: Confidentiality) -> None:
    assert read_document(cda(sections(TREATMENTS), confidentiality=code)).confidentiality is confidentiality


def test_one_restricted_section_restricts_the_document() -> None:
    masked = '<title>Suivi</title><confidentialityCode code="V"/><text>Confidentiel.</text>'
    assert read_document(cda(sections(TREATMENTS, masked))).confidentiality is Confidentiality.VERY_RESTRICTED


@pytest.mark.parametrize(
    ("code", "kind"),
    [("11502-2", Kind.LABORATORY), ("18748-4", Kind.IMAGING), ("57833-6", Kind.PRESCRIPTION), ("SYNTH", Kind.VSM)],
)
def test_the_code_says_the_kind(code: str, kind: Kind) -> None:
    assert read_document(cda(sections(TREATMENTS), code=code)).kind is kind


def test_an_unknown_code_leaves_it_to_the_title() -> None:
    assert read_document(cda(sections(TREATMENTS), code="0-0", title="Compte rendu opératoire")).kind is Kind.OPERATIVE


@pytest.mark.parametrize(
    ("data", "media", "attributes"),
    [
        (Paper().at(15, 20, [LETTER]).done(), "application/pdf", ""),
        (LETTER.encode(), "text/plain", ""),
        (rb"{\rtf1\ansi Ch\'e8re consoeur, votre patiente va bien.\par}", "text/rtf", ""),
        (zlib.compress(LETTER.encode()), "text/plain", 'compression="ZL"'),
        (zlib.compress(LETTER.encode())[2:-4], "text/plain", 'compression="DF"'),
        (gzip.compress(LETTER.encode()), "text/plain", 'compression="GZ"'),
    ],
    ids=["pdf", "text", "rtf", "zlib", "deflate", "gzip"],
)
def test_an_embedded_document_is_read_under_the_header(data: bytes, media: str, attributes: str) -> None:
    document = read_document(cda(embedded(data, media, attributes)))
    assert document.text.strip() == LETTER
    assert document.written_on == "2024-03-18"
    assert document.identity.family_names == ("VALMIER", "TORQUET")


def test_pages_of_an_embedded_document_are_kept() -> None:
    paper = Paper().at(15, 20, ["Page une."])
    paper.add_page()
    document = read_document(cda(embedded(paper.at(15, 20, ["Page deux."]).done(), "application/pdf")))
    assert [page.span.of(document.text).strip() for page in document.pages] == ["Page une.", "Page deux."]


def test_an_attached_document_comes_after_the_sections() -> None:
    attached = embedded(Paper().at(15, 20, ["Directives du patient."]).done(), "application/pdf")
    value = attached.replace("<nonXMLBody><text", "<value").replace("</text></nonXMLBody>", "</value>")
    body = f"<title>Annexes</title><text>Voir pièce.</text><entry><observationMedia>{value}</observationMedia></entry>"
    document = read_document(cda(sections(body)))
    assert [page.span.of(document.text).strip() for page in document.pages] == [
        "LETTRE DE LIAISON À LA SORTIE\n\nANNEXES\nVoir pièce.",
        "ANNEXES\n\nDirectives du patient.",
    ]


def test_a_self_displaying_file_is_read() -> None:
    inner = cda(sections(TREATMENTS), prologue="").decode()
    sheet = f'<xsl:stylesheet version="1.0" xmlns:xsl="http://www.w3.org/1999/XSL/Transform">{inner}</xsl:stylesheet>'
    assert "PLAVIX" in read_document(sheet.encode()).text


@pytest.mark.parametrize(
    "prologue",
    [
        '<!DOCTYPE a [<!ENTITY b "ha"><!ENTITY c "&b;&b;&b;&b;">]>',
        '<!DOCTYPE a [<!ENTITY b SYSTEM "file:///etc/passwd">]>',
        '<!DOCTYPE a SYSTEM "http://exemple.invalid/a.dtd">',
        "<!doctype a>",
    ],
    ids=["bomb", "local file", "remote", "bare"],
)
def test_entities_and_dtds_are_refused(prologue: str) -> None:
    with pytest.raises(DocumentHostile):
        read_document(cda(sections(TREATMENTS), prologue=prologue))


def test_a_doctype_hidden_in_utf16_is_refused_too() -> None:
    document = cda(
        sections(TREATMENTS), prologue='<?xml version="1.0" encoding="UTF-16"?><!DOCTYPE a [<!ENTITY b "c">]>'
    )
    with pytest.raises(DocumentHostile):
        read_document(document.decode().encode("utf-16"))


def test_a_compressed_bomb_stops_at_the_limit() -> None:
    bomb = zlib.compress(b" " * 5_000_000)
    with pytest.raises(DocumentTooLarge):
        read_document(cda(embedded(bomb, "text/plain", 'compression="ZL"')), limits=ReadLimits(file_bytes=1_000_000))


def test_documents_inside_documents_stop_at_the_limit() -> None:
    data = LETTER.encode()
    for _ in range(5):
        data = cda(embedded(data, "text/xml"))
    with pytest.raises(DocumentTooLarge):
        read_document(data)


def test_too_deep_a_nesting_is_refused() -> None:
    with pytest.raises(DocumentTooLarge):
        read_document(cda(sections(f"<title>t</title><text>{'<content>' * 150}x{'</content>' * 150}</text>")))


@pytest.mark.parametrize(
    ("body", "error"),
    [
        (sections(), DocumentEmpty),
        ("<nonXMLBody><text><reference value='annexe.pdf'/></text></nonXMLBody>", DocumentEmpty),
        ("<nonXMLBody><text representation='B64'>***</text></nonXMLBody>", DocumentCorrupt),
        (embedded(b"abc", "text/plain", 'compression="Z"'), UnsupportedFormat),
        (embedded(b"abc", "text/plain", 'compression="ZL"'), DocumentCorrupt),
    ],
    ids=["no section", "outside", "not base64", "unknown compression", "not compressed"],
)
def test_what_cannot_be_read_says_why(body: str, error: type[UnreadableDocument]) -> None:
    with pytest.raises(error) as caught:
        read_document(cda(body))
    assert caught.value.reason()


def test_an_xml_cut_short_is_damaged_and_another_xml_is_not_a_document() -> None:
    with pytest.raises(DocumentCorrupt):
        read_document(cda(sections(TREATMENTS))[:-200])
    with pytest.raises(UnsupportedFormat):
        read_document(b'<?xml version="1.0"?><facture><total>3</total></facture>')
