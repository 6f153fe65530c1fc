"""Fits the weights of the ranking on training questions.

Listwise softmax regression (Cao et al., "Learning to rank: from pairwise approach to listwise
approach", ICML 2007): the weights that make the sentences that answer most likely.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path

import numpy as np

from domain import Evidence, Release
from evaluation.calibration.folds import folds
from evaluation.metrics import covers
from evaluation.questions import Question
from evaluation.quotes import QuoteFinder
from evaluation.scoring import span_of
from retrieval.signals import SIGNALS

RIDGE = 0.02
SHOWN = 60  # sentences of a question, those that answer it besides
_STEPS = 300
_SCALE = 0.05  # added to the spread of a signal: one that hardly ever speaks gets no large weight


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

    def figures(self) -> dict[str, object]:
        """The figures, for programs."""
        return asdict(self)

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
            shown = [i for i in range(len(found)) if i < SHOWN or good[i]]
            signals = np.array([[found[i].signals[name] for name in SIGNALS] for i in shown])
            lists.append(Ranked(np.hstack([signals, size * signals]), good[shown]))
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
    x = np.concatenate([item.signals for item in lists])
    good = np.concatenate([item.good for item in lists])
    starts = np.cumsum([0, *(len(item.good) for item in lists[:-1])])
    scale = x.std(axis=0) + _SCALE
    x = x / scale
    w = np.zeros(len(scale))
    step = 1.0
    value, gradient = _likelihood(w, x, good, starts)
    for _ in range(_STEPS):
        moved, ahead = _likelihood(w + step * gradient, x, good, starts)
        while step > 1e-6 and moved < value:
            step /= 2
            moved, ahead = _likelihood(w + step * gradient, x, good, starts)
        if step <= 1e-6 or moved - value < 1e-7:
            break
        w, value, gradient, step = w + step * gradient, moved, ahead, step * 1.5
    return w / scale


def _likelihood(
    w: np.ndarray, x: np.ndarray, good: np.ndarray, starts: np.ndarray
) -> tuple[float, np.ndarray]:
    """The mean log-likelihood less the ridge, and its gradient (d,); `x` is all lists (rows × d)
    one after the other, each from its place in `starts`."""
    lengths = np.diff([*starts, len(x)])
    scores = x @ w
    e = np.exp(scores - np.repeat(np.maximum.reduceat(scores, starts), lengths))
    p = e / np.repeat(np.add.reduceat(e, starts), lengths)
    of_good = np.where(good, p, 0.0)
    right = np.add.reduceat(of_good, starts) + 1e-300
    gradient = x.T @ (of_good / np.repeat(right, lengths) - p) / len(starts) - 2 * RIDGE * w
    return float(np.mean(np.log(right)) - RIDGE * w @ w), gradient


def _first_good(item: Ranked, weights: np.ndarray) -> int:
    order = np.argsort(-(item.signals @ weights), kind="stable")
    return int(np.flatnonzero(item.good[order])[0])
