"""No text makes reading run long: words and marks repeated until a careless search would not end."""

from __future__ import annotations

import time

import pytest

from assistant.reading.blocks import draft_from_blocks
from assistant.reading.draft import assemble
from assistant.reading.lines import Line, Page
from assistant.reading.markup import markdown_blocks
from assistant.reading.structure import draft_from_pages
from assistant.reading.text import draft_from_text

REPEATED = {
    "names": "Mr. " + "A-" * 3000 + " said",
    "capitals": "The " + "A " * 3000 + "noted",
    "offices": "The Director " + "of the " * 2000 + "noted",
    "adverbs": "He " + "ly" * 3000,
    "dots": ". " * 5000 + "4",
    "strokes": "A/" * 4000,
    "spaces": " " * 50_000 + "x",
    "brackets": "(" * 10_000,
    "digits": "1" * 60_000 + "!",
    "addresses": "@." * 10_000,
    "stars": "*" * 40_000,
    "broken words": "\ufffd\ufffd " * 10_000,
}


@pytest.mark.parametrize("name", sorted(REPEATED))
def test_a_hostile_line_is_read_in_seconds(name: str) -> None:
    text = REPEATED[name] + " it was noted. He said so."
    began = time.process_time()
    assemble(draft_from_text(text), name="x", sha256="")
    page = Page(1, 792.0, (Line(text, 1, 72.0, 700.0, 10.0),))
    assemble(draft_from_pages([page]), name="x", sha256="")
    assert time.process_time() - began < 5


@pytest.mark.parametrize("mark", ["[", "![", "[^"])
def test_brackets_that_open_no_link_are_read_in_seconds(mark: str) -> None:
    began = time.process_time()
    assemble(draft_from_blocks(markdown_blocks("The Chair said " + mark * 20_000 + ".")), name="x", sha256="")
    assert time.process_time() - began < 5
