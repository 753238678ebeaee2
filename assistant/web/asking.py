"""Asking: a question put into the conversation, answered word by word, stopped, repeated or changed."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any

import gradio as gr

from assistant.errors import AssistantError, LimitReachedError, NotFoundError
from assistant.web import sources
from assistant.web.chat import Names, from_text, messages
from assistant.web.conversations import Conversation, Conversations, Turn
from assistant.web.examples import follow_ups
from assistant.web.limits import Limits
from assistant.web.links import find, parse
from assistant.web.scope import chosen
from assistant.web.security import owner_of

if TYPE_CHECKING:
    from assistant.workspace import Workspace

__all__ = ["Asking", "Messages", "named", "number_of", "shown"]

Messages = list[dict[str, Any]]

PATIENCE = 5.0
"""Seconds that a new question waits for the answer before it to end."""


def shown(workspace: Workspace, talk: Conversation) -> Messages:
    """The chat's value for a conversation."""
    return messages(talk, named(workspace))


def named(workspace: Workspace) -> Names:
    """What says how a citation of a paragraph reads."""

    def name(ref: str) -> str:
        try:
            target = parse(ref)
            report = workspace.report(target.report)
            if target.session is None:
                return report.name
            return sources.reference(report, *find(report, target))
        except AssistantError:
            return ref  # no longer in the library

    return name


def number_of(index: Any) -> int:
    """The turn that the chat's message `index` belongs to."""
    # With several parts in a message Gradio gives a pair, message and part.
    return int(index[0] if isinstance(index, (list, tuple)) else index) // 2


@dataclass(slots=True)
class _Running:
    """An answer being written. It ends itself when told to: cancelling it would race with its last words."""

    stop: threading.Event = field(default_factory=threading.Event)
    ended: threading.Event = field(default_factory=threading.Event)
    left: bool = False


