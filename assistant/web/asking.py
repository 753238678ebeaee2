"""Asking: a question put into the conversation, answered word by word, stopped, repeated or changed."""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable, Iterator
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
from assistant.web.pacing import until
from assistant.web.scope import chosen
from assistant.web.security import owner_of
from assistant.web.telling import told

if TYPE_CHECKING:
    from assistant.workspace import Workspace

__all__ = ["Asking", "Messages", "named", "number_of", "shown"]

Messages = list[dict[str, Any]]

_log = logging.getLogger(__name__)

PATIENCE = 5.0
"""Seconds that a new question waits for the answer before it to end."""


def shown(workspace: Workspace, talk: Conversation) -> Messages:
    """The chat's value for a conversation."""
    return messages(talk, named(workspace), drafts=bool(workspace.settings.llm))


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
        self._running: dict[str, _Running] = {}  # by the turn's id: two pages may ask in one conversation

    def begin(
        self,
        question: str,
        talk: Conversation,
        reports: list[str] | None,
        years: list[str] | None,
        sessions: list[str] | None,
        speakers: list[str] | None,
        request: gr.Request,
    ) -> tuple[Any, Any]:
        """Put the question into the conversation at once, before anything is searched."""
        if not question or not question.strip():
            return gr.skip(), gr.skip()
        self._count(request)
        talk = self.settled(self.opened(talk, request), request)
        turn = Turn(question.strip(), sessions=tuple(sessions or ()), speakers=tuple(speakers or ()))
        try:
            searched = chosen(self.workspace.headers(), reports, years) if reports or years else []
            turn = replace(turn, reports=tuple(h.id for h in searched))
        except NotFoundError as error:
            turn = replace(turn, note=str(error))
        talk = self._changed(talk, lambda kept: kept.asking(turn), request)
        return shown(self.workspace, talk), talk

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
        return self.begin(str(question), talk, reports, years, sessions, speakers, request)

    def answer(self, talk: Conversation, request: gr.Request) -> Iterator[tuple[Any, Any]]:
        """Answer the last question, word by word as it comes; then offer questions that follow from it."""
        if not talk.turns or talk.turns[-1].settled or talk.turns[-1].id in self._running:
            # Ending without a word would empty the chat, with the reason why there is nothing to answer.
            yield gr.skip(), gr.skip()
            return
        asked, owner = talk.turns[-1].id, owner_of(request)
        running = self._running[asked] = _Running()
        before = shown(self.workspace, talk)[:-1]
        try:
            for grown in self._written(talk, running):
                talk = grown
                if not running.left:
                    yield [*before, shown(self.workspace, talk)[-1]], talk
            self._keep(talk, owner)
            offers = follow_ups(self.workspace, [t.question for t in talk.turns], talk.turns[-1].answer, running.stop)
            if offers and not running.left:
                talk = talk.with_last(offers=offers)
                self._keep(talk, owner)
                yield [*before, shown(self.workspace, talk)[-1]], talk
        finally:
            self._running.pop(asked, None)
            running.ended.set()

    def stop(self, talk: Conversation) -> None:
        """Have the running answer end; what was written stays."""
        if talk.turns and (running := self._running.get(talk.turns[-1].id)):
            running.stop.set()

    def opened(self, talk: Conversation, request: gr.Request) -> Conversation:
        """The conversation, or if the page has none yet, the one that its address names, or a new one."""
        if talk.id:
            return talk
        addressed = str(request.query_params.get("c", ""))[:40]
        return self.conversations.load(owner_of(request), addressed) or Conversation()

    def limited(
        self,
        talk: Conversation,
        reports: list[str] | None,
        years: list[str] | None,
        sessions: list[str] | None,
        speakers: list[str] | None,
        request: gr.Request,
    ) -> tuple[Any, Any, Any]:
        """The limits of its conversation's last question for a page that has just loaded, unless it has some already.

        Without them a reload would go on in all reports, and nothing would say so.
        """
        turns = self.opened(talk, request).turns
        if not turns or reports or years or sessions or speakers:
            return gr.skip(), gr.skip(), gr.skip()
        last, there = turns[-1], {h.id for h in self.workspace.headers()}
        return (
            gr.update(value=[r for r in last.reports if r in there]),
            gr.update(value=list(last.sessions)),
            # Who can be chosen is read when the choice is unfolded.
            gr.update(choices=list(last.speakers), value=list(last.speakers)),
        )

    def settled(self, talk: Conversation, request: gr.Request) -> Conversation:
        """The conversation with nothing in it still being written, as it is kept: another page may have gone on."""
        owner = owner_of(request)
        kept = self.conversations.load(owner, talk.id) or talk
        writing = [running for turn in kept.turns if (running := self._running.get(turn.id))]
        for running in writing:
            running.stop.set()
            running.left = not running.ended.wait(PATIENCE)
        if writing:
            kept = self.conversations.load(owner, talk.id) or kept
        if kept.turns and not kept.turns[-1].settled:
            kept = kept.with_last(note="Stopped.")
        return kept

    def again(self, talk: Conversation, event: gr.RetryData, request: gr.Request) -> tuple[Messages, Conversation]:
        """Ask the same question once more; what came after it goes."""
        return self._anew(talk, number_of(event.index), "", request)

    def edited(self, talk: Conversation, event: gr.EditData, request: gr.Request) -> tuple[Messages, Conversation]:
        """Ask a changed question in place of the old one; what came after it goes."""
        return self._anew(talk, number_of(event.index), from_text(_words(event.value)), request)

    def undone(self, talk: Conversation, event: gr.UndoData, request: gr.Request) -> tuple[str, Messages, Conversation]:
        """Take a question back into the question box; what this page shows below it goes."""
        gone = talk.turns[number_of(event.index) :]
        talk = self._changed(self.settled(talk, request), lambda kept: kept.without(*gone), request)
        return gone[0].question if gone else "", shown(self.workspace, talk), talk

    def deleted(self, talk: Conversation, event: gr.EventData, request: gr.Request) -> tuple[Messages, Conversation]:
        """Take one question and its answer out, wherever it stands."""
        number = (event._data or {}).get("turn")
        gone = talk.turns[number : number + 1] if isinstance(number, int) and number >= 0 else ()
        talk = self._changed(self.settled(talk, request), lambda kept: kept.without(*gone), request)
        return shown(self.workspace, talk), talk

    def _changed(
        self, talk: Conversation, change: Callable[[Conversation], Conversation], request: gr.Request
    ) -> Conversation:
        """The conversation changed as it is kept now. One that was deleted meanwhile stays so: a new one begins."""
        owner = owner_of(request)
        changed = self.conversations.change(owner, talk.id, change)
        if changed is None:
            # Without an owner nothing is ever kept, and this page alone holds it.
            changed = change(Conversation() if owner and talk.turns else talk)
            self.conversations.save(owner, changed)
        return changed

    def _keep(self, talk: Conversation, owner: str) -> None:
        """Keep the last turn, unless it was deleted meanwhile."""
        self.conversations.change(owner, talk.id, lambda kept: kept.with_turn(talk.turns[-1]))

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
            for event in until(stream, running.stop):
                if event.kind == "text":
                    talk = talk.with_last(partial=talk.turns[-1].partial + event.text)
                elif event.kind == "done" and event.answer is not None:
                    talk = talk.with_last(answer=event.answer.to_json(), partial="")
                yield talk
            if talk.turns[-1].answer is None:
                yield talk.with_last(note="Stopped.")
        except AssistantError as error:
            yield talk.with_last(note=told(error), partial="")
        except Exception:  # noqa: BLE001 - the reader is told in the chat, and the conversation stays usable
            _log.exception("an answer failed")
            yield talk.with_last(note="Something went wrong while answering. Try again.", partial="")

    def _count(self, request: gr.Request) -> None:
        try:
            self.limits.question(request)
        except LimitReachedError as error:
            raise gr.Error(str(error), print_exception=False) from error

    def _anew(
        self, talk: Conversation, number: int, question: str, request: gr.Request
    ) -> tuple[Messages, Conversation]:
        """Ask in place of a turn. What this page shows below it goes, what another page has added stays."""
        self._count(request)
        gone = talk.turns[number:]
        talk = self.settled(talk, request)
        if gone:
            old = gone[0]
            asked = Turn(question.strip() or old.question, None, "", "", old.reports, old.sessions, old.speakers)
            talk = self._changed(talk, lambda kept: kept.without(*gone).asking(asked), request)
        return shown(self.workspace, talk), talk


def _words(value: Any) -> str:
    if isinstance(value, list):
        return "".join(_words(v) for v in value)
    return str(value.get("text", "")) if isinstance(value, dict) else str(value)
