"""What a reader must be told of the dossier itself: another patient's document, orders to the machine, files not read.

Warnings are French and name documents by their place in the list, never by identifying text.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

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

_ORDER = "instruction: cette phrase s'adresse à un logiciel ; elle n'a pas été suivie"


def set_aside(
    sentences: Mapping[DocumentId, Sequence[Sentence]], documents: Mapping[DocumentId, PseudonymizedDocument]
) -> tuple[dict[DocumentId, tuple[Sentence, ...]], tuple[WithheldStatement, ...]]:
    """The sentences without those that address the model, and these as withheld statements."""
    kept: dict[DocumentId, tuple[Sentence, ...]] = {}
    withheld: list[WithheldStatement] = []
    for document_id, mine in sentences.items():
        orders = [sentence for sentence in mine if addresses_the_model(sentence.text)]
        kept[document_id] = tuple(sentence for sentence in mine if sentence not in orders)
        withheld += [_withheld(sentence, documents[document_id]) for sentence in orders]
    return kept, tuple(withheld)


def warnings_of(
    dossier: Dossier, pseudonymized: PseudonymizedDossier, instructions: Sequence[WithheldStatement]
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
    orders = (
        [f"{len(instructions)} phrase(s) s'adressant à un logiciel ont été écartées et signalées."]
        if instructions
        else []
    )
    partial = [f"Le document {place[d.id]} : {warning}." for d in dossier.documents for warning in d.warnings]
    return (*foreign, *disputed, *refused, *orders, *unread, *partial)


def _documents(numbers: Sequence[int]) -> str:
    named = ", ".join(str(number) for number in sorted(numbers))
    return f"le document {named}" if len(numbers) == 1 else f"les documents {named}"


def _withheld(sentence: Sentence, document: PseudonymizedDocument) -> WithheldStatement:
    return WithheldStatement(text=sentence.text, reason=_ORDER, passages=(passage(document, sentence.span),))
