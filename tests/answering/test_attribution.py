from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest

from assistant.answering.asked_speaker import asked_speaker, has_words_of
from assistant.answering.attribution import Attributed, attribute, introduce
from assistant.answering.evidence import Evidence
from assistant.question import analyse
from assistant.report import Paragraph, ParagraphRef, Report, Session, Statement
from assistant.text import stem

Make = Callable[..., list[Evidence]]


@pytest.mark.parametrize(
    ("question", "names"),
    [
        ("What did Mr. Dilip Ratha suggest?", "Dilip Ratha"),
        ("What did the representative of Japan announce?", "Japan"),
        ("What actions did Mr. Ratha propose?", "Ratha"),
        ("What does UNODC recommend?", "UNODC"),
        ("What was closed by Mr. Wilmoth?", ""),
        ("Who closed the meeting?", ""),
        ("What did Member States say about costs?", ""),
        ("How often does UNODC publish a global report?", ""),
        ("What did UNODC respond on costs?", "UNODC"),
        ("What did the chief of UNODC promise?", "UNODC"),
        ("What did the Harvard professor propose?", "Harvard"),
        (f"What did {'A' * 70}! say about it?", ""),  # at once: each letter could be a name of its own
        ("", ""),
    ],
)
def test_a_question_about_somebody_s_words_names_the_speaker(question: str, names: str) -> None:
    assert asked_speaker(analyse(question)) == tuple(stem(n) for n in names.split())


def said(text: str, *statements: Statement) -> Callable[[str], Report]:
    """A report of one paragraph whose statements are given."""
    paragraph = Paragraph(ParagraphRef("r", "I", "1"), text, statements=statements)
    report = Report("r", None, "A report", sessions=(Session("I", "I", None, "body", (paragraph,)),))
    return lambda _: report


TEXT = "Mr. Ratha suggested lower costs of recruitment. Ms. Henning suggested better data on recruitment."
RATHA = Statement(0, 47, "Mr. Dilip Ratha", "Manager", "World Bank")
HENNING = Statement(48, 97, "Ms. Warda Henning", None, "UNODC")


def answered(question: str, found: list[Evidence], *statements: Statement) -> Attributed:
    return attribute(analyse(question), found, said(TEXT, *statements))


def texts(attributed: Attributed) -> list[str]:
    return [e.text for e in attributed.evidence]


def test_another_speaker_s_sentence_is_left_out_however_good(evidence: Make) -> None:
    found = evidence(TEXT, 1.0, 9.0)
    attributed = answered("What did Mr. Ratha suggest on recruitment?", found, RATHA, HENNING)
    assert texts(attributed) == ["Mr. Ratha suggested lower costs of recruitment."]
    assert attributed.reason is None


def test_a_delegation_speaks_through_whoever_represents_it(evidence: Make) -> None:
    found = evidence(TEXT, 1.0, 9.0)
    attributed = answered(
        "What did the representative of the World Bank suggest on recruitment?", found, RATHA, HENNING
    )
    assert texts(attributed) == ["Mr. Ratha suggested lower costs of recruitment."]


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("Mr. Ratha, who moderated it, made an opening statement.", False),
        ("Mr. Ratha delivered remarks and took the floor again.", False),
        ("Mr. Ratha made a statement in which he welcomed the plan.", True),
        ("Mr. Ratha made the costs plain.", True),
    ],
)
def test_that_somebody_spoke_is_not_what_they_said(evidence: Make, text: str, told: bool) -> None:
    whole = Statement(0, len(text), "Mr. Dilip Ratha", "Manager", "World Bank")
    asked = analyse("What did Mr. Ratha say?")
    attributed = attribute(asked, evidence(text, 1.0), said(text, whole))
    assert attributed.reason == (None if told else "speaker")
    if not told:
        assert attributed.explanation == "They report that Mr. Ratha spoke, and nothing of what was said."


def test_whoever_was_on_a_panel_is_not_told_to_have_said_anything(evidence: Make) -> None:
    text = "Ms. Perucci moderated a panel of four speakers: Mr. Lupan and Ms. Sandis, Chair of the NGO Committee."
    attributed = attribute(analyse("What did the Chair of the NGO Committee say?"), evidence(text, 1.0), said(text))
    told = "They report that the Chair of the NGO Committee spoke, and nothing of what was said."
    assert (attributed.reason, attributed.explanation) == ("speaker", told)


