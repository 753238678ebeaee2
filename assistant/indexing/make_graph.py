"""Write `minilm_l6.onnx`, the graph of all-MiniLM-L6-v2 without its weights, and `minilm_ranges.json`.

Needs `onnx`, and is run at development time only:

    python -m assistant.indexing.make_graph                # the graph
    python -m assistant.indexing.make_graph REPORT.txt     # and the ranges, measured on the lines of a file

The weights are marked as external data and given to onnxruntime when the model is loaded, so the
file holds only the wiring. It uses onnxruntime's fused operators (domain `com.microsoft`) where they are fast:
the attention and bias + GELU. Adding and normalising by plain operators takes a quarter of the time that
the fused one takes.

The matrices are signed bytes with a scale for each column. What is multiplied with them is turned to
bytes too, with a scale for each token, so a vector does not depend on what else is embedded. A few of the
384 channels are ten times as large as the others and would leave those only a few steps: the
ranges say how large each one gets, and the loader moves the difference into the matrix.
"""

from __future__ import annotations

import json
import math
import sys
from pathlib import Path
from typing import Any

__all__ = ["EASED", "GRAPH", "RANGES", "build", "main", "measure_ranges"]

GRAPH = Path(__file__).with_name("minilm_l6.onnx")
RANGES = Path(__file__).with_name("minilm_ranges.json")
EASED = ("qkv", "up")
"""The matrices whose input is a normalised sum, the one with the large channels."""

_LAYERS, _HIDDEN, _HEADS, _INNER, _WORDS, _POSITIONS = 6, 384, 12, 1536, 30_522, 512
_EPSILON = 1e-12


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


def measure_ranges(texts: list[str]) -> dict[str, list[float]]:
    """How large each channel gets before the matrices that are eased, by the exact model."""
    import numpy as np

    from assistant.indexing.minilm import Model, bundled_folder

    shown = [_input_of(index, matrix) for index in range(_LAYERS) for matrix in EASED]
    model = Model(bundled_folder(), graph=build(exact=True, shown=tuple(shown)))
    largest = {name: np.zeros(_HIDDEN, np.float32) for name in shown}
    for text in texts:
        for name, values in zip(shown, model.run(text, shown), strict=True):
            largest[name] = np.maximum(largest[name], np.abs(values).max(axis=(0, 1)))
    return {name.removesuffix(".input"): [round(float(v), 1) for v in values] for name, values in largest.items()}


def main() -> None:
    """Write the graph, and the ranges if a file of texts is named, beside this file."""
    GRAPH.write_bytes(build())
    for name in sys.argv[1:2]:
        lines = [line for line in Path(name).read_text(encoding="utf-8").splitlines() if line.strip()]
        RANGES.write_text(json.dumps(measure_ranges(lines), separators=(",", ":")), encoding="utf-8")


if __name__ == "__main__":
    main()
