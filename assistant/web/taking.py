"""A file made on the server and saved by the browser, without one left behind on a disk in between."""

from __future__ import annotations

import base64

__all__ = ["SAVE", "save"]

SAVE = "(file) => { window.reportsSave(...file.split('\\n')); }"
"""What the browser does with the words that `save` made; without any it says that there is nothing to take along."""


def save(name: str, kind: str, content: bytes) -> str:
    """A file as words for a hidden text box: its name, its media type and its bytes."""
    return "\n".join((name.replace("\n", " "), kind, base64.b64encode(content).decode("ascii")))
