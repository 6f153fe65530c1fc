"""Raises floors to what a report has reached; nothing here lowers one.

    python -m evaluation.raising REPORT… FLOORS

Beside the floors it records what each question scored (`evaluation.record`). When the questions
of a set have themselves changed, its old floors mean nothing: `--set-changed` writes them anew,
and refuses when the set is the one that the floors were written for.
"""

from __future__ import annotations

import argparse
import math
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import yaml

from errors import DepecheError, QuestionSetError
from evaluation.floors import EVERY_SET, Bounds, Floors, is_worse, load_floors, reached
from evaluation.record import Recorded, load_record, save_record
from evaluation.report import load_report
from evaluation.scoring import LOWER_IS_BETTER

RAISED = (
    "passed",
    "hit@1",
    "hit@5",
    "recall@10",
    "mrr",
    "ndcg@10",
    "quote_fidelity",
    "whole_words",
    "right_release",
    "citation_recall",
    "citation_precision",
    "follow_up_recall",
    "alce_recall",
    "alce_precision",
    "answer_correctness",
    "abstention_precision",
    "abstention_recall",
    "over_refusal",
    "brier",
    "errors",
    "auroc",
    "aurc",
)
"""The measures that every set of the file gets floors for."""

_HEADER = """\
# What a change must not fall below; evaluation/floors.py says how it is read.
# Written by `python -m evaluation.raising REPORT FLOORS`, which only makes it stricter.
"""
_DIGITS = 3


def raise_floors(report: Mapping[str, Any], path: Path, *, set_changed: bool = False) -> Floors:
    """Make the floors of the report's set as strict as the report, never less; write the files.

    Each of `RAISED` that was measured gets a floor, and so does what else the file has for the
    set. Values are rounded to the lenient side, so that the report itself passes. Returns all
    floors; QuestionSetError when a file cannot be used, or the set has not changed after all.
    """
    floors = load_floors(path) if path.exists() else {}
    record = load_record(path)
    name, sha256 = report["questions"]["file"], report["questions"].get("sha256", "")
    if set_changed:
        _check_changed(name, sha256, record.get(name), path)
        floors.pop(name, None)
        record.pop(name, None)
    old: Mapping[str, float | None] = {**dict.fromkeys(RAISED), **floors.get(name, {})}
    raised = {metric: _stricter(metric, old[metric], reached(report, metric)) for metric in old}
    floors[name] = {metric: limit for metric, limit in raised.items() if limit is not None}
    record[name] = Recorded(sha256, floors[name], _scores(report, floors[name], record.get(name)))
    _write(floors, path)
    save_record(path, record)
    return floors


def _stricter(metric: str, limit: float | None, value: float | None) -> float | None:
    if value is None:
        return limit
    scale = 10**_DIGITS
    lower = metric in LOWER_IS_BETTER
    rounded = (math.ceil(value * scale) if lower else math.floor(value * scale)) / scale
    if limit is None:
        return rounded
    return min(limit, rounded) if lower else max(limit, rounded)


def _check_changed(name: str, sha256: str, recorded: Recorded | None, path: Path) -> None:
    if recorded and recorded.sha256 == sha256:
        raise QuestionSetError(
            f"{path}: {name} is the set that its floors were written for, and floors only rise; "
            "leave out --set-changed"
        )


def _scores(
    report: Mapping[str, Any], bounds: Bounds, before: Recorded | None
) -> dict[str, dict[str, float | None]]:
    """What each question scored: in the report, or earlier where that set a stricter floor."""
    held = {
        metric
        for metric, limit in bounds.items()
        if before and ((value := reached(report, metric)) is None or is_worse(metric, value, limit))
    }
    rows = {}
    for row in report["rows"]:
        old = before.scores.get(row["id"], {}) if before else {}
        rows[row["id"]] = {
            metric: old.get(metric) if metric in held else row["scores"][metric]
            for metric in bounds
            if metric in row["scores"]
        }
    return rows


def _write(floors: Floors, path: Path) -> None:
    content = {
        **floors.get(EVERY_SET, {}),
        **{key: bounds for key, bounds in floors.items() if key != EVERY_SET},
    }
    text = _HEADER + yaml.safe_dump(content, sort_keys=False, allow_unicode=True)
    try:
        path.write_text(text, encoding="utf-8", newline="\n")
    except OSError as error:
        raise QuestionSetError(f"{path}: cannot be written ({error.strerror})") from None


def main(arguments: Sequence[str] | None = None) -> int:
    """Raise the floors in a file to what reports have reached."""
    parser = argparse.ArgumentParser(prog="python -m evaluation.raising", description=main.__doc__)
    parser.add_argument(
        "reports", type=Path, nargs="+", metavar="REPORT", help="report.json, or its folder"
    )
    parser.add_argument("floors", type=Path, metavar="FLOORS", help="YAML file, made if missing")
    parser.add_argument(
        "--set-changed", action="store_true", help="the questions changed: write floors anew"
    )
    options = parser.parse_args(arguments)
    try:
        for report in [load_report(path) for path in options.reports]:
            raise_floors(report, options.floors, set_changed=options.set_changed)
    except DepecheError as error:
        print(f"depeche: {error}", file=sys.stderr)
        return 2
    return 0


if __name__ == "__main__":
    sys.exit(main())
