"""What stays as the reader left it: the place in the chat, later answers, limits, a question half typed."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest
from page_support import Visit, ask
from playwright.sync_api import expect

pytestmark = pytest.mark.browser

WHO, WHERE, WHAT = (
    "Which office does Ms. Warda Henning work for?",
    "Where did the meeting take place?",
    "What did the representative of Japan announce?",
)
ANSWERED = 'a[href^="#copy-"]'
CITED = '#chat a[href^="#p-"]'
TOP_OF_LAST = """() => {
  const box = document.querySelector('#chat .panel-wrap');
  const last = [...document.querySelectorAll('#chat .user-row')].pop();
  return Math.round(last.getBoundingClientRect().top - box.getBoundingClientRect().top);
}"""


@pytest.fixture
def mill(tmp_path: Path) -> Path:
    """A report of one paragraph."""
    file = tmp_path / "mill.md"
    file.write_text("# Report of the Mill Committee\n\n## I. Corn\n\n1. Ms. Ida Berg said that it ground nine tons.\n")
    return file


def asked(page: Any, *questions: str) -> Any:
    """Ask one after another, each when the one before is answered."""
    before = page.locator(ANSWERED).count()
    for number, question in enumerate(questions, start=before + 1):
        ask(page, question)
        expect(page.locator(ANSWERED)).to_have_count(number, timeout=20_000)
    return page


def choose(page: Any, where: str, what: str) -> None:
    if not page.locator(f"{where} input").is_visible():
        page.locator("#scope button").first.click()
    page.locator(f"{where} input").click()
    # A report stands there with its title.
    page.get_by_role("option", name=what, exact=where != "#in-reports").click()
    page.keyboard.press("Escape")


@pytest.mark.parametrize("width", [320, 1280])
def test_the_question_just_asked_stands_at_the_top_until_one_scrolls(visit: Visit, width: int) -> None:
    page = visit(width=width, height=600)
    box = page.locator("#chat .panel-wrap")
    assert box.evaluate("b => b.scrollTop") == 0
    expect(page.locator("#chat .placeholder h2")).to_be_in_viewport()
    asked(page, WHO, WHAT, WHAT)
    page.wait_for_function(f"Math.abs(({TOP_OF_LAST})()) <= 1")
    page.wait_for_timeout(2000)
    assert abs(page.evaluate(TOP_OF_LAST)) <= 1
    box.hover()
    page.mouse.wheel(0, -3000)
    page.wait_for_function("document.querySelector('#chat .panel-wrap').scrollTop === 0")
    page.get_by_role("button", name="Edit").first.click()
    page.wait_for_timeout(500)
    assert box.evaluate("b => b.scrollTop") == 0


def test_what_is_typed_while_a_question_is_on_its_way_stays(visit: Visit) -> None:
    page = visit()
    box = page.locator("#question textarea")
    held: list[Any] = []

    def hold(route: Any) -> None:
        if route.request.method == "POST" and not held:
            held.append(route)
        else:
            route.continue_()

    page.route("**/gradio_api/run/**", hold)
    ask(page, WHO)
    page.wait_for_function("document.querySelector('#question').classList.contains('sending')")
    box.fill("And how many")
    held[0].continue_()
    expect(page.locator(ANSWERED)).to_have_count(1, timeout=20_000)
    expect(box).to_have_value("And how many")
    expect(page.locator("#question.sending")).to_have_count(0)
    asked(page, WHERE)
    expect(box).to_have_value("")


def test_a_reload_opens_the_words_that_were_open(visit: Visit) -> None:
    page = asked(visit(), "How many objectives did the meeting have?")
    page.locator(CITED).nth(1).click()
    marked = page.locator("#source mark")
    expect(marked.first).to_contain_text("First, the meeting focused on")
    page.reload()
    expect(marked.first).to_contain_text("First, the meeting focused on", timeout=20_000)


def test_enlarged_fourfold_the_answer_has_room(visit: Visit) -> None:
    page = asked(visit(width=320, height=200), WHO)
    assert page.locator("#chat").bounding_box()["height"] >= 120
    page.locator("#question textarea").scroll_into_view_if_needed()
    expect(page.locator("#question textarea")).to_be_in_viewport()


def test_a_question_for_which_nothing_is_searched_stays_with_its_reason(visit: Visit, mill: Path) -> None:
    page = asked(visit(), WHO)
    page.locator("#upload input[type=file]").set_input_files(str(mill))
    card = page.locator("#library .report").filter(has_text="Mill")
    expect(card).to_have_count(1, timeout=60_000)
    card.locator("summary").first.click()
    card.get_by_role("button", name="Ask only this report").click()
    expect(page.locator("#scope")).to_contain_text("Search in Report of the Mill Committee")
    other = visit()
    other.on("dialog", lambda d: d.accept())
    other.locator("#library .report").filter(has_text="Mill").locator("summary").first.click()
    other.get_by_role("button", name="Remove from library").last.click()
    expect(other.locator("#status")).to_contain_text("was removed")
    ask(page, WHERE)
    expect(page.locator("#chat .bot-row").last).to_contain_text("No report in the library is of what is chosen")
    page.wait_for_timeout(1000)
    expect(page.locator("#chat .user-row")).to_have_text([WHO, WHERE])


def test_an_early_question_asked_anew_takes_the_later_ones_only_when_that_is_wanted(visit: Visit) -> None:
    page = asked(visit(), WHO, WHERE, WHAT)
    told: list[str] = []
    wanted = False

    def decide(dialog: Any) -> None:
        told.append(dialog.message)
        dialog.accept() if wanted else dialog.dismiss()

    page.on("dialog", decide)
    questions = page.locator("#chat .user-row")
    questions.first.get_by_role("button", name="Edit").click()
    questions.first.locator("textarea").fill("Which commission did Mr. Bingham speak for?")
    submit = questions.first.get_by_role("button", name="Submit")
    submit.click()
    page.wait_for_timeout(500)
    expect(questions).to_have_count(3)
    assert told == ["Ask this question anew? The 2 questions after it go, with their answers."]
    wanted = True
    submit.click()
    expect(questions).to_have_count(1)
    expect(page.locator("#chat .bot-row")).to_contain_text("Catholic Migration", timeout=20_000)
    # The last one takes nothing with it.
    questions.first.get_by_role("button", name="Edit").click()
    questions.first.locator("textarea").fill(WHO)
    submit.click()
    expect(page.locator("#chat .bot-row")).to_contain_text("UNODC", timeout=20_000)
    assert len(told) == 2


def test_limits_and_a_question_half_typed_outlive_a_reload(visit: Visit) -> None:
    page = visit()
    choose(page, "#in-reports", "ESA/P/WP.237")
    choose(page, "#in-speakers", "UNODC")
    asked(page, WHO)
    expect(page).to_have_url(re.compile(r"\?c="))
    page.locator("#question textarea").fill("And who")
    page.reload()
    expect(page.locator("#scope")).to_contain_text("Search in ESA/P/WP.237; words of UNODC", timeout=20_000)
    expect(page.locator("#question textarea")).to_have_value("And who")
    asked(page, WHO)
    expect(page.locator("#chat .bot-row").last).to_contain_text("Limited to ESA/P/WP.237; words of UNODC")


def test_a_report_that_is_removed_takes_its_text_along_and_the_library_keeps_its_folds(
    visit: Visit, mill: Path
) -> None:
    page = visit()
    page.on("dialog", lambda d: d.accept())
    page.locator("#upload input[type=file]").set_input_files(str(mill))
    cards = page.locator("#library .report")
    expect(cards).to_have_count(2, timeout=60_000)
    stays = cards.filter(has_text="ESA/P/WP.237").locator("details").first
    stays.locator("summary").first.click()
    mill = cards.filter(has_text="Mill")
    mill.locator(".name").click()
    expect(page.locator("#source .cited")).to_contain_text("nine tons")
    mill.locator("summary").first.click()
    mill.locator(".remove").click()
    expect(cards).to_have_count(1, timeout=20_000)
    expect(page.locator("#source")).not_to_contain_text("nine tons")
    expect(page.locator("#source")).to_contain_text("Choose a citation")
    expect(stays).to_have_attribute("open", "")


def test_a_new_conversation_closes_the_source(visit: Visit) -> None:
    page = asked(visit(), WHO)
    page.locator(CITED).first.click()
    expect(page.locator("#source mark")).to_be_visible()
    page.locator("#new").click()
    expect(page.locator("#source")).to_contain_text("Choose a citation")
    page.wait_for_function("!location.hash && !location.search")


def test_a_source_that_cannot_be_fetched_is_told(visit: Visit) -> None:
    page = asked(visit(), WHO)
    page.context.set_offline(True)
    page.locator(CITED).first.click()
    expect(page.locator("#announce")).to_contain_text("The server does not answer", timeout=10_000)


def test_going_back_on_a_phone_closes_the_source(visit: Visit) -> None:
    page = asked(visit(width=390, is_mobile=True, has_touch=True), WHO)
    source, link = page.locator("#source article"), page.locator(CITED).first
    link.tap()
    expect(source).to_be_in_viewport()
    page.go_back()
    expect(source).not_to_be_in_viewport()
    expect(page.locator("#chat .user-row")).to_have_text([WHO])
    link.tap()
    expect(source).to_be_in_viewport()
    page.locator("#source .close").tap()
    expect(source).not_to_be_in_viewport()
    page.wait_for_function("!location.hash")


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_a_conversation_is_printed_whole_and_alone(visit: Visit, scheme: str) -> None:
    page = asked(visit(height=500, color_scheme=scheme), WHO, WHAT, WHAT)
    page.emulate_media(media="print")
    for part in ("#top", "#side", "#doc", "#ask", "#scope", "#chat .message-buttons", "#chat a[href^='#delete-']"):
        expect(page.locator(part).first).to_be_hidden()
    height = page.evaluate("document.documentElement.scrollHeight")
    last = page.locator("#chat .bot-row").last.bounding_box()
    assert height > 500
    assert last["y"] + last["height"] <= height + page.evaluate("scrollY") + 1
    assert page.evaluate("getComputedStyle(document.querySelector('#chat')).backgroundColor") == "rgb(255, 255, 255)"
