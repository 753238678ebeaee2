"""Addresses of servers in the settings."""

from __future__ import annotations

import pytest

from assistant.addresses import Address, read_address
from assistant.errors import UsageError


@pytest.mark.parametrize(
    ("address", "read"),
    [
        ("http://reports.example", Address("http", "reports.example", 8000)),
        ("https://reports.example", Address("https", "reports.example", 443)),
        ("http://ada:sesame@127.0.0.1:9/v1", Address("http", "127.0.0.1", 9)),
        ("http://[::1]:11434", Address("http", "::1", 11434)),
    ],
)
def test_an_address_says_where_and_never_who(address: str, read: Address) -> None:
    assert read_address(address, 8000, "no address") == read


@pytest.mark.parametrize(
    "address",
    [
        "http://127.0.0.1:99999",
        "http://ada:ses/ame@127.0.0.1",
        "http://ada:7?ame@127.0.0.1",
        "http://ada:7#ame@127.0.0.1",
        "http://[ada",
        "127.0.0.1:8000",
        "",
    ],
)
def test_what_is_no_address_is_refused_without_a_word_of_it(address: str) -> None:
    with pytest.raises(UsageError, match=r"^no address$") as refused:
        read_address(address, 8000, "no address")
    assert refused.value.__cause__ is None
    assert refused.value.__context__ is None
