"""The summary as a French Volet de Synthèse Médicale (VSM): a CDA R2 document a health record can file.

Structure, codes and templates are those of the CI-SIS model VSM 1.4 (1.2.250.1.213.1.1.1.13), read from the national
agency's published example. The author is a device; legalAuthenticator is the professional who signed, and is absent
until one does. Entries are not coded, since the summary holds no code it can vouch for; they point to the
narrative, and only what is neither suspected, excluded nor planned has one.
"""

from __future__ import annotations

import uuid
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime

from lxml import etree

from summarizer.render import wording
from summarizer.render.cda_element import HL7, E, Element
from summarizer.render.cda_entries import entry
from summarizer.values import (
    Attestation,
    Citation,
    CitedSection,
    CitedStatement,
    Confidentiality,
    Dossier,
    Identity,
    ReidentifiedSummary,
    SectionKey,
    Shown,
    Status,
)

_LOINC = {"codeSystem": "2.16.840.1.113883.6.1", "codeSystemName": "LOINC"}
_SOCIAL_SECURITY = "1.2.250.1.213.1.4.13"
#: National identifiers of professionals: "8" before an RPPS number.
_PROFESSIONALS = "1.2.250.1.71.4.2.1"
_NAMES = uuid.uuid5(uuid.NAMESPACE_URL, "urn:summarizer-fr:cda")


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """A section of the VSM: its code, its templates, the sections of the summary it shows, and its own sections."""

    title: str
    loinc: str
    display: str
    templates: tuple[str, ...]
    shows: tuple[SectionKey, ...] = ()
    parts: tuple[Part, ...] = ()
    coded: bool = False


K = SectionKey
#: The body of the VSM, as ordered in the published example; names of templates: CCD, then IHE PCC, then CI-SIS.
BODY = (
    Part(
        title="Pathologies en cours, antécédents, allergies et facteurs de risque",
        loinc="46612-8",
        display="Conclusions de synthèse",
        templates=("1.2.250.1.213.1.1.2.29",),
        parts=(
            Part(
                title="Pathologies en cours, antécédents et allergies",
                loinc="34117-2",
                display="Historique et physique",
                templates=("1.2.250.1.213.1.1.2.30",),
                parts=(
                    Part(
                        title="Pathologies en cours",
                        loinc="11450-4",
                        display="Liste des problèmes actifs",
                        templates=(
                            "2.16.840.1.113883.10.20.1.11",
                            "1.3.6.1.4.1.19376.1.5.3.1.3.6",
                            "1.2.250.1.213.1.1.2.132",
                        ),
                        shows=(K.PROBLEMS,),
                        coded=True,
                    ),
                    Part(
                        title="Antécédents médicaux",
                        loinc="11348-0",
                        display="Antécédents médicaux",
                        templates=("1.3.6.1.4.1.19376.1.5.3.1.3.8", "1.2.250.1.213.1.1.2.134"),
                        shows=(K.MEDICAL_HISTORY,),
                        coded=True,
                    ),
                    Part(
                        title="Antécédents chirurgicaux",
                        loinc="47519-4",
                        display="Historique des actes",
                        templates=(
                            "2.16.840.1.113883.10.20.1.12",
                            "1.3.6.1.4.1.19376.1.5.3.1.3.11",
                            "1.3.6.1.4.1.19376.1.5.3.1.3.12",
                            "1.2.250.1.213.1.1.2.136",
                        ),
                        shows=(K.SURGICAL_HISTORY,),
                        coded=True,
                    ),
                    Part(
                        title="Allergies et hypersensibilités",
                        loinc="48765-2",
                        display="Allergies et hypersensibilités",
                        templates=(
                            "2.16.840.1.113883.10.20.1.2",
                            "1.3.6.1.4.1.19376.1.5.3.1.3.13",
                            "1.2.250.1.213.1.1.2.137",
                        ),
                        shows=(K.ALLERGIES,),
                        coded=True,
                    ),
                ),
            ),
            Part(
                title="Facteurs de risque",
                loinc="57207-3",
                display="Facteurs de risque présents ou passés affectant l'état de santé et/ou une circonstance",
                templates=("1.2.250.1.213.1.1.2.31",),
                parts=(
                    Part(
                        title="Mode de vie",
                        loinc="29762-2",
                        display="Habitus, Mode de vie",
                        templates=(
                            "2.16.840.1.113883.10.20.1.15",
                            "1.3.6.1.4.1.19376.1.5.3.1.3.16",
                            "1.3.6.1.4.1.19376.1.5.3.1.3.16.1",
                            "1.2.250.1.213.1.1.2.141",
                        ),
                        shows=(K.RISK_FACTORS,),
                        coded=True,
                    ),
                    Part(
                        title="Antécédents familiaux",
                        loinc="10157-6",
                        display="Historique des pathologies familiales",
                        templates=(
                            "2.16.840.1.113883.10.20.1.4",
                            "1.3.6.1.4.1.19376.1.5.3.1.3.14",
                            "1.3.6.1.4.1.19376.1.5.3.1.3.15",
                            "1.2.250.1.213.1.1.2.139",
                        ),
                        shows=(K.FAMILY_HISTORY,),
                        coded=True,
                    ),
                ),
            ),
        ),
    ),
    Part(
        title="Points de vigilance",
        loinc="30954-2",
        display="Résultats d'examens",
        templates=("1.3.6.1.4.1.19376.1.5.3.1.3.27", "1.2.250.1.213.1.1.2.150"),
        # The VSM has no section for results, vaccinations or events: its non-coded section holds them, none is lost.
        shows=(K.VIGILANCE, K.RESULTS, K.VACCINATIONS, K.EVENTS),
    ),
    Part(
        title="Traitement au long cours",
        loinc="18776-5",
        display="Plan de traitement",
        templates=("1.2.250.1.213.1.1.2.32",),
        parts=(
            Part(
                title="Traitements",
                loinc="10160-0",
                display="Traitements",
                templates=(
                    "2.16.840.1.113883.10.20.1.8",
                    "1.3.6.1.4.1.19376.1.5.3.1.3.19",
                    "1.2.250.1.213.1.1.2.143",
                ),
                shows=(K.TREATMENTS,),
                coded=True,
            ),
        ),
    ),
)
_ASSERTED = frozenset({Status.ACTIVE, Status.PAST, Status.STOPPED})