def test_a_speaker_whom_nothing_reports_is_the_reason_to_abstain(evidence: Make) -> None:
    attributed = answered("What did the representative of Japan suggest?", evidence(TEXT, 1.0, 9.0), RATHA, HENNING)
    assert attributed.reason == "speaker"
    assert "Japan" in (attributed.explanation or "")


@pytest.mark.parametrize(
    ("title", "before"),
    [("Statement by the UNFPA Executive Director", ""), (None, "The UNFPA Executive Director spoke. ")],
)
def test_an_office_is_of_the_body_that_the_heading_or_the_paragraph_gives(
    evidence: Make, title: str | None, before: str
) -> None:
    text = f"{before}The Executive Director spoke of costs."
    statements = [Statement(len(before), len(text), None, "Executive Director")]
    if before:
        statements.insert(0, Statement(0, len(before) - 1, None, "Executive Director", "UNFPA"))
    paragraph = Paragraph(ParagraphRef("r", "I", "1"), text, statements=tuple(statements))
    report = Report("r", None, "A report", sessions=(Session("I", "I", title, "body", (paragraph,)),))
    scores = [0.0, 1.0] if before else [1.0]
    for asked, theirs in ("UNFPA", True), ("UNOPS", False):
        question = analyse(f"What did the {asked} Executive Director say of costs?")
        found = attribute(question, evidence(text, *scores), lambda _: report)
        assert ("The Executive Director spoke of costs." in texts(found)) == theirs


@pytest.mark.parametrize("rank", ["Deputy ", "Assistant ", "former ", "Under-"])
def test_a_deputy_is_not_whom_they_stand_in_for(evidence: Make, rank: str) -> None:
    text = f"The UNOPS {rank}Executive Director spoke of costs."
    statement = Statement(0, len(text), None, f"{rank}Executive Director", "UNOPS")
    asked = "What did the UNOPS Executive Director say of costs?"
    attributed = attribute(analyse(asked), evidence(text, 1.0), said(text, statement))
    assert texts(attributed) == []
    assert attributed.reason is None or attributed.reason == "speaker"
    deputy = analyse(asked.replace("Executive", f"{rank}Executive"))
    theirs = attribute(deputy, evidence(text, 1.0), said(text, statement))
    assert texts(theirs) == [text]


@pytest.mark.parametrize(
    ("role", "theirs"),
    [
        ("Executive Director", True),
        ("Under-Secretary-General/Executive Director", True),
        ("Administrator", True),
        ("Director of the Programme Division", False),
        ("Deputy Executive Director", False),
        ("observer", False),
    ],
)
@pytest.mark.parametrize("head", ["head of UNOPS", "chief of the UNOPS"])
def test_the_head_of_a_body_is_its_first_officer(evidence: Make, head: str, role: str, theirs: bool) -> None:
    text = f"The UNOPS {role} spoke of costs. UNOPS cut costs of travel."
    statements = Statement(0, text.index(".") + 1, None, role, "UNOPS")
    found = attribute(analyse(f"What did the {head} say of costs?"), evidence(text, 1.0, 0.0), said(text, statements))
    assert (text.partition(" UNOPS cut")[0] in texts(found)) == theirs
    assert found.reason == (None if theirs else "speaker")


def test_whatever_somebody_said_is_not_what_they_promised(evidence: Make) -> None:
    text = "The UNOPS Director spoke of costs. The UNOPS Director promised savings."
    statements = [Statement(0, 34, None, "Director", "UNOPS"), Statement(35, len(text), None, "Director", "UNOPS")]
    asked = analyse("What did the head of UNOPS promise?")
    found = attribute(asked, evidence(text, 1.0, 0.0), said(text, *statements))
    assert (found.reason, found.answers) == (None, False)
    none = attribute(asked, evidence(text[:34], 1.0), said(text[:34], statements[0]))
    assert none.reason == "speaker"


