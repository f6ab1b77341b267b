from __future__ import annotations

import pytest

from models.local_address import require_local
from summarizer.errors import AddressNotLocal, WriterUnavailable


@pytest.mark.parametrize(
    "host", ["127.0.0.1", "localhost", "::1", "10.1.2.3", "172.16.0.9", "192.168.1.20", "fd12::7", "::ffff:10.0.0.1"]
)
def test_this_machine_and_its_private_network_are_local(host: str) -> None:
    require_local(host)


@pytest.mark.parametrize(
    "host", ["8.8.8.8", "172.32.0.1", "2001:4860:4860::8888", "::ffff:8.8.8.8", "0.0.0.0", "100.64.0.1"]
)
def test_anywhere_else_is_not(host: str) -> None:
    with pytest.raises(AddressNotLocal):
        require_local(host)


def test_an_unknown_name_is_not_taken_for_local() -> None:
    with pytest.raises(WriterUnavailable):
        require_local("nowhere.invalid")
