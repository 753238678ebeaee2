"""Follow-ups that teach the reader, over a small data set with the real index and embedding model."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from tokenizers import Tokenizer

from assistant.indexing.minilm import bundled_folder
from evals import reader_examples
from evals.conversations import in_full_words, read_beside, with_matter_carried
from evals.datasets import Dataset, load_dataset
from evals.reader_examples import Framer

PARAGRAPHS = (
    "The seminar opened with music.",
    "Nepal proposed a fund for river ports.",
    "The fund would run until 2031. Japan would pay for it.",
    "Several delegations objected to it.",
    "The Institute counted 310 species of fish.",
    "The seminar closed with thanks.",
)
TURNS: tuple[dict[str, Any], ...] = (
    {"turn": 1, "query": "Who proposed a fund for river ports?", "gold": ["r#2"], "answer": ["Nepal"]},
    {"turn": 2, "query": "Until when?", "alone": "Until when would the fund run?", "gold": ["r#3"], "answer": ["2031"]},
    {"turn": 3, "query": "Why?", "alone": "Why does the fund end?", "gold": [], "answer": []},
    {"turn": 1, "query": "How many forests burn?", "gold": ["s#1"], "answer": ["Nine"], "session": "S"},
)


@pytest.fixture
def talks(tmp_path: Path) -> tuple[Dataset, Path]:
    docs = [
        {"doc_id": f"r#{n}", "session": "R", "heading": "Rivers", "paragraph": n, "text": text}
        for n, text in enumerate(PARAGRAPHS, start=1)
    ]
    docs.append({"doc_id": "s#1", "session": "S", "heading": "Forests", "paragraph": 1, "text": "Nine forests burn."})
    rows = [
        {"query_id": f"q{n}", "session": "R", "alone": turn["query"], "answerable": bool(turn["gold"]), **turn}
        for n, turn in enumerate(TURNS)
    ]
    file = tmp_path / "talks.jsonl"
    for name, lines in (("docs.jsonl", docs), (file.name, rows)):
        (tmp_path / name).write_text("".join(json.dumps(line) + "\n" for line in lines), encoding="utf-8")
    return load_dataset(tmp_path, file), file


def test_follow_ups_are_asked_in_full_words(talks: tuple[Dataset, Path]) -> None:
    assert [q.text for q in in_full_words(*talks).queries] == [t.get("alone", t["query"]) for t in TURNS]


def test_follow_ups_are_asked_with_what_is_carried_over(talks: tuple[Dataset, Path]) -> None:
    assert [q.text for q in with_matter_carried(*talks).queries] == [
        "Until when (a fund for river ports)?",
        "Why (a fund for river ports)?",
    ]


def test_follow_ups_are_read_beside_what_answered_before(
    talks: tuple[Dataset, Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(reader_examples, "given_away", lambda questions, *_: [0.5] * len(questions))
    tokenizer = Tokenizer.from_file(str(bundled_folder() / "tokenizer.json"))
    examples = read_beside(*talks, Framer(tokenizer), None)
    read = [tokenizer.decode(list(e.ids), skip_special_tokens=False) for e in examples]
    until = [(text, e) for text, e in zip(read, examples, strict=True) if "until when? [SEP]" in text]
    why = [text for text in read if "why? [SEP]" in text]
    assert len(until) == 3
    ((text, answered),) = [(text, e) for text, e in until if e.span]
    assert "2031" in tokenizer.decode(list(answered.ids[answered.span[0] : answered.span[1] + 1]))
    assert "the fund would run" in text
    assert len(why) == 2
    assert not any("forests" in text or "thanks" in text for text in read)
