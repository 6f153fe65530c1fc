"""Keeps the result of each finished step, so that a run that was cut off goes on where it was.

The folder holds one JSON file a step. A run that comes to its end removes them: the next one
measures everything anew. What a step was measured with (the commit, the machine) is kept with it,
and a step of another commit is run again.
"""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

from benchmarks.scale.child import PROJECT


def commit(folder: Path = PROJECT) -> str:
    """The commit that is measured, with a + when files differ from it."""

    def git(*arguments: str) -> str:
        done = subprocess.run(["git", *arguments], cwd=folder, capture_output=True, text=True)
        return done.stdout.strip()

    changed = git("status", "--porcelain", "--untracked-files=no")
    return (git("rev-parse", "--short", "HEAD") or "unknown") + ("+" if changed else "")


class Checkpoints:
    """The finished steps of one run in `folder`; `made_with` tells steps of other code apart."""

    def __init__(self, folder: Path, made_with: str) -> None:
        self.folder = folder
        self.made_with = made_with
        self.resumed = 0
        folder.mkdir(parents=True, exist_ok=True)

    def step(self, name: str, measure: Callable[[], dict[str, Any]]) -> dict[str, Any]:
        """What `measure` gives, or what it gave before the run was cut off."""
        path = self.folder / f"{name}.json"
        if path.exists():
            kept = json.loads(path.read_text("utf-8"))
            if kept["made_with"] == self.made_with:
                self.resumed += 1
                _say(f"{name}: kept from before")
                return kept["result"]
        started = time.perf_counter()
        _say(f"{name} …")
        result = measure()
        _say(f"{name}: {time.perf_counter() - started:.0f} s")
        unfinished = path.with_suffix(".part")
        unfinished.write_text(json.dumps({"made_with": self.made_with, "result": result}), "utf-8")
        unfinished.rename(path)
        return result

    def clear(self) -> None:
        """Forget every step."""
        shutil.rmtree(self.folder)


def _say(line: str) -> None:
    print(f"{time.strftime('%H:%M:%S')} {line}", file=sys.stderr, flush=True)
