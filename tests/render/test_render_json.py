"""summary.json keeps the shape its schema promises, and its citations resolve."""

from __future__ import annotations

import json
from copy import deepcopy
from importlib import resources
from typing import Any

import pytest
from jsonschema import Draft202012Validator
from summary_builder import DOCUMENTS, dossier, summary

from summarizer.render.json import as_values, render

SCHEMA = json.loads(resources.files("summarizer.render").joinpath("summary.schema.json").read_text("utf-8"))


def errors(values: dict[str, Any]) -> list[str]:
    return [error.message for error in Draft202012Validator(SCHEMA).iter_errors(values)]


def test_the_schema_is_a_schema() -> None:
    Draft202012Validator.check_schema(SCHEMA)


def test_a_summary_is_as_the_schema_says() -> None:
    assert errors(json.loads(render(summary(), dossier()))) == []


def test_every_quote_is_the_text_between_its_offsets() -> None:
    texts = {document.file: document.text for document in DOCUMENTS.values()}
    values = json.loads(render(summary(), dossier()))
    citations = [
        citation
        for section in values["sections"]
        for statement in section["statements"]
        for citation in statement["citations"]
    ]
    assert len(citations) > 40
    for citation in citations:
        assert texts[citation["file"]][citation["start"] : citation["end"]] == citation["quote"]


def _first_statement(values: dict[str, Any]) -> dict[str, Any]:
    statement: dict[str, Any] = values["sections"][0]["statements"][0]
    return statement


@pytest.mark.parametrize(
    "spoil",
    [
        lambda values: _first_statement(values)["citations"].clear(),
        lambda values: _first_statement(values).update(outcome="contradicted"),
        lambda values: _first_statement(values)["citations"][0].pop("quote"),
        lambda values: values.pop("warnings"),
        lambda values: values.update(label="Synthèse"),
        lambda values: values["documents"][0].update(written_on="14/05/2019"),
    ],
    ids=["no citation", "unverified", "no quote", "no warnings", "no label", "French date"],
)
def test_the_schema_refuses(spoil: Any) -> None:
    values = deepcopy(json.loads(json.dumps(as_values(summary()))))
    spoil(values)
    assert errors(values)
