"""Questions across real reports of several bodies and years: whose office, which meeting, which item."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from assistant.settings import Settings
from assistant.workspace import Workspace

FURTHER = ("DP_2025_20", "E_2025_26")


@pytest.fixture(scope="module")
def library(
    shared: Path, three_reports: Callable[[Path], Settings], tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Workspace]:
    with Workspace.open(three_reports(tmp_path_factory.mktemp("several"))) as workspace:
        result = workspace.ingest([shared / f"pdfs/{name}.en.pdf" for name in FURTHER])
        assert not result.failed
        yield workspace


@pytest.mark.parametrize(
    ("question", "ref", "words"),
    [
        (
            "What did the President of the Executive Board emphasize at the annual session 2025?",
            "dp-2025-20/I/5",
            "active engagement",
        ),
        (
            "What did the UNDP Administrator say about artificial intelligence?",
            "dp-2025-20/interactive-dialogue-with-the-undp-administrator/78",
            "the Administrator underscored",
        ),
        ("Which audit rating did UNOPS receive?", "dp-2025-20/II/20", "The UNOPS Director of IAIG confirmed"),
        ("What is the H building used for?", "a-79-7-add-12/I/4", "swing space"),
        ("What did the Advisory Committee say about asbestos?", "a-79-7-add-12/VII/57", "asbestos"),
        ("How many consultations did UNDP conduct on its next strategic plan?", "", "570"),
        ("Who chaired the sixty-third session of the Commission?", "e-2025-26/VII/42", "Szczerski"),
        ("Who chaired the Commission for Social Development at its 63rd session?", "e-2025-26/VII/42", "Szczerski"),
        ("Who did the Commission nominate for the board of UNRISD?", "e-2025-26/decision-2/3", "Jenina Joy Chavez"),
        ("Who was the Rapporteur of the Commission for Social Development?", "e-2025-26/VII/42", "Morris Garrido"),
        ("Who was elected Vice-Chair?", "e-2025-26/VII/42", "Oliver Gruenbacher"),
        ("What is the current forecast of the strategic heritage plan's total cost?", "", "SwF 954.7 million"),
        ("What is Michael Woolcock's position?", "e-2025-26/III/26", "the Lead Social Scientist in the"),
        ("Who is Angela Kawandami?", "e-2025-26/III/25", "the Permanent Secretary of the Ministry of Community"),
        ("Which organization does Danilo T\u00fcrk represent?", "e-2025-26/III/12", "the Club de Madrid"),
        ("What is the budget of UN-Women for 2026-2027?", "unw-2025-6/VIII/30", "$1.05 billion"),
    ],
)
def test_the_right_meeting_and_the_right_office_answer(library: Workspace, question: str, ref: str, words: str) -> None:
    answer = library.ask(question)
    assert not answer.abstained
    assert words in answer.text
    assert all(c.verdict == "verbatim" for c in answer.citations)
    assert not ref or ref in {str(c.ref) for c in answer.citations}


@pytest.mark.parametrize(
    ("question", "why"),
    [
        ("How many consultations did UNFPA conduct on its strategic plan?", "UNFPA"),
        ("Who will be the chair of the sixty-fourth session?", ""),
        ("Who chaired the sixty-second session?", "sixty-second"),
        ("Who chaired the 62nd session of the Commission for Social Development?", "62"),
        ("Who chaired the Commission for Social Development in 2019?", ""),
        ("Who chaired the working group on digital technologies?", ""),
        ("What are the three indicators of SDG 5?", "\u201cthree\u201d"),
        ("What was the total income of UNDP in 2024?", ""),
        ("What did the UNFPA Executive Director say about midwives?", ""),
        ("Who presided over the annual session 2025?", "does not say who that is"),
    ],
)
def test_another_body_session_or_count_does_not(library: Workspace, question: str, why: str) -> None:
    answer = library.ask(question)
    assert answer.abstained
    assert why in (answer.explanation or "")


def test_what_is_nearest_is_shown_where_it_comes_near(library: Workspace) -> None:
    answer = library.ask("Why did UNOPS shed staff in late 2024?")
    assert answer.abstained
    near = next(n for n in answer.nearest if str(n.ref) == "dp-2025-8/XIV/122")
    assert near.text[near.begin :].startswith("He explained that the 47 staff reductions at the end of 2024")
    found = next(n for n in library.search("staff reductions at the end of 2024") if n.ref == near.ref)
    assert found.begin == near.begin


def test_only_the_meeting_that_is_meant_is_searched_and_all_if_it_does_not_say(library: Workspace) -> None:
    meant = library.ask("What did the President of the Executive Board say at the first regular session 2025?")
    assert meant.searched.reports == 1
    assert {c.ref.report for c in meant.citations} == {"dp-2025-8"}
    elsewhere = library.ask("At the annual session 2025, when was the Palais des Nations completed?")
    assert elsewhere.searched.reports == 5


def test_of_a_long_enumeration_one_item_is_quoted(library: Workspace) -> None:
    answer = library.ask("When was the warranty closeout period of building H originally to end?")
    lead, item = (c.quote for c in answer.citations)
    assert lead.endswith(":")
    assert item.startswith("(c) Phase 1, new building H")
    assert item.endswith("from October 2023 to December 2024")


OF_A_YEAR = """Report of the annual session {year}
New York, 2-6 June {year}

I. Opening
1. {who} opened the seminar on the future of rivers, and thanked the secretariat for its work.
2. The seminar reviewed the state of the rivers of the region in {year}.
3. {who} spoke for the {body} and recalled that rivers cross borders.
"""
SPEAKERS = {2024: ("Mr. Per Holm", "Danube Commission"), 2025: ("Ms. Ana Cruz", "Mekong Institute")}
CALLED = {2024: "he", 2025: "she"}


@pytest.mark.parametrize("year", SPEAKERS)
def test_who_answered_before_is_looked_up_in_the_meeting_that_was_meant(tmp_path: Path, year: int) -> None:
    files = [tmp_path / f"{y}.txt" for y in SPEAKERS]
    for file, (y, (who, body)) in zip(files, SPEAKERS.items(), strict=True):
        file.write_text(OF_A_YEAR.format(year=y, who=who, body=body), encoding="utf-8")
    with Workspace.open(Settings(data=tmp_path / "data")) as workspace:
        workspace.ingest(files)
        before = f"Who opened the seminar on the future of rivers at the annual session {year}?"
        answer = workspace.ask(f"Which organisation did {CALLED[year]} speak for?", history=[before])
    name, body = SPEAKERS[year]
    assert answer.standalone == f"Which organisation did {name} speak for?"
    assert body in answer.text
