"""Rankings judged: nDCG@10 and Hit@1 for one relevant document or more, Hit@1 for translations."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np


def ndcg_at_10(scores: np.ndarray, relevant: Sequence[set[int]]) -> float:
    """Mean over queries of DCG@10 / ideal DCG@10, binary gains.

    `scores` is queries × documents, higher is better; ties count for the document that comes
    first. `relevant` holds the relevant document numbers of each query, at least one.
    """
    discounts = 1 / np.log2(np.arange(2, 12))
    values = []
    for row, wanted in zip(scores, relevant, strict=True):
        top = np.argsort(-row, kind="stable")[:10]
        gains = np.array([number in wanted for number in top], float)
        ideal = discounts[: min(10, len(wanted))].sum()
        values.append((gains * discounts[: len(gains)]).sum() / ideal)
    return float(np.mean(values))


def hit_at_1(scores: np.ndarray, relevant: Sequence[set[int]]) -> float:
    """Share of queries whose best-scored document is relevant."""
    best = scores.argmax(axis=1)
    return float(np.mean([top in wanted for top, wanted in zip(best, relevant, strict=True)]))


def fused(*parts: np.ndarray, weights: Sequence[float] | None = None) -> np.ndarray:
    """Weighted sum of score matrices, each scaled to 0–1 within each query (a flat row gives 0)."""
    total = np.zeros(parts[0].shape, np.float32)
    for part, weight in zip(parts, weights or [1.0] * len(parts), strict=True):
        total += weight * scaled(part)
    return total


def scaled(part: np.ndarray) -> np.ndarray:
    """Scores from 0 to 1 within each query."""
    low = part.min(axis=1, keepdims=True)
    span = part.max(axis=1, keepdims=True) - low
    return (part - low) / np.maximum(span, 1e-9)
