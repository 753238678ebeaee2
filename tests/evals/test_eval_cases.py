from __future__ import annotations

import json
from collections import Counter
from pathlib import Path
from typing import Any, get_args

import pytest

from assistant.errors import UsageError
from evals.cases import CASES, SCHEMA, Case, Tag, case_schema, load_cases, says, select
from evals.results import Run
from evals.runner import Corpus

GOOD: dict[str, Any] = {
    "id": "one",
    "question": "Who closed it?",
    "answerable": True,
    "facts": [["Wilmoth"]],
    "gold": {"r/VIII/17": 2},
    "tags": ["fact"],
    "confirmed_by": "somebody",
    "confirmed_on": "2026-11-24",
}


def write(file: Path, *cases: dict[str, Any]) -> Path:
    file.write_text("".join(json.dumps(c) + "\n" for c in cases))
    return file


def test_there_are_enough_cases_over_every_tag_and_session(cases: list[Case]) -> None:
    assert len(cases) >= 120
    assert sum(c.must_pass for c in cases) >= 25
    tags = Counter(t for c in cases for t in c.tags)
    assert all(tags[t] >= 8 for t in get_args(Tag) if t != "feedback")
    sessions = {ref.split("/")[1] for c in cases for ref in c.gold}
    assert sessions == {"front", "abbreviations", "unmarked", "VII", "VIII"}


def test_every_case_can_be_answered_from_its_gold_paragraphs(perfect_run: Run) -> None:
    # A fact that no gold paragraph holds, or words that must not be said but stand there, would be unfair.
    assert {c.id: c.why for c in perfect_run.cases if not c.passed} == {}


def test_no_unanswerable_question_has_a_twin_that_is_answerable(cases: list[Case]) -> None:
    asked = Counter((c.history, c.question.casefold().strip(" ?.")) for c in cases if not c.sessions)
    assert [q for q, n in asked.items() if n > 1] == []


def test_the_schema_is_the_one_of_the_model() -> None:
    assert SCHEMA.read_text() == case_schema()


def test_cases_fit_the_schema() -> None:
    from jsonschema import Draft202012Validator

    validator = Draft202012Validator(json.loads(SCHEMA.read_text()))
    for file in CASES.glob("*.jsonl"):
        for line in file.read_text().splitlines():
            validator.validate(json.loads(line))


def test_a_case_survives_being_written(cases: list[Case]) -> None:
    assert [Case.model_validate_json(c.line()) for c in cases] == cases


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"colour": "red"}, "cases.jsonl:1: unknown key 'colour'"),
        ({"gold": {"r/VIII/99": 2}}, "cases.jsonl:1: no paragraph r/VIII/99 in the corpus"),
        ({"gold": {"nonsense": 2}}, "is not a paragraph reference"),
        ({"gold": {"r/VIII/17": 3}}, "less than or equal to 2"),
        ({"facts": [["re:("]]}, "'re:(' is not a regular expression"),
        ({"facts": []}, "an answerable case needs facts"),
        ({"gold": {"r/VIII/17": 1}}, "a gold paragraph of grade 2"),
        ({"reasons": ["partial"]}, "an answerable case has no reason to abstain"),
        ({"answerable": False}, "an unanswerable case has neither facts nor gold"),
        ({"answerable": False, "facts": [], "gold": {}}, "an unanswerable case needs the reasons"),
        ({"confirmed_by": None}, "must be quarantined"),
        ({"tags": ["new"]}, "tags.0"),
        ({"id": "Not An Id"}, "id: "),
    ],
)
def test_a_wrong_case_is_one_clear_line(cases_file: Path, change: dict[str, Any], message: str) -> None:
    with pytest.raises(UsageError) as wrong:
        load_cases([write(cases_file, GOOD | change)], known={"r/VIII/17"})
    assert message in str(wrong.value)
    assert len(str(wrong.value).splitlines()) == 1


def test_each_wrong_thing_has_a_line_of_its_own(cases_file: Path) -> None:
    write(cases_file, GOOD, GOOD, GOOD | {"id": "two", "gold": {"r/VIII/99": 2}}, GOOD | {"id": "three", "x": 1})
    with pytest.raises(UsageError) as wrong:
        load_cases([cases_file], known={"r/VIII/17"})
    assert str(wrong.value).splitlines() == [
        "cases.jsonl:2: id 'one' is already used in cases.jsonl:1",
        "cases.jsonl:3: no paragraph r/VIII/99 in the corpus",
        "cases.jsonl:4: unknown key 'x'",
    ]


def test_a_line_that_is_no_json_and_a_missing_file(cases_file: Path) -> None:
    cases_file.write_text("{\n")
    with pytest.raises(UsageError, match=r"cases\.jsonl:1: .*JSON"):
        load_cases([cases_file])
    with pytest.raises(UsageError, match="no such cases file"):
        load_cases([cases_file.with_name("none.jsonl")])


def test_a_quarantined_case_needs_no_gold_yet(cases_file: Path) -> None:
    given = {"id": "q", "question": "What?", "answerable": True, "tags": ["feedback"], "quarantined": True}
    assert not load_cases([write(cases_file, given)])[0].gates


def test_says_ignores_case_and_kinds_of_hyphens_and_quotes() -> None:
    assert says('the "stranded" five-year plan', "The “Stranded” five‑year\nplan")
    assert says(r"re:76 per ?cent", "In 2009, 76 per cent")
    assert not says("163", "132")


def test_select_by_id_and_tag(cases: list[Case]) -> None:
    assert [c.id for c in select(cases, ids=["closed-the-meeting"])] == ["closed-the-meeting"]
    assert all("damaged" in c.tags for c in select(cases, tags=["damaged"]))
    with pytest.raises(UsageError, match="no case is called or tagged nothing"):
        select(cases, tags=["nothing"])


def test_only_what_matters_changes_the_digest() -> None:
    case = Case.model_validate(GOOD)
    assert case.model_copy(update={"note": "x", "confirmed_by": "y"}).digest() == case.digest()
    assert case.model_copy(update={"must_pass": True}).digest() != case.digest()


def test_gold_is_in_the_corpus(cases: list[Case], corpus: Corpus) -> None:
    assert {ref for c in cases for ref in c.gold} <= set(corpus.paragraphs)
