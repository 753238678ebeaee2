"""`python -m evals teach-reader`: teaches the shipped reader from further questions, half an hour on two cores.

It starts from the shipped weights. While it learns the marks of the further questions it learns to go on saying of
others what it says of them today (after Li and Hoiem, "Learning without Forgetting", ECCV 2016), and what is written is
the mean of the weights before and after (after Wortsman et al., "Model soups", ICML 2022). So what it says of questions
of other kinds changes little, and the weights that use it need not be fitted again.
"""

from __future__ import annotations

import copy
import json
import random
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import UTC, datetime
from importlib.resources import files
from importlib.resources.abc import Traversable
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer
from tokenizers import Tokenizer

import assistant
from assistant.answering.evidence import Evidence, best_of_each, load_sentence_weights, score
from assistant.indexing.minilm import bundled_folder
from assistant.retrieval.ranking import load_weights
from evals.asked import Asked, asked_of
from evals.conversations import in_full_words, read_beside, with_matter_carried
from evals.datasets import ASKED_HELP, Dataset, Query, load_asked, load_dataset
from evals.reader_examples import Example, Framer, Lessons, lessons_of, marked, unmarked, with_given_away
from evals.swaps import Swaps
from evals.wordnet import WordNet

if TYPE_CHECKING:
    from evals.reader_network import Network

__all__ = ["claims_as_questions", "kept_from", "main", "marked_of"]

_OTHERS = 3
"""Further passages that were found for an answerable question, as ones that do not answer it."""
_NOT_THERE: Mapping[str, int] = {"near_miss": 2, "removed": 2, "wrong_session": 1}
"""Passages found for a question that is not answered, by why it is not."""
_RATE, _EPOCHS, _BATCH = 1e-4, 3, 32
"""Of yes or no, two parts of eleven held out, answers against near-misses and against the other passages found for them
(AUROC): .811 and .808 before; .827 and .835 with a rate of 5e-5 and two rounds, .839 and .854 with 1.2e-4 and three;
then, with half as many questions more, .845 and .852 with this rate."""
_KEPT = 34_000
"""Examples of which the reader goes on saying what it says: at most half people's own, the rest found and spoiled."""
_SEED = 3
_WORDS = 14
"""So many words of a sentence are about the 16 tokens that the reader gives for an answer at most."""
_MARK = re.compile(r"\{[^}]*\}")


def marked_of(dataset: Dataset, framer: Framer, cache: Path | None) -> list[Example]:
    """The questions with the passages that answer them, and with the first of those that do not."""
    weights = load_sentence_weights()
    taught: list[tuple[Query, Example]] = []
    for a in asked_of(dataset, load_weights(), cache, removed=True):
        ranked = best_of_each(score(a.evidence, weights))
        taught += [(a.query, example) for example in _examples(a, ranked, framer)]
    return with_given_away(taught)


def claims_as_questions(dataset: Dataset) -> Dataset:
    """The claims of a data set for its questions, each answered by the first words of the sentences that bear it out.

    As many words as the reader may quote; without the marks of a transcript ("{gap}"), which the paragraphs lack.
    """
    claims = (c for c in dataset.claims if c.gold)
    asked = (replace(c, answers=tuple(filter(None, (_opening(s) for _, s in c.evidence)))) for c in claims)
    return replace(dataset, queries=tuple(asked))


def _opening(sentence: str) -> str:
    return " ".join(_MARK.sub(" ", sentence).split()[:_WORDS])


def _examples(a: Asked, ranked: Sequence[Evidence], framer: Framer) -> Iterator[Example]:
    """`ranked` are the best sentences of the passages found, that of the first passage first."""
    yield from (x for e in ranked if e.passage.id in a.gold if (x := marked(a.query, e, framer)))
    others = [e for e in ranked if e.passage.id not in a.gold]
    for e in others[: _NOT_THERE.get(a.kind, _OTHERS)]:
        yield framer.unanswered(a.query.text, e.passage.text, e.start - e.passage.start)


