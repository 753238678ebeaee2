"""Topics that the synthetic series introduces, repeats, changes and drops get exactly these labels."""

from __future__ import annotations

import pytest

from assistant.across.claims import Claim, claim_of, relate
from assistant.across.lines import Across
from assistant.across.sentences import Sentence
from assistant.errors import NotFoundError, UsageError
from assistant.report import Paragraph, ParagraphRef, Session
from assistant.text import comparable, terms
from assistant.workspace import Workspace


def labels(across: Across, topic: str) -> list[str]:
    return [s.label for s in across.track(topic).steps]


def changes(across: Across, topic: str) -> list[tuple[str, ...]]:
    return [s.changes for s in across.track(topic).steps]


def test_the_meetings_are_one_series_in_order(across: Across) -> None:
    (series,) = across.series()
    assert series.name == "Coordination Meeting on Labour Mobility"
    assert [m.ordinal for m in series.meetings] == [12, 13, 14, 15]
    assert [m.reports for m in series.meetings] == [("lm-12",), ("lm-13",), ("lm-14",), ("lm-15",)]


def test_introduced_repeated_changed_dropped(across: Across) -> None:
    assert labels(across, "remittance costs") == ["new", "repeated", "changed", "dropped"]
    assert changes(across, "remittance costs") == [(), (), ("number",), ()]


def test_absent_before_it_is_introduced_and_after_it_was_dropped(across: Across) -> None:
    assert labels(across, "consular protection") == ["absent", "new", "dropped", "absent"]


def test_only_what_an_earlier_report_lacks_is_called_new(across: Across) -> None:
    first, later = across.track("remittance costs"), across.track("consular protection")
    assert first.called(first.steps[0]) == "first report held"
    assert [later.called(s) for s in later.steps] == ["absent", "new", "dropped", "absent"]


def test_a_topic_of_no_meeting_is_absent_throughout(across: Across) -> None:
    track = across.track("nuclear fusion reactors")
    assert [s.label for s in track.steps] == ["absent"] * 4
    assert track.citations == ()


def test_strength_from_one_to_several_is_a_change_and_other_words_are_none(across: Across) -> None:
    assert labels(across, "registry of recruiters") == ["new", "changed", "repeated", "repeated"]
    assert changes(across, "registry of recruiters")[1] == ("strength",)


def test_a_negation_is_a_change_and_so_is_another_decision(across: Across) -> None:
    assert labels(across, "skills recognition")[:3] == ["new", "changed", "changed"]
    assert changes(across, "skills recognition")[1] == ("polarity",)
    assert "decision" in changes(across, "skills recognition")[2]


def test_an_obligation_is_a_change(across: Across) -> None:
    assert changes(across, "written contracts")[1] == ("obligation",)


def test_another_date_is_a_change(across: Across) -> None:
    assert changes(across, "portable pensions")[1] == ("date",)


def test_other_statements_on_the_topic_are_a_change_of_nothing_in_particular(across: Across) -> None:
    step = across.track("domestic workers").steps[3]
    assert (step.label, step.changes, step.links) == ("changed", (), ())


def test_both_sides_of_a_change_are_shown_and_cited_word_for_word(across: Across, workspace: Workspace) -> None:
    track = across.track("remittance costs")
    (link,) = track.steps[2].links
    before, now = track.citation(link.before), track.citation(link.now)
    assert (before.ref.report, now.ref.report) == ("lm-13", "lm-14")
    assert ("7 per cent" in before.quote, "6 per cent" in now.quote) == (True, True)
    for number, c in enumerate(track.citations, start=1):
        assert (c.marker, c.verdict) == (number, "verbatim")
        paragraph = workspace.paragraph(str(c.ref))[2]
        assert paragraph.text[c.start : c.end] == c.quote
        assert comparable(c.quote)


def test_dropped_says_what_was_looked_through_and_shows_what_was_said(across: Across) -> None:
    track = across.track("remittance costs")
    step = track.steps[3]
    (looked,) = step.looked
    assert (looked.report, looked.paragraphs, looked.sentences) == ("lm-15", 3, 3)
    assert looked.nearest is not None
    assert 0 < looked.nearest_score < 0.5
    assert step.since == "Fourteenth coordination meeting"
    assert [track.citation(m).ref.report for m in step.shown] == ["lm-14"]


def test_a_report_may_stand_for_its_series(across: Across) -> None:
    assert across.track("remittance costs", "lm-13").series == across.track("remittance costs").series
    assert across.track("remittance costs", "labour mobility").series.id == "coordination-meeting-on-labour-mobility"


def test_what_cannot_be_meant_is_said_in_a_line(across: Across) -> None:
    with pytest.raises(NotFoundError, match="no series 'fisheries'; there are: Coordination Meeting"):
        across.track("remittance costs", "fisheries")
    with pytest.raises(UsageError, match="the topic is empty"):
        across.track("  ")
    with pytest.raises(UsageError, match="at most 2000"):
        across.track("x" * 2001)


def test_the_same_twice(across: Across) -> None:
    assert across.track("remittance costs").to_json() == across.track("remittance costs").to_json()


def test_the_number_of_the_minute_that_is_cited_is_no_change() -> None:
    found = []
    for minute in ("(minute 213/7)", "(minute 214/3.2)"):
        text = f"The opening hours of the library would be extended {minute}."
        paragraph = Paragraph(ParagraphRef("r", "I", "1"), text)
        session = Session("I", "I", None, "body", (paragraph,))
        found.append(claim_of(Sentence(0, session, paragraph, 0, len(text), frozenset(terms(text)))))
    assert relate(*found, cosine=0.99).kind == "same"


def _claim(text: str) -> Claim:
    paragraph = Paragraph(ParagraphRef("r", "I", "1"), text)
    session = Session("I", "I", None, "body", (paragraph,))
    return claim_of(Sentence(0, session, paragraph, 0, len(text), frozenset(terms(text))))


@pytest.mark.parametrize(
    ("before", "now", "changes"),
    [
        (
            "The Registrar stated that the University would publish its net zero plan by 31 March 2024.",
            "The Registrar reported that the net zero plan had been delayed and would be published by 30 June 2024.",
            ("date",),
        ),
        (
            "3 | Map land disputes in Turkana | S. Keter | 13 June 2023 | Open",
            "3 | Map land disputes in Turkana | S. Keter | 13 June 2023 | Closed",
            ("status",),
        ),
        (
            "The Board asked Ireland to report on the fund.",
            "The Board asked Ireland and Kenya to report on the fund.",
            ("name",),
        ),
    ],
)
def test_what_differs_is_told_as_what_it_is(before: str, now: str, changes: tuple[str, ...]) -> None:
    relation = relate(_claim(before), _claim(now), cosine=0.9)
    assert (relation.kind, relation.changes) == ("changed", changes)


@pytest.mark.parametrize(
    ("before", "now"),
    [
        ("The Board took note of the evaluation of UNDP in 2024.", "The Board took note of the evaluation of UNFPA."),
        (
            "The Board took note of the formative evaluation of the Harbour Plan.",
            "The Board took note of the formative evaluation of the Digitalization Programme in Kenya.",
        ),
        ("All trustees must complete the safeguarding training.", "Complete the safeguarding training | JS | Trustees"),
    ],
)
def test_words_on_two_bodies_and_a_row_and_a_sentence_are_no_pair(before: str, now: str) -> None:
    assert relate(_claim(before), _claim(now), cosine=0.9).kind == "other"
