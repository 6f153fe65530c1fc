"""The steps of the benchmark: what is measured of a library of one size, and of its peers."""

from __future__ import annotations

import shutil
from dataclasses import dataclass
from pathlib import Path
from statistics import median
from typing import Any

from benchmarks.generate import PER_RELEASE, questions, write_releases
from benchmarks.scale.child import StepFailed, disk_mb, run

STARTS = 5  # cold processes of which the median is taken


@dataclass(frozen=True, slots=True)
class Case:
    """A library of about `passages` passages, made of releases in `work`."""

    passages: int
    work: Path

    @property
    def releases(self) -> int:
        """How many releases have that many passages."""
        return max(1, round(self.passages / PER_RELEASE))

    @property
    def source(self) -> Path:
        """The folder of the releases."""
        return self.work / f"releases-{self.passages}"

    @property
    def library(self) -> Path:
        """The folder of the library."""
        return self.work / f"library-{self.passages}"

    def write(self) -> dict[str, Any]:
        """Write the releases; not measured."""
        shutil.rmtree(self.source, ignore_errors=True)
        paths = write_releases(self.source, self.releases, plain=False)
        words = sum(len(path.read_text("utf-8").split()) for path in paths)
        return {"releases": len(paths), "words": words}

    def ingest(self, words: int) -> dict[str, Any]:
        """The first ingest, of the command line; then the same again, when nothing has changed."""
        shutil.rmtree(self.library, ignore_errors=True)
        command = ("cli.py", "ingest", self.source, "--library", self.library, "--json")
        first = run(*command)
        report = first.result
        if len(report["added"]) + len(report["updated"]) + len(report["unchanged"]) == 0:
            raise StepFailed(f"nothing of {self.source} was ingested")
        disk = disk_mb(self.library)
        again = run(*command)
        return {
            "passages": report["passages"],
            "failed": len(report["failed"]),
            **first.record,
            "passages_per_second": round(report["passages"] / first.wall, 1),
            "words_per_second": round(words / first.wall),
            "disk_mb": disk,
            "again_wall": round(again.wall, 3),
        }

    def floor(self) -> dict[str, Any]:
        """The lean upsert of the same vectors."""
        return run("-m", "benchmarks.scale.floor", self.library).result

    def questions(self, count: int) -> dict[str, Any]:
        """Latency and memory of answers."""
        cost = run(
            "-m", "benchmarks.scale.questions", self.library, self.releases, "--count", count
        )
        return cost.result

    def stages(self, count: int) -> dict[str, Any]:
        """Where the processor time of a question goes."""
        command = ("-m", "benchmarks.scale.stages", self.library, self.releases, "--count", count)
        return run(*command).result

    def askers(self, askers: int) -> dict[str, Any]:
        """Many at once."""
        cost = run("-m", "benchmarks.scale.askers", self.library, self.releases, "--askers", askers)
        return cost.result

    def startup(self) -> dict[str, Any]:
        """Seconds of `ask` and of `--help`, each in processes of their own."""
        asked = questions(STARTS, self.releases, seed=3)
        asks = [run("cli.py", "ask", q, "--library", self.library, "--json") for q in asked]
        helps = [run("cli.py", "--help") for _ in asked]
        return {
            "ask": round(median(cost.wall for cost in asks), 3),
            "ask_cpu": round(median(cost.cpu for cost in asks), 3),
            "ask_peak_mb": max(cost.peak_mb for cost in asks),
            "help": round(median(cost.wall for cost in helps), 3),
            "help_cpu": round(median(cost.cpu for cost in helps), 3),
        }


def tutorial(case: Case, releases: int) -> dict[str, Any]:
    """The chain of the tutorial on the first releases of a case."""
    found = run("-m", "benchmarks.scale.tutorial", case.source, "--releases", releases)
    return found.result | {"peak_mb": found.peak_mb}
