"""The page in a real browser, over the corpus."""

from __future__ import annotations

import asyncio
import json
import re
import subprocess
import sys
import urllib.request
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import pytest
from page_support import Served, Visit, ask, barriers, serving
from playwright.sync_api import expect

from assistant.web.links import href

pytestmark = pytest.mark.browser

HENNING = "Which office does Ms. Warda Henning work for?"
FIRST = '#chat a[href^="#p-"]'
CORPUS = Path(__file__).resolve().parents[2] / "corpus/reports"
VII_15 = href("esa-p-wp-237/VII/15")


def answered(page: Any, question: str = HENNING) -> Any:
    """Ask, wait for the citation, and give it."""
    ask(page, question)
    link = page.locator(FIRST).first
    expect(link).to_be_visible(timeout=20_000)
    return link


def test_ask_cite_and_read_the_quote_in_its_place(visit: Visit) -> None:
    page = visit()
    link = answered(page)
    expect(page.locator("#chat")).to_contain_text("UNODC")
    expect(page.locator("#chat")).to_contain_text("Searched for: Which office")
    assert link.get_attribute("href") == VII_15
    link.click()
    mark = page.locator("#source mark")
    expect(mark).to_have_count(1)
    expect(mark).to_contain_text("Ms. Warda Henning of UNODC reported")
    expect(page.locator("#source h2")).to_contain_text("VII. SELECTED PRESENTATIONS")
    expect(page.locator("#source .reference")).to_contain_text("ESA/P/WP.237, session VII, para. 15, counted")
    around = [n.inner_text() for n in page.locator("#source .number").all()]
    assert {"14", "16"} <= set(around)
    assert f"{VII_15}:0-" in page.url  # with the words that are marked


def test_reload_keeps_conversation_and_open_paragraph(visit: Visit) -> None:
    page = visit()
    answered(page).click()
    expect(page.locator("#source mark")).to_be_visible()
    expect(page.locator("#conversations .open")).to_have_text(HENNING)
    expect(page).to_have_url(re.compile(r"\?c="))
    page.reload()
    expect(page.locator(FIRST).first).to_be_visible(timeout=20_000)
    expect(page.locator("#source mark")).to_contain_text("Ms. Warda Henning")
    page.locator("#new").click()
    expect(page.locator(FIRST)).to_have_count(0)
    page.locator("#conversations .open").click()
    expect(page.locator(FIRST).first).to_be_visible()
    other = visit()
    expect(other.locator("#conversations")).to_contain_text("kept here")
    expect(other.locator("#conversations .open")).to_have_count(0)


def test_permalink_with_words_and_unknown_link(visit: Visit, served: Served) -> None:
    page = visit(f"{VII_15}:0-27")
    expect(page.locator("#source mark")).to_have_text("Ms. Warda Henning of UNODC ")
    page.goto("about:blank")
    page.goto(served.url + "#p-" + "%3Cimg%20src%3Dx%20onerror%3D%22window.bad%3D1%22%3E")
    expect(page.locator("#source [role=alert]")).to_be_visible(timeout=20_000)
    assert page.evaluate("window.bad") is None


def test_abstention_is_plain_and_links_what_is_near(visit: Visit) -> None:
    page = visit()
    link = answered(page, "What did the representative of Japan announce?")
    expect(page.locator("#chat")).to_contain_text("The reports do not say.")
    link.click()
    expect(page.locator("#source .cited")).to_be_visible()
    expect(page.locator("#source mark")).to_have_count(0)


def test_damage_is_struck_out_and_said(visit: Visit) -> None:
    page = visit(href("esa-p-wp-237/unmarked/2"))
    cited = page.locator("#source .cited")
    expect(cited.locator("del")).to_contain_text("possmt1.9()", timeout=20_000)
    expect(cited).to_contain_text("begins in the middle of a sentence")
    expect(cited).to_contain_text("damage in this copy")


def test_find_in_the_report(visit: Visit) -> None:
    page = visit(href("esa-p-wp-237"))
    box = page.get_by_role("searchbox", name="Find in ESA/P/WP.237")
    box.fill("warda HENNING")
    box.press("Enter")
    expect(page.locator("#source .hits h2")).to_contain_text("1 paragraph with “warda HENNING”")
    page.locator("#source .hits a").click()
    expect(page.locator("#source .cited mark")).to_have_text("Warda Henning")


