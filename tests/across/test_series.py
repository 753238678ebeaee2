"""Series of meetings, recognised from titles, front pages and first paragraphs."""

from __future__ import annotations

from dataclasses import replace

import pytest

from assistant.across.series import all_series, choose_series, meeting_of
from assistant.errors import NotFoundError, UsageError
from assistant.ordinals import ordinal
from assistant.report import Paragraph, ParagraphRef, Report, Session


def report(
    report_id: str, title: str, *, date: str | None = None, front: tuple[str, ...] = (), body: tuple[str, ...] = ()
) -> Report:
    def paragraphs(session: str, texts: tuple[str, ...]) -> tuple[Paragraph, ...]:
        return tuple(Paragraph(ParagraphRef(report_id, session, str(n)), t) for n, t in enumerate(texts, start=1))

    return Report(
        id=report_id,
        symbol=None,
        title=title,
        date=date,
        sessions=(
            Session("front", None, None, "front", paragraphs("front", front)),
            Session("I", "I", None, "body", paragraphs("I", body)),
        ),
    )


@pytest.mark.parametrize(
    ("words", "number"),
    [
        ("first", 1), ("Twelfth", 12), ("twentieth", 20), ("Twenty-first", 21), ("sixty third", 63), ("hundredth", 100),
        ("one hundred and third", 103), ("hundred-and-third", 103), ("2nd", 2),
        ("TWO HUNDRED AND FOURTEENTH", 214), ("nine-hundredth", 900), ("9,120th", 9120), ("9120th", 9120),
        ("63rd", 63), ("twelve", None), ("two hundred", None), ("", None),
    ],
)  # fmt: skip
def test_ordinals(words: str, number: int | None) -> None:
    assert ordinal(words) == number


def test_named_meetings_are_ordered_by_number_where_dates_are_missing() -> None:
    titles = ["Fourteenth", "Twelfth", "Thirteenth"]
    found = all_series(report(t, f"{t} Coordination Meeting on International Migration") for t in titles)
    assert [s.name for s in found] == ["Coordination Meeting on International Migration"]
    assert [m.name for m in found[0].meetings] == [
        "Twelfth coordination meeting",
        "Thirteenth coordination meeting",
        "Fourteenth coordination meeting",
    ]


FRONT = (
    "DP/2025/1",
    "Executive Board of the United Nations Fund",
    "First regular session 2025",
    "Item 1 of the agenda",
)


def test_sessions_of_one_board_are_one_series_in_the_order_in_which_they_were_held() -> None:
    board = "of the Executive Board of the Fund was held from"
    found = all_series(
        [
            report("c", "Report of the annual session 2025", date="2-5 June 2025", front=FRONT,
                   body=(f"The annual session 2025 {board} 2 to 5 June 2025.",)),
            report("a", "Report of the second regular session 2024 (26 to 29 August 2024, New York)",
                   date="26-29 August 2024", front=FRONT),
            report("b", "Report of the first regular session 2025", date="27-31 January 2025", front=FRONT),
        ]
    )  # fmt: skip
    (series,) = found
    assert [m.reports for m in series.meetings] == [("a",), ("b",), ("c",)]
    assert [m.name for m in series.meetings] == [
        "Second regular session 2024",
        "First regular session 2025",
        "Annual session 2025",
    ]


def test_the_session_that_a_document_is_for_is_not_the_one_it_reports() -> None:
    meeting = meeting_of(report("a", "Report of the annual session 2025", date="2-5 June 2025", front=FRONT))
    assert meeting is not None
    assert (meeting.name, meeting.ordinal, meeting.held) == ("Annual session 2025", None, (2025, 6, 5))


def test_a_committee_s_report_names_its_body_and_session() -> None:
    meeting = meeting_of(
        report("a", "Report of the Committee on Contributions on its eighty-third session", date="2023")
    )
    assert meeting is not None
    assert (meeting.series, meeting.ordinal) == ("Committee on Contributions", 83)


def test_records_of_meetings_are_in_the_series_of_their_committee() -> None:
    found = all_series(
        report(name, f"Summary record of the {nth} meeting", date=date, front=("General Assembly", body))
        for name, nth, date, body in (
            ("b", "5th", "8 October 2025", "Sixth Committee"),
            ("a", "4th", "7 October 2025", "Sixth Committee"),
            ("c", "5th", "8 October 2025", "Second Committee"),
        )
    )
    assert [(s.name, [m.reports for m in s.meetings]) for s in found] == [
        ("Sixth Committee", [("a",), ("b",)]),
        ("Second Committee", [("c",)]),
    ]


def test_parts_of_one_meeting_s_report_are_one_meeting() -> None:
    front = ("Committee for Programme and Coordination", "Sixty-fifth session")
    parts = [report(i, "Draft report", date="12 May to 13 June 2025", front=front) for i in ("add-2", "add-1")]
    (series,) = all_series(parts)
    assert [m.reports for m in series.meetings] == [("add-1", "add-2")]
    assert series.meetings[0].ordinal == 65


@pytest.mark.parametrize(
    "title",
    [
        "Report of the Secretary-General",
        "Trace-based just-in-time type specialization",
        "Eleventh annual progress report",
    ],
)
def test_what_reports_no_meeting_is_in_no_series(title: str) -> None:
    front = ("General Assembly", "Seventy-ninth session")
    assert meeting_of(report("a", title, date="24 October 2024", front=front)) is None


