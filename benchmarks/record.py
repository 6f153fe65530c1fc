"""What every benchmark writes at its end: its figures and the machine that they are from."""

from __future__ import annotations

import json
import os
import platform
from collections.abc import Mapping
from pathlib import Path


def machine(load: float | None = None) -> str:
    """This machine in words; `load` is its load average before the run, if it matters."""
    said = (
        f"{os.cpu_count()} cores, {platform.machine()}, {platform.system()}, "
        f"Python {platform.python_version()}"
    )
    return said if load is None else f"{said}; load before the run {load:.1f}"


def write(record: Mapping[str, object], out: Path | None) -> None:
    """Print a record as JSON and, where `out` names a file, write it there."""
    text = json.dumps(record, indent=2)
    print(text)
    if out:
        out.parent.mkdir(parents=True, exist_ok=True)
        out.write_text(text + "\n", encoding="utf-8")
