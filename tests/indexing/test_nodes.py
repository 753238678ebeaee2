from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import replace

import numpy as np
import pytest

from assistant.indexing.nodes import nodes_of, pack, paragraph_of, passage_from, sentences_in, unpack
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
        row = {**node.metadata, "vectors": pack(vectors)}
        assert paragraph_of(row) == paragraph
        passage = passage_from(node.node_id, node.text, row)
        assert (passage.ref, passage.text, passage.heading) == (paragraph.ref, paragraph.text, paragraph.heading or "")
        assert np.array_equal(passage.vectors, vectors)
        assert passage.sentence(0) == paragraph.text[slice(*passage.sentences[0])]
    assert passage.speakers == "Ada Field, Chair"


def test_every_row_has_the_same_keys_with_plain_values(make_report: MakeReport) -> None:
    nodes = nodes_of(make_report(), 5)
    assert len({tuple(n.metadata) for n in nodes}) == 1
    assert all(isinstance(v, str | int) for n in nodes for v in n.metadata.values())


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
    assert back.shape == (rows, 384 if rows else 0)
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
