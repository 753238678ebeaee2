"""The original page beside the text: drawn on the server, with the quoted words marked where they stand.

A picture of the page rather than a viewer in the browser: it needs no script of others and no
exception from the Content-Security-Policy, phones show it (few have a viewer for a frame), and the
quote can be marked on it. The Gradio component for PDF files loads its worker from a CDN; pdf.js
itself would be two megabytes of other people's script. The whole file opens in the browser's own viewer.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import threading
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

from assistant.errors import ReadingError

__all__ = ["Place", "page_picture", "place_of"]

_CODE = "from assistant.web.drawing import child; child()"
_PATIENCE = 20.0
_AT_ONCE = threading.BoundedSemaphore(2)
_KEPT = 96


@dataclass(frozen=True, slots=True)
class Place:
    """Where words stand in a file: the page, how many it has, and the boxes and sizes of the pages looked at."""

    page: int
    pages: int
    spots: dict[int, list[list[float]]]
    sizes: dict[int, list[float]]


@lru_cache(maxsize=_KEPT)
def page_picture(path: Path, number: int) -> bytes:
    """Page `number` of a PDF file as a WebP picture.

    Raises:
        ReadingError: the file cannot be opened, has no such page, or takes too long.
    """
    return _run({"act": "draw", "path": str(path), "page": number})


@lru_cache(maxsize=_KEPT)
def place_of(path: Path, first: int, last: int, words: str, near: str) -> Place:
    """Where `words` stand on these pages.

    Raises:
        ReadingError: the file cannot be opened, or takes too long.
    """
    of = {"path": str(path), "first": first, "last": last, "words": words, "near": near}
    told = json.loads(_run({"act": "find", "of": of}))
    by_page = {key: {int(n): value for n, value in told[key].items()} for key in ("spots", "sizes")}
    return Place(told["page"], told["pages"], by_page["spots"], by_page["sizes"])


def _run(job: dict[str, Any]) -> bytes:
    root = str(Path(__file__).resolve().parents[2])
    env = {**os.environ, "PYTHONPATH": os.pathsep.join(filter(None, (root, os.environ.get("PYTHONPATH"))))}
    try:
        with _AT_ONCE:
            done = subprocess.run(  # noqa: S603 - our own interpreter and code
                [sys.executable, "-c", _CODE],
                input=json.dumps(job).encode() + b"\n",
                capture_output=True,
                timeout=_PATIENCE,
                env=env,
                check=False,
            )
    except subprocess.TimeoutExpired as error:
        raise ReadingError("The original page cannot be shown: drawing it takes too long.") from error
    except OSError as error:
        raise ReadingError(f"The original page cannot be shown: {error.strerror}.") from error
    if done.returncode:
        secret = b"assword" in done.stderr
        why = "the file is encrypted" if secret else "the file is damaged, or too large to draw"
        raise ReadingError(f"The original page cannot be shown: {why}.")
    return done.stdout