def test_stop_keeps_what_was_written(visit: Visit) -> None:
    page = visit()
    expect(page.locator("#question textarea")).to_be_visible()
    expect(page.locator("#stop")).to_be_hidden()
    ask(page, "Which office does Ms. Warda Henning work for, slowly?")
    expect(page.locator("#chat")).to_contain_text("Ms. Warda Henning of", timeout=20_000)
    page.locator("#stop").click()
    expect(page.locator("#chat")).to_contain_text("Stopped.")
    expect(page.locator("#stop")).to_be_hidden()
    words = page.locator("#chat").inner_text()
    page.wait_for_timeout(600)
    assert page.locator("#chat").inner_text() == words
    assert words.count("Henning") < 15


def test_retry_and_edit_ask_anew(visit: Visit) -> None:
    page = visit()
    answered(page)
    page.locator(FIRST).first.evaluate("link => { link.dataset.before = '' }")
    page.get_by_role("button", name="Retry").click()
    expect(page.locator("#chat [data-before]")).to_have_count(0)
    expect(page.locator(FIRST).first).to_be_visible(timeout=20_000)
    page.get_by_role("button", name="Edit").first.click()
    box = page.locator("#chat textarea").first
    box.fill("Which commission did Mr. Bingham speak for?")
    page.get_by_role("button", name="Submit").first.click()
    expect(page.locator("#chat .bot-row")).to_contain_text(
        "International Catholic Migration Commission", timeout=20_000
    )
    expect(page.locator("#chat .user-row")).to_have_count(1)


def test_a_question_asked_meanwhile_ends_the_answer_before(visit: Visit) -> None:
    page = visit()
    ask(page, "Which office does Ms. Warda Henning work for, slowly?")
    expect(page.locator("#chat")).to_contain_text("Ms. Warda Henning of", timeout=20_000)
    ask(page, "Which commission did Mr. Bingham speak for?")
    replies = page.locator("#chat .bot-row")
    expect(replies.nth(1)).to_contain_text("International Catholic Migration Commission", timeout=20_000)
    expect(replies.nth(0)).to_contain_text("Stopped.")
    expect(replies).to_have_count(2)


def test_an_answer_offers_questions_that_have_answers(visit: Visit) -> None:
    page = visit()
    answered(page, "What did Mr. Pritchett propose?")
    offer = page.locator("#chat .option").first
    expect(offer).to_be_visible(timeout=20_000)
    offer.click()
    expect(page.locator("#chat .bot-row").nth(1).locator('a[href^="#p-"]').first).to_be_visible(timeout=20_000)


def test_examples_have_answers(visit: Visit) -> None:
    page = visit()
    examples = page.locator("#chat .example")
    expect(examples).to_have_count(3)
    examples.first.click()
    expect(page.locator(FIRST).first).to_be_visible(timeout=20_000)


def test_keyboard_alone(visit: Visit) -> None:
    page = visit()
    page.locator("#new").focus()
    page.keyboard.press("/")
    expect(page.locator("#question textarea")).to_be_focused()
    page.keyboard.type(HENNING)
    page.keyboard.press("Enter")
    link = page.locator(FIRST).first
    expect(link).to_be_visible(timeout=20_000)
    for _ in range(60):
        page.keyboard.press("Shift+Tab")
        if link.evaluate("e => e === document.activeElement"):
            break
    expect(link).to_be_focused()
    page.keyboard.press("Enter")
    expect(page.locator("#source article")).to_be_focused()
    page.keyboard.press("Escape")
    expect(link).to_be_focused()


HOSTILE = (
    "REPORT OF THE SESSION\n\n1. Ms. Eve <script>window.bad=1</script> of <img src=http://evil.invalid/x.png "
    "onerror=window.bad=2> told of zeppelins ${window.bad=3} {{value}} [link](javascript:window.bad=4) "
    "![i](http://evil.invalid/y.png) \u202eright to left\u202c \U0001f680 " + "w" * 300 + " at the port of Tallinn.\n\n"
    "2. The zeppelins of Tallinn carried <b>forty</b> passengers in 1931.\n"
)