def test_the_head_of_a_part_is_the_one_of_that_part(evidence: Make) -> None:
    text = "The UNOPS Director of the Ethics Office spoke of costs."
    statement = Statement(0, len(text), None, "Director of the Ethics Office", "UNOPS")
    asked = analyse("What did the head of the Ethics Office of UNOPS say of costs?")
    assert texts(attribute(asked, evidence(text, 1.0), said(text, statement))) == [text]


@pytest.mark.parametrize(("office", "theirs"), [("Director of the Bureau", True), ("Administrator", False)])
def test_of_two_offices_held_each_has_its_own_rank(evidence: Make, office: str, theirs: bool) -> None:
    text = "The UNDP Assistant Administrator and Director of the Bureau spoke of fraud."
    statement = Statement(0, len(text), None, "Assistant Administrator and Director of the Bureau", "UNDP")
    question = analyse(f"What did the UNDP {office} say about fraud?")
    found = attribute(question, evidence(text, 1.0), said(text, statement))
    assert (found.reason is None) == theirs


@pytest.mark.parametrize(
    ("role", "theirs"), [("Under-Secretary-General/Executive Director", True), ("Deputy Executive Director", False)]
)
def test_a_rank_is_of_the_office_that_it_stands_before(evidence: Make, role: str, theirs: bool) -> None:
    text = "The Under-Secretary-General/Executive Director spoke of reform."
    question = analyse("What did the Executive Director of UN-Women say about reform?")
    found = attribute(question, evidence(text, 1.0), said(text, Statement(0, len(text), None, role, "UN-Women")))
    assert (found.reason is None) == theirs


def test_a_state_is_not_spoken_for_by_an_institute_of_its_people(evidence: Make) -> None:
    text = "The President of the Brazilian Institute noted gaps. He cited studies in Brazil."
    hers = Statement(0, 52, None, "President", "Brazilian Institute")
    doubtful = Statement(53, len(text), strength="unattributed")
    for topic in "", " about studies":
        asked = analyse(f"What did Brazil say{topic}?")
        found = attribute(asked, evidence(text, 1.0, 1.0), said(text, hers, doubtful))
        assert found.reason == "speaker"
    asked, theirs = analyse("What did Brazil say?"), replace(hers, organisation="Brazil")
    delegate = attribute(asked, evidence(text, 1.0, 1.0), said(text, theirs))
    assert delegate.answers
    assert texts(delegate) == [text[:52]]


def test_what_a_body_does_is_not_what_its_head_says(evidence: Make) -> None:
    text = "UNODC presented data on recruitment."
    found = attribute(analyse("What did the head of UNODC say on recruitment?"), evidence(text, 1.0), said(text))
    assert (found.reason, found.explanation) == ("speaker", "They attribute no words on this to the head of UNODC.")


@pytest.mark.parametrize(
    ("before", "told"),
    [
        ("One delegation asked about strategies to share sonar.", True),
        ("Responding to a question on sonar, the panel agreed.", True),
        ("The Fund had bought sonar.", False),
    ],
)
def test_what_was_put_to_somebody_is_what_they_speak_on(evidence: Make, before: str, told: bool) -> None:
    text = f"{before} The Head of the Fund, Jane Roe, emphasized cooperation."
    hers = Statement(len(before) + 1, len(text), "Jane Roe", "Head", "Fund")
    found = attribute(analyse("What did Jane Roe say about sonar?"), evidence(text, 1.0, 1.0), said(text, hers))
    assert (found.reason is None) is told


@pytest.mark.parametrize("who", ["the Holy See", "the United States", "Norway"])
def test_a_speaker_without_words_is_told_as_the_question_calls_them(evidence: Make, who: str) -> None:
    text = "Data on recruitment were scarce."
    found = attribute(analyse(f"What did {who} say about recruitment?"), evidence(text, 1.0), said(text))
    assert found.explanation == f"They attribute no words on this to {who}."


