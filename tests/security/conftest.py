"""Pages as an attacker meets them: served by the command line over a library with a hostile report."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from hostile_report import REPORT
from servers import ROOT, Page, assistant, serving, users_file

sys.path.insert(0, str(ROOT / "tests/web"))  # what the browser tests share


@pytest.fixture(scope="session")
def hostile(tmp_path_factory: pytest.TempPathFactory) -> Callable[[Path], Path]:
    """Makes a data folder whose library holds the hostile report, read once."""
    import shutil

    made = tmp_path_factory.mktemp("hostile")
    file = made / "Zeppelins & <b>more.txt"
    file.write_text(REPORT, encoding="utf-8")
    done = assistant(made / "data", "ingest", str(file))
    assert done.returncode == 0, done.stderr
    return lambda folder: Path(shutil.copytree(made / "data", folder / "data"))


@pytest.fixture(scope="session")
def guarded(tmp_path_factory: pytest.TempPathFactory, hostile: Callable[[Path], Path]) -> Iterator[Page]:
    """A page that asks for a login."""
    folder = tmp_path_factory.mktemp("guarded")
    with serving(folder, "--auth", str(users_file(folder)), data=hostile(folder)) as page:
        yield page


@pytest.fixture(scope="session")
def alone(tmp_path_factory: pytest.TempPathFactory, hostile: Callable[[Path], Path]) -> Iterator[Page]:
    """A page on loopback that asks for none."""
    folder = tmp_path_factory.mktemp("alone")
    with serving(folder, data=hostile(folder)) as page:
        yield page


@pytest.fixture(scope="session")
def strict(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Page]:
    """A page with low limits."""
    folder = tmp_path_factory.mktemp("strict")
    limits = {"QUESTIONS": "3", "UPLOADS": "2", "LOGINS": "6"}
    env = {f"ASSISTANT_{name}_PER_MINUTE": most for name, most in limits.items()}
    with serving(folder, "--auth", str(users_file(folder)), **env) as page:
        yield page


@pytest.fixture
def browse(chromium: Any) -> Iterator[Callable[[str], Any]]:
    """Opens an address as a visitor; nothing hostile may run, ask another machine or open a dialog."""
    asked: list[str] = []
    opened: list[Any] = []

    def visit(url: str) -> Any:
        context = chromium.new_context()
        page = context.new_page()
        opened.append((context, page))
        local = ("http://127.0.0.1:", "http://localhost:", "data:", "blob:", "about:")
        page.on("request", lambda r: None if r.url.startswith(local) else asked.append(r.url))
        page.on("dialog", lambda d: asked.append(f"dialog {d.message}") or d.accept())
        page.goto(url)
        page.wait_for_selector("#question textarea, input[type=password]", timeout=30_000)
        return page

    yield visit
    for context, page in opened:
        assert page.evaluate("window.bad") is None
        context.close()
    assert asked == []
