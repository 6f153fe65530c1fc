"""The figures of a run, from the rows of its report: means, measures of the set, dialogues.

A row is one of `report.json`, so that figures can be made of a run of last month as well.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import asdict
from typing import Any

import numpy as np

from evaluation import metrics
from evaluation.metrics import Difference, Estimate
from evaluation.scoring import METRICS, SET_METRICS

Row = Mapping[str, Any]
Measure = Callable[[np.ndarray, np.ndarray, np.ndarray], np.ndarray]

_MEASURES: dict[str, tuple[Measure, bool]] = {
    "auroc": (metrics.aurocs, False),
    "ece": (metrics.calibration_errors, False),
    "aurc": (metrics.risk_areas, True),  # of losses, not of kinds of questions
}


def measures(rows: Sequence[Row]) -> dict[str, Estimate]:
    """Every measure of `scoring.MEASURES` over some rows, with its interval."""
    means = {
        metric: metrics.bootstrap_interval([row["scores"].get(metric) for row in rows])
        for metric in METRICS
    }
    return {**means, **{metric: _of_the_set(metric, rows) for metric in SET_METRICS}}


def grouped(
    rows: Sequence[Row], keys: Callable[[Row], Iterable[str]]
) -> dict[str, dict[str, Estimate]]:
    """The measures of each group; a row is in the groups that `keys` names."""
    groups: dict[str, list[Row]] = {}
    for row in rows:
        for key in keys(row):
            groups.setdefault(key, []).append(row)
    return {key: measures(groups[key]) for key in sorted(groups)}


def differences(before: Sequence[Row], now: Sequence[Row]) -> dict[str, Difference]:
    """How every measure changed on the same questions, given in the same order."""
    means = {
        metric: metrics.bootstrap_difference(
            [row["scores"].get(metric) for row in before],
            [row["scores"].get(metric) for row in now],
        )
        for metric in METRICS
    }
    return {**means, **{metric: _change(metric, before, now) for metric in SET_METRICS}}


def confidence(rows: Sequence[Row]) -> dict[str, Any]:
    """The risk-coverage curve and the reliability of the confidence, as points."""
    sure = [row for row in rows if _outcome(row, False) is not None]
    lost = [row for row in rows if _outcome(row, True) is not None]
    return {
        "risk_coverage": [asdict(point) for point in metrics.risk_coverage(*_pairs(lost, True))],
        "reliability": [asdict(part) for part in metrics.reliability(*_pairs(sure, False))],
    }


def dialogues(rows: Sequence[Row]) -> list[dict[str, Any]]:
    """Questions that follow on one another, turn by turn: their ids, and those that failed.

    A question follows on the one whose own history and text make up its history. An earlier
    question that is no row of its own is asked about but not scored, and `turns` does not have it.
    """
    by_path = {(*row["history"], row["question"]): row for row in rows}
    followed = {tuple(row["history"]) for row in rows}
    last = [row for row in rows if row["history"] and _path(row) not in followed]
    found = []
    for row in last:
        path = _path(row)
        turns = [by_path[path[:end]] for end in range(1, len(path) + 1) if path[:end] in by_path]
        failed = [turn["id"] for turn in turns if turn["scores"].get("passed") == 0.0]
        found.append({"turns": [turn["id"] for turn in turns], "failed": failed})
    return found


def turn_of(row: Row) -> str:
    """Which turn of its dialogue a question is: "1", "2", or "3+" for all later ones."""
    return "3+" if len(row["history"]) > 1 else str(len(row["history"]) + 1)


def _path(row: Row) -> tuple[str, ...]:
    return (*row["history"], row["question"])


def _outcome(row: Row, as_loss: bool) -> float | None:
    """Whether the question is answerable; or whether what ranks first fails to answer it."""
    if row.get("confidence") is None:
        return None
    if not as_loss:
        return float(row["answerable"])
    if not row["answerable"]:
        return 1.0
    hit = row["scores"].get("hit@1")
    return None if hit is None else 1.0 - hit


def _pairs(rows: Sequence[Row], as_loss: bool) -> tuple[np.ndarray, np.ndarray]:
    outcomes = np.array([_outcome(row, as_loss) for row in rows], dtype=float)
    sure = np.array([row["confidence"] for row in rows], dtype=float)
    return sure, outcomes if as_loss else outcomes.astype(bool)


def _measure(metric: str, rows: Sequence[Row]) -> Callable[[np.ndarray], np.ndarray]:
    measure, as_loss = _MEASURES[metric]
    sure, outcomes = _pairs(rows, as_loss)
    return lambda counts: measure(sure, outcomes, counts)


def _of_the_set(metric: str, rows: Sequence[Row]) -> Estimate:
    known = [row for row in rows if _outcome(row, _MEASURES[metric][1]) is not None]
    if not known:
        return Estimate(None, None, None, 0)
    return metrics.bootstrap_measure(_measure(metric, known), len(known))


def _change(metric: str, before: Sequence[Row], now: Sequence[Row]) -> Difference:
    as_loss = _MEASURES[metric][1]
    both = [
        (old, new)
        for old, new in zip(before, now, strict=True)
        if _outcome(old, as_loss) is not None and _outcome(new, as_loss) is not None
    ]
    if not both:
        return Difference(None, None, None, None, None)
    old, new = (_measure(metric, side) for side in zip(*both, strict=True))
    return metrics.bootstrap_measure_difference(old, new, len(both))
