from __future__ import annotations

import json
import re
from pathlib import Path

from evals.__main__ import app
from evals.cases import Case
from evals.metrics import MEASURES
from evals.mutations import MUTATIONS

ROOT = Path(__file__).resolve().parents[2]
README = (ROOT / "evals/README.md").read_text(encoding="utf-8")


def test_commands_are_there() -> None:
    there = {command.name for command in app.registered_commands}
    assert set(re.findall(r"python -m evals ([\w-]+)", README)) <= there


def test_files_are_there() -> None:
    named = re.findall(r"`([\w.]+\.(?:py|json))`", README.split("## Add a case")[0])
    assert len(named) > 10
    assert all((ROOT / "evals" / name).is_file() for name in named if name != "baseline.json")


def test_example_cases_are_cases() -> None:
    block = re.search(r"```json\n(.*?)```", README, re.DOTALL)
    assert block is not None
    assert all(Case.model_validate(json.loads(line)) for line in block[1].splitlines())


def test_mutations_and_their_measures_are_all_told() -> None:
    told = dict(re.findall(r"^\| `([\w-]+)` \|.*\| `([\w@]+)` \|$", README, re.MULTILINE))
    assert told == {name: m.measure for name, m in MUTATIONS.items()}
    assert set(told.values()) <= set(MEASURES)
