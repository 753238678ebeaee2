"""The page, served by a process of its own, and a browser that notes whatever would leave this machine."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from page_support import Served, Visit, Watched, serving


@pytest.fixture(scope="session")
def served(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    """The page over the corpus."""
    with serving(tmp_path_factory.mktemp("page")) as found:
        yield found


@pytest.fixture
def visit(chromium: Any, served: Served) -> Iterator[Visit]:
    """Opens the page as a visitor with a browser of their own; nobody's page may ask another machine or fail."""
    watched = Watched()
    contexts = []

    def open_page(
        address: str = "", *, url: str | None = None, width: int = 1280, height: int = 800, **options: Any
    ) -> Any:
        context = chromium.new_context(viewport={"width": width, "height": height}, **options)
        contexts.append(context)
        context.grant_permissions(["clipboard-read", "clipboard-write"])
        page = context.new_page()
        page.on("pageerror", lambda e: watched.errors.append(str(e)))
        local = ("http://127.0.0.1:", "data:", "blob:", "about:")
        page.on("request", lambda r: None if r.url.startswith(local) else watched.outside.append(r.url))
        page.goto((url or served.url) + address)
        page.wait_for_selector("#question textarea, input[type=password]", timeout=30_000)
        return page

    yield open_page
    for context in contexts:
        context.close()
    assert watched.outside == []
    assert watched.errors == []
