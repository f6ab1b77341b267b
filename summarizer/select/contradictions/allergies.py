"""An allergy that one document notes and another denies, or that was borne."""

from __future__ import annotations

import re
from collections.abc import Iterator

from summarizer.select.contradictions.told import Told, between, most_telling
from summarizer.values import Contradiction, Finding, FindingKind

#: The label of a denial that names no substance.
ANY_ALLERGY = "allergie"
#: "Pas d'allergie alimentaire" says nothing of a drug.
_OTHER_SORT = re.compile(r"(?i)allergies? (?:alimentaire|respiratoire|pollinique|saisonni[èe]re|de contact)")

#: Known before the document that tells it, though without a date.
_OLD = re.compile(
    r"(?i)enfance|enfant|jeune|ancienne|depuis|connue|[àa] (?:l[’']?[âa]ge de )?\d+ ans|ant[ée]c[ée]dent|ATCD"
)


def allergies(told: Told) -> Iterator[Contradiction]:
    """An allergy of the patient against each document that denies all allergy, or that one: once a document."""
    found = told.of(FindingKind.ALLERGY)
    affirmed = [f for f in found if not f.negated and f.label != ANY_ALLERGY]
    denied: dict[str, Finding] = {}
    for no in found:
        if no.negated and not _OTHER_SORT.search(told.text(no)):
            # A denial of all allergy counts once a document; that of one substance, once: its last.
            denied[no.document_id if no.label == ANY_ALLERGY else no.label] = no
    for no in denied.values():
        against = [
            yes
            for yes in affirmed
            if no.label in (yes.label, ANY_ALLERGY)
            and no.document_id != yes.document_id
            and not _happened_after(told, yes, no)
        ]
        if against:
            # A denial of one substance is the more telling for what still notes it afterwards.
            later = [f for f in against if no.label != ANY_ALLERGY and told.on(f) > told.on(no)]
            yes = most_telling(told, later or against)
            yield between(f"Allergie ({yes.label}) notée ici, niée là", told.passages[yes], told.passages[no])


def _happened_after(told: Told, yes: Finding, no: Finding) -> bool:
    """Whether the denial is older than what made the allergy known: nothing contradicts it then."""
    since = yes.date or ("" if _OLD.search(told.text(yes)) else told.on(yes))
    denied = told.on(no)
    return bool(since and denied) and denied[: len(since)] < since[: len(denied)]
