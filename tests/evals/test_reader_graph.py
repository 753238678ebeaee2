from __future__ import annotations

from importlib.resources import files
from typing import Any

import numpy as np
import onnxruntime as ort
import pytest
from numpy.typing import NDArray

import assistant.answering
from evals.reader_graph import build, unpacked

SHAPES = {"qkv": (1152, 384), "out": (384, 384), "up": (1536, 384), "down": (384, 1536)}


def empty() -> dict[str, NDArray[np.float32]]:
    """Weights of nought, norms that change nothing."""
    weights = {"norm.weight": np.ones(384), "norm.bias": np.zeros(384)}
    for i in range(6):
        for name, shape in SHAPES.items():
            weights[f"layers.{i}.{name}.weight"] = np.zeros(shape)
            weights[f"layers.{i}.{name}.bias"] = np.zeros(shape[0])
        for norm in ("n1", "n2"):
            weights[f"layers.{i}.{norm}.weight"], weights[f"layers.{i}.{norm}.bias"] = np.ones(384), np.zeros(384)
    weights |= {"span.weight": np.zeros((2, 384)), "span.bias": np.array([0.25, -1.5])}
    weights |= {"cls.weight": np.zeros((1, 384)), "cls.bias": np.array([3.0])}
    return {name: value.astype(np.float32) for name, value in weights.items()}


def run(network: bytes, embedded: NDArray[np.float32]) -> Any:
    session = ort.InferenceSession(network, providers=["CPUExecutionProvider"])
    return session.run(["spans", "score"], {"embedded": embedded})


def test_of_empty_matrices_only_the_biases_are_left() -> None:
    spans, score = run(build(empty()), np.random.default_rng(0).normal(size=(1, 5, 384)).astype(np.float32))
    assert spans[0].tolist() == [[0.25, -1.5]] * 5
    assert score.reshape(()) == 3.0


def test_the_heads_read_each_token_and_the_first() -> None:
    weights = empty()
    weights["span.weight"][0, 7] = 1.0
    weights["cls.weight"][0, 7] = 2.0
    embedded = np.zeros((1, 3, 384), np.float32)
    embedded[0, :, 7] = 19.0
    embedded[0, :, 8] = -19.0
    # seven norms of (19, -19, 0 ...): 19 over the root of 2 * 19 ** 2 / 384 is 13.86, which the norms leave as it is
    spans, score = run(build(weights), embedded)
    assert spans[0, :, 0] == pytest.approx([13.856 + 0.25] * 3, abs=1e-2)
    assert score.reshape(()) == pytest.approx(2 * 13.856 + 3, abs=2e-2)


def test_the_shipped_network_is_small() -> None:
    assert len(files(assistant.answering).joinpath("reader.onnx").read_bytes()) < 12_000_000


def test_the_shipped_network_is_unpacked_and_built_the_same() -> None:
    network = files(assistant.answering).joinpath("reader.onnx").read_bytes()
    assert build(unpacked(network)) == network
