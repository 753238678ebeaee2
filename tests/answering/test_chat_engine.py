"""The whole read line over the first report, with the real embedding."""

from __future__ import annotations

from typing import Any

import pytest

from assistant.answer import ABSTENTION, Answer
from assistant.errors import NotFoundError, UsageError
from assistant.text import comparable
from assistant.workspace import Workspace

ANSWERED = [
    # question, earlier questions, what the answer must hold, the paragraph it must cite
    ("Who closed the meeting?", (), "John Wilmoth", "VIII/17"),
    ("Which office does Ms. Warda Henning work for?", (), "UNODC", "VII/15"),
    ("Which commission did Mr. Bingham speak for?", (), "International Catholic Migration Commission", "unmarked/5"),
    ("Where did the Twelfth Coordination Meeting take place?", (), "New York", "unmarked/1"),
    ("How often does UNODC produce a global report on trafficking?", (), "every two years", "VII/15"),
    ("How many countries did the 2012 report contain data on trafficking from?", (), "132 countries", "VII/15"),
    ("What share of trafficking victims in 2009 were women and girls?", (), "76 per cent", "VII/15"),
    ("In which city did ECE hold its workshop in October 2013?", (), "Almaty", "unmarked/12"),
    ("Who said that migration contributed to lifting millions out of poverty?", (), "Sutherland", "unmarked/2"),
    ("What does KNOMAD stand for?", (), "Global Knowledge Partnership on Migration and Development", "unmarked/11"),
    ("What does ILO stand for?", (), "International Labour Organization", "abbreviations/11"),
    ("And for legislation?", ("How many countries gave data on trafficking in 2012?",), "163 countries", "VII/15"),
    ("Which organisation is he from?", ("What did Mr. John Bingham note?",), "Catholic Migration", "unmarked/5"),
]
UNANSWERED = [
    ("What did the representative of Japan announce?", {"speaker"}),
    ("What share of trafficking victims in 2011 were women and girls?", {"not_asked_for"}),
    ("What were Sweden's priorities for its Chairmanship of the GFMD?", {"not_asked_for"}),
    ("What is the capital of Australia?", {"off_topic", "not_asked_for"}),
    ("How do I bake sourdough bread?", {"off_topic"}),
    ("What does XYZW stand for?", {"not_asked_for", "off_topic"}),
]


def held(workspace: Workspace, answer: Answer) -> None:
    """Every quote stands in its paragraph at its span, and every sentence is quoted."""
    assert answer.citations
    for citation in answer.citations:
        _, _, paragraph = workspace.paragraph(str(citation.ref))
        assert citation.verdict == "verbatim"
        assert paragraph.text[citation.start : citation.end] == citation.quote
        assert comparable(citation.quote)
    quoted = {c.marker: c.quote for c in answer.citations}
    assert list(quoted) == list(range(1, len(quoted) + 1))
    for sentence in answer.sentences:
        assert [quoted[m] for m in sentence.citations] == [sentence.text]


@pytest.mark.parametrize(("question", "history", "fact", "place"), ANSWERED, ids=[a[0] for a in ANSWERED])
def test_a_question_is_answered_in_the_report_s_words(
    corpus_workspace: Workspace, question: str, history: tuple[str, ...], fact: str, place: str
) -> None:
    answer = corpus_workspace.ask(question, history=history)
    assert not answer.abstained, answer.explanation
    assert fact in answer.text
    assert f"esa-p-wp-237/{place}" in {str(c.ref) for c in answer.citations}
    assert answer.question == question
    assert answer.reason is None
    held(corpus_workspace, answer)


@pytest.mark.parametrize(("question", "reasons"), UNANSWERED, ids=[u[0] for u in UNANSWERED])
def test_what_the_report_does_not_say_is_not_answered(
    corpus_workspace: Workspace, question: str, reasons: set[str]
) -> None:
    answer = corpus_workspace.ask(question)
    assert answer.abstained
    assert answer.reason in reasons
    assert answer.explanation
    assert answer.text.startswith(ABSTENTION)
    assert answer.sentences == answer.citations == ()
    assert answer.nearest  # what comes closest is shown all the same


def test_a_citation_reads_as_in_a_document(corpus_workspace: Workspace) -> None:
    answer = corpus_workspace.ask("Who closed the meeting?")
    assert answer.citations[0].reference == "ESA/P/WP.237, session VIII, para. 17, counted"
    answer = corpus_workspace.ask("Which commission did Mr. Bingham speak for?")
    assert answer.citations[0].reference == "ESA/P/WP.237, session not marked, para. 5, counted"


