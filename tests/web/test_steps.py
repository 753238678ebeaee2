"""Back and Forward through conversations and citations, and ways into the page."""

from __future__ import annotations

from typing import Any

import pytest
from page_support import Visit, ask
from playwright.sync_api import expect

pytestmark = pytest.mark.browser

WHO = "Which office does Ms. Warda Henning work for?"
SPOKE = "Which commission did Mr. Bingham speak for?"
CLOSED = "Who closed the meeting?"
ANSWERED = 'a[href^="#copy-"]'
CITED = '#chat blockquote a[href^="#p-"]'
LIT = """() => {
  const lit = [...document.querySelectorAll('#chat a[href^="#p-"]')].filter(
    (a) => getComputedStyle(a).backgroundColor === 'rgb(31, 99, 127)');
  return lit.map((a) => a.getAttribute('href')).join();
}"""


def asked(page: Any, question: str) -> Any:
    """Ask, wait for the answer, and until it is listed; give the link to what it cites."""
    before = page.locator(ANSWERED).count()
    ask(page, question)
    expect(page.locator(ANSWERED)).to_have_count(before + 1, timeout=20_000)
    page.wait_for_function("new URL(location).searchParams.get('c')")
    return page.locator(CITED).last


def opened(page: Any, link: Any) -> str:
    """Open what is cited; give its address."""
    link.click()
    cited = link.get_attribute("href")
    shows(page, cited)
    return str(cited)


def shows(page: Any, cited: str) -> None:
    """The panel, the address and the one link that looks open agree."""
    page.mouse.move(0, 0)  # a link below the mouse looks open, too
    expect(page.locator("#source article")).to_have_attribute("data-address", cited)
    expect(page.locator("#source mark").first).to_be_visible()
    page.wait_for_function("cited => location.hash.startsWith(cited + ':')", arg=cited)
    page.wait_for_function(f"cited => ({LIT})() === cited", arg=cited)


def test_back_and_forward_lead_through_citations(visit: Visit) -> None:
    page = visit(color_scheme="light")
    asked(page, WHO)
    asked(page, SPOKE)
    links = page.locator(CITED)
    first, second = opened(page, links.first), opened(page, links.last)
    assert first != second
    page.go_back()
    shows(page, first)
    page.get_by_role("button", name="Next citation").click()
    shows(page, second)
    page.go_back()
    shows(page, first)
    page.reload()
    expect(page.locator(CITED)).to_have_count(2, timeout=20_000)
    page.go_back()
    expect(page.locator("#source")).to_contain_text("Choose a citation")
    page.wait_for_function(f"!location.hash && !({LIT})()")
    expect(page.locator(ANSWERED)).to_have_count(2)
    page.go_forward()
    shows(page, first)
    page.go_forward()
    shows(page, second)


def test_back_and_forward_lead_through_conversations(visit: Visit) -> None:
    page = visit(color_scheme="light")
    questions = page.locator("#chat .user-row")
    first = opened(page, asked(page, WHO))
    page.locator("#new").click()
    expect(questions).to_have_count(0)
    page.wait_for_function("!location.hash && !location.search")
    asked(page, SPOKE)
    page.go_back()
    expect(questions).to_have_text([WHO])
    shows(page, first)
    page.go_forward()
    expect(questions).to_have_text([SPOKE])
    expect(page.locator("#source")).to_contain_text("Choose a citation")
    page.locator("#conversations .open").filter(has_text=WHO).click()
    expect(questions).to_have_text([WHO])
    expect(page.locator("#conversations [aria-current]")).to_have_text(WHO)
    page.reload()
    expect(questions).to_have_text([WHO], timeout=20_000)


def test_of_steps_faster_than_the_page_follows_the_last_one_counts(visit: Visit) -> None:
    page = visit()
    questions = page.locator("#chat .user-row")

    def step(*by: int, from_list: str = "") -> None:
        for each in by:
            page.evaluate(
                """([by, title]) => new Promise((done) => {
                  addEventListener('popstate', () => done(), {once: true});
                  const listed = [...document.querySelectorAll('#conversations .open')];
                  listed.find((open) => open.textContent === title)?.click();
                  history.go(by);
                })""",
                [each, from_list],
            )

    def settles(question: str) -> None:
        """Chat, list and address agree, and still do when nothing more is on its way."""
        for _ in range(2):
            expect(questions).to_have_text([question], timeout=20_000)
            expect(page.locator("#conversations [aria-current].open")).to_have_text(question)
            assert page.url == addresses[question]
            page.wait_for_load_state("networkidle")

    addresses = {}
    for question in (WHO, SPOKE, CLOSED):
        if addresses:
            page.locator("#new").click()
            page.wait_for_function("!location.search")
        asked(page, question)
        addresses[question] = page.url
    step(-1, -1)
    settles(WHO)
    step(1, 1, -1)
    settles(SPOKE)
    page.reload()
    step(1)
    settles(CLOSED)
    step(-1, -1, 1, 1, -1, -1)
    settles(WHO)
    step(1, from_list=CLOSED)
    settles(SPOKE)


