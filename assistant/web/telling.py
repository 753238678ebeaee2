"""What went wrong, in the words of the page: its reader has no command line."""

from __future__ import annotations

import re

from assistant.errors import AssistantError

__all__ = ["told"]

_WHERE_TO_LOOK = re.compile(r"; (?:see )?`assistant (?:reports|ingest PATH)\b[^;]*$")
"""A clause that ends a message with the command that lists or reads reports: on the page they stand in the library."""


def told(error: AssistantError) -> str:
    """The error's message as a sentence without commands.

    >>> told(AssistantError("no report 'e-1' in the index; `assistant reports` lists them"))
    "No report 'e-1' in the library."
    """
    message = _WHERE_TO_LOOK.sub("", str(error)).replace("in the index", "in the library")
    message = message.replace("run `assistant ingest` on its report again", "add its report again")
    return message[:1].upper() + message[1:] + ("" if message.endswith(".") else ".")
