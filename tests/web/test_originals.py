"""The original page beside the text: where words stand on it, who gets it, and how it is shown."""

from __future__ import annotations

import urllib.error
import urllib.request
from pathlib import Path
from typing import Any

import pytest
from fpdf import FPDF
from page_support import Served, Visit, ask, barriers, serving
from playwright.sync_api import expect

from assistant.errors import ReadingError
from assistant.web.printed import page_picture, place_of

LINES = (
    "REPORT OF THE HARBOUR COMMITTEE\n\n1. The committee met in the town hall and elected Ms. Nora Lind as its chair.",
    "2. Mr. Otto Brahm of the Pilots' Guild reported that forty-two lanterns had been lit along the northern pier.",
    "3. The committee thanked the pilots and closed its session at noon.",
)


def pdf(path: Path, **how: Any) -> Path:
    """A report of three pages, one paragraph on each."""
    made = FPDF(format="A4")
    made.set_font("Helvetica", size=14)
    for words in LINES:
        made.add_page()
        made.multi_cell(0, 8, words)
    if how.get("password"):
        made.set_encryption(owner_password="owner", user_password=how["password"])
    made.output(str(path))
    return path


def test_words_are_found_on_their_page_line_by_line(tmp_path: Path) -> None:
    file = pdf(tmp_path / "h.pdf")
    place = place_of(file, 1, 3, "forty-two lanterns had been lit along the northern pier", "2. Mr. Otto")
    assert (place.page, place.pages) == (2, 3)
    assert sorted(place.spots) == [2]
    # A4 is 595 by 842 points; the text begins 10 mm (28.35 points, 4.8 %) from the left, in lines of 8 mm.
    assert len(place.spots[2]) == 2
    (left, top, width, height), second = place.spots[2]
    assert 4 < second[0] < 6
    assert left + width > 80
    assert top < second[1] < top + 4
    assert 1 < height < 3


def test_words_that_run_over_a_page_are_marked_on_both(tmp_path: Path) -> None:
    file = pdf(tmp_path / "h.pdf")
    place = place_of(file, 2, 3, f"{LINES[1]} {LINES[2]}", "")
    assert sorted(place.spots) == [2, 3]
    assert place.page == 2


def test_words_that_are_not_there_mark_nothing(tmp_path: Path) -> None:
    place = place_of(pdf(tmp_path / "h.pdf"), 2, 2, "Nobody said this anywhere in the report.", "")
    assert (place.page, place.spots) == (2, {})


def test_a_page_is_a_picture_of_bounded_size(tmp_path: Path) -> None:
    made = FPDF(unit="pt", format=(14_000, 14_000))
    made.add_page()
    made.output(str(tmp_path / "huge.pdf"))
    for path in (pdf(tmp_path / "h.pdf"), tmp_path / "huge.pdf"):
        picture = page_picture(path, 1)
        assert picture[:4] + picture[8:12] == b"RIFFWEBP"
        assert len(picture) < 100_000


def test_what_cannot_be_drawn_is_said_in_one_line(tmp_path: Path) -> None:
    (tmp_path / "no.pdf").write_bytes(b"%PDF-1.7 nothing more")
    for path, number, why in (
        (tmp_path / "no.pdf", 1, "damaged"),
        (pdf(tmp_path / "h.pdf"), 9, "damaged"),
        (pdf(tmp_path / "secret.pdf", password="open"), 1, "encrypted"),
    ):
        with pytest.raises(ReadingError, match=why):
            page_picture(path, number)


@pytest.fixture
def harbour(visit: Visit, tmp_path: Path) -> Any:
    """Opens a page with the report in the library, asks, and opens what is cited; the report goes in the end."""
    opened = []

    def open_page(**options: Any) -> Any:
        page = visit(**options)
        opened.append(page)
        page.on("dialog", lambda d: d.accept())
        page.locator("#upload input[type=file]").set_input_files(str(pdf(tmp_path / "harbour.pdf")))
        expect(page.locator("#status")).to_contain_text("3 paragraphs indexed", timeout=60_000)
        ask(page, "How many lanterns had been lit along the northern pier?")
        link = page.locator('#chat a[href^="#p-"]').first
        expect(link).to_be_visible(timeout=20_000)
        link.click()
        expect(page.locator("#source .cited")).to_contain_text("forty-two lanterns")
        return page

    yield open_page
    for page in opened:
        if page.locator("#top [data-view=library]").is_visible():
            page.locator("#top [data-view=library]").click()
        row = page.locator("#library .report").filter(has_text="Harbour Committee")
        row.locator("summary").click()
        row.locator(".remove").click()
        expect(page.locator("#status")).to_contain_text("was removed")


