"""Closes the network of a Python process: put this folder first in PYTHONPATH.

Only loopback and local sockets open. A refusal is also written to the file named by REFUSED_CONNECTIONS, because a
library may swallow the exception. An audit hook cannot be removed by what runs after it.
"""

from __future__ import annotations

import os
import sys

_LOCAL = ("127.", "::1", "localhost")


def _guard(event: str, arguments: tuple[object, ...]) -> None:
    if event in ("socket.connect", "socket.sendto"):
        address = arguments[1]
        host = address[0] if isinstance(address, tuple) else None
    elif event in ("socket.getaddrinfo", "socket.gethostbyname"):
        host = arguments[0]
    else:
        return
    if isinstance(host, bytes):
        host = host.decode()
    if not isinstance(host, str) or not host or host.startswith(_LOCAL):
        return
    if name := os.environ.get("REFUSED_CONNECTIONS"):
        with open(name, "a", encoding="utf-8") as file:
            file.write(f"{event} {host}\n")
    raise ConnectionRefusedError("the network is closed during acceptance tests")


sys.addaudithook(_guard)
