"""Fits the refusal on training questions: a logistic model, its thresholds, its reliability.

Ridge logistic regression by Newton's method (Hosmer and Lemeshow, "Applied Logistic Regression",
ch. 1). Thresholds are set on cross-validated probabilities: at most a given share of answerable
questions may be declined, and at most another share shown as partial. The training questions are
never those that `evaluate` reports on.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from answering.abstention import FEATURES
from evaluation.calibration.folds import folds
from evaluation.questions import Question

RIDGE = 3.0
DECLINED = 0.03  # share of answerable questions that may be declined
DOUBTED = 0.15  # share of answerable questions that may be declined or partial


@dataclass(frozen=True, slots=True)
class Refusal:
    """A fitted refusal and how it did on questions that it had not seen (cross-validation)."""

    weights: dict[str, float]
    bias: float
    decline_below: float
    partial_below: float
    auroc: float
    declined_answerable: float
    declined_unanswerable: float
    doubted_unanswerable: float
    reliability: tuple[tuple[float, float, int], ...]

    def save(self, path: Path) -> None:
        """Write what `answering.abstention` reads."""
        record = {
            "bias": self.bias,
            "decline_below": self.decline_below,
            "partial_below": self.partial_below,
            "weights": self.weights,
        }
        path.write_text(json.dumps(record, indent=1) + "\n", encoding="utf-8")

    def to_text(self) -> str:
        """The figures, for people."""
        lines = [
            f"AUROC {self.auroc:.3f}; declined: {self.declined_unanswerable:.3f} of unanswerable, "
            f"{self.declined_answerable:.3f} of answerable; declined or partial: "
            f"{self.doubted_unanswerable:.3f} of unanswerable",
            "said  true  questions",
            *(f"{said:.2f}  {true:.2f}  {count}" for said, true, count in self.reliability),
        ]
        return "\n".join(lines)


def calibrate_refusal(
    questions: Sequence[Question],
    features: Callable[[str, Sequence[str]], dict[str, float]],
) -> Refusal:
    """Fit on `questions`; `features` gives what the refusal looks at for one of them."""
    rows = [features(question.user_input, question.history) for question in questions]
    x = np.array([[row[name] for name in FEATURES] for row in rows])
    y = np.array([question.answerable for question in questions])
    unseen = _cross_validated(x, y)
    weights, bias = fit(x, y)
    decline = float(np.quantile(unseen[y], DECLINED))
    partial = float(np.quantile(unseen[y], DOUBTED))
    return Refusal(
        weights={name: round(float(w), 4) for name, w in zip(FEATURES, weights, strict=True)},
        bias=round(bias, 4),
        decline_below=round(decline, 4),
        partial_below=round(partial, 4),
        auroc=auroc(unseen, y),
        declined_answerable=float((unseen[y] < decline).mean()),
        declined_unanswerable=float((unseen[~y] < decline).mean()),
        doubted_unanswerable=float((unseen[~y] < partial).mean()),
        reliability=_reliability(unseen, y),
    )


def fit(x: np.ndarray, y: np.ndarray) -> tuple[np.ndarray, float]:
    """Weights (d,) and bias of a ridge logistic regression of y (n, bool) on x (n × d)."""
    center, scale = x.mean(axis=0), x.std(axis=0) + 1e-6
    z = np.column_stack([(x - center) / scale, np.ones(len(x))])
    ridge = np.diag([RIDGE] * x.shape[1] + [0.0])
    w = np.zeros(z.shape[1])
    for _ in range(30):
        p = 1.0 / (1.0 + np.exp(-z @ w))
        gradient = z.T @ (p - y) + ridge @ w
        w -= np.linalg.solve((z * (p * (1 - p))[:, None]).T @ z + ridge, gradient)
    weights = w[:-1] / scale
    return weights, float(w[-1] - weights @ center)


def auroc(score: np.ndarray, y: np.ndarray) -> float:
    """The chance that a random positive scores above a random negative, ties counting half.

    >>> auroc(np.array([0.1, 0.4, 0.4, 0.8]), np.array([False, True, False, True]))
    0.875
    """
    positive, negative = score[y][:, None], score[~y][None]
    return float(((positive > negative) + 0.5 * (positive == negative)).mean())


def _cross_validated(x: np.ndarray, y: np.ndarray) -> np.ndarray:
    unseen = np.zeros(len(y))
    for seen, held in folds(len(y)):
        weights, bias = fit(x[seen], y[seen])
        unseen[held] = 1.0 / (1.0 + np.exp(-(x[held] @ weights + bias)))
    return unseen


def _reliability(p: np.ndarray, y: np.ndarray) -> tuple[tuple[float, float, int], ...]:
    """Mean probability, share answerable and count, in five bins of equal size."""
    order = np.argsort(p)
    return tuple(
        (float(p[part].mean()), float(y[part].mean()), len(part))
        for part in np.array_split(order, 5)
        if len(part)
    )
