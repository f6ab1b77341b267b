"""Who may do what: every route with every role, strangers, forged tokens, broken glasses, masked documents."""

from __future__ import annotations

import base64
import json
import time
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import jwt
import pytest
from cryptography.hazmat.primitives.asymmetric.ec import SECP256R1, generate_private_key
from fastapi import APIRouter, FastAPI

from api import rules
from api.development import ISSUER, DevelopmentProvider
from api.identity import Role, Tokens, principal_of
from api.problems import Problem
from tests.api.conftest import Running
from tests.api.steps import TWO, new_dossier, send, statements, summarized
from tests.service import IDENTIFYING, MASKED

NOWHERE = "p" + "0" * 32
#: What each role may call. A route that is not here may be called by nobody.
MAY: dict[Role, set[str]] = {
    Role.CLINICIAN: {
        "POST /v1/dossiers",
        "GET /v1/dossiers",
        "GET /v1/dossiers/{dossier_id}",
        "DELETE /v1/dossiers/{dossier_id}",
        "POST /v1/dossiers/{dossier_id}/glass",
        "GET /v1/dossiers/{dossier_id}/news",
        "POST /v1/dossiers/{dossier_id}/documents",
        "GET /v1/dossiers/{dossier_id}/documents",
        "GET /v1/dossiers/{dossier_id}/documents/{document_id}/passage",
        "GET /v1/dossiers/{dossier_id}/documents/{document_id}/pages/{number}",
        "POST /v1/dossiers/{dossier_id}/summaries",
        "GET /v1/dossiers/{dossier_id}/summaries/{summary_id}",
        "PUT /v1/dossiers/{dossier_id}/summaries/{summary_id}/statements/{statement_id}/review",
        "POST /v1/dossiers/{dossier_id}/summaries/{summary_id}/signature",
        "POST /v1/dossiers/{dossier_id}/questions",
        "GET /v1/dossiers/{dossier_id}/questions/{question_id}",
        "GET /v1/jobs/{job_id}",
        "GET /v1/jobs/{job_id}/events",
    },
    Role.BATCH: {
        "POST /v1/dossiers",
        "GET /v1/dossiers",
        "GET /v1/dossiers/{dossier_id}",
        "POST /v1/dossiers/{dossier_id}/documents",
        "GET /v1/dossiers/{dossier_id}/documents",
        "GET /v1/dossiers/{dossier_id}/documents/{document_id}/passage",
        "GET /v1/dossiers/{dossier_id}/documents/{document_id}/pages/{number}",
        "POST /v1/dossiers/{dossier_id}/summaries",
        "GET /v1/dossiers/{dossier_id}/summaries/{summary_id}",
        "GET /v1/jobs/{job_id}",
        "GET /v1/jobs/{job_id}/events",
    },
    Role.EVALUATOR: {
        "GET /v1/dossiers",
        "GET /v1/dossiers/{dossier_id}",
        "GET /v1/dossiers/{dossier_id}/documents/{document_id}/passage",
        "POST /v1/dossiers/{dossier_id}/summaries",
        "GET /v1/dossiers/{dossier_id}/summaries/{summary_id}",
        "GET /v1/jobs/{job_id}",
        "GET /v1/jobs/{job_id}/events",
        "POST /v1/evaluations",
        "GET /v1/evaluations/{report_id}",
    },
    Role.AUDITOR: {"GET /v1/audit", "GET /v1/audit/state"},
    Role.ADMINISTRATOR: {
        "DELETE /v1/dossiers/{dossier_id}",
        "POST /v1/dossiers/{dossier_id}/care",
        "GET /v1/dossiers/{dossier_id}/care",
        "DELETE /v1/dossiers/{dossier_id}/care/{subject}",
        "GET /v1/jobs/{job_id}",
        "GET /v1/jobs/{job_id}/events",
    },
}
EXAMPLES = {
    "{dossier_id}": NOWHERE,
    "{document_id}": "d" + "0" * 8,
    "{number}": "1",
    "{summary_id}": "latest",
    "{statement_id}": "s" + "0" * 10,
    "{question_id}": "q" + "0" * 24,
    "{job_id}": "j" + "0" * 24,
    "{report_id}": "e" + "0" * 24,
    "{subject}": "dr-a",
}


def routes(run: Running) -> list[str]:
    """Every route under /v1, read from the OpenAPI document."""
    paths = run.app.openapi()["paths"]
    return [
        f"{method.upper()} {path}" for path, methods in paths.items() for method in methods if path.startswith("/v1")
    ]


