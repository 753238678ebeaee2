"""Any text cut into lines and pages comes back with its paragraphs in order and no character lost."""

from __future__ import annotations

from itertools import pairwise

from hypothesis import given, settings
from hypothesis import strategies as st

from assistant.reading.garble import garbled_spans, without
from assistant.reading.lines import Line, Page, join
from assistant.reading.numbering import number_lines
from assistant.reading.structure import draft_from_pages

WORDS = st.text("abdeghilmnorstu", min_size=2, max_size=12)
PARAGRAPHS = st.lists(
    st.lists(WORDS, min_size=4, max_size=60).map(lambda words: " ".join(words).capitalize() + "."),
    min_size=3,
    max_size=25,
    unique=True,
)
"""No two alike: what stands in the same place of page after page, but for its number, is taken for a running head."""


def wrap(text: str, width: int) -> list[str]:
    lines: list[str] = []
    for word in text.split():
        if lines and len(lines[-1]) + 1 + len(word) <= width:
            lines[-1] += f" {word}"
        else:
            lines.append(word)
    return lines


def set_in_pages(paragraphs: list[str], width: int, height: int, *, furniture: bool) -> list[Page]:
    """The paragraphs numbered, wrapped and set on pages with a header and a page number."""
    rows = [row for n, text in enumerate(paragraphs, 1) for row in wrap(f"{n}. {text}", width)]
    pages = []
    for number, start in enumerate(range(0, len(rows), height), 1):
        lines = [Line(row, number, 72.0, 700.0 - 12 * i, 10.0) for i, row in enumerate(rows[start : start + height])]
        if furniture:
            lines.insert(0, Line("AB/2025/7", number, 72.0, 750.0, 8.0, bold=True))
            lines.append(Line(str(number), number, 300.0, 30.0, 8.0))
        pages.append(Page(number, 792.0, tuple(lines)))
    return pages


@settings(max_examples=60, deadline=None)
@given(PARAGRAPHS, st.integers(30, 90), st.integers(5, 50), st.booleans())
def test_numbered_paragraphs_survive_lines_and_pages(
    paragraphs: list[str], width: int, height: int, furniture: bool
) -> None:
    draft = draft_from_pages(set_in_pages(paragraphs, width, height, furniture=furniture))
    read = [p for s in draft.sessions if s.kind == "body" for p in s.paragraphs]
    assert [p.label for p in read] == [str(n) for n in range(1, len(paragraphs) + 1)]
    assert [p.text for p in read] == paragraphs


@given(st.text(alphabet="abc -\u00e9\u4e2d.,()", max_size=400), st.integers(1, 60))
def test_joining_lines_loses_no_character(text: str, width: int) -> None:
    lines = [text[i : i + width] for i in range(0, len(text), width)]
    assert "".join(join(lines).split()) == "".join(text.split())


@given(st.lists(st.integers(1, 30), max_size=60))
def test_the_reports_own_numbers_only_rise(numbers: list[int]) -> None:
    lines = [Line(f"{n}. Something was said.", 1, 72.0, 5000.0 - 12 * i, 10.0) for i, n in enumerate(numbers)]
    main = [n.number for n in number_lines(lines) if n.series == 0]
    assert main == sorted(set(main))


@given(st.integers(2, 40), st.data())
def test_a_series_that_restarts_in_its_own_column_stays_apart(count: int, data: st.DataObject) -> None:
    quoted = data.draw(st.integers(1, 2 * count))
    at = data.draw(st.integers(1, count - 1))
    rows = [(n, 72.0) for n in range(1, at + 1)]
    rows += [(n, 120.0) for n in range(1, quoted + 1)]
    rows += [(n, 72.0) for n in range(at + 1, count + 1)]
    lines = [Line(f"{n}. Something was said.", 1, x, 5000.0 - 12 * i, 10.0) for i, (n, x) in enumerate(rows)]
    found = number_lines(lines)
    assert [n.number for n in found if n.series == 0] == list(range(1, count + 1))
    assert [n.number for n in found if n.series == 1] == list(range(1, quoted + 1))


@given(st.text(max_size=300))
def test_garble_spans_are_in_order_and_inside(text: str) -> None:
    spans = garbled_spans(text)
    assert all(0 <= s.start < s.end <= len(text) for s in spans)
    assert all(a.end < b.start for a, b in pairwise(spans))
    sound = without(text, spans)
    if not spans:
        assert sound == text
