"""Write `reader.onnx`, the network of the reader with its trained weights as bytes.

Needs `onnx`, and is run at training time only. Matrices are kept as signed bytes with one scale a column and
multiplied as such (onnxruntime's `DynamicQuantizeMatMul`); the rest stays in 32 bits. Word vectors are not in the
file: training leaves them as the embedding model's package has them.
"""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

__all__ = ["build", "unpacked"]

Floats = NDArray[np.float32]

_LAYERS, _HIDDEN, _HEADS = 6, 384, 12
_EPSILON = 1e-12
_LARGEST_BYTE = 127


class _Builder:
    """Collects nodes and weights; each method returns the name of what it made."""

    def __init__(self, weights: dict[str, Floats]) -> None:
        self.nodes: list[Any] = []
        self.kept: list[Any] = []
        self._weights = weights

    def constant(self, name: str, value: NDArray[Any]) -> str:
        from onnx import numpy_helper

        self.kept.append(numpy_helper.from_array(np.ascontiguousarray(value), name))
        return name

    def weight(self, name: str) -> str:
        return self.constant(name, self._weights[name].astype(np.float32))

    def node(self, op: str, inputs: list[str], *outputs: str, fused: bool = False, **attributes: Any) -> str:
        from onnx import helper

        domain = "com.microsoft" if fused else ""
        self.nodes.append(helper.make_node(op, inputs, list(outputs), name=outputs[0], domain=domain, **attributes))
        return outputs[0]

    def matrix(self, x: str, name: str, output: str, *, bias: bool = False) -> str:
        """`x` times the matrix `name.weight` (output x input) in bytes, its bias added if `bias`."""
        matrix = self._weights[f"{name}.weight"].T
        scale = np.maximum(np.abs(matrix).max(axis=0), np.float32(1e-9)) / _LARGEST_BYTE
        inputs = [
            x,
            self.constant(f"{name}.bytes", np.rint(matrix / scale).astype(np.int8)),
            self.constant(f"{name}.scale", scale.astype(np.float32)),
            self.constant(f"{name}.zero", np.zeros(matrix.shape[1], np.int8)),
        ]
        if bias:
            inputs.append(self.weight(f"{name}.bias"))
        return self.node("DynamicQuantizeMatMul", inputs, output, fused=True)

    def head(self, x: str, name: str, output: str) -> str:
        """A last, small matrix with its bias, in 32 bits."""
        matrix = self.constant(f"{name}.matrix", self._weights[f"{name}.weight"].T)
        product = self.node("MatMul", [x, matrix], f"{name}.raw")
        return self.node("Add", [product, self.weight(f"{name}.bias")], output)

    def joined(self, update: str, skip: str, matrix: str, norm: str) -> str:
        """The layer norm of `update`, the bias of its matrix and what went round it."""
        parts = [self.weight(f"{norm}.weight"), self.weight(f"{norm}.bias"), self.weight(f"{matrix}.bias")]
        inputs = [update, skip, *parts]
        return self.node("SkipLayerNormalization", inputs, f"{norm}.done", fused=True, epsilon=_EPSILON)


def _layer(b: _Builder, x: str, index: int) -> str:
    def n(name: str) -> str:
        return f"layers.{index}.{name}"

    b.matrix(x, n("qkv"), n("qkv.product"), bias=True)
    b.node("Split", [n("qkv.product")], n("q"), n("k"), n("v"), axis=-1, num_outputs=3)
    seen = b.node("MultiHeadAttention", [n("q"), n("k"), n("v")], n("seen"), fused=True, num_heads=_HEADS)
    x = b.joined(b.matrix(seen, n("out"), n("out.product")), x, n("out"), n("n1"))
    inner = b.matrix(x, n("up"), n("up.product"))
    inner = b.node("BiasGelu", [inner, b.weight(n("up.bias"))], n("gelu"), fused=True)
    return b.joined(b.matrix(inner, n("down"), n("down.product")), x, n("down"), n("n2"))


def build(weights: dict[str, Floats]) -> bytes:
    """The serialised network, from weights named as in `reader_network`.

    In: `embedded` (1, tokens, 384), words and positions summed. Out, before any softmax: `spans` (1, tokens, 2), of
    a beginning and of an end, and `score` (1, 1, 1).
    """
    from onnx import TensorProto, helper

    b = _Builder(weights)
    norm = [b.weight("norm.weight"), b.weight("norm.bias")]
    x = b.node("LayerNormalization", ["embedded", *norm], "normal", axis=-1, epsilon=_EPSILON)
    for index in range(_LAYERS):
        x = _layer(b, x, index)
    b.head(x, "span", "spans")
    first = b.node("Slice", [x, *(b.constant(n, np.array([v], np.int64)) for n, v in _FIRST.items())], "first")
    b.head(first, "cls", "score")
    described = helper.make_tensor_value_info
    inputs = [described("embedded", TensorProto.FLOAT, [1, "tokens", _HIDDEN])]
    shapes: dict[str, list[Any]] = {"spans": [1, "tokens", 2], "score": [1, 1, 1]}
    outputs = [described(name, TensorProto.FLOAT, shape) for name, shape in shapes.items()]
    graph = helper.make_graph(b.nodes, "reader", inputs, outputs, b.kept)
    opsets = [helper.make_opsetid("", 18), helper.make_opsetid("com.microsoft", 1)]
    model = helper.make_model(graph, opset_imports=opsets, producer_name="reader_graph", ir_version=8)
    return bytes(model.SerializeToString(deterministic=True))


def unpacked(network: bytes) -> dict[str, Floats]:
    """The weights in such a network, by the names and in the shapes that `build` takes, as its bytes round them."""
    import onnx
    from onnx import numpy_helper

    kept = {one.name: numpy_helper.to_array(one) for one in onnx.load_from_string(network).graph.initializer}
    weights = {name: value for name, value in kept.items() if name.endswith((".weight", ".bias"))}
    for name, value in kept.items():
        stem, _, part = name.rpartition(".")
        if part == "bytes":
            weights[f"{stem}.weight"] = (value.astype(np.float32) * kept[f"{stem}.scale"]).T
        elif part == "matrix":
            weights[f"{stem}.weight"] = value.T
    return weights


_FIRST = {"from": 0, "to": 1, "axis": 1}
"""The first token, of which the score is read."""