def render(summary: ReidentifiedSummary, dossier: Dossier) -> bytes:
    document = E.ClinicalDocument(*_header(summary, dossier), E.component(E.structuredBody(*_body(summary))))
    made: bytes = etree.tostring(document, xml_declaration=True, encoding="UTF-8", pretty_print=True)
    return made


# --- header -------------------------------------------------------------------------------------------------------


def _header(summary: ReidentifiedSummary, dossier: Dossier) -> Iterator[Element]:
    made = _moment(summary.run.generated_at)
    yield E.realmCode(code="FR")
    yield E.typeId(root="2.16.840.1.113883.1.3", extension="POCD_HD000040")
    yield E.templateId(root="2.16.840.1.113883.2.8.2.1")
    yield E.templateId(root="1.2.250.1.213.1.1.1.1")
    yield E.templateId(root="1.2.250.1.213.1.1.1.13", extension="201310")
    signed = summary.attestation
    # The signed document is another version of the same: a record that filed the first replaces it.
    version = f"{summary.dossier_id}:{summary.run.generated_at}" + (f":{signed.at}" if signed else "")
    yield E.id(root=_oid(version))
    yield E.code(code="SYNTH", displayName="Synthèse", codeSystem="1.2.250.1.213.1.1.4.12")
    yield E.title(wording.TITLE)
    yield E.effectiveTime(value=made)
    yield _confidentiality(summary)
    yield E.languageCode(code="fr-FR")
    yield E.setId(root=_oid(str(summary.dossier_id)))
    yield E.versionNumber(value="2" if signed else "1")
    yield E.recordTarget(_patient(summary.identity))
    yield _author(summary, made)
    organization = E.representedCustodianOrganization(E.id(nullFlavor="NI"), E.name(nullFlavor="NI"))
    yield E.custodian(E.assignedCustodian(organization))
    if signed:
        yield _legal_authenticator(signed)
    yield _regular_doctor()
    yield E.documentationOf(
        E.serviceEvent(
            E.code(code="34117-2", displayName="Historique et clinique", **_LOINC),
            _period(dossier),
            E.performer(E.assignedEntity(E.id(nullFlavor="UNK")), typeCode="PRF"),
        )
    )
    facility = E.healthCareFacility(E.code(nullFlavor="NI"))
    yield E.componentOf(
        E.encompassingEncounter(E.code(nullFlavor="NI"), E.effectiveTime(nullFlavor="NI"), E.location(facility))
    )


