"""What the page says when something is not there: in words that its reader can act on."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import gradio as gr
import pytest

from assistant.errors import AssistantError
from assistant.settings import Settings
from assistant.web import sources
from assistant.web.across import BRIEFING, COMPARE, POSITIONS, TIMELINE, View
from assistant.web.asking import Asking
from assistant.web.conversations import Conversation, Conversations, Turn
from assistant.web.limits import Limits
from assistant.web.links import href
from assistant.web.telling import told
from assistant.workspace import Workspace

ADA = gr.Request(username="ada")
HERE = "esa-p-wp-237"


def without_commands(shown: str) -> bool:
    return "`" not in shown and "assistant" not in shown and "--" not in shown and "the index" not in shown


@pytest.mark.parametrize(
    ("what", "reports", "said"),
    [
        (COMPARE, [], "Choose at least two reports above."),
        (COMPARE, [HERE], "Choose at least two reports above."),
        (COMPARE, [HERE, "gone"], "There is no report &#x27;gone&#x27; in the library."),
        (POSITIONS, [], "Name a topic or an organisation, or choose reports above."),
        (BRIEFING, [], "The topic is empty."),
    ],
)
def test_the_view_across_reports_says_what_to_choose(
    corpus_workspace: Workspace, what: str, reports: list[str], said: str
) -> None:
    topic = "Who spoke?" if what == COMPARE else ""
    view = View(corpus_workspace, Limits(corpus_workspace.settings))
    shown = view.shown(what, topic, None, None, reports, ADA)[0]
    assert said in shown
    assert without_commands(shown)


@pytest.mark.parametrize("what", [TIMELINE, COMPARE, POSITIONS, BRIEFING])
def test_an_empty_library_is_told(tmp_path: Path, what: str) -> None:
    with Workspace.open(Settings(data=tmp_path)) as workspace:
        shown = View(workspace, Limits(workspace.settings)).shown(what, "migration", None, None, ["a", "b"], ADA)[0]
    assert "in the library" in shown
    assert without_commands(shown)


def test_the_source_of_a_report_that_is_not_there(corpus_workspace: Workspace) -> None:
    said = "There is no report &#x27;gone&#x27;: it was removed or has another name since, or the link is wrong."
    for shown in (
        sources.source_html(corpus_workspace, href("gone/I/1")),
        sources.found_html(corpus_workspace, "gone", "port"),
    ):
        assert said in shown
        assert without_commands(shown)


@pytest.mark.parametrize("limits", [{"reports": ("gone",)}, {"sessions": ("gone",)}, {"speakers": ("Nobody There",)}])
def test_a_question_limited_to_what_is_not_there(
    corpus_workspace: Workspace, tmp_path: Path, limits: dict[str, Any]
) -> None:
    store = Conversations(tmp_path / "c.sqlite3")
    asking = Asking(corpus_workspace, store, Limits(corpus_workspace.settings))
    *_, (_, talk) = asking.answer(Conversation().asking(Turn("Who spoke?", **limits)), ADA)
    store.close()
    assert talk.turns[-1].note.startswith("No")
    assert talk.turns[-1].note.endswith(".")
    assert without_commands(talk.turns[-1].note)


@pytest.mark.parametrize(
    ("message", "said"),
    [
        ("no report in the index is of a meeting; `assistant reports` lists them",
         "No report in the library is of a meeting."),
        ("there is no session 'X; Y' in these reports; see `assistant reports`",
         "There is no session 'X; Y' in these reports."),
        ("the index lost e-1/II/3; run `assistant ingest` on its report again",
         "The index lost e-1/II/3; add its report again."),
        ("kept apart as e-1-a (run `assistant remove e-1` and `assistant remove e-1-a`, then ingest this file alone)",
         "Kept apart as e-1-a (remove e-1 and e-1-a from the library, then add this file again)."),
        ("a.pdf is a damaged PDF: the filter name /A85 is deprecated and has been removed in pypdf 7.0.0",
         "A.pdf is a damaged PDF; try another copy of it."),
        ("a.txt cannot be read: 'utf-8' codec can't decode byte 0x80 in position 3: invalid start byte",
         "A.txt cannot be read: its characters are stored in a way that is not known here."),
        ("a.pdf is not a Word document that can be read (.docx)",
         "A.pdf is a damaged Word document or an archive; add the report itself."),
        ("a has no text; run OCR first: set ASSISTANT_OCR=auto to have ocrmypdf read them",
         "A has no text; add a copy whose words can be marked, or ask whoever runs this page to have text recognised."),
        ("page 2 without text: install ocrmypdf and set ASSISTANT_OCR=auto to have it read them, then ingest it again",
         "Page 2 without text: ask whoever runs this page to have text recognised, then add the file again."),
        ("a is encrypted with AES; run `pip install cryptography` to read it",
         "A is encrypted with AES; add a copy without a password, or ask whoever runs this page."),
        ("No report in the library is of what is chosen. Choose less there.",
         "No report in the library is of what is chosen. Choose less there."),
    ],
)  # fmt: skip
def test_messages_lose_their_commands_and_nothing_else(message: str, said: str) -> None:
    assert told(AssistantError(message)) == said
