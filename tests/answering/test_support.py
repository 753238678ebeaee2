"""The support check: the ways to get a paragraph wrong, and what it must let pass."""

from __future__ import annotations

import pytest

from assistant.answering.support import markers_in, supports

SOURCE = (
    "The representative of Sweden announced that 132 countries had submitted data for the 2012 report.",
    "In 2009, women and girls accounted for 76 per cent of victims of trafficking, compared with 74 per cent in 2006.",
    "One participant suggested that the fund should not be extended beyond $3 million without a review.",
    "Several delegations supported the proposal, and the deadline was postponed until 15 March 2014.",
    'Mr. John Bingham called the draft "a good basis for discussion" and noted that remittances had increased.',
    "Canada might open an office in Nairobi before the next session, which Ms. Henning welcomed.",
)

# What was done to the words, the sentence, and whether the check catches it.
CORRUPTIONS = [
    ("count changed", "Sweden announced that 123 countries had submitted data for the 2012 report.", True),
    ("year changed", "In 2010, women and girls accounted for 76 per cent of victims of trafficking.", True),
    ("share changed", "Women and girls accounted for 67 per cent of victims of trafficking in 2009.", True),
    (
        "scale changed",
        "One participant suggested the fund should not be extended beyond $3 billion without review.",
        True,
    ),
    ("scale dropped", "One participant suggested the fund should not be extended beyond $3 without a review.", True),
    ("currency changed", "One participant said the fund should not be extended beyond €3 million.", True),
    ("share made a count", "In 2009, 76 victims of trafficking were women and girls.", True),
    ("number written out", "Sweden announced that ninety countries had submitted data for the report.", True),
    ("number of another sentence", "Sweden announced that 76 per cent of countries had submitted data.", True),
    ("day changed", "The deadline was postponed until 16 March 2014.", True),
    ("month changed", "The deadline was postponed until 15 May 2014.", True),
    ("number added", "Several delegations, 14 in all, supported the proposal.", True),
    ("country changed", "The representative of Norway announced that 132 countries had submitted data.", True),
    ("country first", "Australia might open an office in Nairobi before the next session.", True),
    ("person changed", "Mr. Paul Bingham noted that remittances had increased.", True),
    ("person added", "The proposal was supported by Ms. Warda Okoye.", True),
    ("organisation added", "UNHCR noted that remittances had increased.", True),
    ("place changed", "Canada might open an office in Kampala before the next session.", True),
    ("negation lost", "One participant suggested that the fund should be extended beyond $3 million.", True),
    ("negation added", "Several delegations did not support the proposal.", True),
    ("negated verb", "Mr. Bingham never noted that remittances had increased.", True),
    ("opposite direction", "Mr. Bingham noted that remittances had decreased.", True),
    ("opposite stance", "Several delegations opposed the proposal.", True),
    ("opposite order", "Canada might open an office in Nairobi after the next session.", True),
    ("some made all", "All delegations supported the proposal.", True),
    ("one made many", "Participants agreed that the fund should not be extended beyond $3 million.", True),
    ("quotation altered", 'Mr. Bingham called the draft "a poor basis for discussion".', True),
    ("link added", "Several delegations supported the proposal, see www.example.org for the deadline.", True),
    ("might made will", "Canada will open an office in Nairobi before the next session.", True),
    ("years of one sentence exchanged", "In 2006, women and girls accounted for 76 per cent of victims.", True),
    ("two speakers exchanged", "Canada welcomed that Ms. Henning might open an office in Nairobi.", True),
    ("purpose made cause", "Because the deadline was postponed, several delegations supported the proposal.", True),
]

