from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import pytest

from assistant.errors import UsageError
from evals import bench
from evals.bench import main, measure
from evals.growing import Growing
from evals.plots import growth
from evals.soak import measure as soak


@pytest.mark.parametrize("scale", ["", "many", "10,x", "0"])
def test_sizes_are_numbers(scale: str) -> None:
    with pytest.raises(UsageError, match="--scale takes"):
        main(scale=scale)


def test_the_index_grows_and_finds_what_exact_search_finds(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(bench, "QUESTIONS", 40)  # each is asked at both sizes, for figures that tell more with 120
    first, grown = measure([30, 150], real=30, keep=tmp_path / "kept")
    assert 30 <= first["paragraphs"] < 150 <= grown["paragraphs"]
    assert min(first["recall@10"], grown["recall@10"]) >= 0.99
    for row in (first, grown):
        assert row["ask p95"] >= row["ask p50"] > row["retrieve p50"] > 0
        assert row["embedding work ms"] > row["storing work ms"] > 0
    assert grown["disk MB"] > first["disk MB"]
    assert grown["disk KB each"] < 16
    with pytest.raises(UsageError, match="not empty"):
        measure([30], keep=tmp_path / "kept")


def test_exact_search_is_exact(tmp_path: Path) -> None:
    growing = Growing([], tmp_path, 1)
    vectors = np.random.default_rng(2).normal(size=(500, 384)).astype(np.float32)
    (tmp_path / "vectors.f32").write_bytes(vectors.tobytes())
    growing.ids = [f"r/I/{i}" for i in range(500)]
    (found,) = growing.nearest(vectors[7:8], 3)
    by_hand = sorted(range(500), key=lambda i: -float(vectors[i] @ vectors[7]))
    assert found.tolist() == pytest.approx([float(vectors[i] @ vectors[7]) for i in by_hand[:3]])
    assert by_hand[0] == 7


def test_the_plot_shows_each_size_once_a_line() -> None:
    rows = [
        {"paragraphs": n, "chroma p95": 1.0, "retrieve p95": 2.0 * n, "ask p95": 3.0, "memory MB": 4.0, "disk MB": 0.0}
        for n in (1000, 10_000)
    ]
    drawn = growth(rows)
    assert drawn.count("<polyline") == 4  # there is no disk to show
    assert drawn.count("<circle") == 8
    assert "10,000" in drawn
    assert growth([{"users": 3.0}]).count("<polyline") == 0
    assert json.dumps(drawn)


@pytest.mark.soak
def test_many_users_at_once_get_their_answers_and_memory_stays() -> None:
    found = soak(questions=1000, users=20)
    assert (found["questions"], found["failed"]) == (1000, 0)
    assert found["p95 / alone"] < 20
    assert found["memory MB, last fifth"] < 1.1 * found["memory MB, first fifth"]
