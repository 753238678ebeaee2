"""The reader's network in torch, begun from the published weights of all-MiniLM-L6-v2, and its training loop.

Needs torch (`pip install 'meeting-reports-assistant[train]'`), and is run at training time only.
"""

from __future__ import annotations

import json
import math
import random
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import torch
from numpy.typing import NDArray
from torch import nn
from torch.nn import functional
from tqdm import tqdm

__all__ = ["Example", "Network", "fit", "weights_of"]

_LAYERS, _HIDDEN, _INNER, _HEADS = 6, 384, 1536, 12
_EPSILON = 1e-12
_BATCH, _WARM, _LEAST, _DECAY, _DROPOUT = 16, 0.06, 0.02, 0.01, 0.1
_NEVER = -1e4


@dataclass(frozen=True, slots=True)
class Example:
    """Token ids of question and passage, where the passage begins, and the answer's first and last token or None.

    `answers` may be true without a span: then the span teaches nothing.
    """

    ids: tuple[int, ...]
    passage_at: int
    span: tuple[int, int] | None
    answers: bool


class _Layer(nn.Module):  # type: ignore[misc,unused-ignore]
    def __init__(self) -> None:
        super().__init__()
        self.qkv, self.out = nn.Linear(_HIDDEN, 3 * _HIDDEN), nn.Linear(_HIDDEN, _HIDDEN)
        self.up, self.down = nn.Linear(_HIDDEN, _INNER), nn.Linear(_INNER, _HIDDEN)
        self.n1, self.n2 = nn.LayerNorm(_HIDDEN, eps=_EPSILON), nn.LayerNorm(_HIDDEN, eps=_EPSILON)
        self.drop = nn.Dropout(_DROPOUT)

    def forward(self, x: Any, mask: Any) -> Any:
        batch, tokens, _ = x.shape
        parts = self.qkv(x).view(batch, tokens, 3, _HEADS, _HIDDEN // _HEADS).permute(2, 0, 3, 1, 4)
        seen = functional.scaled_dot_product_attention(*parts, attn_mask=mask)
        seen = seen.transpose(1, 2).reshape(batch, tokens, _HIDDEN)
        x = self.n1(x + self.drop(self.out(seen)))
        return self.n2(x + self.drop(self.down(functional.gelu(self.up(x)))))


class Network(nn.Module):  # type: ignore[misc,unused-ignore]
    """MiniLM with two heads: beginning and end of the answer at each token, and a score at the first."""

    def __init__(self, published: Path) -> None:
        super().__init__()
        w = {name: torch.tensor(np.array(value)) for name, value in _published(published).items()}
        emb = "embeddings."
        self.words = nn.Embedding.from_pretrained(w[emb + "word_embeddings.weight"], freeze=True)
        self.pos = nn.Parameter(w[emb + "position_embeddings.weight"] + w[emb + "token_type_embeddings.weight"][0])
        self.norm = nn.LayerNorm(_HIDDEN, eps=_EPSILON)
        self.layers = nn.ModuleList(_Layer() for _ in range(_LAYERS))
        self.span, self.cls = nn.Linear(_HIDDEN, 2), nn.Linear(_HIDDEN, 1)
        _copy(self.norm, w, emb + "LayerNorm")
        for i, layer in enumerate(self.layers):
            at = f"encoder.layer.{i}."
            for kind in ("weight", "bias"):
                joint = torch.cat([w[f"{at}attention.self.{part}.{kind}"] for part in ("query", "key", "value")])
                getattr(layer.qkv, kind).data = joint
            _copy(layer.out, w, at + "attention.output.dense")
            _copy(layer.n1, w, at + "attention.output.LayerNorm")
            _copy(layer.up, w, at + "intermediate.dense")
            _copy(layer.down, w, at + "output.dense")
            _copy(layer.n2, w, at + "output.LayerNorm")

    def forward(self, ids: Any, mask: Any) -> tuple[Any, Any]:
        """Logits of the spans (batch, tokens, 2) and of the score (batch,); `mask` is true where a token stands."""
        x = self.norm(self.words(ids) + self.pos[: ids.shape[1]])
        for layer in self.layers:
            x = layer(x, mask[:, None, None, :])
        return self.span(x).float(), self.cls(x[:, 0])[:, 0].float()


def _copy(module: Any, weights: dict[str, Any], name: str) -> None:
    module.weight.data, module.bias.data = weights[f"{name}.weight"], weights[f"{name}.bias"]


def _published(path: Path) -> dict[str, NDArray[np.float32]]:
    data = np.memmap(path, np.uint8, "r")
    begin = 8 + int(data[:8].view("<u8")[0])
    listed = {n: e for n, e in json.loads(bytes(data[8:begin])).items() if n != "__metadata__" and e["dtype"] == "F32"}
    places = {n: (begin + e["data_offsets"][0], begin + e["data_offsets"][1], e["shape"]) for n, e in listed.items()}
    return {n: data[a:b].view("<f4").reshape(shape) for n, (a, b, shape) in places.items()}


def weights_of(network: Network) -> dict[str, NDArray[np.float32]]:
    """What training may change, by name: all but the word vectors."""
    return {n: v.detach().numpy() for n, v in network.state_dict().items() if n != "words.weight"}


def fit(network: Network, examples: Sequence[Example], *, epochs: int, rate: float, seed: int = 0) -> None:
    """Train in place: AdamW, a rate that rises for 6% of the steps and falls to nothing, 16-bit products."""
    chance = random.Random(seed)  # noqa: S311 - shuffles examples, guards nothing
    torch.manual_seed(seed)
    wanted = [p for p in network.parameters() if p.requires_grad]
    groups = [
        {"params": [p for p in wanted if p.ndim > 1], "weight_decay": _DECAY},
        {"params": [p for p in wanted if p.ndim <= 1], "weight_decay": 0.0},
    ]
    optimiser = torch.optim.AdamW(groups, lr=rate)
    steps = epochs * math.ceil(len(examples) / _BATCH)
    network.train()
    with tqdm(total=steps, desc="training", disable=None) as bar:
        for step, batch in enumerate(b for _ in range(epochs) for b in _batches(examples, chance)):
            for group in optimiser.param_groups:
                group["lr"] = rate * min(1.0, step / (_WARM * steps + 1)) * max(_LEAST, 1 - step / steps)
            loss = _loss(network, batch)
            optimiser.zero_grad()
            loss.backward()
            nn.utils.clip_grad_norm_(network.parameters(), 1.0)
            optimiser.step()
            bar.update()
            bar.set_postfix(loss=f"{loss.item():.2f}")
    network.eval()


def _batches(examples: Sequence[Example], chance: random.Random) -> Iterator[list[Example]]:
    """All examples in random order, those of a batch of about the same length."""
    mixed = list(examples)
    chance.shuffle(mixed)
    wide = 20 * _BATCH
    chunks = [sorted(mixed[i : i + wide], key=lambda e: len(e.ids)) for i in range(0, len(mixed), wide)]
    batches = [chunk[i : i + _BATCH] for chunk in chunks for i in range(0, len(chunk), _BATCH)]
    chance.shuffle(batches)
    yield from batches


def _loss(network: Network, batch: Sequence[Example]) -> Any:
    """Cross entropy of the span's two ends and of the score; the first token stands for no answer."""
    longest = max(len(e.ids) for e in batch)
    ids = torch.zeros(len(batch), longest, dtype=torch.long)
    mask, choice = torch.zeros(len(batch), longest, dtype=torch.bool), torch.full((len(batch), longest), _NEVER)
    for i, e in enumerate(batch):
        ids[i, : len(e.ids)] = torch.tensor(e.ids)
        mask[i, : len(e.ids)] = True
        choice[i, e.passage_at : len(e.ids) - 1] = 0
        choice[i, 0] = 0
    with torch.autocast("cpu", torch.bfloat16):
        spans, score = network(ids, mask)
    teaches = torch.tensor([float(e.span is not None or not e.answers) for e in batch])
    right = torch.tensor([e.span or (0, 0) for e in batch])
    both = sum(functional.cross_entropy(spans[..., k] + choice, right[:, k], reduction="none") for k in (0, 1))
    verdict = functional.binary_cross_entropy_with_logits(score, torch.tensor([float(e.answers) for e in batch]))
    return (both / 2 * teaches).mean() + verdict
