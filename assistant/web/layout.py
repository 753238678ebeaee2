"""How the parts of the page lie: three columns under a bar; what they do is in `wiring`."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from html import escape

import gradio as gr

from assistant.web.conversations import UNOPENED
from assistant.web.sources import EMPTY
from assistant.web.theme import script

__all__ = ["ACCEPTED", "FEEDBACK", "TITLE", "WELCOME", "Parts", "lay_out", "top_html"]

TITLE = "Meeting reports"
ACCEPTED = (".docx", ".htm", ".html", ".jsonl", ".md", ".pdf", ".text", ".txt")
"""What the reader takes."""
FEEDBACK = (
    "Like",
    "Dislike",
    "Wrong paragraph",
    "Wrong fact",
    "Wrong speaker",
    "Should not have answered",
    "Should have answered",
)
"""What a reader can say of an answer. Gradio draws thumbs for the first two, a list for the others."""

WELCOME = (
    "## Ask the reports\n\nAnswers are made of the reports’ own words. Every sentence carries its paragraph; "
    "every quote is checked against it. Where the reports do not say, you are told so."
)


_SKIP = '<a class="skip" href="#question">To the question</a>'
_EXPORT = (
    "<details><summary>Export</summary><div>"
    '<button type="button" data-export="docx">Word</button><button type="button" data-export="pdf">PDF</button>'
    '<button type="button" data-export="md">Markdown</button></div></details>'
)

_REFUSED = (600, 3600)
"""How often uploads are looked at that Gradio refused by itself, and the age at which they are deleted, in seconds."""


@dataclass(frozen=True, slots=True)
class Parts:
    """The parts of the page that something happens to."""

    page: gr.Blocks
    more: bool
    top: gr.HTML
    talk: gr.State
    new: gr.Button
    find: gr.Textbox
    listed: gr.HTML
    library: gr.HTML
    upload: gr.File
    status: gr.HTML
    chat: gr.Chatbot
    scope: gr.Accordion
    reports: gr.Dropdown
    years: gr.Dropdown
    sessions: gr.Dropdown
    speakers: gr.Dropdown
    box: gr.Textbox
    stop: gr.Button
    source: gr.HTML
    address: gr.Textbox
    clip: gr.Textbox


def lay_out(examples: Sequence[str], further: Callable[[gr.Blocks], None] | None = None) -> Parts:
    """Make all parts of the page; `further` adds another view, which takes turns with the chat."""
    with gr.Blocks(
        title=TITLE, fill_width=True, fill_height=True, analytics_enabled=False, delete_cache=_REFUSED
    ) as page:
        # Until there is a conversation: a factory of them here would show up among the endpoints.
        talk = gr.State(UNOPENED)
        top = gr.HTML(top_html(more=further is not None), elem_id="top", apply_default_css=False)
        with gr.Row(elem_id="columns", equal_height=True):
            with gr.Column(elem_id="side", min_width=220):
                with gr.Row(elem_id="tools"):
                    new = gr.Button("New conversation", elem_id="new", size="sm", scale=2)
                    gr.HTML(_EXPORT, elem_id="export", apply_default_css=False)
                hint = "Search conversations"
                find = gr.Textbox(elem_id="find", label=hint, placeholder=hint, show_label=False, max_lines=1)
                listed = gr.HTML(elem_id="conversations", apply_default_css=False)
                upload = gr.File(
                    elem_id="upload", label="Add reports", file_count="multiple", file_types=list(ACCEPTED), height=72
                )
                status = gr.HTML(elem_id="status", apply_default_css=False)
                library = gr.HTML(elem_id="library", apply_default_css=False)
            with gr.Column(elem_id="main", min_width=320):
                chat = _chatbot(examples)
                with gr.Accordion("Search in all reports", open=False, elem_id="scope") as scope, gr.Row():
                    reports = _choice("Reports", "in-reports")
                    years = _choice("Years", "in-years")
                    sessions = _choice("Sessions", "in-sessions")
                    speakers = _choice("Speakers", "in-speakers")
                with gr.Row(elem_id="ask"):
                    box = gr.Textbox(
                        elem_id="question", label="Question", show_label=False, lines=1, max_lines=6, scale=1,
                        placeholder="Ask about the reports", submit_btn="Ask", autofocus=True,
                    )  # fmt: skip
                    stop = gr.Button("Stop", elem_id="stop", size="sm", scale=0, min_width=64)
            if further is not None:
                with gr.Column(elem_id="across", min_width=320):
                    further(page)
            with gr.Column(elem_id="doc", min_width=280):
                source = gr.HTML(EMPTY, elem_id="source", js_on_load=script(), apply_default_css=False)
        address = gr.Textbox(visible="hidden", elem_id="address")
        clip = gr.Textbox(visible="hidden", elem_id="clip")
    return Parts(
        page, further is not None, top, talk, new, find, listed, library, upload, status, chat, scope,
        reports, years, sessions, speakers, box, stop, source, address, clip,
    )  # fmt: skip


def _choice(label: str, elem_id: str) -> gr.Dropdown:
    return gr.Dropdown(label=label, multiselect=True, choices=[], elem_id=elem_id)


def top_html(*, more: bool, user: str = "") -> str:
    """The bar above all: the views, and who has logged in."""
    further = {"across": "Across<span> reports</span>"} if more else {}
    views = {"library": "Library", "chat": "Chat", **further, "source": "Source"}
    buttons = "".join(f'<button type="button" data-view="{name}">{words}</button>' for name, words in views.items())
    who = f'<p class="who"><span>{escape(user)}</span> <a href="logout">Log out</a></p>' if user else ""
    return (
        f'<header{" data-more" if more else ""}>{_SKIP}<h1>{TITLE}</h1><nav aria-label="Views">{buttons}</nav>{who}'
        '<span id="announce" role="status" aria-live="polite"></span></header>'
    )


def _chatbot(examples: Sequence[str]) -> gr.Chatbot:
    return gr.Chatbot(
        elem_id="chat", label="Conversation", show_label=False, height="100%", editable="user", allow_tags=False,
        latex_delimiters=[], buttons=[], layout="panel", placeholder=WELCOME, group_consecutive_messages=False,
        examples=[{"text": q} for q in examples], feedback_options=FEEDBACK,
        autoscroll=False,  # it shows the end of what came; the page's script shows its beginning
    )  # fmt: skip
