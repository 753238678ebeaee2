"""What the page is made of, without a browser."""

from __future__ import annotations

import dataclasses
import json
import socket
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

from assistant.answer import Answer, AnswerSentence, Citation, Nearest, Searched
from assistant.errors import AssistantError, NotFoundError
from assistant.report import Abbreviation, Audit, Paragraph, ParagraphRef, Report, Session, Span
from assistant.web import chat, sources, uploads
from assistant.web.conversations import Conversation, Conversations, Turn
from assistant.web.examples import candidates
from assistant.web.export import copied
from assistant.web.feedback import Feedback
from assistant.web.library import audit_marks, library_html, series, state_html
from assistant.web.links import Target, find, href, parse
from assistant.web.marking import damage, paragraph_html
from assistant.workspace import Workspace

REF = ParagraphRef("e-1", "II", "3")
TEXT = "The GMG met. It closed at six <sharp>."
CITATION = Citation(1, REF, "E/1", "On <b>", "II", "Closing", "3", True, None, "The GMG met.", 0, 12, "verbatim")
ANSWER = Answer(
    "Who met?",
    "Who met in *Paris*?",
    sentences=(AnswerSentence("The GMG met.", (1,)),),
    citations=(CITATION,),
    searched=Searched(1, 2, 3),
    timings_ms={"total": 4.4},
).to_json()
GIVEN_UP = Answer(
    "Why?", "Why?", abstained=True, explanation="Nobody <i>said</i>.", nearest=(Nearest(REF, 0.4, "word " * 80),)
).to_json()


def paragraph(text: str = TEXT, label: str = "3", **changes: Any) -> Paragraph:
    return Paragraph(ParagraphRef("e-1", "II", label), text, raw=changes.pop("raw", text), counted=True, **changes)


def report(*paragraphs: Paragraph) -> Report:
    held = paragraphs or (paragraph("Before.", "2"), paragraph(), paragraph("After.", "4"))
    session = Session("II", "II", "Closing", "body", held)
    abbreviations = (Abbreviation("GMG", "Global Migration Group"),)
    return Report("e-1", "E/1", "On <b>", sessions=(session,), abbreviations=abbreviations)


def library_of(*reports: Report) -> Any:
    def one(report_id: str) -> Report:
        for r in reports:
            if r.id == report_id:
                return r
        raise NotFoundError(f"no report '{report_id}'")

    return SimpleNamespace(report=one, original=lambda _: None)


# --- links


@pytest.mark.parametrize("ref", ["esa-p-wp-237/VII/24", "e-1/II/3bis", "отчёт/Ⅳ/1", "a/b-(c)/1"])
def test_a_link_names_its_paragraph_and_nothing_else(ref: str) -> None:
    report_id, session, label = ref.split("/")
    assert parse(href(ref)) == Target(report_id, session, label)
    assert parse(href(ref, Span(3, 9))) == Target(report_id, session, label, Span(3, 9))
    assert not set(href(ref)[3:]) & set("/ \"'<>()[]#")


@pytest.mark.parametrize("fragment", ["", "#p-", "#p-a%2F%2Fb", "#p-a/b/c/d", "#p-%2F"])
def test_a_link_to_nothing_is_refused(fragment: str) -> None:
    with pytest.raises(NotFoundError):
        parse(fragment)


def test_a_link_to_a_session_or_report_opens_at_its_first_paragraph() -> None:
    assert find(report(), parse("#p-e-1"))[1].label == "2"
    assert find(report(), parse("#p-e-1%2FII"))[1].label == "2"
    with pytest.raises(NotFoundError, match="no paragraph '9'"):
        find(report(), parse(href("e-1/II/9")))


# --- the chat's messages


@pytest.mark.parametrize(
    "words",
    [
        "plain",
        "<b>&amp;</b>",
        "a * b_c_ `d` [e](f)",
        "# one\n1. two\n- three\n> four",
        "https://x.y www.z.w a@b",
        "\\*",
    ],
)
def test_text_comes_back_from_its_escapes(words: str) -> None:
    assert chat.from_text(chat.as_text(words)) == words


def test_marks_that_turn_the_direction_of_text_are_not_shown() -> None:
    assert chat.as_text("Who \u202espoke\u202c \u2067here\u2069?\u200f") == "Who spoke here?"


def test_usual_questions_need_no_escapes() -> None:
    question = "What did Ms. A. Okoye (Chair) say of A/RES/68/4 in para. 5 - and why?"
    assert chat.as_text(question) == question


