from __future__ import annotations

import os
import subprocess
import sys
from dataclasses import replace
from io import StringIO

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.answer import ABSTENTION, Answer, AnswerSentence, Coverage, Nearest, Searched, cite
from assistant.report import UNMARKED, Audit, Paragraph, ParagraphRef, Report, Session, Span
from assistant.terminal import Progress, answer_text, columns, nearest_text, paragraph_text, printable, report_text

SPOKEN = Paragraph(
    ParagraphRef("a-1", "VII", "24"),
    "Ms. Henning of UNODC spoke.",
    counted=True,
    page=3,
    garbled=(Span(0, 2),),
    truncated=(True, False),
)
SEVENTH = Session("VII", "VII", "DATA", "body", (SPOKEN,))
REPORT = Report(
    "a-1", "A/1", "A meeting", sessions=(SEVENTH,), audit=Audit(missing_sessions=("I", "II"), garbled_spans=1)
)
ANSWER = Answer(
    "Who spoke?",
    "Who spoke?",
    sentences=(AnswerSentence(SPOKEN.text, (1,)),),
    citations=(cite(REPORT, SEVENTH, SPOKEN, marker=1, quote=SPOKEN.text, start=0),),
    searched=Searched(1, 2, 3),
    timings_ms={"total": 12.3},
)


@pytest.mark.parametrize(
    ("hostile", "expected"),
    [
        ("\x1b[31mred\x1b[0m", "red"),
        ("\x1b[38;2;1;2;3mred", "red"),
        ("\x9b31mred", "red"),
        ("\x1b]0;a title\x07after", "after"),
        ("\x1b]8;;http://example.org\x1b\\link\x1b]8;;\x1b\\", "link"),
        ("\x1bPdevice\x1b\\after", "after"),
        ("\x1b(0after", "after"),
        ("\x1bcafter", "after"),
        ("bell\x07 back\x08 null\x00 del\x7f", "bell back null del"),
        ("over\rwrite", "overwrite"),
        ("one\u2028two", "onetwo"),
        ("\u202eexe.txt\u202c", "exe.txt"),
        ("\u2066isolated\u2069", "isolated"),
        ("tab\tand\nline", "tab\tand\nline"),
        (
            "\u00c5kerman-B\u00f6rje \u4e2d\u6587 \u05e9\u05dc\u05d5\u05dd",
            "\u00c5kerman-B\u00f6rje \u4e2d\u6587 \u05e9\u05dc\u05d5\u05dd",
        ),
        ("\x1b", ""),
        ("\x1b\x1b[31m[31mx", "[31mx"),  # letters alone do nothing
        ("\x1b]0;never ended\nnext line", "\nnext line"),
    ],
)
def test_nothing_that_steers_a_terminal_is_left(hostile: str, expected: str) -> None:
    assert printable(hostile) == expected


@given(st.text(alphabet="\x1b\x9b[]0;m\x07\x9d\\aP\u202e\r\n", max_size=30))
def test_no_way_around_it(hostile: str) -> None:
    assert not set(printable(hostile)) & set("\x1b\x9b\x07\x9d\u202e\r")


def test_an_answer_shows_sentences_then_citations_then_what_was_searched() -> None:
    assert answer_text(ANSWER).split("\n\n") == [
        "Ms. Henning of UNODC spoke. [1]",
        '[1] A/1, session VII, para. 24, counted: "Ms. Henning of UNODC spoke."',
        "Searched 1 report, 2 sessions, 3 paragraphs; quoted, 12 ms.",
    ]


def test_an_answer_tells_what_it_searched_for_and_what_the_reader_must_know() -> None:
    said = answer_text(replace(ANSWER, standalone="Who spoke of data?", notices=("A quote was rejected.",)))
    assert 'for "Who spoke of data?"' in said
    assert "Note: A quote was rejected." in said


