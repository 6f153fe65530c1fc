"""Floors: what a change must not fall below, in a YAML file that only ever gets stricter.

    quote_fidelity: 1.0           # of every set
    errors: 0.0
    communique.test.jsonl:        # of this set, by its file name
      hit@5: 0.85
      over_refusal: 0.1

A bound is the least value allowed; for the metrics of `scoring.LOWER_IS_BETTER`, the greatest.
`python -m evaluation.raising REPORT FLOORS` raises a file to what a report has reached.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml

from errors import QuestionSetError
from evaluation.record import Recorded, load_record
from evaluation.scoring import LOWER_IS_BETTER, MEASURES, SET_METRICS

EVERY_SET = "*"
"""The key under which `load_floors` gives the bounds that hold for every set."""

_SAME = 1e-6  # scores are rounded to six digits in a report

Bounds = dict[str, float]
Floors = dict[str, Bounds]


@dataclass(frozen=True, slots=True)
class BrokenFloor:
    """A bound that a report does not keep, and the ids of the questions that are worse than it.

    `turned` are those that score worse than when the floor was written, the most first; None when
    nothing was recorded then. `value` is None when the report has no such measure at all: what
    cannot be measured does not pass.
    """

    metric: str
    limit: float
    value: float | None
    questions: tuple[str, ...]
    turned: tuple[str, ...] | None = None


def load_floors(path: Path) -> Floors:
    """Bounds by set, from a file; QuestionSetError names the file, the place and the mend."""
    try:
        content = yaml.safe_load(path.read_text(encoding="utf-8"))
    except OSError as error:
        raise QuestionSetError(f"{path}: floors cannot be read ({error.strerror})") from None
    except UnicodeDecodeError:
        raise QuestionSetError(f"{path}: not UTF-8; save the file as UTF-8") from None
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        line = f", line {mark.line + 1}" if mark else ""
        raise QuestionSetError(f"{path}{line}: not YAML; write METRIC: NUMBER lines") from None
    if not isinstance(content, dict) or not content:
        raise QuestionSetError(f"{path}: no floors in it; write METRIC: NUMBER lines")
    floors: Floors = {}
    for key, value in content.items():
        if isinstance(value, dict):
            floors[str(key)] = {
                metric: _bound(metric, limit, f"{path}, {key}") for metric, limit in value.items()
            }
        else:
            floors.setdefault(EVERY_SET, {})[key] = _bound(key, value, str(path))
    return floors


def floors_for(name: str, path: Path) -> Bounds:
    """The bounds of a floors file for the set called `name`, its own before those of every set.

    A set that the file says nothing of is an error and not a pass: a gate that checks nothing is
    worse than none. So is a floor that was lowered since the command wrote it.
    """
    floors = load_floors(path)
    bounds = {**floors.get(EVERY_SET, {}), **floors.get(name, {})}
    if not bounds:
        raise QuestionSetError(
            f"{path}: no floors for {name}; "
            f"write them with: python -m evaluation.raising REPORT {path}"
        )
    recorded = load_record(path).get(name)
    for metric, limit in (recorded.floors if recorded else {}).items():
        if metric not in bounds or is_worse(metric, bounds[metric], limit):
            raise QuestionSetError(
                f"{path}, {name}: the floor of {metric} was written as {limit:g} and only rises; "
                "put it back, or, when the set itself has changed, write its floors anew with: "
                f"python -m evaluation.raising REPORT {path} --set-changed"
            )
    return bounds


def check(
    report: Mapping[str, Any], bounds: Bounds, recorded: Recorded | None = None
) -> tuple[BrokenFloor, ...]:
    """The bounds that a report breaks, in their order; `recorded` tells which questions turned."""
    broken = []
    for metric, limit in bounds.items():
        value = reached(report, metric)
        if value is not None and not is_worse(metric, value, limit):
            continue
        pulling = tuple(
            row["id"]
            for row in report["rows"]
            if (score := row["scores"].get(metric)) is not None and is_worse(metric, score, limit)
        )
        turned = None if recorded is None else _turned(metric, report, recorded)
        broken.append(BrokenFloor(metric, limit, value, pulling, turned))
    return tuple(broken)


def reached(report: Mapping[str, Any], metric: str) -> float | None:
    """What a report measured; None when it did not."""
    return report["overall"].get(metric, {}).get("value")


def is_worse(metric: str, value: float, limit: float) -> bool:
    """Whether a value is on the wrong side of a limit."""
    return value > limit if metric in LOWER_IS_BETTER else value < limit


def _turned(metric: str, report: Mapping[str, Any], recorded: Recorded) -> tuple[str, ...]:
    """The questions that score worse than they were recorded, those that fell most first.

    A measure of the whole set has no score of a question: the Brier score stands in for it. A
    good score that is now null, because the question was declined or is in error, has turned too.
    """
    told = "brier" if metric in SET_METRICS else metric
    sign = 1.0 if told in LOWER_IS_BETTER else -1.0
    falls = []
    for row in report["rows"]:
        before = recorded.scores.get(row["id"], {}).get(told)
        now = row["scores"].get(told)
        if before is None:
            continue
        fall = sign * ((0.0 if sign < 0 else before) if now is None else now) - sign * before
        if fall > _SAME:
            falls.append((fall, row["id"]))
    return tuple(name for _, name in sorted(falls, key=lambda item: -item[0]))


def _bound(metric: Any, limit: Any, where: str) -> float:
    if metric not in MEASURES:
        raise QuestionSetError(
            f'{where}: unknown metric "{metric}"; known are {", ".join(MEASURES)}'
        )
    if isinstance(limit, bool) or not isinstance(limit, (int, float)) or not 0 <= limit <= 1:
        raise QuestionSetError(f"{where}: {metric} has to be a number from 0 to 1")
    return float(limit)