def _patient(identity: Identity) -> Element:
    role = E.patientRole()
    if identity.nir:
        # A social-security number, not an INS: only the national service can say that an identity is qualified.
        role.append(E.id(extension=identity.nir, root=_SOCIAL_SECURITY))
    if identity.ipp:
        role.append(E.id(extension=identity.ipp, root=_oid("ipp"), assigningAuthorityName="IPP"))
    if not len(role):
        role.append(E.id(nullFlavor="UNK"))
    role.extend([E.addr(nullFlavor="NAV"), E.telecom(nullFlavor="NAV")])
    name = E.name(
        *(E.family(wording.one_line(family)) for family in wording.family_names(identity)),
        *(E.given(wording.one_line(given)) for given in wording.given_names(identity)),
    )
    gender = {"M": "Masculin", "F": "Féminin"}.get(identity.sex or "")
    role.append(
        E.patient(
            name if len(name) else E.name(nullFlavor="UNK"),
            E.administrativeGenderCode(code=identity.sex or "", displayName=gender, codeSystem="2.16.840.1.113883.5.1")
            if gender
            else E.administrativeGenderCode(nullFlavor="UNK"),
            E.birthTime(value=identity.birth_date.replace("-", ""))
            if identity.birth_date
            else E.birthTime(nullFlavor="UNK"),
        )
    )
    return role


def _author(summary: ReidentifiedSummary, made: str) -> Element:
    models = ", ".join(f"{model.name} ({model.role})" for model in summary.run.models)
    return E.author(
        E.time(value=made),
        E.assignedAuthor(
            E.id(root=_oid("device"), extension=f"summarizer-fr {summary.run.code_version}"),
            E.addr(nullFlavor="NA"),
            E.telecom(nullFlavor="NA"),
            E.assignedAuthoringDevice(
                E.manufacturerModelName(models or "summarizer-fr"),
                E.softwareName(f"summarizer-fr {summary.run.code_version}, système d'IA"),
            ),
        ),
    )


def _legal_authenticator(signed: Attestation) -> Element:
    """The professional who answers for the document. A token gives a number or an account, not a name."""
    rpps = signed.by.removeprefix("rpps:")
    identity = (
        E.id(root=_PROFESSIONALS, extension=f"8{rpps}")
        if rpps != signed.by
        else E.id(root=_oid("account"), extension=wording.one_line(signed.by))
    )
    return E.legalAuthenticator(
        E.time(value=_moment(signed.at)),
        E.signatureCode(code="S"),
        E.assignedEntity(
            identity,
            E.addr(nullFlavor="NAV"),
            E.telecom(nullFlavor="NAV"),
            E.assignedPerson(E.name(nullFlavor="NAV")),
        ),
    )


def _regular_doctor() -> Element:
    """The médecin traitant, whom VSM 1.4 wants and no field of a dossier names with certainty: unknown, and said so."""
    return E.participant(
        E.functionCode(code="PCP", displayName="Médecin traitant", codeSystem="2.16.840.1.113883.5.88"),
        E.time(nullFlavor="UNK"),
        E.associatedEntity(
            E.id(nullFlavor="UNK"),
            E.addr(nullFlavor="NAV"),
            E.telecom(nullFlavor="NAV"),
            E.associatedPerson(E.name(nullFlavor="UNK")),
            classCode="PROV",
        ),
        typeCode="INF",
    )


def _confidentiality(summary: ReidentifiedSummary) -> Element:
    """The strictest of the documents cited. The header knows N, R and V: a mask of any other kind is V."""
    names = {"N": "Normal", "R": "Restreint", "V": "Très restreint"}
    rank = {Confidentiality.NORMAL: "N", Confidentiality.RESTRICTED: "R"}
    code = max((rank.get(citation.confidentiality, "V") for citation in _citations(summary)), default="N")
    return E.confidentialityCode(
        code=code, displayName=names[code], codeSystem="2.16.840.1.113883.5.25", codeSystemName="Confidentiality"
    )


def _citations(summary: ReidentifiedSummary) -> Iterator[Citation]:
    for section in summary.sections:
        for statement in section.statements:
            yield from statement.citations
    for contradiction in summary.contradictions:
        yield from (contradiction.a, contradiction.b)


