"""A larger network that learns the reader's lessons first and then marks far more of them than people did.

It is all-mpnet-base-v2, ten times the reader's size, and too slow to ship: what is shipped learnt from what it says.
Needs torch and transformers (`pip install 'meeting-reports-assistant[train]'`), and is run at training time only.
"""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import torch
from tokenizers import Tokenizer
from torch import nn

from evals.reader_network import DEVICE, Headed

__all__ = ["Teacher"]

_MARKS = {"[PAD]": "<pad>", "[CLS]": "<s>", "[SEP]": "</s>"}


class Teacher(Headed):
    """MPNet with the heads, which reads the reader's token ids.

    `folder` holds the published model; `words` are the tokens of the reader's tokenizer with their ids. The word
    vectors stay as published, the heads begin at random, the same each time.
    """

    def __init__(self, folder: Path, words: Mapping[str, int]) -> None:
        from transformers import MPNetModel

        super().__init__()
        torch.manual_seed(0)
        self.body = MPNetModel.from_pretrained(folder, add_pooling_layer=False)
        self.body.embeddings.word_embeddings.requires_grad_(False)
        wide = self.body.config.hidden_size
        self.span, self.cls = nn.Linear(wide, 2), nn.Linear(wide, 1)
        own = Tokenizer.from_file(str(folder / "tokenizer.json")).get_vocab()
        known = torch.full((max(words.values()) + 1,), own["[UNK]"])
        for word, i in words.items():
            known[i] = own.get(_MARKS.get(word, word), own["[UNK]"])
        self.register_buffer("known", known, persistent=False)
        self.to(DEVICE)

    def hidden(self, ids: Any, mask: Any) -> Any:
        """What the last layer makes of each token (batch, tokens, 768); `mask` is true where a token stands."""
        return self.body(input_ids=self.known[ids], attention_mask=mask.long()).last_hidden_state
