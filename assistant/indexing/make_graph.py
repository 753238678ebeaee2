"""Write `minilm_l6.onnx`, the graph of all-MiniLM-L6-v2 without its weights, and `encoder.npz`, our weights for it.

Needs `onnx`, and is run at development time only: `python -m assistant.indexing.make_graph` writes the graph,
`python -m evals train-encoder` calls `write_tuned`.

The weights are marked as external data and given to onnxruntime when the model is loaded, so the
file holds only the wiring. It uses onnxruntime's fused operators (domain `com.microsoft`) where they are fast:
the attention and bias + GELU. Adding and normalising by plain operators takes a quarter of the time that
the fused one takes.

The matrices are signed bytes with a scale for each column. What is multiplied with them is turned to
bytes too, with a scale for each token, so a vector does not depend on what else is embedded. A few of the
384 channels are ten times as large as the others and would leave those only a few steps: how large
each one gets is measured, and the difference is moved into the matrix.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Weights = dict[str, NDArray[np.float32]]

__all__ = ["EASED", "GRAPH", "build", "in_bytes", "main", "measure_ranges", "write_tuned"]

GRAPH = Path(__file__).with_name("minilm_l6.onnx")
EASED = ("qkv", "up")
"""The matrices whose input is a normalised sum, the one with the large channels."""

_LAYERS, _HIDDEN, _HEADS, _INNER, _WORDS, _POSITIONS = 6, 384, 12, 1536, 30_522, 512
_EPSILON = 1e-12
_EASE = 0.6
"""How much of a channel's size goes into the matrix. Cosine to the exact vectors: .9976 at 0, .9992 at .6, .9986 at 1.