FUND = (
    "The Administrator said that core funding declined to $40 million in 2023, while the Fund delivered $310 million.",
    "A decline in core funding could hinder this work, and the Board should review the plan annually.",
    "Members expressed concern about the delay while commending the staff, and called the case for the plan strong.",
    "UNDP has provided UNV with approximately $9 million annually over the past decade, and over $120 million in all.",
    "The sum was $80 million from core resources and $42 million through the levy, for the years from 2014 to 2023.",
    "In 2009, 76 per cent of trafficking victims were women, and only 18 per cent of the appeal was funded.",
    "Humanitarian needs accounted for 43 per cent of non-core funding.",
    "The office remains focused on practice, rather than policy, and cannot offer more with fewer resources.",
    "Some high-income States and most of the poorer States invited all Governments to respect the agreement.",
    "The United Nations Office at Geneva stressed the importance of training, and the Fund thanked its donors.",
    "The European Commission contributed $3 million, more than Germany.",
)

OF_THE_FUND = [
    ("a fall denied", "Core funding was not $40 million in 2023.", True),
    ("a fall denied for ever", "Core funding never reached $40 million in 2023.", True),
    ("contrast denied", "The office no longer remains focused on practice.", True),
    ("contrast lost", "The office remains focused on policy.", True),
    ("bound turned", "UNDP has provided UNV with less than $120 million in all.", True),
    ("bound sharpened", "UNDP has provided UNV with exactly $9 million annually over the past decade.", True),
    ("period changed", "UNDP has provided UNV with approximately $9 million monthly.", True),
    ("share turned", "The appeal was 18 per cent overfunded.", True),
    ("fraction for a share", "In 2009, a third of trafficking victims were women.", True),
    ("share of the doers", "In 2009, 76 per cent of traffickers were women.", True),
    ("share the other way round", "In 2009, 76 per cent of women were trafficking victims.", True),
    ("kind changed", "Humanitarian needs accounted for 43 per cent of core funding.", True),
    ("years turned", "The sum was for the years from 2023 to 2014.", True),
    ("figures exchanged", "The sum was $42 million from core resources and $80 million through the levy.", True),
    ("could made will", "A decline in core funding will hinder this work.", True),
    ("should made may", "The Board may review the plan annually.", True),
    ("invitation made duty", "All Governments are obliged to respect the agreement.", True),
    ("doubt lost", "A decline in core funding hinders this work.", True),
    ("names exchanged", "UNV has provided UNDP with approximately $9 million annually.", True),
    ("done by another", "Germany contributed $3 million.", True),
    ("cause added", "Core funding declined to $40 million in 2023 because of the levy.", True),
    ("clause added", "Core funding declined to $40 million in 2023, mostly thanks to sluggish private donors.", True),
    ("clause of other words", "Core funding fell to $40 million in 2023, and wealthy families paid the rest.", True),
    ("concern made welcome", "Members welcomed the delay.", True),
    ("strong made weak", "Members called the case for the plan weak.", True),
    ("some made most", "Most high-income States invited all Governments to respect the agreement.", True),
    ("quotation altered, single marks", "The Fund said that ‘policy remains its practice’.", True),
    ("quotation altered, angled marks", "The Fund said that «policy remains its practice».", True),
    ("quotation altered, low marks", "The Fund said that „policy remains its practice“.", True),
    ("rich made poor", "Some low-income States and most of the richer States invited all Governments.", True),
    ("State that is a thing", "China contributed $3 million.", True),
    ("not only added", "The office remains focused not only on practice, but also on policy.", True),
    ("object exchanged", "Members commended the plan.", False),
    ("number of one thing given to another", "Core resources delivered $310 million.", False),
]

FAITHFUL_TO_THE_FUND = [
    "Based on the extracts, core funding fell to US$40 million in 2023.",
    "Additionally, core funding dropped to $40m in 2023.",
    "Core funding decreased to 40 million dollars in 2023, but the Fund still delivered $310 million.",
    "UNDP has paid UNV about $9 million a year over the last ten years.",
    "The sum was made up of $80 million from core resources and $42 million from the levy.",
    "Seventy-six per cent of trafficking victims in 2009 were women.",
    "The office focuses on practice and not on policy.",
    "The office cannot do more with less.",
    "The UN Office at Geneva said that training must be given importance.",
    "A drop in core funding might hinder this work.",
    "The European Commission gave $3 million.",
    "The appeal was only 18% funded.",
    "The Fund thanked its ‘donors’.",
]

