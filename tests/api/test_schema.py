"""The OpenAPI document is true: whatever is sent within and beside it, no answer is undocumented and none is a 5xx."""

from __future__ import annotations

import os
from collections import Counter
from collections.abc import Iterator

import pytest
import schemathesis
from fastapi import FastAPI
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis.errors import Unsatisfiable
from schemathesis import GenerationMode

from api.app import create_app
from api.identity import Role
from tests.api.conftest import settings_for

#: Cases for each operation and way of making them (valid, invalid): 50 make more than two thousand.
CASES = int(os.environ.get("SUMMARIZER_TEST_CASES", "50"))
CHECKS = [
    schemathesis.checks.not_a_server_error,
    schemathesis.checks.status_code_conformance,
    schemathesis.checks.content_type_conformance,
    schemathesis.checks.response_schema_conformance,
]


@pytest.fixture(scope="module")
def app(tmp_path_factory: pytest.TempPathFactory) -> Iterator[FastAPI]:
    """The service without a worker: jobs wait, then the queue is full."""
    made = create_app(settings_for(tmp_path_factory.mktemp("schema")))
    yield made
    made.state.service.close()


def test_no_answer_is_undocumented(app: FastAPI) -> None:
    schema = schemathesis.openapi.from_asgi("/v1/openapi.json", app)
    token = app.state.service.development.token("everyone", *Role)
    told: Counter[int] = Counter()
    failures: dict[str, str] = {}
    for found in schema.get_all_operations():
        operation = found.ok()
        for mode in (GenerationMode.POSITIVE, GenerationMode.NEGATIVE):

            @settings(
                max_examples=CASES,
                deadline=None,
                derandomize=True,
                database=None,
                phases=[Phase.generate],
                suppress_health_check=list(HealthCheck),
            )
            @given(case=operation.as_strategy(generation_mode=mode))
            def check(case: schemathesis.Case) -> None:
                response = case.call(headers={"Authorization": f"Bearer {token}"})
                told[response.status_code] += 1
                case.validate_response(response, checks=CHECKS)

            try:
                check()
            except Unsatisfiable:
                assert mode is GenerationMode.NEGATIVE, "an operation without any parameter has no invalid request"
            except (Exception, BaseExceptionGroup) as error:  # noqa: BLE001 - every operation is tried before the test fails
                failures[f"{operation.label} {mode.value}"] = str(error)[:400]
    print(dict(told))
    assert not failures, "\n".join(f"{name}: {said}" for name, said in failures.items())
    assert CASES < 50 or told.total() >= 2000
