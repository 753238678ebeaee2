"""What each part of the page is wired to."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import gradio as gr

from assistant.web.handlers import Handlers
from assistant.web.layout import Parts, top_html
from assistant.web.shelf import Shelf
from assistant.web.taking import SAVE

__all__ = ["ASKING_AT_ONCE", "wire"]

ASKING_AT_ONCE = 4
"""Questions answered side by side; more wait in the queue. Answering is bound by the processor."""

_QUIET: dict[str, Any] = {"api_visibility": "private", "show_progress": "hidden"}
_NOW: dict[str, Any] = {**_QUIET, "queue": False}

_ADDRESS = """(id) => {
  const url = new URL(location.href);
  if (id) url.searchParams.set('c', id); else url.searchParams.delete('c');
  history.replaceState(history.state, '', url);
}"""
_COPY = "(words) => { window.reportsCopy(words, 'Answer with footnotes'); }"


def wire(p: Parts, on: Handlers, shelf: Shelf) -> None:
    """Join parts and handlers; to be called within the page's blocks."""
    _wire_chat(p, on)
    _wire_library(p, on, shelf)


def _wire_chat(p: Parts, on: Handlers) -> None:
    def listing(step: Any) -> None:
        step.then(_own(on.listed), [p.talk, p.find], [p.listed, p.address], **_NOW)

    def answering(step: Any) -> None:
        # One function object a listener: Gradio would else lower the limit of all to one.
        run = step.then(
            _own(ask.answer), p.talk, [p.chat, p.talk], concurrency_limit=ASKING_AT_ONCE, concurrency_id="ask", **_QUIET
        )
        listing(run)

    ask = on.asking
    shown = [p.chat, p.talk]
    scope = [p.reports, p.years, p.sessions, p.speakers]
    for question in (
        # "multiple": a question typed while the one before it is on its way is not dropped.
        p.box.submit(ask.begin, [p.box, p.talk, *scope], [p.box, *shown], trigger_mode="multiple", **_NOW),
        p.chat.example_select(ask.chosen, [p.talk, *scope], shown, **_NOW),
        p.chat.option_select(_own(ask.chosen), [p.talk, *scope], shown, **_NOW),
        p.chat.retry(ask.again, p.talk, shown, **_NOW),
        p.chat.edit(ask.edited, p.talk, shown, **_NOW),
    ):
        answering(question)
    p.stop.click(ask.stop, p.talk, None, **_NOW)
    listing(p.source.delete_turn(ask.deleted, p.talk, shown, **_NOW))
    listing(p.chat.undo(ask.undone, p.talk, [p.box, *shown], **_NOW))
    listing(p.source.change_conversation(on.changed, p.talk, shown, **_NOW))
    listing(p.new.click(on.fresh, p.talk, [*shown, p.source], **_NOW))
    listing(p.page.load(on.opened, p.talk, shown, **_NOW))
    p.page.load(_signed_in(p), None, p.top, **_NOW)
    p.find.change(_own(on.listed), [p.talk, p.find], [p.listed, p.address], **_NOW)
    p.address.change(None, p.address, None, js=_ADDRESS, **_QUIET)
    p.source.cite(on.source, p.talk, p.source, **_NOW)
    p.source.find_words(on.found, None, p.source, **_NOW)
    p.chat.like(on.judged, p.talk, None, **_QUIET)  # through the queue, or its thanks would go to the log
    p.source.copy_answer(on.footnotes, p.talk, p.clip, **_NOW).then(None, p.clip, None, js=_COPY, **_QUIET)
    p.source.export_conversation(on.exported, p.talk, p.clip, **_NOW).success(None, p.clip, None, js=SAVE, **_QUIET)


def _wire_library(p: Parts, on: Handlers, shelf: Shelf) -> None:
    chosen = [p.reports, p.years, p.sessions, p.speakers]
    seen = [p.library, p.reports, p.years, p.sessions, p.scope]
    loaded = p.page.load(shelf.listed, chosen, seen, **_NOW).then(on.offered, None, p.chat, **_NOW)
    limited = loaded.then(on.asking.limited, [p.talk, *chosen], [p.reports, p.sessions, p.speakers], **_NOW)
    limited.then(_own(shelf.scoped), chosen, [p.sessions, p.scope], **_NOW)
    for change in (p.reports.change, p.years.change, p.sessions.input, p.speakers.change):
        change(_own(shelf.scoped), chosen, [p.sessions, p.scope], **_NOW)
    for change in (p.scope.expand, p.reports.input, p.years.input):
        change(_own(shelf.voices), [p.reports, p.years, p.speakers], p.speakers, **_QUIET)
    added = p.upload.upload(
        shelf.add, p.upload, [p.status, p.upload], concurrency_limit=1, concurrency_id="adding", **_QUIET
    )
    p.source.only_report(shelf.only, None, p.reports, **_NOW)
    unlocked = p.source.unlock(shelf.unlock, None, p.status, concurrency_limit=1, concurrency_id="adding", **_QUIET)
    removed = p.source.remove_report(shelf.remove, None, [p.status, p.source], **_NOW)
    for step in (added, unlocked, removed):
        step.then(_own(shelf.listed), chosen, seen, **_NOW).then(_own(on.offered), None, p.chat, **_NOW)


def _signed_in(p: Parts) -> Callable[[gr.Request], Any]:
    def top(request: gr.Request) -> Any:
        return top_html(more=p.more, user=request.username) if request.username else gr.skip()

    return top


def _own(function: Callable[..., Any]) -> Callable[..., Any]:
    """The same method as an object of its own; a generator stays one."""
    bound: Callable[..., Any] = function.__func__.__get__(function.__self__)  # type: ignore[attr-defined]
    return bound
