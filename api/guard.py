"""The gate every request passes: an id, a size limit, a rate per client, security headers, a line of log, metrics.

It knows sizes, times and route templates; it refuses to log what a request says: no query, no body, no name of a file.
"""

from __future__ import annotations

import json
import logging
import re
import secrets
import time
from collections import OrderedDict
from collections.abc import Iterable

from prometheus_client import CollectorRegistry, Counter, Histogram
from starlette.exceptions import HTTPException
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from api.problems import CODES, MEDIA_TYPE, body_of

_log = logging.getLogger("api.access")
_REQUEST_ID = re.compile(r"^[A-Za-z0-9._-]{1,64}$")
_CLIENTS = 10_000
_HELD = 8
_RETRY_SECONDS = "10"
HEADERS = {
    "x-content-type-options": "nosniff",
    "x-frame-options": "DENY",
    "referrer-policy": "no-referrer",
    "cache-control": "no-store",
    "strict-transport-security": "max-age=31536000",
    "cross-origin-opener-policy": "same-origin",
    # Pages carry their own style and script and fetch nothing.
    "content-security-policy": "default-src 'none'; style-src 'unsafe-inline'; script-src 'unsafe-inline'; "
    "img-src 'self' data:; base-uri 'none'; form-action 'none'; frame-ancestors 'none'",
}


class TooLarge(HTTPException):
    """The body passed the limit while it was read."""

    def __init__(self) -> None:
        super().__init__(413)


class TooMuch(HTTPException):
    """The bodies received and not answered yet fill the memory set aside for them."""

    def __init__(self) -> None:
        super().__init__(429)


class Metrics:
    """Counts by route template and status: labels never hold an id."""

    def __init__(self) -> None:
        self.registry = CollectorRegistry()
        self.requests = Counter(
            "summarizer_requests_total", "Requests answered", ["method", "route", "status"], registry=self.registry
        )
        self.seconds = Histogram(
            "summarizer_request_seconds", "Time to answer", ["method", "route"], registry=self.registry
        )
        self.received = Counter("summarizer_received_bytes_total", "Bytes received", registry=self.registry)


class Buckets:
    """A budget of requests for each client, refilled steadily; the clients seen longest ago are forgotten."""

    def __init__(self, per_minute: int) -> None:
        self._most = float(per_minute)
        self._rate = per_minute / 60
        self._left: OrderedDict[str, tuple[float, float]] = OrderedDict()

    def wait(self, client: str) -> float:
        """Seconds to wait before the next request; 0 when it may pass, which is then counted."""
        moment = time.monotonic()
        left, seen = self._left.pop(client, (self._most, moment))
        left = min(self._most, left + (moment - seen) * self._rate)
        passes = left >= 1
        self._left[client] = (left - 1 if passes else left, moment)
        if len(self._left) > _CLIENTS:
            self._left.popitem(last=False)
        return 0.0 if passes else (1 - left) / self._rate


class Guard:
    """ASGI middleware around the whole application."""

    def __init__(self, app: ASGIApp, *, metrics: Metrics, max_bytes: int, per_minute: int, development: bool) -> None:
        """`max_bytes` bounds one body; eight of that size are held at once, whatever the number of senders."""
        self._app = app
        self._metrics = metrics
        self._max_bytes = max_bytes
        self._max_held = _HELD * max_bytes
        self._held = 0
        self._buckets = Buckets(per_minute)
        marked = HEADERS | ({"x-development-identities": "true"} if development else {})
        self._always = [(name.encode(), value.encode()) for name, value in marked.items()]

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        started = time.perf_counter()
        headers = {name.lower(): value for name, value in scope["headers"]}
        given = headers.get(b"x-request-id", b"").decode("latin-1")
        request_id = given if _REQUEST_ID.match(given) else secrets.token_hex(8)
        scope.setdefault("state", {})["request_id"] = request_id
        status = 500
        began = False
        received = 0

        async def counted() -> Message:
            nonlocal received
            message = await receive()
            size = len(message.get("body", b""))
            received += size
            self._held += size
            if received > self._max_bytes:
                raise TooLarge()
            if self._held > self._max_held:
                raise TooMuch()
            return message

        async def guarded(message: Message) -> None:
            nonlocal status, began
            if message["type"] == "http.response.start":
                began = True
                status = message["status"]
                headers = list(message.get("headers", ()))
                message["headers"] = [*headers, *self._added_to(headers, request_id)]
            await send(message)

        async def refuse(code: str, **extra: str) -> None:
            body = json.dumps(body_of(code)).encode()
            more = [(name.replace("_", "-").encode(), value.encode()) for name, value in extra.items()]
            heads = [(b"content-type", MEDIA_TYPE.encode()), (b"content-length", str(len(body)).encode()), *more]
            await guarded({"type": "http.response.start", "status": CODES[code].status, "headers": heads})
            await guarded({"type": "http.response.body", "body": body})

        try:
            declared = headers.get(b"content-length", b"0").decode("latin-1")
            wait = self._buckets.wait(_client(scope))
            if wait:
                await refuse("too-many-requests", retry_after=str(int(wait) + 1))
            elif not declared.isdigit() or int(declared) > self._max_bytes:
                await refuse("too-large", connection="close")
            else:
                await self._app(scope, counted, guarded)
        except TooLarge:
            if not began:
                await refuse("too-large", connection="close")
        except TooMuch:
            if not began:
                await refuse("too-many-requests", retry_after=_RETRY_SECONDS, connection="close")
        except Exception as error:  # noqa: BLE001 - the last catch: its message may hold text, so only its name is logged
            _log.error(json.dumps({"event": "error", "request": request_id, "error": type(error).__name__}))
            if not began:
                await refuse("unexpected")
        finally:
            self._held -= received
            self._note(scope, status, time.perf_counter() - started, received, request_id)

    def _added_to(self, headers: Iterable[tuple[bytes, bytes]], request_id: str) -> list[tuple[bytes, bytes]]:
        present = {name.lower() for name, _ in headers}
        always = [one for one in self._always if one[0] not in present]
        return [*always, (b"x-request-id", request_id.encode())]

    def _note(self, scope: Scope, status: int, seconds: float, received: int, request_id: str) -> None:
        route = getattr(scope.get("route"), "path", "unmatched")
        method = scope["method"] if scope["method"] in ("GET", "POST", "PUT", "DELETE", "HEAD") else "OTHER"
        self._metrics.requests.labels(method, route, str(status)).inc()
        self._metrics.seconds.labels(method, route).observe(seconds)
        self._metrics.received.inc(received)
        _log.info(
            json.dumps(
                {
                    "event": "request",
                    "request": request_id,
                    "method": method,
                    "route": route,
                    "status": status,
                    "ms": round(seconds * 1000, 1),
                }
            )
        )


def _client(scope: Scope) -> str:
    """An address is a client: tokens are not verified yet, and whoever makes them up could have as many as it likes."""
    client = scope.get("client")
    return str(client[0] if client else "-")
