from __future__ import annotations

import pytest

from assistant.across.offices import Offices, speaker_label
from assistant.across.series import Meeting
from assistant.organisations import Organisations
from assistant.report import Paragraph, ParagraphRef, Report, Session, Statement

BARE = Statement(0, 5, role="Administrator")


def meeting(key: str) -> Meeting:
    return Meeting(key, key, key, (), None, None, (0, 0, 0), None)


def report(report_id: str, *offices: tuple[str, str]) -> Report:
    """A report in which each office, a role with its organisation, makes one statement."""
    said = tuple(Statement(0, 5, role=role, organisation=body) for role, body in offices)
    paragraph = Paragraph(ParagraphRef(report_id, "I", "1"), "Words.", statements=said)
    return Report(report_id, None, "T", sessions=(Session("I", "I", "Opening", "body", (paragraph,)),))


def owner(reports: list[Report], s: Statement = BARE, title: str = "Opening", *, boards: str = "b") -> str | None:
    pairs = [(r, meeting(board)) for r, board in zip(reports, boards.ljust(len(reports), boards[-1]), strict=True)]
    session = Session("II", "II", title, "body", ())
    return Offices(pairs, Organisations()).organisation(s, reports[0], meeting(boards[0]), session)


def test_an_office_that_one_organisation_has_is_its() -> None:
    long = "United Nations Development Programme"
    told = [("Administrator", "UNDP"), ("Administrator", long), ("Administrator", "UNDP")]
    assert owner([report("a", *told)]) == "UNDP"
    assert owner([report("a", told[0]), report("b", *told[1:])]) == "UNDP"  # three in the reports of one board


@pytest.mark.parametrize(
    "told",
    [
        [("Administrator", "UNDP")] * 2,
        [("Administrator", "UNDP")] * 9 + [("Administrator", "UNCDF")],
        [("Associate Administrator", "UNDP")] * 9,
    ],
    ids=["too seldom", "two have it", "another office"],
)
def test_otherwise_it_is_nobodys(told: list[tuple[str, str]]) -> None:
    assert owner([report("a", *told)]) is None


def test_another_bodys_reports_say_nothing_of_it() -> None:
    assert owner([report("a"), report("b", *[("Administrator", "UNDP")] * 3)], boards="bc") is None


@pytest.mark.parametrize(
    ("title", "role", "body"),
    [
        ("Statement by the UNFPA Executive Director", "Executive Director", "UNFPA"),
        ("Interactive dialogue with the UN-Women Executive Director", "Executive Director", "UN-Women"),
        ("Statement by the UNFPA Executive Director", "Deputy Executive Director", None),
        ("Statements by the UNFPA Executive Director and the UNOPS Executive Director", "Executive Director", None),
        ("Statement by the Executive Director", "Executive Director", None),
        ("STATEMENT BY THE UNFPA EXECUTIVE DIRECTOR", "Executive Director", "UNFPA"),
        ("Address by the Chair of the Committee on Contributions", "Chair", "Committee on Contributions"),
        ("Address by the Vice-Chair of the Committee on Contributions", "Chair", None),
    ],
)
def test_the_heading_of_a_session_says_whose_office_speaks(title: str, role: str, body: str | None) -> None:
    assert owner([report("a")], Statement(0, 5, role=role), title) == body


@pytest.mark.parametrize(
    "s",
    [
        Statement(0, 5, role="Administrator", organisation="UNCDF"),
        Statement(0, 5, role="Administrator", strength="some"),
        Statement(0, 5, name="Ann Smith"),
    ],
    ids=["says its own", "several of them", "no office"],
)
def test_what_is_said_or_unsure_stays_as_it_is(s: Statement) -> None:
    assert owner([report("a", *[("Administrator", "UNDP")] * 3)], s) == s.organisation


@pytest.mark.parametrize(
    ("role", "organisation", "label"),
    [
        ("Administrator", "UNDP", "Administrator, UNDP"),
        (
            "Director of the Bureau for Management Services, the UNFPA Deputy Executive Director",
            "UNDP",
            "UNDP Director of the Bureau for Management Services, the UNFPA Deputy Executive Director",
        ),
        ("UNDP Administrator and UNFPA Executive Director", "UNDP", "UNDP Administrator and UNFPA Executive Director"),
        ("Director of the UNDP Bureau", "United Nations Development Programme", None),
        ("Representative to UNESCO", "France", "Representative to UNESCO, France"),
        (None, "UNDP", "UNDP"),
    ],
)
def test_an_organisation_does_not_claim_the_officers_of_others(
    role: str | None, organisation: str, label: str | None
) -> None:
    assert speaker_label(None, role, organisation) == (label or f"{role}, {organisation}")
