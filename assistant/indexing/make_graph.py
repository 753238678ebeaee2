"""Write `minilm_l6.onnx`, the graph of all-MiniLM-L6-v2 without its weights.

Needs `onnx`, and is run at development time only:

    python -m assistant.indexing.make_graph

The weights are marked as external data and given to onnxruntime when the model is loaded, so the
file holds only the wiring. It uses onnxruntime's own fused operators (domain `com.microsoft`): one
node for the attention, one for residual + bias + layer norm, one for bias + GELU.
"""

from __future__ import annotations

import math
from pathlib import Path
from typing import Any

__all__ = ["GRAPH", "build", "main"]

GRAPH = Path(__file__).with_name("minilm_l6.onnx")
_LAYERS, _HIDDEN, _HEADS, _INNER, _WORDS, _POSITIONS = 6, 384, 12, 1536, 30_522, 512
_EPSILON = 1e-12


class _Builder:
    """Collects nodes and weights; each method returns the name of what it made."""

    def __init__(self) -> None:
        self.nodes: list[Any] = []
        self.weights: list[Any] = []

    def weight(self, name: str, *shape: int) -> str:
        from onnx import TensorProto

        tensor = TensorProto(name=name, data_type=TensorProto.FLOAT, dims=shape, data_location=TensorProto.EXTERNAL)
        for key, value in (("location", "weights"), ("offset", 0), ("length", 4 * math.prod(shape))):
            entry = tensor.external_data.add()
            entry.key, entry.value = key, str(value)
        self.weights.append(tensor)
        return name

    def node(self, op: str, inputs: list[str], output: str, *, fused: bool = False, **attributes: Any) -> str:
        from onnx import helper

        domain = "com.microsoft" if fused else ""
        self.nodes.append(helper.make_node(op, inputs, [output], name=output, domain=domain, **attributes))
        return output


def _embeddings(b: _Builder) -> str:
    """Words + positions + segment 0 (`positions` and `segment` are summed when the model is loaded)."""
    words = b.node("Gather", [b.weight("words", _WORDS, _HIDDEN), "input_ids"], "word_rows")
    places = b.node("Gather", [b.weight("positions", _POSITIONS, _HIDDEN), "position_ids"], "position_rows")
    total = b.node("Add", [words, places], "embedded")
    norm = [b.weight("norm.weight", _HIDDEN), b.weight("norm.bias", _HIDDEN)]
    return b.node("LayerNormalization", [total, *norm], "embedded_norm", axis=-1, epsilon=_EPSILON)


def _layer(b: _Builder, x: str, index: int, output: str) -> str:
    def w(name: str, *shape: int) -> str:
        return b.weight(f"{index}.{name}", *shape)

    def residual(update: str, skip: str, name: str, out: str) -> str:
        parts = [w(f"{name}.norm.weight", _HIDDEN), w(f"{name}.norm.bias", _HIDDEN), w(f"{name}.bias", _HIDDEN)]
        return b.node("SkipLayerNormalization", [update, skip, *parts], out, fused=True, epsilon=_EPSILON)

    qkv = [w("qkv.weight", _HIDDEN, 3 * _HIDDEN), w("qkv.bias", 3 * _HIDDEN)]
    seen = b.node("Attention", [x, *qkv, "attention_mask"], f"{index}.seen", fused=True, num_heads=_HEADS)
    seen = b.node("MatMul", [seen, w("out.weight", _HIDDEN, _HIDDEN)], f"{index}.out")
    x = residual(seen, x, "out", f"{index}.attended")
    inner = b.node("MatMul", [x, w("up.weight", _HIDDEN, _INNER)], f"{index}.up")
    inner = b.node("BiasGelu", [inner, w("up.bias", _INNER)], f"{index}.gelu", fused=True)
    inner = b.node("MatMul", [inner, w("down.weight", _INNER, _HIDDEN)], f"{index}.down")
    return residual(inner, x, "down", output)


def build() -> bytes:
    """The serialised graph: `input_ids`, `position_ids`, `attention_mask` in, `hidden` out."""
    from onnx import TensorProto, helper

    b = _Builder()
    x = _embeddings(b)
    for index in range(_LAYERS):
        x = _layer(b, x, index, "hidden" if index == _LAYERS - 1 else f"{index}.done")
    inputs = [
        helper.make_tensor_value_info("input_ids", TensorProto.INT64, ["batch", "tokens"]),
        helper.make_tensor_value_info("position_ids", TensorProto.INT64, ["tokens"]),
        helper.make_tensor_value_info("attention_mask", TensorProto.INT32, ["batch", "tokens"]),
    ]
    hidden = helper.make_tensor_value_info("hidden", TensorProto.FLOAT, ["batch", "tokens", _HIDDEN])
    graph = helper.make_graph(b.nodes, "minilm_l6", inputs, [hidden], b.weights)
    opsets = [helper.make_opsetid("", 17), helper.make_opsetid("com.microsoft", 1)]
    model = helper.make_model(graph, opset_imports=opsets, producer_name=Path(__file__).name, ir_version=8)
    return bytes(model.SerializeToString(deterministic=True))


def main() -> None:
    """Write the graph beside this file."""
    GRAPH.write_bytes(build())


if __name__ == "__main__":
    main()
