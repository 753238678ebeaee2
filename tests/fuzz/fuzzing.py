"""How long is searched. `FUZZ_EXAMPLES=20000 pytest tests/fuzz` goes on for longer, and elsewhere each time."""

from __future__ import annotations

import os
import signal
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from hypothesis import HealthCheck, settings

__all__ = ["bounded", "ending"]

_MANY = int(os.environ.get("FUZZ_EXAMPLES", "0"))

bounded = settings(
    max_examples=_MANY or 60,
    # The same examples each time, so that a run of the tests says something of the change that it is run for.
    derandomize=not _MANY,
    print_blob=bool(_MANY),
    database=None,
    deadline=None,
    suppress_health_check=list(HealthCheck),
)


@contextmanager
def ending(seconds: int = 60) -> Iterator[None]:
    """What takes longer than this has no end."""

    def too_long(*_: Any) -> None:
        raise AssertionError(f"this took more than {seconds} s")

    before = signal.signal(signal.SIGALRM, too_long)
    signal.alarm(seconds)
    try:
        yield
    finally:
        signal.alarm(0)
        signal.signal(signal.SIGALRM, before)
