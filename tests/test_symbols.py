"""What reports may be called."""

from __future__ import annotations

import json
from collections.abc import Iterator

import pytest

from assistant.batch import scope
from assistant.errors import NotFoundError
from assistant.settings import Settings
from assistant.workspace import Workspace

TEXTS = {
    "A/80/275-S/2025/491": "The Secretary-General visited Bern in May.",
    "A/80/1-S/2025/1": "The Secretary-General visited Lima in May.",
    "S/2025/1": "The Secretary-General visited Rome in May.",
    "A/80/9-S/2025/8": "The Secretary-General visited Oslo in May.",
    "A/80/9-S/2025/9": "The Secretary-General visited Kyiv in May.",
}


@pytest.fixture(scope="module")
def library(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Workspace]:
    folder = tmp_path_factory.mktemp("symbols")
    path = folder / "joint.jsonl"
    path.write_text("\n".join(json.dumps({"report": key, "text": text}) for key, text in TEXTS.items()))
    with Workspace.open(Settings(data=folder / "data")) as workspace:
        assert not workspace.ingest([path]).failed
        yield workspace


@pytest.mark.parametrize(
    ("name", "key"),
    [
        ("A/80/275", "A/80/275-S/2025/491"),
        ("S/2025/491", "A/80/275-S/2025/491"),
        ("A/80/275-S/2025/491", "A/80/275-S/2025/491"),
        ("A/80/1", "A/80/1-S/2025/1"),
        ("S/2025/1", "S/2025/1"),
    ],
)
def test_half_of_a_joint_symbol_names_its_report_unless_it_is_anothers(library: Workspace, name: str, key: str) -> None:
    assert library.report(name).symbol == key
    assert scope(library, [name], None)[0] == [library.report(key).id]
    for answer in (
        library.ask("What did the Secretary-General visit?", reports=[name]),
        library.ask(f"What did the Secretary-General visit in {name}?"),
    ):
        assert {c.quote for c in answer.citations} == {TEXTS[key]}


def test_a_link_of_before_with_half_of_the_name_still_opens(library: Workspace) -> None:
    assert library.report("a-80-275").symbol == "A/80/275-S/2025/491"


def test_half_of_two_symbols_names_neither(library: Workspace) -> None:
    with pytest.raises(NotFoundError):
        library.report("A/80/9")
    with pytest.raises(NotFoundError):
        library.ask("Where did he go?", reports=["A/80/9"])
