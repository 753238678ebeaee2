"""Positions and commitments: whose they are, how many stand behind them, and that nobody gets another's words."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from assistant.across.acts import act_in
from assistant.across.commitments import commitments
from assistant.across.deadlines import due_in
from assistant.across.lines import Across
from assistant.across.positions import Scope, positions
from assistant.across.shown import commitments_text, positions_text
from assistant.errors import NotFoundError, UsageError
from assistant.organisations import Organisations, plain_name
from assistant.reading import read_jsonl, read_report
from assistant.report import Abbreviation
from assistant.wording import nobody


def quotes(across: Across, **what: str) -> list[str]:
    return [p.citation.quote for p in across.positions(**what).positions]


def test_an_organisation_is_found_under_each_of_its_names(across: Across) -> None:
    for name in ("World Bank", "the World Bank", "The world bank"):
        assert len(quotes(across, organisation=name)) == 3
    for name in ("UK", "the United Kingdom", "United Kingdom of Great Britain and Northern Ireland"):
        found = across.positions(organisation=name)
        assert [p.citation.ref.report for p in found.positions] == ["lm-12", "lm-13"]
        assert found.names == ("United Kingdom of Great Britain and Northern Ireland", "UK")
    assert len(quotes(across, organisation="ILO")) == 2


def test_what_nobody_is_named_for_is_nobody_s(across: Across) -> None:
    found = across.positions(topic="seasonal visas")
    assert [p.organisation for p in found.positions] == [
        "United Kingdom of Great Britain and Northern Ireland",
        "UK",
    ]
    assert found.unattributed == 1
    assert not [q for q in quotes(across, organisation="UK") if "costly" in q]


def test_speakers_without_an_organisation_are_counted_where_one_is_asked_for(tmp_path: Path) -> None:
    texts = (
        "The Executive Director reaffirmed the value of the fund.",
        "The representative of UNOPS noted that costs had risen.",
        "Representatives of Finland and Sweden gave presentations.",
    )
    row = {"report": "R/1", "title": "Report of the Board", "session": "I", "session_title": "Discussion"}
    file = tmp_path / "r.jsonl"
    file.write_text("\n".join(json.dumps({**row, "paragraph": str(n), "text": t}) for n, t in enumerate(texts, 1)))
    scope = Scope(((read_jsonl(file)[0], None),))
    found = positions(scope, organisation="UNDP")
    assert (found.positions, found.nearest, found.unplaced) == ((), (), 1)
    assert positions(scope).unplaced == 0


def test_strength_is_kept(across: Across) -> None:
    found = across.positions(topic="registry of recruiters").positions
    assert [(p.strength, p.organisation, p.speaker) for p in found] == [
        ("one", None, None),
        ("several", None, None),
        ("several", None, None),
        ("several", None, None),
    ]


def test_asking_is_told_from_saying(across: Across) -> None:
    assert {p.kind for p in across.positions(organisation="ILO").positions} == {"asked"}
    assert {p.kind for p in across.positions(organisation="World Bank").positions} == {"said"}


def test_topic_report_session_and_speaker_limit(across: Across) -> None:
    assert len(quotes(across, organisation="ILO", topic="medical checks")) == 1
    assert len(across.positions(organisation="ILO", reports=["LM/15"]).positions) == 1
    assert len(across.positions(organisation="ILO", sessions=["I"]).positions) == 2
    assert len(across.positions(speaker="Director").positions) == 2
    assert across.positions(speaker="Director", organisation="World Bank").positions == ()


def test_an_unknown_organisation_is_told_with_those_that_look_like_it(across: Across) -> None:
    found = across.positions(organisation="World Bnak")
    assert found.positions == ()
    assert found.nearest == ("World Bank",)
    assert found.searched.reports == 4


def test_a_group_is_found_by_who_speaks_for_it(tmp_path: Path) -> None:
    path = tmp_path / "minutes.txt"
    path.write_text(
        "I. Debate\n\n1. Mr. Ali (Iraq), speaking on behalf of the Group of 77 and China, called on donors to pay.\n\n"
        "2. The representative of Iceland, also speaking on behalf of Norway, urged States to wait.\n",
        encoding="utf-8",
    )
    scope = Scope(((read_report(path), None),))
    for name in ("Iraq", "Group of 77", "China", "the Group of 77 and China"):
        [found] = positions(scope, name).positions
        assert (found.organisation, found.on_behalf_of) == ("Iraq", "Group of 77 and China")
    assert positions(scope, "Group of 77").names == ("Group of 77 and China",)
    assert [p.organisation for p in positions(scope, "Norway").positions] == ["Iceland"]
    assert positions(scope, "Ireland").positions == ()


def test_what_cannot_be_meant_is_said_in_a_line(across: Across) -> None:
    with pytest.raises(UsageError, match="name an organisation"):
        across.positions()
    with pytest.raises(NotFoundError, match="no report 'LM/99'"):
        across.positions(organisation="ILO", reports=["LM/99"])
    with pytest.raises(NotFoundError, match="no session 'XX'"):
        across.positions(organisation="ILO", sessions=["XX"])


def test_names_that_only_look_alike_are_kept_apart() -> None:
    known = Organisations()
    assert known.same("Republic of Korea", "South Korea")
    assert not known.same("Republic of Korea", "Democratic People's Republic of Korea")
    assert not known.same("Congo", "Democratic Republic of the Congo")
    assert not known.same("UNDP", "UNOPS")
    assert not known.same("World Bank", "World Bank Group")
    assert known.members("UNDP and UNFPA") == {"undp", "unfpa"}
    assert known.listed("Peru, Trinidad and Tobago, and UNDP") >= {"peru", "trinidad and tobago", "undp"}
    assert "congo" not in known.listed("Democratic Republic of the Congo")
    assert known.members("Institute of Geography and Statistics") == {"institute of geography and statistics"}


def test_a_report_s_own_abbreviation_counts_if_its_letters_fit() -> None:
    known = Organisations(
        (
            Abbreviation("CMS", "Center for Migration Studies"),
            Abbreviation("UN-Women", "Executive Board of the United Nations Entity for Gender Equality"),
            Abbreviation("ILO", "Institute of Labour Oddities"),
        )
    )
    assert known.same("CMS", "the Center for Migration Studies")
    assert not known.same("UN-Women", "Executive Board of the United Nations Entity for Gender Equality")
    assert known.same("ILO", "International Labour Organization")
    assert plain_name("  The  Réseau ") == "reseau"


def test_commitments_say_what_by_whom_to_whom_and_until_when(across: Across) -> None:
    found = across.commitments(reports=["lm-12"]).commitments
    rows = [(c.kind, c.by, c.strength, c.addressee, c.due) for c in found]
    assert rows == [
        ("request", None, "one", None, None),
        ("decision", "the meeting", "agreed", None, None),
        ("recommendation", None, "all", None, None),
        ("commitment", "Secretariat", "named", None, "by March 2015"),
        ("request", "Committee on Housing", "agreed", "Secretariat", "at its next session"),
    ]
    assert found[-1].citation.ref.label == "9"


def test_commitments_are_limited_by_addressee_kind_and_topic(across: Across) -> None:
    assert [c.citation.ref.report for c in across.commitments(addressee="the Secretariat").commitments] == ["lm-12"]
    assert {c.kind for c in across.commitments(kinds=["commitment"]).commitments} == {"commitment"}
    (due,) = {c.due for c in across.commitments(topic="portable pensions", reports=["lm-13"]).commitments}
    assert due == "by June 2016"


@pytest.mark.parametrize(
    ("sentence", "kind", "addressee", "due"),
    [
        ("The Board requested UNDP to report at its annual session 2026.", "request", "UNDP",
         "at its annual session 2026"),
        ("The group urged UN-Women to expedite the audits before the end of 2025.", "request",
         "UN-Women", "before the end of 2025"),
        ("They encouraged the Secretariat to publish it.", "recommendation", "Secretariat", None),
        ("UNOPS was urged to adopt the strategy.", "request", "UNOPS", None),
        ("It was agreed that the fund would close.", "decision", None, None),
        ("Delegations called for annual consolidated reports.", "request", None, None),
        ("The Executive Board adopted decision 2024/24 on cost recovery.", "decision", None, None),
        ("He undertook to visit the office by late 2024.", "commitment", None, "by late 2024"),
        ("Recruiters should publish their fees.", "recommendation", "Recruiters", None),
        ("It should be noted that costs rose.", None, None, None),
        ("The evaluator confirmed that when the Board adopts the policy, it would be used.", None, None, None),
        ("She shared a rise in service requests.", None, None, None),
        ("They urged greater dialogue with Member States.", "request", None, None),
        ("The Director introduced the proposed programme plan for 2026.", None, None, None),
        ("The Assembly approved the Secretary-General's proposed project scope.", "decision", None, None),
        ("Before rejecting the contractor’s recommended choice, it analysed the tenders.", None, None, None),
        ("The newly recommended contingency levels therefore changed.", None, None, None),
        ("Losses are recovered by the actions proposed by a standing board.", None, None, None),
        ("The discussion was different from the one that was being proposed.", None, None, None),
        ("The proposal was introduced as requested by the Board in decision 2023/22.", None, None, None),
        ("She highlighted decision 2024/12, which requested information notes from the entities.", None, None, None),
        ("The actions requested of the Assembly are contained in paragraph 88.", None, None, None),
        ("The Secretariat was not requesting the forecast amount to be approved.", None, None, None),
        ("Various surveys, in which participants are also invited to identify themselves, are used.", None, None, None),
        ("He was encouraged by the progress made.", None, None, None),
        ("The Office sought to strengthen its capacity.", None, None, None),
        ("The amount may change, should any part of the project be dropped.", None, None, None),
        ("The pipes should have been part of the project.", None, None, None),
        ("A support mechanism was requested for African countries to adopt.", "request", None, None),
        ("A justification was sought to explain why.", "request", None, None),
        ("It was proposed that the Board meet in May.", "recommendation", "Board", None),
        ("The Committee recommends that the General Assembly take note of the report.", "recommendation",
         "General Assembly", None),
        ("UNOPS proposed a revised methodology.", "recommendation", None, None),
        ("Delegations encouraged continued advocacy.", "recommendation", None, None),
        ("She concluded by urging UNDP to report.", "request", "UNDP", None),
        ("The Committee took note of it and requested that attention be paid to the controls.", "request", None, None),
        ("Mr. Kim (Republic of Korea) said that plastics should be banned by 2030.", "recommendation", None, "by 2030"),
        ("They called for an end to the delay by 24 months.", "request", None, None),
        ("In reply to comments urging UNDP to act, she reaffirmed her commitment to reform.", "commitment", None,
         None),
        ("Concerns were raised, with delegations urging diversification.", "request", None, None),
        ("The Assembly recalled its resolution 7 and decided that the fund should close.", "decision", None, None),
        ("The Board noted that the fund had closed and approved loans.", None, None, None),
        ("The fund is now being refilled and should provide enough support.", None, None, None),
        ("The plan is sound and should be extended.", "recommendation", None, None),
        ("The gains dwarfed those from avenues more commonly proposed, including trade.", None, None, None),
        ("Minimum flows recommended (m3/s)", None, None, None),
        ("The members were asked their views on the plan.", None, None, None),
        ("Mr. Tan asked whether the licence was still valid for one year.", None, None, None),
        ("Mr. Tan asked the Minister when the ferry would sail.", None, None, None),
        ("Mr. Tan asked the Secretariat for more data.", "request", None, None),
        ("The Commission recommends to the Economic and Social Council the adoption of it.", "recommendation",
         "Economic and Social Council", None),
        ("Pursuant to the rule adopted by the Commission, the Economic and Social Council is requested to confirm it.",
         "request", "Economic and Social Council", None),
        ("The Assembly is requested: (a) To keep a post until late 2025; (b) To sign by the third quarter of 2026.",
         "request", "Assembly", None),
        ("The Board: (a) requested the Director to report; (b) urged members to pay by 31 January.", "request",
         "Director", None),
        ("Council directed the Manager to report back by April 15, 2025.", "request", "Manager", "by April 15, 2025"),
        ("The member proposed that posts rotate for staff within five years of retirement.", "recommendation", None,
         None),
        ("They requested updates, underscoring that the policy is due by May 2025.", "request", None, None),
        ("Costs had risen by 2024 and the group called for restraint.", "request", None, None),
        ("The Commission APPROVED a budget of 4 million.", "decision", None, None),
        ("3.4 RESOLVED: that the policy be approved.", "decision", None, None),
        ("It was AGREED that the Dean would bring a plan.", "decision", None, None),
        ("On the main motion: in favour, three. CARRIED 3-1.", "decision", None, None),
        ("ACTION: Academic Registrar to circulate a statement by 30 May 2025.", "request", "Academic Registrar",
         "by 30 May 2025"),
        ("Action: G. Tan to order fenders (by 22 September).", "request", "G. Tan", "by 22 September"),
        ("The Board requested the secretariat to write, for its tenth session, rules, and invited all to pay by May.",
         "request", "secretariat", "for its tenth session"),
        ("The Committee requested the secretariat to draft rules and invited the States to answer by 31 January 2026.",
         "request", "secretariat", None),
        ("At its tenth session, the Board requested UNDP to report.", "request", "UNDP", None),
        ("The Board requested UNDP to carry out the plan adopted at its tenth session.", "request", "UNDP", None),
        ("I should like to add a word on by-catch.", None, None, None),
        ("I should point to the cost.", "recommendation", None, None),
    ],
)  # fmt: skip
def test_what_a_sentence_does(sentence: str, kind: str | None, addressee: str | None, due: str | None) -> None:
    act = act_in(sentence)
    if kind is None:
        assert act is None
        return
    assert act is not None
    assert (act.kind, act.addressee) == (kind, addressee)
    assert act.due == due


def test_operative_paragraphs_begin_with_their_verb() -> None:
    act = act_in("Requests UNDP to report to the Board at its annual session 2026;", operative=True)
    assert act is not None
    assert (act.kind, act.addressee, act.due) == ("request", "UNDP", "at its annual session 2026")
    assert act_in("Requests are rising.") is None
    act = act_in("REQUESTS UN-Women in advance of the First Regular Session 2026 to include a table.", operative=True)
    assert act is not None
    assert (act.kind, act.addressee, act.due) == ("request", "UN-Women", "in advance of the First Regular Session 2026")
    act = act_in("Recalls decision 2024/6 and requests UN-Women to fund the office.", operative=True)
    assert act is not None
    assert (act.kind, act.addressee) == ("request", "UN-Women")


@pytest.mark.parametrize(
    ("sentence", "retold"),
    [
        ("The Chair announced that the sponsor had requested that the Committee defer the item.", True),
        ("The President noted that each entity is requested to provide notes.", True),
        ("The group noted that costs had risen and called for restraint.", False),
        ("They noted that the goal remained off track, calling for more funds.", False),
        ("While it recognized that costs had risen, the group requested more data.", False),
        ("She said that she had proposed a plan.", False),
        ("Mr. Kim said that plastics should be banned.", False),
    ],
)
def test_who_tells_of_an_act_does_not_perform_it(sentence: str, *, retold: bool) -> None:
    act = act_in(sentence)
    assert act is not None
    assert act.retold == retold


def test_the_rows_of_an_action_table_are_requests(tmp_path: Path) -> None:
    texts = (
        "Action | Owner | Budget",  # no row stands below it
        "The Board met.",
        "No | Action | Who | Deadline",
        "1 | Circulate the draft | Registrar | 30 May 2025",
        "2 | Consider the rules |  | June 2025",
        "3 | Write to the Board | Library Committee | –",
        "Rates were as follows.",
        "4 | a rate | of 5 | per cent",
    )
    row = {"report": "R/1", "title": "Report of the Board", "session": "I", "session_title": "Discussion"}
    file = tmp_path / "r.jsonl"
    file.write_text("\n".join(json.dumps({**row, "paragraph": str(n), "text": t}) for n, t in enumerate(texts, 1)))
    found = commitments(Scope(((read_jsonl(file)[0], None),))).commitments
    assert [(c.kind, c.addressee, c.due, c.citation.ref.label) for c in found] == [
        ("request", "Registrar", "30 May 2025", "4"),
        ("request", "Library Committee", None, "6"),
    ]


def test_nobody_gets_an_act_that_is_not_theirs(tmp_path: Path) -> None:
    texts = (
        "The Chair announced that the sponsor delegation had requested that the Committee defer the item.",
        "The Chair: The Board takes note of the programme.",
        "The Assembly is requested to adopt the rules.",
        "The General Assembly took note of them.",
    )
    row = {"report": "R/1", "title": "Report of the Board", "session": "I", "session_title": "Discussion"}
    file = tmp_path / "r.jsonl"
    file.write_text("\n".join(json.dumps({**row, "paragraph": str(n), "text": t}) for n, t in enumerate(texts, 1)))
    (report,) = read_jsonl(file)
    assert any(s.role == "Chair" for p in report.paragraphs() for s in p.statements)
    scope = Scope(((report, None),))
    found = commitments(scope).commitments
    assert [(c.kind, c.by) for c in found] == [
        ("request", None), ("decision", None), ("request", None), ("decision", "General Assembly"),
    ]  # fmt: skip
    assert [c.citation.ref.label for c in commitments(scope, addressee="General Assembly").commitments] == ["3"]


@pytest.mark.parametrize(
    ("text", "body"),
    [
        ("The Commission for Housing recommends to the Council the adoption of the draft.", "Commission for Housing"),
        ("Also at the same meeting, the Commission adopted draft E/CN.9/L.7, submitted by Peru.", "Commission"),
        ("At its 10th meeting, with reference to E/CN.9/8, the Board decided to nominate two members.", "Board"),
        ("Pursuant to the decision of the Commission, the Council requested the secretariat to report.", "Council"),
        ("At the same meeting, the observer said that the Commission had adopted the draft.", None),
        ("Pursuant to the decision adopted by the Commission, the Council is requested to confirm it.", None),
    ],
)
def test_the_body_that_acts_is_named_whatever_stands_before_it(tmp_path: Path, text: str, body: str | None) -> None:
    row = {"report": "R/1", "title": "Report of the Board", "session": "I", "session_title": "Discussion"}
    file = tmp_path / "r.jsonl"
    file.write_text(json.dumps({**row, "paragraph": "1", "text": text}))
    found = commitments(Scope(((read_jsonl(file)[0], None),))).commitments
    assert [c.by for c in found if c.strength == "agreed"] == ([body] if body else [])


def test_a_past_event_is_no_due_date() -> None:
    assert due_in("The post continues until the end of 2025.") is None
    assert due_in("By June 2026, the group asked for a report.", 14) == "By June 2026"
    assert due_in("Report within three months of the adoption of the plan.") == "within three months"
    assert due_in("The Board met in 2024.") is None
    assert due_in("It reports annually.") == "annually"


def test_hostile_sentences_take_no_long_time() -> None:
    for text in ("requested " + "A " * 20_000, "should " * 20_000, "the Board " * 20_000, "by the " * 20_000):
        act_in(text)
    for text in ("the proposed " * 20_000, "recommended that " + "A of the " * 9_000, "suggesting that " * 8_000):
        act_in(text)


def test_whose_words_are_not_found_is_named_and_an_organisation_asked_for_as_a_speaker_is_told(across: Across) -> None:
    found = across.positions(speaker="World Bank")
    assert (found.positions, found.nearest) == ((), ("World Bank",))
    assert nobody(found).startswith("No words looked through are attributed to World Bank; ")


def test_reports_that_are_not_in_english_are_told_of(tmp_path: Path) -> None:
    texts = {"fr": "Le Comité a décidé de la date de la session.", "en": "The Committee decided on the date."}
    found = []
    for code, text in texts.items():
        row = {"report": f"R/{code}", "title": "R", "session": "I", "paragraph": "1", "text": text}
        (tmp_path / f"{code}.jsonl").write_text(json.dumps(row))
        found += [(report, None) for report in read_jsonl(tmp_path / f"{code}.jsonl")]
    said, acts = positions(Scope(tuple(found))), commitments(Scope(tuple(found)))
    assert (said.foreign, acts.foreign, len(acts.commitments)) == (1, 1, 1)
    told = "Only English is understood here; 1 report is in another language."
    assert told in commitments_text(acts)
    assert told in positions_text(said)
    assert not positions(Scope(tuple(found[1:]))).foreign
