from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import pytest

from assistant.answer import Citation, Coverage, Searched
from assistant.answering.citing import cite_all, cover
from assistant.answering.evidence import Evidence
from assistant.errors import NotFoundError
from assistant.report import Paragraph, ParagraphRef, Report, Session

Made = Callable[..., list[Evidence]]
SEARCHED = Searched(reports=2, sessions=8, paragraphs=40)


def holding(text: str, *, begun: bool = False, cut: bool = False) -> Callable[[str], Report]:
    paragraph = Paragraph(ParagraphRef("r", "I", "1"), text, raw=text, truncated=(begun, cut))
    session = Session("I", "I", "Opening", "body", (paragraph,))
    report = Report(id="r", symbol="R", title="A report", source="r.txt", sha256="0", sessions=(session,))
    return lambda _: report


def test_each_sentence_gets_a_citation_of_its_own(evidence: Made) -> None:
    text = "The meeting began. It ended late."
    sentences, citations, notices = cite_all(evidence(text, 2, 1), holding(text))
    assert [s.text for s in sentences] == ["The meeting began.", "It ended late."]
    assert [s.citations for s in sentences] == [(1,), (2,)]
    assert [(c.start, c.end, c.verdict) for c in citations] == [(0, 18, "verbatim"), (19, 33, "verbatim")]
    assert notices == ()


def test_a_quote_at_the_end_of_a_cut_paragraph_is_told(evidence: Made) -> None:
    text = "The meeting began. It considered how migration could be"
    assert cite_all(evidence(text, 2, 1), holding(text, cut=True))[2] == (
        "In this copy the paragraph of [2] ends without a full stop: what follows may be missing.",
    )
    assert cite_all(evidence(text, 2, 1)[:1], holding(text, cut=True))[2] == ()


def test_a_quote_at_the_beginning_of_a_cut_paragraph_is_told(evidence: Made) -> None:
    text = "consultative process. It would have few indicators."
    assert cite_all(evidence(text, 2, 1), holding(text, begun=True))[2] == (
        "In this copy the paragraph of [1] begins in mid-sentence: what came before is missing.",
    )
    assert cite_all(evidence(text, 2, 1)[1:], holding(text, begun=True))[2] == ()


def test_a_quotation_that_the_report_no_longer_holds_is_left_out_and_said(evidence: Made) -> None:
    sentences, citations, notices = cite_all(evidence("The meeting began.", 1), holding("Nothing like it."))
    assert sentences == ()
    assert citations == ()
    assert notices == ("Left out: 1 quotation not found in the report.",)


def test_a_paragraph_that_the_report_lost_is_an_error(evidence: Made) -> None:
    with pytest.raises(NotFoundError, match="the index lost r/II/9"):
        cite_all(evidence("It began.", 1, ref="r/II/9"), holding("It began."))


def test_coverage_counts_what_is_cited_and_what_does_about_as_well(
    claim: Callable[[str], Citation], evidence: Made
) -> None:
    near = evidence("Funds were asked for.", 1.3, ref="r/II/2")
    far = evidence("Lunch was served.", 1.1, ref="r/II/3")
    cut = evidence("funds were", 2.0, ref="s/I/4")
    best = evidence("Funds were short.", 2.0, ref="r/I/1")
    found = cover([claim("Funds were short.")], [*best, *near, *far, *cut], SEARCHED)
    assert found == Coverage(1, 1, 8, 1, 2, left_out=(ParagraphRef("r", "II", "2"),))
    assert not found.most_left_out
    assert found.text == "Cites 1 paragraph in 1 of 8 sessions, 1 of 2 reports; 1 more may bear on this."


def test_two_citations_of_one_paragraph_count_once(claim: Callable[[str], Citation]) -> None:
    one = claim("a")
    found = cover([one, replace(one, marker=2), replace(one, ref=ParagraphRef("s", "I", "1"))], [], SEARCHED)
    assert found == Coverage(2, 2, 8, 2, 2)
    assert found.text == "Cites 2 paragraphs in 2 of 8 sessions, 2 of 2 reports."


def test_most_is_left_out_where_more_paragraphs_bear_on_it_than_are_cited() -> None:
    refs = tuple(ParagraphRef("r", "I", str(n)) for n in range(3))
    assert Coverage(2, 1, 1, 1, 1, refs).most_left_out
    said = "Cites 2 paragraphs in 1 of 1 session; 3 more may bear on this: most of what does is not quoted."
    assert Coverage(2, 1, 1, 1, 1, refs).text == said
    assert not Coverage(3, 1, 1, 1, 1, refs).most_left_out


def test_an_abstention_has_no_coverage(evidence: Made) -> None:
    assert cover([], evidence("Funds were short.", 2.0), SEARCHED) is None
