"""A file that several reports were read from, where one of them is removed: the others keep a copy without its lines.

Else the report that was removed would go along with an exported library, and be back when the index is made anew.
"""

from __future__ import annotations

import hashlib
import os
import tempfile
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from assistant.errors import DataFolderError
from assistant.indexing.originals import Originals
from assistant.indexing.versions import base_of, shared_text
from assistant.reading import read_jsonl_bounded
from assistant.reading.header import find_symbol
from assistant.reading.jsonl import lines_of
from assistant.reading.text import decode
from assistant.report import Report, slug

if TYPE_CHECKING:
    from assistant.indexing.store import Store
    from assistant.settings import Settings

__all__ = ["kept_without", "part_from", "still_wanted"]


def part_from(report_id: str, *, store: Store, originals: Originals, settings: Settings) -> None:
    """Have the other reports of a report's file keep an original that does not hold it; then it can be removed.

    Each step leaves a library in which every report has its original, so a process may be killed at any of them.

    Raises:
        DataFolderError: the copy cannot be written.
        ReadingError: the file cannot be read any more.
    """
    sha256 = store.header(report_id).sha256
    others = [h.id for h in store.headers() if h.sha256 == sha256 and h.id != report_id]
    path = originals.sound(sha256)
    if path is None or not others:
        return
    there = [store.report(i) for i in others]
    wanted = [
        not base_of(report.id, [report_id]) or any(shared_text(report, other) == 1 for other in there)
        for report in _read(path, settings)
    ]
    if all(wanted) or not any(wanted):
        return
    copy = kept_without(path, wanted, originals)
    for other in others:
        store.restamp(other, copy)


def still_wanted(path: Path, there: Iterable[Report], settings: Settings) -> list[bool]:
    """For each report of a file whether it is one of those that an index, maybe of another layout, has of this file.

    Raises:
        ReadingError: the file cannot be read any more.
    """
    there = list(there)
    return [any(_is(report, other) for other in there) for report in _read(path, settings)]


def kept_without(path: Path, wanted: Sequence[bool], originals: Originals) -> str:
    """Keep a copy of a file with the lines of those of its reports that are `wanted`; gives back its checksum.

    Raises:
        DataFolderError: it cannot be written.
    """
    data = lines_of(decode(path.read_bytes(), path.name), wanted).encode()
    sha256 = hashlib.sha256(data).hexdigest()
    try:
        with tempfile.TemporaryDirectory(dir=originals.folder, prefix=".part-") as folder:
            copy = Path(folder) / path.name
            with copy.open("xb") as file:
                file.write(data)
                file.flush()
                os.fsync(file.fileno())
            originals.keep(copy, sha256)
    except OSError as error:
        raise DataFolderError(f"{path.name} cannot be kept in {originals.folder} ({error.strerror})") from error
    return sha256


def _read(path: Path, settings: Settings) -> list[Report]:
    limits: dict[str, Any] = {"timeout": settings.reading_timeout, "memory_mb": settings.reading_memory_mb}
    return read_jsonl_bounded(path, **limits) if path.suffix.lower() == ".jsonl" else []


def _is(report: Report, other: Report) -> bool:
    ids = [report.id]
    if report.symbol and (first := find_symbol(report.symbol)):
        ids.append(slug(first))  # what layouts before 10 made of a name of several symbols or with a part's number
    return any(base_of(i, [other.id]) for i in ids) or shared_text(report, other) == 1