def test_an_answer_shows_citations_what_was_searched_and_how_it_was_made() -> None:
    shown = chat.messages(Conversation().asking(Turn("Who met?", answer=ANSWER)))[1]["content"]
    assert shown.startswith('> The GMG met. [[1]](#p-e-1%2FII%2F3 "E/1, session II, para. 3, counted: The GMG met.")')
    assert "Quoted word for word; each quote was checked" in shown
    assert r"Searched for: <bdi>Who met in \*Paris\*?</bdi> · 1 report, 2 sessions, 3 paragraphs · in 0.0 s" in shown
    assert "(#copy-0)" in shown


def test_a_paragraph_quoted_twice_is_named_once_with_both_numbers() -> None:
    again, other = dataclasses.replace(CITATION, marker=2), dataclasses.replace(CITATION, marker=3, paragraph="9")
    said = tuple(AnswerSentence("The GMG met.", (n,)) for n in (1, 2, 3))
    shown = chat.answer_markdown(Answer("q", "q", sentences=said, citations=(CITATION, again, other)).to_json())
    seen = shown.replace("\u00a0", " ")
    assert "[1] [2] E/1, session II, para. 3, counted ✓<br>[3] E/1, session II, para. 9, counted ✓<br>" in seen
    assert shown.count("the report gives this paragraph no number") == 1


def test_generated_and_unverified_never_look_quoted_and_verified() -> None:
    doubtful = dataclasses.replace(CITATION, verdict="not_found")
    answer = Answer(
        "q",
        "q",
        mode="generated",
        sentences=(AnswerSentence("Made up.", (1,), supported=False),),
        citations=(doubtful,),
    ).to_json()
    shown = chat.answer_markdown(answer)
    assert not shown.startswith(">")
    assert "[[1, not verified]]" in shown
    assert "not borne out by the paragraph cited" in shown
    assert "✓" not in shown
    assert "not every quote could be verified" in shown
    borne_out = chat.answer_markdown(dataclasses.replace(Answer("q", "q"), mode="generated", citations=(CITATION,),
        sentences=(AnswerSentence("They met.", (1,)),)).to_json())  # fmt: skip
    assert "each quote was checked" not in borne_out
    assert "a ✓ does not say that a sentence is true" in borne_out


def test_an_abstention_names_the_nearest_paragraphs() -> None:
    shown = chat.answer_markdown(GIVEN_UP, names=lambda ref: f"<{ref}>")
    assert r"**The reports do not say. Nobody \<i\>said\</i\>.**" in shown
    assert r"- [\<e-1/II/3\>](#p-e-1%2FII%2F3): word word" in shown
    assert 50 < shown.count("word") < 70
    near = {**GIVEN_UP["nearest"][0], "text": f"{'word ' * 80}It was paid.", "begin": 400}
    assert ": \u2026 It was paid." in chat.answer_markdown({**GIVEN_UP, "nearest": [near]}, names=str)


def test_words_left_standing_by_a_stop_are_labelled_and_look_like_no_quote() -> None:
    talk = Conversation().asking(Turn("two", partial="The GMG met. [1] It *closed*. [2", note="Stopped."))
    shown = chat.messages(talk)[1]["content"]
    assert shown.splitlines()[0].startswith("*Not checked:")
    assert r"The GMG met. It \*closed\*." in shown
    assert "Stopped." in shown
    assert ">" not in shown.replace("<small>", "").replace("</small>", "")


def test_coverage_stands_below_the_answer_with_links_to_what_is_left_out() -> None:
    coverage = {"text": "Cites 1 paragraph in 1 of 2 sessions; 1 more may bear on this.", "left_out": ["e-1/II/4"]}
    shown = chat.answer_markdown({**ANSWER, "coverage": coverage}, names=lambda ref: f"para. {ref[-1]}")
    assert "Cites 1 paragraph in 1 of 2 sessions; 1 more may bear on this. [para. 4](#p-e-1%2FII%2F4)" in shown
    assert "Cites" not in chat.answer_markdown({**ANSWER, "coverage": None})


def test_what_the_reader_should_know_stands_right_below_the_answer() -> None:
    shown = chat.answer_markdown({**ANSWER, "notices": ["The sentence gives 2024, not 2025."]})
    answer, note, how = (shown.index(words) for words in ("> ", "**Note:** The sentence gives 2024", "<small>"))
    assert answer < note < how


