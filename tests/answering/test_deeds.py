"""Who does what in a model's sentence, and whether it is done: as in the text, or caught."""

from __future__ import annotations

import pytest

from assistant.answering.support import supports

WORKS = (
    "By its resolution 45/12, the Assembly established a fund for the works.",
    "The renovation of the old wing continues to be slow, which in turn has delayed work on the new hall.",
    "The Committee recommends the approval of the new post and took note of the annual report.",
    "The Chair announced that the sponsor had requested a vote.",
    "The review would assess the costs, and delegations encouraged the inclusion of young people in the plan.",
    "The Board adopted decision 3 on culture, and the findings will be integrated into the strategy.",
    "Some 43 per cent of the losses had been recovered, and a mapping of members would help to streamline meetings.",
    "The Office of Audit reports on losses.",
)


@pytest.mark.parametrize(
    "sentence",
    [
        "The Committee established a fund for the works by resolution 45/12.",
        "Work on the new hall has in turn delayed the renovation of the old wing.",
        "The Assembly approved the new post.",
        "The Chair requested a vote.",
        "The review assessed the costs.",
        "Young people have been included in the plan.",
        "The findings had been integrated into the strategy.",
        "The Board adopted the annual report.",
        "The Office of Audit recovered 43 per cent of the losses.",
        "A mapping of members would be streamlined by meetings.",
    ],
)
def test_a_deed_of_others_or_not_yet_done_is_caught(sentence: str) -> None:
    assert not supports(sentence, WORKS).holds


@pytest.mark.parametrize(
    "sentence",
    [
        *WORKS,
        "A fund for the works was established by the Assembly in resolution 45/12.",
        "Work on the new hall was delayed by the slow renovation of the old wing.",
        "The sponsor requested a vote, as the Chair announced.",
        "The findings will be integrated into the strategy.",
        "Delegations encouraged that young people be included in the plan.",
        "Decision 3 on culture was adopted by the Board.",
    ],
)
def test_a_deed_told_in_another_form_passes(sentence: str) -> None:
    assert supports(sentence, WORKS).problems == ()


FUNDS = (
    "While the Office does not have core funding, flexible funding has become critical, and core resources tripled.",
    "The Board has moved the post from Architect to Engineer prior to the summit, due to causes outside its control.",
    "Delegations asked about the scale of the programme and the sustainability of gains for rural women.",
    "A number of speakers praised the fund's progress in the region, and UNDP pursues its goal of peace.",
)


@pytest.mark.parametrize(
    "sentence",
    [
        "While the Office does not have flexible funding, core funding has become critical.",
        "The Board has moved the post from Engineer to Architect.",
        "The Board has moved the post after the summit.",
        "The Board has moved the post due to causes within its control.",
        "Delegations stated that the gains for rural women were sustainable.",
    ],
)
def test_what_is_turned_round_or_only_asked_is_caught(sentence: str) -> None:
    assert not supports(sentence, FUNDS).holds


@pytest.mark.parametrize(
    "sentence",
    [
        *FUNDS,
        "Delegations asked how sustainable the gains for rural women were.",
        "Some speakers praised the fund's progress in the region.",
    ],
)
def test_what_is_not_turned_round_passes(sentence: str) -> None:
    assert supports(sentence, FUNDS).problems == ()