Retrieval on the data sets is the same with bytes as with exact numbers, see evals/README.md.
"""


class _Builder:
    """Collects nodes and weights; each method returns the name of what it made. `exact` leaves numbers as they are."""

    def __init__(self, *, exact: bool) -> None:
        self.exact = exact
        self.nodes: list[Any] = []
        self.weights: list[Any] = []
        self.constants: dict[str, Any] = {}

    def weight(self, name: str, *shape: int, small: bool = False) -> str:
        from onnx import TensorProto

        kind, size = (TensorProto.INT8, 1) if small else (TensorProto.FLOAT, 4)
        tensor = TensorProto(name=name, data_type=kind, dims=shape, data_location=TensorProto.EXTERNAL)
        for key, value in (("location", "weights"), ("offset", 0), ("length", size * math.prod(shape))):
            entry = tensor.external_data.add()
            entry.key, entry.value = key, str(value)
        self.weights.append(tensor)
        return name

    def constant(self, name: str, value: Any) -> str:
        from onnx import numpy_helper

        self.constants[name] = numpy_helper.from_array(value, name)
        return name

    def node(self, op: str, inputs: list[str], output: str, *, fused: bool = False, **attributes: Any) -> str:
        from onnx import helper

        domain = "com.microsoft" if fused else ""
        self.nodes.append(helper.make_node(op, inputs, [output], name=output, domain=domain, **attributes))
        return output

    def product(self, x: str, name: str, rows: int, columns: int) -> str:
        """`x` times a matrix."""
        if self.exact:
            return self.node("MatMul", [x, self.weight(f"{name}.weight", rows, columns)], f"{name}.product")
        if name.split(".")[1] in EASED:
            x = self.node("Mul", [x, self.weight(f"{name}.ease", rows)], f"{name}.eased")
        whole, scale, zero = self._bytes(x, name)
        matrix = self.weight(f"{name}.bytes", rows, columns, small=True)
        total = self.node("MatMulInteger", [whole, matrix, zero], f"{name}.total")
        total = self.node("Cast", [total], f"{name}.float", to=1)
        total = self.node("Mul", [total, self.weight(f"{name}.scale", columns)], f"{name}.by_column")
        return self.node("Mul", [total, scale], f"{name}.product")

    def _bytes(self, x: str, name: str) -> tuple[str, str, str]:
        """`x` as unsigned bytes with a scale for each token: the bytes, the scales and the byte for nought.

        After a GELU nothing is below -0.17, so nought is 16 there and the others are 16 to 255.
        """
        import numpy as np
        from onnx import numpy_helper

        gelu = name.endswith("down")
        nought, steps, least = (16, 239, 2.55) if gelu else (128, 127, 1e-6)
        size = x if gelu else self.node("Abs", [x], f"{name}.size")
        last = self.constant("last", np.array([2], np.int64))
        flat = self.constant("flat", np.array([-1], np.int64))
        largest = self.node("ReduceMax", [size, last], f"{name}.largest", keepdims=1)
        floor = self.constant(f"least.{nought}", np.array(least, np.float32))
        largest = self.node("Max", [largest, floor], f"{name}.range")
        step = self.constant(f"step.{nought}", np.array(1 / steps, np.float32))
        scale = self.node("Mul", [largest, step], f"{name}.scales")
        per_token = self.node("Reshape", [scale, flat], f"{name}.per_token")
        shape = self.node("Shape", [per_token], f"{name}.tokens")
        value = numpy_helper.from_array(np.array([nought], np.uint8))
        noughts = self.node("ConstantOfShape", [shape], f"{name}.noughts", value=value)
        whole = self.node("QuantizeLinear", [x, per_token, noughts], f"{name}.whole", axis=1)
        return whole, scale, self.constant(f"nought.{nought}", np.array(nought, np.uint8))

    def normalised(self, x: str, update: str, name: str, output: str) -> str:
        """Layer norm of `x` + `update` + bias."""
        total = self.node("Add", [update, x], f"{name}.sum")
        total = self.node("Add", [total, self.weight(f"{name}.bias", _HIDDEN)], f"{name}.biased")
        return self.norm(total, f"{name}.norm", output)

    def norm(self, x: str, name: str, output: str) -> str:
        parts = [self.weight(f"{name}.weight", _HIDDEN), self.weight(f"{name}.bias", _HIDDEN)]
        return self.node("LayerNormalization", [x, *parts], output, axis=-1, epsilon=_EPSILON)


def _embeddings(b: _Builder) -> str:
    """Words + positions + segment 0 (`positions` and `segment` are summed when the model is loaded)."""
    words = b.node("Gather", [b.weight("words", _WORDS, _HIDDEN), "input_ids"], "word_rows")
    places = b.node("Gather", [b.weight("positions", _POSITIONS, _HIDDEN), "position_ids"], "position_rows")
    return b.norm(b.node("Add", [words, places], "embedded"), "norm", _input_of(0, "qkv"))


def _layer(b: _Builder, x: str, index: int, output: str) -> str:
    from onnx import helper

    qkv = b.product(x, f"{index}.qkv", _HIDDEN, 3 * _HIDDEN)
    qkv = b.node("Add", [qkv, b.weight(f"{index}.qkv.bias", 3 * _HIDDEN)], f"{index}.qkv.biased")
    parts = [f"{index}.{part}" for part in ("query", "key", "value")]
    b.nodes.append(helper.make_node("Split", [qkv], parts, name=f"{index}.split", axis=2, num_outputs=3))
    seen = b.node("MultiHeadAttention", parts, f"{index}.seen", fused=True, num_heads=_HEADS)
    x = b.normalised(x, b.product(seen, f"{index}.out", _HIDDEN, _HIDDEN), f"{index}.out", _input_of(index, "up"))
    inner = b.product(x, f"{index}.up", _HIDDEN, _INNER)
    inner = b.node("BiasGelu", [inner, b.weight(f"{index}.up.bias", _INNER)], f"{index}.gelu", fused=True)
    return b.normalised(x, b.product(inner, f"{index}.down", _INNER, _HIDDEN), f"{index}.down", output)


def _input_of(index: int, matrix: str) -> str:
    return f"{index}.{matrix}.input"


def build(*, exact: bool = False, shown: tuple[str, ...] = ()) -> bytes:
    """The serialised graph: `input_ids`, `position_ids` in, `hidden` and what else is to be `shown` out.

    It takes one text at a time, so there is nothing to pad and no mask.
    """
    from onnx import TensorProto, helper

    b = _Builder(exact=exact)
    x = _embeddings(b)
    for index in range(_LAYERS):
        x = _layer(b, x, index, "hidden" if index == _LAYERS - 1 else _input_of(index + 1, "qkv"))
    inputs = [
        helper.make_tensor_value_info("input_ids", TensorProto.INT64, [1, "tokens"]),
        helper.make_tensor_value_info("position_ids", TensorProto.INT64, ["tokens"]),
    ]
    made = [helper.make_tensor_value_info(o, TensorProto.FLOAT, [1, "tokens", _HIDDEN]) for o in ("hidden", *shown)]
    graph = helper.make_graph(b.nodes, "minilm_l6", inputs, made, [*b.constants.values(), *b.weights])
    opsets = [helper.make_opsetid("", 21), helper.make_opsetid("com.microsoft", 1)]
    model = helper.make_model(graph, opset_imports=opsets, producer_name=Path(__file__).name, ir_version=10)
    return bytes(model.SerializeToString(deterministic=True))


def write_tuned(state: Mapping[str, NDArray[np.float32]], texts: Sequence[str], path: Path | None = None) -> None:
    """Write a trained network as `encoder.npz`, or to `path`.

    `state` holds the layers as `evals.reader_network` names them; on `texts` the sizes of the channels are measured.
    """
    import numpy as np

    from assistant.indexing.minilm import TUNED, bundled_folder, published

    weights = _graph_names(state)
    ranges = measure_ranges(texts, {**weights, "words": published(bundled_folder())["words"]})
    np.savez(path or TUNED, allow_pickle=False, **in_bytes(weights, ranges))


def _graph_names(state: Mapping[str, NDArray[np.float32]]) -> Weights:
    """The graph's names, each matrix turned to input x output."""
    import numpy as np

    made = {"positions": state["pos"], "norm.weight": state["norm.weight"], "norm.bias": state["norm.bias"]}
    for i in range(_LAYERS):
        for name in ("qkv", "out", "up", "down"):
            made[f"{i}.{name}.weight"] = state[f"layers.{i}.{name}.weight"].T
            made[f"{i}.{name}.bias"] = state[f"layers.{i}.{name}.bias"]
        for ours, norm in (("out", "n1"), ("down", "n2")):
            for kind in ("weight", "bias"):
                made[f"{i}.{ours}.norm.{kind}"] = state[f"layers.{i}.{norm}.{kind}"]
    return {name: np.array(value, np.float32, order="C") for name, value in made.items()}


