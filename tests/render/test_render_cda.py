"""The VSM: structure of the CI-SIS model, a device as author, nobody's signature, and our own reader reads it back."""

from __future__ import annotations

from dataclasses import replace

import pytest
from lxml import etree
from summary_builder import cite, dossier, statement, summary

from summarizer.ingest.cda import read as read_cda
from summarizer.ingest.limits import Deadline, ReadLimits
from summarizer.ingest.reading import ReadText
from summarizer.render.cda_vsm import BODY, Part, render
from summarizer.render.wording import LABEL, one_line
from summarizer.values import Attestation, Confidentiality, Kind, ReidentifiedSummary, SectionKey, Severity, Status

NS = {"h": "urn:hl7-org:v3"}
XSI_TYPE = "{http://www.w3.org/2001/XMLSchema-instance}type"


def document(of: ReidentifiedSummary | None = None) -> etree._Element:
    return etree.fromstring(render(of or summary(), dossier()))


CDA = document()


def found(path: str, within: etree._Element = CDA) -> list[etree._Element]:
    return list(within.iterfind(path, NS))


def test_the_header_is_that_of_a_french_vsm() -> None:
    assert found("h:code")[0].get("code") == "SYNTH"
    assert found("h:realmCode")[0].get("code") == "FR"
    assert found("h:languageCode")[0].get("code") == "fr-FR"
    templates = {element.get("root") for element in found("h:templateId")}
    assert templates == {"2.16.840.1.113883.2.8.2.1", "1.2.250.1.213.1.1.1.1", "1.2.250.1.213.1.1.1.13"}
    assert found("h:documentationOf/h:serviceEvent/h:code")[0].get("code") == "34117-2"
    assert len(found("h:participant[@typeCode='INF']")) == 1


def test_header_elements_are_in_the_order_of_the_standard() -> None:
    order = [
        "realmCode",
        "typeId",
        "templateId",
        "id",
        "code",
        "title",
        "effectiveTime",
        "confidentialityCode",
        "languageCode",
        "setId",
        "versionNumber",
        "recordTarget",
        "author",
        "custodian",
        "participant",
        "documentationOf",
        "componentOf",
        "component",
    ]
    ranks = [order.index(etree.QName(child).localname) for child in CDA]
    assert ranks == sorted(ranks)


def test_a_device_wrote_it_and_nobody_signed_it() -> None:
    assert len(found("h:author/h:assignedAuthor/h:assignedAuthoringDevice")) == 1
    assert not found("h:author/h:assignedAuthor/h:assignedPerson")
    assert not found("h:legalAuthenticator")
    assert not found("h:authenticator")


@pytest.mark.parametrize(
    ("by", "root", "extension"),
    [("rpps:10001234567", "1.2.250.1.71.4.2.1", "810001234567"), ("dr-essai", None, "dr-essai")],
)
def test_who_signed_answers_for_it_and_the_device_stays_its_author(by: str, root: str | None, extension: str) -> None:
    attestation = Attestation(by=by, at="2024-05-06T07:08:09.123+00:00")
    signed = document(replace(summary(), attestation=attestation))
    (authenticator,) = found("h:legalAuthenticator", signed)
    assert found("h:time", authenticator)[0].get("value") == "20240506070809+0000"
    assert found("h:signatureCode", authenticator)[0].get("code") == "S"
    (identity,) = found("h:assignedEntity/h:id", authenticator)
    assert identity.get("extension") == extension
    assert root is None or identity.get("root") == root
    assert len(found("h:author/h:assignedAuthor/h:assignedAuthoringDevice", signed)) == 1
    order = [etree.QName(child).localname for child in signed]
    assert order.index("custodian") < order.index("legalAuthenticator") < order.index("participant")
    assert found("h:versionNumber", signed)[0].get("value") == "2"
    assert found("h:setId", signed)[0].get("root") == found("h:setId")[0].get("root")
    assert found("h:id", signed)[0].get("root") != found("h:id")[0].get("root")


def test_a_social_security_number_is_not_called_a_national_health_identity() -> None:
    roots = {element.get("root"): element.get("extension") for element in found("h:recordTarget/h:patientRole/h:id")}
    assert roots["1.2.250.1.213.1.4.13"] == "248094419030812"
    assert "1.2.250.1.213.1.4.8" not in roots


