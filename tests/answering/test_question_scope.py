from __future__ import annotations

from dataclasses import dataclass, replace

import pytest

from assistant.answering.scope import resolve
from assistant.errors import NotFoundError
from assistant.headings import cover_words
from assistant.question import analyse
from assistant.report import Abbreviation, Paragraph, ParagraphRef, Report, Session, Span, Statement
from assistant.text import terms

TEXT = "Ms. Eva Roe of UNDP asked for funds. The representative of Norway agreed."
ROE = Statement(0, 36, "Eva Roe", None, "UNDP")
NORWAY = Statement(37, 73, None, "representative", "Norway")


@dataclass(frozen=True)
class Header:
    id: str
    symbol: str | None
    sessions: tuple[Session, ...]
    title: str = "A report"
    place: str | None = None
    date: str | None = None
    abbreviations: tuple[Abbreviation, ...] = ()
    language: str = "en"


def report(name: str, *statements: Statement) -> Report:
    ref = ParagraphRef(name, "I", "1")
    session = Session("I", "I", "Opening", "body", (Paragraph(ref, TEXT, statements=statements),))
    return Report(id=name, symbol=name.upper(), title="A report", source=f"{name}.txt", sha256="0", sessions=(session,))


REPORTS = {r.id: r for r in (report("a", ROE, NORWAY), report("b", NORWAY))}
HEADERS = [Header(r.id, r.symbol, r.sessions) for r in REPORTS.values()]


def scope(**limits: list[str]):  # type: ignore[no-untyped-def]
    return resolve(HEADERS, REPORTS.__getitem__, **limits)


def test_without_limits_everything_is_searched() -> None:
    found = scope()
    assert found.reports == found.sessions == ()
    assert found.spoken is None
    assert found.admits(ParagraphRef("a", "I", "1"), 0, 5)


def test_what_the_headings_say_holds_of_a_paragraph() -> None:
    ref = ParagraphRef("a", "I", "1")
    assert scope().given(ref).split() == ["A", "report", "A", "Opening"]
    assert scope(reports=["a"]).given(ref).split() == ["A", "report", "A", "Opening"]
    assert scope(reports=["a"]).given(ParagraphRef("b", "I", "1")).split() == []


def test_the_words_of_a_cover_hold_of_the_report_and_its_small_print_does_not() -> None:
    lines = ("Commission for Social Development", "Economic and Social Council", "The designations employed " * 20)
    front = (Paragraph(ParagraphRef("a", "front", str(n)), text) for n, text in enumerate(lines, start=1))
    sessions = (Session("front", None, None, "front", tuple(front)), *REPORTS["a"].sessions)
    covered = replace(REPORTS["a"], sessions=sessions)
    assert cover_words(covered) == "Commission for Social Development Economic and Social Council"
    assert cover_words(REPORTS["a"]) == ""


def test_a_report_is_named_by_id_or_symbol() -> None:
    assert scope(reports=["B"]).reports == scope(reports=["b"]).reports == ("b",)


def test_a_person_has_only_their_own_words_in_the_reports_where_they_speak() -> None:
    found = scope(speakers=["Eva Roe"])
    assert found.reports == ("a",)
    assert found.spoken == {ParagraphRef("a", "I", "1"): (Span(0, 36),)}
    assert found.admits(ParagraphRef("a", "I", "1"), 0, 36)
    assert not found.admits(ParagraphRef("a", "I", "1"), 37, 73)
    assert not found.admits(ParagraphRef("b", "I", "1"), 37, 73)


def test_an_organisation_is_found_in_any_case_and_in_several_reports() -> None:
    assert scope(speakers=["norway"]).reports == ("a", "b")


def test_several_speakers_may_be_named() -> None:
    spoken = scope(speakers=["UNDP", "Norway"], reports=["a"]).spoken
    assert spoken == {ParagraphRef("a", "I", "1"): (Span(0, 36), Span(37, 73))}


@pytest.mark.parametrize(
    ("limits", "said"),
    [
        ({"speakers": ["Sweden"]}, "nobody called 'Sweden' is reported to speak"),
        ({"speakers": ["Eva Roe"], "reports": ["b"]}, "nobody called 'Eva Roe'"),
        ({"reports": ["c"]}, "no report 'c'"),
        ({"sessions": ["IX"]}, "no session 'IX'"),
    ],
)
def test_what_is_not_there_is_said(limits: dict[str, list[str]], said: str) -> None:
    with pytest.raises(NotFoundError, match=said):
        scope(**limits)


DATED = [
    Header("first", "DP/8", (), "Report of the first regular session 2025", "New York", "27-31 January 2025"),
    Header("annual", "DP/20", (), "Report of the annual session 2025", "New York", "2-5 June 2025"),
    Header("women", "UNW/6", (), "Report on the annual session of 2025", "New York", "17-19 June 2025"),
    Header("older", "DP/2025/1", (), "Report of the second regular session 2024", "Geneva", "26-29 August 2024"),
    Header("undated", "A/2019/4", (), "Draft report", None, None),
]