def test_upload_ask_filter_and_remove(visit: Visit, tmp_path: Path) -> None:
    page = visit()
    page.on("dialog", lambda d: d.accept())
    file = tmp_path / "Zeppelins & more.txt"
    file.write_text(HOSTILE, encoding="utf-8")
    page.locator("#upload input[type=file]").set_input_files(str(file))
    expect(page.locator("#status")).to_contain_text("added", timeout=30_000)
    expect(page.locator("#library .report")).to_have_count(2)
    link = answered(page, "Who told of zeppelins at the port of Tallinn?")
    assert link.get_attribute("href").startswith(href("report-of-the-session"))
    link.click()
    expect(page.locator("#source .cited")).to_contain_text("${window.bad=3} {{value}} [link](javascript:window.bad=4)")
    expect(page.locator("#source .cited")).to_contain_text("<script>window.bad=1</script>")
    assert page.evaluate("window.bad") is None
    assert page.locator("#chat .md a:not([href^='#'])").count() == 0
    page.locator("#scope button").first.click()
    page.locator("#in-reports input").click()
    page.get_by_role("option", name="ESA/P/WP.237").click()
    expect(page.locator("#scope")).to_contain_text("Search in ESA/P/WP.237")
    ask(page, "How many passengers did the zeppelins of Tallinn carry?")
    expect(page.locator("#chat .bot-row").last).to_contain_text("The reports do not say.", timeout=20_000)
    row = page.locator("#library .report").filter(has_text="Report of the Session")
    row.locator("summary").click()
    row.locator(".remove").click()
    expect(page.locator("#library .report")).to_have_count(1, timeout=20_000)
    link.click()
    expect(page.locator("#source [role=alert]")).to_contain_text("no report")


def test_hostile_question_stays_text(visit: Visit) -> None:
    page = visit()
    question = (
        '<img src=x onerror="window.bad=1"> **x** [y](javascript:alert(1)) https://evil.invalid www.evil.invalid # z'
    )
    ask(page, question)
    expect(page.locator("#chat .user-row")).to_contain_text(question, timeout=20_000)
    expect(page.locator("#chat .bot-row")).to_contain_text("The reports do not say.", timeout=20_000)
    assert page.evaluate("window.bad") is None
    assert page.locator("#chat .md a:not([href^='#'])").count() == 0


def test_no_question_and_one_too_long_are_told_so(visit: Visit) -> None:
    page = visit()
    ask(page, "   ")
    expect(page.locator("#announce")).to_contain_text("Type a question first")
    ask(page, "why " * 2500)
    expect(page.locator("#chat .bot-row")).to_contain_text("ask in at most 2000", timeout=20_000)


def test_feedback_and_copy(visit: Visit, served: Served) -> None:
    page = visit()
    answered(page)
    page.get_by_role("link", name="Copy with footnotes").click()
    expect(page.locator("#announce")).to_contain_text("copied")
    words = page.evaluate("navigator.clipboard.readText()")
    assert words.startswith("“Ms. Warda Henning of UNODC")
    assert "¹ ESA/P/WP.237, session VII, para. 15, counted." in words
    read = "async () => (await (await navigator.clipboard.read())[0].getType('text/html')).text()"
    html = page.evaluate(read)
    assert html.startswith("<p>“Ms. Warda Henning of UNODC")
    assert "<sup>1</sup></p>" in html
    assert re.search(r"<ol>\s*<li[^>]*>ESA/P/WP\.237, session VII, para\. 15, counted\.</li>", html)
    page.get_by_role("button", name=re.compile("dislike", re.IGNORECASE)).click()
    expect(page.get_by_text("Noted, with the answer")).to_be_visible()
    line = json.loads((served.data / "feedback.jsonl").read_text().splitlines()[-1])
    assert (line["verdict"], line["question"]) == ("bad", HENNING)
    assert line["answer"]["citations"][0]["ref"] == "esa-p-wp-237/VII/15"


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_phone(visit: Visit, scheme: str) -> None:
    page = visit(width=390, is_mobile=True, has_touch=True, color_scheme=scheme)
    link = answered(page)
    link.tap()
    expect(page.locator("#source mark")).to_be_in_viewport(timeout=10_000)
    assert page.evaluate("document.documentElement.scrollWidth") <= 390
    assert page.locator("#source").bounding_box()["y"] > page.locator("#chat").bounding_box()["y"]
    page.locator("#source .close").tap()
    expect(page.locator("#source mark")).not_to_be_visible()
    page.locator("#top [data-view=library]").tap()
    expect(page.locator("#library .report").first).to_be_visible()


def test_headers_and_health(served: Served) -> None:
    with urllib.request.urlopen(served.url) as reply:
        policy = reply.headers["content-security-policy"]
        cookie = reply.headers["set-cookie"]
    assert "default-src 'self'" in policy
    assert "form-action 'self'" in policy
    assert "HttpOnly" in cookie
    assert "SameSite=Strict" in cookie
    with urllib.request.urlopen(served.url + "healthz") as reply:
        health = json.load(reply)
    assert health["counts"]["paragraphs"] > 30
    assert "gradio" in health["versions"]


