"""Reports that several tests read, each read once."""

from __future__ import annotations

from collections.abc import Callable
from functools import cache
from pathlib import Path

import pytest

from assistant.reading import read_report
from assistant.report import Report


@pytest.fixture(scope="session")
def first(corpus_file: Path) -> Report:
    """The first report."""
    return read_report(corpus_file)


@pytest.fixture(scope="session")
def pdf(shared: Path) -> Callable[[str], Report]:
    """Reads one of the shared PDFs by the beginning of its name."""

    @cache
    def read(name: str) -> Report:
        return read_report(next((shared / "pdfs").glob(f"{name}*.pdf")))

    return read