def test_what_goes_on_after_the_only_speaker_comes_with_the_words_that_name_them(evidence: Make) -> None:
    text = "The UNDP Administrator opened. Throughout, poverty had fallen."
    alone = said(text, Statement(0, 30, None, "Administrator", "UNDP"))
    asked = analyse("What did the UNDP administrator say about poverty?")
    found = attribute(asked, evidence(text, 0.0, 1.0), alone)
    assert found.reason is None
    assert [e.index for e in introduce(asked, found.evidence[:1], found.evidence, alone)] == [0, 1]
    other = said(f"{text} Japan agreed.", Statement(0, 30, None, "Administrator", "UNDP"), Statement(63, 76, "Japan"))
    assert attribute(asked, evidence(text, 0.0, 1.0), other).reason == "speaker"


def test_what_a_body_wants_is_looked_for_in_what_it_decided(evidence: Make) -> None:
    text = "Requests UN-Women to report on the pilot."
    wants = attribute(analyse("What does the Women Board want on the pilot?"), evidence(text, 1.0), said(text))
    assert wants.reason is None
    says = attribute(analyse("What does the Women Board say on the pilot?"), evidence(text, 1.0), said(text))
    assert says.reason == "speaker"


@pytest.mark.parametrize(
    ("text", "theirs"),
    [
        ("The Advisory Committee met. The Committee was told of asbestos.", True),
        ("The Advisory Committee met. The Committee of Experts was told of asbestos.", False),
        ("The Fifth Committee met. The Committee was told of asbestos.", False),
    ],
)
def test_the_committee_is_the_one_that_the_paragraph_names(evidence: Make, text: str, theirs: bool) -> None:
    asked = analyse("What did the Advisory Committee say about asbestos?")
    found = attribute(asked, evidence(text, 1.0, 1.0), said(text))
    assert (next(e.score for e in found.evidence if "asbestos" in e.text) > 1.0) == theirs
    assert (found.reason is None) == ("Advisory" in text)


PLEDGED = "Estonia pledges to pay. It pledges to curb bias. It does so by law. They met. Latvia pays. It curbs bias."


@pytest.mark.parametrize(
    ("asked", "found"),
    [("Estonia", ["It pledges to curb bias.", "Estonia pledges to pay.", "It does so by law."]), ("Peru", [])],
)
def test_it_does_what_is_told_after_who_does(evidence: Make, asked: str, found: list[str]) -> None:
    scored = evidence(PLEDGED, 1.0, 9.0, 0.5, 0.2, 0.1, 8.0)
    question = analyse(f"What did {asked} say about bias?")
    attributed = attribute(question, scored, said(PLEDGED))
    own = [e.text for e in attributed.evidence]
    assert own == found
    assert (attributed.reason is None) == bool(found)
    named = introduce(question, attributed.evidence[:1], attributed.evidence, said(PLEDGED))
    assert [e.text for e in named] == ([found[1], found[0]] if found else [])


def test_another_s_words_and_nobody_s_are_not_taken_for_the_asked_speaker_s(evidence: Make) -> None:
    text = "Ms. Henning spoke of costs. Costs of recruitment were high."
    hers = Statement(0, 27, "Ms. Warda Henning", None, "UNODC")
    asked = analyse("What did Mr. Ratha say on recruitment?")
    assert texts(attribute(asked, evidence(text, 1.0, 2.0), said(text, hers))) == []
    nobody_s = replace(hers, strength="unattributed")
    assert texts(attribute(asked, evidence(text, 1.0, 2.0), said(text, nobody_s))) == []


def test_a_sentence_of_the_asked_speaker_beats_an_equal_one_of_nobody(evidence: Make) -> None:
    found = evidence("Costs of recruitment are high. Costs of recruitment were too high.", 2.0, 2.0)
    theirs = Statement(31, 66, "Mr. Dilip Ratha")
    attributed = answered("What did Mr. Ratha say on recruitment?", found, theirs)
    assert texts(attributed) == ["Costs of recruitment were too high."]


@pytest.mark.parametrize(
    ("other", "theirs"),
    [
        ("The request for Japan related to the costs.", False),
        ("On 2 March, the Committee went to Japan to speak of costs.", False),
        ("The costs were borne, among others, by Japan.", False),
        ("The Government of Japan, in a letter, called the costs high.", True),
        ("At its third meeting, Japan called the costs high.", True),
    ],
)
def test_what_only_names_a_speaker_who_is_heard_elsewhere_is_not_theirs(
    evidence: Make, other: str, theirs: bool
) -> None:
    spoken = "Japan said that the costs were low."
    found = evidence(f"{other} {spoken}", 2.0, 1.0)
    at = Statement(len(other) + 1, len(other) + 36, organisation="Japan")
    attributed = answered("What did Japan say about the costs?", found, at)
    assert texts(attributed) == ([other, spoken] if theirs else [spoken])


