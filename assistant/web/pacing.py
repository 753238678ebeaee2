"""Events as they come, and an end to them at once when somebody wants none any more."""

from __future__ import annotations

import queue
import threading
from collections.abc import Iterator
from contextvars import copy_context
from typing import TypeVar

__all__ = ["until"]

_EVERY = 0.1
"""Seconds between two looks at whether to stop."""

Event = TypeVar("Event")


def until(events: Iterator[Event], stop: threading.Event) -> Iterator[Event]:
    """The events until `stop`. They are made in a thread of their own: a model may be silent for a minute.

    That thread ends with the next event that comes after.
    """
    came: queue.Queue[tuple[Event | None, Exception | None]] = queue.Queue()
    gone = threading.Event()

    def read() -> None:
        try:
            for event in events:
                came.put((event, None))
                if gone.is_set():
                    break
        except Exception as error:  # noqa: BLE001 - raised again where the reader can be told
            came.put((None, error))
        else:
            came.put((None, None))

    threading.Thread(target=copy_context().run, args=(read,), daemon=True, name="answer").start()
    try:
        while not stop.is_set():
            try:
                event, error = came.get(timeout=_EVERY)
            except queue.Empty:
                continue
            if error is not None:
                raise error
            if event is None:
                return
            yield event
    finally:
        gone.set()
