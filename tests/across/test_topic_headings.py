"""What stands under a topic's heading is about it, the heading alone is not, and a motion keeps its result."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from assistant.across.lines import Across
from assistant.settings import Settings
from assistant.workspace import Workspace

HEAD = (
    "UNIVERSITY OF ARDMORE\n\nSENATE\n\n"
    "Minutes of the {} meeting of the Senate held on Wednesday, {} at 2.15 p.m.\n\n"
)
FIRST = """1. Matters arising

1.1 The Registrar had circulated the paper.

2. Library opening hours

2.1 It was proposed by Ms Diallo, seconded by Professor Ferrante, that the Library be open 24 hours a day. The motion
was carried by 15 votes to 5, with 2 abstentions.

3. Sports

3.1 The pavilion had been painted.
"""
SECOND = """1. Reports of officers

1.1 Report on library opening hours

1.1.1 The Treasurer reported that fees had risen.

1.1.2 The rents had fallen. Library fines

2. Library opening hours

2.1 Mr Yu recommended that it be limited to the examination period.

2.2 It was proposed by Mr Yu, seconded by Professor Lindqvist, that it be so limited. Mr Weir spoke for some time.
The motion was lost by 9 votes to 12, with 3 abstentions.

3. Sports

3.1 The pavilion had been let.
"""


@pytest.fixture(scope="module")
def senate(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Across]:
    folder = tmp_path_factory.mktemp("senate")
    for nth, date, body in (("113th", "7 February 2024", FIRST), ("115th", "16 October 2024", SECOND)):
        (folder / f"{nth}.txt").write_text(HEAD.format(nth, date) + body, encoding="utf-8")
    with Workspace.open(Settings(data=folder / "data")) as opened:
        assert not opened.ingest([folder / "113th.txt", folder / "115th.txt"]).failed
        yield Across(opened)


def test_an_item_under_the_topic_s_heading_is_on_it_whatever_its_words(senate: Across) -> None:
    steps = senate.track("library opening hours").steps
    assert steps[1].label != "dropped"
    track = senate.track("library opening hours")
    shown = [track.citation(m) for m in steps[1].shown]
    assert {c.paragraph for c in shown} == {"2.1", "2.2"}
    assert all("opening hours" not in c.quote for c in shown)
    assert senate.positions(topic="library", reports=[shown[0].ref.report]).positions


def test_a_motion_is_shown_with_what_became_of_it(senate: Across) -> None:
    brief = senate.brief("library opening hours")
    quotes = [[brief.citation(m).quote for m in f.shown] for f in brief.findings]
    assert any("carried by 15 votes" in q for q in quotes[0])
    for said in quotes:
        assert any(q.startswith("It was proposed") for q in said) == any(q.startswith("The motion") for q in said)


def test_a_line_over_an_item_is_no_sentence_on_a_topic_of_which_it_holds_a_word(senate: Across) -> None:
    track = senate.track("library regulations")
    assert "Library fines" not in [c.quote for c in track.citations]
