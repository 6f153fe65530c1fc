"""A report for people: a page of plain text for the terminal, a document in Markdown.

Both are made from the object of `report.json` and show nothing that it does not hold.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from evaluation.scoring import LOWER_IS_BETTER, MEASURES

Report = Mapping[str, Any]
_MARKUP = re.compile(r"([\\`*_\[\]<>|$#~])")
TELLING = (
    "passed",
    "hit@1",
    "hit@5",
    "citation_recall",
    "citation_precision",
    "answer_correctness",
    "abstention_recall",
    "over_refusal",
)
"""The measures of the tables that have a row for each of many groups."""

_SHOWN = 8  # how many failing questions the terminal lists; report.md has them all


def text(report: Report) -> str:
    """The report for a terminal."""
    languages = report["by_language"]
    columns = {"all": report["overall"], **languages}
    table = [["metric", *columns]]
    for metric in MEASURES:
        cells = [figure(measures[metric]) for measures in columns.values()]
        table.append([metric, *cells])
    widths = [max(map(len, column)) for column in zip(*table, strict=True)]
    lines = [headline(report), latency(report), ""]
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
        ("Reference quotes", problem_lines(report)),
        ("Floors", floor_lines(report)),
        ("Baseline", comparison_lines(report)),
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
        _plain(headline(report)),
        latency(report),
        _bullets("Floors", floor_lines(report)),
        _bullets("Reference quotes that cannot be found as they are", problem_lines(report)),
        _bullets("Compared with the baseline", comparison_lines(report)),
        f"## Failing questions ({len(failing)})",
        *map(_failing, failing),
        "## Figures\n\nMean, 95 % bootstrap interval, number of questions that it applies to.",
        *(f"### {title}\n\n{_table(rows)}" for title, rows in tables(report).items()),
        _bullets("Dialogues", dialogue_lines(report)),
        f"## Other questions ({len(passing)})",
        _passing(passing),
        _bullets("Made with", made_with_lines(report)),
    ]
    return "\n\n".join(part for part in parts if part) + "\n"


def headline(report: Report) -> str:
    """How many questions there are, how many passed, how many ended in an error."""
    measures = report["overall"]
    count = report["questions"]["count"]
    passed = sum(row["scores"]["passed"] == 1.0 for row in report["rows"])
    errors = sum(row["error"] is not None for row in report["rows"])
    line = f"{report['questions']['file']}: {count} questions, {passed} passed"
    if measures["passed"]["n"]:
        line += f" ({figure(measures['passed'])})"
    return f"{line}, {errors} in error" if errors else line


def latency(report: Report) -> str:
    """Times and tokens on a line of its own: all that differs between two like runs."""
    seconds, tokens = report["seconds"], report["tokens"]
    line = f"latency: {seconds['total']:.1f} s in all"
    if seconds["p50"] is not None:
        line += f", p50 {seconds['p50']:.3f} s, p95 {seconds['p95']:.3f} s"
    if tokens:
        line += (
            f"; tokens: {tokens['input']:,} in, {tokens['output']:,} out, "
            f"p50 {tokens['p50']:,.0f} and p95 {tokens['p95']:,.0f} a question"
        )
    return line


def tables(report: Report) -> dict[str, list[list[str]]]:
    """The tables of figures by title: rows of cells, the first one the head.

    By language, every measure has a row; where groups are many, each has one, with the measures
    that tell most. `report.json` has them all.
    """
    languages = {"all": report["overall"], **report["by_language"]}
    found = {
        "By language": [
            ["metric", *languages],
            *([name, *(_cell(group[name]) for group in languages.values())] for name in MEASURES),
        ]
    }
    turns = report["by_turn"] if len(report["by_turn"]) > 1 else {}
    for title, groups in (
        ("By type", report["by_type"]),
        ("By release", report["by_release"]),
        ("By turn of a dialogue", turns),
    ):
        if groups:
            found[title] = [
                ["", *TELLING],
                *([name, *(_cell(group[m]) for m in TELLING)] for name, group in groups.items()),
            ]
    return found


def figure(measure: Mapping[str, Any]) -> str:
    """A value with its interval, or a dash for what does not apply."""
    if measure["value"] is None:
        return "–"
    return f"{measure['value']:.3f} [{measure['low']:.2f}–{measure['high']:.2f}]"


def _table(rows: Sequence[Sequence[str]]) -> str:
    head, *body = [f"| {_plain(name)} | " + " | ".join(cells) + " |" for name, *cells in rows]
    return "\n".join([head, "|" + "---|" * len(rows[0]), *body])


def _cell(measure: Mapping[str, Any]) -> str:
    return f"{figure(measure)} ({measure['n']})" if measure["n"] else "–"


def _failing(row: Mapping[str, Any]) -> str:
    lines = [f"### {_plain(row['id'])}: {_plain(row['question'])}", ""]
    return "\n".join(lines + [f"- {name}: {_plain(value)}" for name, value in facts(row)])


def facts(row: Mapping[str, Any]) -> list[tuple[str, str]]:
    """What there is to know of a question that failed: name and text, in order of use."""
    given = row["error"] or f"({row['status']}) {row['text']}"
    cited = [
        f"[{c['marker']}] {c['source']} {c['start']}–{c['end']}: « {c['quote']} »"
        for c in row["citations"]
    ]
    ranks = [str(rank or "none") for rank in row["ranks"]]
    found = [
        ("after", " / ".join(row["history"])),
        ("why", ", ".join(row["why"])),
        ("expected", " ".join(f"« {quote} »" for quote in row["expected"]) or "a refusal"),
        ("has to mention", "; ".join(" or ".join(words) for words in row["must_mention"])),
        ("given", given),
        ("citations", "\n".join(cited)),
        ("evidence ranks", ", ".join(ranks)),
        ("confidence", "" if row["confidence"] is None else f"{row['confidence']:.2f}"),
    ]
    return [(name, value) for name, value in found if value]


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


def dialogue_lines(report: Report) -> list[str]:
    """Each dialogue: its turns, and those that failed."""
    return [
        f"{' → '.join(dialogue['turns'])}: "
        + (f"failed at {', '.join(dialogue['failed'])}" if dialogue["failed"] else "passed")
        for dialogue in report["dialogues"]
    ]


def made_with_lines(report: Report) -> list[str]:
    """What the run was made with: hashes of code, settings, model and library."""
    made_with = {"questions": report["questions"]["sha256"][:16], **(report["run"] or {})}
    return [f"{name}: {value}" for name, value in made_with.items() if name != "chosen"]


def problem_lines(report: Report) -> list[str]:
    """The reference quotes that are not verbatim."""
    return [problem["message"] for problem in report["problems"]]


def floor_lines(report: Report) -> list[str]:
    """The floors that broke and which questions turned; none when there are no floors."""
    if report["floors"] is None:
        return []
    return [_floor_line(broken) for broken in report["floors"]["broken"]] or ["no floor is broken"]


def _floor_line(broken: Mapping[str, Any]) -> str:
    sign = "≤" if broken["metric"] in LOWER_IS_BETTER else "≥"
    value = "not measured" if broken["value"] is None else f"{broken['value']:.3f}"
    line = f"{broken['metric']} is {value}, the floor is {sign} {broken['limit']:g}"
    turned = broken["turned"] or ()
    others = [name for name in broken["questions"] if name not in turned]
    if turned:
        line += f"; turned: {', '.join(turned)}"
    if others:
        line += f"; {'below it before' if turned else 'pulled down by'}: {', '.join(others)}"
    return line


def comparison_lines(report: Report) -> list[str]:
    """What changed since the baseline; none without one."""
    comparison = report["comparison"]
    if comparison is None:
        return []
    lines = [
        f"{comparison['compared']} questions in both runs: "
        f"{len(comparison['wins'])} won, {len(comparison['losses'])} lost"
    ]
    if comparison["told_apart_by"]:
        lines.append(f"the runs differ in: {', '.join(comparison['told_apart_by'])}")
    for metric, change in comparison["differences"].items():
        if change["delta"]:
            by_chance = "" if change["p"] is None else f", p {change['p']:.3f}"
            lines.append(
                f"{metric} {change['baseline']:.3f} → {change['now']:.3f} ({change['delta']:+.3f} "
                f"[{change['low']:+.2f}; {change['high']:+.2f}]{by_chance})"
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
