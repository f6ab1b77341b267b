"""Whether something is said in clear among bytes: as written, or as codes that anyone undoes."""

from __future__ import annotations

import base64
import re
from collections.abc import Iterable, Iterator

import sqlalchemy as sa

_LONG_NUMBER = 8


def said_in_clear(data: bytes, secrets: Iterable[str]) -> list[str]:
    """The secrets found: in UTF-8, Latin-1 or UTF-16, escaped as JSON does, in hexadecimal or in base64.

    A zip code is looked for as a number of its own: five digits stand by chance in a time, a hash or a coded byte.
    """
    return [secret for secret in secrets if _said(secret, data)]


def _said(secret: str, data: bytes) -> bool:
    if secret.isdecimal() and len(secret) < _LONG_NUMBER:
        return re.search(rb"(?<![\w.+/])%s(?![\w+/=])" % secret.encode(), data) is not None
    return any(form in data for form in _forms(secret))


def _forms(secret: str) -> Iterator[bytes]:
    for written in {secret, secret.upper(), secret.lower()}:
        yield written.encode()
        yield written.encode("utf-16-le")
        yield written.encode("latin-1", "ignore")
        yield written.encode("unicode_escape")
        yield written.encode().hex().encode()
        for shift in range(3):
            # What stands before shifts the letters of base64: those that depend on it, or on what follows, are left out.
            coded = base64.b64encode(b"\0" * shift + written.encode()).rstrip(b"=")
            yield coded[(0, 2, 3)[shift] : -1]


def every_row(url: str) -> bytes:
    """Every value of every table of a database, whatever the schema."""
    engine = sa.create_engine(url)
    pieces: list[bytes] = []
    with engine.connect() as connection:
        inspector = sa.inspect(connection)
        for schema in inspector.get_schema_names():
            if schema in ("information_schema", "pg_catalog"):
                continue
            for name in inspector.get_table_names(schema=schema):
                table = sa.Table(name, sa.MetaData(), schema=schema, autoload_with=connection)
                for row in connection.execute(sa.select(table)):
                    pieces += [bytes(v) if isinstance(v, (bytes, memoryview)) else str(v).encode() for v in row]
    engine.dispose()
    return b"\n".join(pieces)