def call(run: Running, route: str, *roles: str) -> int:
    method, path = route.split(" ")
    for name, value in EXAMPLES.items():
        path = path.replace(name, value)
    caller = run.caller("somebody", *roles)
    status: int = caller(method, path).status_code
    return status


def test_every_role_walks_every_route(run: Running) -> None:
    walked = routes(run)
    assert {route for allowed in MAY.values() for route in allowed} == set(walked)
    for route in walked:
        for role in Role:
            status = call(run, route, role)
            assert (status != 403) is (route in MAY[role]), (route, role, status)
        assert call(run, route) == 403, route


def test_no_route_answers_without_a_token(run: Running) -> None:
    for route in routes(run):
        method, path = route.split(" ")
        for name, value in EXAMPLES.items():
            path = path.replace(name, value)
        response = run.client.request(method, path)
        assert (response.status_code, response.json()["code"]) == (401, "token-missing"), route


def test_a_route_without_a_rule_stops_the_application(run: Running) -> None:
    open_router = APIRouter()

    @open_router.get("/v1/open")
    def anyone() -> str:
        return "come in"

    app = FastAPI()
    app.include_router(open_router)
    with pytest.raises(RuntimeError, match="/v1/open"):
        rules.check_every_route(app)
    assert sum(any(rules.rules_of(route)) for route in rules.every_route(run.app.routes)) == len(routes(run))


# --- strangers --------------------------------------------------------------------------------------------------


def test_another_clinicians_dossier_looks_like_none_at_all(run: Running) -> None:
    dossier_id = summarized(run, run.caller("dr-owner", "clinician"))
    stranger = run.caller("dr-stranger", "clinician")
    for path in ("", "/summaries/latest", "/documents", "/news?since=2020-01-01T00:00:00Z"):
        theirs = stranger("GET", f"/v1/dossiers/{dossier_id}{path}")
        none = stranger("GET", f"/v1/dossiers/{NOWHERE}{path}")
        assert theirs.status_code == none.status_code == 404
        assert theirs.json() == none.json()
    assert stranger("DELETE", f"/v1/dossiers/{dossier_id}").status_code == 404
    auditor = run.caller("auditor", "auditor")
    entries = auditor("GET", "/v1/audit", params={"dossier": dossier_id, "limit": 1000}).json()["items"]
    refused = [e for e in entries if e["actor"] == "dr-stranger"]
    assert refused
    assert {e["outcome"] for e in refused} == {"refused"}


def test_a_job_of_another_clinician_looks_like_none_at_all(run: Running) -> None:
    owner = run.caller("dr-owner", "clinician")
    dossier_id = new_dossier(owner)
    send(owner, dossier_id, TWO)
    job = owner("POST", f"/v1/dossiers/{dossier_id}/summaries")
    stranger = run.caller("dr-stranger", "clinician")
    assert stranger("GET", f"/v1/jobs/{job.json()['id']}").status_code == 404
    run.wait(job)


def test_the_glass_is_broken_for_a_reason_that_the_trail_shows(run: Running) -> None:
    dossier_id = summarized(run, run.caller("dr-owner", "clinician"))
    urgent = run.caller("dr-urgent", "clinician")
    at = f"/v1/dossiers/{dossier_id}"
    assert urgent("POST", f"{at}/glass", json={"reason": "court"}).status_code == 422
    broken = urgent("POST", f"{at}/glass", json={"reason": "Patiente inconsciente, allergies inconnues"})
    assert broken.status_code == 201
    assert broken.json()["until"] is not None
    assert urgent("GET", f"{at}/summaries/latest").status_code == 200
    assert urgent("DELETE", at).status_code == 403
    auditor = run.caller("auditor", "auditor")
    entries = auditor("GET", "/v1/audit", params={"dossier": dossier_id, "limit": 1000}).json()["items"]
    assert ("dr-urgent", "glass.break", "Patiente inconsciente, allergies inconnues") in {
        (e["actor"], e["action"], e["reason"]) for e in entries
    }


def test_care_is_declared_and_ended_by_an_administrator(run: Running) -> None:
    dossier_id = new_dossier(run.caller("dr-owner", "clinician"))
    admin, colleague = run.caller("admin", "administrator"), run.caller("dr-colleague", "clinician")
    at = f"/v1/dossiers/{dossier_id}"
    assert admin("POST", f"{at}/care", json={"subject": "dr-colleague"}).status_code == 201
    assert colleague("GET", at).status_code == 200
    assert admin("DELETE", f"{at}/care/dr-colleague").status_code == 204
    assert colleague("GET", at).status_code == 404
    assert admin("GET", at).status_code == 403


