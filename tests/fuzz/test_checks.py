"""Whatever a model writes and a report says, a quote that is not there is never called verbatim."""

# ruff: noqa: E501 - the lists of pieces read better in long lines
from __future__ import annotations

import re
from itertools import pairwise
from typing import Any

from fuzzing import bounded, ending
from hypothesis import given
from hypothesis import strategies as st

from assistant.answer import Citation
from assistant.answering.citations import check, locate
from assistant.answering.support import markers_in, supports
from assistant.report import Paragraph, ParagraphRef
from assistant.terminal import printable
from assistant.text import comparable, sentence_spans
from assistant.web.chat import as_text

PIECES = st.sampled_from(
    "the|The|meeting|was|not|opened|by|Ms.|Ada|Field|in|Geneva|2014|4|forty|per|cent|,|.|;|\u2013|-|\u00ad|\ufb01|fi|e\u0301|é|"
    "\u201c|\u201d|\"|'|[1]|[2, 3]|[0]|[999999999999]|[1-3]|(|)|ſ|ß|SS|İ|i|\u0130|½|Ⅳ|IV|ﷺ|"
    "A/RES/68/4|-\n|\n|\t|\u00a0|\u200b|1,000|1.000|\U0001f680|\x00|%|$".split("|")
)
WORDS = st.lists(st.one_of(PIECES, PIECES, st.text(max_size=4)), max_size=40).map(" ".join)
RUN = st.lists(PIECES, max_size=25).map("".join)
TEXT = st.one_of(WORDS, RUN, st.text(max_size=120))


def paragraph(text: str, label: str = "1") -> Paragraph:
    return Paragraph(ParagraphRef("r", "I", label), text, raw=text)


def claim(quote: str, end: int = 0) -> Citation:
    return Citation(
        1, ParagraphRef("r", "I", "1"), "R", "A", "I", None, "1", False, None, quote, 0, end or len(quote), "verbatim"
    )


@bounded
@given(quote=TEXT, text=TEXT)
def test_what_is_located_stands_there(quote: str, text: str) -> None:
    with ending():
        found = locate(quote, text)
    if found is None:
        return
    start, end = found
    assert 0 <= start < end <= len(text)
    assert comparable(text[start:end]) == comparable(quote)


@bounded
@given(text=TEXT, data=st.data())
def test_each_run_of_whole_words_is_located(text: str, data: st.DataObject) -> None:
    words = [m.span() for m in re.finditer(r"\S+", text)]
    if not words:
        return
    first = data.draw(st.integers(0, len(words) - 1))
    last = data.draw(st.integers(first, len(words) - 1))
    quote = text[words[first][0] : words[last][1]]
    if any(c.isalnum() for c in comparable(quote)):
        found = locate(quote, text)
        assert found is not None
        assert comparable(text[found[0] : found[1]]) == comparable(quote)


@bounded
@given(quote=TEXT, text=TEXT, other=TEXT, end=st.integers(-9, 10**6))
def test_a_verdict_is_true(quote: str, text: str, other: str, end: int) -> None:
    told = check(claim(quote, end), paragraph(text), [paragraph(other, "2")])
    if told.verdict == "verbatim":
        assert text[told.start : told.end] == told.quote
        assert comparable(told.quote) == comparable(quote)
        assert comparable(quote) in comparable(text)
    elif told.verdict == "elsewhere":
        assert comparable(quote) in comparable(other)
    else:
        assert told.verdict == "not_found"
    assert check(claim(quote), None).verdict == "not_found"


@bounded
@given(text=TEXT, count=st.integers(0, 12))
def test_markers_are_in_bounds(text: str, count: int) -> None:
    found, rejected = markers_in(text, count)
    assert all(1 <= n <= count for n in found)
    assert len(set(found)) == len(found)
    assert rejected >= 0


@bounded
@given(sentence=TEXT, source=st.lists(TEXT, max_size=4), around=TEXT)
def test_support_always_comes_to_an_end(sentence: str, source: list[str], around: str) -> None:
    with ending():
        told: Any = supports(sentence, source, around)
    assert told is not None


@bounded
@given(text=TEXT)
def test_sentences_are_in_order_and_inside(text: str) -> None:
    spans = sentence_spans(text)
    assert all(0 <= s.start < s.end <= len(text) for s in spans)
    assert all(a.end <= b.start for a, b in pairwise(spans))


MARKUP = st.sampled_from(
    "<b>|<img src=x onerror=y>|[a](javascript:b)|![i](http://x)|](|](y)|<http://x>|`|```\n|~~~\n|# |> |- |1. |* |+ |=== |---\n|\n|\n\n|    |\t|&lt;|"
    "&#60;|\\|\\\\|http://x|https:|//|www.|a@b.c|mailto:a@b|_|**|~~|$|$$|{{|}}|[1]: x\n|[^1]|<!--|-->|<?|<![CDATA[|| a |\n|-|-|\n|:|x|javascript:".split(
        "|"
    )
)


@bounded
@given(words=st.lists(st.one_of(MARKUP, st.text(max_size=5)), max_size=25).map("".join))
def test_escaped_words_never_become_markup(words: str) -> None:
    from markdown_it import MarkdownIt

    shown = MarkdownIt("commonmark").enable(["table", "strikethrough"]).render(as_text(words))
    assert set(re.findall(r"<\s*/?\s*([a-zA-Z!?]\w*)", shown)) <= {"p", "br"}, shown


@bounded
@given(words=st.text(st.characters(), max_size=60))
def test_a_terminal_is_never_steered(words: str) -> None:
    assert not re.search(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]", printable(words))
