"""What a language model wrote, read sentence by sentence, in the many ways in which models cite."""

from __future__ import annotations

import pytest

from assistant.answering.written import Written, said_aloud, sentences_in, visible

A = "Women were 76 per cent of victims in 2009"
B = "UNODC wrote a report"


def read(words: str, count: int = 3) -> list[tuple[str, tuple[int, ...]]]:
    return [(w.text, w.cited) for w in sentences_in(words, count) if w.whole and not w.refuses]


@pytest.mark.parametrize(
    "words",
    [
        f"{A} [1].",
        f"{A}. [1]",
        f"{A}.[1]",
        f"{A} [^1].\n\n[^1]: ESA/P/WP.237, para. 15",
        f"{A} (1).",
        f"{A} [Extract 1].",
        f"{A} [Source: 1].",
        f"{A} (see extract 1).",
        f"{A} \u30101\u3011.",
        f"{A}\u30101\u2020source\u3011.",
        f"{A} (see [1]).",
        f"According to [1], {A[0].lower()}{A[1:]}.",
        f"According to extract [1], {A[0].lower()}{A[1:]}.",
        f"Based on the provided extracts, {A[0].lower()}{A[1:]} [1].",
        f"[1]: {A}.",
        f"[1] {A}.",
        f"**{A}** [1].",
        f"*{A}* [1].",
        f"_{A}_ [1].",
        f"1. {A} [1]",
        f"- {A} [1];",
        f"## Answer\n\nThe extracts say:\n\n{A} [1].",
        f"<p>{A} [1].</p><script>alert(1)</script>",
        f"<reasoning>{B} [1].</reasoning>{A} [1].",
        f"<scratchpad>{B} [1].</scratchpad>\n{A} [1].",
        f"Let me see. {B} [1].</think>\n{A} [1].",
        f"<|channel|>analysis<|message|>{B} [1].<|end|>{A} [1].",
        f"{A} [1]. {A} [1]. {A} [1].",
    ],
)
def test_a_sentence_reads_as_if_it_had_never_had_a_marker(words: str) -> None:
    assert read(words) == [(f"{A}.", (1,))]


@pytest.mark.parametrize(
    "markers", ["[1], [2], and [3]", "[1] and [2][3]", "[1; 2, 3]", "[extracts 1, 2 and 3]", "[1-3]"]
)
def test_several_markers_leave_no_commas_behind(markers: str) -> None:
    assert read(f"{A}, {markers}.") == [(f"{A}.", (1, 2, 3))]


def test_markers_before_or_behind_the_sentences() -> None:
    both = [(f"{A}.", (1,)), (f"{B}.", (2,))]
    assert read(f"[1] {A}. [2] {B}.") == both
    assert read(f"{A}. [1] {B}. [2]") == both
    assert read(f"[1] {A}. {B}.") == [(f"{A}.", (1,)), (f"{B}.", (1,))]
    assert read(f"{A}. {B} [2].") == [(f"{A}.", (2,)), (f"{B}.", (2,))]


@pytest.mark.parametrize(
    "words",
    [f"[1] says that {A}.", f"As both [1] and [2] say, {A}.", f"It is said in [1] that {A}.", f"| {A} | 76 [1] |"],
)
def test_a_sentence_that_is_broken_without_its_marker_is_not_whole(words: str) -> None:
    assert [w.whole for w in sentences_in(words, 3)] == [False]


@pytest.mark.parametrize("words", [f"{A} under article 5 (1).", f"{A} (one of 5)."])
def test_a_number_in_round_brackets_may_be_none_of_ours(words: str) -> None:
    assert read(words) == [(words, ())]


@pytest.mark.parametrize(
    "words",
    [
        "I don't know.",
        "The extracts do not answer the question.",
        "Sorry, the provided extracts don\u2019t contain that information.",
        "The reports don't say.",
        "The reports do not say how many men were victims [1].",
        "The extracts do not state how many men were victims [1].",
        "However, the extracts do not say how many men were victims.",
    ],
)
def test_who_finds_no_answer_refuses(words: str) -> None:
    assert [w.refuses for w in sentences_in(words, 3)] == [True]


def test_a_cited_sentence_about_a_report_is_no_refusal() -> None:
    words = "The reports did not cover Asia"
    assert list(sentences_in(f"{words} [2].", 3)) == [Written(f"{words}.", (2,))]


def test_what_is_thought_aloud_is_not_seen_though_it_comes_in_pieces() -> None:
    heard: list[str] = []
    pieces = ["<rea", "soning>Hm ", "[1]</reaso", "ning>", "It fell ", "to <5", " per cent."]
    assert "".join(visible(iter(pieces), heard, most=4096)) == "It fell to <5 per cent."
    assert heard == pieces


def test_no_letter_is_lost_behind_thoughts_in_lines_of_their_own() -> None:
    pieces = ["Well. ", "<think>a", "\n", "b -> c", "</think>", "It fell. ", "<think>", "d", "</think>It rose."]
    assert "".join(visible(iter(pieces), [], most=4096)) == "Well. It fell. It rose."


@pytest.mark.parametrize(("most", "seen"), [(4096, ""), (32_768, "It fell.")])
def test_what_comes_after_long_thoughts_is_seen_where_the_model_may_write_as_much(most: int, seen: str) -> None:
    pieces = ["<think>", *["Hm. " * 100] * 50, "</think>", "It fell."]
    assert "".join(visible(iter(pieces), [], most=most)) == seen


@pytest.mark.parametrize("opening", ["Extract [1] states that", "The source [1] notes that", "Passage [1] says:"])
def test_an_extract_that_only_is_said_to_say_it_is_left_out(opening: str) -> None:
    assert list(sentences_in(f"{opening} {A[:1].lower()}{A[1:]}.", 3)) == [Written(f"{A}.", (1,))]


def test_a_question_and_a_sentence_without_an_end_are_known() -> None:
    asked, cut = sentences_in("Was it 76 per cent [1]? The share in other years", 3)
    assert (asked.asks, asked.breaks_off) == (True, False)
    assert (cut.asks, cut.breaks_off) == (False, True)


@pytest.mark.parametrize(("written", "aloud"), [("<think>Hm", False), ("<think>Hm</think> Yes", True), (" ", True)])
def test_thoughts_alone_say_nothing(written: str, aloud: bool) -> None:
    assert said_aloud(written) is aloud