# --- forged tokens ----------------------------------------------------------------------------------------------


def claims(**other: Any) -> dict[str, Any]:
    moment = int(time.time())
    said = {"iss": ISSUER, "aud": "summarizer", "sub": "dr-forged", "iat": moment, "exp": moment + 600}
    return said | {"roles": ["clinician"]} | other


def unsigned(run: Running) -> str:
    parts = [{"alg": "none", "typ": "JWT"}, claims()]
    return ".".join(base64.urlsafe_b64encode(json.dumps(p).encode()).decode().rstrip("=") for p in parts) + "."


def signed_by_another(run: Running) -> str:
    kid = run.service.development.jwks()["keys"][0]["kid"]  # type: ignore[union-attr]
    return jwt.encode(claims(), generate_private_key(SECP256R1()), algorithm="ES256", headers={"kid": kid})


def signed_with_the_public_key(run: Running) -> str:
    key = run.service.development.jwks()["keys"][0]  # type: ignore[union-attr]
    return jwt.encode(claims(), json.dumps(key) + "x" * 32, algorithm="HS256", headers={"kid": key["kid"]})


def with_claims(**other: Any) -> Any:
    return lambda run: run.service.development.token("dr-forged", "clinician", **other)


@pytest.mark.parametrize(
    "forge",
    [
        pytest.param(unsigned, id="alg=none"),
        pytest.param(signed_by_another, id="another key"),
        pytest.param(signed_with_the_public_key, id="public key as a secret"),
        pytest.param(with_claims(aud="another-service"), id="another audience"),
        pytest.param(with_claims(sub="dr\0a"), id="a zero byte in the name"),
        pytest.param(with_claims(iss="https://elsewhere.example"), id="another issuer"),
        pytest.param(with_claims(exp=int(time.time()) - 3600), id="expired"),
        pytest.param(with_claims(nbf=int(time.time()) + 3600), id="not yet valid"),
        pytest.param(lambda run: "not.a.token", id="no token"),
        pytest.param(lambda run: "é" * 10, id="not ascii"),
    ],
)
def test_a_forged_token_is_refused_and_audited(run: Running, forge: Any) -> None:
    before = run.service.store.audit.head()[0]
    response = run.client.get("/v1/dossiers", headers={"Authorization": f"Bearer {forge(run)}".encode()})
    assert (response.status_code, response.json()["code"]) == (401, "token-invalid")
    assert "invalid_token" in response.headers["www-authenticate"]
    (entry,) = run.service.store.audit.entries(after=before)
    assert (entry.actor, entry.outcome) == ("anonymous", "refused")


def test_keys_rotate_without_a_restart(run: Running, monkeypatch: pytest.MonkeyPatch) -> None:
    provider = DevelopmentProvider("summarizer")
    tokens = Tokens(issuer=ISSUER, audience="summarizer", fetch=provider.jwks)
    old = provider.token("dr-a", "clinician")
    assert tokens.principal(old).subject == "dr-a"
    provider.rotate()
    new = provider.token("dr-b", "clinician")
    with pytest.raises(Problem):
        tokens.principal(new)
    monkeypatch.setattr("api.identity._FETCH_AGAIN_SECONDS", 0.0)
    assert tokens.principal(new).subject == "dr-b"
    with pytest.raises(Problem):
        tokens.principal(old)


def test_a_token_already_seen_is_refused_once_it_expires(monkeypatch: pytest.MonkeyPatch) -> None:
    provider = DevelopmentProvider("summarizer")
    tokens = Tokens(issuer=ISSUER, audience="summarizer", fetch=provider.jwks)
    now = time.time()
    token = provider.token("dr-a", "clinician", exp=int(now) + 60)
    assert [tokens.principal(token).subject for _ in range(2)] == ["dr-a", "dr-a"]
    monkeypatch.setattr("api.identity.time.time", lambda: now + 60 + 31)
    with pytest.raises(Problem):
        tokens.principal(token)


def test_a_signature_once_good_does_not_vouch_for_other_claims() -> None:
    provider = DevelopmentProvider("summarizer")
    tokens = Tokens(issuer=ISSUER, audience="summarizer", fetch=provider.jwks)
    token = provider.token("dr-a", "clinician")
    tokens.principal(token)
    head, _, signature = token.split(".")
    other = provider.token("dr-b", "administrator").split(".")[1]
    with pytest.raises(Problem):
        tokens.principal(f"{head}.{other}.{signature}")


