"""A conversation as a file: what is in it is opened with other people's readers."""

from __future__ import annotations

import dataclasses
import re
import zipfile
from io import BytesIO
from pathlib import Path
from typing import Any
from xml.etree import ElementTree as ET

import docx
import pypdf
import pytest
from page_support import Visit, ask
from playwright.sync_api import expect

from assistant.answer import Answer, AnswerSentence, Citation, Nearest, Searched
from assistant.report import ParagraphRef
from assistant.web.conversations import Conversation, Turn
from assistant.web.export import FORMATS, exported

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
REF = ParagraphRef("e-1", "II", "3")
FIRST = Citation(1, REF, "E/1", "On ports", "II", "Closing", "3", False, 4, "The GMG met.", 0, 12, "verbatim")
SECOND = dataclasses.replace(FIRST, marker=2, paragraph="9", quote="It closed <at> six.", start=0, end=19)
QUOTED = Answer(
    "Who met?",
    "Who met?",
    sentences=(AnswerSentence("The GMG met.", (1,)), AnswerSentence("It closed <at> six.", (2,))),
    citations=(FIRST, SECOND),
    searched=Searched(1, 2, 3),
)
WRITTEN = Answer(
    "And then?",
    "And then?",
    mode="generated",
    sentences=(AnswerSentence("They left.", (1,)), AnswerSentence("All were glad.", (2,), supported=False)),
    citations=(FIRST, dataclasses.replace(SECOND, verdict="not_found")),
    searched=Searched(1, 2, 3),
    models={"llm": "a model"},
    notices=("One quote was rejected.",),
)
REPEATED = dataclasses.replace(
    WRITTEN, sentences=(AnswerSentence("They left.", (1,)), AnswerSentence("All were glad.", (1, 2)))
)
GIVEN_UP = Answer(
    "Why?", "Why?", abstained=True, explanation="Nobody says why.", nearest=(Nearest(REF, 0.4, "Ports."),)
)
TALK = (
    Conversation(title="Who met?")
    .asking(Turn("Who met?", answer=QUOTED.to_json()))
    .asking(Turn("And then?", answer=WRITTEN.to_json()))
    .asking(Turn("Why?", answer=GIVEN_UP.to_json()))
    .asking(Turn("How?", partial="By sh", note="Stopped."))
)
NOTES = [
    "E/1, session II, para. 3.",
    "E/1, session II, para. 9.",
    "E/1, session II, para. 3.",
    "E/1, session II, para. 9 (not verified: the words were not found).",
    "e-1/II/3.",
]
"""In the order in which the text cites them, worked out by hand."""
SAID = (
    "“The GMG met.”",
    "Quoted word for word; each quote was checked against its paragraph.",
    "All were glad. [not borne out by the paragraph cited]",
    "Written by a model from these paragraphs; not every quote could be verified.",
    "Note: One quote was rejected.",
    "The reports do not say. Nobody says why.",
    "Not checked: this is what had been written when the answer was stopped.",
    "By sh",
    "Stopped.",
)


def test_word_has_a_footnote_for_every_citation_in_order() -> None:
    name, kind, content = exported(TALK, "docx")
    assert (name, kind) == ("who-met.docx", FORMATS["docx"][0])
    paragraphs = [p.text for p in docx.Document(BytesIO(content)).paragraphs]
    assert [p for p in paragraphs if p in {t.question for t in TALK.turns}][-4:] == [t.question for t in TALK.turns]
    for words in SAID:
        assert any(words in p for p in paragraphs), words
    assert "“They left.”" not in "".join(paragraphs)
    with zipfile.ZipFile(BytesIO(content)) as archive:
        body, notes = (ET.fromstring(archive.read(f"word/{n}.xml")) for n in ("document", "footnotes"))
    texts = {n.attrib[f"{W}id"]: "".join(t.text or "" for t in n.iter(f"{W}t")).strip() for n in notes}
    assert [texts[r.attrib[f"{W}id"]] for r in body.iter(f"{W}footnoteReference")] == NOTES


def test_pdf_has_the_same_notes_by_number() -> None:
    name, _, content = exported(TALK, "pdf")
    assert name == "who-met.pdf"
    text = words_in(content, "pdf")
    for words in SAID:
        assert words in text
    assert text.partition(" Notes ")[2] == " ".join(f"{mark} {note}" for mark, note in zip("¹²³⁴⁵", NOTES, strict=True))


def test_markdown_has_them_as_footnotes() -> None:
    text = exported(TALK, "md")[2].decode()
    assert "> “The GMG met.”[^1]" in text
    assert r"It closed \<at\> six." in text
    assert re.findall(r"(?m)^\[\^(\d)\]: (.*)$", text) == [
        (str(n), note.replace("[", r"\[")) for n, note in enumerate(NOTES, start=1)
    ]
    assert exported(Conversation(), "md")[0] == "conversation.md"


