"""Reciprocal rank fusion: one list of passages from several, without comparing their scores.

Cormack, Clarke and Büttcher, "Reciprocal rank fusion outperforms Condorcet and individual rank
learning methods", SIGIR 2009: score(p) = Σ weight / (60 + rank).
"""

from __future__ import annotations

from collections.abc import Sequence

K = 60


def fuse(lists: Sequence[tuple[float, Sequence[int]]], limit: int) -> list[int]:
    """Passage numbers of the weighted ranked lists, best first, at most `limit`.

    >>> fuse([(1.0, [7, 8]), (1.0, [8, 9])], 3)
    [8, 7, 9]
    """
    scores: dict[int, float] = {}
    for weight, ranked in lists:
        for rank, number in enumerate(ranked, start=1):
            scores[number] = scores.get(number, 0.0) + weight / (K + rank)
    return sorted(scores, key=lambda number: (-scores[number], number))[:limit]