def test_messages_come_in_pairs_and_streamed_words_have_no_dead_markers() -> None:
    talk = Conversation().asking(Turn("one", answer=ANSWER)).asking(Turn("two", partial="The GMG met. [1] It [2"))
    shown = chat.messages(talk)
    assert [m["role"] for m in shown] == ["user", "assistant"] * 2
    assert shown[3]["content"] == "> The GMG met.\n\n> It<wbr>"


# --- the source panel


def test_quote_is_marked_once_damage_struck_out_and_the_rest_escaped() -> None:
    garbled = paragraph("The GMG met. It closed.", raw="The GMG met. x1.9(<b>) It closed.", garbled=(Span(13, 22),))
    shown = paragraph_html(garbled, Span(0, 12), (Span(13, 23),), report().abbreviations)
    assert shown == (
        '<mark>The <abbr title="Global Migration Group" tabindex="0">GMG</abbr> met.</mark>'
        '<del title="Damaged in this copy; never quoted">x1.9(&lt;b&gt;)</del> '
        '<span class="also">It closed.</span>'
    )


def test_damage_that_cannot_be_placed_goes_to_the_end() -> None:
    assert damage(paragraph("One two.", raw="One 2 xx two.", garbled=(Span(6, 8),))) == [(8, "xx")]


@pytest.mark.parametrize("quote", [Span(0, 0), Span(5, 3), Span(0, 999)])
def test_a_quote_outside_the_text_marks_nothing(quote: Span) -> None:
    assert "<mark>" not in paragraph_html(paragraph(), quote)


def test_panel_shows_heading_neighbours_notes_and_reference() -> None:
    cut = paragraph(truncated=(True, True))
    shown = sources.source_html(library_of(report(paragraph("Before.", "2"), cut)), href(REF), [Span(0, 12)])
    for words in ("II. Closing", "Before.", "E/1, session II, para. 3, counted", "breaks off", "On &lt;b&gt;"):
        assert words in shown
    assert "&lt;sharp&gt;" in shown
    assert 'data-link="#p-e-1%2FII%2F3:0-12"' in shown


@pytest.mark.parametrize("fragment", ["#p-<script>", href("gone/I/1"), href("e-1/II/99"), ""])
def test_panel_says_what_is_not_there(fragment: str) -> None:
    shown = sources.source_html(library_of(report()), fragment)
    assert 'role="alert"' in shown
    assert "<script>" not in shown


def test_the_citation_chosen_comes_first() -> None:
    second = dataclasses.replace(CITATION, marker=2, start=13, end=20)
    answer = dataclasses.replace(Answer("q", "q"), citations=(CITATION, second)).to_json()
    assert sources.spans_of(answer, str(REF), 2) == [Span(13, 20), Span(0, 12)]
    assert sources.spans_of(answer, "e-1/II/4", 2) == []
    assert sources.spans_of(None, str(REF), 1) == []


# --- library


def header(**changes: Any) -> Any:
    session = SimpleNamespace(id="I", number="I", title="<Opening>", kind="body", paragraphs=2)
    fields = {"id": "e-1", "symbol": "E/2024/L.1", "title": "T", "date": None, "place": "Oslo", "paragraphs": 2}
    return SimpleNamespace(**{**fields, "sessions": (session,), "audit": Audit(), **changes})


def test_library_groups_by_series_and_marks_damage() -> None:
    audit = Audit(missing_sessions=("I", "II"), garbled_spans=1, truncated_paragraphs=2, unreadable_pages=(3,))
    assert audit_marks(audit) == [
        "sessions I, II missing",
        "1 unreadable page",
        "2 paragraphs cut off",
        "1 garbled place",
    ]
    assert audit_marks(Audit(missing_sessions=("VII",))) == ["session VII missing"]
    assert audit_marks(Audit(missing_sessions=tuple("ABCDEFG"))) == ["7 sessions missing"]
    shown = library_html([header(audit=audit), header(id="e-2", symbol=None, title="<script>")])
    assert "E/2024/L" in shown
    assert "&lt;Opening&gt;" in shown
    assert "<script>" not in shown
    assert "No reports yet" in library_html([])