def test_a_session_of_nobody_is_in_no_series() -> None:
    assert meeting_of(report("a", "Eightieth session", date="24 October 2024")) is None


def test_choosing_a_series() -> None:
    found = all_series(
        [
            report("a", "First Forum on Rivers"),
            report("b", "Second Forum on Rivers"),
            report("c", "First Forum on Lakes"),
        ]
    )
    assert choose_series(found, None).name == "Forum on Rivers"
    assert choose_series(found, "forum-on-lakes").name == "Forum on Lakes"
    assert choose_series(found, "c").name == "Forum on Lakes"
    with pytest.raises(UsageError, match="fits several series"):
        choose_series(found, "forum")
    with pytest.raises(NotFoundError, match="no report in the index is of a meeting"):
        choose_series([], None)


def test_a_broken_ordinal_a_body_named_by_one_word_and_the_date_of_something_else() -> None:
    front = ("4 May 2024", "Report of the Commission on Harbours on its fifty-eighth session and other matters")
    title = "Adoption of the report of the Commission on its fifty- eighth session, 2025"
    found = meeting_of(report("c-58", title, date="4 May 2024", front=front))
    assert found is not None
    assert (found.series, found.name, found.ordinal) == ("Commission on Harbours", "Fifty-eighth session 2025", 58)
    assert found.date is None


def minutes(report_id: str, title: str, meeting: str, date: str, *front: str) -> Report:
    return replace(report(report_id, title, date=date, front=front), meeting=meeting)


def test_the_meetings_of_a_board_are_one_series_whatever_days_they_were_held_on() -> None:
    rivers = []
    for at, day in enumerate(("15 June 2024", "9 March 2024", "7 December 2024")):
        line = f"Board of Trustees: minutes of the meeting held on {day}"
        rivers.append(minutes(f"r{at}", f"Rivers: Board of Trustees: minutes, {day}", line, day, line))
    (series,) = all_series(rivers)
    assert (series.id, series.name) == ("board-of-trustees", "Board of Trustees")
    assert [m.name for m in series.meetings] == [
        "Meeting of 9 March 2024",
        "Meeting of 15 June 2024",
        "Meeting of 7 December 2024",
    ]
    assert choose_series([series], "rivers") == series
    title = "Minutes of the {} meeting of the Senate held on {}, {} at 2.15 p.m."
    days = (("115th", "Wednesday", "16 October 2024"), ("116th", "Thursday", "6 February 2025"))
    senate = all_series(report(nth, title.format(nth, week, day), date=day) for nth, week, day in days)
    assert [(s.name, len(s.meetings)) for s in senate] == [("Senate", 2)]


def test_bodies_of_one_name_in_two_organizations_are_two_series() -> None:
    line = "Board of Trustees: minutes of the meeting held on"
    found = all_series(
        minutes(owner, f"{owner}: Board of Trustees: minutes, {day}", f"{line} {day}", day, f"{line} {day}")
        for owner, day in (("Rivers", "9 March 2024"), ("Lakes", "10 March 2024"))
    )
    assert [s.name for s in found] == ["Lakes: Board of Trustees", "Rivers: Board of Trustees"]
    title = "Minutes of the {} meeting of the Senate held on Monday, {}"
    senates = all_series(
        report(nth, title.format(nth, day), date=day, front=(f"UNIVERSITY OF {place}", "SENATE"))
        for nth, day, place in (("5th", "4 March 2024", "ARDMORE"), ("6th", "10 June 2024", "BELFORT"))
    )
    assert len(senates) == 2


def test_two_special_committees_are_two_series() -> None:
    found = all_series(
        report(name, f"Report of the Special Committee on the {name}", date=date)
        for name, date in (
            ("Charter of the United Nations", "26 February 2025"),
            ("Situation with regard to the Granting of Independence for 2024", "21 June 2024"),
        )
    )
    assert sorted(s.name for s in found) == [
        "Special Committee on the Charter of the United Nations",
        "Special Committee on the Situation with regard to the Granting of Independence",
    ]


@pytest.mark.parametrize(
    "title",
    [
        "The revised UNDP evaluation policy, first regular session 2025",
        "Expert Mechanism on the Rights of Indigenous Peoples, eighteenth session, 2025: provisional agenda",
        "UNICEF Executive Board, annual session 2025: management response to the note on racism",
        "Report of the Executive Director on the strategic plan, UN-Women Executive Board, annual session 2025",
    ],
)
def test_what_was_laid_before_a_meeting_is_no_report_of_it(title: str) -> None:
    assert meeting_of(report("a", title, date="14 July 2025")) is None


def test_a_body_is_named_by_its_name_and_several_sessions_as_several() -> None:
    decisions = meeting_of(report("a", "Decisions adopted by the UNICEF Executive Board at its annual session 2025"))
    assert decisions is not None
    assert (decisions.series, decisions.name) == ("UNICEF Executive Board", "Annual session 2025")
    several = meeting_of(
        report("b", "Report of the Committee against Torture, eightieth to eighty-second sessions (2024-2025)")
    )
    assert several is not None
    assert several.name == "Eightieth to eighty-second sessions 2025"
