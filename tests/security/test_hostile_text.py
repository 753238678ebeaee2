"""Reports, file names, questions and titles written by an attacker: shown as they are, never obeyed."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from hostile_report import ASKED, BAD
from playwright.sync_api import expect
from servers import Page

from assistant.cli import main
from assistant.web.chat import as_text

Browse = Callable[[str], Any]

browser = pytest.mark.browser


def only_our_links(page: Any) -> None:
    """Links in the page lead within it; nothing in it was made an element by a report."""
    for selector in ("#chat", "#library", "#source", "#conversations"):
        assert page.locator(f"{selector} a:not([href^='#'])").count() == 0, selector
        assert page.locator(f"{selector} script, {selector} iframe, {selector} form:not(.find)").count() == 0
        assert page.locator(f"{selector} img[src*='invalid'], {selector} [onerror]").count() == 0


@browser
def test_titles_names_questions_and_words_are_text(alone: Page, browse: Browse) -> None:
    page = browse(alone.url)
    expect(page.locator("#library .report").filter(has_text="Report on")).to_contain_text(BAD, timeout=20_000)
    question = f"{ASKED} {BAD} [q](javascript:window.bad=6) <script>window.bad=7</script> ${{window.bad=8}}"
    page.locator("#question textarea").fill(question)
    page.locator("#question textarea").press("Enter")
    expect(page.locator("#chat .user-row")).to_contain_text("[q](javascript:window.bad=6)", timeout=20_000)
    expect(page.locator("#conversations .open")).to_contain_text("<img src=", timeout=20_000)
    only_our_links(page)
    page.locator("#question textarea").fill(ASKED)
    page.locator("#question textarea").press("Enter")
    link = page.locator('#chat a[href^="#p-"]').last
    expect(link).to_be_visible(timeout=20_000)
    link.click()
    expect(page.locator("#source .cited")).to_contain_text("<script>window.bad=3</script>", timeout=20_000)
    expect(page.locator("#source h2")).to_contain_text(BAD)
    only_our_links(page)
    page.reload()
    expect(page.locator("#source .cited")).to_contain_text("${window.bad=5} {{value}}", timeout=20_000)
    only_our_links(page)


@browser
def test_addresses_are_text(alone: Page, browse: Browse) -> None:
    page = browse(alone.url + "?c=%3Cimg%20src%3Dx%20onerror%3Dwindow.bad%3D9%3E#p-%22%3E%3Cscript%3Ewindow.bad=9")
    expect(page.locator("#source [role=alert]")).to_be_visible(timeout=20_000)
    only_our_links(page)


@browser
def test_a_hostile_name_of_an_upload_is_text(alone: Page, browse: Browse, tmp_path: Path) -> None:
    page = browse(alone.url)
    file = tmp_path / "a'\"><img src=x onerror=window.bad=1>.txt"
    file.write_text("", encoding="utf-8")
    page.locator("#upload input[type=file]").set_input_files(str(file))
    expect(page.locator("#status")).to_contain_text("was not added", timeout=30_000)
    expect(page.locator("#status li")).to_have_count(1)
    only_our_links(page)


@browser
def test_the_policy_stops_what_slips_through(alone: Page, browse: Browse) -> None:
    page = browse(alone.url)
    tried = """async (code) => {
      const seen = [];
      document.addEventListener('securitypolicyviolation', e => seen.push(e.effectiveDirective));
      eval(code);
      await new Promise(r => setTimeout(r, 500));
      return seen;
    }"""
    outside = "'http://127.0.0.1:9/'"  # another place on this machine is another place too
    for code, directive in (
        (f"new Image().src = {outside}", "img-src"),
        (f"fetch({outside}).catch(() => 0)", "connect-src"),
        (f"const s = document.createElement('script'); s.src = {outside}; document.head.append(s)", "script-src-elem"),
        (f"const f = document.createElement('form'); f.action = {outside}; document.body.append(f); f.submit()", "for"),
        (f"const o = document.createElement('object'); o.data = {outside}; document.body.append(o)", "object-src"),
        (f"const i = document.createElement('iframe'); i.src = {outside}; document.body.append(i)", "frame-src"),
    ):
        assert any(d.startswith(directive) for d in page.evaluate(tried, code)), directive


@browser
def test_a_link_to_a_paragraph_survives_the_login(guarded: Page, browse: Browse) -> None:
    page = browse(guarded.url + "?c=x#p-nobody")
    assert page.locator("script").count() == 0
    page.locator("input[name=username]").fill("ada")
    page.locator("input[type=password]").fill("wrong")
    page.get_by_role("button", name="Login").click()
    expect(page.get_by_role("alert")).to_have_text("Name or password is wrong.")
    expect(page.locator("input[name=username]")).to_have_value("ada")
    page.locator("input[type=password]").fill("first sesame")
    page.get_by_role("button", name="Login").click()
    expect(page.locator("#question textarea")).to_be_visible(timeout=20_000)
    assert page.url.endswith("#p-nobody")


@browser
def test_a_login_that_has_ended_is_told_and_the_question_kept(guarded: Page, browse: Browse) -> None:
    def log_in(page: Any) -> None:
        page.locator("input[name=username]").fill("ada")
        page.locator("input[type=password]").fill("first sesame")
        page.get_by_role("button", name="Login").click()
        expect(page.locator("#question textarea")).to_be_visible(timeout=20_000)
        expect(page.locator("#library .report")).to_have_count(1, timeout=20_000)

    page = browse(guarded.url)
    log_in(page)
    expect(page.locator("#ended")).to_have_count(0)
    page.context.clear_cookies()
    page.locator("#question textarea").fill("Who flew the zeppelins?")
    page.locator("#question textarea").press("Enter")
    expect(page.get_by_role("alert").filter(has_text="Your login has ended.")).to_be_visible(timeout=10_000)
    expect(page.locator("#question textarea")).to_have_value("Who flew the zeppelins?")
    page.get_by_role("button", name="Load the page again").click()
    log_in(page)
    expect(page.locator("#question textarea")).to_have_value("Who flew the zeppelins?")


def test_every_answer_carries_the_policy(guarded: Page) -> None:
    with guarded.client() as nobody, guarded.client("ada") as ada:
        refused = nobody.get("", headers={"Host": "evil.invalid"})
        for answer in (nobody.get(""), nobody.get("config"), refused, ada.get(""), ada.get("gradio_api/token")):
            assert "default-src 'self'" in answer.headers["content-security-policy"]
            assert "frame-ancestors 'none'" in answer.headers["content-security-policy"]
            assert answer.headers["x-content-type-options"] == "nosniff"
            assert answer.headers["referrer-policy"] in {"no-referrer", "same-origin"}


@pytest.mark.parametrize(
    "words",
    [
        "[a](javascript:b)",
        "![a](http://b/c.png)",
        "<a href=javascript:b>",
        "<javascript:b>",
        "[a]: javascript:b\n\n[a]",
        "http://b.c",
        "www.b.c",
        "a@b.c",
        "[a][b]\n\n[b]: http://c",
        "&lt;script&gt;",
        "# a\n> b\n- c\n1. d\n| e | f |\n|--|--|",
        "```\na\n```",
        "$$a$$ ~~b~~ **c** _d_ `e`",
    ],
)
def test_nothing_that_is_escaped_becomes_markup(words: str) -> None:
    from markdown_it import MarkdownIt

    shown = MarkdownIt("commonmark", {"linkify": False}).enable(["table", "strikethrough"]).render(as_text(words))
    assert set(re.findall(r"<(\w+)", shown)) <= {"p"}, shown


def test_a_terminal_gets_no_controls(
    tmp_path: Path, hostile: Callable[[Path], Path], capsys: pytest.CaptureFixture[str]
) -> None:
    def assistant(*words: str) -> tuple[str, str]:
        """What the command line printed, run in this process."""
        capsys.readouterr()
        with pytest.raises(SystemExit):
            main([*words, "--data", str(data)])
        return capsys.readouterr()

    data = hostile(tmp_path)
    name = tmp_path / "x\x1b[31m\u202e\x07.txt"
    name.write_text("", encoding="utf-8")
    report = assistant("reports", "--json")[0].split('"id": "')[1].split('"')[0]
    for words in (
        ("reports",),
        ("show", report),
        ("show", f"{report}/I/1"),
        ("show", "\x1b[31m\u202e"),
        ("ask", ASKED),
        ("ask", "\x1b]0;title\x07 zeppelins \u202e of Tallinn"),
        ("search", "zeppelins"),
        ("ingest", str(name)),
        ("remove", "\x1b[31m"),
        ("doctor",),
    ):
        out, err = assistant(*words)
        for said in (out, err):
            assert not re.search(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]", said), words
        assert "Traceback" not in err
