"""A reranker of the user's own, after ours: any LlamaIndex postprocessor, or a cross-encoder folder by setting."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from llama_index.core.schema import NodeWithScore, QueryBundle

from assistant.errors import ExtraMissingError, ModelError

if TYPE_CHECKING:
    from llama_index.core.postprocessor.types import BaseNodePostprocessor

    from assistant.settings import Settings

__all__ = ["build_reranker", "rerank"]

_READ = 20
"""How many of the best a reranker reads; on all the data sets the right one is among them in .93 and more."""


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
