"""One conversation open in two tabs: neither loses what the other has asked."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import gradio as gr
import pytest
from page_support import Visit, ask
from playwright.sync_api import expect

from assistant.web.asking import Asking
from assistant.web.conversations import UNOPENED, Conversation, Conversations, Turn
from assistant.web.feedback import Feedback
from assistant.web.handlers import Handlers
from assistant.web.limits import Limits
from assistant.workspace import Workspace

WHO, WHERE, WHAT, WHICH = (
    "Which office does Ms. Warda Henning work for?",
    "Where did the meeting take place?",
    "What does CMS stand for?",
    "Which commission did Mr. Bingham speak for?",
)
ADA = gr.Request(username="ada", query_params={})
HERE = "esa-p-wp-237"


class Tab:
    """What one tab holds, and what it asks of the server."""

    def __init__(self, asking: Asking, talk: Conversation) -> None:
        self.asking, self.talk = asking, talk

    def ask(self, question: str) -> Tab:
        """Put a question and have it answered."""
        self.begin(question)
        return self.answer()

    def begin(self, question: str) -> None:
        self.talk = self.asking.begin(question, self.talk, None, None, None, None, ADA)[1]

    def answer(self) -> Tab:
        for _, grown in self.asking.answer(self.talk, ADA):
            self.talk = grown
        return self

    def edit(self, number: int, question: str) -> Tab:
        """Ask another question in place of one."""
        event = gr.EditData(None, {"index": 2 * number, "value": question, "previous_value": ""})
        self.talk = self.asking.edited(self.talk, event, ADA)[1]
        return self.answer()

    def again(self, number: int) -> Tab:
        event = gr.RetryData(None, {"index": 2 * number, "value": ""})
        self.talk = self.asking.again(self.talk, event, ADA)[1]
        return self.answer()

    def undo(self, number: int) -> str:
        """Take a question back; gives what stands in the question box then."""
        event = gr.UndoData(None, {"index": 2 * number, "value": ""})
        question, _, self.talk = self.asking.undone(self.talk, event, ADA)
        return question

    def delete(self, number: int) -> None:
        self.talk = self.asking.deleted(self.talk, gr.EventData(None, {"turn": number}), ADA)[1]

    @property
    def questions(self) -> list[str]:
        return [t.question for t in self.talk.turns]


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Conversations]:
    found = Conversations(tmp_path / "c.sqlite3")
    yield found
    found.close()


@pytest.fixture
def tabs(corpus_workspace: Workspace, store: Conversations) -> Callable[..., list[Tab]]:
    """Two tabs with the same conversation, in which these questions were asked."""

    def opened(*questions: str) -> list[Tab]:
        asking = Asking(corpus_workspace, store, Limits(corpus_workspace.settings))
        first = Tab(asking, UNOPENED)
        for question in questions:
            first.ask(question)
        found = store.load("user:ada", first.talk.id)
        assert found is not None
        return [first, Tab(asking, found)]

    return opened


def kept(store: Conversations, tab: Tab) -> list[tuple[str, bool]]:
    """What the store holds: each question, and whether it was answered."""
    found = store.load("user:ada", tab.talk.id)
    return [(t.question, t.answer is not None) for t in found.turns] if found else []


def test_what_was_asked_in_the_other_tab_is_kept_and_shown(store: Conversations, tabs: Callable[..., Any]) -> None:
    one, two = tabs(WHO)
    one.ask(WHERE)
    two.ask(WHAT)
    assert kept(store, one) == [(WHO, True), (WHERE, True), (WHAT, True)]
    assert two.questions == [WHO, WHERE, WHAT]
    one.ask(WHICH)
    assert one.questions == [WHO, WHERE, WHAT, WHICH]
    assert len(kept(store, one)) == 4


def test_two_questions_begun_at_once_are_both_answered(store: Conversations, tabs: Callable[..., Any]) -> None:
    one, two = tabs(WHO)
    one.begin(WHERE)
    two.begin(WHAT)
    two.answer()
    one.answer()
    assert kept(store, one) == [(WHO, True), (WHERE, True), (WHAT, True)]


@pytest.mark.parametrize("again", [False, True])
def test_asking_anew_takes_only_what_the_tab_shows(
    store: Conversations, tabs: Callable[..., Any], *, again: bool
) -> None:
    one, two = tabs(WHO, WHERE)
    two.ask(WHAT)
    if again:
        one.again(0)
    else:
        one.edit(0, WHICH)
    assert kept(store, one) == [(WHAT, True), (WHO if again else WHICH, True)]
    assert one.questions == [q for q, _ in kept(store, one)]


def test_a_question_is_deleted_wherever_it_stands_by_now(store: Conversations, tabs: Callable[..., Any]) -> None:
    one, two = tabs(WHO, WHERE, WHAT)
    two.delete(0)
    one.delete(1)
    assert kept(store, one) == [(WHAT, True)]
    two.delete(0)  # which is gone already
    assert two.questions == [WHAT]
    one.delete(0)
    assert kept(store, one) == []


def test_a_question_is_taken_back_and_those_of_the_other_tab_stay(
    store: Conversations, tabs: Callable[..., Any]
) -> None:
    one, two = tabs(WHO, WHERE)
    two.ask(WHAT)
    assert one.undo(1) == WHERE
    assert one.questions == [WHO, WHAT]
    assert kept(store, one) == [(WHO, True), (WHAT, True)]


def test_what_was_deleted_while_it_was_answered_stays_so(store: Conversations, tabs: Callable[..., Any]) -> None:
    one, two = tabs(WHO)
    one.begin(WHERE)
    two.begin(WHAT)
    two.delete(1)
    one.answer()
    assert [q for q, _ in kept(store, one)] == [WHO, WHAT]
    store.delete("user:ada", one.talk.id)
    two.answer()
    assert kept(store, one) == []


def test_a_conversation_deleted_in_the_other_tab_does_not_come_back(
    store: Conversations, tabs: Callable[..., Any]
) -> None:
    one, two = tabs(WHO, WHERE)
    old = one.talk.id
    store.delete("user:ada", old)
    one.ask(WHAT)
    assert store.load("user:ada", old) is None
    assert one.questions == [WHAT]
    assert kept(store, one) == [(WHAT, True)]
    two.edit(0, WHICH)
    assert two.questions == [WHICH]
    assert len(store.headings("user:ada")) == 2
    two.delete(0)
    two.delete(0)
    assert [h.id for h in store.headings("user:ada")] == [one.talk.id]


@pytest.mark.parametrize(("reports", "years"), [([HERE], ["1999"]), (["removed meanwhile"], None)])
def test_a_question_for_which_nothing_is_searched_says_why_and_stays(
    corpus_workspace: Workspace, store: Conversations, reports: list[str], years: list[str] | None
) -> None:
    asking = Asking(corpus_workspace, store, Limits(corpus_workspace.settings))
    tab = Tab(asking, UNOPENED).ask(WHO)
    seen, talk = asking.begin(WHERE, tab.talk, reports, years, None, None, ADA)
    assert "No report in the library is of what is chosen" in seen[-1]["content"]
    # What comes after it must leave the chat as it is: a step that gives nothing would empty it.
    assert list(asking.answer(talk, ADA)) == [(gr.skip(), gr.skip())]


def test_the_list_says_what_it_leaves_out(corpus_workspace: Workspace, store: Conversations, tmp_path: Path) -> None:
    on = Handlers(corpus_workspace, store, Feedback(tmp_path / "f.jsonl"), Limits(corpus_workspace.settings))
    assert "kept here, for you alone" in on.listed(UNOPENED, "", ADA)[0]
    for number in range(200):
        store.save("user:ada", Conversation().asking(Turn(f"Question {number}?")))
    assert "hint" not in on.listed(UNOPENED, "", ADA)[0]
    store.save("user:ada", Conversation().asking(Turn("One more question?")))
    shown = on.listed(UNOPENED, "", ADA)[0]
    assert shown.count("<li>") == 200
    assert "The latest 200 of all; search finds the others." in shown
    assert "The latest 200 of those with these words." in on.listed(UNOPENED, "question", ADA)[0]
    assert "hint" not in on.listed(UNOPENED, "more", ADA)[0]
    assert "No conversation has these words." in on.listed(UNOPENED, "zebra", ADA)[0]


def test_the_first_question_asked_anew_gives_the_title(store: Conversations, tabs: Callable[..., Any]) -> None:
    one, _ = tabs(WHO, WHERE)
    one.edit(0, WHICH)
    assert [h.title for h in store.headings("user:ada")] == [WHICH]
    one.undo(0)
    assert store.headings("user:ada") == []
    one.ask(WHAT)
    assert [h.title for h in store.headings("user:ada")] == [WHAT]


@pytest.mark.browser
def test_both_tabs_of_a_browser_keep_their_questions(visit: Visit) -> None:
    one = visit()
    answers = 'a[href^="#copy-"]'

    def asked(page: Any, question: str, count: int) -> None:
        ask(page, question)
        expect(page.locator(answers)).to_have_count(count, timeout=20_000)

    asked(one, WHO, 1)
    expect(one).to_have_url(re.compile(r"\?c="))
    two = one.context.new_page()
    two.goto(one.url)
    expect(two.locator(answers)).to_have_count(1, timeout=20_000)
    asked(one, WHERE, 2)
    asked(two, WHAT, 3)
    expect(two.locator("#chat .user-row")).to_have_text([WHO, WHERE, WHAT])
    one.reload()
    expect(one.locator("#chat .user-row")).to_have_text([WHO, WHERE, WHAT], timeout=20_000)


@pytest.mark.browser
def test_more_tabs_than_a_browser_has_connections(visit: Visit) -> None:
    first = visit()
    for _ in range(7):
        tab = first.context.new_page()
        tab.goto(first.url)
        expect(tab.locator("#library .report").first).to_be_visible(timeout=20_000)
    for asking in (first.context.pages[-1], first):
        ask(asking, WHO)
        expect(asking.locator("#chat .bot-row").last).to_contain_text("UNODC", timeout=20_000)
