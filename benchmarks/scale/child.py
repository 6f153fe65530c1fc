"""Runs one measured step as a process of its own, and says what the process cost."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path
from typing import Any

PROJECT = Path(__file__).resolve().parent.parent.parent


class StepFailed(RuntimeError):
    """A measured command ended with an error."""


@dataclass(frozen=True, slots=True)
class Cost:
    """Seconds on the clock and of the processors, and the most memory held at once, in MiB.

    Processes that the command started and waited for are counted with it.
    """

    wall: float
    cpu: float
    peak_mb: float
    output: str

    @property
    def record(self) -> dict[str, float]:
        """The figures, rounded."""
        return {"wall": round(self.wall, 3), "cpu": round(self.cpu, 3), "peak_mb": self.peak_mb}

    @property
    def result(self) -> dict[str, Any]:
        """The JSON object on the last line of what it printed."""
        return json.loads(self.output.splitlines()[-1])


def run(*arguments: object) -> Cost:
    """`python` with these arguments in the project's folder; StepFailed unless it ends well."""
    command = [sys.executable, *map(str, arguments)]
    with tempfile.TemporaryFile("w+") as output, tempfile.TemporaryFile("w+") as errors:
        started = time.perf_counter()
        process = subprocess.Popen(command, cwd=PROJECT, stdout=output, stderr=errors)
        _, status, usage = os.wait4(process.pid, 0)
        wall = time.perf_counter() - started
        process.returncode = os.waitstatus_to_exitcode(status)
        output.seek(0)
        errors.seek(0)
        if process.returncode:
            raise StepFailed(f"{' '.join(command)}: {errors.read().strip()[-800:]}")
        cpu = usage.ru_utime + usage.ru_stime
        return Cost(wall, cpu, round(usage.ru_maxrss / 1024, 1), output.read())


def resident_mb() -> float:
    """What this process holds in memory now, in MiB."""
    for line in Path("/proc/self/status").read_text().splitlines():
        if line.startswith("VmRSS:"):
            return round(int(line.split()[1]) / 1024, 1)
    raise StepFailed("this system does not say what a process holds; /proc/self/status is needed")


def disk_mb(folder: Path) -> float:
    """What the files under a folder take, in MiB."""
    return round(sum(p.stat().st_size for p in folder.rglob("*") if p.is_file()) / 2**20, 1)