def test_going_back_to_a_deleted_conversation_leaves_its_address(visit: Visit) -> None:
    page = visit()
    page.on("dialog", lambda d: d.accept())
    questions = page.locator("#chat .user-row")
    asked(page, WHO)
    page.locator("#new").click()
    page.wait_for_function("!location.search")
    asked(page, SPOKE)
    here = page.url
    row = page.locator("#conversations li").filter(has_text=WHO)
    row.hover()
    row.get_by_role("button", name="Delete").click()
    expect(row).to_have_count(0)
    page.go_back()
    page.wait_for_url(here)
    expect(questions).to_have_text([SPOKE])


def test_a_new_conversation_on_a_phone_closes_the_drawer(visit: Visit) -> None:
    page = visit(width=390, is_mobile=True, has_touch=True)
    asked(page, WHO)
    page.locator("#top [data-view=library]").tap()
    expect(page.locator("#new")).to_be_in_viewport()
    page.locator("#new").tap()
    expect(page.locator("#new")).not_to_be_visible()
    expect(page.locator("#chat .placeholder h2")).to_be_in_viewport()
    expect(page.locator("#chat .user-row")).to_have_count(0)
    page.go_back()
    expect(page.locator("#chat .user-row")).to_have_text([WHO])


def test_the_first_thing_reached_by_keyboard_leads_to_the_question(visit: Visit) -> None:
    page = visit()
    page.locator("#top h1").click()
    page.keyboard.press("Shift+Tab")
    skip = page.get_by_role("link", name="To the question")
    expect(skip).to_be_focused()
    expect(skip).to_be_in_viewport(ratio=1)
    page.keyboard.press("Enter")
    expect(page.locator("#question textarea")).to_be_focused()
    expect(skip).not_to_be_in_viewport()


@pytest.mark.parametrize("question", ["من ترأس الاجتماع؟", "מי היה היושב ראש של הפגישה?"])
def test_a_question_runs_in_its_own_direction_and_turns_nothing_else(visit: Visit, question: str) -> None:
    page = visit()
    page.locator("#question textarea").fill(question)
    edge = """(selector) => {
      const box = document.querySelector(selector), range = document.createRange();
      range.selectNodeContents(box);
      const words = range.getBoundingClientRect(), around = box.getBoundingClientRect();
      return around.right - words.right < words.left - around.left ? 'right' : 'left';
    }"""
    page.locator("#question textarea").press("Enter")
    expect(page.locator("#chat .bot-row")).to_contain_text("The reports do not say.", timeout=20_000)
    assert page.evaluate(edge, "#chat .user-row .md p") == "right"
    line = page.locator("#chat .bot-row small").filter(has_text="Searched for")
    # The counts come behind the question, as in every other answer.
    words = line.locator("bdi").bounding_box()
    counts = line.evaluate("""(small) => {
      const range = document.createRange();
      range.selectNodeContents(small.querySelector('bdi').nextSibling);
      return range.getClientRects()[0].left;
    }""")
    assert line.bounding_box()["x"] < words["x"] < words["x"] + words["width"] <= counts + 1
    expect(page.locator("#conversations .open")).to_have_css("unicode-bidi", "plaintext")


@pytest.mark.parametrize(("language", "undo"), [("en-GB", "Undo"), ("de-DE", "Rückgängig")])
def test_a_question_is_taken_back_only_when_that_is_wanted(visit: Visit, language: str, undo: str) -> None:
    page = visit(locale=language)
    told: list[str] = []
    wanted = False

    def decide(dialog: Any) -> None:
        told.append(dialog.message)
        dialog.accept() if wanted else dialog.dismiss()

    page.on("dialog", decide)
    asked(page, SPOKE)
    asked(page, WHO)
    questions, button = page.locator("#chat .user-row"), page.get_by_role("button", name=undo)
    button.click()
    # What is asked of the server later would come after what the click had asked for.
    page.locator("#chat .bot-row").last.get_by_role("link", name="Copy with footnotes").click()
    expect(page.locator("#announce")).to_contain_text("copied")
    expect(questions).to_have_text([SPOKE, WHO])
    assert told == ["Take back this question and its answer? The question goes into the box below."]
    wanted = True
    button.click()
    expect(questions).to_have_text([SPOKE])
    expect(page.locator("#question textarea")).to_have_value(WHO)
    assert len(told) == 2
