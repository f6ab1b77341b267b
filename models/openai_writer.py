"""Writer through a server that speaks the OpenAI protocol: vLLM, llama.cpp, `transformers serve`, on the local network.

Prompts hold passages of records, so it refuses an address outside the machine and its private network unless told
otherwise, follows no redirection, uses no proxy, and puts neither a prompt nor an answer in an error.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from typing import Any, Literal
from urllib.parse import urlsplit

import httpx

from models.local_address import require_local
from summarizer.errors import ModelError, WriterUnavailable
from summarizer.values import ModelCard

Api = Literal["auto", "chat", "completions"]

_BUSY = frozenset({408, 425, 429, 502, 503, 504})
# What servers say to a chat when their model has no chat template: vLLM 400, others 404, `transformers serve` 500.
_NO_CHAT = frozenset({400, 404, 405, 422, 500, 501})
_LONGEST_PAUSE = 30.0


class OpenAIWriter:
    """Continues prompts on a server, greedily, `concurrency` requests at a time: the server batches them.

    `address` is that of the API ("http://10.0.0.5:8000/v1"); the name of the model may follow it ("...v1#name"), else
    the first model the server lists is used. With `api="auto"` a prompt is sent as a chat message, and as a plain text
    to complete once the server has refused that (its model has no chat template). The card has no sha256: a server
    does not tell it.
    """

    def __init__(
        self,
        address: str,
        *,
        allow_remote: bool = False,
        api: Api = "auto",
        api_key: str | None = None,
        stop: Sequence[str] = ("\n\n",),
        concurrency: int = 8,
        timeout: float = 120.0,
        tries: int = 4,
        pause: float = 0.5,
    ) -> None:
        parts = urlsplit(address)
        self._host = parts.hostname or ""
        self._allow_remote = allow_remote
        self._check_address()
        self._api = api
        self._stop = tuple(stop)
        self._concurrency = concurrency
        self._tries = tries
        self._pause = pause
        self._client = httpx.Client(
            base_url=parts._replace(fragment="").geturl().rstrip("/") + "/",
            headers={"Authorization": f"Bearer {api_key}"} if api_key else {},
            timeout=httpx.Timeout(timeout, connect=min(timeout, 10.0)),
            limits=httpx.Limits(max_connections=concurrency),
            # A proxy of the environment or a redirection would carry passages elsewhere than where they were allowed.
            trust_env=False,
            follow_redirects=False,
        )
        self._model = parts.fragment or self._first_model()

    def __repr__(self) -> str:
        return f"OpenAIWriter({self._model} at {self._host})"

    @property
    def card(self) -> ModelCard:
        return ModelCard(role="writer", name=self._model, sha256="")

    def write(self, prompts: Sequence[str], *, max_new_tokens: int) -> tuple[str, ...]:
        """The continuation of each prompt, in order. Raises WriterUnavailable, AddressNotLocal or ModelError."""
        self._check_address()
        with ThreadPoolExecutor(max_workers=self._concurrency) as pool:
            # The first prompt goes alone: it settles which API the server has.
            first = [self._write(prompt, max_new_tokens) for prompt in prompts[:1]]
            rest = pool.map(partial(self._write, max_new_tokens=max_new_tokens), prompts[1:])
            return (*first, *rest)

    def _check_address(self) -> None:
        """At each use, because what a name resolves to may change."""
        if not self._allow_remote:
            require_local(self._host)

    def _write(self, prompt: str, max_new_tokens: int) -> str:
        if self._api != "completions":
            message = {"role": "user", "content": prompt}
            response = self._post("chat/completions", {"messages": [message]}, max_new_tokens)
            if self._api == "chat" or response.status_code not in _NO_CHAT:
                self._api = "chat"
                return self._text(response, lambda choice: choice["message"]["content"] or "")
            self._api = "completions"
        response = self._post("completions", {"prompt": prompt}, max_new_tokens)
        return self._text(response, lambda choice: choice["text"])

    def _text(self, response: httpx.Response, read: Callable[[Any], str]) -> str:
        """What the server wrote. Its own words are left out of errors: they may repeat the prompt."""
        if not response.is_success:
            raise ModelError(f"The writing server {self._host} refused a request (HTTP {response.status_code}).")
        try:
            return self._cut(read(response.json()["choices"][0]))
        except (ValueError, KeyError, IndexError, TypeError, AttributeError):
            raise ModelError(f"The writing server {self._host} gave an answer of another shape.") from None

    def _post(self, path: str, body: Mapping[str, Any], max_new_tokens: int) -> httpx.Response:
        settings = {"model": self._model, "max_tokens": max_new_tokens, "temperature": 0, "seed": 0, "stream": False}
        return self._send("POST", path, {**settings, "stop": list(self._stop), **body})

    def _send(self, method: str, path: str, body: Mapping[str, Any] | None = None) -> httpx.Response:
        """Tries again, after longer and longer pauses, while the server is away or busy. Raises WriterUnavailable."""
        cause: httpx.TransportError | None = None
        for attempt in range(self._tries):
            if attempt:
                time.sleep(min(self._pause * 2 ** (attempt - 1), _LONGEST_PAUSE))
            try:
                response = self._client.request(method, path, json=body)
            except httpx.TransportError as error:
                cause = error
                continue
            if response.status_code not in _BUSY:
                return response
            cause = None
        said = type(cause).__name__ if cause else "busy"
        raise WriterUnavailable(
            f"The writing server {self._host} did not answer {self._tries} tries ({said})."
        ) from cause

    def _first_model(self) -> str:
        response = self._send("GET", "models")
        try:
            return str(response.raise_for_status().json()["data"][0]["id"])
        except (httpx.HTTPStatusError, ValueError, KeyError, IndexError, TypeError):
            raise ModelError(
                f"The writing server {self._host} lists no model: name one after its address (.../v1#name)."
            ) from None

    def _cut(self, text: str) -> str:
        for stop in self._stop:
            text = text.partition(stop)[0]
        return text.strip()
