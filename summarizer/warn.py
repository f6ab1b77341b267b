"""What a reader must be told of the dossier itself: another patient's document, orders to the machine, files not read.

Warnings are French and name documents by their place in the list, never by identifying text.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from summarizer.foreign import speaks_of_another
from summarizer.instructions import addresses_the_model
from summarizer.select.passages import passage
from summarizer.values import (
    DocumentId,
    Dossier,
    PseudonymizedDocument,
    PseudonymizedDossier,
    Sentence,
    WithheldStatement,
)

_OF_ANOTHER = "autre patient : cette phrase signale une ligne écrite par erreur dans ce dossier"
_ORDER = "instruction: cette phrase s'adresse à un logiciel ; elle n'a pas été suivie"
_SAID = {
    _ORDER: "s'adressant à un logiciel ont été écartées et signalées",
    _OF_ANOTHER: "écrites par erreur pour un autre patient ont été écartées",
}


def set_aside(
    sentences: Mapping[DocumentId, Sequence[Sentence]], documents: Mapping[DocumentId, PseudonymizedDocument]
) -> tuple[dict[DocumentId, tuple[Sentence, ...]], tuple[WithheldStatement, ...]]:
    """The sentences without those that address the model or report a line of another patient, and these as withheld."""
    kept: dict[DocumentId, tuple[Sentence, ...]] = {}
    withheld: list[WithheldStatement] = []
    for document_id, mine in sentences.items():
        reasons = {sentence: reason for sentence in mine if (reason := _why_not(sentence.text))}
        kept[document_id] = tuple(sentence for sentence in mine if sentence not in reasons)
        withheld += [
            WithheldStatement(
                text=sentence.text, reason=reason, passages=(passage(documents[document_id], sentence.span),)
            )
            for sentence, reason in reasons.items()
        ]
    return kept, tuple(withheld)


def warnings_of(
    dossier: Dossier, pseudonymized: PseudonymizedDossier, aside: Sequence[WithheldStatement]
) -> tuple[str, ...]:
    """The warnings of one dossier, gravest first."""
    place = {document.id: number for number, document in enumerate(dossier.documents, start=1)}
    foreign = [
        f"Le document {place[d.id]} semble concerner un autre patient ({d.foreign}) : rien n'en a été retenu."
        for d in pseudonymized.documents
        if d.foreign
    ]
    births: dict[str, list[int]] = {}
    for document in dossier.documents:
        birth = document.identity.birth_date
        if birth and document.id in place and document.id not in {d.id for d in pseudonymized.documents if d.foreign}:
            births.setdefault(birth, []).append(place[document.id])
    if dossier.identity.birth_date:
        births.setdefault(dossier.identity.birth_date, [])
    disputed = [
        f"La date de naissance du patient n'est pas la même partout : voir {_documents(numbers)}."
        for birth, numbers in births.items()
        if len(births) > 1 and numbers and birth != dossier.identity.birth_date
    ]
    refused = [f"Le document {place[i]} n'a pas été utilisé : {reason}." for i, reason in pseudonymized.refused]
    unread = [f"{len(dossier.unread)} fichier(s) non lu(s) : voir la liste des documents."] if dossier.unread else []
    counts = {reason: sum(each.reason == reason for each in aside) for reason in (_ORDER, _OF_ANOTHER)}
    sentences = [f"{count} phrase(s) {_SAID[reason]}." for reason, count in counts.items() if count]
    partial = [f"Le document {place[d.id]} : {warning}." for d in dossier.documents for warning in d.warnings]
    return (*foreign, *disputed, *refused, *sentences, *unread, *partial)


def _documents(numbers: Sequence[int]) -> str:
    named = ", ".join(str(number) for number in sorted(numbers))
    return f"le document {named}" if len(numbers) == 1 else f"les documents {named}"


def _why_not(sentence: str) -> str | None:
    if addresses_the_model(sentence):
        return _ORDER
    return _OF_ANOTHER if speaks_of_another(sentence) else None
