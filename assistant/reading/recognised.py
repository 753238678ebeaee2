"""Reports with pages that are images: read with OCR where that is asked for, and told in the audit either way."""

from __future__ import annotations

import re
import tempfile
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

from assistant.errors import NoTextError, ReadingError
from assistant.reading.lines import shown
from assistant.reading.ocr import Ocr, advice, page_ranges, recognize
from assistant.report import Report

__all__ = ["OCR_NOTE", "with_ocr"]

OCR_NOTE = "OCR"
"""Begins each note of the audit that says what OCR did, so that it is not tried again for the same file."""


def with_ocr(path: Path, read: Callable[[Path], Report], ocr: Ocr | None) -> Report:
    """Read a PDF file by `read`, its pages without text by OCR if `ocr` says how.

    Raises:
        NoTextError: no page has text, and OCR is off, not installed or failed; the message says which and what to do.
        ReadingError: as `read` raises it.
    """
    try:
        report = read(path)
    except NoTextError as error:
        pages = re.search(r"page(?:s 1-(\d+)| 1) ha(?:ve|s) no text", str(error))
        if pages is None:
            raise
        if ocr is None:
            raise NoTextError(f"{error}; run OCR first: {advice()}") from None
        try:
            return _recognised(path, read, ocr, range(1, int(pages[1] or 1) + 1))
        except ReadingError as failed:
            raise NoTextError(f"{error}; {failed}") from failed
    missing = report.audit.unreadable_pages
    if not missing:
        return report
    if ocr is None:
        return _noted(report, f"{page_ranges(missing)} without text: {advice()}, then ingest the file again")
    try:
        return _recognised(path, read, ocr, missing)
    except ReadingError as failed:
        return _noted(report, f"{OCR_NOTE} of {page_ranges(missing)} was tried: {failed}")


def _recognised(path: Path, read: Callable[[Path], Report], ocr: Ocr, missing: range | tuple[int, ...]) -> Report:
    with tempfile.TemporaryDirectory(prefix="assistant-ocr-") as folder:
        report = read(recognize(path, Path(folder), len(missing), ocr))
    left = set(report.audit.unreadable_pages)
    done = [page for page in missing if page not in left]
    report = replace(report, source=shown(path))
    if done:
        report = _noted(report, f"{OCR_NOTE} read {page_ranges(done)}: compare with the paper before you quote")
    if left:
        report = _noted(report, f"{OCR_NOTE} found no text on {page_ranges(left)}")
    return report


def _noted(report: Report, note: str) -> Report:
    return report.with_audit(notes=(*report.audit.notes, note))
