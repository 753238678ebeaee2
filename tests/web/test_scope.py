"""What a question is limited to: years, reports, and whose words; and a conversation without one of its turns."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any

import pytest
from page_support import Visit, ask
from playwright.sync_api import expect

from assistant.errors import NotFoundError
from assistant.report import Paragraph, ParagraphRef, Statement
from assistant.web import chat
from assistant.web.conversations import Conversation, Turn
from assistant.web.scope import Voices, chosen, limited_to, session_choices, years_of


def header(report_id: str, date: str | None = None, symbol: str | None = None) -> Any:
    session = SimpleNamespace(id="II", number="II", title="Closing", kind="body", paragraphs=1)
    return SimpleNamespace(id=report_id, date=date, symbol=symbol, sha256=report_id * 2, sessions=(session,))


ONE, TWO, THREE = header("a", "20-21 February 2014"), header("b", "14 May 2024 and 10 June 2025"), header("c")
HELD = [ONE, TWO, THREE]


def test_years_come_from_the_date_or_else_the_symbol() -> None:
    assert [years_of(h) for h in HELD] == [("2014",), ("2024", "2025"), ()]
    assert years_of(header("d", None, "E/2025/26")) == ("2025",)
    assert years_of(header("d", "3 May 2012", "E/2025/26")) == ("2012",)


def test_reports_and_years_narrow_each_other_and_never_widen() -> None:
    assert [h.id for h in chosen(HELD, [], [])] == ["a", "b", "c"]
    assert [h.id for h in chosen(HELD, [], ["2025", "2014"])] == ["a", "b"]
    assert [h.id for h in chosen(HELD, ["b", "c"], ["2024"])] == ["b"]
    with pytest.raises(NotFoundError, match="Choose less"):
        chosen(HELD, ["c"], ["2024"])
    assert chosen([], [], []) == []


def test_sessions_are_called_by_number_where_several_reports_have_them() -> None:
    assert session_choices([ONE]) == {"II": "II. Closing"}
    assert session_choices(HELD) == {"II": "Session II"}


def test_voices_are_organisations_then_people_each_file_read_once() -> None:
    said = [
        Statement(0, 1, "Ms. Zoe Abel", "Chair", "UNODC"),
        Statement(1, 2, "Mr. Al Zed", None, None),
        Statement(2, 3, "Brazil", None, "Brazil"),
        Statement(3, 4, "Zed", None, None),
        Statement(4, 5, None, None, None, "several"),
    ]
    read = []

    def report(report_id: str) -> Any:
        read.append(report_id)
        paragraph = Paragraph(ParagraphRef(report_id, "II", "1"), "words", statements=tuple(said))
        return SimpleNamespace(paragraphs=lambda: [paragraph])

    voices = Voices(SimpleNamespace(report=report))  # type: ignore[arg-type]
    expected = [
        ("Brazil", "Brazil"),
        ("UNODC", "UNODC"),
        ("Ms. Zoe Abel (UNODC)", "Ms. Zoe Abel"),
        ("Mr. Al Zed", "Mr. Al Zed"),
    ]
    assert voices.choices([ONE]) == expected
    assert voices.choices([ONE, TWO]) == expected
    assert read == ["a", "b"]


def test_a_limit_is_told_below_the_answer_as_text() -> None:
    assert limited_to() == ""
    assert limited_to(["E/1"], ["2014"], ["session II"], ["<b>", "UNODC"]) == (
        "E/1; 2014; session II; words of <b> or UNODC"
    )
    turn = Turn("q", note="None.", reports=("a",), speakers=("<b>",))
    shown = chat.messages(Conversation().asking(turn), names=lambda ref: f"E/{ref}")[1]["content"]
    assert r"Limited to E/a; words of \<b\>" in shown


def test_a_conversation_without_its_middle_turn() -> None:
    talk = Conversation().asking(Turn("one")).asking(Turn("two")).asking(Turn("three"))
    assert [t.question for t in talk.without(talk.turns[1]).turns] == ["one", "three"]
    assert talk.without(Turn("two")) == talk


@pytest.mark.browser
def test_words_of_one_organisation_and_one_year(visit: Visit) -> None:
    page = visit()
    replies = page.locator("#chat .bot-row")
    page.locator("#scope button").first.click()
    page.locator("#in-speakers input").click()
    page.get_by_role("option", name="UNODC", exact=True).click()
    expect(page.locator("#scope")).to_contain_text("Search in words of UNODC")
    ask(page, "Which office does Ms. Warda Henning work for?")
    expect(replies.last).to_contain_text("Limited to words of UNODC", timeout=20_000)
    expect(replies.last.locator('a[href^="#p-"]').first).to_be_visible()
    ask(page, "Which commission did Mr. Bingham speak for?")
    expect(replies).to_have_count(2)
    expect(replies.last).to_contain_text("The reports do not say.", timeout=20_000)
    page.locator("#in-speakers .token-remove").first.click()
    page.locator("#in-years input").click()
    page.get_by_role("option", name="2014").click()
    expect(page.locator("#scope")).to_contain_text("Search in 2014")
    ask(page, "Which commission did Mr. Bingham speak for?")
    expect(replies).to_have_count(3)
    expect(replies.last).to_contain_text("International Catholic Migration Commission", timeout=20_000)
    expect(replies.last).to_contain_text("Limited to ESA/P/WP.237")


@pytest.mark.browser
def test_a_turn_in_the_middle_is_deleted_and_stays_so(visit: Visit) -> None:
    page = visit()
    page.on("dialog", lambda d: d.accept())
    questions = ["Where did the meeting take place?", "What does CMS stand for?", "What did Mr. Sutherland say?"]
    for number, question in enumerate(questions):
        ask(page, question)
        expect(page.get_by_role("link", name="Delete")).to_have_count(number + 1, timeout=20_000)
    page.get_by_role("link", name="Delete").nth(1).press("Enter")
    expect(page.locator("#chat .user-row")).to_have_text([questions[0], questions[2]])
    page.locator("#chat .bot-row").nth(1).locator('a[href^="#p-"]').first.click()
    expect(page.locator("#source mark").first).to_be_visible()
    page.reload()
    expect(page.locator("#chat .user-row")).to_have_text([questions[0], questions[2]], timeout=20_000)
