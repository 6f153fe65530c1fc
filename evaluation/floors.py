"""Floors: what a change must not fall below, in a YAML file that only ever gets stricter.

    "*":                        # every set
      quote_fidelity: {min: 1.0}
      errors: {max: 0.0}
    communique.test.jsonl:      # this set, by its file name
      hit@5: {min: 0.85}
      over_refusal: {max: 0.1}

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

Section = dict[str, dict[str, float]]
Floors = dict[str, Section]


@dataclass(frozen=True, slots=True)
class BrokenFloor:
    """A bound that a report does not keep, with the ids of the questions that pull it down.

    `value` is None when the report has no such measure at all: what cannot be measured does not
    pass.
    """

    metric: str
    bound: str
    limit: float
    value: float | None
    questions: tuple[str, ...]


def load_floors(path: Path) -> Floors:
    """Read a floors file; QuestionSetError names the file, the place and the mend."""
    try:
        content = yaml.safe_load(path.read_text(encoding="utf-8"))
    except OSError as error:
        raise QuestionSetError(f"{path}: floors cannot be read ({error.strerror})") from None
    except UnicodeDecodeError:
        raise QuestionSetError(f"{path}: not UTF-8; save the file as UTF-8") from None
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        line = f":{mark.line + 1}" if mark else ""
        raise QuestionSetError(f"{path}{line}: not YAML; see evaluation/floors.py") from None
    if not isinstance(content, dict) or not content:
        raise QuestionSetError(f'{path}: no floors in it; write "SET: {{METRIC: {{min: 0.9}}}}"')
    return {str(name): _section(section, f"{path}: {name}") for name, section in content.items()}


def floors_for(name: str, path: Path) -> tuple[Section, ...]:
    """The sections of a floors file that hold for the set called `name`.

    A set that the file says nothing of is an error and not a pass: a gate that checks nothing is
    worse than none.
    """
    floors = load_floors(path)
    sections = tuple(floors[key] for key in (EVERY_SET, name) if key in floors)
    if not sections:
        raise QuestionSetError(
            f"{path}: no floors for {name}; "
            f"write them with: python -m evaluation.floors REPORT {path}"
        )
    return sections


def check(report: Mapping[str, Any], sections: Sequence[Section]) -> tuple[BrokenFloor, ...]:
    """The bounds that a report breaks, in the file's order."""
    return tuple(
        broken
        for section in sections
        for metric, bounds in section.items()
        for bound, limit in bounds.items()
        if (broken := _broken(report, metric, bound, limit)) is not None
    )


def raise_floors(report: Mapping[str, Any], path: Path) -> Floors:
    """Make the floors of the report's set as strict as the report, never less; write the file.

    A set that the file does not have yet gets a floor for each of `RAISED` that was measured.
    Values are rounded to the lenient side, so that the report itself passes. Returns the floors.
    """
    floors = load_floors(path) if path.exists() else {}
    name = report["questions"]["file"]
    new = {metric: {_direction(metric): None} for metric in RAISED}
    section: Mapping[str, Mapping[str, float | None]] = floors.get(name, new)
    raised = {
        metric: {
            bound: _stricter(bound, limit, report["overall"].get(metric, {}).get("value"))
            for bound, limit in bounds.items()
        }
        for metric, bounds in section.items()
    }
    floors[name] = {
        metric: {bound: limit for bound, limit in bounds.items() if limit is not None}
        for metric, bounds in raised.items()
        if any(limit is not None for limit in bounds.values())
    }
    text = yaml.safe_dump(floors, sort_keys=False, allow_unicode=True, default_flow_style=None)
    try:
        path.write_text(_HEADER + text, encoding="utf-8", newline="\n")
    except OSError as error:
        raise QuestionSetError(f"{path}: cannot be written ({error.strerror})") from None
    return floors


def _section(section: Any, where: str) -> Section:
    if not isinstance(section, dict):
        raise QuestionSetError(f"{where}: has to hold metrics, each with min or max")
    for metric, bounds in section.items():
        if metric not in METRICS:
            raise QuestionSetError(
                f'{where}: unknown metric "{metric}"; known are {", ".join(METRICS)}'
            )
        numbers = isinstance(bounds, dict) and all(
            isinstance(limit, (int, float)) and not isinstance(limit, bool)
            for limit in bounds.values()
        )
        if not numbers or not bounds or not bounds.keys() <= {"min", "max"}:
            raise QuestionSetError(f"{where}: {metric} needs {{min: NUMBER}} or {{max: NUMBER}}")
    return section


def _broken(report: Mapping[str, Any], metric: str, bound: str, limit: float) -> BrokenFloor | None:
    value = report["overall"].get(metric, {}).get("value")
    if value is not None and (value >= limit if bound == "min" else value <= limit):
        return None
    scores = {row["id"]: row["scores"].get(metric) for row in report["rows"]}
    pulling = tuple(
        name
        for name, score in scores.items()
        if score is not None and (score < 1.0 if bound == "min" else score > 0.0)
    )
    return BrokenFloor(metric, bound, limit, value, pulling)


def _direction(metric: str) -> str:
    return "max" if metric in LOWER_IS_BETTER else "min"


def _stricter(bound: str, limit: float | None, value: float | None) -> float | None:
    if value is None:
        return limit
    scale = 10**_DIGITS
    if bound == "min":
        reached = math.floor(value * scale) / scale
        return reached if limit is None else max(limit, reached)
    reached = math.ceil(value * scale) / scale
    return reached if limit is None else min(limit, reached)


def main(arguments: Sequence[str] | None = None) -> int:
    """Raise the floors in a file to what a report has reached."""
    from evaluation.report import load_report  # the report module knows the floors, not they it

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
