"""How good the confidence is: as a ranking of questions, as a probability, as a ground to decline.

Each question brings a confidence from 0 to 1 that the releases answer it, and whether they do.
These are measures of a whole set: a single question has no AUROC. `counts` (draws × questions)
says how often each question stands in each draw of a bootstrap; a row of ones is the set itself.
What a draw cannot give (no unanswerable question in it) is NaN there, and None from the functions
for one set.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np

BINS = 10


@dataclass(frozen=True, slots=True)
class RiskPoint:
    """Answering only what is at least `threshold` sure covers `coverage` and errs at `risk`."""

    threshold: float
    coverage: float
    risk: float


@dataclass(frozen=True, slots=True)
class ReliabilityBin:
    """Questions whose confidence lies in one tenth: their mean confidence, and the true share."""

    confidence: float
    answerable: float
    n: int


def brier(confidence: float, answerable: bool) -> float:
    """(confidence - outcome)², outcome 1 if answerable else 0; its mean is the Brier score.

    Source: Brier, Verification of forecasts expressed in terms of probability, Monthly Weather
    Review 78(1), 1950. 0 is best; 0.25 is what always saying one half gets.

    >>> brier(0.75, True), brier(0.75, False)
    (0.0625, 0.5625)
    """
    return (confidence - float(answerable)) ** 2


def auroc(confidence: Sequence[float], answerable: Sequence[bool]) -> float | None:
    """The chance that an answerable question is surer than an unanswerable one; ties count half.

    Source: Hanley and McNeil, The meaning and use of the area under a ROC curve, Radiology
    143(1), 1982. None unless there are both kinds. Of the four pairs below, 0.4 with 0.4 is a tie:
    (1 + 1 + 1 + 0.5) / 4.

    >>> auroc([0.1, 0.4, 0.4, 0.8], [False, True, False, True])
    0.875
    >>> auroc([0.5], [True]) is None
    True
    """
    return _of_the_set(aurocs, confidence, answerable)


def expected_calibration_error(
    confidence: Sequence[float], answerable: Sequence[bool]
) -> float | None:
    """ECE = Σ over ten equal-width bins of |bin| / n · |share answerable - mean confidence|.

    Source: Guo, Pleiss, Sun, Weinberger, On Calibration of Modern Neural Networks, ICML 2017.
    Below: half the questions are 0.1 too unsure of themselves, half 0.2 too sure.

    >>> round(expected_calibration_error([0.9, 0.9, 0.2, 0.2], [True, True, False, False]), 3)
    0.15
    """
    return _of_the_set(calibration_errors, confidence, answerable)


def reliability(
    confidence: Sequence[float], answerable: Sequence[bool]
) -> tuple[ReliabilityBin, ...]:
    """The bins of the ECE that hold a question, from the least sure on.

    >>> reliability([0.9, 0.95, 0.2], [True, False, False])[1]
    ReliabilityBin(confidence=0.925, answerable=0.5, n=2)
    """
    p, y = np.asarray(confidence, float), np.asarray(answerable, bool)
    bins = _bin_of(p)
    return tuple(
        ReliabilityBin(
            float(p[bins == b].mean()), float(y[bins == b].mean()), int((bins == b).sum())
        )
        for b in np.unique(bins)
    )


def risk_coverage(confidence: Sequence[float], loss: Sequence[float]) -> tuple[RiskPoint, ...]:
    """The risk-coverage curve: for each confidence taken as a threshold, coverage and risk.

    Source: El-Yaniv and Wiener, On the Foundations of Noise-free Selective Classification, JMLR
    11, 2010. Coverage is the share of questions at least that sure, risk the mean loss of those.

    >>> [(p.coverage, p.risk) for p in risk_coverage([0.9, 0.5, 0.5, 0.1], [0, 1, 0, 1])]
    [(0.25, 0.0), (0.75, 0.3333333333333333), (1.0, 0.5)]
    """
    p, losses = np.asarray(confidence, float), np.asarray(loss, float)
    kept = [p >= threshold for threshold in np.unique(p)[::-1]]
    return tuple(
        RiskPoint(float(p[k].min()), float(k.mean()), float(losses[k].mean())) for k in kept
    )


def area_under_risk_coverage(confidence: Sequence[float], loss: Sequence[float]) -> float | None:
    """AURC: the mean of the risk over the coverages 1/n … n/n; the lower, the better.

    Source: Geifman and El-Yaniv, Selective Classification for Deep Neural Networks, NeurIPS 2017.
    Questions of equal confidence are taken in together: (0 + 1/3 + 1/3 + 1/2) / 4 below.

    >>> round(area_under_risk_coverage([0.9, 0.5, 0.5, 0.1], [0, 1, 0, 1]), 4)
    0.2917
    """
    return _of_the_set(risk_areas, confidence, loss)


def aurocs(p: np.ndarray, y: np.ndarray, counts: np.ndarray) -> np.ndarray:
    """AUROC of each draw: `p` (n,) confidences, `y` (n,) bool, `counts` (draws × n)."""
    positive, negative = counts[:, y], counts[:, ~y]
    above = p[y][:, None] - p[~y][None]
    won = ((positive @ ((above > 0) + 0.5 * (above == 0))) * negative).sum(axis=1)
    return _share(won, positive.sum(axis=1) * negative.sum(axis=1))


def calibration_errors(p: np.ndarray, y: np.ndarray, counts: np.ndarray) -> np.ndarray:
    """ECE of each draw; shapes as in `aurocs`."""
    members = _bin_of(p)[:, None] == np.arange(BINS)[None]
    gaps = (counts * (y - p)) @ members
    return _share(np.abs(gaps).sum(axis=1), counts.sum(axis=1))


def risk_areas(p: np.ndarray, loss: np.ndarray, counts: np.ndarray) -> np.ndarray:
    """AURC of each draw; `loss` (n,), other shapes as in `aurocs`."""
    order = np.argsort(-p, kind="stable")
    p, loss, counts = p[order], loss[order], counts[:, order]
    last = np.searchsorted(-p, -p, side="right") - 1  # the last question that is equally sure
    taken, lost = counts.cumsum(axis=1)[:, last], (counts * loss).cumsum(axis=1)[:, last]
    risk = np.divide(lost, taken, out=np.zeros(lost.shape), where=taken > 0)
    return _share((counts * risk).sum(axis=1), counts.sum(axis=1))


def _bin_of(p: np.ndarray) -> np.ndarray:
    return np.minimum((p * BINS).astype(int), BINS - 1)


def _share(part: np.ndarray, whole: np.ndarray) -> np.ndarray:
    return np.divide(part, whole, out=np.full(len(part), np.nan), where=whole > 0)


def _of_the_set(
    measure: Callable[[np.ndarray, np.ndarray, np.ndarray], np.ndarray],
    confidence: Sequence[float],
    outcome: Sequence[float] | Sequence[bool],
) -> float | None:
    if not len(confidence):
        return None
    value = measure(np.asarray(confidence, float), np.asarray(outcome), np.ones((1, len(outcome))))
    return None if np.isnan(value[0]) else float(value[0])