def test_endpoints_give_the_json_of_the_command_line(served: Served, contract: Any, tmp_path: Path) -> None:
    from gradio_client import Client, handle_file
    from gradio_client.exceptions import AppError

    client = Client(served.url, verbose=False)
    answer = client.predict(HENNING, api_name="/ask")
    contract("answer", answer)
    assert answer["citations"][0]["ref"] == "esa-p-wp-237/VII/15"
    assert client.predict("migration", 3, api_name="/search")["results"][0]["ref"].startswith("esa-p-wp-237/")
    contract("reports", client.predict(api_name="/reports"))
    contract("report", client.predict("ESA/P/WP.237", api_name="/show"))
    assert client.predict("esa-p-wp-237/VII/15", api_name="/show")["report"] == "ESA/P/WP.237"
    assert client.predict("ESA/P/WP.237/VII/15", api_name="/show")["ref"] == "esa-p-wp-237/VII/15"
    assert len(client.predict("migration", 2.5, api_name="/search")["results"]) == 2
    with pytest.raises(AppError, match="no report"):
        client.predict("nobody", api_name="/show")
    empty = tmp_path / "empty.txt"
    empty.write_text("\n")
    told = client.predict([handle_file(str(empty))], api_name="/ingest")
    assert (told["failed"], told["files"][0]["file"]) == (1, "empty.txt")
    with pytest.raises((AppError, ValueError)):
        client.predict(["/etc/hostname"], api_name="/ingest")
    client.close()


def test_tools_give_the_same_json(served: Served, contract: Any) -> None:
    pytest.importorskip("mcp")
    from mcp import ClientSession
    from mcp.client.streamable_http import streamable_http_client

    async def ask_the_tool() -> tuple[set[str], Any]:
        async with (
            streamable_http_client(served.url + "gradio_api/mcp/") as (read, write, *_),
            ClientSession(read, write) as session,
        ):
            await session.initialize()
            names = {tool.name for tool in (await session.list_tools()).tools}
            return names, await session.call_tool("ask", {"question": HENNING})

    # In a thread of its own: Playwright's loop runs in this one.
    with ThreadPoolExecutor(1) as thread:
        names, result = thread.submit(lambda: asyncio.run(ask_the_tool())).result()
    across = {"series", "track", "positions", "commitments", "compare", "brief"}
    assert names == {"ask", "search", "show", "reports"} | across
    answer = json.loads(result.content[0].text)
    contract("answer", answer)
    assert answer["citations"][0]["ref"] == "esa-p-wp-237/VII/15"


def test_page_tool_and_command_line_give_one_answer(served: Served, tmp_path: Path) -> None:
    pytest.importorskip("mcp")
    from gradio_client import Client
    from mcp import ClientSession
    from mcp.client.streamable_http import streamable_http_client

    def command(*words: str) -> Any:
        line = [sys.executable, "-m", "assistant", *words, "--json", "--data", str(tmp_path)]
        return json.loads(subprocess.run(line, capture_output=True, text=True, check=True).stdout)

    async def tool(name: str, **arguments: Any) -> Any:
        async with (
            streamable_http_client(served.url + "gradio_api/mcp/") as (read, write, *_),
            ClientSession(read, write) as session,
        ):
            await session.initialize()
            return json.loads((await session.call_tool(name, arguments)).content[0].text)

    def told(answer: Any) -> Any:
        return {k: v for k, v in answer.items() if k not in {"timings_ms", "id"}}

    command("ingest", str(CORPUS))
    client = Client(served.url, verbose=False)
    for question in (HENNING, "What did the Japanese delegate announce?"):
        expected = told(command("ask", question))
        assert told(client.predict(question, api_name="/ask")) == expected
        with ThreadPoolExecutor(1) as thread:
            given = thread.submit(lambda q=question: asyncio.run(tool("ask", question=q)))
            assert told(given.result()) == expected
    limited = client.predict(HENNING, [], [], [], ["UNODC"], api_name="/ask")
    assert limited["citations"][0]["ref"] == "esa-p-wp-237/VII/15"
    assert client.predict(HENNING, [], [], [], ["World Bank"], api_name="/ask")["abstained"]
    client.close()


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_nothing_serious(visit: Visit, scheme: str) -> None:
    page = visit(color_scheme=scheme)
    assert barriers(page) == []
    answered(page).click()
    page.locator("#scope button").first.click()
    page.locator("#library .report summary").first.click()
    page.locator("#source summary").click()
    page.locator("#export summary").click()
    page.wait_for_timeout(400)
    assert barriers(page) == []
    ask(page, "What did the representative of Japan announce?")
    expect(page.locator("#chat .bot-row").last).to_contain_text("The reports do not say.", timeout=20_000)
    assert barriers(page) == []
    # Axe must be able to fail: a picture without words is one of its plainest findings.
    page.evaluate("document.querySelector('#chat').append(document.createElement('img'))")
    assert [name for name, _ in barriers(page)] == ["image-alt"]


