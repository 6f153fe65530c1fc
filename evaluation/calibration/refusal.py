"""Fits the refusal on training questions: a logistic model, its thresholds, its reliability.

Ridge logistic regression by Newton's method (Hosmer and Lemeshow, "Applied Logistic Regression",
ch. 1). Thresholds are set on cross-validated probabilities: at most a given share of answerable
questions may be declined, and at most another share shown as partial. The training questions are
never those that `evaluate` reports on.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from pathlib import Path

import numpy as np

from answering.abstention import BY_READER, INSTRUCTION, NEVER, PRESENCE, TOPIC
from evaluation.calibration.folds import folds_by
from evaluation.charts import reliability_plot
from evaluation.metrics import ReliabilityBin, auroc, reliability
from evaluation.questions import Question

RIDGE = 3.0
# Shares of answerable questions that may be
INSTRUCTED = 0.007  # declined as instructions,
ASTRAY = 0.015  # declined as being on another topic,
DECLINED = {"small": 0.04, "large": 0.06}  # declined for these or any reason,
DOUBTED = 0.11  # declined or shown as partial.
LARGE = 0.5  # size of a library (`rank.size_of`) from which it counts as large
# What `notes` says of a question that nothing answers, as the reader calls it; else "not_said".
VERDICT_OF = {"other_topic": "other_topic", "injection": "instruction"}
KIND_OF = {
    "answered": "answerable",
    "not_said": "plausible",
    "other_topic": "off_topic",
    "instruction": "off_topic",
}


@dataclass(frozen=True, slots=True)
class Fit:
    """Two fitted models with their thresholds, and how they did on questions that they had not
    seen (cross-validation)."""

    topic: dict[str, float]
    presence: dict[str, float]
    bounds: dict[str, dict[str, float]]
    questions: int
    auroc: float
    declined: dict[str, float]
    doubted: dict[str, float]
    reliability: tuple[ReliabilityBin, ...]

    @property
    def weights(self) -> dict[str, object]:
        """What `answering.abstention` reads."""
        return {name: getattr(self, name) for name in ("topic", "presence", "bounds")}

    def to_text(self) -> str:
        """The figures, for people."""
        lines = [
            f"cross-validated on {self.questions} questions: AUROC {self.auroc:.3f}",
            "questions     declined  declined or partial",
            *(f"{k:13} {self.declined[k]:.3f}     {self.doubted[k]:.3f}" for k in self.declined),
            "said  true  questions",
            *(f"{b.confidence:.2f}  {b.answerable:.2f}  {b.n}" for b in self.reliability),
        ]
        return "\n".join(lines)

    def plot(self) -> str:
        """The reliability as an SVG."""
        return reliability_plot([asdict(part) for part in self.reliability])


@dataclass(frozen=True, slots=True)
class Refusal:
    """The refusal with a reader, and the one for encoders that have none."""

    reader: Fit
    signals: Fit

    def save(self, path: Path) -> None:
        """Write what `answering.abstention` reads, and the reliability plot beside it."""
        record = {"reader": self.reader.weights, "signals": self.signals.weights}
        path.write_text(json.dumps(record, indent=1) + "\n", encoding="utf-8")
        path.with_suffix(".svg").write_text(self.reader.plot(), encoding="utf-8")

    def figures(self) -> dict[str, object]:
        """The figures, for programs."""
        return {"reader": asdict(self.reader), "signals": asdict(self.signals)}

    def to_text(self) -> str:
        """The figures, for people."""
        return (
            f"refusal with a reader, {self.reader.to_text()}\n\n"
            f"refusal without one, {self.signals.to_text()}"
        )


@dataclass(frozen=True, slots=True)
class Described:
    """What the refusal looks at for a question, and its kind: answerable, plausible, off_topic."""

    question: str
    features: dict[str, float]
    kind: str


def refusal_on(read: Sequence[Described], ranked: Sequence[Described]) -> Refusal:
    """Both refusals: on questions whose sentences a reader read that had not seen them, and on
    questions whose sentences were only ranked."""
    return Refusal(
        reader=_fit_on(read, (*TOPIC, *BY_READER), (*PRESENCE, *BY_READER)),
        signals=_fit_on(ranked, TOPIC, PRESENCE),
    )


def _fit_on(
    questions: Sequence[Described], on_topic: Sequence[str], present_in: Sequence[str]
) -> Fit:
    """Models fitted on all questions, thresholds set on questions not seen while fitting."""
    rows = [question.features for question in questions]
    kinds = np.array([question.kind for question in questions])
    topic = _columns(rows, on_topic)
    presence = _columns(rows, present_in)
    near, unseen = np.zeros(len(rows)), np.zeros(len(rows))
    for seen, held in folds_by([question.question for question in questions]):
        models = _fit_both(topic[seen], presence[seen], kinds[seen])
        near[held] = _apply(topic[held], models[0])
        unseen[held] = near[held] * _apply(presence[held], models[1])
    fitted = _fit_both(topic, presence, kinds)
    y = kinds == "answerable"
    told = np.array([row.get(INSTRUCTION, NEVER) for row in rows])
    large = np.array([row["size"] >= LARGE for row in rows])
    bounds, decided = {}, np.zeros((len(rows), 2), dtype=bool)
    for name, chosen in (("small", ~large), ("large", large)):
        if not (chosen & y).any():  # no library of this size: as in the others
            chosen = ~chosen
        bounds[name], found = _bounds(near[chosen], told[chosen], unseen[chosen], y[chosen], name)
        decided[chosen] = found
    present = sorted(set(kinds.tolist()))
    return Fit(
        topic=_named(on_topic, fitted[0]),
        presence=_named(present_in, fitted[1]),
        bounds=bounds,
        questions=len(rows),
        auroc=auroc(unseen.tolist(), y.tolist()) or 0.0,
        declined={kind: float(decided[kinds == kind, 0].mean()) for kind in present},
        doubted={kind: float(decided[kinds == kind, 1].mean()) for kind in present},
        reliability=reliability(unseen.tolist(), y.tolist()),
    )


def _bounds(
    near: np.ndarray, told: np.ndarray, unseen: np.ndarray, y: np.ndarray, size: str
) -> tuple[dict[str, float], np.ndarray]:
    """The thresholds for libraries of a size, and (questions × 2) what they decline and doubt."""
    instructed = float(np.quantile(told[y], 1.0 - INSTRUCTED))
    astray = float(np.quantile(near[y], ASTRAY))
    # What is an instruction or on another topic is declined whatever its confidence.
    left = np.where((near < astray) | (told > instructed), 0.0, unseen)
    decline = float(np.quantile(left[y], DECLINED[size]))
    partial = float(np.quantile(left[y], DOUBTED))
    names = ("instruction_above", "topic_below", "decline_below", "partial_below")
    found = (round(value, 4) for value in (instructed, astray, decline, partial))
    decided = np.column_stack([left < decline, left < partial])
    return dict(zip(names, found, strict=True)), decided


def verdict_of(question: Question) -> str:
    """Which of the reader's `VERDICTS` is right."""
    return "answered" if question.answerable else VERDICT_OF.get(question.notes or "", "not_said")