@pytest.mark.browser
def test_the_original_opens_beside_the_text_at_the_cited_page(harbour: Any, served: Served) -> None:
    page = harbour(width=1440)
    expect(page.locator("#source .original")).to_have_count(0)
    page.get_by_role("button", name="Original page").press("Enter")
    picture = page.get_by_role("img", name="Page 2 of REPORT OF THE HARBOUR COMMITTEE as printed")
    expect(picture).to_be_visible(timeout=20_000)
    page.wait_for_function("document.querySelector('#source .sheet img').naturalWidth > 500")
    assert barriers(page) == []
    text, sheet = page.locator("#source .cited").bounding_box(), picture.bounding_box()
    assert text["x"] + text["width"] <= sheet["x"]
    spot = page.locator("#source .spot").first.bounding_box()
    assert sheet["x"] < spot["x"] < sheet["x"] + sheet["width"]
    assert sheet["y"] < spot["y"] < sheet["y"] + sheet["height"] / 4
    link = page.get_by_role("link", name="Open the PDF").get_attribute("href")
    assert link.endswith(".pdf#page=2")
    with urllib.request.urlopen(served.url + link.partition("#")[0]) as reply:
        assert reply.headers["content-type"] == "application/pdf"
        assert reply.read(5) == b"%PDF-"
    page.get_by_role("button", name="Next page of the original").click()
    expect(page.locator("#source figcaption span")).to_have_text("Page 3 of 3")
    expect(page.locator("#source .spot").first).to_be_hidden()
    # What was asked for once stays for what is opened next.
    page.locator('#source [data-step="previous"]').click()
    expect(page.locator("#source figcaption span")).to_have_text("Page 1 of 3", timeout=20_000)
    page.locator("#source").evaluate("s => s.scrollTo(0, 0)")
    page.get_by_role("button", name="Original page").click()
    expect(page.locator("#source .original")).to_be_hidden()
    expect(page.locator("#source .cited")).to_be_in_viewport()


@pytest.mark.browser
def test_the_controls_of_the_original_are_in_view_and_escape_leads_from_it_to_the_text(harbour: Any) -> None:
    page = harbour(width=1280, height=800)
    page.get_by_role("button", name="Original page").click()
    page.wait_for_function("document.querySelector('#source .sheet img')?.naturalWidth > 500")
    caption = page.locator("#source figcaption")
    zoom = page.get_by_role("button", name="Zoom")
    next_page, file = page.get_by_role("button", name="Next page of the original"), caption.get_by_role("link")

    def in_view() -> None:
        for part in (caption, zoom, next_page, file, page.locator("#source .reference")):
            expect(part).to_be_in_viewport(ratio=1)
        expect(page.locator("#source .spot").first).to_be_in_viewport()
        assert page.locator("#source").evaluate("s => s.scrollHeight - s.clientHeight") <= 1
        sheet = page.locator("#source .sheet").bounding_box()
        assert sheet["y"] + sheet["height"] <= 801
        assert sheet["height"] > 400

    in_view()
    zoom.click()
    expect(zoom).to_have_attribute("aria-pressed", "true")
    in_view()
    page.keyboard.press("Escape")
    expect(page.locator("#source .original")).to_be_hidden()
    expect(page.locator("#source mark")).to_be_in_viewport()
    expect(page.locator("#source article")).to_be_focused()
    page.keyboard.press("Escape")
    expect(page.locator('#chat a[href^="#p-"]').first).to_be_focused()


@pytest.mark.browser
def test_on_a_phone_the_original_takes_the_place_of_the_text(harbour: Any) -> None:
    page = harbour(width=390, is_mobile=True, has_touch=True)
    page.get_by_role("button", name="Original page").tap()
    expect(page.locator("#source .sheet img")).to_be_visible(timeout=20_000)
    expect(page.locator("#source .cited")).to_be_hidden()
    expect(page.locator("#source .spot").first).to_be_in_viewport()
    assert page.evaluate("document.documentElement.scrollWidth") <= 390
    assert page.locator("#source").evaluate("s => s.scrollTop") == 0
    page.get_by_role("button", name="Original page").tap()
    expect(page.locator("#source mark")).to_be_in_viewport()
    page.locator("#source .close").tap()


@pytest.mark.browser
def test_the_original_is_given_only_to_whom_the_page_is_given(served: Served, tmp_path: Path) -> None:
    from assistant.users import line_for

    def status(address: str) -> int:
        try:
            with urllib.request.urlopen(address) as reply:
                return int(reply.status)
        except urllib.error.HTTPError as error:
            with error:
                return error.code

    for name in ("esa-p-wp-237.pdf", "esa-p-wp-237/1.webp", "..%2f..%2fconversations.sqlite3.pdf", "nobody/1.webp"):
        assert status(f"{served.url}original/{name}") == 404
    (tmp_path / "users").write_text(line_for("ada", "first") + "\n")
    with serving(tmp_path, str(tmp_path / "users")) as private:
        assert status(private.url + "original/esa-p-wp-237.pdf") == 401