FAITHFUL = [
    *SOURCE,
    "According to the representative of Sweden, data for the 2012 report came from 132 countries [1].",
    "Women and girls were 76% of trafficking victims in 2009 [1].",
    "The share of women and girls among victims of trafficking was 74 percent in 2006.",
    "One participant suggested not extending the fund beyond $3 million without a review.",
    "The deadline was postponed until 15 March 2014.",
    "Mr. Bingham called the draft “a good basis for discussion”.",
    "Ms. Henning welcomed that Canada might open an office in Nairobi.",
    "Remittances had increased, Mr. John Bingham noted.",
]


def test_the_table_says_how_many_are_caught() -> None:
    every = [*CORRUPTIONS, *OF_THE_FUND]
    assert len(every) == len({what for what, _, _ in every}) == 66
    assert sum(caught for *_, caught in every) == 64


@pytest.mark.parametrize(("what", "sentence", "caught"), CORRUPTIONS, ids=[c[0] for c in CORRUPTIONS])
def test_a_corrupted_sentence_is_caught(what: str, sentence: str, caught: bool) -> None:
    assert supports(sentence, SOURCE).holds is not caught, supports(sentence, SOURCE)


@pytest.mark.parametrize(("what", "sentence", "caught"), OF_THE_FUND, ids=[c[0] for c in OF_THE_FUND])
def test_a_corrupted_sentence_on_the_fund_is_caught(what: str, sentence: str, caught: bool) -> None:
    assert supports(sentence, FUND).holds is not caught, supports(sentence, FUND)


@pytest.mark.parametrize("sentence", [*FUND, *FAITHFUL_TO_THE_FUND])
def test_a_faithful_sentence_on_the_fund_passes(sentence: str) -> None:
    assert supports(sentence, FUND).problems == ()


@pytest.mark.parametrize("sentence", FAITHFUL)
def test_a_faithful_sentence_passes(sentence: str) -> None:
    assert supports(sentence, SOURCE).problems == ()


def test_the_best_sentence_is_the_nearest() -> None:
    assert supports("The deadline was postponed until 15 March 2014.", SOURCE).best == 3


def test_names_may_stand_around_the_text_but_numbers_may_not() -> None:
    source = ("She welcomed the report.",)
    assert supports("Ms. Diallo welcomed the report.", source, "Ms. Diallo of IOM, 2014").holds
    assert not supports("Ms. Diallo welcomed the report.", source).holds
    assert not supports("Ms. Diallo welcomed the 2014 report.", source, "Ms. Diallo of IOM, 2014").holds


@pytest.mark.parametrize("source", [(), ("",)])
def test_nothing_bears_out_nothing(source: tuple[str, ...]) -> None:
    assert not supports("The meeting was opened.", source).holds
    assert not supports("[1]", ("The meeting was opened.",)).holds


@pytest.mark.parametrize(
    ("text", "markers", "invented"),
    [
        ("Yes [1].", (1,), 0),
        ("Yes [1][3], [1, 2].", (1, 3, 2), 0),
        ("Yes [1-3] and [2–3].", (1, 2, 3), 0),
        ("Yes [0].", (), 1),
        ("Yes [4].", (), 1),
        ("Yes [2-9].", (), 1),
        ("Yes [3-1].", (), 1),
        ("Yes [1-999999999999].", (), 1),
        ("Yes [99999999999999999999].", (), 1),
        ("Yes [-1] [] [1-2-3].", (), 3),
        ("Yes [1, 7].", (1,), 1),
        ("Yes [²] [a] [1", (), 0),
    ],
)
def test_markers_are_bounds_checked(text: str, markers: tuple[int, ...], invented: int) -> None:
    assert markers_in(text, 3) == (markers, invented)
