"""A thousand pages stay small."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pypdf
import pytest


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
