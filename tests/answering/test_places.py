"""Questions that name a report, a session, a decision or a paragraph."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from assistant.answering.places import Place, read_out
from assistant.report import Paragraph, ParagraphRef, Report, Session
from assistant.settings import Settings
from assistant.workspace import Workspace


@pytest.fixture(scope="module")
def library(
    three_reports: Callable[[Path], Settings], tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Workspace]:
    with Workspace.open(three_reports(tmp_path_factory.mktemp("places"))) as workspace:
        yield workspace


def refs(workspace: Workspace, question: str) -> list[str]:
    answer = workspace.ask(question)
    assert all(c.verdict == "verbatim" for c in answer.citations)
    return list(dict.fromkeys(str(c.ref) for c in answer.citations))


def test_a_paragraph_is_read_out_in_full(library: Workspace) -> None:
    answer = library.ask("What does paragraph 7 of A/79/7/Add.12 say?")
    assert {str(c.ref) for c in answer.citations} == {"a-79-7-add-12/II/7"}
    _, _, paragraph = library.paragraph("a-79-7-add-12/II/7")
    assert "".join(c.quote for c in answer.citations).replace(" ", "") == paragraph.text.replace(" ", "")


def test_a_paragraph_of_no_report_named_is_not_looked_for_by_its_number(library: Workspace) -> None:
    for question in ("What does paragraph 7 say?", "What is in paragraph 12?"):
        answer = library.ask(question)
        assert answer.abstained
        assert "name the report as well" in (answer.explanation or "")


@pytest.mark.parametrize("question", ["What does paragraph 8 say?", "paragraph 8", "And paragraph 8?"])
def test_it_is_of_the_report_named_in_the_question_before(library: Workspace, question: str) -> None:
    answer = library.ask(question, history=("What does paragraph 7 of A/79/7/Add.12 say?",))
    assert {str(c.ref) for c in answer.citations} == {"a-79-7-add-12/II/8"}


def test_the_numbered_paragraphs_of_a_decision_are_read_out(library: Workspace) -> None:
    question = "What did the Board decide in decision 2025/8?"
    assert refs(library, question) == [f"unw-2025-6/decision-2025-8/{n}" for n in range(1, 5)]
    first = library.ask(question).citations[0]
    assert first.reference == "UNW/2025/6, decision 2025/8, para. 1"


def test_one_paragraph_of_a_decision_is(library: Workspace) -> None:
    assert refs(library, "What does paragraph 5 of decision 2025/10 say?") == ["unw-2025-6/decision-2025-10/5"]


@pytest.mark.parametrize(
    ("question", "decision"),
    [
        ("What was decided on the ethics function of UN-Women?", "decision-2025-8"),
        ("What did the Board decide about sexual exploitation and abuse?", "decision-2025-10"),
    ],
)
def test_what_was_decided_on_a_matter_is_quoted_from_the_decision(
    library: Workspace, question: str, decision: str
) -> None:
    found = refs(library, question)
    assert len(found) > 2
    assert all(ref.startswith(f"unw-2025-6/{decision}/") for ref in found)


def test_a_matter_on_which_nothing_was_decided_has_no_decision(library: Workspace) -> None:
    found = refs(library, "What did the Board decide on fishing in the Baltic Sea?")
    assert not any("/decision-" in ref for ref in found)


def test_of_a_session_each_paragraph_s_first_sentence_is_and_the_answer_says_so(library: Workspace) -> None:
    answer = library.ask("What was discussed in session VII of A/79/7/Add.12?")
    assert [str(c.ref) for c in answer.citations] == [f"a-79-7-add-12/VII/{n}" for n in range(52, 58)]
    assert answer.notices[-1] == "Of each of the first 6 of 7 paragraphs the first sentence is quoted."


@pytest.mark.parametrize(
    ("question", "within"),
    [
        ("What does decision 2025/10 say about sexual harassment?", "unw-2025-6/decision-2025-10/"),
        ("What does A/79/7/Add.12 say about asbestos?", "a-79-7-add-12/"),
        ("What did the Director say in chapter IV of UNW/2025/6?", "unw-2025-6/IV/"),
        ("What does DP/2025/8 say about the review in DP/2025/6?", "dp-2025-8/"),
    ],
)
def test_something_in_a_place_is_looked_for_there(library: Workspace, question: str, within: str) -> None:
    found = refs(library, question)
    assert found
    assert all(ref.startswith(within) for ref in found)


@pytest.mark.parametrize(
    ("question", "why"),
    [
        ("What does paragraph 999 of A/79/7/Add.12 say?", "There is no paragraph 999 there."),
        ("What was discussed in session XX of A/79/7/Add.12?", "No session XX is marked there."),
        ("What does DP/2025/8 say about asbestos?", ""),  # another report does
        ("What does paragraph 3 of resolution 78/253 say?", ""),  # no report has its text
        ("What does A/52/23, chapter II, paragraph 7 say?", ""),  # a document that is not here
        ("What was discussed in session II?", "There is one in each of A/79/7/Add.12, DP/2025/8, UNW/2025/6"),
    ],
)
def test_what_is_not_in_the_place_is_not_taken_from_elsewhere(library: Workspace, question: str, why: str) -> None:
    answer = library.ask(question)
    assert answer.abstained
    assert why in (answer.explanation or "")


DRAFT = """S/2025/108
Draft resolution on ports

