"""Pages without text, read by `ocrmypdf` where it is installed and asked for: bounded in time and memory.

It is another program and no part of this one. It gets a copy's name and a folder of its own, and what it leaves
there is read like any other PDF.
"""

from __future__ import annotations

import contextlib
import os
import re
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from pathlib import Path

from assistant.errors import ReadingError, ReadingLimitError

__all__ = ["OCR_PROGRAM", "Ocr", "advice", "page_ranges", "recognize"]

OCR_PROGRAM = "ocrmypdf"
_MOST_PIXELS = "100"
"""Megapixels of an image; a page of A3 at 300 dots an inch has 17."""
_DISK = 2 * 1024 * 1024 * 1024
_POLL = 0.5
# Limits are set by a program in between: the app has threads, and nothing may run between fork and exec there.
_LAUNCH = """
import os, sys
try:
    import resource
    for what, size in zip((resource.RLIMIT_AS, resource.RLIMIT_FSIZE), map(int, sys.argv[1:3])):
        hard = resource.getrlimit(what)[1]
        resource.setrlimit(what, (size if hard < 0 else min(size, hard),) * 2)
except (ImportError, ValueError, OSError):
    pass
os.execv(sys.argv[3], sys.argv[3:])
"""
_PAGE_DONE = re.compile(r"(\d{6})_ocr_\w+\.pdf$")


@dataclass(frozen=True, slots=True)
class Ocr:
    """How pages without text are to be recognised: seconds for each of them, memory of a process, languages."""

    seconds: float = 60.0
    memory_mb: int = 1024
    language: str = "eng"
    progress: Callable[[int, int], None] | None = None


def advice() -> str:
    """What to do about pages without text."""
    if shutil.which(OCR_PROGRAM):
        return f"set ASSISTANT_OCR=auto to have {OCR_PROGRAM} read them"
    return f"install {OCR_PROGRAM} and set ASSISTANT_OCR=auto to have it read them"


def page_ranges(pages: Iterable[int]) -> str:
    """Page numbers as a reader writes them.

    >>> page_ranges([3, 4, 5, 9])
    'pages 3-5 and 9'
    """
    runs: list[list[int]] = []
    for page in sorted(pages):
        if runs and page == runs[-1][1] + 1:
            runs[-1][1] = page
        else:
            runs.append([page, page])
    parts = [str(first) if first == last else f"{first}-{last}" for first, last in runs]
    word = "page" if len(runs) == 1 and runs[0][0] == runs[0][1] else "pages"
    return f"{word} {', '.join(parts[:-1])} and {parts[-1]}" if len(parts) > 1 else f"{word} {parts[0]}"


def recognize(path: Path, folder: Path, pages: int, ocr: Ocr) -> Path:
    """A copy of `path` in `folder` in which the pages that had no text have one.

    Args:
        path: the PDF file.
        folder: where the copy and whatever else is needed on the way are put.
        pages: how many pages have no text; the time allowed grows with them.
        ocr: the limits.

    Raises:
        ReadingError: the program is not installed or failed; the message says why.
        ReadingLimitError: it took too long.
    """
    program = shutil.which(OCR_PROGRAM)
    if program is None:
        raise ReadingError(f"{OCR_PROGRAM} is not installed")
    target = folder / path.with_suffix(".pdf").name
    command = [sys.executable, "-c", _LAUNCH, str(ocr.memory_mb * 1024 * 1024), str(_DISK)]
    command += [program, "--skip-text", "--output-type", "pdf", "--optimize", "0", "--quiet"]
    command += ["--max-image-mpixels", _MOST_PIXELS, "--jobs", str(min(4, os.cpu_count() or 1))]
    command += ["--language", ocr.language, str(path.absolute()), str(target.absolute())]
    allowed = ocr.seconds * (pages + 1)
    with tempfile.TemporaryDirectory(dir=folder) as work, tempfile.TemporaryFile() as said:
        process = subprocess.Popen(  # noqa: S603 - a fixed program, and no shell between
            command,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=said,
            env={**os.environ, "TMPDIR": work},
            start_new_session=True,
        )
        try:
            if not _wait(process, allowed, lambda: _tell(ocr, Path(work), pages)):
                raise ReadingLimitError(f"OCR took more than {allowed:.0f} seconds; raise ASSISTANT_OCR_TIMEOUT")
        finally:
            _end(process)
        said.seek(0)
        words = said.read()[-20_000:].decode("utf-8", "replace")
    if process.returncode != 0 or not target.is_file():
        raise ReadingError(f"OCR failed ({_reason(words, process.returncode)})")
    return target


def _wait(process: subprocess.Popen[bytes], seconds: float, step: Callable[[], None]) -> bool:
    """Wait for the end of a process, with `step` at short intervals; False if it did not end in time."""
    until = time.monotonic() + seconds
    while time.monotonic() < until:
        try:
            process.wait(timeout=min(_POLL, seconds))
        except subprocess.TimeoutExpired:
            step()
        else:
            return True
    return False


def _end(process: subprocess.Popen[bytes]) -> None:
    """End the process and those that it has started: its own session holds them together."""
    with contextlib.suppress(OSError, AttributeError):
        os.killpg(process.pid, signal.SIGKILL)
    with contextlib.suppress(OSError):
        process.kill()
    process.wait()


def _tell(ocr: Ocr, work: Path, pages: int) -> None:
    """Tell how many pages are done, as far as the program's own folder shows it."""
    if ocr.progress is not None:
        done = {m[1] for p in work.glob("*/*") if (m := _PAGE_DONE.search(p.name))}
        ocr.progress(min(len(done), pages), pages)


def _reason(words: str, code: int | None) -> str:
    lines = [line.strip() for line in words.splitlines() if line.strip()]
    if any("MemoryError" in line or "annot allocate memory" in line for line in lines):
        return "it needs more memory: raise ASSISTANT_READING_MEMORY_MB"
    if any("language data" in line for line in lines):
        return "a language is missing: install its data for tesseract, or set ASSISTANT_OCR_LANGUAGE"
    said = lines[-1] if lines else f"{OCR_PROGRAM} ended with {code}"
    return "".join(c if c.isprintable() else " " for c in said)[:160]
