"""The data folder: one process at a time holds it, and says so to the others."""

from __future__ import annotations

import os
import tempfile
from contextlib import suppress
from pathlib import Path

from filelock import FileLock, Timeout

from assistant.errors import DataFolderBusyError, DataFolderError

__all__ = ["PATIENCE", "SERVING", "hold", "holder", "let_go", "write_private"]

PATIENCE = 1.0
"""Seconds to wait for the data folder unless told otherwise: two short commands may follow each other closely."""

SERVING = "serving.json"
"""Says how to reach the app that holds the folder."""


def hold(folder: Path, patience: float = PATIENCE) -> FileLock:
    """The lock on a data folder, taken; the folder is made if need be.

    Raises:
        DataFolderBusyError: another process held it for all of `patience` seconds.
        DataFolderError: it cannot be made, or written to.
    """
    lock = FileLock(folder / "lock", timeout=patience, thread_local=False)
    try:
        folder.mkdir(parents=True, exist_ok=True)
        lock.acquire()
        (folder / "lock.pid").write_text(str(os.getpid()))
        (folder / SERVING).unlink(missing_ok=True)  # left by an app that was killed: it no longer holds the folder
    except Timeout as error:
        raise DataFolderBusyError(
            f"process {holder(folder)} holds the data folder {folder}; close it (a running `assistant chat`?) "
            "or choose another folder with --data"
        ) from error
    except OSError as error:
        let_go(lock)
        raise DataFolderError(
            f"the data folder {folder} cannot be written to ({error.strerror}); choose another with --data"
        ) from error
    return lock


def holder(folder: Path) -> str:
    """The id of the process that took the folder last, or `unknown`."""
    with suppress(OSError):
        return (folder / "lock.pid").read_text()[:20].strip() or "unknown"
    return "unknown"


def let_go(lock: FileLock | None) -> None:
    """Let others have the folder."""
    if lock is not None:
        lock.release()


def write_private(path: Path, text: str) -> None:
    """Write a file that only this user may read, so that a reader sees all of it or what was there before."""
    number, name = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}-")  # mkstemp: mode 0600
    try:
        with os.fdopen(number, "w", encoding="utf-8") as file:
            file.write(text)
        Path(name).replace(path)
    except BaseException:
        Path(name).unlink(missing_ok=True)
        raise