def test_a_key_the_issuer_drops_is_refused_after_a_while(monkeypatch: pytest.MonkeyPatch) -> None:
    moment = [1000.0]
    monkeypatch.setattr("api.identity.time.monotonic", lambda: moment[0])
    provider = DevelopmentProvider("summarizer")
    tokens = Tokens(issuer=ISSUER, audience="summarizer", fetch=provider.jwks)
    old = provider.token("dr-a", "clinician")
    tokens.principal(old)
    provider.rotate()
    assert tokens.knows_key_of(old)
    tokens.principal(old)
    moment[0] += 601
    assert not tokens.knows_key_of(old)
    with pytest.raises(Problem):
        tokens.principal(old)


def test_tokens_that_come_while_keys_are_fetched_wait_for_them() -> None:
    provider = DevelopmentProvider("summarizer")

    def slowly() -> Any:
        time.sleep(0.2)
        return provider.jwks()

    tokens = Tokens(issuer=ISSUER, audience="summarizer", fetch=slowly)
    with ThreadPoolExecutor(8) as pool:
        found = list(pool.map(tokens.principal, [provider.token("dr-a", "clinician")] * 8))
    assert {one.subject for one in found} == {"dr-a"}


def test_pro_sante_connect_gives_the_rpps_number_and_the_role() -> None:
    physician = {"sub": "f:x:1", "SubjectNameID": "810001234567", "SubjectRole": ["10^1.2.250.1.213.1.1.5.5"]}
    principal = principal_of(physician)
    assert (principal.subject, principal.roles) == ("rpps:10001234567", {Role.CLINICIAN})
    secretary = physician | {"SubjectRole": ["95^1.2.250.1.213.1.1.5.5"]}
    assert principal_of(secretary).roles == set()
    assert not principal_of({"sub": "x", "roles": "clinician", "restricted": "true"}).restricted


# --- evaluators and masked documents ------------------------------------------------------------------------------


def test_an_evaluator_never_gets_identified_text(run: Running) -> None:
    dossier_id = summarized(run, run.caller("dr-owner", "clinician"))
    evaluator = run.caller("ev-1", "evaluator")
    at = f"/v1/dossiers/{dossier_id}"
    assert evaluator("GET", f"{at}/summaries/latest").status_code == 404
    run.caller("admin", "administrator")("POST", f"{at}/care", json={"subject": "ev-1"})
    summary = evaluator("GET", f"{at}/summaries/latest").json()
    citation = statements(summary)[0]["citations"][0]
    passage = evaluator(
        "GET",
        f"{at}/documents/{citation['document_id']}/passage",
        params={"start": citation["start"], "end": citation["end"]},
    )
    assert passage.json()["quote"] == citation["quote"]
    page = evaluator("GET", f"{at}/summaries/latest", params={"format": "html"}).text
    for secret in (*IDENTIFYING, "quenouille"):
        assert secret not in json.dumps(summary, ensure_ascii=False) + page + passage.text
    assert evaluator("GET", f"{at}/documents").status_code == 403


def test_a_masked_document_leaves_no_trace_for_who_may_not_see_it(run: Running) -> None:
    owner = run.caller("dr-masked", "clinician")
    about = [{"file": "masque.txt", "confidentiality": "MASQUE_PS"}]
    dossier_id = summarized(run, owner, TWO | {"masque.txt": MASKED}, about)
    at = f"/v1/dossiers/{dossier_id}"
    entitled = run.caller("dr-masked", "clinician", restricted=True)
    full = entitled("GET", f"{at}/summaries/latest").text
    assert "dépressif" in full
    assert "masque.txt" in full
    plain = owner("GET", f"{at}/summaries/latest").text
    page = owner("GET", f"{at}/summaries/latest", params={"format": "html"}).text
    listed = owner("GET", f"{at}/documents").text
    for secret in ("dépressif", "sertraline", "masque.txt", "psychiatrie", "MASQUE_PS", "3 documents"):
        assert secret not in plain + page + listed
    assert owner("GET", at).json()["documents"] == 2
    masked = next(d for d in entitled("GET", f"{at}/documents").json()["items"] if d["file"] == "masque.txt")
    for path in ("passage?start=0&end=5", "pages/1"):
        assert owner("GET", f"{at}/documents/{masked['id']}/{path}").status_code == 404
    question = owner("POST", f"{at}/questions", json={"question": "Prend-elle de la sertraline ?"})
    assert owner("GET", run.wait(question)["result"]).json()["answer"] == "Non renseigné dans le dossier"
