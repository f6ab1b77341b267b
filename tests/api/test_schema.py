"""The OpenAPI document is true: whatever is sent within and beside it, no answer is undocumented and none is a 5xx."""

from __future__ import annotations

import itertools
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
from api.views import for_clinician
from summarizer.ingest import read_document
from summarizer.ingest.manifest import Manifest, ManifestPatient
from summarizer.pipeline import summarize
from summarizer.store import CareKind, JobKind, Kept
from summarizer.values import ORDINARY, Dossier, DossierId
from summarizer.watch import Watch
from tests.api.conftest import settings_for
from tests.service import LETTER, PATIENT, dossier_of, scripted_settings, scripted_tools

#: Cases for each operation and way of making them (valid, invalid): 50 make more than two thousand.
CASES = int(os.environ.get("SUMMARIZER_TEST_CASES", "50"))
#: What would take the known dossier away.
ENDINGS = ("DELETE /v1/dossiers/{dossier_id}", "DELETE /v1/dossiers/{dossier_id}/care/{subject}")
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


@pytest.fixture(scope="module")
def known(app: FastAPI) -> dict[str, str]:
    """The path parameters of a dossier that is there, summarized: half of the requests are about it."""
    store = app.state.service.store
    dossier_id = dossier_of(store, LETTER)
    store.access.declare(dossier_id, "everyone", kind=CareKind.DECLARED, by="everyone")
    (stored,) = store.documents(dossier_id)
    dossier = Dossier(
        id=DossierId(dossier_id),
        identity=Manifest(patient=ManifestPatient.model_validate(PATIENT)).identity(),
        documents=(read_document(LETTER.encode(), file=stored.said.file),),
    )
    result = summarize(dossier, scripted_tools(), scripted_settings(), Watch())
    kept = Kept(
        summary=result.summary,
        dossier=dossier,
        pseudonymized=result.pseudonymized,
        key=result.key,
        set_aside={},
        statements=result.statements,
    )
    summary_id = store.keep_summary(dossier_id, "0" * 64, 1, kept)
    shown = for_clinician(kept, ORDINARY).summary
    job = store.jobs.ask(JobKind.SUMMARY, "0" * 64, by="everyone", dossier_id=dossier_id)[0]
    # Over: nobody works here, and the events of a job last as long as it does.
    store.jobs.done(job.id, summary_id)
    with store.database.writing() as connection:
        question_id = store.ask(connection, store.key_of(dossier_id), "Quelle allergie ?", by="everyone")
    return {
        "dossier_id": dossier_id,
        "document_id": stored.id,
        "number": "1",
        "summary_id": summary_id,
        "statement_id": next(s.id for section in shown.sections for s in section.statements),
        "question_id": question_id,
        "job_id": job.id,
        "report_id": store.new_report("checker", by="everyone"),
        "subject": "everyone",
    }


def test_no_answer_is_undocumented(app: FastAPI, known: dict[str, str]) -> None:
    schema = schemathesis.openapi.from_asgi("/v1/openapi.json", app)
    token = app.state.service.development.token("everyone", *Role)
    told: Counter[int] = Counter()
    turn = itertools.cycle([True, False])
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
                if case.operation.label not in ENDINGS and next(turn):
                    case.path_parameters = {name: known[name] for name in case.path_parameters or {}}
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