def test_the_state_of_a_copy_says_all_that_the_audit_found() -> None:
    audit = Audit(
        numbering_gaps=("no paragraph 4", "numbering restarts at 1 after 9"),
        undefined_abbreviations=("NGO", "OWG"),
        notes=("<b>.txt is another copy of this report",),
    )
    assert state_html(audit) == (
        '<details class="state"><summary>State of this copy</summary><dl>'
        "<dt>Gaps in numbering</dt><dd>no paragraph 4; numbering restarts at 1 after 9</dd>"
        "<dt>Abbreviations never spelled out</dt><dd>NGO, OWG</dd>"
        "<dt>Notes</dt><dd>&lt;b&gt;.txt is another copy of this report</dd></dl></details>"
    )
    assert state_html(Audit()) == ""
    assert "p29, p30 and 2 more" in state_html(Audit(undefined_abbreviations=tuple(f"p{i}" for i in range(1, 33))))


def test_series_of_symbols() -> None:
    assert [series(header(symbol=s)) for s in ("ESA/P/WP.237", "A/52/621", "A/79/7/Add.12", None)] == [
        "ESA/P/WP",
        "A/52",
        "A/79",
        "Without a symbol",
    ]


# --- what is kept


def test_conversations_belong_to_their_owner(tmp_path: Path) -> None:
    store = Conversations(tmp_path / "c.sqlite3")
    talk = Conversation().asking(Turn("Who met?", answer=ANSWER, reports=("e-1",)))
    store.save("ada", talk)
    store.save("", talk)
    store.save("ben", Conversation())
    assert store.load("ada", talk.id) == talk
    assert store.load("ben", talk.id) is None
    assert [h.title for h in store.headings("ada")] == ["Who met?"]
    assert store.headings("ben") == []
    assert [h.id for h in store.headings("ada", "gmg MET")] == [talk.id]
    assert store.headings("ada", "zebra") == []
    store.rename("ben", talk.id, "Stolen")
    store.delete("ben", talk.id)
    store.rename("ada", talk.id, "  A   new name ")
    assert [h.title for h in store.headings("ada")] == ["A new name"]
    store.delete("ada", talk.id)
    assert store.headings("ada") == []
    store.close()


def test_feedback_keeps_the_answer_it_is_about(tmp_path: Path) -> None:
    kept = Feedback(tmp_path / "feedback.jsonl")
    talk = Conversation().asking(Turn("one", answer=ANSWER)).asking(Turn("two", answer=GIVEN_UP)).asking(Turn("three"))
    assert kept.add(talk, 1, "Should have answered")
    assert not kept.add(talk, 1, "Should have answered")  # Gradio tells twice of one click
    assert not kept.add(talk, 2, "Like")
    assert not kept.add(talk, 9, "Like")
    (line,) = map(json.loads, (tmp_path / "feedback.jsonl").read_text().splitlines())
    assert (line["verdict"], line["reason"], line["history"]) == ("bad", "should_have_answered", ["one"])
    assert line["answer"] == GIVEN_UP


def test_another_judgement_of_the_same_answer_is_kept(tmp_path: Path) -> None:
    kept = Feedback(tmp_path / "feedback.jsonl")
    talk = Conversation().asking(Turn("one", answer=ANSWER)).asking(Turn("two", answer=ANSWER))
    assert all(kept.add(talk, n, said) for n, said in ((0, "Like"), (1, "Like"), (0, "Dislike"), (0, "Like")))


def test_an_answer_is_copied_with_footnotes() -> None:
    text, html = copied(Turn("Who met?", ANSWER))
    assert text == "“The GMG met.”¹\n\n¹ E/1, session II, para. 3, counted."
    assert html == '<p>“The GMG met.”<sup>1</sup></p><ol><li value="1">E/1, session II, para. 3, counted.</li></ol>'
    assert copied(Turn("How?", note="Stopped.")) == ("", "")


def test_each_quotation_is_copied_on_a_line_and_in_a_paragraph_of_its_own() -> None:
    two = [{"text": "The GMG met.", "citations": [1]}, {"text": "It <b>closed</b>.", "citations": [1]}]
    text, html = copied(Turn("Who met?", {**ANSWER, "sentences": two}))
    assert text.startswith("“The GMG met.”¹\n“It <b>closed</b>.”¹\n\n")
    assert html.startswith("<p>“The GMG met.”<sup>1</sup></p><p>“It &lt;b&gt;closed&lt;/b&gt;.”<sup>1</sup></p><ol>")
    text, html = copied(Turn("Who met?", {**ANSWER, "mode": "generated", "sentences": two}))
    assert text.startswith("The GMG met.¹ It <b>closed</b>.¹\n\n")
    assert html.startswith("<p>The GMG met.<sup>1</sup> It &lt;b&gt;closed&lt;/b&gt;.<sup>1</sup></p>")


