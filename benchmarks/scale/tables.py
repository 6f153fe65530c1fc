"""The tables of the benchmark, from its record, with the targets beside them.

python -m benchmarks.scale.tables     # puts what is recorded into docs/performance.md
"""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from typing import Any

from benchmarks.figures import put
from benchmarks.scale.child import PROJECT

PAGE = PROJECT / "docs" / "performance.md"
MARKER = "scale"
SCALE = PROJECT / "benchmarks" / "results" / "scale.json"
QUESTION_PATH = PROJECT / "benchmarks" / "results" / "question-path.json"
MILLION = PROJECT / "benchmarks" / "results" / "million.json"


def table(heads: Sequence[str], rows: Sequence[Sequence[str]]) -> str:
    """A Markdown table, its columns aligned for readers of the source."""
    cells = [list(heads), *map(list, rows)]
    widths = [max(len(row[column]) for row in cells) for column in range(len(heads))]
    lines = [
        "| " + " | ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)) + " |"
        for row in cells
    ]
    lines.insert(1, "|" + "|".join("-" * (width + 2) for width in widths) + "|")
    return "\n".join(lines)


def number(value: float) -> str:
    """Three figures that count, thousands apart."""
    return f"{value:,.0f}" if abs(value) >= 100 else f"{value:.3g}"


def ratio(value: float) -> str:
    """A ratio."""
    return f"{value:.2f} ×" if value < 10 else f"{value:.0f} ×"


Of = Callable[[dict[str, Any]], str]


def by_size(found: dict[str, Any], rows: Sequence[tuple[str, Of]]) -> str:
    """A table with a column for each size."""
    heads = ["passages", *(f"{of['ingest']['passages']:,}" for of in found["sizes"].values())]
    cells = [[name, *(of(size) for size in found["sizes"].values())] for name, of in rows]
    return table(heads, cells)


def ingest(found: dict[str, Any]) -> str:
    """Throughput of the first ingest beside the lean upsert and the tutorial."""
    tutorial = found["tutorial"]
    rows: list[tuple[str, Of]] = [
        ("passages a second", lambda s: number(s["ingest"]["passages_per_second"])),
        ("seconds", lambda s: number(s["ingest"]["wall"])),
        ("lean Chroma upsert alone, seconds", lambda s: number(s["floor"]["seconds"])),
        (
            "ingest : lean upsert",
            lambda s: ratio(s["ingest"]["wall"] / s["floor"]["seconds"]),
        ),
        ("words a second", lambda s: number(s["ingest"]["words_per_second"])),
        (
            "… : the tutorial's words a second",
            lambda s: ratio(s["ingest"]["words_per_second"] / tutorial["words_per_second"]),
        ),
        ("the same again, seconds", lambda s: number(s["ingest"]["again_wall"])),
        ("peak memory of its largest process, MiB", lambda s: number(s["ingest"]["peak_mb"])),
        ("disk, MiB", lambda s: number(s["ingest"]["disk_mb"])),
        ("disk of the vectors alone, MiB", lambda s: number(s["floor"]["disk_mb"])),
    ]
    return by_size(found, rows)


def questions(found: dict[str, Any]) -> str:
    """Latency, warm, beside the raw calls; cold; many at once; memory."""
    rows: list[tuple[str, Of]] = []
    for key in ("p50", "p95", "p99"):
        rows += [
            (f"answer {key}, ms", lambda s, k=key: number(s["questions"]["answer"][k])),
            (f"raw Chroma + Tantivy {key}, ms", lambda s, k=key: number(s["questions"]["raw"][k])),
        ]
    rows += [
        (
            "p50 : raw calls",
            lambda s: ratio(s["questions"]["answer"]["p50"] / s["questions"]["raw"]["p50"]),
        ),
        ("answer p50, ms of processor", lambda s: number(s["questions"]["answer_cpu"]["p50"])),
        ("first answer of a process, s", lambda s: number(s["questions"]["cold_seconds"])),
        ("`cli.py ask`, s", lambda s: number(s["startup"]["ask"])),
        ("`cli.py --help`, s", lambda s: number(s["startup"]["help"])),
        ("resident memory, MiB", lambda s: number(s["questions"]["resident_mb"])),
        ("one asker, answers a second", lambda s: number(s["askers"]["alone"]["per_second"])),
        ("50 askers, answers a second", lambda s: number(s["askers"]["together"]["per_second"])),
        ("50 askers : one", lambda s: ratio(s["askers"]["ratio"])),
        ("errors among them", lambda s: str(len(s["askers"]["together"]["errors"]))),
    ]
    return by_size(found, rows)