@pytest.mark.parametrize("ending", FORMATS)
def test_a_note_names_the_footnote_of_its_quote_and_stands_right_below_it(ending: str) -> None:
    cut = "In this copy the paragraph of [2] ends without a full stop."
    talk = (
        Conversation()
        .asking(Turn("Who met?", QUOTED.to_json()))
        .asking(Turn("Why?", GIVEN_UP.to_json()))
        .asking(Turn("And now?", dataclasses.replace(QUOTED, notices=(cut,)).to_json()))
        .asking(Turn("And then?", dataclasses.replace(REPEATED, notices=("Compare [1] and [2].",)).to_json()))
    )
    text = words_in(exported(talk, ending)[2], ending).replace("\\", "")
    # Two quotes, one nearest paragraph, two quotes again: the second of these has the fifth footnote.
    note = text.index(f"Note: {cut.replace('[2]', '[5]')}")
    assert text.rindex("It closed <at> six.", 0, note) < note < text.index("Quoted word for word", note)
    assert note < text.rindex("Searched for", 0, text.index("They left."))
    # Its first sentence cites [1], the second one both: the footnotes are the sixth, the seventh and the eighth.
    assert "Note: Compare [6] and [8]." in text
    assert "[2]" not in text


@pytest.mark.parametrize("ending", FORMATS)
def test_every_file_names_what_is_not_quoted(ending: str) -> None:
    said = "Cites 2 paragraphs in 1 of 2 sessions; 7 more may bear on this: most of what does is not quoted."
    coverage = {"text": said, "left_out": [f"e-1/II/{n}" for n in range(10, 17)]}
    talk = Conversation().asking(Turn("Who met?", {**QUOTED.to_json(), "coverage": coverage}))
    text = words_in(exported(talk, ending, names=lambda ref: f"para. {ref[-2:]}")[2], ending)
    assert f"{said} para. 10; para. 11; para. 12; para. 13; para. 14" in text
    assert "para. 15" not in text


@pytest.mark.parametrize("ending", FORMATS)
def test_markers_that_nobody_has_checked_are_left_out(ending: str) -> None:
    talk = Conversation().asking(Turn("How?", partial="By ship [1]. By rail [2", note="Stopped."))
    text = words_in(exported(talk, ending)[2], ending)
    assert "By ship. By rail" in text
    assert "[" not in text


@pytest.mark.parametrize("ending", FORMATS)
@pytest.mark.parametrize(
    "turn", [Turn("Who met?", QUOTED.to_json()), Turn("Why?", GIVEN_UP.to_json()), Turn("How?", note="Stopped.")]
)
def test_every_file_says_what_an_answer_was_limited_to(turn: Turn, ending: str) -> None:
    limited = dataclasses.replace(turn, reports=("e-1",), sessions=("II",), speakers=("UNODC",))
    said = "Limited to E-1; session II; words of UNODC"
    assert said in words_in(exported(Conversation().asking(limited), ending, names=str.upper)[2], ending)
    assert "Limited to" not in words_in(exported(TALK, ending)[2], ending)


def words_in(content: bytes, ending: str) -> str:
    """All words of a file in reading order."""
    if ending == "docx":
        return "\n".join(p.text for p in docx.Document(BytesIO(content)).paragraphs)
    if ending == "pdf":
        return " ".join(" ".join(p.extract_text() for p in pypdf.PdfReader(BytesIO(content)).pages).split())
    return content.decode()


@pytest.mark.browser
def test_a_conversation_is_exported_by_keyboard_alone(visit: Visit) -> None:
    page = visit()
    ask(page, "Which office does Ms. Warda Henning work for?")
    expect(page.locator('#chat a[href^="#p-"]').first).to_be_visible(timeout=20_000)

    def download(presses: int) -> Any:
        page.locator("#export summary").focus()
        page.keyboard.press("Enter")
        for _ in range(presses):
            page.keyboard.press("Tab")
        with page.expect_download() as found:
            page.keyboard.press("Enter")
        expect(page.locator("#export summary")).to_be_focused()
        return found.value

    stem, cited = "which-office-does-ms-warda-henning-work-for", "ESA/P/WP.237, session VII, para. 15, counted."
    word = download(1)
    assert word.suggested_filename == f"{stem}.docx"
    with zipfile.ZipFile(Path(word.path())) as archive:
        assert cited in "".join(ET.fromstring(archive.read("word/footnotes.xml")).itertext())
    printed = download(2)
    assert printed.suggested_filename == f"{stem}.pdf"
    assert cited in " ".join(pypdf.PdfReader(printed.path()).pages[0].extract_text().split())
    marked = download(3)
    assert marked.suggested_filename == f"{stem}.md"
    assert f"[^1]: {cited}" in Path(marked.path()).read_text()
    page.locator("#export summary").press("Enter")
    page.keyboard.press("Escape")
    expect(page.locator("#export button").first).to_be_hidden()


@pytest.mark.browser
def test_an_empty_conversation_has_nothing_to_export(visit: Visit) -> None:
    page = visit()
    page.locator("#export summary").click()
    page.locator("[data-export=pdf]").click()
    expect(page.locator("#announce")).to_contain_text("There is nothing to export yet")
