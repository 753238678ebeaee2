"""How much one user, or one address, may ask for in a minute."""

from __future__ import annotations

import ipaddress
import time
from typing import TYPE_CHECKING, Any

from limits import RateLimitItem, RateLimitItemPerHour, RateLimitItemPerMinute
from limits.storage import MemoryStorage
from limits.strategies import MovingWindowRateLimiter

from assistant.errors import LimitReachedError

if TYPE_CHECKING:
    from assistant.settings import Settings

__all__ = ["USER", "Limits", "asker", "is_this_machine"]

USER = "assistant.user"
"""Where in a request's scope the gate notes who has logged in."""

_GUESSES_OF_A_NAME = 5
"""So many times what one address may try in a minute may be tried for one name in an hour, from all addresses."""


class Limits:
    """Counts in this process. A limit of 0 is none."""

    def __init__(self, settings: Settings) -> None:
        self._counts = MovingWindowRateLimiter(MemoryStorage())
        self._settings = settings

    def question(self, request: Any) -> None:
        """Count a question or a search.

        Raises:
            LimitReachedError: whoever asks has had as many as the settings allow.
        """
        self._count("questions", self._settings.questions_per_minute, asker(request))

    def upload(self, request: Any) -> None:
        """Count an upload.

        Raises:
            LimitReachedError: whoever asks has had as many as the settings allow.
        """
        self._count("uploads", self._settings.uploads_per_minute, asker(request))

    def login(self, address: str, name: str) -> None:
        """Count a login before it is tried, so that many at once are no way around.

        Raises:
            LimitReachedError: too many were tried, from this address or for this name.
        """
        for item, *key in self._guesses(address, name):
            if not self._counts.hit(item, *key):
                raise LimitReachedError(f"Too many logins were tried. Try again in {self._wait(item, *key)}.")

    def may_log_in(self, address: str) -> bool:
        """Whether logins from this address are still taken; asking counts as none."""
        guesses = self._guesses(address, "")
        return not guesses or self._counts.test(guesses[0][0], *guesses[0][1:])

    def _guesses(self, address: str, name: str) -> list[tuple[Any, ...]]:
        most = self._settings.logins_per_minute
        if most < 1:
            return []
        by_name = RateLimitItemPerHour(_GUESSES_OF_A_NAME * most)
        return [(RateLimitItemPerMinute(most), "from", address), (by_name, "for", name)]

    def _count(self, what: str, most: int, who: str | None) -> None:
        if most < 1 or who is None:
            return
        item = RateLimitItemPerMinute(most)
        if not self._counts.hit(item, what, who):
            raise LimitReachedError(
                f"At most {most} {what} a minute are taken from one reader; try again in {self._wait(item, what, who)} "
                f"(ASSISTANT_{what.upper()}_PER_MINUTE sets this)."
            )

    def _wait(self, item: RateLimitItem, *key: str) -> str:
        seconds = max(1, round(self._counts.get_window_stats(item, *key).reset_time - time.time()))
        minute = 60
        return f"{seconds} s" if seconds <= 2 * minute else f"{seconds // minute} minutes"


def asker(request: Any) -> str | None:
    """Who is counted: the user, or else the address; nobody when this machine asks itself without a login."""
    scope = getattr(getattr(request, "request", request), "scope", None) or {}
    if scope.get(USER):
        return f"user {scope[USER]}"
    return network_of(scope.get("client"))


def network_of(client: Any) -> str | None:
    """The address in a request's scope; an IPv6 reader holds a whole /64, so that is what counts as one."""
    if not client or is_this_machine(client[0]):
        return None
    try:
        address = ipaddress.ip_address(client[0])
    except ValueError:
        return str(client[0])
    return str(ipaddress.ip_network((address, 64), strict=False) if address.version == 6 else address)  # noqa: PLR2004


def is_this_machine(host: str) -> bool:
    """Whether `host` is a name or an address of loopback."""
    bare = host.strip("[]")
    try:
        return ipaddress.ip_address(bare).is_loopback
    except ValueError:
        return bare.lower() == "localhost"
