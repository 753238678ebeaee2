"""The calls across reports, done by the process that holds the data folder: the same results, the same errors."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest

from assistant.errors import NotFoundError, UsageError
from assistant.library import Library
from assistant.remote import find_app
from assistant.serving import sharing
from assistant.workspace import Workspace


@pytest.fixture(scope="module")
def app(workspace: Workspace) -> Iterator[Library]:
    def reopen() -> Library:
        raise AssertionError("the app did not end")

    with sharing(workspace):
        found = find_app(workspace.settings, reopen)
        assert found is not None
        yield found


CALLS: list[tuple[str, dict[str, Any]]] = [
    ("track", {"topic": "remittance costs"}),
    ("positions", {"organisation": "the World Bank", "topic": "remittance costs"}),
    ("commitments", {"kinds": ["request"], "reports": ["lm-12"]}),
    ("compare", {"question": "Who called for a registry?", "reports": ["lm-12", "lm-13"]}),
    ("brief", {"topic": "registry of recruiters"}),
]


@pytest.mark.parametrize(("call", "given"), CALLS)
def test_the_app_gives_what_the_workspace_gives(
    call: str, given: dict[str, Any], app: Library, workspace: Workspace
) -> None:
    theirs, own = getattr(app, call)(**given), getattr(workspace, call)(**given)
    if call == "compare":  # an answer tells how long it took
        assert theirs.to_json() == own.to_json()
    else:
        assert theirs == own


def test_series_come_whole(app: Library, workspace: Workspace) -> None:
    assert app.series() == workspace.series()
    assert app.brief("remittance costs").document() == workspace.brief("remittance costs").document()


def test_errors_keep_their_class(app: Library) -> None:
    with pytest.raises(NotFoundError, match="no series 'rivers'"):
        app.track("fish", "rivers")
    with pytest.raises(UsageError, match="name an organisation"):
        app.positions()
