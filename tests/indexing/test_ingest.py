from __future__ import annotations

import re
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from assistant.errors import ModelError, UsageError
from assistant.indexing.ingest import FileOutcome, IngestResult, files_in, index_report, ingest
from assistant.indexing.minilm import MiniLMEmbedding
from assistant.indexing.store import Store
from assistant.report import Report
from assistant.settings import Settings

Run = Callable[..., IngestResult]


@pytest.fixture
def run(store: Store, letters: Any, settings: Settings) -> Run:
    def call(*paths: Path, **more: Any) -> IngestResult:
        return ingest(list(paths), **{"store": store, "embedding": letters, "settings": settings, **more})

    return call


@pytest.fixture
def report_file(tmp_path: Path, corpus_file: Path) -> Path:
    path = tmp_path / "reports/esa-p-wp-237.txt"
    path.parent.mkdir()
    path.write_bytes(corpus_file.read_bytes())
    return path


def rows(store: Store) -> dict[str, tuple[str, str]]:
    return {i: both for report_id in store.report_ids() for i, both in store.hashes(report_id).items()}


def only(result: IngestResult) -> FileOutcome:
    (outcome,) = result.files
    return outcome


def test_the_second_time_nothing_is_done_and_quickly(store: Store, settings: Settings, report_file: Path) -> None:
    embedding = MiniLMEmbedding()
    results, times = [], []
    for _ in range(2):
        began = time.perf_counter()
        results.append(only(ingest([report_file], store=store, embedding=embedding, settings=settings)))
        times.append(time.perf_counter() - began)
    first, second = results
    nodes = len(rows(store))
    assert (first.status, first.report_id, first.added, first.embedded) == ("added", "esa-p-wp-237", nodes, nodes)
    assert (second.status, second.report_id) == ("unchanged", "esa-p-wp-237")
    assert (second.added, second.removed, second.embedded) == (0, 0, 0)
    assert times[1] < times[0] / 5


def test_an_edit_changes_exactly_its_nodes(run: Run, store: Store, report_file: Path, letters: Any) -> None:
    run(report_file)
    before, version = rows(store), store.version
    letters.asked.clear()
    text = report_file.read_text(encoding="utf-8")
    assert text.count("work in gathering data on trafficking") == 1
    report_file.write_text(text.replace("work in gathering data on trafficking", "work in trafficking"), "utf-8")
    outcome = only(run(report_file))
    after = rows(store)
    changed = {i for i in before | after if before.get(i) != after.get(i)}
    assert (outcome.status, outcome.added, outcome.removed, outcome.embedded) == ("updated", 1, 1, 1)
    assert len(changed) == 1
    (passage,) = store.passages(changed).values()
    assert "Henning" in passage.text
    assert "work in trafficking" in passage.text
    assert passage.text in letters.asked
    assert all(sentence in passage.text for sentence in letters.asked)
    assert store.version > version


def test_paragraphs_that_only_moved_take_their_vectors_along(
    store: Store, letters: Any, settings: Settings, make_report: Callable[..., Report]
) -> None:
    texts = tuple(p.text for p in make_report().paragraphs())

    def write(*now: str) -> dict[str, int]:
        return index_report(make_report(texts=now), store=store, embedding=letters, settings=settings)

    assert write(*texts) == {"added": 4, "removed": 0, "embedded": 4}
    kept = {p.text: (p.vectors.tobytes(), store.vectors([p.id])[p.id][0]) for p in store.passages(rows(store)).values()}
    counts = write(texts[0], "A new one.", *texts[1:])
    assert counts["embedded"] == 1
    found = store.passages(rows(store))
    assert [found[f"a-1/II/{i}"].text for i in (1, 2, 3, 4)] == ["A new one.", *texts[1:]]
    for passage in found.values():
        if passage.text in kept:
            assert passage.vectors.tobytes() == kept[passage.text][0]
            assert np.allclose(store.vectors([passage.id])[passage.id][0], kept[passage.text][1])
    assert write(*texts)["embedded"] == 0
    assert store.report("a-1") == make_report()