def _same_tree(part: Part, section: etree._Element) -> None:
    code = section.find("h:code", NS)
    assert code is not None
    assert code.get("code") == part.loinc
    assert [element.get("root") for element in section.iterfind("h:templateId", NS)] == list(part.templates)
    inner = found("h:component/h:section", section)
    assert len(inner) == len(part.parts)
    for child, made in zip(part.parts, inner, strict=True):
        _same_tree(child, made)


def test_sections_are_nested_as_the_model_says() -> None:
    sections = found("h:component/h:structuredBody/h:component/h:section")
    assert len(sections) == len(BODY) == 3
    for part, section in zip(BODY, sections, strict=True):
        _same_tree(part, section)


def test_every_entry_points_to_words_of_the_narrative() -> None:
    said = {element.get("ID"): element.text for element in CDA.iter("{urn:hl7-org:v3}content") if element.get("ID")}
    pointed = {element.get("value", "") for element in CDA.iter("{urn:hl7-org:v3}reference")}
    assert pointed
    assert {value.removeprefix("#") for value in pointed} <= set(said)


def test_nothing_suspected_excluded_or_planned_becomes_a_fact_of_the_record() -> None:
    hypotheses = {
        s.id
        for section in summary().sections
        for s in section.statements
        if s.status in (Status.SUSPECTED, Status.EXCLUDED, Status.PLANNED)
    }
    pointed = {element.get("value", "")[1:] for element in CDA.iter("{urn:hl7-org:v3}reference")}
    assert len(hypotheses) >= 4
    assert not hypotheses & pointed


def test_no_value_carries_a_code() -> None:
    values = list(CDA.iter("{urn:hl7-org:v3}value"))
    assert values
    for value in values:
        assert value.get("code") is None
        assert value.get(XSI_TYPE) == "CD"


def test_an_empty_section_is_marked_and_says_why() -> None:
    allergies = [
        replace(s, statements=(), empty_reason="Non renseigné dans le dossier (8 documents lus)")
        if s.key is SectionKey.ALLERGIES
        else s
        for s in summary().sections
    ]
    made = document(replace(summary(), sections=tuple(allergies)))
    (section,) = made.xpath("//h:section[h:code/@code = '48765-2']", namespaces=NS)
    assert section.get("nullFlavor") == "NI"
    assert "Non renseigné dans le dossier (8 documents lus)" in "".join(section.itertext())


@pytest.mark.parametrize(
    ("confidentiality", "code"),
    [
        (Confidentiality.NORMAL, "N"),
        (Confidentiality.RESTRICTED, "R"),
        (Confidentiality.VERY_RESTRICTED, "V"),
        (Confidentiality.HIDDEN_FROM_PROFESSIONALS, "V"),
    ],
)
def test_the_summary_is_as_confidential_as_what_it_cites(confidentiality: Confidentiality, code: str) -> None:
    masked = replace(cite("09:Poids 59,4 kg"), confidentiality=confidentiality)
    first = summary().sections[0]
    one = replace(first.statements[0], citations=(masked,))
    made = document(replace(summary(), sections=(replace(first, statements=(one,)), *summary().sections[1:])))
    assert found("h:confidentialityCode", made)[0].get("code") == code


def test_hostile_characters_make_valid_xml() -> None:
    bad = statement("\x00 <b>&amp;</b> \x1b \ufffe ]]>", "09:Poids 59,4 kg", severity=Severity.MINOR)
    made = document(replace(summary(), sections=(replace(summary().sections[0], statements=(bad,)),)))
    assert one_line(bad.text) in "".join(made.itertext())


# --- read back ------------------------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def again() -> ReadText:
    limits = ReadLimits()

    def no_embedded(*_: object) -> ReadText:
        raise AssertionError("a VSM embeds no document")

    return read_cda(render(summary(), dossier()), limits, Deadline(limits.seconds), read_embedded=no_embedded)


def test_our_reader_finds_the_same_patient(again: ReadText) -> None:
    assert again.kind is Kind.VSM
    assert again.written_on == "2024-11-20"
    assert again.identity.family_names == ("VASSEUR-PÉRON",)
    assert again.identity.birth_date == "1948-09-02"
    assert again.identity.sex == "F"
    assert again.identity.ipp == "4403119875"


def test_our_reader_finds_every_statement_and_the_label(again: ReadText) -> None:
    flat = " ".join(again.text.split())
    assert LABEL in flat
    for section in summary().sections:
        for shown in section.statements:
            assert " ".join(shown.text.split()) in flat
