"""The sections of the summary: their titles, in the order shown, and their LOINC codes.

CI-SIS VSM 1.2.250.1.213.1.1.1.13; vaccinations from IPS-FR. It refuses to know what a section holds.
"""

from __future__ import annotations

from dataclasses import dataclass

from summarizer.values import SectionKey


@dataclass(frozen=True, slots=True, kw_only=True)
class SectionTitle:
    key: SectionKey
    title: str
    loinc: str | None


SECTIONS = (
    SectionTitle(key=SectionKey.PROBLEMS, title="Pathologies en cours", loinc="11450-4"),
    SectionTitle(key=SectionKey.ALLERGIES, title="Allergies et hypersensibilités", loinc="48765-2"),
    SectionTitle(key=SectionKey.VIGILANCE, title="Points de vigilance", loinc="44944-7"),
    SectionTitle(key=SectionKey.TREATMENTS, title="Traitements", loinc="10160-0"),
    SectionTitle(key=SectionKey.MEDICAL_HISTORY, title="Antécédents médicaux", loinc="11348-0"),
    SectionTitle(key=SectionKey.SURGICAL_HISTORY, title="Antécédents chirurgicaux", loinc="47519-4"),
    SectionTitle(key=SectionKey.FAMILY_HISTORY, title="Antécédents familiaux", loinc="10157-6"),
    SectionTitle(key=SectionKey.RISK_FACTORS, title="Facteurs de risque et mode de vie", loinc="57207-3"),
    SectionTitle(key=SectionKey.RESULTS, title="Résultats", loinc="30954-2"),
    SectionTitle(key=SectionKey.VACCINATIONS, title="Vaccinations", loinc="11369-6"),
    SectionTitle(key=SectionKey.EVENTS, title="Chronologie", loinc=None),
)
