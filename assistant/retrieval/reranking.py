"""Reading the best few before they are shown: by our small reader, or by a cross-encoder of the user's own."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from llama_index.core.postprocessor.types import BaseNodePostprocessor
from llama_index.core.schema import NodeWithScore, QueryBundle

from assistant.errors import ExtraMissingError, ModelError
from assistant.passage import passage_of

if TYPE_CHECKING:
    from assistant.settings import Settings

__all__ = ["ReadingReranker", "build_reranker", "rerank"]

_RIVALS, _WITHIN = 5, 2.0
"""How many are read, and how far below the first one in the ranker's log-odds: 2.6 a question on UN reports. hit@1 and
hit@5 of `evals/natural.jsonl` are .730 and .909, of eight .730 and .910, of ten within 3 .733 and .921, of five within
3 .731 and .909: twice the reading for what stands second to fifth."""

_VERDICT = 0.4
"""What a unit of the reader's verdict counts beside one of the ranker's log-odds. hit@1 with .2, .3, .4 and .8, by a
reader that knows no question of these sets: `evals/natural.jsonl` .713, .721, .730, .725, each in its own report .860,
.866, .863, .863; with .2, .3 and .4 committee .643, .647, .647, own meeting .735 each; claims .856, .853, .850; SciFact
.635, .631, .624."""

_READ = 20
"""How many of the best a reranker reads; on all the data sets the right one is among them in .93 and more."""

_TOPIC = 5
"""So many words without a question mark name a topic, which every passage on it "answers": the rank stands."""


class ReadingReranker(BaseNodePostprocessor):
    """Puts the best few that are close to each other in the order of rank and reader together.

    `read` is called with question, passage and the place in it to read round, and gives log-odds that it answers;
    `vector` is the question's, and the place is the passage's nearest sentence.
    """

    read: Any
    vector: Any

    @classmethod
    def class_name(cls) -> str:
        """Name under which LlamaIndex serialises it."""
        return "ReadingReranker"

    def _postprocess_nodes(
        self, nodes: list[NodeWithScore], query_bundle: QueryBundle | None = None
    ) -> list[NodeWithScore]:
        top = nodes[0].score or 0.0 if nodes else 0.0
        rivals = [n for n in nodes[:_RIVALS] if top - (n.score or 0.0) <= _WITHIN]
        if query_bundle is None or not rivals[1:] or _is_topic(query_bundle.query_str):
            return nodes
        passages = [passage_of(n)[0] for n in rivals]
        verdicts = [self.read(query_bundle.query_str, p.text, p.nearest_to(self.vector)) for p in passages]
        together = [(n.score or 0.0) + _VERDICT * v for n, v in zip(rivals, verdicts, strict=True)]
        order = sorted(range(len(rivals)), key=lambda i: -together[i])
        return [*(rivals[i] for i in order), *nodes[len(rivals) :]]


def _is_topic(words: str) -> bool:
    return "?" not in words and len(words.split()) <= _TOPIC


def build_reranker(settings: Settings) -> BaseNodePostprocessor | None:
    """What `settings.reranker` names: none, or `sentence-transformers:FOLDER`, a cross-encoder on this machine.

    Raises:
        ExtraMissingError: sentence-transformers is not installed.
        ModelError: no such kind of reranker, or the folder holds none.
    """
    if not settings.reranker:
        return None
    kind, _, folder = settings.reranker.partition(":")
    if kind != "sentence-transformers" or not folder:
        raise ModelError(
            f"no reranker '{settings.reranker[:80]}'; set ASSISTANT_RERANKER to sentence-transformers:FOLDER"
        )
    from llama_index.core.postprocessor import SentenceTransformerRerank

    try:
        return SentenceTransformerRerank(model=folder, top_n=_READ, trust_remote_code=False)
    except ImportError as error:
        raise ExtraMissingError(
            "sentence-transformers is not installed; run `pip install 'meeting-reports-assistant[rerank]'`"
        ) from error
    except Exception as error:
        raise ModelError(f"the reranker in {folder} cannot be loaded: {' '.join(str(error).split())[:200]}") from error


def rerank(
    ranked: Sequence[NodeWithScore], reranker: BaseNodePostprocessor | None, query: QueryBundle
) -> list[NodeWithScore]:
    """The best of `ranked` in the reranker's order, the rest behind them as they were.

    The scores stay where they are: the best in the new order has the score of the best in the old one. So what is
    decided from them later means the same with any reranker. One that loses nodes has them put behind its own.
    """
    if reranker is None or not ranked:
        return list(ranked)
    head = list(ranked[:_READ])
    copies = [NodeWithScore(node=n.node, score=n.score) for n in head]
    kept = [n.node.node_id for n in reranker.postprocess_nodes(copies, query_bundle=query)]
    by_id = {n.node.node_id: n for n in head}
    order = [i for i in dict.fromkeys(kept) if i in by_id]
    order += [i for i in by_id if i not in order]
    placed = [NodeWithScore(node=by_id[i].node, score=old.score) for i, old in zip(order, head, strict=True)]
    return [*placed, *ranked[_READ:]]
