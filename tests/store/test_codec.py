"""Values come back equal from their stored form; bytes of another shape are refused."""

from __future__ import annotations

import pytest

from summarizer.store.codec import from_bytes, to_bytes
from summarizer.values import (
    Action,
    Confidentiality,
    Document,
    DocumentId,
    DossierId,
    Finding,
    FindingKind,
    Identity,
    Kind,
    Page,
    PseudonymKey,
    Replacement,
    Side,
    Span,
)

DOCUMENT = Document(
    id=DocumentId("d1"),
    file="a.txt",
    sha256="0" * 64,
    kind=Kind.CRH,
    title="",
    text="Fièvre à 39 °C\x0c",
    pages=(Page(number=1, span=Span(0, 15)),),
    confidentiality=Confidentiality.HIDDEN_FROM_PROFESSIONALS,
    identity=Identity(family_names=("D'ARC",)),
)
FINDING = Finding(
    document_id=DocumentId("d1"),
    span=Span(1, 2),
    sentence=Span(0, 9),
    kind=FindingKind.MEASURE,
    label="créatinine",
    text="x",
    action=Action.STOP,
    side=Side.LEFT,
    previous=((None, "98"), ("2023-01", "102")),
)
KEY = PseudonymKey(
    dossier_id=DossierId("p1"),
    replacements={
        DocumentId("d1"): (Replacement(original=Span(0, 2), replaced=Span(0, 9), surface="É.", pseudonym="<PATIENT>"),)
    },
    files={DocumentId("d1"): "a.txt"},
)


@pytest.mark.parametrize("value", [DOCUMENT, FINDING, KEY], ids=lambda value: type(value).__name__)
def test_a_value_comes_back_equal(value: object) -> None:
    assert from_bytes(type(value), to_bytes(value)) == value


@pytest.mark.parametrize("damaged", [b"[]", b"{}", b"[1,2]", b"null", b"not json"])
def test_bytes_of_another_shape_are_refused(damaged: bytes) -> None:
    with pytest.raises((ValueError, TypeError)):
        from_bytes(Finding, damaged)


def test_a_value_without_a_stored_form_is_refused() -> None:
    with pytest.raises(TypeError):
        to_bytes(object())
