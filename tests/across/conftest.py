"""The series of four meetings in an index of its own."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import pytest
from across_series import written

from assistant.across.lines import Across
from assistant.settings import Settings
from assistant.workspace import Workspace


@pytest.fixture(scope="session")
def across_settings(tmp_path_factory: pytest.TempPathFactory) -> Settings:
    return Settings(data=tmp_path_factory.mktemp("across") / "data")


@pytest.fixture(scope="session")
def workspace(across_settings: Settings, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Workspace]:
    """The four meetings, in an index. For tests that change nothing."""
    with Workspace.open(across_settings) as opened:
        result = opened.ingest(written(tmp_path_factory.mktemp("minutes")))
        assert not result.failed
        yield opened


@pytest.fixture(scope="session")
def across(workspace: Workspace) -> Across:
    return Across(workspace)


@pytest.fixture
def schema() -> Callable[[str, Any], None]:
    """Checks a value against one of the schemas of the commands across reports."""
    from jsonschema import Draft202012Validator

    def check(name: str, value: Any) -> None:
        from across_schemas import SCHEMAS

        Draft202012Validator(SCHEMAS[name]).validate(value)

    return check