def stages(found: dict[str, Any]) -> str:
    """Where the processor time of a question goes."""
    names = list(next(iter(found["sizes"].values()))["stages"])
    rows = [(name, lambda s, name=name: number(s["stages"][name])) for name in names]
    return by_size(found, rows)


def peer(found: dict[str, Any]) -> str:
    """The tutorial on its sample, beside the smallest library."""
    tutorial, ours = found["tutorial"], next(iter(found["sizes"].values()))
    return table(
        ["", "LangChain tutorial", "Dépêche", "ratio"],
        [
            [
                "words a second, ingest",
                number(tutorial["words_per_second"]),
                number(ours["ingest"]["words_per_second"]),
                ratio(ours["ingest"]["words_per_second"] / tutorial["words_per_second"]),
            ],
            [
                "question p50, ms",
                number(tutorial["question"]["p50"]),
                number(ours["questions"]["answer"]["p50"]),
                ratio(tutorial["question"]["p50"] / ours["questions"]["answer"]["p50"]),
            ],
            [
                "resident memory, MiB",
                number(tutorial["resident_mb"]),
                number(ours["questions"]["resident_mb"]),
                ratio(tutorial["resident_mb"] / ours["questions"]["resident_mb"]),
            ],
        ],
    )


def growth(found: dict[str, Any]) -> list[tuple[str, float]]:
    """How much more each costs in the largest library than in one a tenth of its size."""
    sizes = list(found["sizes"].values())
    before, after = sizes[-2], sizes[-1]

    def of(*path: str) -> float:
        values = []
        for size in (after, before):
            value: Any = size
            for key in path:
                value = value[key]
            values.append(float(value))
        return values[0] / values[1]

    return [
        ("passages", of("ingest", "passages")),
        ("answer p50", of("questions", "answer", "p50")),
        ("answer p95", of("questions", "answer", "p95")),
        ("raw calls p50", of("questions", "raw", "p50")),
        ("ingest, seconds", of("ingest", "wall")),
        ("disk", of("ingest", "disk_mb")),
        ("resident memory", of("questions", "resident_mb")),
        ("`cli.py ask`", of("startup", "ask")),
    ]


def targets(found: dict[str, Any]) -> list[tuple[str, float, str, float, bool]]:
    """What was aimed at on the largest library: name, figure, sign, bound, whether it is met."""
    large = list(found["sizes"].values())[-1]
    asked, ingest, start = large["questions"], large["ingest"], large["startup"]
    rows = [
        ("answer p50, ms", asked["answer"]["p50"], "≤", 15.0),
        ("answer p95, ms", asked["answer"]["p95"], "≤", 40.0),
        ("ingest, passages a second", ingest["passages_per_second"], "≥", 600.0),
        (
            "ingest : the tutorial's (words a second)",
            ingest["words_per_second"] / found["tutorial"]["words_per_second"],
            "≥",
            15.0,
        ),
        ("ingest : lean upsert", ingest["wall"] / large["floor"]["seconds"], "≤", 3.0),
        ("resident memory, MiB", asked["resident_mb"], "≤", 1024.0),
        ("disk, MiB", ingest["disk_mb"], "≤", 500.0),
        ("`cli.py ask`, s", start["ask"], "≤", 2.0),
        ("`cli.py --help`, s", start["help"], "≤", 0.4),
        ("50 askers : one", large["askers"]["ratio"], "≥", 0.8),
        ("errors of 50 askers", float(len(large["askers"]["together"]["errors"])), "≤", 0.0),
    ]
    if len(found["sizes"]) > 1:
        grown = dict(growth(found))["answer p50"]
        rows.insert(2, ("answer p50 : that of a tenth of the size", grown, "≤", 2.0))
    return [
        (name, value, sign, bound, value <= bound if sign == "≤" else value >= bound)
        for name, value, sign, bound in rows
    ]


