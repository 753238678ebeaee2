"""What tests of several modules need."""

from __future__ import annotations

import json
import os
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from assistant.settings import Settings
    from assistant.workspace import Workspace

ROOT = Path(__file__).resolve().parents[1]
CORPUS = ROOT / "corpus/reports"
_PATIENCE = 20_000
"""Milliseconds in which what a test expects of a page must come: it comes at once, but on a busy machine."""


@pytest.fixture(autouse=True, scope="session")
def _no_settings_of_the_person() -> Iterator[None]:
    """What the environment of whoever runs the tests sets must not change them."""
    kept = {name: os.environ.pop(name) for name in list(os.environ) if name.startswith("ASSISTANT_")}
    yield
    os.environ.update(kept)


@pytest.fixture(scope="session")
def shared() -> Path:
    """The folder beside the checkout with contracts, further reports and data sets."""
    folder = ROOT.parent / "shared"
    if not (folder / "contracts").is_dir():
        pytest.skip("needs the folder ../shared with contracts and data, which is not part of the repository")
    return folder


@pytest.fixture(scope="session")
def contract(shared: Path) -> Callable[[str, Any], None]:
    """Checks a value against one of the JSON Schemas of the command line."""
    from jsonschema import Draft202012Validator

    def check(name: str, value: Any) -> None:
        schema = json.loads((shared / f"contracts/{name}.schema.json").read_text(encoding="utf-8"))
        Draft202012Validator(schema).validate(value)

    return check


@pytest.fixture(scope="session")
def corpus_file() -> Path:
    """The first report, as received."""
    return CORPUS / "esa-p-wp-237.txt"


@pytest.fixture(scope="session")
def corpus_settings(tmp_path_factory: pytest.TempPathFactory) -> Settings:
    """The default settings on a data folder that goes when the tests are over."""
    from assistant.settings import Settings

    return Settings(data=tmp_path_factory.mktemp("corpus") / "data")


@pytest.fixture(scope="session")
def corpus_workspace(corpus_settings: Settings) -> Iterator[Workspace]:
    """A workspace into which corpus/reports was read. For tests that change nothing."""
    from assistant.workspace import Workspace

    with Workspace.open(corpus_settings) as workspace:
        workspace.ingest([CORPUS])
        yield workspace


@pytest.fixture(scope="session")
def chromium() -> Iterator[Any]:
    """Debian's Chromium, or the one that CHROMIUM names: one for all tests, since Playwright runs once a thread."""
    import shutil

    from chromium_arguments import ARGUMENTS
    from playwright.sync_api import expect, sync_playwright

    path = os.environ.get("CHROMIUM") or shutil.which("chromium") or shutil.which("google-chrome")
    if path is None:
        pytest.skip("needs Chromium; set CHROMIUM to its path")
    expect.set_options(timeout=_PATIENCE)
    with sync_playwright() as p:
        browser = p.chromium.launch(executable_path=path, args=ARGUMENTS)
        yield browser
        browser.close()
