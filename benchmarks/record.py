"""What every benchmark writes at its end: its figures and the machine that they are from."""

from __future__ import annotations

import json
import os
import platform
from collections.abc import Mapping, Sequence
from pathlib import Path
from statistics import median, quantiles


def machine(load: float | None = None) -> str:
    """This machine in words; `load` is its load average before the run, if it matters."""
    said = (
        f"{os.cpu_count()} cores, {platform.machine()}, {platform.system()}, "
        f"Python {platform.python_version()}"
    )
    return said if load is None else f"{said}; load before the run {load:.1f}"


def save(record: Mapping[str, object], out: Path) -> None:
    """Write a record as JSON."""
    out.parent.mkdir(parents=True, exist_ok=True)
    out.write_text(json.dumps(record, indent=2) + "\n", encoding="utf-8")


def summary(milliseconds: Sequence[float]) -> dict[str, int]:
    """The middle, the 95th percentile and the longest of some times."""
    return {
        "answers": len(milliseconds),
        "p50": round(median(milliseconds)),
        "p95": round(_p95(milliseconds)),
        "longest": round(max(milliseconds)),
    }


def _p95(values: Sequence[float]) -> float:
    return quantiles(values, n=20, method="inclusive")[-1] if len(values) > 1 else values[0]


def write(record: Mapping[str, object], out: Path | None) -> None:
    """Print a record as JSON and, where `out` names a file, write it there."""
    print(json.dumps(record, indent=2))
    if out:
        save(record, out)
