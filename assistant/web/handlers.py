"""What happens when something on the page is used; no layout here."""

from __future__ import annotations

import threading
from collections.abc import Iterator, Sequence
from dataclasses import replace
from html import escape
from typing import TYPE_CHECKING, Any

import gradio as gr

from assistant.errors import AssistantError, NotFoundError
from assistant.web import sources
from assistant.web.chat import from_text, messages
from assistant.web.conversations import Conversation, Conversations, Turn
from assistant.web.examples import Examples
from assistant.web.export import conversation_markdown, file_name, footnoted
from assistant.web.feedback import Feedback
from assistant.web.layout import FEEDBACK
from assistant.web.links import find, parse
from assistant.web.security import owner_of

if TYPE_CHECKING:
    from assistant.workspace import Workspace

__all__ = ["Handlers"]

Messages = list[dict[str, Any]]


class Handlers:
    """The page's events over one workspace. Each returns new values for the parts it names."""

    def __init__(self, workspace: Workspace, conversations: Conversations, feedback: Feedback) -> None:
        self.workspace = workspace
        self.conversations = conversations
        self.feedback = feedback
        self.examples = Examples(workspace)
        self._stops: dict[str, threading.Event] = {}

    # --- asking

    def begin(
        self,
        question: str,
        talk: Conversation,
        reports: list[str] | None,
        sessions: list[str] | None,
        request: gr.Request,
    ) -> tuple[str, Messages, Conversation]:
        """Put the question into the conversation at once, before anything is searched."""
        if not question or not question.strip():
            return "", self.shown(talk), talk
        turn = Turn(question.strip(), reports=tuple(reports or ()), sessions=tuple(sessions or ()))
        talk = talk.asking(turn)
        self.conversations.save(owner_of(request), talk)
        return "", self.shown(talk), talk

    def answer(self, talk: Conversation, request: gr.Request) -> Iterator[tuple[Messages, Conversation]]:
        """Answer the last question, word by word as it comes."""
        if not talk.turns or talk.turns[-1].answer is not None or talk.turns[-1].note:
            yield self.shown(talk), talk
            return
        turn = talk.turns[-1]
        before = self.shown(talk)[:-1]
        stop = self._stops[talk.id] = threading.Event()
        try:
            stream = self.workspace.ask_stream(
                turn.question, history=talk.history(), reports=turn.reports, sessions=turn.sessions
            )
            for event in stream:
                if stop.is_set():
                    talk = talk.with_last(note="Stopped.")
                    break
                if event.kind == "text":
                    talk = talk.with_last(partial=talk.turns[-1].partial + event.text)
                elif event.kind == "done" and event.answer is not None:
                    talk = talk.with_last(answer=event.answer.to_json(), partial="")
                yield [*before, self.shown(talk)[-1]], talk
        except AssistantError as error:
            talk = talk.with_last(note=str(error), partial="")
        except Exception:  # noqa: BLE001 - the reader is told in the chat, and the conversation stays usable
            talk = talk.with_last(note="Something went wrong while answering. Try again.", partial="")
        finally:
            self._stops.pop(talk.id, None)
        self.conversations.save(owner_of(request), talk)
        yield self.shown(talk), talk

    def stop(self, talk: Conversation) -> None:
        """Have the running answer end itself, which keeps what was written.

        Cancelling it from outside would race with its last words, and lose one or the other.
        """
        if running := self._stops.get(talk.id):
            running.set()

    def again(self, talk: Conversation, event: gr.RetryData) -> tuple[Messages, Conversation]:
        """Ask the same question once more; what came after it goes."""
        return self._asked_anew(talk, _number(event.index), None)

    def edited(self, talk: Conversation, event: gr.EditData) -> tuple[Messages, Conversation]:
        """Ask a changed question in place of the old one; what came after it goes."""
        return self._asked_anew(talk, _number(event.index), from_text(_words(event.value)))

    def undone(self, talk: Conversation, event: gr.UndoData, request: gr.Request) -> tuple[str, Messages, Conversation]:
        """Take a question back into the question box."""
        number = _number(event.index)
        question = talk.turns[number].question if number < len(talk.turns) else ""
        talk = talk.before(number)
        if talk.turns:
            self.conversations.save(owner_of(request), talk)
        else:
            self.conversations.delete(owner_of(request), talk.id)
        return question, self.shown(talk), talk

    def example(
        self,
        talk: Conversation,
        reports: list[str] | None,
        sessions: list[str] | None,
        event: gr.SelectData,
        request: gr.Request,
    ) -> tuple[Messages, Conversation]:
        """Ask one of the example questions."""
        return self.begin(str(event.value["text"]), talk, reports, sessions, request)[1:]

    def offered(self) -> dict[str, Any]:
        """The example questions of the reports that are in the library now."""
        return gr.update(examples=[{"text": q} for q in self.examples.questions()])

    def judged(self, talk: Conversation, event: gr.LikeData) -> None:
        """Keep what the reader says of an answer."""
        said = event.liked if isinstance(event.liked, str) else ("Like" if event.liked else "Dislike")
        if said in FEEDBACK and self.feedback.add(talk, _number(event.index), said):
            gr.Info("Noted, with the answer. Thank you.")

    def _asked_anew(self, talk: Conversation, number: int, question: str | None) -> tuple[Messages, Conversation]:
        if number >= len(talk.turns):
            return self.shown(talk), talk
        old = talk.turns[number]
        if question is None or not question.strip():
            question = old.question
        talk = talk.before(number).asking(replace(old, question=question.strip(), answer=None, partial="", note=""))
        return self.shown(talk), talk

    # --- reading

    def source(self, talk: Conversation, event: gr.EventData, request: gr.Request) -> str:
        """The source panel for the citation that was chosen.

        A page that opens on a permalink asks before its conversation is there; it is then taken from the store.
        """
        data = event._data or {}
        fragment = str(data.get("target", ""))[:400]
        turn, marker = _int(data.get("turn"), -1), _int(data.get("marker"), 0)
        if turn < 0 and not talk.turns:
            talk = self._addressed(request) or talk
        answers = [t.answer for t in talk.turns]
        return sources.source_html(self.workspace, fragment, _spans(answers, fragment, turn, marker))

    def shown(self, talk: Conversation) -> Messages:
        """The chat's value for a conversation."""
        return messages(talk, self.name)

    def name(self, ref: str) -> str:
        """How a citation of `ref` reads; the bare reference where it is no longer in the library."""
        try:
            report = self.workspace.report(parse(ref).report)
            return sources.reference(report, *find(report, parse(ref)))
        except AssistantError:
            return ref

    # --- taking along

    def footnotes(self, talk: Conversation, event: gr.EventData) -> str:
        """One answer as text with footnotes."""
        number = _int((event._data or {}).get("turn"), -1)
        answer = talk.turns[number].answer if 0 <= number < len(talk.turns) else None
        return footnoted(answer) if answer else ""

    def exported(self, talk: Conversation) -> str:
        """The conversation as Markdown, below a first line with the file's name."""
        if not talk.turns:
            raise gr.Error("There is nothing to export yet.", print_exception=False)
        return f"{file_name(talk)}\n{conversation_markdown(talk)}"

    # --- conversations

    def fresh(self, talk: Conversation) -> tuple[Messages, Conversation]:
        """An empty conversation; what is still being written in the old one ends."""
        self.stop(talk)
        return [], Conversation()

    def opened(self, request: gr.Request) -> tuple[Messages, Conversation]:
        """What a page that has just loaded shows: the conversation its address names, or an empty one."""
        talk = self._addressed(request) or Conversation()
        return self.shown(talk), talk

    def _addressed(self, request: gr.Request) -> Conversation | None:
        return self.conversations.load(owner_of(request), str(request.query_params.get("c", ""))[:40])

    def changed(self, talk: Conversation, event: gr.EventData, request: gr.Request) -> tuple[Messages, Conversation]:
        """Open, rename or delete a conversation in the list."""
        data, owner = event._data or {}, owner_of(request)
        act, chosen = data.get("act"), str(data.get("id", ""))[:40]
        if act != "rename":
            self.stop(talk)
        if act == "open":
            talk = self.conversations.load(owner, chosen) or talk
        elif act == "rename":
            title = str(data.get("title") or "")
            self.conversations.rename(owner, chosen, title)
            talk = self.conversations.load(owner, chosen) or talk if chosen == talk.id else talk
        elif act == "delete":
            self.conversations.delete(owner, chosen)
            talk = Conversation() if chosen == talk.id else talk
        return self.shown(talk), talk

    def listed(self, talk: Conversation, words: str, request: gr.Request) -> tuple[str, str]:
        """The list of conversations, and the id that belongs into the page's address."""
        rows = []
        for h in self.conversations.headings(owner_of(request), words or ""):
            here = ' aria-current="true"' if h.id == talk.id else ""
            common = f'type="button" data-conversation="{escape(h.id)}" data-title="{escape(h.title)}"'
            rows.append(
                f'<li><button {common} data-act="open" class="open"{here}>{escape(h.title)}</button>'
                f'<button {common} data-act="rename" aria-label="Rename {escape(h.title)}">✎</button>'
                f'<button {common} data-act="delete" aria-label="Delete {escape(h.title)}">✕</button></li>'
            )
        empty = '<p class="hint">Your questions are kept here, on this machine.</p>'
        return (f"<ul>{''.join(rows)}</ul>" if rows else empty), (talk.id if talk.turns else "")


def _number(index: Any) -> int:
    # With several parts in a message Gradio gives a pair, message and part.
    return int(index[0] if isinstance(index, (list, tuple)) else index) // 2


def _words(value: Any) -> str:
    if isinstance(value, list):
        return "".join(_words(v) for v in value)
    return str(value.get("text", "")) if isinstance(value, dict) else str(value)


def _int(value: Any, otherwise: int) -> int:
    return value if isinstance(value, int) else otherwise


def _spans(answers: Sequence[dict[str, Any] | None], fragment: str, turn: int, marker: int) -> list[Any]:
    try:
        target = parse(fragment)
    except NotFoundError:
        return []
    if target.label is None:
        return []
    ref = f"{target.report}/{target.session}/{target.label}"
    if 0 <= turn < len(answers):
        return sources.spans_of(answers[turn], ref, marker)
    # Not chosen in an answer: what the conversation last quoted from it.
    return next((found for a in reversed(answers) if (found := sources.spans_of(a, ref, None))), [])
