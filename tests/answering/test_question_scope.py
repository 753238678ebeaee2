from __future__ import annotations

from dataclasses import dataclass, replace

import pytest

from assistant.answering.scope import cover_words, resolve
from assistant.errors import NotFoundError
from assistant.report import Abbreviation, Paragraph, ParagraphRef, Report, Session, Span, Statement

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
    assert scope().given(ref).split() == ["Opening"]  # of several reports each has its own title
    assert scope(reports=["a"]).given(ref).split() == ["A", "report", "A", "Opening"]
    assert scope().given(ParagraphRef("a", "IX", "1")).split() == []


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
