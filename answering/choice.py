"""How many sentences an answer quotes, and which: those that are worth their place.

Each of the best sentences gets a probability that it answers, from how far it stands behind the
best one, what it is, and what the question asks for. Then sentences are taken one by one while they
add to the expected recall of the answer and its expected precision, added up. Precision is counted
half by quotes and half by sentences: what stands side by side in a paragraph is one quote, and a
neighbour that does not answer has to be read all the same. Weights are in `choice.json`, fitted by
`python cli.py calibrate choice` on training questions, once with a reader and once for encoders
that have none.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from functools import cache
from math import prod
from pathlib import Path

import numpy as np

from domain import Evidence, Kind
from retrieval.question import FORMS, TYPED, Question
from retrieval.shape import offers

WEIGHTS = Path(__file__).with_name("choice.json")
LOOKED_AT = 8  # sentences that may be quoted
LONGEST = 3  # sentences of one quote
_KINDS = (Kind.ITEM, Kind.CONTACT, Kind.DATELINE, Kind.TITLE, Kind.SUBTITLE)
_OF_THE_PAIR = ("words", "late", "filled")  # signals that are compared with those of the best
_OF_THE_SENTENCE = ("late", "noun", "counted", "crossing")
FEATURES = (
    "first",
    "second",
    "later",
    "share",
    "log_share",
    "best_share",
    "gap",
    "step",
    "read",
    "beside",
    "same_release",
    "same_section",
    "sought",
    "fits",
    *(f"is_{kind.value}" for kind in _KINDS),
    *(f"less_{name}" for name in _OF_THE_PAIR),
    *(name for name in _OF_THE_SENTENCE),
    *(asked.value for asked in FORMS),
    *(f"further_{asked.value}" for asked in FORMS),
    "parts",
    "further_parts",
)


def features(question: Question, evidence: Sequence[Evidence]) -> np.ndarray:
    """(sentences × `FEATURES`) of the first `LOOKED_AT`; `evidence` is not empty."""
    scores = np.array([item.score for item in evidence])
    read = [item.signals.get("read", item.score - scores[0]) for item in evidence]
    shares = np.exp(read - np.logaddexp.reduce([*read, 0.0]))  # of all, and of "nothing answers"
    best = evidence[0]
    forms = [float(asked in question.asked) for asked in FORMS]
    parts = float(len(question.asked) > 1)
    sought = question.asked.intersection(TYPED)
    rows = []
    for place, item in enumerate(evidence[:LOOKED_AT]):
        further = float(place > 0)
        here = _where(item) == _where(best)
        rows.append(
            [
                float(place == 0),
                float(place == 1),
                float(place > 1),
                shares[place],
                np.log(shares[place] + 1e-4),
                shares[0],
                scores[0] - scores[place],
                scores[max(0, place - 1)] - scores[place],
                item.signals.get("read", 0.0),
                further * (here and are_beside(item, best)),
                further * here,
                further * (here and item.section == best.section),
                float(bool(sought)),
                float(bool(sought & offers(item.text, item.kind))),
                *(float(item.kind is kind) for kind in _KINDS),
                *(_signal(item, name) - _signal(best, name) for name in _OF_THE_PAIR),
                *(_signal(item, name) for name in _OF_THE_SENTENCE),
                *forms,
                *(further * form for form in forms),
                parts,
                further * parts,
            ]
        )
    return np.array(rows, dtype=float)


def choose(
    question: Question, evidence: Sequence[Evidence], beside: np.ndarray, limit: int
) -> list[int]:
    """The places in `evidence` of the sentences to quote, the surest first, at most `limit`.

    `beside` (n × n, of at least `LOOKED_AT` or all sentences) says which two can be one quote.
    """
    return best_of(probabilities(question, evidence), beside, limit)


def probabilities(question: Question, evidence: Sequence[Evidence]) -> np.ndarray:
    """(sentences,): how likely each of the first `LOOKED_AT` is to answer."""
    fitted = _fitted()["reader" if "read" in evidence[0].signals else "signals"]
    weights = np.array([fitted.get(name, 0.0) for name in FEATURES])
    return sigmoid(features(question, evidence) @ weights + fitted["bias"])


def best_of(likely: np.ndarray, beside: np.ndarray, limit: int) -> list[int]:
    """Sentences with the most expected recall and precision, found greedily.

    `likely` (n,): how likely each is to answer; `beside` as in `choose`.
    """
    order = np.argsort(-likely, kind="stable").tolist()
    probable = likely.tolist()
    chosen, value = order[:1], _value(order[:1], probable, beside)
    while len(chosen) < min(limit, len(order)):
        tried = [
            (_value([*chosen, place], probable, beside), -order.index(place))
            for place in order
            if place not in chosen and _fits(place, chosen, beside)
        ]
        if not tried or max(tried)[0] <= value:
            break
        value, at = max(tried)
        chosen.append(order[-at])
    return chosen


def quotes(chosen: Sequence[int], beside: np.ndarray) -> list[list[int]]:
    """The chosen sentences by the quotes that they make, in the order in which they were chosen."""
    runs: list[list[int]] = []
    for place in chosen:
        touched = [run for run in runs if any(beside[place, other] for other in run)]
        runs = [run for run in runs if run not in touched]
        runs.append([other for run in touched for other in run] + [place])
    return sorted(runs, key=lambda run: min(map(list(chosen).index, run)))


def are_beside(one: Evidence, other: Evidence) -> bool:
    """Whether a sentence begins where another of its release ends, but for the space between."""
    first, last = sorted((one, other), key=lambda item: item.start)
    return 0 <= last.start - first.end <= 2


def sigmoid(logits: np.ndarray) -> np.ndarray:
    """The logistic function, without overflow."""
    return 1.0 / (1.0 + np.exp(-np.clip(logits, -60.0, 60.0)))


def _value(chosen: Sequence[int], likely: Sequence[float], beside: np.ndarray) -> float:
    right = [1.0 - prod(1.0 - likely[i] for i in run) for run in quotes(chosen, beside)]
    of_each = [likely[i] for i in chosen]
    return (sum(right) / len(right) + sum(of_each) / len(of_each)) / 2 + sum(of_each)


def _fits(place: int, chosen: Sequence[int], beside: np.ndarray) -> bool:
    """Whether the quote that a further sentence would be in stays short enough."""
    return max(map(len, quotes([*chosen, place], beside))) <= LONGEST


def _signal(item: Evidence, name: str) -> float:
    return float(item.signals.get(name, 0.0))


def _where(item: Evidence) -> tuple[str, str]:
    return item.release_id, item.version


@cache
def _fitted() -> Mapping[str, Mapping[str, float]]:
    return json.loads(WEIGHTS.read_text(encoding="utf-8"))
