"""all-MiniLM-L6-v2 in torch with the reader's heads, and how it learns; the encoder is tuned by the same layers.

Needs torch (`pip install 'meeting-reports-assistant[train]'`), and is run at training time only, on the graphics card
if torch sees one.
"""

from __future__ import annotations

import json
import random
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any, Protocol, TypeVar

import numpy as np
import torch
from numpy.typing import NDArray
from torch import nn
from torch.nn import functional
from tqdm import tqdm

from evals.reader_examples import Example

__all__ = ["DEVICE", "Headed", "Network", "distil", "fit", "fit_keeping", "learn", "read", "weights_of"]

DEVICE = "cuda" if torch.cuda.is_available() else "cpu"

_LAYERS, _HIDDEN, _INNER, _HEADS = 6, 384, 1536, 12
_EPSILON = 1e-12
_WARM, _LEAST, _DECAY, _DROPOUT = 0.06, 0.02, 0.01, 0.1
_ANSWER_TOKENS, _READ_AT_ONCE, _TOLD_AT_ONCE = 16, 64, 256
_NEVER = -1e4


class _Long(Protocol):
    @property
    def ids(self) -> tuple[int, ...]: ...


_Item = TypeVar("_Item", bound=_Long)


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


class Headed(nn.Module):  # type: ignore[misc,unused-ignore]
    """A network (`hidden`) with two heads: beginning and end of the answer at each token, and a score at the first."""

    span: Any
    cls: Any

    def hidden(self, ids: Any, mask: Any) -> Any:
        """What the last layer makes of each token (batch, tokens, width); `mask` is true where a token stands."""
        raise NotImplementedError

    def forward(self, ids: Any, mask: Any) -> tuple[Any, Any]:
        """Logits of the spans (batch, tokens, 2) and of the score (batch,)."""
        x = self.hidden(ids, mask)
        return self.span(x).float(), self.cls(x[:, 0])[:, 0].float()


class Network(Headed):
    """MiniLM with the heads.

    These begin at random, the same each time; `published` is the file of the weights of all else.
    """

    def __init__(self, published: Path) -> None:
        super().__init__()
        torch.manual_seed(0)
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
        self.to(DEVICE)

    def hidden(self, ids: Any, mask: Any) -> Any:
        """What the last layer makes of each token (batch, tokens, 384); `mask` is true where a token stands."""
        x = self.norm(self.words(ids) + self.pos[: ids.shape[1]])
        for layer in self.layers:
            x = layer(x, mask[:, None, None, :])
        return x

    def take(self, weights: Mapping[str, NDArray[np.float32]]) -> None:
        """Put `weights`, named as in `weights_of`, in place of its own; of the positions it may be the first."""
        own = self.state_dict()
        with torch.no_grad():
            for name, value in weights.items():
                own[name][: len(value)] = torch.tensor(np.array(value))


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
    return {n: v.detach().cpu().numpy() for n, v in network.state_dict().items() if n != "words.weight"}


def learn(network: Any, batches: Sequence[Any], loss: Callable[[Any], Any], *, rate: float) -> None:
    """Train in place, a step a batch: AdamW, a rate that rises for 6% of the steps and falls to nothing."""
    wanted = [p for p in network.parameters() if p.requires_grad]
    groups = [
        {"params": [p for p in wanted if p.ndim > 1], "weight_decay": _DECAY},
        {"params": [p for p in wanted if p.ndim <= 1], "weight_decay": 0.0},
    ]
    optimiser = torch.optim.AdamW(groups, lr=rate)
    steps = len(batches)
    network.train()
    with tqdm(batches, desc="training", disable=None) as bar:
        for step, batch in enumerate(bar):
            for group in optimiser.param_groups:
                group["lr"] = rate * min(1.0, (step + 1) / (_WARM * steps + 1)) * max(_LEAST, 1 - step / steps)
            wrong = loss(batch)
            optimiser.zero_grad(set_to_none=True)
            wrong.backward()
            nn.utils.clip_grad_norm_(wanted, 1.0)
            optimiser.step()
            bar.set_postfix(loss=f"{wrong.item():.2f}", refresh=False)
    network.eval()


def fit(network: Headed, examples: Sequence[Example], *, epochs: int, rate: float, batch: int) -> None:
    """Teach the reader in place: where the answer begins and ends, and whether there is one."""
    learn(network, _drawn(examples, epochs, batch), partial(_loss, network), rate=rate)


def distil(
    network: Headed, teacher: Headed, examples: Sequence[Example], *, epochs: int, rate: float, batch: int
) -> None:
    """Teach the reader in place to say of each example what `teacher` says, whether it is marked or not.

    After Hinton, Vinyals and Dean, "Distilling the Knowledge in a Neural Network" (2015).
    """
    learn(network, _drawn(_told(teacher, examples), epochs, batch), partial(_distance, network), rate=rate)


def fit_keeping(
    network: Network,
    before: Network,
    marked: Sequence[Example],
    kept: Sequence[Example],
    *,
    epochs: int,
    rate: float,
    batch: int,
) -> None:
    """Teach the reader in place the marks of `marked`, and meanwhile to say of `kept`, once, what `before` says."""
    batches: list[list[Any]] = [*_drawn(marked, epochs, batch), *_drawn(_told(before, kept), 1, batch)]
    random.Random(0).shuffle(batches)  # noqa: S311 - shuffles examples, guards nothing

    def loss(some: list[Any]) -> Any:
        return _distance(network, some) if isinstance(some[0], _Told) else _loss(network, some)

    learn(network, batches, loss, rate=rate)


