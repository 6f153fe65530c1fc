"""How well the evidence is ranked. An item is relevant if it overlaps a reference quote.

All of these are None for a question without reference quotes. In the examples, `ranking` has its
third and fourth items relevant, to the first and to the second of two quotes.

>>> ranking = [Span("r", "1", start, start + 10) for start in (50, 60, 0, 20)]
>>> references = [(Span("r", "1", 5, 8),), (Span("r", "1", 25, 28),)]
"""

from __future__ import annotations

import math
from collections.abc import Sequence

from evaluation.metrics.spans import Reference, Span, covers


def hit_at_k(ranking: Sequence[Span], references: Sequence[Reference], k: int) -> float | None:
    """Hit@k (success@k): 1 if one of the first k items is relevant, else 0.

    >>> ranking = [Span("r", "1", start, start + 10) for start in (50, 60, 0, 20)]
    >>> references = [(Span("r", "1", 5, 8),), (Span("r", "1", 25, 28),)]
    >>> hit_at_k(ranking, references, 2), hit_at_k(ranking, references, 3)
    (0.0, 1.0)
    >>> hit_at_k(ranking, [], 3) is None
    True
    """
    if not references:
        return None
    return float(any(covers(item, references) for item in ranking[:k]))


def recall_at_k(ranking: Sequence[Span], references: Sequence[Reference], k: int) -> float | None:
    """Recall@k = |reference quotes overlapped by the first k items| / |reference quotes|.

    Source: Manning, Raghavan, Schütze, Introduction to Information Retrieval (2008), ch. 8, with
    the reference quotes as what is to be found.

    >>> ranking = [Span("r", "1", start, start + 10) for start in (50, 60, 0, 20)]
    >>> references = [(Span("r", "1", 5, 8),), (Span("r", "1", 25, 28),)]
    >>> recall_at_k(ranking, references, 3), recall_at_k(ranking, references, 5)
    (0.5, 1.0)
    """
    if not references:
        return None
    found = [any(covers(item, [reference]) for item in ranking[:k]) for reference in references]
    return sum(found) / len(references)


def first_relevant_rank(ranking: Sequence[Span], references: Sequence[Reference]) -> int | None:
    """The rank, from 1, of the first relevant item; None when there is none."""
    for rank, item in enumerate(ranking, start=1):
        if covers(item, references):
            return rank
    return None


def reciprocal_rank(ranking: Sequence[Span], references: Sequence[Reference]) -> float | None:
    """RR = 1 / rank of the first relevant item, 0 if none is; its mean over questions is MRR.

    Source: Voorhees, The TREC-8 Question Answering Track Report (1999).

    >>> ranking = [Span("r", "1", start, start + 10) for start in (50, 60, 0, 20)]
    >>> references = [(Span("r", "1", 5, 8),), (Span("r", "1", 25, 28),)]
    >>> round(reciprocal_rank(ranking, references), 4)
    0.3333
    """
    if not references:
        return None
    rank = first_relevant_rank(ranking, references)
    return 1.0 / rank if rank else 0.0


def ndcg_at_k(
    ranking: Sequence[Span],
    references: Sequence[Reference],
    k: int = 10,
    relevant_total: int | None = None,
) -> float | None:
    """nDCG@k = DCG / ideal DCG with DCG = Σ rel(i) / log2(i + 1) over ranks i = 1 … k, rel 0 or 1.

    Source: Järvelin and Kekäläinen, Cumulated gain-based evaluation of IR techniques, ACM TOIS
    20(4), 2002. The ideal has every relevant item first; `relevant_total` says how many the
    library has (a quote of two sentences makes two). Without it, one a quote is assumed; it is
    never taken to be fewer than the ranking itself holds, so that the value stays within 1.

    Ranks 3 and 4: (1/2 + 1/log2 5) / (1 + 1/log2 3) = 0.9307 / 1.6309.

    >>> ranking = [Span("r", "1", start, start + 10) for start in (50, 60, 0, 20)]
    >>> references = [(Span("r", "1", 5, 8),), (Span("r", "1", 25, 28),)]
    >>> round(ndcg_at_k(ranking, references), 4)
    0.5706
    >>> round(ndcg_at_k(ranking, references, relevant_total=3), 4)
    0.4367
    """
    if not references:
        return None
    relevant = [covers(item, references) for item in ranking]
    ideal = max(relevant_total or len(references), sum(relevant))
    gained = sum(_gain(rank) for rank, is_relevant in enumerate(relevant[:k], 1) if is_relevant)
    return gained / sum(_gain(rank) for rank in range(1, min(ideal, k) + 1))


def _gain(rank: int) -> float:
    return 1.0 / math.log2(rank + 1)