def test_what_follows_a_draft_brought_in_is_not_their_words(evidence: Make) -> None:
    spoken = "The representative of Japan introduced a draft resolution on costs."
    found = evidence(f"{spoken} The costs had grown.", 1.0, 2.0)
    japan = Statement(0, len(spoken), role="representative", organisation="Japan")
    assert texts(answered("What did Japan say about the costs?", found, japan)) == [spoken]


def test_a_sentence_that_only_says_that_they_spoke_is_not_quoted_beside_their_words(evidence: Make) -> None:
    found = evidence("Japan made a statement. Japan said that costs were high.", 2.0, 1.0)
    spoken = Statement(0, 23, organisation="Japan"), Statement(24, 56, organisation="Japan")
    assert texts(answered("What did Japan say?", found, *spoken)) == ["Japan said that costs were high."]
    after = evidence("Japan made a statement. The Minister of Benin, Mr. Roe, spoke after.", 2.0, 1.0)
    assert answered("What did Japan say?", after, spoken[0]).reason == "speaker"


MANY = "The Director spoke of costs. A delegation asked for lower costs. Costs were high."
DIRECTOR, DELEGATION = Statement(0, 28, None, "Director", "UNDP"), Statement(29, 64, strength="one")


@pytest.mark.parametrize("who", ["delegations", "Member States", "other delegates", "participants"])
def test_what_delegations_said_is_answered_by_whoever_is_not_named(evidence: Make, who: str) -> None:
    asked = analyse(f"What did {who} say about costs?")
    found = attribute(asked, evidence(MANY, 9.0, 1.0, 2.0), said(MANY, DIRECTOR, DELEGATION))
    assert texts(found) == ["Costs were high.", "A delegation asked for lower costs."]
    spoken = replace(DELEGATION, strength="named", role="representative", organisation="Norway")
    assert len(texts(attribute(asked, evidence(MANY, 9.0, 1.0, 2.0), said(MANY, DIRECTOR, spoken)))) == 2


@pytest.mark.parametrize(
    ("who", "kept"),
    [("staff council", [1]), ("report", [0, 1]), ("management", [0, 1]), ("director of personnel and staff", [0, 1])],
)
def test_an_officer_s_words_are_not_those_of_others_who_have_no_name(evidence: Make, who: str, kept: list[int]) -> None:
    text = "The Director of Management said that staff morale was high. The Staff Council told of low morale."
    director = Statement(0, 59, None, "Director of Management", "UNFPA")
    found = attribute(analyse(f"What did the {who} say about morale?"), evidence(text, 9.0, 1.0), said(text, director))
    sentences = [text[:59], text[60:]]
    assert texts(found) == [sentences[i] for i in kept]


def test_where_all_are_named_they_are_the_participants(evidence: Make) -> None:
    asked = analyse("What did participants say about costs?")
    named = replace(DELEGATION, strength="named", name="Ms. Roe")
    assert len(texts(attribute(asked, evidence(MANY, 9.0, 1.0, 2.0), said(MANY, DIRECTOR, named)))) == 3


def test_any_words_answer_what_somebody_said_where_nothing_else_is_asked(evidence: Make) -> None:
    found = evidence(TEXT, 1.0, 9.0)
    assert answered("What did Mr. Ratha say?", found, RATHA, HENNING).answers
    assert not answered("What did Mr. Ratha say on recruitment?", found, RATHA, HENNING).answers
    assert not answered("What did Mr. Bingham say?", found, RATHA, HENNING).answers


@pytest.mark.parametrize(("verb", "kept"), [("propose", [1]), ("suggest", [1]), ("say", [0, 1])])
def test_a_view_is_no_proposal(evidence: Make, verb: str, kept: list[int]) -> None:
    text = "Mr. Ratha held that costs were high. Mr. Ratha offered the idea of a fund."
    found = evidence(text, 2.0, 1.0)
    both = [replace(RATHA, start=0, end=36), replace(RATHA, start=37, end=74)]
    attributed = attribute(analyse(f"What did Mr. Ratha {verb}?"), found, said(text, *both))
    assert [e.index for e in attributed.evidence] == kept
    assert attributed.answers