The Security Council,

1. Decides that all ports shall be open;
2. Calls on ships to leave the lanes;
"""


@pytest.mark.parametrize(
    ("question", "paragraphs"),
    [
        ("What does operative paragraph 2 of S/2025/108 say?", ["2"]),
        ("OP 2 of draft resolution S/2025/108", ["2"]),
        ("Does S/2025/108 speak of operative paragraph 2 of the mandate?", []),
        ("What does operative paragraph 2 say?", []),
    ],
)
def test_operative_paragraphs_are_those_of_the_draft_that_is_named(
    library_of: Callable[[dict[str, str]], Workspace], question: str, paragraphs: list[str]
) -> None:
    assert [c.paragraph for c in library_of({"draft.txt": DRAFT}).ask(question).citations] == paragraphs


def test_a_number_that_stands_in_several_sessions_is_asked_back() -> None:
    first = {n: Paragraph(ParagraphRef("a", n, "1"), "Rivers were discussed.") for n in ("I", "II")}
    parts = [Session(n, n, None, "body", (paragraph,)) for n, paragraph in first.items()]
    restarting = Report("a", None, "A report", sessions=tuple(parts))
    told = read_out(Place(("a",), paragraph="1"), "What does say", lambda _: restarting, lambda _: [])
    assert told is not None
    assert (told.chosen, told.reason) == ([], "not_asked_for")
    assert told.explanation == "There is a paragraph 1 in each of I, II; name the session as well."


def test_a_session_whose_heading_the_copy_lacks_is_said_to_be_lost(corpus_workspace: Workspace) -> None:
    answer = corpus_workspace.ask("What was discussed in session III?")
    assert (answer.abstained, answer.reason) == (True, "damaged")
    assert "heading of session III is missing" in (answer.explanation or "")


def test_a_limit_set_beside_the_question_holds(library: Workspace) -> None:
    answer = library.ask("What does decision 2025/8 say?", reports=["dp-2025-8"])
    assert not any(c.ref.report == "unw-2025-6" for c in answer.citations)


@pytest.mark.parametrize("question", ["Summarise DP/2025/8.", "What is DP/2025/8 about?", "Main points of DP/2025/8?"])
def test_of_a_report_it_is_told_how_its_sessions_begin(library: Workspace, question: str) -> None:
    answer = library.ask(question)
    assert [c.ref.session for c in answer.citations] == ["I", "II", "III", "IV", "V", "VI", "VII", "VIII"]
    assert all(len(c.quote.split()) > 8 for c in answer.citations)
    (notice,) = answer.notices
    assert notice.startswith("How the first 8 of its 18 sessions begin.")
    assert "Risk management" in notice


def test_a_decision_of_the_same_number_that_another_report_names_is_told(library: Workspace) -> None:
    assert library.ask("What does decision 2025/5 say?").notices == (
        "DP/2025/8 names a decision 2025/5, too: it may be another body's.",
    )
    assert library.ask("What does decision 2025/8 say?").notices == ()


SENATE = """# Reed Senate: Minutes of the {which} meeting

## 3. Reeds

3.1 The Chair opened the matter.

3.2 It was agreed that the reeds of the {which} bed be mown.
"""
BASIN = """REPORT OF THE SESSION

Floods (Agenda item 3)

1. The secretariat introduced the paper on floods.

DECISION 19/1. FLOOD FORECASTING

2. The Commission decided to build a centre at Rundu.
"""


@pytest.fixture(scope="module")
def minutes(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Workspace]:
    folder = tmp_path_factory.mktemp("minutes")
    for which in ("8th", "9th"):
        (folder / f"{which}.md").write_text(SENATE.format(which=which), encoding="utf-8")
    (folder / "basin.txt").write_text(BASIN, encoding="utf-8")
    with Workspace.open(Settings(data=folder / "data")) as workspace:
        assert not workspace.ingest([folder / name for name in ("8th.md", "9th.md", "basin.txt")]).failed
        yield workspace


@pytest.mark.parametrize("asked", ["What did minute 3.2 of the 9th meeting say?", "paragraph 3.2 of the 9th meeting"])
def test_a_paragraph_of_a_meeting_called_by_its_number(minutes: Workspace, asked: str) -> None:
    (citation,) = minutes.ask(asked).citations
    assert citation.reference == "Reed Senate: Minutes of the 9th meeting, session 3, para. 3.2"
    assert citation.quote == "It was agreed that the reeds of the 9th bed be mown."


def test_a_paragraph_that_the_meeting_lacks_is_not_taken_from_another(minutes: Workspace) -> None:
    answer = minutes.ask("What did minute 3.7 of the 9th meeting say?")
    assert (answer.abstained, answer.explanation) == (True, "There is no paragraph 3.7 there.")


def test_a_decision_among_the_reports_own_paragraphs_is_read_out(minutes: Workspace) -> None:
    (citation,) = minutes.ask("What does decision 19/1 say?").citations
    assert (str(citation.ref).split("/", 1)[1], citation.quote) == (
        "decision-19-1/2",
        "The Commission decided to build a centre at Rundu.",
    )
