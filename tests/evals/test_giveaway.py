from __future__ import annotations

from evals.giveaway import given_away

REPORTS = ["a", "b", "c", "d"]
ASKED = [
    (text, right)
    for text, right in (
        ("What did the rebuilt bridge cost?", False),
        ("How much did the new clinic cost?", False),
        ("Who opened the rebuilt bridge?", True),
        ("Who opened the new clinic?", True),
    )
    for _ in REPORTS
]


def test_a_word_of_the_unanswered_questions_gives_the_answer_away() -> None:
    odds = given_away([q for q, _ in ASKED], [right for _, right in ASKED], REPORTS * 4)
    assert max(odds[:8]) < -1
    assert min(odds[8:]) > 1


def test_what_only_the_own_report_asks_gives_nothing_away() -> None:
    # "donor" stands in questions about one report alone, which the others' questions cannot tell anything about
    asked = [*ASKED, ("donor", False), ("donor", False)]
    odds = given_away([q for q, _ in asked], [right for _, right in asked], [*REPORTS * 4, "e", "e"])
    assert min(odds[-2:]) > 0 > max(odds[:8])
