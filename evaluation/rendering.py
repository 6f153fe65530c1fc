"""A report for people: a page of plain text for the terminal, a document in Markdown.

Both are made from the object of `report.json` and show nothing that it does not hold.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from evaluation.scoring import LOWER_IS_BETTER, METRICS

Report = Mapping[str, Any]
_MARKUP = re.compile(r"([\\`*_\[\]<>|$#~])")
_SHOWN = 8  # how many failing questions the terminal lists; report.md has them all


def text(report: Report) -> str:
    """The report for a terminal."""
    languages = report["by_language"]
    columns = {"all": report["overall"], **languages}
    table = [["metric", *columns]]
    for metric in METRICS:
        cells = [_figure(measures[metric]) for measures in columns.values()]
        table.append([metric, *cells])
    widths = [max(map(len, column)) for column in zip(*table, strict=True)]
    lines = [_headline(report), ""]
    lines += [
        "  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)).rstrip()
        for row in table
    ]
    failing = [row for row in report["rows"] if row["why"]]
    if failing:
        lines += ["", f"Failing ({len(failing)}):"]
        lines += [
            f"  {row['id']}  {', '.join(row['why'])}  {' '.join(row['question'].split())}"
            for row in failing[:_SHOWN]
        ]
        if len(failing) > _SHOWN:
            lines.append(f"  … and {len(failing) - _SHOWN} more; --out DIR lists them all")
    for title, told in (
        ("Reference quotes", _problem_lines(report)),
        ("Floors", _floor_lines(report)),
        ("Baseline", _comparison_lines(report)),
    ):
        if told:
            lines += ["", f"{title}:", *("  " + " ".join(line.split()) for line in told)]
    return "\n".join(lines)


def markdown(report: Report) -> str:
    """The report as a document: figures, then every question, failing ones first."""
    rows = report["rows"]
    failing = [row for row in rows if row["why"]]
    passing = [row for row in rows if not row["why"]]
    parts = [
        f"# {_plain(report['questions']['file'])}",
        _plain(_headline(report)),
        _bullets("Floors", _floor_lines(report)),
        _bullets("Reference quotes that cannot be found as they are", _problem_lines(report)),
        _bullets("Compared with the baseline", _comparison_lines(report)),
        "## Figures\n\nMean, 95 % bootstrap interval, number of questions that it applies to.",
        _table({"all": report["overall"], **report["by_language"]}),
        "### By type",
        _table(report["by_type"]),
        f"## Failing questions ({len(failing)})",
        *map(_failing, failing),
        f"## Other questions ({len(passing)})",
        _passing(passing),
    ]
    return "\n\n".join(part for part in parts if part) + "\n"


def _headline(report: Report) -> str:
    measures, seconds = report["overall"], report["seconds"]
    count = report["questions"]["count"]
    passed = sum(row["scores"]["passed"] == 1.0 for row in report["rows"])
    errors = sum(row["error"] is not None for row in report["rows"])
    line = f"{report['questions']['file']}: {count} questions, {passed} passed"
    if measures["passed"]["n"]:
        line += f" ({_figure(measures['passed'])})"
    if errors:
        line += f", {errors} in error"
    if seconds["p50"] is not None:
        line += f"; latency p50 {seconds['p50']:.3f} s, p95 {seconds['p95']:.3f} s"
    return line


def _figure(measure: Mapping[str, Any]) -> str:
    if measure["value"] is None:
        return "–"
    return f"{measure['value']:.3f} [{measure['low']:.2f}–{measure['high']:.2f}]"


def _table(groups: Mapping[str, Mapping[str, Any]]) -> str:
    def cell(measure: Mapping[str, Any]) -> str:
        return f"{_figure(measure)} ({measure['n']})" if measure["n"] else "–"

    lines = [
        "| metric | " + " | ".join(map(_plain, groups)) + " |",
        "|---|" + "---|" * len(groups),
    ]
    for metric in METRICS:
        cells = [cell(measures[metric]) for measures in groups.values()]
        lines.append(f"| {_plain(metric)} | " + " | ".join(cells) + " |")
    return "\n".join(lines)


def _failing(row: Mapping[str, Any]) -> str:
    expected = " ".join(f"« {quote} »" for quote in row["expected"]) or "a refusal"
    mentions = "; ".join(" or ".join(words) for words in row["must_mention"])
    given = row["error"] or f"({row['status']}) {row['text']}"
    lines = [f"### {_plain(row['id'])}: {_plain(row['question'])}", ""]
    if row["history"]:
        lines.append(f"- after: {_plain(' / '.join(row['history']))}")
    lines += [
        f"- why: {_plain(', '.join(row['why']))}",
        f"- expected: {_plain(expected)}",
    ]
    if mentions:
        lines.append(f"- has to mention: {_plain(mentions)}")
    lines.append(f"- given: {_plain(given)}")
    if row["answerable"]:
        lines.append(f"- rank of the first relevant evidence: {row['rank'] or 'none'}")
    return "\n".join(lines)


def _passing(rows: Sequence[Mapping[str, Any]]) -> str:
    if not rows:
        return ""
    lines = ["| id | question | status | rank |", "|---|---|---|---|"]
    lines += [
        f"| {_plain(row['id'])} | {_plain(row['question'])} | {row['status']} "
        f"| {row['rank'] or '–'} |"
        for row in rows
    ]
    return "\n".join(lines)


def _problem_lines(report: Report) -> list[str]:
    return [problem["message"] for problem in report["problems"]]


def _floor_lines(report: Report) -> list[str]:
    if report["floors"] is None:
        return []
    return [_floor_line(broken) for broken in report["floors"]["broken"]] or ["no floor is broken"]


def _floor_line(broken: Mapping[str, Any]) -> str:
    sign = "≤" if broken["metric"] in LOWER_IS_BETTER else "≥"
    value = "not measured" if broken["value"] is None else f"{broken['value']:.3f}"
    by = f"; pulled down by {', '.join(broken['questions'])}" if broken["questions"] else ""
    return f"{broken['metric']} is {value}, the floor is {sign} {broken['limit']:g}{by}"


def _comparison_lines(report: Report) -> list[str]:
    comparison = report["comparison"]
    if comparison is None:
        return []
    lines = [
        f"{comparison['compared']} questions in both runs: "
        f"{len(comparison['wins'])} won, {len(comparison['losses'])} lost"
    ]
    for metric, change in comparison["differences"].items():
        if change["delta"]:
            lines.append(
                f"{metric} {change['baseline']:.3f} → {change['now']:.3f} "
                f"({change['delta']:+.3f} [{change['low']:+.2f}; {change['high']:+.2f}])"
            )
    for name, turned in (("won", comparison["wins"]), ("lost", comparison["losses"])):
        lines += [
            f"{name} {item['id']} ({', '.join(item['why'])}): {item['question']} "
            f"— before: {item['before']} — now: {item['now']}"
            for item in turned
        ]
    for name, what in (
        ("changed", "worded differently, not compared"),
        ("only_now", "only in this run"),
        ("only_baseline", "only in the baseline"),
    ):
        if comparison[name]:
            lines.append(f"{what}: {', '.join(comparison[name])}")
    return lines


def _bullets(title: str, lines: Iterable[str]) -> str:
    items = [f"- {_plain(line)}" for line in lines]
    return "\n".join([f"## {title}", "", *items]) if items else ""


def _plain(value: str) -> str:
    """Text of questions, answers and releases as Markdown that shows it and does nothing else."""
    return _MARKUP.sub(r"\\\1", " ".join(value.split()))
