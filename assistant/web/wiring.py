"""What each part of the page is wired to."""

from __future__ import annotations

import inspect
from collections.abc import Callable
from functools import wraps
from typing import Any

import gradio as gr

from assistant.errors import AssistantError
from assistant.web.handlers import Handlers
from assistant.web.layout import Parts, top_html
from assistant.web.shelf import Shelf
from assistant.web.taking import SAVE
from assistant.web.telling import told

__all__ = ["ASKING_AT_ONCE", "wire"]

ASKING_AT_ONCE = 4
"""Questions answered side by side; more wait in the queue. Answering is bound by the processor."""

_QUIET: dict[str, Any] = {"api_visibility": "private", "show_progress": "hidden"}
_NOW: dict[str, Any] = {**_QUIET, "queue": False}

# Whole in themselves, here and below: answers and a question may come before the page's own script.
_HEAR = "(told) => {{ (window.reportsTold ??= []).push([told, {}]); window.reportsHear?.(); }}"
_LISTED, _CHANGED = _HEAR.format("false"), _HEAR.format("true")
_SENDING = """(...given) => {
  window.reportsSent = given[0];
  document.getElementById('question').classList.toggle('sending', Boolean((given[0] || '').trim()));
  return given;
}"""
_SENT = "(now) => (now === window.reportsSent ? '' : now)"
_ENDED = "() => { document.getElementById('question').classList.remove('sending'); }"
_COPY = """(given) => {
  const {text, html} = JSON.parse(given || '{}');
  if (text) window.reportsCopy(text, 'Answer with footnotes', html);
}"""


def wire(p: Parts, on: Handlers, shelf: Shelf) -> None:
    """Join parts and handlers; to be called within the page's blocks."""
    telling, asking = _Telling(on), _Telling(on.asking)
    _wire_chat(p, telling, asking)
    _wire_library(p, telling, asking, _Telling(shelf))


class _Telling:
    """Handlers that tell on the page what fails on purpose, such as a database that is down.

    Each handler taken from it is a function object of its own: of one that several listeners share, Gradio would lower
    the limit to one.
    """

    def __init__(self, handlers: object) -> None:
        self._handlers = handlers

    def __getattr__(self, name: str) -> Callable[..., Any]:
        handler = getattr(self._handlers, name)

        @wraps(handler)
        def act(*given: Any, **named: Any) -> Any:
            try:
                return handler(*given, **named)
            except AssistantError as error:
                raise _said(error) from error

        @wraps(handler)
        def act_in_steps(*given: Any, **named: Any) -> Any:
            try:
                yield from handler(*given, **named)
            except AssistantError as error:
                raise _said(error) from error

        return act_in_steps if inspect.isgeneratorfunction(handler) else act


def _said(error: AssistantError) -> gr.Error:
    return gr.Error(told(error), print_exception=False)


def _wire_chat(p: Parts, on: Any, ask: Any) -> None:
    def listing(step: Any, *, changed: bool = False) -> None:
        # "multiple" here and below: of two changes of the conversation each is heard of, or the page would wait for it;
        # of two steps back in a row, or two citations, the second is not dropped.
        mode = "multiple" if changed else "always_last"
        listed = step.then(on.listed, [p.talk, p.find], [p.listed, p.address], trigger_mode=mode, **_NOW)
        listed.then(None, p.address, None, js=_CHANGED if changed else _LISTED, **_QUIET)

    def answering(step: Any) -> None:
        run = step.then(
            ask.answer, p.talk, [p.chat, p.talk], concurrency_limit=ASKING_AT_ONCE, concurrency_id="ask", **_QUIET
        )
        listing(run)

    shown = [p.chat, p.talk]
    scope = [p.reports, p.years, p.sessions, p.speakers]
    # "multiple": a question typed while the one before it is on its way is not dropped.
    typed = p.box.submit(ask.begin, [p.box, p.talk, *scope], shown, js=_SENDING, trigger_mode="multiple", **_NOW)
    typed.success(None, p.box, p.box, js=_SENT, **_QUIET)  # emptied, unless the reader has typed on
    typed.then(None, None, None, js=_ENDED, **_QUIET)
    for question in (
        typed,
        p.chat.example_select(ask.chosen, [p.talk, *scope], shown, **_NOW),
        p.chat.option_select(ask.chosen, [p.talk, *scope], shown, **_NOW),
        p.chat.retry(ask.again, p.talk, shown, **_NOW),
        p.chat.edit(ask.edited, p.talk, shown, **_NOW),
    ):
        answering(question)
    p.stop.click(ask.stop, p.talk, None, **_NOW)
    listing(p.source.delete_turn(ask.deleted, p.talk, shown, **_NOW))
    listing(p.chat.undo(ask.undone, p.talk, [p.box, *shown], **_NOW))
    listing(p.source.change_conversation(on.changed, p.talk, shown, trigger_mode="multiple", **_NOW), changed=True)
    listing(p.new.click(on.fresh, p.talk, [*shown, p.source], trigger_mode="multiple", **_NOW), changed=True)
    listing(p.page.load(on.opened, p.talk, shown, **_NOW), changed=True)
    p.page.load(_signed_in(p), None, p.top, **_NOW)
    p.find.change(on.listed, [p.talk, p.find], [p.listed, p.address], **_NOW)
    p.source.cite(on.source, p.talk, p.source, trigger_mode="multiple", **_NOW)
    p.source.find_words(on.found, None, p.source, **_NOW)
    p.chat.like(on.judged, p.talk, None, **_QUIET)  # through the queue, or its thanks would go to the log
    p.source.copy_answer(on.footnotes, p.talk, p.clip, **_NOW).then(None, p.clip, None, js=_COPY, **_QUIET)
    p.source.export_conversation(on.exported, p.talk, p.clip, **_NOW).success(None, p.clip, None, js=SAVE, **_QUIET)


def _wire_library(p: Parts, on: Any, ask: Any, shelf: Any) -> None:
    chosen = [p.reports, p.years, p.sessions, p.speakers]
    seen = [p.library, p.reports, p.years, p.sessions, p.scope]
    loaded = p.page.load(shelf.listed, chosen, seen, **_NOW).then(on.offered, None, p.chat, **_NOW)
    limited = loaded.then(ask.limited, [p.talk, *chosen], [p.reports, p.sessions, p.speakers], **_NOW)
    limited.then(shelf.scoped, chosen, [p.sessions, p.scope], **_NOW)
    for change in (p.reports.change, p.years.change, p.sessions.input, p.speakers.change):
        change(shelf.scoped, chosen, [p.sessions, p.scope], **_NOW)
    for change in (p.scope.expand, p.reports.input, p.years.input):
        change(shelf.voices, [p.reports, p.years, p.speakers], p.speakers, **_QUIET)
    added = p.upload.upload(
        shelf.add, p.upload, [p.status, p.upload], concurrency_limit=1, concurrency_id="adding", **_QUIET
    )
    p.source.only_report(shelf.only, None, p.reports, **_NOW)
    unlocked = p.source.unlock(shelf.unlock, None, p.status, concurrency_limit=1, concurrency_id="adding", **_QUIET)
    removed = p.source.remove_report(shelf.remove, None, [p.status, p.source], **_NOW)
    for step in (added, unlocked, removed):
        step.then(shelf.listed, chosen, seen, **_NOW).then(on.offered, None, p.chat, **_NOW)


def _signed_in(p: Parts) -> Callable[[gr.Request], Any]:
    def top(request: gr.Request) -> Any:
        return top_html(more=p.more, user=request.username) if request.username else gr.skip()

    return top
