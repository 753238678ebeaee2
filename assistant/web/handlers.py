"""What happens when something on the page is used; no layout here."""

from __future__ import annotations

import json
import time
from collections.abc import Sequence
from html import escape
from typing import TYPE_CHECKING, Any

import gradio as gr

from assistant.errors import NotFoundError
from assistant.web import sources
from assistant.web.asking import Asking, Messages, named, number_of, shown
from assistant.web.chat import as_text
from assistant.web.conversations import Conversation, Conversations
from assistant.web.examples import Examples
from assistant.web.export import FORMATS, copied, exported
from assistant.web.feedback import Feedback
from assistant.web.layout import FEEDBACK, WELCOME
from assistant.web.limits import Limits
from assistant.web.links import parse
from assistant.web.security import owner_of
from assistant.web.taking import save

if TYPE_CHECKING:
    from assistant.workspace import Workspace

__all__ = ["Handlers"]


NAMED = 6
LISTED = 200
"""Conversations that the list shows."""
EMPTY_LIBRARY = "\n\n<small>There are no reports yet: add some to the library first.</small>"


class Handlers:
    """The page's events over one workspace. Each returns new values for the parts it names."""

    def __init__(self, workspace: Workspace, conversations: Conversations, feedback: Feedback, limits: Limits) -> None:
        self.workspace = workspace
        self.conversations = conversations
        self.feedback = feedback
        self.examples = Examples(workspace)
        self.asking = Asking(workspace, conversations, limits)

    def offered(self) -> dict[str, Any]:
        """What an empty chat shows: the reports that are in the library now, and questions that they answer."""
        names = [h.name for h in self.workspace.headers()]
        more = f" and {len(names) - NAMED} more" if len(names) > NAMED else ""
        held = f"\n\n<small>In the library: {as_text(', '.join(names[:NAMED]))}{more}.</small>" if names else ""
        return gr.update(
            examples=[{"text": q} for q in self.examples.questions()], placeholder=f"{WELCOME}{held or EMPTY_LIBRARY}"
        )

    def judged(self, talk: Conversation, event: gr.LikeData) -> None:
        """Keep what the reader says of an answer."""
        said = event.liked if isinstance(event.liked, str) else ("Like" if event.liked else "Dislike")
        if said in FEEDBACK and self.feedback.add(talk, number_of(event.index), said):
            gr.Info("Noted, with the answer. Thank you.")

    # --- reading

    def source(self, talk: Conversation, event: gr.EventData, request: gr.Request) -> str:
        """The source panel for the citation that was chosen; empty for none.

        A page that opens on a permalink asks before its conversation is there; it is then taken from the store.
        """
        data = event._data or {}
        fragment = str(data.get("target", ""))[:400]
        if not fragment:
            return sources.EMPTY
        turn, marker = _int(data.get("turn"), -1), _int(data.get("marker"), 0)
        if turn < 0:
            talk = self.asking.opened(talk, request)
        answers = [t.answer for t in talk.turns]
        spans = _spans(answers, fragment, turn, marker)
        return sources.source_html(self.workspace, fragment, spans, original=data.get("original") is True)

    def found(self, event: gr.EventData) -> str:
        """The source panel with the paragraphs of a report that hold certain words."""
        data = event._data or {}
        return sources.found_html(self.workspace, str(data.get("report", ""))[:200], str(data.get("words", "")))

    # --- taking along

    def footnotes(self, talk: Conversation, event: gr.EventData) -> str:
        """One answer with footnotes, for the clipboard: as text and as HTML, in JSON."""
        number = _int((event._data or {}).get("turn"), -1)
        if not 0 <= number < len(talk.turns):
            return ""
        text, html = copied(talk.turns[number], named(self.workspace))
        return json.dumps({"text": text, "html": html})

    def exported(self, talk: Conversation, event: gr.EventData) -> str:
        """The conversation as a file of the kind that was chosen, for the browser to save."""
        ending = str((event._data or {}).get("ending", ""))
        if not talk.turns or ending not in FORMATS:
            return ""
        return save(*exported(talk, ending, named(self.workspace)))

    # --- conversations

    def fresh(self, talk: Conversation, request: gr.Request) -> tuple[Messages, Conversation, str]:
        """An empty conversation and no source; what is still being written in the old one ends."""
        self.asking.settled(talk, request)
        return [], Conversation(), sources.EMPTY

    def opened(self, talk: Conversation, request: gr.Request) -> tuple[Any, Any]:
        """What a page that has just loaded shows, if anything: a question that comes meanwhile is not taken away."""
        found = self.asking.opened(talk, request)
        if talk.id or not found.turns:
            return gr.skip(), gr.skip()
        return shown(self.workspace, found), found

    def changed(self, talk: Conversation, event: gr.EventData, request: gr.Request) -> tuple[Messages, Conversation]:
        """Open, rename or delete a conversation in the list."""
        data, owner = event._data or {}, owner_of(request)
        act, chosen = data.get("act"), str(data.get("id", ""))[:40]
        if act != "rename":
            self.asking.settled(talk, request)
        if act == "open":
            talk = self.conversations.load(owner, chosen) or talk
        elif act == "rename":
            title = str(data.get("title") or "")
            self.conversations.rename(owner, chosen, title)
            talk = self.conversations.load(owner, chosen) or talk if chosen == talk.id else talk
        elif act == "delete":
            self.conversations.delete(owner, chosen)
            talk = Conversation() if chosen == talk.id else talk
        return shown(self.workspace, talk), talk

    def listed(self, talk: Conversation, words: str, request: gr.Request) -> tuple[str, str]:
        """The list of conversations, and the id that belongs into the page's address, after when that was so (µs)."""
        now = time.monotonic_ns() // 1000
        rows = []
        found = self.conversations.headings(owner_of(request), words or "", LISTED + 1)
        for h in found[:LISTED]:
            here = ' aria-current="true"' if h.id == talk.id else ""
            common = f'type="button" data-conversation="{escape(h.id)}" data-title="{escape(h.title)}"'
            rows.append(
                f'<li><button {common} data-act="open" class="open"{here}>{escape(h.title)}</button>'
                f'<button {common} data-act="rename" aria-label="Rename {escape(h.title)}">✎</button>'
                f'<button {common} data-act="delete" aria-label="Delete {escape(h.title)}">✕</button></li>'
            )
        sought = bool((words or "").strip())
        shown = f"<ul>{''.join(rows)}</ul>" if rows else ""
        return f"{shown}{_hint(len(found), sought, request)}", f"{now} {talk.id if talk.turns else ''}"


def _hint(found: int, sought: bool, request: gr.Request) -> str:
    """What the list of conversations does not show by itself."""
    if found > LISTED:
        those = "those with these words" if sought else "all; search finds the others"
        said = f"The latest {LISTED} of {those}."
    elif found:
        return ""
    elif sought:
        said = "No conversation has these words."
    else:
        said = f"Your questions are kept here, for {'you alone' if request.username else 'this browser'}."
    return f'<p class="hint">{said}</p>'


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
