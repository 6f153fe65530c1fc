"""Measures everything and prints the tables.

    make bench          # 1 thousand, 10 thousand and 100 thousand passages; some 15 minutes
    make bench-quick    # 1 thousand passages, fewer questions: a minute or two
    python -m benchmarks.scale --passages 1000 10000 --out FILE

Every step is kept as soon as it is done. When a run was cut off, the same command goes on where it
was; after one that came to its end, it measures anew.
"""

from __future__ import annotations

import argparse
import importlib.metadata
import os
from pathlib import Path
from typing import Any

from benchmarks.record import machine, save
from benchmarks.scale import tables
from benchmarks.scale.checkpoints import Checkpoints, commit
from benchmarks.scale.child import PROJECT
from benchmarks.scale.measures import Case, tutorial

PEERS = ("chromadb", "tantivy", "langchain-chroma", "sentence-transformers", "numpy")


def measured(sizes: list[int], work: Path, quick: bool) -> dict[str, Any]:
    """Every step of every size, and the peers on the smallest."""
    steps = Checkpoints(work / "steps", f"{commit()} {sizes} {quick}")
    started = steps.step("started", lambda: {"load": os.getloadavg()[0]})
    found: dict[str, Any] = {"commit": commit(), "machine": machine(started["load"])}
    found["versions"] = {name: importlib.metadata.version(name) for name in PEERS}
    found["sizes"] = {str(size): _size(Case(size, work), steps, quick) for size in sizes}
    sample = 20 if quick else 80
    found["tutorial"] = steps.step("tutorial", lambda: tutorial(Case(min(sizes), work), sample))
    found["steps kept from a run that was cut off"] = steps.resumed
    return found


def _size(case: Case, steps: Checkpoints, quick: bool) -> dict[str, Any]:
    name = case.passages
    written = steps.step(f"{name}-releases", case.write)
    return {
        **written,
        "ingest": steps.step(f"{name}-ingest", lambda: case.ingest(written["words"])),
        "floor": steps.step(f"{name}-floor", case.floor),
        "questions": steps.step(f"{name}-questions", lambda: case.questions(60 if quick else 400)),
        "stages": steps.step(f"{name}-stages", lambda: case.stages(40 if quick else 200)),
        "startup": steps.step(f"{name}-startup", case.startup),
        "askers": steps.step(f"{name}-askers", lambda: case.askers(50)),
    }


def main() -> None:
    parser = argparse.ArgumentParser(
        prog="python -m benchmarks.scale", description=__doc__.splitlines()[0]
    )
    parser.add_argument("--passages", type=int, nargs="+", default=[1_000, 10_000, 100_000])
    parser.add_argument("--work", type=Path, default=PROJECT / "out" / "bench")
    parser.add_argument("--out", type=Path, help="where the record goes, as JSON")
    parser.add_argument("--quick", action="store_true", help="fewer questions, a smaller sample")
    options = parser.parse_args()
    options.work.mkdir(parents=True, exist_ok=True)
    found = measured(options.passages, options.work, options.quick)
    if options.out:
        save(found, options.out)
    print(tables.everything(found))
    if options.out and options.out.resolve() == tables.SCALE:
        tables.publish(found)
    Checkpoints(options.work / "steps", "").clear()


if __name__ == "__main__":
    main()
