"""Fits the weights of the ranking on training questions.

Listwise softmax regression (Cao et al., "Learning to rank: from pairwise approach to listwise
approach", ICML 2007): the weights that make the sentences that answer most likely.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from domain import Evidence, Release
from evaluation.calibration.folds import folds
from evaluation.metrics import covers
from evaluation.questions import Question
from evaluation.quotes import QuoteFinder
from evaluation.scoring import span_of
from retrieval.rank import SIGNALS

RIDGE = 0.02


@dataclass(frozen=True, slots=True)
class Ranking:
    """Fitted weights of the ranking, and Hit@1 and Hit@5 on questions not seen while fitting."""

    small: dict[str, float]
    large: dict[str, float]
    questions: int
    hit_at_1: float
    hit_at_5: float

    def save(self, path: Path) -> None:
        """Write what `retrieval.rank` reads."""
        path.write_text(
            json.dumps({"small": self.small, "large": self.large}, indent=1) + "\n",
            encoding="utf-8",
        )

    def to_text(self) -> str:
        """The figures, for people."""
        return (
            f"ranking, cross-validated on {self.questions} answerable questions: "
            f"Hit@1 {self.hit_at_1:.3f}, Hit@5 {self.hit_at_5:.3f}\n"
            f"small libraries {self.small}\nlarge libraries {self.large}"
        )


@dataclass(frozen=True, slots=True, eq=False)
class Ranked:
    """The sentences scored for one question: signals (n × 2d) and which of them answer it (n,).

    The second d columns are the first times the size of the library (`rank.size_of`), so that
    their weights are what a large library adds to those of a small one.
    """

    signals: np.ndarray
    good: np.ndarray


def listed(
    questions: Sequence[Question],
    evidence: Callable[[str, Sequence[str]], Sequence[Evidence]],
    releases: Sequence[Release],
    size: float,
) -> list[Ranked]:
    """The answerable questions; `evidence` lists every sentence scored for one of them."""
    finder = QuoteFinder(releases)
    lists = []
    for question in questions:
        if not question.answerable:
            continue
        found = evidence(question.user_input, question.history)
        references = finder.references(question) or ()
        good = np.array([covers(span_of(item), references) for item in found])
        if good.any():
            signals = np.array([[item.signals[name] for name in SIGNALS] for item in found])
            lists.append(Ranked(np.hstack([signals, size * signals]), good))
    return lists


def fit_on(lists: Sequence[Ranked]) -> Ranking:
    """Weights fitted on all lists, and how they rank lists not seen while fitting."""
    ranks: list[int] = []
    for seen, held in folds(len(lists)):
        weights = fit_ranking([lists[i] for i in seen])
        ranks += [_first_good(lists[i], weights) for i in held]
    small, added = np.split(fit_ranking(lists), 2)
    return Ranking(
        small=_named(small),
        large=_named(small + added),
        questions=len(lists),
        hit_at_1=float(np.mean([rank < 1 for rank in ranks])),
        hit_at_5=float(np.mean([rank < 5 for rank in ranks])),
    )


def _named(weights: np.ndarray) -> dict[str, float]:
    return {name: round(float(w), 4) for name, w in zip(SIGNALS, weights, strict=True)}


def fit_ranking(lists: Sequence[Ranked]) -> np.ndarray:
    """Weights (d,) that maximise the mean log-likelihood of the good rows of each n × d list."""
    scale = np.concatenate([item.signals for item in lists]).std(axis=0) + 1e-6
    scaled = [(item.signals / scale, item.good) for item in lists]
    w = np.zeros(len(scale))
    step = 1.0
    value = _likelihood(w, scaled)
    for _ in range(500):
        gradient = -2 * RIDGE * w
        for x, good in scaled:
            p = _softmax(x @ w)
            q = np.where(good, p, 0.0)
            gradient += x.T @ (q / q.sum() - p) / len(scaled)
        while step > 1e-6 and (moved := _likelihood(w + step * gradient, scaled)) < value:
            step /= 2
        if step <= 1e-6 or moved - value < 1e-9:
            break
        w, value, step = w + step * gradient, moved, step * 1.5
    return w / scale


def _likelihood(w: np.ndarray, lists: Sequence[tuple[np.ndarray, np.ndarray]]) -> float:
    logs = [np.log(_softmax(x @ w)[good].sum() + 1e-300) for x, good in lists]
    return float(np.mean(logs) - RIDGE * w @ w)


def _softmax(scores: np.ndarray) -> np.ndarray:
    e = np.exp(scores - scores.max())
    return e / e.sum()


def _first_good(item: Ranked, weights: np.ndarray) -> int:
    order = np.argsort(-(item.signals @ weights), kind="stable")
    return int(np.flatnonzero(item.good[order])[0])