def test_an_answer_says_what_was_searched_and_how_long_it_took(corpus_workspace: Workspace) -> None:
    answer = corpus_workspace.ask("Who closed the meeting?")
    assert answer.searched.reports == 1
    assert answer.searched.paragraphs > 17
    assert set(answer.timings_ms) == {"condense", "retrieve", "rank", "answer", "check", "total"}
    stages = [ms for name, ms in answer.timings_ms.items() if name != "total"]
    assert all(ms >= 0 for ms in stages)
    assert answer.timings_ms["total"] == pytest.approx(sum(stages), abs=0.01)
    assert answer.models["embedding"]
    assert 0 <= (answer.confidence or 0) <= 1


def test_the_same_question_gets_the_same_answer(corpus_workspace: Workspace) -> None:
    def without_time(answer: Answer) -> dict[str, Any]:
        return {k: v for k, v in answer.to_json().items() if k != "timings_ms"}

    one, other = (corpus_workspace.ask("What did Mr. Ratha suggest?") for _ in range(2))
    assert without_time(one) == without_time(other)


def test_only_the_sessions_asked_for_are_searched(corpus_workspace: Workspace) -> None:
    answer = corpus_workspace.ask("How many countries gave data on trafficking?", sessions=["VII"])
    assert not answer.abstained
    assert {c.ref.session for c in answer.citations} == {"VII"}
    assert {n.ref.session for n in answer.nearest} == {"VII"}
    elsewhere = corpus_workspace.ask("How many countries gave data on trafficking?", sessions=["VIII"])
    assert elsewhere.abstained
    assert elsewhere.searched.paragraphs == 1


@pytest.mark.parametrize("name", ["esa-p-wp-237", "ESA/P/WP.237"])
def test_a_report_is_known_by_its_id_and_its_symbol(corpus_workspace: Workspace, name: str) -> None:
    assert not corpus_workspace.ask("Who closed the meeting?", reports=[name]).abstained


@pytest.mark.parametrize(
    "limits", [{"reports": ["no-such-report"]}, {"sessions": ["XLII"]}, {"reports": ["esa-p-wp-237", "x"]}]
)
def test_a_report_or_session_that_is_not_there_is_told(corpus_workspace: Workspace, limits: dict[str, Any]) -> None:
    with pytest.raises(NotFoundError):
        corpus_workspace.ask("Who closed the meeting?", **limits)


@pytest.mark.parametrize("question", ["", "  \n\t ", "x" * 2001])
def test_an_empty_or_endless_question_is_refused(corpus_workspace: Workspace, question: str) -> None:
    with pytest.raises(UsageError):
        corpus_workspace.ask(question)
    with pytest.raises(UsageError):
        corpus_workspace.search(question)


@pytest.mark.parametrize("question", ["?", "the of and", "\u043a\u0442\u043e?", "x" * 2000, "\U0001f600", "a\x00b"])
def test_strange_questions_get_an_honest_abstention(corpus_workspace: Workspace, question: str) -> None:
    assert corpus_workspace.ask(question).abstained


def test_a_stream_ends_with_the_answer_whose_text_it_told(corpus_workspace: Workspace) -> None:
    events = list(corpus_workspace.ask_stream("Who closed the meeting?"))
    assert events[0].kind == "searching"
    assert events[-1].kind == "done"
    answer = events[-1].answer
    assert answer is not None
    assert "".join(e.text for e in events if e.kind == "text").strip() == answer.text


def test_an_abstention_is_streamed_too(corpus_workspace: Workspace) -> None:
    events = list(corpus_workspace.ask_stream("How do I bake sourdough bread?"))
    assert ABSTENTION in "".join(e.text for e in events if e.kind == "text")
    assert events[-1].answer is not None
    assert events[-1].answer.abstained


def test_search_gives_paragraphs_once_best_first_with_each_stage(corpus_workspace: Workspace) -> None:
    found = corpus_workspace.search("trafficking in persons", k=5)
    assert len(found) == 5
    assert str(found[0].ref) == "esa-p-wp-237/VII/15"
    assert len({n.ref for n in found}) == 5
    assert [n.score for n in found] == sorted((n.score for n in found), reverse=True)
    assert set(found[0].parts) >= {"dense", "sentence", "bm25", "rrf"}


def test_an_answer_fits_the_contract(corpus_workspace: Workspace, contract: Any) -> None:
    for question in ("Who closed the meeting?", "How do I bake sourdough bread?"):
        contract("answer", corpus_workspace.ask(question).to_json())
