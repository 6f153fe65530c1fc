"""Fits which sentences an answer quotes: how likely each is to answer, for `answering.choice`.

Ridge logistic regression over the best sentences of answerable training questions, each of which
answers or not; the figures are those of questions that were not seen while fitting.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from pathlib import Path

import numpy as np

from answering.choice import FEATURES, LOOKED_AT, best_of, features, quotes, sigmoid
from answering.extractive import neighbours
from domain import Evidence, Kind
from evaluation.calibration.folds import folds
from evaluation.calibration.refusal import fit
from evaluation.metrics import Reference, covers
from evaluation.scoring import span_of
from retrieval.question import Question
from vectorstore.library import Library

LIMIT = 4  # sentences of an answer, as in the settings


@dataclass(frozen=True, slots=True, eq=False)
class Weighed:
    """The best sentences of one question: their features (n × d), which of its r reference quotes
    each covers (n × r), and which two stand side by side (n × n)."""

    features: np.ndarray
    covered: np.ndarray
    beside: np.ndarray


@dataclass(frozen=True, slots=True)
class Fit:
    """Fitted weights, and what answers chosen with them are like on questions not seen."""

    weights: dict[str, float]
    questions: int
    citation_recall: float
    citation_precision: float
    sentence_precision: float
    sentences: float

    def to_text(self) -> str:
        """The figures, for people."""
        return (
            f"cross-validated on {self.questions} answerable questions: citation recall "
            f"{self.citation_recall:.3f}, precision {self.citation_precision:.3f}, by sentences "
            f"{self.sentence_precision:.3f}, "
            f"{self.sentences:.2f} sentences an answer"
        )


@dataclass(frozen=True, slots=True)
class Choice:
    """The choice with a reader, and the one for encoders that have none."""

    reader: Fit
    signals: Fit

    def save(self, path: Path) -> None:
        """Write what `answering.choice` reads."""
        record = {"reader": self.reader.weights, "signals": self.signals.weights}
        path.write_text(json.dumps(record, indent=1) + "\n", encoding="utf-8")

    def figures(self) -> dict[str, object]:
        """The figures, for programs."""
        return {"reader": asdict(self.reader), "signals": asdict(self.signals)}

    def to_text(self) -> str:
        """The figures, for people."""
        return (
            f"choice with a reader, {self.reader.to_text()}\n"
            f"choice without one, {self.signals.to_text()}"
        )


def weighed(
    question: Question,
    evidence: Sequence[Evidence],
    references: Sequence[Reference],
    texts: Library,
) -> Weighed | None:
    """One answerable question; None where nothing was found or nothing is known to answer."""
    shown = [item for item in evidence if item.kind is not Kind.HEADING]
    if not shown or not references:
        return None
    looked_at = shown[:LOOKED_AT]
    covered = [[covers(span_of(e), [reference]) for reference in references] for e in looked_at]
    return Weighed(
        features(question, shown), np.array(covered, dtype=bool), neighbours(looked_at, texts)
    )


def choice_on(read: Sequence[Weighed | None], ranked: Sequence[Weighed | None]) -> Choice:
    """Both choices: on sentences that a reader read that had not seen the questions, and on
    sentences that were only ranked; None stands for a question without an answer."""
    reader, signals = ([row for row in rows if row is not None] for rows in (read, ranked))
    return Choice(reader=_fit_on(reader), signals=_fit_on(signals))


def _fit_on(questions: Sequence[Weighed]) -> Fit:
    results = []
    for seen, held in folds(len(questions)):
        weights = _weights([questions[i] for i in seen])
        results += [_outcome(questions[i], weights) for i in held]
    figures = np.mean(results, axis=0).tolist()
    names = [*FEATURES, "bias"]
    fitted = zip(names, _weights(questions).round(4).tolist(), strict=True)
    return Fit(dict(fitted), len(questions), *figures)


def _weights(questions: Sequence[Weighed]) -> np.ndarray:
    x = np.concatenate([question.features for question in questions])
    good = np.concatenate([question.covered.any(axis=1) for question in questions])
    return fit(np.column_stack([x, np.ones(len(x))]), good)


def _outcome(question: Weighed, weights: np.ndarray) -> tuple[float, float, float, float]:
    """Citation recall and precision, precision by sentences, and the sentences quoted, with these
    weights."""
    likely = sigmoid(question.features @ weights[:-1] + weights[-1])
    chosen = best_of(likely, question.beside, LIMIT)
    runs = quotes(chosen, question.beside)
    return (
        float(question.covered[chosen].any(axis=0).mean()),
        float(np.mean([question.covered[run].any() for run in runs])),
        float(question.covered[chosen].any(axis=1).mean()),
        float(len(chosen)),
    )
