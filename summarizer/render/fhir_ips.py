"""The summary as a FHIR R4 document Bundle: an International Patient Summary (Composition 60591-5), as in IPS-FR.

The author is a Device; what it made bears the security tag AIAST (HL7 AI transparency guide) and one Provenance names
the documents it rests on. The Composition is preliminary and has no attester until a professional signs: it is then
final, and the professional its legal attester. Nothing is coded but the sections: the summary holds no code it can vouch for.
"""

from __future__ import annotations

import html
import json
import uuid
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from summarizer.render import wording
from summarizer.render.fhir_resources import resource
from summarizer.values import (
    Attestation,
    Citation,
    CitedSection,
    CitedStatement,
    Confidentiality,
    Document,
    Dossier,
    Identity,
    ReidentifiedSummary,
    SectionKey,
    Shown,
)

LOINC = "http://loinc.org"
#: National identifiers of professionals: "8" before an RPPS number.
_PROFESSIONALS = "urn:oid:1.2.250.1.71.4.2.1"
_ACCOUNTS = "urn:summarizer-fr:account"
_NAMES = uuid.uuid5(uuid.NAMESPACE_URL, "urn:summarizer-fr:fhir")
_ASSERTED_BY_AI = {
    "system": "http://terminology.hl7.org/CodeSystem/v3-ObservationValue",
    "code": "AIAST",
    "display": "Artificial Intelligence asserted",
}

K = SectionKey
#: Section, title and LOINC code, in the order of IPS-FR: the mandatory ones first.
SECTIONS: tuple[tuple[SectionKey | None, str, str | None], ...] = (
    (K.PROBLEMS, "Pathologies en cours", "11450-4"),
    (K.ALLERGIES, "Allergies et hypersensibilités", "48765-2"),
    (K.TREATMENTS, "Traitements", "10160-0"),
    (K.SURGICAL_HISTORY, "Antécédents chirurgicaux", "47519-4"),
    (None, "Dispositifs médicaux", "46264-8"),
    (K.MEDICAL_HISTORY, "Antécédents médicaux", "11348-0"),
    (K.VIGILANCE, "Points de vigilance", "44944-7"),
    (K.VACCINATIONS, "Vaccinations", "11369-6"),
    (K.RESULTS, "Résultats", "30954-2"),
    (K.FAMILY_HISTORY, "Antécédents familiaux", "10157-6"),
    (K.RISK_FACTORS, "Facteurs de risque et mode de vie", "29762-2"),
    (K.EVENTS, "Chronologie", None),
)


@dataclass(slots=True, repr=False)
class _Bundle:
    """The entries of one document, in the order they are first named."""

    entries: list[dict[str, Any]] = field(default_factory=list)

    def add(self, name: str, content: dict[str, Any]) -> dict[str, str]:
        """Adds a resource under a stable identifier, and returns the reference to it."""
        made = _uuid(name)
        self.entries.append({"fullUrl": f"urn:uuid:{made}", "resource": {**content, "id": made}})
        return {"reference": f"urn:uuid:{made}"}


def render(summary: ReidentifiedSummary, dossier: Dossier) -> bytes:
    return (json.dumps(as_bundle(summary, dossier), ensure_ascii=False, indent=1) + "\n").encode()