def everything(found: dict[str, Any]) -> str:
    """All tables, as Markdown."""
    size = list(found["sizes"].values())[-1]["ingest"]["passages"]
    aimed = [
        [name, number(value), f"{sign} {number(bound)}", "met" if met else "missed"]
        for name, value, sign, bound, met in targets(found)
    ]
    parts = [
        f"Commit {found['commit']}; {found['machine']}.",
        f"### Targets, {size:,} passages\n\n" + table(["", "measured", "target", ""], aimed),
        "### Ingest\n\n" + ingest(found),
        "### Questions\n\n" + questions(found),
        "### Where the time of a question goes, ms of processor\n\n" + stages(found),
        "### Beside the LangChain tutorial\n\n" + peer(found),
    ]
    if len(found["sizes"]) > 1:
        rows = [[name, ratio(value)] for name, value in growth(found)]
        parts.append("### Growth, the two largest sizes\n\n" + table(["", "ratio"], rows))
    return "\n\n".join(parts)


def change(record: dict[str, Any]) -> str:
    """What `stages --than` has recorded, before and now."""
    rows = [
        [name, number(record["before"][name]), number(now), ratio(now / record["before"][name])]
        for name, now in record["now"].items()
        if record["before"][name] > 0
    ]
    said = f"Medians of {record['questions']} questions, ms of processor; {record['machine']}."
    return f"{said}\n\n" + table(["", f"before ({record['than']})", "now", "ratio"], rows)


def million(record: dict[str, Any]) -> str:
    """What `million` has recorded: each run that added to the library, and what it then costs."""
    before, runs = 0, []
    for part in record["parts"]:
        added, before = part["passages"] - before, part["passages"]
        figures = added / part["wall"], 1e6 * part["cpu"] / added, part["peak_mb"], part["disk_mb"]
        runs.append([f"{part['passages']:,}", *map(number, figures)])
    asked, start = record["questions"], record["startup"]
    costs = [
        ("ingest, seconds, all runs", record["seconds"]),
        ("answer p50, ms", asked["answer"]["p50"]),
        ("answer p95, ms", asked["answer"]["p95"]),
        ("raw Chroma + Tantivy p50, ms", asked["raw"]["p50"]),
        ("first answer of a process, s", asked["cold_seconds"]),
        ("`cli.py ask`, s", start["ask"]),
        ("resident memory, MiB", asked["resident_mb"]),
        ("disk, MiB", record["disk_mb"]),
    ]
    heads = [
        "passages, then",
        "added a second",
        "ms of processor for a thousand",
        "peak memory, MiB",
        "disk, MiB",
    ]
    return "\n\n".join(
        [
            f"Commit {record['commit']}; {record['machine']}.",
            table(heads, runs),
            table(["", "measured"], [[name, number(value)] for name, value in costs]),
        ]
    )


def publish(found: dict[str, Any]) -> None:
    """Put the tables into docs/performance.md."""
    put(PAGE, MARKER, everything(found))


def main() -> None:
    """Put what is recorded into the page."""
    publish(json.loads(SCALE.read_text("utf-8")))
    put(PAGE, "question path", change(json.loads(QUESTION_PATH.read_text("utf-8"))))
    put(PAGE, "million", million(json.loads(MILLION.read_text("utf-8"))))


if __name__ == "__main__":
    main()