def test_what_the_index_holds_is_what_was_read(run: Run, store: Store, report_file: Path) -> None:
    from dataclasses import replace

    from assistant.reading import read_report

    outcome = only(run(report_file))
    stored = store.report(str(outcome.report_id))
    assert stored == replace(read_report(report_file), sha256=stored.sha256, source=report_file.name)
    assert re.fullmatch("[0-9a-f]{64}", stored.sha256)


def test_a_file_that_fails_does_not_stop_the_others(run: Run, store: Store, report_file: Path) -> None:
    bad = report_file.with_name("a-first.txt")
    bad.write_bytes(b"")
    result = run(report_file.parent)
    assert [(Path(f.path).name, f.status) for f in result.files] == [
        ("a-first.txt", "failed"),
        ("esa-p-wp-237.txt", "added"),
    ]
    (failed,) = result.failed
    assert failed.message
    assert "\n" not in failed.message
    assert store.report_ids() == ["esa-p-wp-237"]
    assert result.to_json()["failed"] == 1
    assert result.to_json()["files"][1]["added"] == result.to_json()["added"]


def test_a_copy_of_a_report_is_told_and_left_out(run: Run, store: Store, report_file: Path) -> None:
    copy = report_file.with_name("zz-copy.txt")
    copy.write_bytes(report_file.read_bytes())
    for expected in (["added", "duplicate"], ["unchanged", "duplicate"]):
        result = run(report_file.parent)
        assert [f.status for f in result.files] == expected
        assert "esa-p-wp-237.txt" in str(result.files[1].message)
    assert store.report_ids() == ["esa-p-wp-237"]


def test_a_model_that_fails_midway_leaves_what_was_there(
    run: Run, store: Store, report_file: Path, monkeypatch: pytest.MonkeyPatch, letters: Any
) -> None:
    run(report_file)
    before = rows(store)
    other = report_file.with_name("other.txt")
    other.write_text(report_file.read_text("utf-8").replace("237", "999").replace("migration", "fishing"), "utf-8")
    monkeypatch.setattr("assistant.indexing.ingest._AT_ONCE", 8)
    calls: list[int] = []

    def embed(_: Any, texts: list[str], **__: Any) -> list[list[float]]:
        calls.append(len(texts))
        if len(calls) == 3:
            raise ModelError("the embedding model is gone")
        return [[1.0] * 26 for _ in texts]

    monkeypatch.setattr(type(letters), "get_text_embedding_batch", embed)
    outcome = only(run(other))
    assert (outcome.status, outcome.message, len(calls)) == ("failed", "the embedding model is gone", 3)
    assert rows(store) == before
    assert store.database.paragraphs.count() == len(before)
    assert store.problems() == []


def test_progress_is_told_from_nothing_to_all(run: Run, report_file: Path) -> None:
    told: list[tuple[str, int, int]] = []
    run(report_file, progress=lambda *step: told.append(step))
    assert told[0] == ("read", 0, 1)
    assert told[-1] == ("read", 1, 1)
    embedded = [(done, total) for stage, done, total in told if stage == "embed"]
    assert embedded[0][0] == 0
    assert embedded[-1][0] == embedded[-1][1] > 40


def test_folders_are_searched_and_named_files_taken_as_they_are(tmp_path: Path) -> None:
    for name in ("b/z.txt", "b/a.PDF", "b/c/x.jsonl", "b/picture.png", "b/.hidden/y.txt", "b/README.md", "odd.name"):
        path = tmp_path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.touch()
    names = [str(p.relative_to(tmp_path)) for p in files_in([tmp_path / "odd.name", tmp_path / "b", tmp_path / "b"])]
    assert names == ["odd.name", "b/a.PDF", "b/c/x.jsonl", "b/z.txt"]
    with pytest.raises(UsageError, match="does not exist"):
        files_in([tmp_path / "nowhere"])
