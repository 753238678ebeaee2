"""How the page lies on screens of all widths, and finding one's way in it."""

from __future__ import annotations

import json
import urllib.request
from pathlib import Path
from typing import Any

import pytest
from page_support import Served, Visit, ask, serving
from playwright.sync_api import expect

from assistant.web.layout import top_html

pytestmark = pytest.mark.browser

GIANT = "Who told of " + "pneumono" * 60 + " \U0001f680 \u202eereht\u202c <img src=x onerror=window.bad=1> at the port?"
INSIDE = """(selector) => {
  const box = document.querySelector(selector).getBoundingClientRect();
  return box.width > 0 && box.left >= 0 && box.right <= innerWidth + 1;
}"""


@pytest.mark.parametrize("width", [390, 768, 1024, 1440, 2560])
def test_nothing_runs_out_of_the_window(visit: Visit, width: int) -> None:
    page = visit(width=width, height=900)
    ask(page, GIANT)
    expect(page.locator("#chat .bot-row")).to_contain_text("The reports do not say.", timeout=20_000)
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    assert page.evaluate("window.bad") is None
    page.locator('#chat a[href^="#p-"]').first.click()
    expect(page.locator("#source .cited")).to_be_visible()
    page.wait_for_timeout(400)  # the panel slides in
    for part in ("#question", "#chat .bot-row", "#chat .user-row", "#source article"):
        assert page.evaluate(INSIDE, part), part
    if width > 1180:
        assert page.evaluate(INSIDE, "#library")
    # A line is no longer than one can read: 48.5 rem of 16 pixels, with its margins.
    assert page.locator("#chat .bot-row").bounding_box()["width"] <= 776
    assert page.locator("#source .cited").bounding_box()["width"] <= 776


def test_the_panel_leads_from_one_citation_to_the_next(visit: Visit) -> None:
    page = visit()
    links = page.locator('#chat blockquote a[href^="#p-"]')
    ask(page, "Which office does Ms. Warda Henning work for?")
    expect(links).to_have_count(1, timeout=20_000)
    links.first.click()
    expect(page.get_by_role("button", name="Next citation")).to_be_hidden()
    ask(page, "Which commission did Mr. Bingham speak for?")
    expect(page.locator("#chat .bot-row")).to_have_count(2)
    expect(page.locator("#chat .bot-row").last).to_contain_text("Catholic Migration", timeout=20_000)
    first = page.locator("#source article").get_attribute("data-ref")
    links.first.click()
    page.get_by_role("button", name="Next citation").click()
    expect(page.locator("#source article")).not_to_have_attribute("data-ref", first)
    expect(page.locator("#source mark").first).to_contain_text("Bingham")
    expect(page.get_by_role("button", name="Next citation")).to_be_disabled()
    page.get_by_role("button", name="Previous citation").press("Enter")
    expect(page.locator("#source article")).to_have_attribute("data-ref", first)


def test_who_has_logged_in_sees_it_and_can_leave(visit: Visit, tmp_path: Path) -> None:
    from assistant.users import line_for

    (tmp_path / "users").write_text(line_for("ada <b>", "first") + "\n")
    with serving(tmp_path, str(tmp_path / "users")) as private:
        page = visit(url=private.url)
        page.locator("input[name=username]").fill("ada <b>")
        page.locator("input[type=password]").fill("first")
        page.keyboard.press("Enter")
        expect(page.locator("#top .who span")).to_have_text("ada <b>", timeout=20_000)
        page.get_by_role("link", name="Log out").click()
        expect(page.locator("input[type=password]")).to_be_visible()
        page.goto(private.url)
        expect(page.locator("input[type=password]")).to_be_visible()


def test_the_bar_escapes_a_name_and_shows_a_further_view_only_if_there_is_one() -> None:
    assert "&lt;b&gt;" in top_html(more=False, user="<b>")
    assert 'data-view="across"' not in top_html(more=False)
    assert 'data-view="across"' in top_html(more=True)


def test_the_first_paint_carries_the_look(served: Served) -> None:
    """The style sheet stands in the head of the first response, so that nothing is drawn without it."""
    with urllib.request.urlopen(served.url) as reply:
        page = reply.read().decode()
    head = page.partition("</head>")[0]
    assert "--accent: #1f637f" in head
    assert "#source .original" in head
    config: Any = json.loads(page.partition("window.gradio_config = ")[2].partition(";</script>")[0])
    assert config["title"] == "Meeting reports"
