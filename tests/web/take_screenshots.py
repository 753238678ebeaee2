"""Makes the pictures in the README anew: `python tests/web/take_screenshots.py`. Needs Chromium, like the tests."""

from __future__ import annotations

import os
import shutil
import sys
import tempfile
from pathlib import Path
from typing import Any

from page_support import ask, serving
from PIL import Image
from playwright.sync_api import expect, sync_playwright
from test_originals import pdf

HERE = Path(__file__).parent / "screenshots"
PATIENCE = 120_000


def take(page: Any, name: str) -> None:
    """The page as a picture of few colours: a quarter of the size, and nobody sees the difference."""
    page.mouse.move(0, 0)
    page.wait_for_timeout(800)
    path = HERE / f"{name}.png"
    page.screenshot(path=str(path))
    with Image.open(path) as picture:
        picture.convert("RGB").quantize(128, dither=Image.Dither.NONE).save(path, optimize=True)
    print(f"{path.name}: {path.stat().st_size // 1024} KB")


def cite(page: Any, question: str) -> None:
    """Ask, and open what is cited first."""
    ask(page, question)
    page.locator('#chat a[href^="#p-"]').first.click(timeout=PATIENCE)
    expect(page.locator("#source .cited")).to_be_visible(timeout=PATIENCE)


def answer(page: Any) -> None:
    """An answer, and the report opened at the cited paragraph."""
    ask(page, "What did the representative of Japan announce?")
    expect(page.locator("#chat .bot-row")).to_contain_text("The reports do not say.", timeout=PATIENCE)
    ask(page, "Which office does Ms. Warda Henning work for?")
    page.locator('#chat blockquote a[href^="#p-"]').first.click(timeout=PATIENCE)
    expect(page.locator("#source mark")).to_be_visible(timeout=PATIENCE)
    expect(page.locator("#chat .option").first).to_be_visible(timeout=PATIENCE)
    take(page, "answer")


def phone(page: Any) -> None:
    """A citation slides the report over the chat."""
    cite(page, "Which office does Ms. Warda Henning work for?")
    take(page, "phone")


def original(page: Any) -> None:
    """The original page beside the text."""
    with tempfile.TemporaryDirectory() as folder:
        page.locator("#upload input[type=file]").set_input_files(str(pdf(Path(folder) / "harbour.pdf")))
        expect(page.locator("#status")).to_contain_text("paragraphs indexed", timeout=PATIENCE)
    cite(page, "How many lanterns had been lit along the northern pier?")
    page.get_by_role("button", name="Original page").click()
    page.wait_for_function("document.querySelector('#source .sheet img')?.naturalWidth > 0", timeout=PATIENCE)
    take(page, "original")


VIEWS = {
    "answer": (answer, {"viewport": {"width": 1280, "height": 760}}),
    "phone": (phone, {"viewport": {"width": 390, "height": 760}, "color_scheme": "dark", "is_mobile": True}),
    "original": (original, {"viewport": {"width": 1440, "height": 820}}),
}


def main(names: list[str]) -> None:
    HERE.mkdir(exist_ok=True)
    chromium = os.environ.get("CHROMIUM") or shutil.which("chromium") or shutil.which("google-chrome")
    with tempfile.TemporaryDirectory() as folder, serving(Path(folder)) as served, sync_playwright() as p:
        browser = p.chromium.launch(executable_path=chromium, args=["--no-sandbox", "--disable-gpu"])
        for name in names or VIEWS:
            view, options = VIEWS[name]
            page = browser.new_context(**options).new_page()
            page.goto(served.url, timeout=PATIENCE)
            page.wait_for_selector("#question textarea", timeout=PATIENCE)
            page.wait_for_timeout(1500)
            view(page)
        browser.close()


if __name__ == "__main__":
    main(sys.argv[1:])
