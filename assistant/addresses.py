"""Addresses of servers in the settings, and what may be told of them: they hold passwords."""

from __future__ import annotations

import re
from dataclasses import dataclass
from urllib.parse import urlsplit

from assistant.errors import UsageError

__all__ = ["Address", "read_address"]

_HOST = re.compile(r"[\w.-]+|[0-9a-f:.]+(?:%\w+)?", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Address:
    """The parts of an address that nobody minds to see."""

    scheme: str
    host: str
    port: int

    @property
    def secure(self) -> bool:
        """Whether what is sent there is encrypted."""
        return self.scheme == "https"


def read_address(address: str, usual: int, otherwise: str) -> Address:
    """Where a server listens; `usual` is its port if the address names none.

    Raises:
        UsageError: it is not the address of a server; the line is `otherwise`, without a word of the address.
    """
    try:
        parts = urlsplit(address)
        port, host = parts.port, parts.hostname or ""
    except ValueError:  # its words may be a password's, so not even the cause is kept
        port, host = None, ""
    if not host or not _HOST.fullmatch(host) or "@" in parts.path + parts.query + parts.fragment:
        # With `/`, `?` or `#` in a password its beginning would be taken for the host.
        raise UsageError(otherwise)
    return Address(parts.scheme, host, port or (443 if parts.scheme == "https" else usual))
