"""Every metric, each in a few lines that can be checked by hand.

A metric that does not apply to a case is unscored (`None`), never zero. Paragraphs are counted once
however often they are cited or ranked.

    fact_recall         share of the expected facts that the answer says; an abstention says none
    answer_coverage     1 for an answerable case that was answered, 0 where it abstained
    citation_precision  share of the cited paragraphs that are gold (grade 1 or 2)
    citation_recall     share of the answer's sentences with at least one gold citation (ALCE's recall by paragraph)
    gold_coverage       share of the gold paragraphs (grade 2) that are cited; an abstention cites none
    verbatim            share of the quotes that stand word for word where their citation says
    attribution         share of the sentences that give words to the person who said them
    abstention_recall   1 for an unanswerable case that abstained
    abstention_precision  1 for an abstention on an unanswerable case, 0 for one on an answerable case
    reason              1 for a right abstention with one of the expected reasons
    clean               1 unless the answer says what it must not
    follow_up           1 for a follow-up case that passed
    passed              1 for a case that passed
    hit@k, mrr@10       whether, and 1 / where first, a gold paragraph (grade 2) is ranked
    ndcg@10             gain is the grade, discount log2(rank + 1), ideal over min(k, gold)

Citation precision and recall are over answered cases; read them beside `answer_coverage`, since
copying the best paragraph cites perfectly and answers little.
"""

from __future__ import annotations

import math
import re
from collections.abc import Mapping, Sequence

from assistant.report import Paragraph
from assistant.text import comparable
from evals.cases import HOLDS, Case, says
from evals.results import Line, Quote, Reply

__all__ = ["MEASURES", "attribution", "hit", "mrr", "ndcg", "score", "surnames", "verbatim"]

K = 10

MEASURES = (
    "passed",
    "fact_recall",
    "answer_coverage",
    "citation_precision",
    "citation_recall",
    "gold_coverage",
    "verbatim",
    "attribution",
    "abstention_recall",
    "abstention_precision",
    "reason",
    "clean",
    "follow_up",
    "hit@1",
    "hit@5",
    "hit@10",
    "mrr@10",
    "ndcg@10",
)

Paragraphs = Mapping[str, Paragraph]


def hit(ranked: Sequence[str], gold: Mapping[str, int], k: int, grade: int = 1) -> float:
    """1 if one of the first `k` ranked is gold of at least this grade."""
    return float(any(gold.get(ref, 0) >= grade for ref in _once(ranked)[:k]))


def mrr(ranked: Sequence[str], gold: Mapping[str, int], k: int = K, grade: int = 1) -> float:
    """1 / rank of the first gold one among the first `k`, 0 if there is none."""
    return next((1 / rank for rank, ref in enumerate(_once(ranked)[:k], 1) if gold.get(ref, 0) >= grade), 0.0)


def ndcg(ranked: Sequence[str], gold: Mapping[str, int], k: int = K) -> float:
    """Discounted gain of the first `k` over that of the best order possible."""
    gain = sum(gold.get(ref, 0) / math.log2(rank + 1) for rank, ref in enumerate(_once(ranked)[:k], 1))
    best = sorted(gold.values(), reverse=True)[:k]
    ideal = sum(grade / math.log2(rank + 1) for rank, grade in enumerate(best, 1))
    return gain / ideal if ideal else 0.0


def verbatim(quote: Quote, paragraphs: Paragraphs) -> bool:
    """Whether the quote stands where its citation says. The verdict is not believed but must agree."""
    paragraph = paragraphs.get(quote.ref)
    if paragraph is None or not quote.quote.strip() or quote.verdict != "verbatim":
        return False
    return comparable(paragraph.text[quote.start : quote.end]) == comparable(quote.quote)


def surnames(paragraphs: Paragraphs) -> frozenset[str]:
    """The last names that the corpus gives with a form of address."""
    return frozenset(name for p in paragraphs.values() for name in _NAME.findall(p.text))


def attribution(case: Case, reply: Reply, paragraphs: Paragraphs) -> float | None:
    """Share of the sentences whose words are given to the person who said them.

    Scored are the sentences that name somebody, and all of them where the case asks for a speaker's
    words. Whoever is named must stand in the cited paragraph, and the speaker asked for must be the
    one whose statement the quote lies in.
    """
    names = surnames(paragraphs)
    marks = []
    for line in reply.sentences:
        named = {n for n in names if re.search(rf"\b{re.escape(n)}\b", line.text)}
        if named or case.speaker:
            marks.append(_rightly_given(line, named, case.speaker, reply, paragraphs))
    return _mean(marks)


