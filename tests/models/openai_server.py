"""A small server that speaks the OpenAI protocol over real HTTP, with the faults real servers have."""

from __future__ import annotations

import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

import uvicorn
from fastapi import FastAPI, Request
from fastapi.responses import JSONResponse, RedirectResponse, Response


@dataclass
class Server:
    """What it does next, and what it was asked."""

    #: The status given to a chat, when the model has no chat template.
    no_chat: int | None = None
    models: tuple[str, ...] = ("local-model",)
    #: Statuses given to the next requests, before answers.
    faults: list[int] = field(default_factory=list)
    #: A body given instead of an answer.
    answer: Any = None
    redirect_to: str | None = None
    bodies: list[dict[str, Any]] = field(default_factory=list)
    paths: list[str] = field(default_factory=list)
    headers: list[dict[str, str]] = field(default_factory=list)
    address: str = ""

    def reply(self, request: Request, body: dict[str, Any], said: dict[str, Any]) -> Response:
        self.bodies.append(body)
        self.paths.append(request.url.path)
        self.headers.append(dict(request.headers))
        if self.faults:
            # Real servers repeat the request in their errors.
            return JSONResponse({"error": {"message": str(body)}}, status_code=self.faults.pop(0))
        if self.redirect_to:
            return RedirectResponse(self.redirect_to)
        return JSONResponse(self.answer if self.answer is not None else {"choices": [said]})


def text_for(prompt: str) -> str:
    """The last line of the prompt in capitals, then what a model goes on with."""
    return f" {prompt.splitlines()[-1].upper()}\n\nSource : « autre »"


def application(server: Server) -> FastAPI:
    app = FastAPI()

    @app.get("/v1/models")
    def models() -> Any:
        return {"object": "list", "data": [{"id": name, "object": "model"} for name in server.models]}

    @app.post("/v1/chat/completions")
    async def chat(request: Request) -> Response:
        body = await request.json()
        if server.no_chat is not None:
            server.paths.append(request.url.path)
            return JSONResponse({"error": {"message": "no chat template"}}, status_code=server.no_chat)
        text = text_for(body["messages"][-1]["content"])
        return server.reply(request, body, {"index": 0, "message": {"role": "assistant", "content": text}})

    @app.post("/v1/completions")
    async def complete(request: Request) -> Response:
        body = await request.json()
        return server.reply(request, body, {"index": 0, "text": text_for(body["prompt"])})

    return app


@contextmanager
def running(server: Server) -> Iterator[Server]:
    """Serves on a free port of this machine until the block ends."""
    config = uvicorn.Config(application(server), host="127.0.0.1", port=0, log_level="warning")
    uvicorn_server = uvicorn.Server(config)
    thread = threading.Thread(target=uvicorn_server.run, daemon=True)
    thread.start()
    deadline = time.monotonic() + 20
    while not uvicorn_server.started and time.monotonic() < deadline:
        time.sleep(0.01)
    port = uvicorn_server.servers[0].sockets[0].getsockname()[1]
    server.address = f"http://127.0.0.1:{port}/v1"
    try:
        yield server
    finally:
        uvicorn_server.should_exit = True
        thread.join(timeout=10)
