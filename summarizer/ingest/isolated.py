"""Reading documents in a process of its own, that can be killed.

Parsers of PDF, XML and images are large and take what strangers send: one that loops, swells or crashes is ended, and
its document is listed as not read. It knows processes and time; it refuses to know any format.
"""

from __future__ import annotations

import multiprocessing
import resource
from multiprocessing.connection import Connection
from multiprocessing.context import SpawnProcess
from pathlib import Path
from types import TracebackType
from typing import Any

from summarizer.errors import DocumentCorrupt, DocumentTimeout, UnreadableDocument
from summarizer.ingest.document import read_document
from summarizer.ingest.limits import DEFAULT_LIMITS, ReadLimits
from summarizer.ingest.manifest import ManifestDocument
from summarizer.values import Document

# The reader watches its own deadline; it is killed only when it does not keep it.
_GRACE = 5.0
CRASHED = "le lecteur s'est arrêté sur ce fichier"


class IsolatedReader:
    """A `read_document` whose work is done elsewhere. One process serves many documents; it starts when first needed.

    with IsolatedReader() as reader:
        dossier = read_dossier(path, read=reader)
    """

    def __init__(self) -> None:
        self._context = multiprocessing.get_context("spawn")
        self._process: SpawnProcess | None = None
        self._connection: Connection[Any, Any] | None = None

    def __enter__(self) -> IsolatedReader:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, traceback: TracebackType | None
    ) -> None:
        self.close()

    def __call__(
        self,
        source: bytes | Path,
        *,
        file: str = "",
        said: ManifestDocument | None = None,
        limits: ReadLimits = DEFAULT_LIMITS,
    ) -> Document:
        """Raises what `read_document` raises, DocumentTimeout when killed, DocumentCorrupt when it crashed."""
        connection = self._started(limits)
        try:
            connection.send((source, file, said, limits))
            if not connection.poll(limits.seconds + _GRACE):
                self._kill()
                raise DocumentTimeout()
            answer = connection.recv()
        except (EOFError, OSError):
            self._kill()
            raise DocumentCorrupt("the reading process ended", detail_fr=CRASHED) from None
        if isinstance(answer, UnreadableDocument):
            raise answer
        assert isinstance(answer, Document)
        return answer

    @property
    def pid(self) -> int | None:
        """The process that reads, while there is one."""
        return self._process.pid if self._process is not None and self._process.is_alive() else None

    def close(self) -> None:
        """Ends the process. The reader may be used again: another starts."""
        self._kill()

    def _started(self, limits: ReadLimits) -> Connection[Any, Any]:
        if self._connection is None or self._process is None or not self._process.is_alive():
            self._kill()
            ours, theirs = self._context.Pipe()
            process = self._context.Process(target=_serve, args=(theirs, limits.memory_bytes), daemon=True)
            process.start()
            theirs.close()
            self._process, self._connection = process, ours
        return self._connection

    def _kill(self) -> None:
        if self._connection is not None:
            self._connection.close()
        if self._process is not None:
            self._process.kill()
            self._process.join()
        self._process = self._connection = None


def _serve(connection: Connection[Any, Any], memory_bytes: int) -> None:
    """The life of the process: a document in, a document or the reason it was not read out."""
    resource.setrlimit(resource.RLIMIT_AS, (memory_bytes, memory_bytes))
    while True:
        try:
            source, file, said, limits = connection.recv()
        except EOFError:
            return
        answer: Document | UnreadableDocument
        try:
            answer = read_document(source, file=file, said=said, limits=limits)
        except UnreadableDocument as error:
            answer = error.with_traceback(None)
        connection.send(answer)