def as_bundle(summary: ReidentifiedSummary, dossier: Dossier) -> dict[str, Any]:
    """The document Bundle as JSON values. Identifiers derive from those of the summary: the same summary, the same."""
    made, signed = summary.run.generated_at, summary.attestation
    moment = f"{summary.dossier_id}:{made}" + (f":{signed.at}" if signed else "")
    rest = _Bundle()
    patient = rest.add(f"{moment}:patient", _patient(summary.identity))
    device = rest.add(f"{moment}:device", _device(summary))
    cited = {citation.document_id for citation in _citations(summary)}
    sources = {
        document.id: rest.add(f"{moment}:{document.id}", _source(document, patient))
        for document in dossier.documents
        if document.id in cited
    }
    tag = {"security": [_ASSERTED_BY_AI, _confidentiality(summary)]}
    sections = {section.key: section for section in summary.sections}
    written: list[dict[str, Any]] = []
    clinical: list[dict[str, str]] = []
    for key, title, code in SECTIONS:
        section = sections.get(key) if key else None
        entries = []
        for statement in section.statements if section else ():
            rests_on = [sources[c.document_id] for c in statement.citations if c.document_id in sources]
            content = resource(statement, section.key, patient, rests_on) if section else None
            if content:
                entries.append(rest.add(f"{moment}:{statement.id}", {"meta": tag, **content}))
        written.append(_section(title, code, section, entries))
        clinical += entries
    composition = {
        "resourceType": "Composition",
        "meta": tag,
        "language": "fr-FR",
        "text": _narrative([f"<p><b>{wording.LABEL}.</b></p>", *_opening(summary)]),
        "status": "final" if signed else "preliminary",
        "type": {"coding": [{"system": LOINC, "code": "60591-5", "display": "Patient summary Document"}]},
        "subject": patient,
        "date": made,
        "author": [device],
        "title": f"{wording.TITLE} — {wording.LABEL}",
        "confidentiality": _confidentiality(summary)["code"],
        "section": written,
    }
    if signed:
        attester = rest.add(f"{moment}:attester", _practitioner(signed))
        composition["attester"] = [{"mode": "legal", "time": signed.at, "party": attester}]
    first = _Bundle()
    itself = first.add(f"{moment}:composition", composition)
    rest.add(f"{moment}:provenance", _provenance([itself, *clinical], device, made, list(sources.values())))
    return {
        "resourceType": "Bundle",
        "id": _uuid(moment),
        "meta": tag,
        "language": "fr-FR",
        "identifier": {"system": "urn:ietf:rfc:3986", "value": f"urn:uuid:{_uuid(moment)}"},
        "type": "document",
        "timestamp": made,
        "entry": [*first.entries, *rest.entries],
    }


def _uuid(name: str) -> str:
    return str(uuid.uuid5(_NAMES, name))


# --- who, and from what -------------------------------------------------------------------------------------------


def _patient(identity: Identity) -> dict[str, Any]:
    identifiers: list[dict[str, Any]] = []
    if identity.nir:
        # A social-security number, not an INS: only the national service can say that an identity is qualified.
        identifiers.append({"system": "urn:oid:1.2.250.1.213.1.4.13", "value": identity.nir})
    if identity.ipp:
        kind = {"system": "http://terminology.hl7.org/CodeSystem/v2-0203", "code": "PI"}
        identifiers.append({"type": {"coding": [kind]}, "value": identity.ipp})
    name = {"family": " ".join(wording.family_names(identity)), "given": list(wording.given_names(identity))}
    patient = {
        "resourceType": "Patient",
        "identifier": identifiers,
        "name": [{"text": wording.patient_name(identity), **{k: v for k, v in name.items() if v}}],
        "gender": {"F": "female", "M": "male"}.get(identity.sex or "", "unknown"),
        "birthDate": identity.birth_date,
    }
    return {key: value for key, value in patient.items() if value}


def _device(summary: ReidentifiedSummary) -> dict[str, Any]:
    run = summary.run
    versions: list[dict[str, Any]] = [{"value": run.code_version}]
    versions += [{"type": {"text": m.role}, "value": f"{m.name} sha256:{m.sha256}"} for m in run.models]
    return {
        "resourceType": "Device",
        "deviceName": [{"name": "summarizer-fr", "type": "model-name"}],
        "type": {"text": "Système d'IA de synthèse de dossiers médicaux"},
        "version": versions,
    }


def _practitioner(signed: Attestation) -> dict[str, Any]:
    """The professional who signed. A token gives a number or an account, not a name."""
    rpps = signed.by.removeprefix("rpps:")
    system, value = (_PROFESSIONALS, f"8{rpps}") if rpps != signed.by else (_ACCOUNTS, wording.one_line(signed.by))
    return {"resourceType": "Practitioner", "identifier": [{"system": system, "value": value}]}


def _source(document: Document, patient: dict[str, str]) -> dict[str, Any]:
    attachment = {"title": wording.one_line(document.file), "creation": document.written_on, "language": "fr-FR"}
    return {
        "resourceType": "DocumentReference",
        "status": "current",
        "type": {"text": wording.KINDS[document.kind]},
        "subject": patient,
        "description": wording.document_name(document),
        "securityLabel": [{"coding": [_security(document.confidentiality)]}],
        "content": [{"attachment": {key: value for key, value in attachment.items() if value}}],
        "identifier": [{"system": "urn:summarizer-fr:sha256", "value": document.sha256}],
    }


