"""The entries of the VSM's sections: one a statement, uncoded, each pointing to its words in the narrative.

CI-SIS lets a value stand without code as `originalText` alone. Templates are those of the published example; what the
summary does not know (a dose, a route, a kind of allergy) is a nullFlavor, never a guess.
"""

from __future__ import annotations

import re
import uuid
from collections.abc import Callable

from summarizer.render.cda_element import XSI, E, Element
from summarizer.values import CitedStatement, SectionKey, Status

_TYPE = f"{{{XSI}}}type"
_NAMES = uuid.uuid5(uuid.NAMESPACE_URL, "urn:summarizer-fr:cda-entry")


def entry(section: SectionKey, statement: CitedStatement) -> Element:
    """The entry of one statement, in the form its section wants."""
    return E.entry(_FORMS[section](statement))


def _problem(statement: CitedStatement) -> Element:
    past = statement.status is not Status.ACTIVE
    observation = E.observation(
        *_templates("2.16.840.1.113883.10.20.1.28", "1.3.6.1.4.1.19376.1.5.3.1.4.5", "1.2.250.1.213.1.1.3.37"),
        _id(statement, "problem"),
        E.code(
            code="282291009",
            displayName="interprétation diagnostique",
            codeSystem="2.16.840.1.113883.6.96",
            codeSystemName="SNOMED CT",
        ),
        E.text(_pointer(statement)),
        E.statusCode(code="completed"),
        _time(statement),
        _uncoded_value(statement),
        classCode="OBS",
        moodCode="EVN",
        negationInd="false",
    )
    return _concern(statement, observation, "1.3.6.1.4.1.19376.1.5.3.1.4.5.2", "1.2.250.1.213.1.1.3.39", past)


def _allergy(statement: CitedStatement) -> Element:
    observation = E.observation(
        *_templates(
            "2.16.840.1.113883.10.20.1.18",
            "2.16.840.1.113883.10.20.1.28",
            "1.3.6.1.4.1.19376.1.5.3.1.4.5",
            "1.3.6.1.4.1.19376.1.5.3.1.4.6",
            "1.2.250.1.213.1.1.3.41",
        ),
        _id(statement, "allergy"),
        E.code(E.originalText(_pointer(statement)), nullFlavor="UNK"),
        E.text(_pointer(statement)),
        E.statusCode(code="completed"),
        _time(statement),
        _uncoded_value(statement),
        classCode="OBS",
        moodCode="EVN",
        negationInd="false",
    )
    past = statement.status is not Status.ACTIVE
    return _concern(statement, observation, "1.3.6.1.4.1.19376.1.5.3.1.4.5.3", "1.2.250.1.213.1.1.3.40", past)


def _concern(statement: CitedStatement, observation: Element, ihe: str, french: str, past: bool) -> Element:
    return E.act(
        *_templates("2.16.840.1.113883.10.20.1.27", "1.3.6.1.4.1.19376.1.5.3.1.4.5.1", ihe, french),
        _id(statement, "concern"),
        E.code(nullFlavor="NA"),
        E.statusCode(code="completed" if past else "active"),
        _time(statement, closed=past),
        E.entryRelationship(observation, typeCode="SUBJ", inversionInd="false"),
        classCode="ACT",
        moodCode="EVN",
    )


def _procedure(statement: CitedStatement) -> Element:
    return E.procedure(
        *_templates("1.3.6.1.4.1.19376.1.5.3.1.4.19", "2.16.840.1.113883.10.20.1.29", "1.2.250.1.213.1.1.3.62"),
        _id(statement, "procedure"),
        E.code(E.originalText(_pointer(statement)), nullFlavor="UNK"),
        E.text(_pointer(statement)),
        E.statusCode(code="completed"),
        _moment(statement),
        classCode="PROC",
        moodCode="EVN",
    )


def _habit(statement: CitedStatement) -> Element:
    return E.observation(
        *_templates(
            "2.16.840.1.113883.10.20.1.33",
            "1.3.6.1.4.1.19376.1.5.3.1.4.13",
            "1.3.6.1.4.1.19376.1.5.3.1.4.13.4",
            "1.2.250.1.213.1.1.3.52",
        ),
        _id(statement, "habit"),
        E.code(E.originalText(_pointer(statement)), nullFlavor="UNK"),
        E.text(_pointer(statement)),
        E.statusCode(code="completed"),
        E.effectiveTime(nullFlavor="NA"),
        _uncoded_value(statement),
        classCode="OBS",
        moodCode="EVN",
    )