def _period(dossier: Dossier) -> Element:
    days = sorted(d.written_on.replace("-", "") for d in dossier.documents if d.written_on)
    if not days:
        return E.effectiveTime(nullFlavor="UNK")
    return E.effectiveTime(E.low(value=days[0]), E.high(value=days[-1]))


def _oid(name: str) -> str:
    """An OID under 2.25 (ITU-T X.667), the same for the same name."""
    return f"2.25.{uuid.uuid5(_NAMES, name).int}"


def _moment(iso: str) -> str:
    moment = datetime.fromisoformat(iso)
    return moment.strftime("%Y%m%d%H%M%S%z") if moment.tzinfo else moment.strftime("%Y%m%d%H%M%S")


# --- body ---------------------------------------------------------------------------------------------------------


def _body(summary: ReidentifiedSummary) -> Iterator[Element]:
    sections = {section.key: section for section in summary.sections}
    for position, part in enumerate(BODY):
        made = _section(part, sections)
        if position == 0:
            made.insert(_after_title(made), _opening(summary))
        yield E.component(made)


def _section(part: Part, sections: dict[SectionKey, CitedSection]) -> Element:
    made = E.section(
        *(E.templateId(root=root) for root in part.templates),
        E.id(root=_oid(part.loinc)),
        E.code(code=part.loinc, displayName=part.display, **_LOINC),
        E.title(part.title),
    )
    shown = [sections[key] for key in part.shows if key in sections]
    if part.shows:
        made.append(E.text(*_narrative(shown)))
        statements = [statement for section in shown for statement in section.statements]
        if not statements:
            made.set("nullFlavor", "NI")
        if part.coded:
            made.extend(entry(part.shows[0], s) for s in statements if s.status in _ASSERTED)
    made.extend(E.component(_section(inner, sections)) for inner in part.parts)
    return made


def _narrative(sections: Iterable[CitedSection]) -> Iterator[Element]:
    sections = list(sections)
    for section in sections:
        if len(sections) > 1:
            yield E.paragraph(E.content(section.title, styleCode="Bold"))
        if not section.statements:
            yield E.paragraph(wording.one_line(section.empty_reason or "Non renseigné dans le dossier"))
        else:
            yield E.list(*(_item(statement, section.key) for statement in section.statements))


def _item(statement: CitedStatement, section: SectionKey) -> Element:
    text = wording.said(statement.text)
    if statement.shown is Shown.QUOTED:
        text = f"«{wording.NBSP}{text}{wording.NBSP}»"
    word = wording.status_word(statement.status, section)
    day = wording.french_date(statement.dates[0]) if section is SectionKey.EVENTS and statement.dates else None
    return E.item(
        f"{day}{wording.NBSP}: " if day else "",
        E.content(text, ID=statement.id),
        f" ({word})" if word else "",
        f" ({wording.verdict_words(statement.verdict)})" if statement.verdict else "",
        f" [{' ; '.join(dict.fromkeys(map(_source, statement.citations)))}]",
    )


def _source(citation: Citation) -> str:
    kind, day = wording.KINDS[citation.kind], wording.french_date(citation.written_on)
    return wording.one_line(f"{kind}, {day}, {citation.file}, p. {citation.page}")


def _opening(summary: ReidentifiedSummary) -> Element:
    """What must be read before the sections: who wrote this, what was read, what to beware of."""
    opening = E.text(
        E.paragraph(E.content(f"{wording.LABEL}.", styleCode="Bold")),
        E.paragraph(f"{wording.review_line(summary)}."),
        E.paragraph(f"{wording.read_line(summary)}."),
    )
    opening.extend(
        E.paragraph(E.content(f"Attention{wording.NBSP}: ", styleCode="Bold"), wording.one_line(warning))
        for warning in summary.warnings
    )
    for contradiction in summary.contradictions:
        opening.append(
            E.paragraph(
                f"Informations qui se contredisent ({wording.one_line(contradiction.about)}){wording.NBSP}: ",
                " / ".join(
                    f"«{wording.NBSP}{wording.said(side.quote)}{wording.NBSP}» [{_source(side)}]"
                    for side in (contradiction.a, contradiction.b)
                ),
            )
        )
    return opening


def _after_title(section: Element) -> int:
    return 1 + next(i for i, child in enumerate(section) if child.tag == f"{{{HL7}}}title")
