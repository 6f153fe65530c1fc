"""Means with their uncertainty, differences of two runs, and percentiles.

Values are one a question, None where the metric does not apply to that question.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import lru_cache

import numpy as np

RESAMPLES = 2000
PERMUTATIONS = 10_000
EXACT_UP_TO = 12  # questions that differ; so many have at most 4,096 sign patterns
SEED = 20240712
LEVEL = 0.95


@dataclass(frozen=True, slots=True)
class Estimate:
    """A mean over `n` questions with its interval; all None when n is 0."""

    value: float | None
    low: float | None
    high: float | None
    n: int


@dataclass(frozen=True, slots=True)
class Difference:
    """How two runs differ in one metric on the same questions: mean now minus mean before.

    `p` is that of the paired permutation test, None without a question that has both values.
    """

    baseline: float | None
    now: float | None
    delta: float | None
    low: float | None
    high: float | None
    p: float | None = None

    @property
    def is_clear(self) -> bool:
        """Whether the interval leaves zero out."""
        return self.low is not None and self.high is not None and (self.low > 0 or self.high < 0)


def mean(values: Sequence[float | None]) -> float | None:
    """The mean of the values that apply; None when none does.

    >>> mean([1.0, None, 0.0])
    0.5
    >>> mean([None]) is None
    True
    """
    known = [value for value in values if value is not None]
    return sum(known) / len(known) if known else None


def bootstrap_interval(values: Sequence[float | None]) -> Estimate:
    """The mean with its percentile bootstrap interval (95 %, 2,000 resamples, seeded).

    Source: Efron and Tibshirani, An Introduction to the Bootstrap (1993), ch. 13.

    >>> bootstrap_interval([1.0, 1.0, None])
    Estimate(value=1.0, low=1.0, high=1.0, n=2)
    >>> bootstrap_interval([])
    Estimate(value=None, low=None, high=None, n=0)
    """
    known = np.array([value for value in values if value is not None], dtype=float)
    if not known.size:
        return Estimate(None, None, None, 0)
    means = known[_draws(known.size)].mean(axis=1)
    low, high = _ends(means)
    return Estimate(mean(values), low, high, known.size)


SetMeasure = Callable[[np.ndarray], np.ndarray]
"""Takes counts (draws × questions: how often each question stands in a draw) and gives a value
for each draw, NaN where a draw cannot give one."""


def bootstrap_measure(measure: SetMeasure, size: int) -> Estimate:
    """A measure of a whole set of `size` questions with its percentile bootstrap interval."""
    value = float(measure(np.ones((1, size)))[0])
    if np.isnan(value):
        return Estimate(None, None, None, 0)
    values = measure(resample_counts(size))
    return Estimate(value, *_ends(values[~np.isnan(values)]), size)


def bootstrap_measure_difference(baseline: SetMeasure, now: SetMeasure, size: int) -> Difference:
    """How a measure of a whole set changed between two runs over the same questions."""
    before, after = (float(measure(np.ones((1, size)))[0]) for measure in (baseline, now))
    if np.isnan(before) or np.isnan(after):
        return Difference(None, None, None, None, None)
    counts = resample_counts(size)
    deltas = now(counts) - baseline(counts)
    low, high = _ends(deltas[~np.isnan(deltas)])
    return Difference(before, after, after - before, low, high)


def bootstrap_difference(
    baseline: Sequence[float | None], now: Sequence[float | None]
) -> Difference:
    """How the mean changed, with a paired bootstrap interval.

    Questions are drawn with both of their values, as in Koehn, Statistical Significance Tests for
    Machine Translation Evaluation, EMNLP 2004. Each mean is taken over the values that apply.

    >>> bootstrap_difference([0.0, 1.0, 0.0], [1.0, 1.0, 1.0]).delta
    0.6666666666666667
    >>> bootstrap_difference([None], [1.0]).delta is None
    True
    """
    if len(baseline) != len(now):
        raise ValueError("a paired comparison needs one value of each run for every question")
    before, after = mean(baseline), mean(now)
    if before is None or after is None:
        return Difference(before, after, None, None, None)
    draws = _draws(len(now))
    deltas = _means(now, draws) - _means(baseline, draws)
    low, high = _ends(deltas[~np.isnan(deltas)])
    return Difference(before, after, after - before, low, high, permutation_p(baseline, now))


def permutation_p(baseline: Sequence[float | None], now: Sequence[float | None]) -> float | None:
    """The two-sided p of a paired permutation test on the mean difference.

    How often a difference at least this large comes about when each question's two values change
    places at random: all sign patterns for few differing questions, else 10,000 seeded ones, the
    observed one counted among them. Source: Fisher, The Design of Experiments (1935); Smucker,
    Allan, Carterette, A Comparison of Statistical Significance Tests for IR Evaluation, CIKM 2007.
    Three differences of the same sign come about in 2 of 8 patterns:

    >>> permutation_p([0.0, 0.0, 0.0, 1.0], [1.0, 1.0, 1.0, 1.0])
    0.25
    >>> permutation_p([1.0, None], [1.0, 0.0]), permutation_p([None], [1.0])
    (1.0, None)
    """
    pairs = [(a, b) for a, b in zip(baseline, now, strict=True) if a is not None and b is not None]
    if not pairs:
        return None
    gaps = np.array([b - a for a, b in pairs if b != a])
    if not gaps.size:
        return 1.0
    exact = gaps.size <= EXACT_UP_TO
    if exact:
        bits = np.arange(2**gaps.size)[:, None] >> np.arange(gaps.size)
        signs = 1 - 2 * (bits & 1)
    else:
        signs = 1 - 2 * np.random.default_rng(SEED).integers(0, 2, (PERMUTATIONS, gaps.size))
    as_large = np.abs(signs @ gaps) >= abs(gaps.sum()) - 1e-9
    return float(as_large.mean() if exact else (as_large.sum() + 1) / (PERMUTATIONS + 1))


def percentile(values: Sequence[float], q: float) -> float | None:
    """The q-th percentile, interpolated linearly; None without values.

    >>> percentile([4.0, 1.0, 3.0, 2.0], 50)
    2.5
    """
    return float(np.percentile(values, q)) if len(values) else None


@lru_cache(maxsize=4)
def resample_counts(size: int) -> np.ndarray:
    """How often each of `size` questions stands in each draw: draws × size."""
    return np.array([np.bincount(draw, minlength=size) for draw in _draws(size)], dtype=float)


@lru_cache(maxsize=8)
def _draws(size: int) -> np.ndarray:
    return np.random.default_rng(SEED).integers(0, size, size=(RESAMPLES, size))


def _means(values: Sequence[float | None], draws: np.ndarray) -> np.ndarray:
    """The mean of each draw over what applies; NaN where a draw has nothing that does."""
    drawn = np.array([np.nan if value is None else value for value in values])[draws]
    known = ~np.isnan(drawn)
    with np.errstate(invalid="ignore"):
        return np.where(known, drawn, 0.0).sum(axis=1) / known.sum(axis=1)


def _ends(means: np.ndarray) -> tuple[float, float]:
    tail = 100 * (1 - LEVEL) / 2
    low, high = np.percentile(means, [tail, 100 - tail])
    return float(low), float(high)
