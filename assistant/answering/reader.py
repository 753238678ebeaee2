"""The reader: a small network that reads question and passage together and says whether, and where, it answers.

It starts from the weights of all-MiniLM-L6-v2 and was trained to find the answer's words in a passage, or none;
`reader.json` says on what, when and how well it does on questions it was not trained on. It only informs the
decision to answer and the choice of a sentence: what is quoted is the report's own text in any case.
"""

from __future__ import annotations

import json
import threading
from collections.abc import Callable
from dataclasses import dataclass
from functools import lru_cache
from importlib.resources import files
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from assistant.errors import ModelError
from assistant.report import Span

if TYPE_CHECKING:
    from tokenizers import Encoding

__all__ = ["TOKENS", "Frame", "Read", "Reader", "Reading", "frame"]

Floats = NDArray[np.float32]

TOKENS = 96
"""Most tokens of question and passage together, as in training: about a sentence and its neighbours."""
_QUESTION_TOKENS = 28
_ANSWER_TOKENS = 16
_CLS, _SEP = 101, 102
_MARKS = 3
_WIDEST = 15.0
_MARGIN = 0.25
"""Of the margin beside the score in ranking. hit@1 with it and with the score alone, both at the weight of .4 that
ranking gives them: `evals/natural.jsonl` .673 and .670, each in its own report .840 and .828; committee .618 and .711
either way, its claims .825 and .822; SciFact .793 and .796."""
_KEPT = 256
"""Readings kept, about 100 bytes each beside the text: what ranking read, the decision reads again."""


@dataclass(frozen=True, slots=True)
class Reading:
    """What the reader makes of one passage; both numbers are log-odds of sorts, higher for an answer.

    `score` is its verdict on question and passage, `margin` how far the best answer's words do better than none.
    `span` are those words, as characters of the passage's text.
    """

    score: float
    margin: float
    span: Span

    @property
    def bounded_margin(self) -> float:
        """The margin, at most 15 either way: beyond that it says no more."""
        return max(-_WIDEST, min(_WIDEST, self.margin))

    @property
    def verdict(self) -> float:
        """Both numbers in one, for ranking."""
        return self.score + _MARGIN * self.bounded_margin


Read = Callable[[str, str, int], Reading]
"""`Reader.read`, or what stands for it."""


class Reader:
    """Reads passages for questions. Made at once, its 11 MB and the word vectors are read at first use.

    Threads may share it. `folder` is that of all-MiniLM-L6-v2, whose tokenizer and word vectors it uses.
    """

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._lock = threading.Lock()
        self._network: _Network | None = None

    def read(self, question: str, text: str, at: int) -> Reading:
        """Read the part of `text` round character `at` for `question`.

        Raises:
            ModelError: a file of the model is missing.
        """
        return self._load().read_once(question, text, at)

    def knows(self, word: str) -> bool:
        """Whether a small word is one of the 21,700 that the published encoder has whole: it is none misspelt."""
        return self._load().knows(word)

    def _load(self) -> _Network:
        with self._lock:
            if self._network is None:
                self._network = _Network(self._folder)
            return self._network


class _Network:
    def __init__(self, folder: Path) -> None:
        import onnxruntime as ort  # type: ignore[import-untyped,unused-ignore]
        from tokenizers import Tokenizer

        try:
            self._tokenizer = Tokenizer.from_file(str(folder / "tokenizer.json"))
            self._words = _word_vectors(folder / "model.safetensors")
        except Exception as error:
            raise ModelError(f"the reader's word vectors are not in {folder}; install the package again") from error
        self._tokenizer.no_truncation()
        self._tokenizer.no_padding()
        options = ort.SessionOptions()
        options.log_severity_level = 3
        options.intra_op_num_threads = 1  # a window is too short to share
        here = files(__package__)
        self._positions: Floats = np.load(str(here.joinpath("reader_positions.npy")))
        network = here.joinpath("reader.onnx").read_bytes()
        self._session: Any = ort.InferenceSession(network, options, providers=["CPUExecutionProvider"])
        self.read_once = lru_cache(_KEPT)(self.read)

    def knows(self, word: str) -> bool:
        return self._tokenizer.token_to_id(word) is not None

    def read(self, question: str, text: str, at: int) -> Reading:
        asked = self._tokenizer.encode(question, add_special_tokens=False)
        passage = self._tokenizer.encode(text, add_special_tokens=False)
        framed = frame(asked, passage, at)
        embedded = (self._words[list(framed.ids)] + self._positions[: len(framed.ids)])[None]
        spans, score = self._session.run(["spans", "score"], {"embedded": embedded})
        begin, end = spans[0, :, 0], spans[0, :, 1]
        margin, i, j = _best(begin[framed.passage_at : -1], end[framed.passage_at : -1])
        inside = passage.offsets[framed.first : framed.last]
        where = Span(inside[i][0], inside[j][1]) if inside else Span(0, 0)
        return Reading(float(score.reshape(())), margin - float(begin[0] + end[0]), where)


@dataclass(frozen=True, slots=True)
class Frame:
    """Question and part of a passage as the network reads them: token ids, and the part's first token among them.

    `first` and `last` are the part's tokens in the passage, half-open.
    """

    ids: tuple[int, ...]
    passage_at: int
    first: int
    last: int


def frame(asked: Encoding, passage: Encoding, at: int) -> Frame:
    """The question and as much of the passage round its character `at` as there is room for, a quarter before it."""
    question = asked.ids[:_QUESTION_TOKENS]
    room, count = TOKENS - len(question) - _MARKS, len(passage.ids)
    centre = next((i for i, (_, end) in enumerate(passage.offsets) if end > at), 0)
    first = max(0, min(centre - room // 4, count - room))
    last = min(count, first + room)
    ids = (_CLS, *question, _SEP, *passage.ids[first:last], _SEP)
    return Frame(ids, len(question) + 2, first, last)


def _best(begin: Floats, end: Floats) -> tuple[float, int, int]:
    """The highest sum of a beginning and an end at most 16 tokens apart, and both places; -inf without tokens."""
    if not len(begin):
        return -np.inf, 0, 0
    sums = begin[:, None] + end[None, :]
    sums[~(np.tri(len(begin), dtype=bool).T & np.tri(len(begin), k=_ANSWER_TOKENS - 1, dtype=bool))] = -np.inf
    i, j = np.unravel_index(int(sums.argmax()), sums.shape)
    return float(sums[i, j]), int(i), int(j)


def _word_vectors(path: Path) -> Floats:
    """The word vectors of a safetensors file (eight bytes of length, a JSON header, the data), mapped, not read."""
    data = np.memmap(path, np.uint8, "r")
    begin = 8 + int(data[:8].view("<u8")[0])
    entry = json.loads(bytes(data[8:begin]))["embeddings.word_embeddings.weight"]
    first, last = entry["data_offsets"]
    vectors: Floats = data[begin + first : begin + last].view("<f4").reshape(entry["shape"])
    return vectors
