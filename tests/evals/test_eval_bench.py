from __future__ import annotations

import pytest

from assistant.errors import UsageError
from evals.bench import main, measure


@pytest.mark.parametrize("sizes", ["", "many", "10,x", "0"])
def test_sizes_are_numbers(sizes: str) -> None:
    with pytest.raises(UsageError, match="--sizes takes"):
        main(sizes=sizes)


def test_the_index_grows_and_finds_what_exact_search_finds() -> None:
    corpus, grown = measure([60])
    assert corpus["paragraphs"] < 60 <= grown["paragraphs"]
    assert grown["dense recall@10"] >= 0.99
    assert all(row["ask ms p95"] >= row["ask ms p50"] > 0 for row in (corpus, grown))
    assert grown["index MB"] > 0
