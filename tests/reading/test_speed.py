"""Reading is as fast as pypdf's own extraction lets it be, and a thousand pages stay small."""

from __future__ import annotations

import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import pypdf
import pytest

from assistant.reading import read_report


def least(work: Callable[[], object], times: int = 3) -> float:
    """The least processor time of several runs: the others were disturbed."""
    spent = []
    for _ in range(times):
        began = time.process_time()
        work()
        spent.append(time.process_time() - began)
    return min(spent)


@pytest.mark.slow
def test_reading_takes_little_more_than_extraction(shared: Path) -> None:
    path = shared / "pdfs/E_2025_26.en.pdf"
    read_report(path)  # the sentence splitter is loaded once
    plain = least(lambda: [page.extract_text() for page in pypdf.PdfReader(path).pages])
    ours = least(lambda: read_report(path))
    assert plain / ours >= 0.8, f"pypdf {plain:.2f} s, reading {ours:.2f} s"


@pytest.mark.slow
@pytest.mark.skipif(not Path("/proc/self/status").exists(), reason="peak memory is read from /proc")
def test_a_thousand_pages_stay_under_half_a_gigabyte(shared: Path, tmp_path: Path) -> None:
    writer = pypdf.PdfWriter()
    pages = list(pypdf.PdfReader(shared / "pdfs/A_52_621.en.pdf").pages)
    for n in range(1000):
        writer.add_page(pages[n % len(pages)])
    path = tmp_path / "thousand.pdf"
    writer.write(path)
    # VmHWM starts anew with the program; ru_maxrss would count the test process that it was forked from.
    code = (
        "import re, sys; from pathlib import Path; from assistant.reading import read_report; "
        "read_report(Path(sys.argv[1])); "
        "print(re.search(r'VmHWM:\\s+(\\d+)', Path('/proc/self/status').read_text())[1])"
    )
    done = subprocess.run([sys.executable, "-c", code, str(path)], capture_output=True, text=True, check=True)
    assert int(done.stdout) / 1024 < 500