def kept_from(lessons: Sequence[Lessons], count: int, chance: random.Random) -> list[Example]:
    """At most `count` examples, at most half of them people's own questions with the passages that were read first."""
    own, rest = [e for one in lessons for e in one.own], unmarked(lessons)
    first = chance.sample(own, min(len(own), count // 2))
    return [*first, *chance.sample(rest, min(len(rest), count - len(first)))]


def main(
    asked: Annotated[list[str], typer.Option(help=ASKED_HELP)],
    *,
    data: Annotated[list[Path] | None, typer.Option(help="Data set folder with marked answers that taught it.")] = None,
    known: Annotated[list[str] | None, typer.Option(help=f"Those that taught it. {ASKED_HELP}")] = None,
    conversations: Annotated[list[str] | None, typer.Option(help=f"With follow-ups. {ASKED_HELP}")] = None,
    claimed: Annotated[list[Path] | None, typer.Option(help="Data set folder with claims, to teach as well.")] = None,
    wordnet: Annotated[Path, typer.Option(help="Folder of WordNet's dictionary files.")] = Path("/usr/share/wordnet"),
    cache: Annotated[Path | None, typer.Option(help="Where the embedded data sets are kept.")] = None,
    beside: Annotated[list[Path] | None, typer.Option(help="Folder of a reader taught so, to average with.")] = None,
    out: Annotated[Path | None, typer.Option(help="Folder to write to [default: the assistant's own files].")] = None,
) -> None:
    """Teach the shipped reader further questions beside what it knows: half an hour on two cores."""
    from evals.reader_network import fit_keeping
    from evals.reader_training import write

    chance = random.Random(_SEED)  # noqa: S311 - draws examples, guards nothing
    framer = Framer(Tokenizer.from_file(str(bundled_folder() / "tokenizer.json")))
    swaps = Swaps(WordNet(wordnet), chance)
    taught_it = [(load_dataset(folder), False) for folder in data or ()]
    taught_it += [(load_asked(named), True) for named in known or ()]
    sets = [lessons_of(one, framer, swaps, cache, removed=written) for one, written in taught_it]
    new = [*map(load_asked, asked), *(claims_as_questions(load_dataset(folder)) for folder in claimed or ())]
    talks = [(load_asked(named), Path(named.partition("=")[2])) for named in conversations or ()]
    new += [form(one, file) for one, file in talks for form in (in_full_words, with_matter_carried)]
    marked = [example for one in new for example in marked_of(one, framer, cache)]
    marked += [example for one, file in talks for example in read_beside(one, file, framer, cache)]
    kept = kept_from([lessons for one in sets for lessons in one.values()], _KEPT, chance)
    network = _reader_in(files(assistant.answering))
    before = copy.deepcopy(network)
    fit_keeping(network, before, marked, kept, epochs=_EPOCHS, rate=_RATE, batch=_BATCH)
    _average([network, before, *map(_reader_in, beside or ())])
    about = json.loads(files(assistant.answering).joinpath("reader.json").read_text(encoding="utf-8"))
    further = {
        "date": datetime.now(UTC).date().isoformat(),
        "questions": [Path(named.partition("=")[2]).name for named in [*asked, *(conversations or ())]],
        "claims": [folder.name for folder in claimed or ()],
        "marked": len(marked),
        "kept": len(kept),
        "readers_averaged": 2 + len(beside or ()),
    }
    about["taught_further"] = [*about.get("taught_further", []), further]
    write(network, about, out)
    typer.echo(json.dumps(further))


def _reader_in(folder: Traversable | Path) -> Network:
    import numpy as np

    from evals.reader_graph import unpacked
    from evals.reader_network import Network

    network = Network(bundled_folder() / "model.safetensors")
    network.take(unpacked(folder.joinpath("reader.onnx").read_bytes()))
    network.take({"pos": np.load(str(folder.joinpath("reader_positions.npy")))})
    return network


def _average(networks: Sequence[Network]) -> None:
    """Put the mean of all weights into the first network."""
    import numpy as np

    from evals.reader_network import weights_of

    each = [weights_of(network) for network in networks]
    networks[0].take({name: np.mean([weights[name] for weights in each], axis=0) for name in each[0]})
