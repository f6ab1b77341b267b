"""Whether a host is this machine or on its private network. It opens no connection beyond resolving the name."""

from __future__ import annotations

import socket
from ipaddress import IPv4Address, IPv6Address, ip_address

from summarizer.errors import AddressNotLocal, WriterUnavailable


def require_local(host: str) -> None:
    """Raises AddressNotLocal unless every address of the host is loopback or private (RFC 1918, RFC 4193)."""
    if not all(is_local(address) for address in addresses(host)):
        raise AddressNotLocal(f"The writing server {host} is not on this machine or its private network.")


def addresses(host: str) -> tuple[IPv4Address | IPv6Address, ...]:
    """The addresses of a host name or of a literal address. Raises WriterUnavailable when the name is unknown."""
    try:
        found = socket.getaddrinfo(host, None, type=socket.SOCK_STREAM)
    except OSError as error:
        raise WriterUnavailable(f"The name of the writing server {host!r} is unknown.") from error
    return tuple(ip_address(str(entry[4][0]).partition("%")[0]) for entry in found)


def is_local(address: IPv4Address | IPv6Address) -> bool:
    if isinstance(address, IPv6Address) and address.ipv4_mapped:
        address = address.ipv4_mapped
    return address.is_loopback or address.is_link_local or (address.is_private and not address.is_unspecified)