def _relative(statement: CitedStatement) -> Element:
    observation = E.observation(
        *_templates(
            "2.16.840.1.113883.10.20.1.22",
            "1.3.6.1.4.1.19376.1.5.3.1.4.13",
            "1.3.6.1.4.1.19376.1.5.3.1.4.13.3",
            "1.2.250.1.213.1.1.3.51",
        ),
        _id(statement, "relative"),
        E.code(nullFlavor="UNK"),
        E.text(_pointer(statement)),
        E.statusCode(code="completed"),
        E.effectiveTime(nullFlavor="UNK"),
        _uncoded_value(statement),
        classCode="OBS",
        moodCode="EVN",
    )
    subject = E.subject(
        *_templates("1.3.6.1.4.1.19376.1.5.3.1.4.15.2", "1.2.250.1.213.1.1.3.60"),
        E.relatedSubject(E.code(E.originalText(_pointer(statement)), nullFlavor="UNK"), classCode="PRS"),
        typeCode="SBJ",
    )
    return E.organizer(
        *_templates("2.16.840.1.113883.10.20.1.23", "1.3.6.1.4.1.19376.1.5.3.1.4.15", "1.2.250.1.213.1.1.3.59"),
        E.statusCode(code="completed"),
        subject,
        E.component(observation, typeCode="COMP"),
        classCode="CLUSTER",
        moodCode="EVN",
    )


def _treatment(statement: CitedStatement) -> Element:
    product = E.manufacturedProduct(
        *_templates("2.16.840.1.113883.10.20.1.53", "1.3.6.1.4.1.19376.1.5.3.1.4.7.2", "1.2.250.1.213.1.1.3.43"),
        E.manufacturedMaterial(E.code(E.originalText(_pointer(statement)), nullFlavor="UNK")),
    )
    return E.substanceAdministration(
        *_templates(
            "2.16.840.1.113883.10.20.1.24",
            "1.3.6.1.4.1.19376.1.5.3.1.4.7",
            "1.2.250.1.213.1.1.3.42",
            "1.3.6.1.4.1.19376.1.5.3.1.4.7.1",
        ),
        _id(statement, "treatment"),
        E.code(code="DRUG", displayName="Médicament", codeSystem="2.16.840.1.113883.5.4", codeSystemName="HL7:ActCode"),
        E.text(_pointer(statement)),
        E.statusCode(code="completed"),
        _time(statement, closed=statement.status is not Status.ACTIVE),
        E.consumable(product),
        classCode="SBADM",
        moodCode="EVN",
    )


_FORMS: dict[SectionKey, Callable[[CitedStatement], Element]] = {
    SectionKey.PROBLEMS: _problem,
    SectionKey.MEDICAL_HISTORY: _problem,
    SectionKey.SURGICAL_HISTORY: _procedure,
    SectionKey.ALLERGIES: _allergy,
    SectionKey.RISK_FACTORS: _habit,
    SectionKey.FAMILY_HISTORY: _relative,
    SectionKey.TREATMENTS: _treatment,
}


def _templates(*roots: str) -> list[Element]:
    return [E.templateId(root=root) for root in roots]


def _id(statement: CitedStatement, role: str) -> Element:
    return E.id(root=str(uuid.uuid5(_NAMES, f"{statement.id}:{role}")).upper())


def _pointer(statement: CitedStatement) -> Element:
    return E.reference(value=f"#{statement.id}")


def _uncoded_value(statement: CitedStatement) -> Element:
    return E.value(E.originalText(_pointer(statement)), **{_TYPE: "CD"})


def _time(statement: CitedStatement, *, closed: bool = False) -> Element:
    """From the first date the statement gives; when it ended is not known, only that it did."""
    days = _days(statement)
    low = E.low(value=days[0]) if days else E.low(nullFlavor="UNK")
    return E.effectiveTime(low, *([E.high(nullFlavor="UNK")] if closed else []), **{_TYPE: "IVL_TS"})


def _moment(statement: CitedStatement) -> Element:
    days = _days(statement)
    return E.effectiveTime(value=days[0]) if days else E.effectiveTime(nullFlavor="UNK")


def _days(statement: CitedStatement) -> list[str]:
    return sorted(day.replace("-", "") for day in statement.dates if re.fullmatch(r"\d{4}(-\d{2}){0,2}", day))