def _columns(rows: Sequence[dict[str, float]], names: Sequence[str]) -> np.ndarray:
    return np.array([[*(row[name] for name in names), 1.0] for row in rows])


def _named(names: Sequence[str], weights: np.ndarray) -> dict[str, float]:
    return {name: round(float(w), 4) for name, w in zip([*names, "bias"], weights, strict=True)}


def _fit_both(
    topic: np.ndarray, presence: np.ndarray, kinds: np.ndarray
) -> tuple[np.ndarray, np.ndarray]:
    """On topic or not, over all; said or not, over those on topic."""
    on_topic = kinds != "off_topic"
    return fit(topic, on_topic), fit(presence[on_topic], (kinds == "answerable")[on_topic])


def _apply(x: np.ndarray, weights: np.ndarray) -> np.ndarray:
    return 1.0 / (1.0 + np.exp(-x @ weights))


def fit(x: np.ndarray, y: np.ndarray) -> np.ndarray:
    """Weights (d,) of a ridge logistic regression of y (n, bool) on x (n × d, last column 1)."""
    center, scale = x[:, :-1].mean(axis=0), x[:, :-1].std(axis=0) + 1e-6
    z = np.column_stack([(x[:, :-1] - center) / scale, np.ones(len(x))])
    ridge = np.diag([RIDGE] * len(center) + [0.0])
    w = np.zeros(z.shape[1])
    for _ in range(30):
        p = 1.0 / (1.0 + np.exp(-z @ w))
        gradient = z.T @ (p - y) + ridge @ w
        w -= np.linalg.solve((z * (p * (1 - p))[:, None]).T @ z + ridge, gradient)
    weights = w[:-1] / scale
    return np.append(weights, w[-1] - weights @ center)