@pytest.mark.parametrize(
    "view", ["It costs less than funds more commonly proposed.", "He feared the proposed tax.", "It was as offered."]
)
def test_what_others_propose_is_no_proposal(evidence: Make, view: str) -> None:
    idea = "Mr. Ratha offered the idea of a fund."
    text = f"{idea} {view}"
    whole = [replace(RATHA, start=0, end=len(idea)), replace(RATHA, start=len(idea) + 1, end=len(text))]
    attributed = attribute(analyse("What did Dilip propose?"), evidence(text, 1.0, 2.0), said(text, *whole))
    assert [e.text for e in attributed.evidence] == [idea]


def test_questions_about_nobody_s_words_keep_all_evidence(evidence: Make) -> None:
    found = evidence(TEXT, 1.0, 9.0)
    assert attribute(analyse("What are the costs of recruitment?"), found, unread).evidence == found


def test_without_evidence_no_report_is_read() -> None:
    assert attribute(analyse("What did Mr. Ratha suggest?"), [], unread) == Attributed([])


def test_given_evidence_is_left_as_it_was(evidence: Make) -> None:
    found = evidence(TEXT, 1.0, 9.0)
    before = [replace(e) for e in found]
    answered("What did Mr. Ratha suggest on recruitment?", found, RATHA, HENNING)
    assert [e.score for e in found] == [e.score for e in before]


def unread(_: str) -> Any:
    raise AssertionError("the report was read without need")


STRANDED = "Mr. Ratha opened the debate. Funds were short. He welcomed pledges for stranded workers."
OPENING = Statement(0, 87, "Mr. Dilip Ratha", "Manager", "World Bank")


def introduced(question: str, chosen: list[int], *statements: Statement, evidence: Make) -> list[str]:
    found = evidence(STRANDED, 0, 0, 2)
    picked = [found[i] for i in chosen]
    return [e.text for e in introduce(analyse(question), picked, found, said(STRANDED, *statements))]


RATHA_OPENS = replace(OPENING, name="Mr. Ratha")
NAMED = ["Mr. Ratha opened the debate.", "He welcomed pledges for stranded workers."]


@pytest.mark.parametrize("chosen", [[2], [1, 2]])
def test_who_gets_the_sentence_that_names_the_speaker(evidence: Make, chosen: list[int]) -> None:
    asked = "Who welcomed pledges for stranded workers?"
    assert introduced(asked, chosen, RATHA_OPENS, evidence=evidence) == NAMED


def test_he_is_named_whatever_was_asked(evidence: Make) -> None:
    asked = "What was welcomed for stranded workers?"
    for chosen in [2], [1, 2]:
        assert introduced(asked, chosen, RATHA_OPENS, evidence=evidence) == NAMED


def test_a_sentence_of_no_person_gets_an_introduction_only_where_one_is_asked_for(evidence: Make) -> None:
    assert introduced("What was short?", [1], RATHA_OPENS, evidence=evidence) == ["Funds were short."]


def test_two_sentences_of_he_get_one_introduction_before_both(evidence: Make) -> None:
    text = "Mr. Ratha opened the debate. He noted gaps. Funds were short. He welcomed pledges."
    statement = Statement(0, len(text), "Mr. Ratha")
    found = evidence(text, 0, 3, 0, 2)
    picked = introduce(analyse("What was welcomed?"), [found[1], found[3]], found, said(text, statement))
    assert [e.index for e in picked] == [0, 1, 3]


def test_an_office_names_whoever_has_no_name(evidence: Make) -> None:
    text = "The UNOPS Director spoke first. He was brief. He also said that UNOPS had a better rating."
    statement = Statement(0, len(text), None, "Director", "UNOPS")
    found = evidence(text, 0, 1, 2)
    asked = analyse("Which rating did UNOPS get?")
    picked = introduce(asked, [found[1], found[2]], found, said(text, statement))
    assert [e.index for e in picked] == [0, 2]