def test_what_else_may_bear_on_the_question_is_named() -> None:
    coverage = Coverage(1, 1, 4, 1, 1, left_out=(ParagraphRef("r", "II", "3"),))
    said = answer_text(replace(ANSWER, coverage=coverage))
    assert "Cites 1 paragraph in 1 of 4 sessions; 1 more may bear on this. See r/II/3." in said
    assert "Cites" not in answer_text(replace(ANSWER, coverage=replace(coverage, left_out=())))


def test_an_abstention_shows_what_is_nearest() -> None:
    near = Nearest(SPOKEN.ref, 0.5, "word " * 100)
    said = answer_text(Answer("q", "q", abstained=True, explanation="Nothing on it.", nearest=(near,)))
    assert said.startswith(f"{ABSTENTION} Nothing on it.\n\nNearest:\n 0.500  a-1/VII/24  word")
    assert "\u2026" in said


def test_what_is_nearest_is_shown_from_its_nearest_sentence_on() -> None:
    far = "It met in June. " * 20
    near = Nearest(SPOKEN.ref, 0.5, f"{far}The fee was paid.", begin=len(far))
    assert nearest_text(near) == " 0.500  a-1/VII/24  \u2026 The fee was paid."


def test_lines_are_of_a_readable_length() -> None:
    long = nearest_text(Nearest(SPOKEN.ref, 0.5, "several words " * 30))
    assert max(map(len, long.splitlines())) <= 100


@pytest.mark.parametrize(
    ("terminal", "told", "shown"),
    [(True, "60", 60), (True, "30", 40), (True, "200", 100), (False, "60", 100)],
)
def test_lines_fit_the_terminal_and_are_the_same_in_every_file(
    monkeypatch: pytest.MonkeyPatch, terminal: bool, told: str, shown: int
) -> None:
    screen = StringIO()
    monkeypatch.setattr(screen, "isatty", lambda: terminal)
    monkeypatch.setattr(sys, "stdout", screen)
    monkeypatch.setenv("COLUMNS", told)
    long = nearest_text(Nearest(SPOKEN.ref, 0.5, "several words " * 30))
    assert columns() == shown
    assert shown - len("several ") <= max(map(len, long.splitlines())) <= shown


def test_the_terminal_itself_tells_its_width() -> None:
    termios = pytest.importorskip("termios")
    ours, theirs = os.openpty()
    termios.tcsetwinsize(theirs, (24, 72))
    asked = "from assistant.terminal import columns; print(columns())"
    bare = {name: value for name, value in os.environ.items() if name != "COLUMNS"}
    subprocess.run([sys.executable, "-c", asked], stdout=theirs, env=bare, check=True)
    os.close(theirs)
    said = os.read(ours, 100)
    os.close(ours)
    assert said.split() == [b"72"]


def test_a_paragraph_says_what_is_wrong_with_it() -> None:
    assert paragraph_text(SPOKEN, SEVENTH, REPORT) == (
        "A/1, session VII, DATA, para. 24 (counted, page 3, begins in mid-sentence, 1 garbled span left out)\n"
        "    Ms. Henning of UNODC spoke."
    )


def test_a_report_shows_its_sessions_and_its_audit() -> None:
    said = report_text(replace(REPORT, sessions=(replace(SEVENTH, id=UNMARKED, number=None), SEVENTH)))
    assert said.startswith("A/1: A meeting")
    assert "session not marked" in said
    assert "session VII, DATA" in said
    assert said.endswith("missing sessions: I, II\ngarbled spans: 1")


@pytest.mark.parametrize(("waits", "person", "shown"), [(0.0, True, True), (60.0, True, False), (0.0, False, False)])
def test_progress_shows_only_to_a_person_who_waits(
    monkeypatch: pytest.MonkeyPatch, waits: float, person: bool, shown: bool
) -> None:
    class Screen(StringIO):
        def isatty(self) -> bool:
            return person

    screen = Screen()
    monkeypatch.setattr(sys, "stderr", screen)
    monkeypatch.setattr("assistant.terminal._SHOWN_AFTER", waits)
    progress = Progress()
    progress("read", 0, 2)
    progress("embed", 1, 4)
    progress("embed", 4, 4)
    progress.close()
    progress.close()
    assert ("embed" in screen.getvalue()) is shown
