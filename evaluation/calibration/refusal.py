"""Fits the refusal on training questions: a logistic model, its thresholds, its reliability.

Ridge logistic regression by Newton's method (Hosmer and Lemeshow, "Applied Logistic Regression",
ch. 1). Thresholds are set on cross-validated probabilities: at most a given share of answerable
questions may be declined, and at most another share shown as partial. The training questions are
never those that `evaluate` reports on.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path

import numpy as np

from answering.abstention import BY_READER, PRESENCE, TOPIC
from evaluation.calibration.folds import folds
from evaluation.metrics import auroc
from evaluation.questions import Question

RIDGE = 3.0
DECLINED = 0.045  # share of answerable questions that may be declined
DOUBTED = 0.22  # share of answerable questions that may be declined or shown as partial
# What `notes` says of a question that nothing answers, as the reader calls it; else "not_said".
VERDICT_OF = {"other_topic": "other_topic", "injection": "instruction"}


@dataclass(frozen=True, slots=True)
class Fit:
    """Two fitted models with their thresholds, and how they did on questions that they had not
    seen (cross-validation)."""

    topic: dict[str, float]
    presence: dict[str, float]
    decline_below: float
    partial_below: float
    questions: int
    auroc: float
    declined: dict[str, float]
    doubted: dict[str, float]
    reliability: tuple[tuple[float, float, int], ...]

    @property
    def weights(self) -> dict[str, object]:
        """What `answering.abstention` reads."""
        names = ("topic", "presence", "decline_below", "partial_below")
        return {name: getattr(self, name) for name in names}

    def to_text(self) -> str:
        """The figures, for people."""
        lines = [
            f"cross-validated on {self.questions} questions: AUROC {self.auroc:.3f}",
            "questions     declined  declined or partial",
            *(f"{k:13} {self.declined[k]:.3f}     {self.doubted[k]:.3f}" for k in self.declined),
            "said  true  questions",
            *(f"{said:.2f}  {true:.2f}  {count}" for said, true, count in self.reliability),
        ]
        return "\n".join(lines)


@dataclass(frozen=True, slots=True)
class Refusal:
    """The refusal with a reader, and the one for encoders that have none."""

    reader: Fit
    signals: Fit

    def save(self, path: Path) -> None:
        """Write what `answering.abstention` reads, and the reliability plot beside it."""
        record = {"reader": self.reader.weights, "signals": self.signals.weights}
        path.write_text(json.dumps(record, indent=1) + "\n", encoding="utf-8")
        path.with_suffix(".svg").write_text(reliability_plot(self.reader), encoding="utf-8")

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
    """What the refusal looks at for one question, and whether it should have refused."""

    features: dict[str, float]
    kind: str


def described(
    questions: Sequence[Question],
    features: Callable[[str, Sequence[str]], dict[str, float]],
) -> list[Described]:
    """The questions with their features and their kind: answerable, plausible or off_topic."""
    return [Described(features(q.user_input, q.history), _kind(q)) for q in questions]


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
    unseen = np.zeros(len(rows))
    for seen, held in folds(len(rows)):
        models = _fit_both(topic[seen], presence[seen], kinds[seen])
        unseen[held] = _apply(topic[held], models[0]) * _apply(presence[held], models[1])
    fitted = _fit_both(topic, presence, kinds)
    y = kinds == "answerable"
    decline = float(np.quantile(unseen[y], DECLINED))
    partial = float(np.quantile(unseen[y], DOUBTED))
    present = sorted(set(kinds.tolist()))
    return Fit(
        topic=_named(on_topic, fitted[0]),
        presence=_named(present_in, fitted[1]),
        decline_below=round(decline, 4),
        partial_below=round(partial, 4),
        questions=len(rows),
        auroc=auroc(unseen.tolist(), y.tolist()) or 0.0,
        declined={kind: float((unseen[kinds == kind] < decline).mean()) for kind in present},
        doubted={kind: float((unseen[kinds == kind] < partial).mean()) for kind in present},
        reliability=_reliability(unseen, y),
    )


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


def _reliability(p: np.ndarray, y: np.ndarray) -> tuple[tuple[float, float, int], ...]:
    """Mean probability, share answerable and count, in five bins of equal size."""
    order = np.argsort(p)
    return tuple(
        (float(p[part].mean()), float(y[part].mean()), len(part))
        for part in np.array_split(order, 5)
        if len(part)
    )


def reliability_plot(fit: Fit) -> str:
    """An SVG: what the refusal said of five groups of questions against what was true of them."""
    size, margin = 240, 40

    def at(value: float, flip: bool = False) -> float:
        return round(margin + size * (1.0 - value if flip else value), 1)

    dots = "".join(
        f'<circle cx="{at(said)}" cy="{at(true, True)}" r="5" fill="#7a1f2b"/>'
        for said, true, _ in fit.reliability
    )
    low, high = at(0.0), at(1.0)
    ticks = "".join(
        f'<text x="{at(v)}" y="{high + 16}" text-anchor="middle">{v}</text>'
        f'<text x="{low - 6}" y="{at(v, True) + 4}" text-anchor="end">{v}</text>'
        for v in (0.0, 0.5, 1.0)
    )
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {size + 60} {size + 80}" '
        'font-family="sans-serif" font-size="11">'
        f'<rect x="{low}" y="{low}" width="{size}" height="{size}" fill="none" stroke="#999"/>'
        f'<line x1="{low}" y1="{high}" x2="{high}" y2="{low}" stroke="#999" '
        'stroke-dasharray="4"/>'
        f"{ticks}{dots}"
        f'<text x="{low}" y="{high + 32}">confidence, against the share that is answerable: '
        f"{fit.questions} questions</text></svg>\n"
    )
