"""Data set folders of a few invented paragraphs."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

DOCS = [
    {"doc_id": "A#1", "session": "A b", "paragraph": 1, "text": "The tiger slept.", "speaker": "Ms. Field"},
    {"doc_id": "A#2", "session": "A b", "paragraph": 2, "text": "It woke.", "title": "Waking"},
    {"doc_id": "B#1", "session": "a/b", "paragraph": 1, "text": "The zebra ran."},
]
QUERIES = [
    {
        "query_id": "q1",
        "session": "A b",
        "query": "Who slept?",
        "gold": ["A#1"],
        "answer": ["tiger"],
        "answerable": True,
    },
    {"query_id": "q2", "session": "a/b", "query": "Who flew?", "gold": [], "answerable": False},
]


def written(folder: Path, **files: list[dict[str, Any]]) -> Path:
    folder.mkdir(exist_ok=True)
    for name, rows in files.items():
        (folder / f"{name}.jsonl").write_text("".join(json.dumps(r) + "\n\n" for r in rows), encoding="utf-8")
    return folder
