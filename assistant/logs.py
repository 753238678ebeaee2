"""Log lines that a program can read: an event and its fields, as `key=value` or as JSON.

They tell ids, counts, states and times; never a question, a report's words or a secret.
"""

from __future__ import annotations

import json
import logging
from datetime import UTC, datetime
from typing import Literal

__all__ = ["Structured", "event"]

Field = str | int | float | bool | None


def event(logger: logging.Logger, name: str, **fields: Field) -> None:
    """Log that something was done."""
    logger.info(name, extra={"fields": fields})


class Structured(logging.Formatter):
    """Lines of `LEVEL logger: event key=value …`, or objects with `time`, `level`, `logger`, `event` and the fields."""

    def __init__(self, form: Literal["text", "json"] = "text") -> None:
        super().__init__("%(levelname)s %(name)s: %(message)s")
        self._json = form == "json"

    def format(self, record: logging.LogRecord) -> str:
        """One line, and with an error the lines of where it was raised."""
        fields: dict[str, Field] = getattr(record, "fields", {})
        if not self._json:
            return super().format(record)
        line: dict[str, Field] = {
            "time": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds"),
            "level": record.levelname,
            "logger": record.name,
            "event": record.getMessage(),
        }
        if record.exc_info:
            line["traceback"] = self.formatException(record.exc_info)
        return json.dumps({**line, **fields})

    def formatMessage(self, record: logging.LogRecord) -> str:  # noqa: N802 - the name is logging's
        """The line itself, with the fields behind it."""
        fields: dict[str, Field] = getattr(record, "fields", {})
        return " ".join([super().formatMessage(record), *(f"{k}={_shown(v)}" for k, v in fields.items())])


def _shown(value: Field) -> str:
    if isinstance(value, str) and (not value or any(c in ' "=' or not c.isprintable() for c in value)):
        return json.dumps(value)
    return str(value).lower() if isinstance(value, bool) else str(value)