def test_a_sentence_that_is_nobody_s_gets_no_name(evidence: Make) -> None:
    assert introduced("Who welcomed pledges?", [2], evidence=evidence) == NAMED[1:]
    unsure = Statement(46, 87, strength="unattributed")
    assert introduced("Who welcomed pledges?", [2], unsure, evidence=evidence) == NAMED[1:]


def test_a_name_that_stands_there_already_is_not_repeated(evidence: Make) -> None:
    assert introduced("Who welcomed pledges?", [0, 2], RATHA_OPENS, evidence=evidence) == NAMED


def test_whoever_does_not_speak_in_a_paragraph_is_credited_with_nothing_there(evidence: Make) -> None:
    text = "A mechanism was requested for debt. The delegation asked when it would come."
    asked = analyse("What did the representative of Cameroon say about debt?")
    elsewhere = evidence("Cameroon chaired the group.", 0.5, ref="r/I/2")
    attributed = attribute(asked, [*evidence(text, 2.0, 1.0), *elsewhere], said(text))
    assert attributed.reason == "speaker"
    assert "A mechanism was requested for debt." not in texts(attributed)


@pytest.mark.parametrize(
    ("topic", "reason"),
    [("energy access", None), ("nuclear energy plants", "speaker")],
)
def test_any_words_do_only_if_they_hold_enough_of_what_was_asked(
    evidence: Make, topic: str, reason: str | None
) -> None:
    text = "The Minister of Power of Nigeria outlined the energy access of the country."
    minister = Statement(0, len(text), None, "Minister of Power", "Nigeria", "named")
    asked = analyse(f"What did Nigeria's Minister of Power say about {topic}?")
    weight = {"nuclear": 6.0, "plant": 5.0}
    attributed = attribute(asked, evidence(text, 2.0), said(text, minister), lambda t: weight.get(t, 2.0))
    assert attributed.reason == reason


@pytest.mark.parametrize(
    ("question", "names"),
    [
        ("What did Zimbabwe's delegate say about the visit?", "Zimbabwe"),
        ("What did the Government of Ukraine tell the Board?", "Ukraine"),
        ("What did the Swiss authorities say about the loan?", "Swiss"),
        ("What is Cuba's view on sanctions?", "Cuba"),
        ("What was UN-Women told to do?", ""),
        ("How many points did Kabila's proposed pact have?", ""),
    ],
)
def test_speakers_are_known_however_they_are_called(question: str, names: str) -> None:
    assert asked_speaker(analyse(question)) == tuple(stem(n) for n in names.split())


@pytest.mark.parametrize(
    ("question", "sentence", "theirs"),
    [
        ("What did Israel say about the village?", "Israel continued to occupy a part of the village.", False),
        ("What did the Government of Peru say about fees?", "Peru hosted a conference on fees.", False),
        ("What did Israel say about the village?", "Israel stated that the village was small.", True),
        ("What did France say about the truce?", "The United States and France announced that the truce held.", True),
        ("What did Israel say about the truce?", "Mr. Roe argued that Israeli plans broke the truce.", False),
        ("What did Israel say about the truce?", "A letter from the representative of Israel is on the truce.", True),
        ("What did the Board say about fees?", "The Board took note of the fees.", True),
    ],
)
def test_what_a_state_did_is_not_what_it_said(question: str, sentence: str, theirs: bool) -> None:
    assert has_words_of(analyse(question), sentence) is theirs


@pytest.mark.parametrize(
    ("title", "reason"),
    [
        ("Letter dated 2 May 2025 from the representative of Poland", None),
        ("Report of the Secretary-General on the situation in Poland", "speaker"),
    ],
)
def test_all_of_a_state_s_own_letter_is_its_words(evidence: Make, title: str, reason: str | None) -> None:
    text = "The treaty places the Republic of Poland at a disadvantage."
    report = said(text)("r")
    front = Session("front", None, None, "front", (Paragraph(ParagraphRef("r", "front", "1"), title),))
    letter = replace(report, sessions=(front, *report.sessions))
    asked = analyse("What does Poland say about the treaty?")
    assert attribute(asked, evidence(text, 1.0), lambda _: letter).reason == reason