def test_axe_finds_nothing_serious_on_a_phone(visit: Visit) -> None:
    page = visit(width=390, is_mobile=True, has_touch=True)
    answered(page).tap()
    expect(page.locator("#source mark")).to_be_in_viewport(timeout=10_000)
    assert barriers(page) == []
    page.locator("#top [data-view=library]").tap()
    page.wait_for_timeout(400)
    assert barriers(page) == []


def test_two_users_do_not_see_each_other(visit: Visit, tmp_path: Path) -> None:
    from assistant.users import line_for

    users = tmp_path / "users"
    users.write_text(f"{line_for('ada', 'first')}\n{line_for('ben', 'second')}\n")
    with serving(tmp_path, str(users)) as private:

        def login(name: str, password: str) -> Any:
            page = visit(url=private.url)
            page.locator("input").first.fill(name)
            page.locator("input[type=password]").fill(password)
            page.get_by_role("button", name="Login").click()
            return page

        wrong = login("ada", "second")
        expect(wrong.locator("#question")).to_have_count(0)
        ada = login("ada", "first")
        expect(ada.locator("#question textarea")).to_be_visible(timeout=20_000)
        expect(ada.locator("#library")).to_contain_text("No reports yet")
        ask(ada, HENNING)
        expect(ada.locator("#chat .bot-row")).to_contain_text("The reports do not say.", timeout=20_000)
        expect(ada.locator("#conversations .open")).to_have_count(1)
        ben = login("ben", "second")
        expect(ben.locator("#question textarea")).to_be_visible(timeout=20_000)
        expect(ben.locator("#conversations")).to_contain_text("kept here")
        again = login("ada", "first")
        expect(again.locator("#conversations .open")).to_have_text(HENNING, timeout=20_000)


@pytest.mark.parametrize("addressed", [False, True])
def test_a_question_that_comes_before_the_page_has_settled_is_answered(visit: Visit, addressed: bool) -> None:
    """What a page asks for as it loads may come after the first question, and must not take it away."""
    page = visit()
    if addressed:
        answered(page)
        expect(page).to_have_url(re.compile(r"\?c="))
    held: list[Any] = []

    def hold(route: Any) -> None:
        if holding and "Bingham" not in route.request.post_data:
            held.append(route)
        else:
            route.continue_()

    holding = True
    page.route(re.compile("/run/predict|/queue/join"), hold)
    page.reload()
    page.wait_for_selector("#question textarea")
    page.wait_for_timeout(1000)
    assert held
    with page.expect_request(lambda r: "/queue/join" in r.url and '"data":[null]' in (r.post_data or "")) as joined:
        ask(page, "Which commission did Mr. Bingham speak for?")
    holding = False
    mine = joined.value.post_data_json["session_hash"]  # the page before may have asked for something as it was left
    for route in held:  # the answer is asked for last, when all else has come
        if route.request.post_data_json["session_hash"] == mine:
            with page.expect_response(lambda r, of=route.request: r.request == of):
                route.continue_()
    expect(page.locator("#chat .bot-row").last).to_contain_text("Catholic Migration", timeout=20_000)
    expect(page.locator("#chat .bot-row")).to_have_count(2 if addressed else 1)
    expect(page.locator("#conversations .open")).to_have_count(1)


def test_a_question_that_comes_while_the_page_is_opened_is_answered(visit: Visit) -> None:
    """What the page asked for as it loaded may have been made before the question came, and be shown after it."""
    page = visit()
    late: list[Any] = []

    def fetch_early(route: Any) -> None:
        if '"data":[null]' in route.request.post_data and not late:
            late.append((route, route.fetch()))
        else:
            route.continue_()

    page.route(re.compile("/run/predict"), fetch_early)
    page.reload()
    page.wait_for_selector("#question textarea")
    page.wait_for_timeout(1000)
    ask(page, "Which commission did Mr. Bingham speak for?")
    expect(page.locator("#chat .bot-row")).to_contain_text("Catholic Migration", timeout=20_000)
    assert late
    for route, response in late:
        with page.expect_response(lambda r, of=route.request: r.request == of):
            route.fulfill(response=response)
    page.wait_for_timeout(500)
    expect(page.locator("#chat .bot-row")).to_contain_text("Catholic Migration")