def test_a_refusal_is_copied_with_the_nearest_paragraphs_and_small_talk_not_at_all() -> None:
    text, html = copied(Turn("Why?", GIVEN_UP), str.upper)
    said, near = text.split("\n\n")
    assert said == "The reports do not say. Nobody <i>said</i>."
    assert near.startswith("The nearest paragraphs, which may help:\n- E-1/II/3: word word ")
    assert html.startswith("<p>The reports do not say. Nobody &lt;i&gt;said&lt;/i&gt;.</p><p>The nearest paragraphs")
    assert "<ul><li>E-1/II/3: word word " in html
    refused, talk = (
        chat.messages(Conversation().asking(Turn("Why?", answer=answer)))[1]["content"]
        for answer in (GIVEN_UP, {**GIVEN_UP, "reason": "no_question"})
    )
    assert "(#copy-0)" in refused
    assert "(#copy-0)" not in talk
    assert "(#delete-0)" in talk


def test_a_copy_takes_along_what_the_reader_should_know_and_the_limits() -> None:
    noted = {**ANSWER, "notices": ["The paragraph of [1] ends without a full stop.", "It gives 2024, not 2025."]}
    limited = Turn("Who met?", noted, reports=("e-1",), sessions=("II",), speakers=("UNODC",))
    assert copied(limited, names=str.upper)[0].split("\n\n") == [
        "“The GMG met.”¹",
        "Note: The paragraph of [1] ends without a full stop.",
        "Note: It gives 2024, not 2025.",
        "Limited to E-1; session II; words of UNODC",
        "¹ E/1, session II, para. 3, counted.",
    ]
    refused = Turn("Why?", {**GIVEN_UP, "notices": ["Ask in full."]}, reports=("e-1",))
    said, _, *known = copied(refused)[0].split("\n\n")
    assert [said, *known] == [
        "The reports do not say. Nobody <i>said</i>.",
        "Note: Ask in full.",
        "Limited to e-1",
    ]


def test_uploads_keep_their_names_and_never_leave_the_folder(tmp_path: Path) -> None:
    source = tmp_path / "in"
    source.mkdir()
    (source / "a b.TXT").write_text("one")
    kept = uploads.keep([source / "a b.TXT"], tmp_path / "up")
    (source / "a b.TXT").write_text("two")
    again = uploads.keep([source / "a b.TXT", source / "a b.TXT"], tmp_path / "up")
    assert [p.name for p in kept] == ["a b.txt"]
    assert again[0] == again[1] != kept[0]
    assert again[0].name == kept[0].name  # so that it brings the report up to date
    assert {p.read_text() for p in (tmp_path / "up").rglob("*.txt")} == {"one", "two"}
    assert list(source.iterdir()) == [], "taken, not copied"
    uploads.forget(kept)
    assert {p.read_text() for p in (tmp_path / "up").rglob("*.txt")} == {"two"}
    uploads.sweep(tmp_path / "up")
    assert list((tmp_path / "up").iterdir()) == []


def test_what_is_no_upload_is_never_deleted(tmp_path: Path) -> None:
    (tmp_path / "adding-mine.txt").write_text("mine")
    uploads.forget([tmp_path / "adding-mine.txt"])
    uploads.sweep(tmp_path)
    assert (tmp_path / "adding-mine.txt").exists()


def test_a_port_in_use_is_one_clear_line(tmp_path: Path) -> None:
    from assistant.web.app import serve

    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        with pytest.raises(AssistantError, match=r"cannot serve on 127.0.0.1:\d+ .*--port") as failed:
            serve(SimpleNamespace(), port=taken.getsockname()[1])  # type: ignore[arg-type]
    assert "\n" not in str(failed.value)


def test_a_topic_with_capitals_is_offered_as_the_title_that_it_is() -> None:
    sessions = [
        SimpleNamespace(title=title, kind="body") for title in ("Remittance costs", "Strategic Plan", "THE NEW PORT")
    ]
    report: Any = SimpleNamespace(sessions=sessions, paragraphs=list, abbreviations=(), place=None)
    assert list(candidates(report)) == [
        "What was said about remittance costs?",
        "What was said about \u201cStrategic Plan\u201d?",
        "What was said about the new port?",
    ]


def test_no_question_is_offered_about_a_list_of_abbreviations(corpus_workspace: Workspace) -> None:
    offered = list(candidates(corpus_workspace.report("esa-p-wp-237")))
    assert "What did Mr. Sutherland say?" in offered
    assert not [q for q in offered if "explanatory notes" in q]
