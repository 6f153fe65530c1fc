"""A million passages ingested and asked, in parts: `make bench-million`, an hour or more.

    nohup make bench-million > out/bench/million.log 2>&1 &

The releases are ingested a tenth at a time by the command line, each tenth a run of its own that
adds to what is there, and each finished one is kept: when the run is cut off, the same command goes
on with the next. Then the library is asked, cold and warm. It needs some 15 GB of disk.
"""

from __future__ import annotations

import argparse
import os
from pathlib import Path
from typing import Any

from benchmarks.generate import PER_RELEASE, write_releases
from benchmarks.record import machine, write
from benchmarks.scale.checkpoints import Checkpoints, commit
from benchmarks.scale.child import PROJECT, disk_mb, run
from benchmarks.scale.measures import Case

PASSAGES = 1_000_000
PARTS = 10


def add_part(case: Case, part: int) -> dict[str, Any]:
    """Ingest the releases of one part; what is there already is known by its ledger."""
    folders = sorted(case.source.iterdir())
    share = -(-len(folders) // PARTS)
    sources = folders[part * share : (part + 1) * share]
    cost = run("cli.py", "ingest", *sources, "--library", case.library, "--json")
    report = cost.result
    added = len(report["added"]) + len(report["updated"])
    return {
        "releases": added,
        "known": len(report["unchanged"]),
        "failed": len(report["failed"]),
        "passages": report["passages"],
        **cost.record,
        "disk_mb": disk_mb(case.library),
    }


def write_all(case: Case) -> dict[str, Any]:
    """The releases of all parts."""
    count = round(case.passages / PER_RELEASE)
    return {"releases": len(write_releases(case.source, count, plain=False))}


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--passages", type=int, default=PASSAGES)
    parser.add_argument("--work", type=Path, default=PROJECT / "out" / "bench")
    parser.add_argument("--questions", type=int, default=100)
    parser.add_argument("--out", type=Path)
    options = parser.parse_args()
    case = Case(options.passages, options.work)
    steps = Checkpoints(options.work / "million", commit())
    load = steps.step("started", lambda: {"load": os.getloadavg()[0]})["load"]
    steps.step("releases", lambda: write_all(case))
    parts = [
        steps.step(f"ingest-{part}", lambda part=part: add_part(case, part))
        for part in range(PARTS)
    ]
    record: dict[str, Any] = {"commit": commit(), "machine": machine(load)}
    record["passages"] = parts[-1]["passages"]
    record["seconds"] = round(sum(part["wall"] for part in parts), 1)
    record["passages_per_second"] = round(record["passages"] / record["seconds"], 1)
    record["peak_mb"] = max(part["peak_mb"] for part in parts)
    record["disk_mb"] = parts[-1]["disk_mb"]
    record["parts"] = parts
    record["questions"] = steps.step("questions", lambda: case.questions(options.questions))
    record["startup"] = steps.step("startup", case.startup)
    write(record, options.out)
    steps.clear()


if __name__ == "__main__":
    main()