def measure_ranges(texts: Sequence[str], weights: Weights) -> Weights:
    """How large each channel gets before the matrices that are eased, by the exact model; of 384 channels each."""
    import numpy as np

    from assistant.indexing.minilm import Model, bundled_folder

    shown = [_input_of(index, matrix) for index in range(_LAYERS) for matrix in EASED]
    model = Model(bundled_folder(), graph=build(exact=True, shown=tuple(shown)), weights=weights)
    largest = {name: np.zeros(_HIDDEN, np.float32) for name in shown}
    for text in texts:
        for name, values in zip(shown, model.run(text, shown), strict=True):
            largest[name] = np.maximum(largest[name], np.abs(values).max(axis=(0, 1)))
    return {name.removesuffix(".input"): values for name, values in largest.items()}


def in_bytes(weights: Weights, ranges: Weights) -> dict[str, NDArray[Any]]:
    """The same with each matrix as signed bytes and a scale for each column.

    Where the input has a few large channels (`ranges`), they are divided before (`ease`) and their rows multiplied.
    """
    import numpy as np

    made: dict[str, NDArray[Any]] = {}
    for name, values in weights.items():
        layer, _, rest = name.partition(".")
        if not layer.isdigit() or rest.count(".") != 1 or values.ndim != 2:  # noqa: PLR2004
            made[name] = values
            continue
        matrix, stem = values, name.removesuffix(".weight")
        if stem in ranges:
            ease = np.maximum(ranges[stem], 0.1) ** _EASE / np.abs(matrix).max(axis=1) ** (1 - _EASE)
            matrix = matrix * ease[:, None]
            made[f"{stem}.ease"] = (1 / ease).astype(np.float32)
        scale = np.abs(matrix).max(axis=0) / 127
        made[f"{stem}.scale"] = scale.astype(np.float32)
        made[f"{stem}.bytes"] = np.ascontiguousarray(np.rint(matrix / scale).astype(np.int8))
    return made


def main() -> None:
    """Write the graph beside this file."""
    GRAPH.write_bytes(build())


if __name__ == "__main__":
    main()
