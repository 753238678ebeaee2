"""Whose a position is: the deputy's is not the holder's, and a body acts under its name alone."""

from __future__ import annotations

import json
from pathlib import Path

from assistant.across.commitments import commitments
from assistant.across.positions import Scope, positions
from assistant.reading import read_jsonl


def scope_of(folder: Path, *texts: str) -> Scope:
    row = {"report": "R/1", "title": "Minutes of the Harbour Board", "session": "I", "session_title": "Business"}
    file = folder / "r.jsonl"
    file.write_text("\n".join(json.dumps({**row, "paragraph": str(n), "text": t}) for n, t in enumerate(texts, 1)))
    return Scope(((read_jsonl(file)[0], None),))


def test_a_body_acts_without_an_article(tmp_path: Path) -> None:
    (found,) = commitments(scope_of(tmp_path, "Senate RESOLVED to approve the rules.")).commitments
    assert (found.kind, found.by, found.strength) == ("decision", "Senate", "agreed")


def test_the_deputy_s_words_are_not_the_holder_s(tmp_path: Path) -> None:
    texts = (
        "The Vice-Chancellor said that costs had risen.",
        "The Deputy Vice-Chancellor said that costs had fallen.",
        "The Acting Director of Finance noted a gap.",
    )
    scope = scope_of(tmp_path, *texts)
    for speaker, labels in {
        "Vice-Chancellor": ["1"], "Deputy Vice-Chancellor": ["2"], "Director of Finance": [],
        "Acting Director": ["3"],
    }.items():  # fmt: skip
        assert [p.citation.ref.label for p in positions(scope, speaker=speaker).positions] == labels


def test_who_once_held_an_office_does_not_speak_for_the_state(tmp_path: Path) -> None:
    texts = ("The former President of Peru, Ana Lima, said that the pier was old.",
             "The President of Peru, Luis Paz, said that the pier was new.")  # fmt: skip
    scope = scope_of(tmp_path, *texts)
    assert [p.speaker for p in positions(scope).positions] == ["Ana Lima", "Luis Paz"]
    assert [p.speaker for p in positions(scope, "Peru").positions] == ["Luis Paz"]
