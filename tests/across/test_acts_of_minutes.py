"""What minutes and resolutions do in their own forms: motions, promises, decisions, paragraphs without a subject."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from assistant.across.acts import act_in, asks
from assistant.across.commitments import Commitment, commitments
from assistant.across.positions import Scope
from assistant.across.shown import commitments_text
from assistant.motions import motion_at
from assistant.reading import read_jsonl


def scope_of(folder: Path, *texts: str) -> Scope:
    row = {"report": "R/1", "title": "Minutes of the Harbour Board", "session": "I", "session_title": "Business"}
    file = folder / "r.jsonl"
    file.write_text("\n".join(json.dumps({**row, "paragraph": str(n), "text": t}) for n, t in enumerate(texts, 1)))
    return Scope(((read_jsonl(file)[0], None),))


def acts_of(folder: Path, *texts: str) -> list[tuple[str, str | None, str | None]]:
    return [(c.kind, c.by, c.status) for c in commitments(scope_of(folder, *texts)).commitments]


def only(folder: Path, text: str) -> Commitment:
    (found,) = commitments(scope_of(folder, text)).commitments
    return found


@pytest.mark.parametrize(
    ("text", "kind", "by", "status"),
    [
        ("It was proposed by Dr Hall, seconded by Ms Rao, that the pier be closed. The motion was lost by 6 votes.",
         "recommendation", "Dr Hall", "lost"),
        ("KM proposed that the fee be halved. CB seconded. The motion was defeated (2 in favour, 3 against).",
         "recommendation", "KM", "defeated"),
        ("It was moved by Mr Yu that the fee be halved. The motion was carried.", "decision", "the meeting", "carried"),
        ("Mr Yu proposed that the pier be closed. The proposal was not carried.", "recommendation", "Mr Yu",
         "not carried"),
    ],
)  # fmt: skip
def test_a_motion_is_told_and_quoted_with_its_result(
    tmp_path: Path, text: str, kind: str, by: str, status: str
) -> None:
    found = only(tmp_path, text)
    assert (found.kind, found.by, found.status) == (kind, by, status)
    assert found.citation.quote == text
    assert f"{kind} ({status})" in commitments_text(commitments(scope_of(tmp_path, text)))


def test_a_result_is_that_of_the_motion_before_it(tmp_path: Path) -> None:
    two = "KM proposed that the fee be halved. LF proposed that it be doubled. The motion was carried."
    assert acts_of(tmp_path, two) == [("recommendation", "KM", None), ("decision", "the meeting", "carried")]
    amended = "KM proposed that the fee be halved. The amendment was lost."
    assert acts_of(tmp_path, amended) == [("recommendation", "KM", None)]


@pytest.mark.parametrize(
    ("sentence", "due", "by"),
    [
        ("Mrs Njeri promised that the funds would be released by 31 May 2024.", "by 31 May 2024", "Mrs Njeri"),
        ("The Registrar agreed to circulate the paper by Friday 3 May.", "by Friday 3 May", "Registrar"),
        ("Minute 4.3: the Registrar apologised that it was late and undertook to publish it.", None, "Registrar"),
        ("The plan had been delayed and would now be published by 30 June 2024.", "by 30 June 2024", None),
        ("The Chair said that UNOPS had closed and undertook to pay.", None, None),
        ("Chile is committed to a law on fisheries.", None, "Chile"),
        ("HR promised to write to staff before the December meeting.", "before the December meeting", "HR"),
    ],
)
def test_promises_and_whose_they_are(sentence: str, due: str | None, by: str | None) -> None:
    act = act_in(sentence)
    assert act is not None
    assert (act.kind, act.due, act.by) == ("commitment", due, by)


def test_whose_promise_it_is_is_not_who_tells_of_it(tmp_path: Path) -> None:
    found = only(tmp_path, "Ms Haddad said that the Faculty of Medicine would contribute ten pumps.")
    assert (found.kind, found.by) == ("commitment", "Faculty of Medicine")


@pytest.mark.parametrize(
    "sentence",
    [
        "KM asked what would happen to local staff.",
        "Another member asked how the office plans to deliver on it.",
        "The group requested to know how the fund will be affected.",
        "There are encouraging signs that the Government is attempting to pay.",
        "Requests were made for more light.",
        "Demands relating to the pier are as follows.",
        "Reaffirming its strong commitment to the unity of the country.",
        "Emphasizes the duty of the State and reaffirms its strong commitment to its unity.",
        "Members agreed to reaffirm the principle.",
        "The fee had reportedly agreed to fall.",
    ],
)
def test_what_asks_decides_and_promises_nothing(sentence: str) -> None:
    assert act_in(sentence) is None


def test_a_question_is_asked() -> None:
    assert asks("The group requested to know how the fund will be affected.")
    assert asks("KM asked what would happen to local staff.")


@pytest.mark.parametrize(
    ("sentence", "kind", "addressee"),
    [
        ("Also requests UNICEF to report at its annual session.", "request", "UNICEF"),
        ("2. Decides that the M23 shall withdraw from the town;", "decision", "M23"),
        ("Decides that the fund shall be closed;", "decision", None),
        ("Calls on the Rwanda Defence Forces to withdraw;", "request", "Rwanda Defence Forces"),
        ("Strongly urges the DRC and Rwanda to return to talks;", "request", "DRC and Rwanda"),
        ("Demands that all parties allow access;", "request", "parties"),
        ("Encourages UNICEF management to ensure funding;", "recommendation", "UNICEF management"),
        ("(a) Takes note of the report;", "decision", None),
        ("DECISION: The lease will be renewed for two years.", "decision", None),
    ],
)
def test_paragraphs_that_begin_with_their_verb(sentence: str, kind: str, addressee: str | None) -> None:
    act = act_in(sentence)
    assert act is not None
    assert (act.kind, act.addressee) == (kind, addressee)


def test_each_of_two_who_are_urged_is_found(tmp_path: Path) -> None:
    scope = scope_of(tmp_path, "Strongly urges the DRC and Rwanda to return to talks;")
    assert len(commitments(scope, addressee="Rwanda").commitments) == 1
    assert not commitments(scope, addressee="Burundi").commitments


@pytest.mark.parametrize(
    ("sentence", "due"),
    [
        ("The Board decided that the pier would be closed within 30 days.", "within 30 days"),
        ("The Board agreed to defer it to its next meeting.", "to its next meeting"),
        ("The Board took note of the report on work to be done by 2026.", None),
        ("The Board approved the programme for its annual session 2026.", None),
        ("The Board asked the Clerk to present a plan at its next meeting.", "at its next meeting"),
    ],
)
def test_until_when_it_is_decided(sentence: str, due: str | None) -> None:
    act = act_in(sentence)
    assert act is not None
    assert act.due == due


def test_a_table_says_what_is_closed(tmp_path: Path) -> None:
    texts = ("Action | Owner | Deadline | Status", "Map the wells | S. Keter | 13 June | Closed",
             "Pay the crew | S. Keter | 13 July |  ")  # fmt: skip
    assert acts_of(tmp_path, *texts) == [("request", None, "Closed"), ("request", None, None)]


def test_hostile_sentences_take_no_long_time() -> None:
    for text in ("The A said " + "and " * 20_000, "A of the " * 9_000 + "undertook to", "Calls on " + "A " * 20_000,
                 "Demands that " + "A of the " * 9_000, "Decides that " + "a " * 20_000,
                 "It was " + "A moved " * 9_000):  # fmt: skip
        act_in(text)
        motion_at([text, "The " + "motion " * 9_000], 0)
