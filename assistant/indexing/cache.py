"""What was read from the store, kept until the store changes."""

from __future__ import annotations

import threading
from collections import OrderedDict
from collections.abc import Callable, Hashable, Iterable, Mapping
from typing import Generic, TypeVar

__all__ = ["Kept", "VersionCache"]

K = TypeVar("K", bound=Hashable)
V = TypeVar("V")


class VersionCache(Generic[K, V]):
    """The `size` values used last, all made under the current version. Safe between threads."""

    def __init__(self, version: Callable[[], int], size: int) -> None:
        self._version, self._size = version, size
        self._lock = threading.Lock()
        self._values: OrderedDict[K, V] = OrderedDict()
        self._made_under = version()

    def get(self, key: K, make: Callable[[], V]) -> V:
        """The value of `key`, made if it is not there."""
        return self.get_many([key], lambda _: {key: make()})[key]

    def get_many(self, keys: Iterable[K], make: Callable[[list[K]], Mapping[K, V]]) -> dict[K, V]:
        """The values of `keys` in their order; `make` is asked once for those that are not there."""
        wanted = list(dict.fromkeys(keys))
        with self._lock:
            version = self._current()
            found = {key: self._values[key] for key in wanted if key in self._values}
        if missing := [key for key in wanted if key not in found]:
            found.update(make(missing))
        with self._lock:
            if self._current() == version:  # what was read while the store changed may be of either version
                for key, value in found.items():
                    self._values[key] = value
                    self._values.move_to_end(key)
                while len(self._values) > self._size:
                    self._values.popitem(last=False)
        return {key: found[key] for key in wanted if key in found}

    def _current(self) -> int:
        if self._made_under != self._version():
            self._values.clear()
            self._made_under = self._version()
        return self._made_under


class Kept(Generic[V]):
    """All values of one kind by their ids, sorted; a single change does not cost reading them all again."""

    def __init__(self, read: Callable[[], dict[str, V]]) -> None:
        self._read = read
        self._lock = threading.Lock()
        self._values: dict[str, V] = {}
        self._changes: dict[str, V | None] = {}
        self._version: int | None = None

    def all(self, version: int) -> dict[str, V]:
        """The values as of `version`. What is returned is never changed afterwards."""
        with self._lock:
            if self._version != version:
                self._values, self._changes, self._version = self._read(), {}, version
            if self._changes:
                merged = sorted({**self._values, **self._changes}.items(), key=lambda item: item[0])
                self._values, self._changes = {key: value for key, value in merged if value is not None}, {}
            return self._values

    def put(self, key: str, value: V | None, version: int) -> None:
        """Note what was just written under `key` (None: nothing is there any more), with which `version` began.

        Versions grow by one; if one was missed here, somebody else wrote too, and all is read again.
        """
        with self._lock:
            if self._version in {version, version - 1}:
                self._changes[key] = value
                self._version = version
            else:
                self._version = None