def _provenance(
    targets: list[dict[str, str]], device: dict[str, str], made: str, sources: list[dict[str, str]]
) -> dict[str, Any]:
    kind = {"system": "http://terminology.hl7.org/CodeSystem/provenance-participant-type", "code": "assembler"}
    return {
        "resourceType": "Provenance",
        "meta": {"security": [_ASSERTED_BY_AI]},
        "target": targets,
        "recorded": made,
        "agent": [{"type": {"coding": [kind]}, "who": device}],
        "entity": [{"role": "source", "what": source} for source in sources],
    }


def _confidentiality(summary: ReidentifiedSummary) -> dict[str, str]:
    """The strictest of the documents cited: a summary must not launder a mask."""
    return max(
        (_security(citation.confidentiality) for citation in _citations(summary)),
        key=lambda security: security["code"],
        default=_security(Confidentiality.NORMAL),
    )


def _security(confidentiality: Confidentiality) -> dict[str, str]:
    known = {Confidentiality.NORMAL: "N", Confidentiality.RESTRICTED: "R"}
    system = "http://terminology.hl7.org/CodeSystem/v3-Confidentiality"
    return {"system": system, "code": known.get(confidentiality, "V")}


def _citations(summary: ReidentifiedSummary) -> Iterable[Citation]:
    for section in summary.sections:
        for statement in section.statements:
            yield from statement.citations
    for contradiction in summary.contradictions:
        yield from (contradiction.a, contradiction.b)


# --- sections -----------------------------------------------------------------------------------------------------


def _section(
    title: str, code: str | None, section: CitedSection | None, entries: list[dict[str, str]]
) -> dict[str, Any]:
    made: dict[str, Any] = {"title": title}
    if code:
        made["code"] = {"coding": [{"system": LOINC, "code": code}]}
    if section and section.statements:
        items = "".join(f"<li>{_said(statement, section.key)}</li>" for statement in section.statements)
        made["text"] = _narrative([f"<ul>{items}</ul>"])
        if entries:
            made["entry"] = entries
        return made
    # Not searched for is not the same as not found.
    reason, words = ("unavailable", section.empty_reason) if section else ("notasked", None)
    said = words or ("Non renseigné dans le dossier" if section else "Non recherché par cette synthèse")
    system = "http://terminology.hl7.org/CodeSystem/list-empty-reason"
    made["text"] = _narrative([f"<p>{_safe(said)}</p>"])
    made["emptyReason"] = {"coding": [{"system": system, "code": reason}], "text": said}
    return made


def _said(statement: CitedStatement, section: SectionKey) -> str:
    text = _safe(wording.said(statement.text))
    if statement.shown is Shown.QUOTED:
        text = f"<q>{text}</q>"
    word = wording.status_word(statement.status, section)
    day = f"{wording.french_date(statement.dates[0])} : " if section is K.EVENTS and statement.dates else ""
    sources = " ; ".join(dict.fromkeys(map(_where, statement.citations)))
    words = (word, wording.verdict_words(statement.verdict) if statement.verdict else None)
    aside = "".join(f" ({_safe(said)})" for said in words if said)
    return f'{day}<span id="{statement.id}">{text}</span>{aside} <i>[{sources}]</i>'


def _opening(summary: ReidentifiedSummary) -> list[str]:
    lines = [f"<p>{_safe(wording.review_line(summary))}. {_safe(wording.read_line(summary))}.</p>"]
    lines += [f"<p><b>Attention :</b> {_safe(warning)}</p>" for warning in summary.warnings]
    for contradiction in summary.contradictions:
        sides = " / ".join(
            f"<q>{_safe(wording.said(side.quote))}</q> <i>[{_where(side)}]</i>"
            for side in (contradiction.a, contradiction.b)
        )
        lines.append(f"<p><b>Informations qui se contredisent</b> ({_safe(contradiction.about)}) : {sides}</p>")
    return lines


def _where(citation: Citation) -> str:
    kind, day = wording.KINDS[citation.kind], wording.french_date(citation.written_on)
    return _safe(f"{kind}, {day}, {citation.file}, p. {citation.page}")


def _narrative(parts: list[str]) -> dict[str, str]:
    return {"status": "generated", "div": f'<div xmlns="http://www.w3.org/1999/xhtml">{"".join(parts)}</div>'}


def _safe(text: str) -> str:
    return html.escape(wording.one_line(text))