@pytest.mark.parametrize(
    ("question", "meant", "left"),
    [
        ("What was said at the annual session 2025?", "annual women", "What was said at the annual session 2025?"),
        ("What was said of audits at the annual session 2025?", "annual women", "What was said of audits?"),
        ("At the first regular session of 2025, who spoke of audits?", "first", "Who spoke of audits?"),
        ("Who spoke of audits in the 2024 Geneva meeting?", "older", "Who spoke of audits?"),
        ("Who spoke of audits during its 2025 sessions?", "", "Who spoke of audits during its 2025 sessions?"),
        ("When was the annual session 2025 held?", "annual women", "When was the annual session 2025 held?"),
        ("Who spoke at the 2023 session?", "", "Who spoke at the 2023 session?"),
        ("Who spoke at the UNDP annual session 2025?", "annual women", "Who spoke at the UNDP annual session 2025?"),
        ("Who left the UN-Women annual session 2025?", "annual women", "Who left the UN-Women annual session 2025?"),
        ("Who left the UNDP annual session 2023?", "", "Who left the UNDP annual session 2023?"),
        ("Who spoke at the Athens meeting of 2025?", "", "Who spoke at the Athens meeting of 2025?"),
        ("Who spoke at the second regular session 2025?", "", "Who spoke at the second regular session 2025?"),
        ("Were audits discussed at the first regular session?", "first", "Were audits discussed?"),
        ("Were audits discussed at the last annual session?", "annual women", "Were audits discussed?"),
        ("Who was Chair of the annual session?", "annual women", "Who was Chair of the annual session?"),
        ("Who spoke at the first joint session?", "", "Who spoke at the first joint session?"),
        ("Who spoke at the session?", "", "Who spoke at the session?"),
        ("What was decided in 2025?", "", "What was decided in 2025?"),
        ("What happened at the annual session 2025?", "annual women", "What happened?"),
        ("Who spoke of audits to the Board in June 2025?", "annual women", "Who spoke of audits to the Board?"),
        ("Who spoke of audits in August 2024?", "older", "Who spoke of audits?"),
        ("Who spoke at the August 2024 Board?", "older", "Who spoke at the August 2024 Board?"),
        ("Who spoke on 27 August 2024?", "", "Who spoke on 27 August 2024?"),
        ("Who spoke of audits in May 2025?", "", "Who spoke of audits in May 2025?"),
        ("Who spoke at the June 2025 meeting?", "annual women", "Who spoke?"),
    ],
)
def test_a_meeting_called_by_its_year_says_which_reports_are_meant(question: str, meant: str, left: str) -> None:
    whole = resolve(DATED, REPORTS.__getitem__)
    found = whole.meant_by(question)
    assert found.reports == tuple(meant.split())
    assert (found is whole) == (not meant)
    assert found.left_to_ask(question) == left
    for name in meant.split():
        assert ("2025" if name != "older" else "2024") in found.given(ParagraphRef(name, "I", "1"))


def test_the_year_of_a_symbol_counts_where_no_title_has_one() -> None:
    whole = resolve(DATED, REPORTS.__getitem__)
    assert whole.meant_by("Who spoke at the 2019 session?").reports == ("undated",)
    assert "2025" not in whole.given(ParagraphRef("older", "I", "1"))


def test_an_answer_from_another_meeting_than_the_one_asked_about_says_so() -> None:
    whole = resolve(DATED, lambda _: Report("r", None, "A report"))
    meant = whole.meant_by("What was said at the annual session 2025?")
    own, other = ParagraphRef("women", "I", "1"), ParagraphRef("older", "I", "1")
    assert meant.notices_on([other]) == (
        "No answer was found in what is reported of the meeting asked about; this is from another report.",
    )
    assert meant.notices_on([other, own]) == whole.notices_on([other]) == ()


def test_only_reports_that_may_be_searched_are_meant() -> None:
    limited = resolve(DATED, REPORTS.__getitem__, reports=["women"])
    assert limited.meant_by("What was said at the annual session 2025?").reports == ("women",)


@pytest.mark.parametrize(
    ("question", "short", "long"),
    [
        ("Which plan do the SDGs build on?", "sdgs", "Sustainable Development Goals"),
        ("What did the SG say of it?", "sg", "Secretary-General"),
        ("Which NGOs met?", "ngos", "non-governmental organizations"),
    ],
)
def test_what_everybody_writes_short_is_meant_in_full(question: str, short: str, long: str) -> None:
    asked = analyse(question, scope().forms)
    assert asked.held_by(short, set(terms(long)))
    assert asked.held_by(short, {short.removesuffix("s")})


def test_a_well_known_short_form_counts_unless_a_report_gives_it_another_sense() -> None:
    iom = [a for a in scope().forms if a.short == "IOM"]
    assert iom == [Abbreviation("IOM", "International Organization for Migration")]
    own = replace(HEADERS[0], abbreviations=(Abbreviation("IOM", "Institute of Medicine"),))
    forms = resolve([own], REPORTS.__getitem__).forms
    assert [a.long for a in forms if a.short == "IOM"] == ["Institute of Medicine"]


@pytest.mark.parametrize("asked", ["podcast rules", "What are the rules?"])
def test_a_question_that_names_no_meeting_is_left_as_it_was_typed(asked: str) -> None:
    assert resolve(DATED, REPORTS.__getitem__).left_to_ask(asked) == asked