def score(case: Case, reply: Reply, paragraphs: Paragraphs) -> tuple[bool, list[str], dict[str, float]]:
    """Whether the case passed, why not, and each measure that applies to it."""
    gold = case.gold if case.answerable else {}
    answered = not reply.abstained
    cited = _once([q.ref for q in reply.citations])
    facts = [any(says(p, reply.text) for p in fact) for fact in case.facts]
    quotes = [verbatim(q, paragraphs) for q in reply.citations]
    wrongly_said = [p for p in case.must_not_say if says(p, reply.text)]
    given = attribution(case, reply, paragraphs) if answered else None
    holding = [ref for ref, grade in gold.items() if grade == HOLDS]

    values: dict[str, float | None] = {
        "verbatim": _mean(quotes),
        "attribution": given,
        "clean": float(not wrongly_said) if case.must_not_say else None,
        "abstention_precision": None if answered else float(not case.answerable),
    }
    why = [f"says '{p}'" for p in wrongly_said]
    for quote, good in zip(reply.citations, quotes, strict=True):
        why += [] if good else [f"quote [{quote.marker}] is not what {quote.ref} says"]
    if case.answerable:
        values["fact_recall"] = _mean(facts) if answered else 0.0
        values["answer_coverage"] = float(answered)
        values["gold_coverage"] = _mean([ref in cited for ref in holding]) if answered else 0.0
        if answered:
            supported = [any(q.ref in gold for q in reply.cited(line)) for line in reply.sentences]
            values["citation_precision"] = _mean([ref in gold for ref in cited]) or 0.0
            values["citation_recall"] = _mean(supported) or 0.0
        for k in (1, 5, 10):
            values[f"hit@{k}"] = hit(reply.ranked, gold, k, HOLDS)
        values["mrr@10"] = mrr(reply.ranked, gold, K, HOLDS)
        values["ndcg@10"] = ndcg(reply.ranked, gold, K)
        why += _why_not(case, reply, facts, holding, given)
    else:
        values["abstention_recall"] = float(not answered)
        values["reason"] = None if answered else float(reply.reason in case.reasons)
        why += ["answers what the reports do not say"] if answered else []
    passed = not why
    values["passed"] = float(passed)
    values["follow_up"] = float(passed) if "follow-up" in case.tags else None
    scored = {name: values.get(name) for name in MEASURES}
    return passed, why, {name: round(value, 6) for name, value in scored.items() if value is not None}


def _why_not(case: Case, reply: Reply, facts: list[bool], holding: list[str], given: float | None) -> list[str]:
    if reply.abstained:
        return [f"abstains ({reply.reason})"]
    why = [f"does not say '{' / '.join(fact)}'" for fact, said in zip(case.facts, facts, strict=True) if not said]
    cited = _once([q.ref for q in reply.citations])
    if not set(cited) & set(holding):
        why.append(f"cites {', '.join(cited) or 'nothing'} instead of {', '.join(holding)}")
    if given is not None and given < 1:
        why.append("gives words to somebody who did not say them")
    return why


def _rightly_given(line: Line, named: set[str], speaker: str | None, reply: Reply, paragraphs: Paragraphs) -> bool:
    quotes = [q for q in reply.cited(line) if q.ref in paragraphs]
    if not quotes:
        return False
    held = " ".join(paragraphs[q.ref].text for q in quotes)
    if any(not re.search(rf"\b{re.escape(n)}\b", held) for n in named):
        return False
    return speaker is None or all(_said_by(speaker, q, paragraphs[q.ref]) for q in quotes)


def _said_by(speaker: str, quote: Quote, paragraph: Paragraph) -> bool:
    statements = [s for s in paragraph.statements if s.start < quote.end and quote.start < s.end]
    named = [f"{s.name or ''} {s.role or ''} {s.organisation or ''}" for s in statements if s.strength == "named"]
    if named:
        return any(says(speaker, n) for n in named)
    return says(speaker, paragraph.text)


def _once(refs: Sequence[str]) -> list[str]:
    return list(dict.fromkeys(refs))


def _mean(marks: Sequence[bool]) -> float | None:
    return sum(marks) / len(marks) if marks else None


_NAME = re.compile(r"\b(?:Mr\.|Ms\.|Mrs\.|Dr\.|Ambassador)\s+(?:[A-ZÅÄÖÉ][\w'-]*\s+)*([A-ZÅÄÖÉ][\w'-]+)")
