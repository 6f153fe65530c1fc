"""Floors: what a change must not fall below, in a YAML file that only ever gets stricter.

    quote_fidelity: 1.0           # of every set
    errors: 0.0
    communique.test.jsonl:        # of this set, by its file name
      hit@5: 0.85
      over_refusal: 0.1

A bound is the least value allowed; for the metrics of `scoring.LOWER_IS_BETTER`, the greatest.
`python -m evaluation.floors REPORT FLOORS` raises a file to what a report has reached.
"""

from __future__ import annotations

import argparse
import math
import sys
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml

from errors import DepecheError, QuestionSetError
from evaluation.scoring import LOWER_IS_BETTER, METRICS

EVERY_SET = "*"
"""The key under which `load_floors` gives the bounds that hold for every set."""

RAISED = (
    "passed",
    "hit@1",
    "hit@5",
    "recall@10",
    "mrr",
    "ndcg@10",
    "quote_fidelity",
    "citation_recall",
    "citation_precision",
    "answer_correctness",
    "abstention_precision",
    "abstention_recall",
    "over_refusal",
    "errors",
)
"""The metrics that a set new to the file gets floors for."""

_HEADER = """\
# What a change must not fall below; evaluation/floors.py says how it is read.
# Written by `python -m evaluation.floors REPORT FLOORS`, which only makes it stricter.
"""
_DIGITS = 3

Bounds = dict[str, float]
Floors = dict[str, Bounds]


@dataclass(frozen=True, slots=True)
class BrokenFloor:
    """A bound that a report does not keep, with the ids of the questions that pull it there.

    `value` is None when the report has no such measure at all: what cannot be measured does not
    pass.
    """

    metric: str
    limit: float
    value: float | None
    questions: tuple[str, ...]


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
    worse than none.
    """
    floors = load_floors(path)
    bounds = {**floors.get(EVERY_SET, {}), **floors.get(name, {})}
    if not bounds:
        raise QuestionSetError(
            f"{path}: no floors for {name}; "
            f"write them with: python -m evaluation.floors REPORT {path}"
        )
    return bounds


def check(report: Mapping[str, Any], bounds: Bounds) -> tuple[BrokenFloor, ...]:
    """The bounds that a report breaks, in their order."""
    broken = []
    for metric, limit in bounds.items():
        value = _reached(report, metric)
        lower = metric in LOWER_IS_BETTER
        if value is not None and (value <= limit if lower else value >= limit):
            continue
        scores = ((row["id"], row["scores"].get(metric)) for row in report["rows"])
        pulling = tuple(
            name
            for name, score in scores
            if score is not None and (score > 0.0 if lower else score < 1.0)
        )
        broken.append(BrokenFloor(metric, limit, value, pulling))
    return tuple(broken)


def raise_floors(report: Mapping[str, Any], path: Path) -> Floors:
    """Make the floors of the report's set as strict as the report, never less; write the file.

    A set that the file does not have yet gets a floor for each of `RAISED` that was measured.
    Values are rounded to the lenient side, so that the report itself passes. Returns all floors.
    """
    floors = load_floors(path) if path.exists() else {}
    name = report["questions"]["file"]
    old: Mapping[str, float | None] = floors.get(name) or dict.fromkeys(RAISED)
    raised = {metric: _stricter(metric, old[metric], _reached(report, metric)) for metric in old}
    floors[name] = {metric: limit for metric, limit in raised.items() if limit is not None}
    every = floors.get(EVERY_SET, {})
    content = {**every, **{key: bounds for key, bounds in floors.items() if key != EVERY_SET}}
    text = _HEADER + yaml.safe_dump(content, sort_keys=False, allow_unicode=True)
    try:
        path.write_text(text, encoding="utf-8", newline="\n")
    except OSError as error:
        raise QuestionSetError(f"{path}: cannot be written ({error.strerror})") from None
    return floors


def _bound(metric: Any, limit: Any, where: str) -> float:
    if metric not in METRICS:
        raise QuestionSetError(
            f'{where}: unknown metric "{metric}"; known are {", ".join(METRICS)}'
        )
    if isinstance(limit, bool) or not isinstance(limit, (int, float)) or not 0 <= limit <= 1:
        raise QuestionSetError(f"{where}: {metric} has to be a number from 0 to 1")
    return float(limit)


def _reached(report: Mapping[str, Any], metric: str) -> float | None:
    return report["overall"].get(metric, {}).get("value")


def _stricter(metric: str, limit: float | None, value: float | None) -> float | None:
    if value is None:
        return limit
    scale = 10**_DIGITS
    if metric in LOWER_IS_BETTER:
        reached = math.ceil(value * scale) / scale
        return reached if limit is None else min(limit, reached)
    reached = math.floor(value * scale) / scale
    return reached if limit is None else max(limit, reached)


def main(arguments: Sequence[str] | None = None) -> int:
    """Raise the floors in a file to what a report has reached."""
    from evaluation.report import load_report  # that module knows this one, not the other way

    parser = argparse.ArgumentParser(prog="python -m evaluation.floors", description=main.__doc__)
    parser.add_argument("report", type=Path, metavar="REPORT", help="report.json, or its folder")
    parser.add_argument("floors", type=Path, metavar="FLOORS", help="YAML file, made if missing")
    options = parser.parse_args(arguments)
    try:
        raise_floors(load_report(options.report), options.floors)
    except DepecheError as error:
        print(f"depeche: {error}", file=sys.stderr)
        return 2
    return 0


if __name__ == "__main__":
    sys.exit(main())