@dataclass(frozen=True, slots=True, eq=False)
class _Told:
    """An example with a teacher's logits: of its spans (tokens, 2) and of its score."""

    example: Example
    spans: Any
    score: float

    @property
    def ids(self) -> tuple[int, ...]:
        return self.example.ids


def _told(teacher: Headed, examples: Sequence[Example]) -> list[_Told]:
    teacher.eval()
    order, told = sorted(examples, key=lambda e: len(e.ids)), list[_Told]()
    with torch.no_grad(), torch.autocast(DEVICE, torch.bfloat16):
        for i in tqdm(range(0, len(order), _TOLD_AT_ONCE), desc="marking", disable=None):
            some = order[i : i + _TOLD_AT_ONCE]
            ids, mask, _ = _tensors(some)
            spans, scores = teacher(ids, mask)
            halves = spans.half().cpu()
            for e, logits, score in zip(some, halves, scores.tolist(), strict=True):
                told.append(_Told(e, logits[: len(e.ids)], score))
    return told


def _drawn(examples: Sequence[_Item], epochs: int, batch: int) -> list[list[_Item]]:
    chance = random.Random(0)  # noqa: S311 - shuffles examples, guards nothing
    torch.manual_seed(0)
    return [b for _ in range(epochs) for b in _batches(examples, batch, chance)]


def _batches(examples: Sequence[_Item], size: int, chance: random.Random) -> Iterator[list[_Item]]:
    """All examples in random order, those of a batch of about the same length."""
    mixed = list(examples)
    chance.shuffle(mixed)
    wide = 20 * size
    chunks = [sorted(mixed[i : i + wide], key=lambda e: len(e.ids)) for i in range(0, len(mixed), wide)]
    batches = [chunk[i : i + size] for chunk in chunks for i in range(0, len(chunk), size)]
    chance.shuffle(batches)
    yield from batches


def _loss(network: Headed, batch: Sequence[Example]) -> Any:
    """Cross entropy of the span's two ends and of the score; the first token stands for no answer."""
    ids, mask, inside = _tensors(batch)
    inside[:, 0] = True
    with torch.autocast(DEVICE, torch.bfloat16):
        spans, score = network(ids, mask)
    right = torch.tensor([e.span or (0, 0) for e in batch], device=DEVICE)
    ends = [functional.cross_entropy(spans[..., k].masked_fill(~inside, _NEVER), right[:, k]) for k in (0, 1)]
    answers = torch.tensor([float(e.span is not None) for e in batch], device=DEVICE)
    known = torch.tensor([e.given_away for e in batch], device=DEVICE)
    return sum(ends) / 2 + functional.binary_cross_entropy_with_logits(score + known, answers)


def _distance(network: Headed, batch: Sequence[_Told]) -> Any:
    """Cross entropy of the span's two ends and of the score to what the teacher made of them."""
    ids, mask, inside = _tensors([t.example for t in batch])
    inside[:, 0] = True
    with torch.autocast(DEVICE, torch.bfloat16):
        spans, score = network(ids, mask)
    told = nn.utils.rnn.pad_sequence([t.spans for t in batch], batch_first=True).to(DEVICE).float()
    said, wanted = (x.masked_fill(~inside[..., None], _NEVER) for x in (spans, told))
    ends = [functional.cross_entropy(said[..., k], wanted[..., k].softmax(-1)) for k in (0, 1)]
    verdict = torch.tensor([t.score for t in batch], device=DEVICE).sigmoid()
    return sum(ends) / 2 + functional.binary_cross_entropy_with_logits(score, verdict)


def read(network: Headed, examples: Sequence[Example]) -> list[tuple[float, float]]:
    """Score and margin of each example, as `assistant.answering.reader` has them, with all matrices in 32 bits."""
    found: list[tuple[float, float]] = []
    network.eval()
    with torch.no_grad():
        for i in range(0, len(examples), _READ_AT_ONCE):
            ids, mask, inside = _tensors(examples[i : i + _READ_AT_ONCE])
            spans, score = network(ids, mask)
            begin, end = (spans[..., k].masked_fill(~inside, _NEVER) for k in (0, 1))
            apart = torch.ones(ids.shape[1], ids.shape[1], dtype=torch.bool, device=DEVICE)
            near = apart.triu() & apart.tril(_ANSWER_TOKENS - 1)
            best = (begin[:, :, None] + end[:, None, :]).masked_fill(~near, 2 * _NEVER).flatten(1).amax(1)
            found.extend(zip(score.tolist(), (best - spans[:, 0].sum(1)).tolist(), strict=True))
    return found


def _tensors(batch: Sequence[Example]) -> tuple[Any, Any, Any]:
    """Token ids, where a token stands, and where one of the passage does."""
    longest = max(len(e.ids) for e in batch)
    ids = torch.tensor([[*e.ids, *[0] * (longest - len(e.ids))] for e in batch])
    place, length = torch.arange(longest)[None], torch.tensor([[len(e.ids)] for e in batch])
    begins = torch.tensor([[e.passage_at] for e in batch])
    mask, inside = place < length, (place >= begins) & (place < length - 1)
    return ids.to(DEVICE), mask.to(DEVICE), inside.to(DEVICE)
