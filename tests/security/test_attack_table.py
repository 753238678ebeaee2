"""Each row of the table of attacks in the README names a test that is there."""

from __future__ import annotations

import ast
import re
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
SECTION = (ROOT / "README.md").read_text(encoding="utf-8").split("<!-- attacks:")[1].split("<!-- end of attacks")[0]
ROWS = [line.strip("|").split(" | ") for line in SECTION.splitlines() if line.startswith("| ")][1:]


def named_in(name: str) -> set[str]:
    """The tests in the file of this name, of which there is one."""
    (path,) = (ROOT / "tests").rglob(name)
    tree = ast.parse(path.read_text(encoding="utf-8"))
    return {n.name for n in tree.body if isinstance(n, ast.FunctionDef) and n.name.startswith("test_")}


def test_the_table_has_its_rows() -> None:
    assert len(ROWS) >= 25
    assert all(len(row) == 3 for row in ROWS)
    assert len({row[0] for row in ROWS}) == len(ROWS)


@pytest.mark.parametrize("row", ROWS, ids=[row[0].strip()[:60] for row in ROWS])
def test_a_row_names_a_test_that_is_there(row: list[str]) -> None:
    named = re.findall(r"`(test_\w+\.py)::(test_\w+)`", row[2])
    assert named
    for file, test in named:
        assert test in named_in(file)
