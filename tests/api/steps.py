"""The steps tests take again and again."""

from __future__ import annotations

import json
from typing import Any

from tests.api.conftest import Caller, Running
from tests.service import LETTER, PATIENT, STAY

Texts = dict[str, str]
TWO: Texts = {"quenouille_courrier.txt": LETTER, "sejour.txt": STAY}


def new_dossier(caller: Caller) -> str:
    response = caller("POST", "/v1/dossiers", json={"patient": PATIENT})
    assert response.status_code == 201, response.text
    dossier_id: str = response.json()["id"]
    return dossier_id


def send(caller: Caller, dossier_id: str, texts: Texts, about: list[dict[str, Any]] | None = None) -> Any:
    files = [("files", (name, text.encode(), "text/plain")) for name, text in texts.items()]
    data = {"about": json.dumps(about)} if about else None
    return caller("POST", f"/v1/dossiers/{dossier_id}/documents", files=files, data=data)


def summarized(run: Running, caller: Caller, texts: Texts = TWO, about: list[dict[str, Any]] | None = None) -> str:
    """A dossier with these documents and its summary; its id."""
    dossier_id = new_dossier(caller)
    response = send(caller, dossier_id, texts, about)
    assert response.status_code == 201, response.text
    run.wait(caller("POST", f"/v1/dossiers/{dossier_id}/summaries"))
    return dossier_id


def statements(summary: dict[str, Any]) -> list[dict[str, Any]]:
    return [statement for section in summary["sections"] for statement in section["statements"]]
