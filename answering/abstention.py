"""Whether the evidence answers the question: a calibrated probability, decided in code.

A logistic model on a few plain features. Its weights and thresholds are in `refusal.json`, fitted
by `python cli.py calibrate` on the training questions; nothing here is tuned by hand.
"""

from __future__ import annotations

import json
import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from domain import AnswerStatus, Evidence
from retrieval.question import Asked, Question
from retrieval.shape import offers
from shadow import fold

WEIGHTS = Path(__file__).with_name("refusal.json")
NEAR = 0.55  # cosine from which a word of the question counts as said in other words
_TYPED = (Asked.TIME, Asked.NUMBER, Asked.PERSON, Asked.PLACE, Asked.CONTACT)
FEATURES = (
    "late",
    "dense",
    "words",
    "gap",
    "margin",
    "least_covered",
    "mean_covered",
    "unknown_names",
    "unknown_numbers",
    "unknown_words",
    *(f"missing_{asked.value}" for asked in _TYPED),
)


@dataclass(frozen=True, slots=True)
class Judgement:
    """What was decided, how sure it is (0 to 1), and what the releases lack."""

    status: AnswerStatus
    confidence: float
    missing: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Unknown:
    """What of a question stands in no release: its names, its numbers, its content words."""

    names: tuple[str, ...] = ()
    numbers: tuple[str, ...] = ()
    words: tuple[str, ...] = ()


def features(
    question: Question,
    evidence: Sequence[Evidence],
    coverage: Mapping[str, float],
    unknown: Unknown,
) -> dict[str, float]:
    """The numbers that the decision rests on; `FEATURES` names them.

    `coverage`: content word → best cosine in the evidence (0 to 1).
    """
    best = evidence[0]
    scores = [item.score for item in evidence]
    offered = frozenset().union(*(offers(item.text, item.kind) for item in evidence[:3]))
    values = list(coverage.values()) or [best.signals.get("words", 0.0)]
    row = {
        "late": best.signals.get("late", 0.0),
        "dense": best.signals.get("dense", 0.0),
        "words": max(item.signals.get("words", 0.0) for item in evidence[:3]),
        "gap": scores[0] - scores[min(1, len(scores) - 1)],
        "margin": scores[0] - sum(scores) / len(scores),
        "least_covered": min(values),
        "mean_covered": sum(values) / len(values),
        "unknown_names": min(float(len(unknown.names)), 2.0),
        "unknown_numbers": min(float(len(unknown.numbers)), 2.0),
        "unknown_words": len(unknown.words) / max(1, len(question.words)),
    }
    for asked in _TYPED:
        row[f"missing_{asked.value}"] = float(asked in question.asked and asked not in offered)
    return row


def judge(
    question: Question,
    evidence: Sequence[Evidence],
    coverage: Mapping[str, float],
    unknown: Unknown,
) -> Judgement:
    """Answer, answer in part, or decline."""
    if not evidence or not question.words:
        return Judgement(AnswerStatus.DECLINED, 0.0)
    model = _model()
    row = features(question, evidence, coverage, unknown)
    weights = model["weights"]
    logit = model["bias"] + sum(weights[name] * row[name] for name in FEATURES)
    confidence = round(1.0 / (1.0 + math.exp(-logit)), 4)
    missing = (*unknown.names, *unknown.numbers)
    if not missing:
        missing = tuple(word for word, cosine in coverage.items() if cosine < NEAR)
    if confidence < model["decline_below"]:
        return Judgement(AnswerStatus.DECLINED, confidence, _as_written(question.text, missing))
    if confidence < model["partial_below"]:
        return Judgement(AnswerStatus.PARTIAL, confidence, _as_written(question.text, missing))
    return Judgement(AnswerStatus.ANSWERED, confidence)


def _as_written(text: str, folded: Sequence[str]) -> tuple[str, ...]:
    """The words of the question as the reader wrote them, for those that the code folded."""
    written = {}
    for word in text.replace("’", "'").replace("'", " ").split():
        bare = word.strip('?!.,;:«»“”"()[]')
        written.setdefault(fold(bare), bare)
    return tuple(written.get(fold(word), word) for word in folded)


@cache
def _model() -> dict:
    return json.loads(WEIGHTS.read_text(encoding="utf-8"))
