"""Runs one measured step as a process of its own, and says what the process cost."""

from __future__ import annotations

import json
import subprocess
import sys
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


# A process's greatest memory begins with that of the one that started it, so that a small one does.
_STARTER = """
import os, sys, time
started = time.perf_counter()
process = os.posix_spawn(sys.argv[1], sys.argv[1:], os.environ)
_, status, usage = os.wait4(process, 0)
wall = time.perf_counter() - started
cpu = usage.ru_utime + usage.ru_stime
print(f"\\n{wall} {cpu} {usage.ru_maxrss / 1024}")
sys.exit(os.waitstatus_to_exitcode(status))
"""


def run(*arguments: object) -> Cost:
    """`python` with these arguments in the project's folder; StepFailed unless it ends well."""
    command = [sys.executable, *map(str, arguments)]
    starter = [sys.executable, "-I", "-S", "-c", _STARTER, *command]
    done = subprocess.run(starter, cwd=PROJECT, capture_output=True, text=True)
    if done.returncode:
        raise StepFailed(f"{' '.join(command)}: {done.stderr.strip()[-800:]}")
    output, _, figures = done.stdout.rstrip("\n").rpartition("\n")
    wall, cpu, peak = map(float, figures.split())
    return Cost(wall, cpu, round(peak, 1), output.rstrip("\n"))


def resident_mb() -> float:
    """What this process holds in memory now, in MiB."""
    for line in Path("/proc/self/status").read_text().splitlines():
        if line.startswith("VmRSS:"):
            return round(int(line.split()[1]) / 1024, 1)
    raise StepFailed("this system does not say what a process holds; /proc/self/status is needed")


def disk_mb(folder: Path) -> float:
    """What the files under a folder take, in MiB."""
    return round(sum(p.stat().st_size for p in folder.rglob("*") if p.is_file()) / 2**20, 1)
