"""What the routes share: the store, the queue, the keys of the issuer, the settings, the readers. It holds no model."""

from __future__ import annotations

import queue
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, replace

import anyio
from fastapi import Request

from api.development import ISSUER, DevelopmentProvider
from api.identity import Tokens, fetch_from
from api.recent import Recent
from api.settings import ApiSettings
from summarizer.enqueue import JobClient, made_with
from summarizer.ingest.isolated import IsolatedReader
from summarizer.ingest.limits import DEFAULT_LIMITS, ReadLimits
from summarizer.store import Store, open_store

_READERS = 2


@dataclass(frozen=True, slots=True, kw_only=True, repr=False)
class Service:
    settings: ApiSettings
    store: Store
    client: JobClient
    tokens: Tokens
    development: DevelopmentProvider | None
    made_with: str
    limits: ReadLimits
    recent: Recent = field(default_factory=Recent)
    readers: queue.Queue[IsolatedReader] = field(default_factory=queue.Queue)
    #: Files that wait to be read, and pages to be drawn, never take the threads that answer the others.
    slow: anyio.CapacityLimiter = field(default_factory=lambda: anyio.CapacityLimiter(_READERS))

    def __repr__(self) -> str:
        return "Service()"

    @contextmanager
    def reader(self) -> Iterator[IsolatedReader]:
        """A reading process of its own for the time of one document; requests wait for one another."""
        reader = self.readers.get()
        try:
            yield reader
        finally:
            self.readers.put(reader)

    def close(self) -> None:
        while not self.readers.empty():
            self.readers.get().close()
        self.client.close()
        self.store.close()


def build(settings: ApiSettings) -> Service:
    """Opens everything. Raises SettingsInvalid, MasterKeyMissing or KeyUnreadable."""
    settings.check()
    store = open_store(settings.url(), settings.master_key())
    development = DevelopmentProvider(settings.oidc_audience) if settings.development else None
    tokens = (
        Tokens(issuer=ISSUER, audience=settings.oidc_audience, fetch=development.jwks)
        if development is not None
        else Tokens(
            issuer=settings.oidc_issuer, audience=settings.oidc_audience, fetch=fetch_from(settings.oidc_jwks_url)
        )
    )
    service = Service(
        settings=settings,
        store=store,
        client=JobClient(store, settings.url()),
        tokens=tokens,
        development=development,
        made_with=made_with(settings.pipeline()),
        # Scans are recognized by the workers, which have the time for it.
        limits=replace(DEFAULT_LIMITS, seconds=settings.reading_seconds, ocr_pages=0),
    )
    for _ in range(_READERS):
        service.readers.put(IsolatedReader())
    return service


def service_of(request: Request) -> Service:
    service: Service = request.app.state.service
    return service
