"""How long each stage of the read line takes."""

from __future__ import annotations

import time
from dataclasses import dataclass, field

__all__ = ["Clock"]


@dataclass
class Clock:
    """Wall time per stage in milliseconds."""

    spent: dict[str, float] = field(default_factory=dict)
    _last: float = field(default_factory=time.perf_counter)

    def stage(self, name: str) -> None:
        """Count the time since the last call to stage `name`."""
        now = time.perf_counter()
        self.spent[name] = self.spent.get(name, 0.0) + (now - self._last) * 1000
        self._last = now

    def total(self) -> dict[str, float]:
        """The time of each stage and of all, as `timings_ms` of an answer."""
        stages = {
            name: round(self.spent.get(name, 0.0), 3) for name in ("condense", "retrieve", "rank", "answer", "check")
        }
        return {**stages, "total": round(sum(self.spent.values()), 3)}