class Asking:
    """The events of asking over one workspace."""

    def __init__(self, workspace: Workspace, conversations: Conversations, limits: Limits) -> None:
        self.workspace = workspace
        self.conversations = conversations
        self.limits = limits
        self._running: dict[str, _Running] = {}

    def begin(
        self,
        question: str,
        talk: Conversation,
        reports: list[str] | None,
        years: list[str] | None,
        sessions: list[str] | None,
        speakers: list[str] | None,
        request: gr.Request,
    ) -> tuple[Any, Any, Any]:
        """Put the question into the conversation at once, before anything is searched."""
        if not question or not question.strip():
            # Nothing is set, not even what is there already: the reader may be typing meanwhile.
            return gr.skip(), gr.skip(), gr.skip()
        self._count(request)
        talk = self.settled(self.opened(talk, request), request)
        turn = Turn(question.strip(), sessions=tuple(sessions or ()), speakers=tuple(speakers or ()))
        try:
            searched = chosen(self.workspace.headers(), reports, years) if reports or years else []
            turn = replace(turn, reports=tuple(h.id for h in searched))
        except NotFoundError as error:
            turn = replace(turn, note=str(error))
        talk = talk.asking(turn)
        self.conversations.save(owner_of(request), talk)
        return "", shown(self.workspace, talk), talk

    def chosen(
        self,
        talk: Conversation,
        reports: list[str] | None,
        years: list[str] | None,
        sessions: list[str] | None,
        speakers: list[str] | None,
        event: gr.SelectData,
        request: gr.Request,
    ) -> tuple[Any, Any]:
        """Ask a question that the page offered."""
        question = event.value["text"] if isinstance(event.value, dict) else event.value
        return self.begin(str(question), talk, reports, years, sessions, speakers, request)[1:]

    def answer(self, talk: Conversation, request: gr.Request) -> Iterator[tuple[Messages, Conversation]]:
        """Answer the last question, word by word as it comes; then offer questions that follow from it."""
        if not talk.turns or talk.turns[-1].settled or talk.id in self._running:
            return
        running = self._running[talk.id] = _Running()
        before = shown(self.workspace, talk)[:-1]
        try:
            for grown in self._written(talk, running):
                talk = grown
                if not running.left:
                    yield [*before, shown(self.workspace, talk)[-1]], talk
            self.conversations.save(owner_of(request), talk)
            offers = follow_ups(self.workspace, [t.question for t in talk.turns], talk.turns[-1].answer, running.stop)
            if offers and not running.left:
                talk = talk.with_last(offers=offers)
                self.conversations.save(owner_of(request), talk)
                yield [*before, shown(self.workspace, talk)[-1]], talk
        finally:
            self._running.pop(talk.id, None)
            running.ended.set()

    def stop(self, talk: Conversation) -> None:
        """Have the running answer end; what was written stays."""
        if running := self._running.get(talk.id):
            running.stop.set()

    def opened(self, talk: Conversation, request: gr.Request) -> Conversation:
        """The conversation, or if the page has none yet, the one that its address names, or a new one."""
        if talk.id:
            return talk
        addressed = str(request.query_params.get("c", ""))[:40]
        return self.conversations.load(owner_of(request), addressed) or Conversation()

    def settled(self, talk: Conversation, request: gr.Request) -> Conversation:
        """The conversation with nothing in it still being written."""
        if running := self._running.get(talk.id):
            running.stop.set()
            running.left = not running.ended.wait(PATIENCE)
            talk = self.conversations.load(owner_of(request), talk.id) or talk
        if talk.turns and not talk.turns[-1].settled:
            talk = talk.with_last(note="Stopped.")
        return talk

    def again(self, talk: Conversation, event: gr.RetryData, request: gr.Request) -> tuple[Messages, Conversation]:
        """Ask the same question once more; what came after it goes."""
        return self._anew(talk, number_of(event.index), "", request)

    def edited(self, talk: Conversation, event: gr.EditData, request: gr.Request) -> tuple[Messages, Conversation]:
        """Ask a changed question in place of the old one; what came after it goes."""
        return self._anew(talk, number_of(event.index), from_text(_words(event.value)), request)

    def undone(self, talk: Conversation, event: gr.UndoData, request: gr.Request) -> tuple[str, Messages, Conversation]:
        """Take a question back into the question box."""
        talk = self.settled(talk, request)
        number = number_of(event.index)
        question = talk.turns[number].question if number < len(talk.turns) else ""
        self._keep(talk := talk.before(number), request)
        return question, shown(self.workspace, talk), talk

    def deleted(self, talk: Conversation, event: gr.EventData, request: gr.Request) -> tuple[Messages, Conversation]:
        """Take one question and its answer out, wherever it stands."""
        talk = self.settled(talk, request)
        number = (event._data or {}).get("turn")
        if isinstance(number, int):
            self._keep(talk := talk.without(number), request)
        return shown(self.workspace, talk), talk

    def _keep(self, talk: Conversation, request: gr.Request) -> None:
        if talk.turns:
            self.conversations.save(owner_of(request), talk)
        else:
            self.conversations.delete(owner_of(request), talk.id)

    def _written(self, talk: Conversation, running: _Running) -> Iterator[Conversation]:
        turn = talk.turns[-1]
        try:
            stream = self.workspace.ask_stream(
                turn.question,
                history=talk.history(),
                reports=turn.reports,
                sessions=turn.sessions,
                speakers=turn.speakers,
            )
            for event in stream:
                if running.stop.is_set():
                    yield talk.with_last(note="Stopped.")
                    return
                if event.kind == "text":
                    talk = talk.with_last(partial=talk.turns[-1].partial + event.text)
                elif event.kind == "done" and event.answer is not None:
                    talk = talk.with_last(answer=event.answer.to_json(), partial="")
                yield talk
        except AssistantError as error:
            yield talk.with_last(note=str(error), partial="")
        except Exception:  # noqa: BLE001 - the reader is told in the chat, and the conversation stays usable
            yield talk.with_last(note="Something went wrong while answering. Try again.", partial="")

    def _count(self, request: gr.Request) -> None:
        try:
            self.limits.question(request)
        except LimitReachedError as error:
            raise gr.Error(str(error), print_exception=False) from error

    def _anew(
        self, talk: Conversation, number: int, question: str, request: gr.Request
    ) -> tuple[Messages, Conversation]:
        self._count(request)
        talk = self.settled(talk, request)
        if number < len(talk.turns):
            old = talk.turns[number]
            asked = Turn(question.strip() or old.question, None, "", "", old.reports, old.sessions, old.speakers)
            first = number == 0
            talk = replace(talk.before(number), title="" if first else talk.title).asking(asked)
        return shown(self.workspace, talk), talk


def _words(value: Any) -> str:
    if isinstance(value, list):
        return "".join(_words(v) for v in value)
    return str(value.get("text", "")) if isinstance(value, dict) else str(value)
