from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import replace

import numpy as np
import pytest

from assistant.indexing.nodes import nodes_of, row_of, sentences_in
from assistant.indexing.rows import Row, pack, unpack
from assistant.report import Report, Span

MakeReport = Callable[..., Report]


def test_a_paragraph_is_one_node_under_its_ref(make_report: MakeReport, texts: tuple[str, ...]) -> None:
    nodes = nodes_of(make_report(), 160)
    assert [n.node_id for n in nodes] == ["a-1/front/1", "a-1/II/1", "a-1/II/2", "a-1/II/3"]
    assert [n.text for n in nodes] == list(texts)
    assert [n.metadata["position"] for n in nodes] == [0, 1, 2, 3]


def test_a_long_paragraph_is_cut_at_sentence_ends(make_report: MakeReport) -> None:
    text = "One two three.  Four five. Six seven eight nine ten. Eleven."
    nodes = nodes_of(make_report(texts=("A.", text)), 5)
    assert [(n.node_id, n.text) for n in nodes[1:]] == [
        ("a-1/II/1", "One two three.  Four five."),
        ("a-1/II/1#2", "Six seven eight nine ten."),
        ("a-1/II/1#3", "Eleven."),
    ]
    for node in nodes[1:]:
        start = node.metadata["start"]
        assert text[start : start + len(node.text)] == node.text
        assert sentences_in(node)[0] == Span(0, len("One two three.") if node.metadata["part"] == 1 else len(node.text))


def test_a_sentence_longer_than_a_part_stays_whole(make_report: MakeReport) -> None:
    text = "Short one. " + "word " * 50 + "end. Short two."
    assert [len(n.text.split()) for n in nodes_of(make_report(texts=(text,)), 10)] == [2, 51, 2]


def test_a_paragraph_without_words_is_a_node_all_the_same(make_report: MakeReport) -> None:
    (node,) = nodes_of(make_report(texts=("",)), 10)
    assert (node.text, sentences_in(node)) == ("", [])


def test_a_row_gives_paragraph_and_passage_back(make_report: MakeReport) -> None:
    report = make_report()
    vectors = np.eye(3, 26, dtype=np.float32)[:1]
    for node, paragraph in zip(nodes_of(report, 160), report.paragraphs(), strict=True):
        row = Row.read(row_of(node).metadata(pack(vectors)))
        assert row.paragraph() == paragraph
        assert (row.text, row.part, row.position) == (node.text, 1, node.metadata["position"])
        passage = row.passage(node.node_id)
        assert not row.passage(node.node_id, vectors=False).vectors.size
        assert (passage.ref, passage.text, passage.heading) == (paragraph.ref, paragraph.text, paragraph.heading or "")
        assert np.array_equal(passage.vectors, vectors)
        assert passage.sentence(0) == paragraph.text[slice(*passage.sentences[0])]
    assert passage.speakers == "Ada Field, Chair"


def test_what_chroma_keeps_of_a_node_is_two_names_and_pieces_that_fit_its_index(make_report: MakeReport) -> None:
    texts = ("Short.", " ".join(f"{i * 104729 % 99991} was counted." for i in range(400)))
    for node in nodes_of(make_report(texts=texts), 10_000):
        kept = row_of(node).metadata(pack(np.eye(2, 384, dtype=np.float32)))
        assert {key for key in kept if not key.startswith("d")} == {"report", "session"}
        assert max(map(len, kept.values())) < 970
        assert Row.read({**kept, "d99": "left over"}).text == node.text
        assert Row.read(kept).content == node.metadata["content"]


def test_a_parts_sentences_count_from_the_start_of_the_paragraph(make_report: MakeReport) -> None:
    text = "One two three.  Four five. Six seven eight."
    report = make_report(texts=("A.", text))
    rows = [Row.read(row_of(n).metadata(b"")) for n in nodes_of(report, 5)][1:]
    assert [r.sentences for r in rows] == [((0, 14), (16, 26)), ((27, 43),)]
    assert [r.passage("x", vectors=False).start for r in rows] == [0, 27]
    assert rows[0].paragraph().text == text


def test_odd_characters_come_back(make_report: MakeReport) -> None:
    report = make_report(texts=("A lone \ud800 surrogate, \x00 and \u2028 too.",))
    (node,) = nodes_of(report, 160)
    assert Row.read(row_of(node).metadata(b"")).paragraph() == next(report.paragraphs())


def test_hashes_tell_a_new_text_from_a_new_place(make_report: MakeReport) -> None:
    report = make_report()
    moved = replace(report, sessions=(report.sessions[0], replace(report.sessions[1], paragraphs=())))
    longer = make_report(texts=("The meeting was long.",))
    first, same, other = (nodes_of(r, 160)[0].metadata for r in (report, moved, longer))
    assert first["row_hash"] == same["row_hash"]
    assert first["text_hash"] != other["text_hash"]
    again = nodes_of(replace(report, sessions=report.sessions[1:]), 160)[0].metadata
    assert again["position"] == 0
    assert again["text_hash"] == nodes_of(report, 160)[1].metadata["text_hash"]
    assert again["row_hash"] != nodes_of(report, 160)[1].metadata["row_hash"]


@pytest.mark.parametrize("rows", [0, 1, 7])
def test_packed_vectors_keep_their_cosines(rows: int) -> None:
    vectors = np.random.default_rng(7).normal(size=(rows, 384)).astype(np.float32)
    vectors /= np.linalg.norm(vectors, axis=1, keepdims=True)
    back = unpack(pack(vectors))
    assert back.shape == (rows, 384)
    if rows:
        assert np.abs(back @ vectors.T - vectors @ vectors.T).max() < 0.005
        assert np.allclose(np.linalg.norm(back, axis=1), 1, atol=1e-6)


def test_a_vector_of_zeros_stays_one() -> None:
    assert not unpack(pack(np.zeros((1, 4), np.float32))).any()


def test_sentences_are_offsets_in_the_paragraph(make_report: MakeReport, texts: tuple[str, ...]) -> None:
    spans = json.loads(nodes_of(make_report(), 160)[1].metadata["sentences"])
    assert [texts[1][a:b] for a, b in spans] == [
        "The representative of Peru asked how remittances were counted.",
        "The Secretariat replied that banks count them.",
    ]
