"""Ingest is killed for real, at random instants, at every step of its commit and by power cuts.

The same code as `python -m benchmarks.crash`, which kills two hundred times and records it. It
forks, so it runs in processes of its own: this one may have threads that a fork would lose.
"""

from __future__ import annotations

import json
import subprocess
import sys

import pytest
from places import PROJECT

_TIMEOUT = 900
_NO = """
import sys
from pathlib import Path
from benchmarks import crash

bench = crash.Bench(Path(sys.argv[1]), 8)
bench.fresh(empty=False)
other = {**bench.states[0], "live": []}
bench.states = (other, other)
try:
    bench.judge(empty=False)
except AssertionError as error:
    print(error)
"""


def python(*arguments):
    return subprocess.run(
        [sys.executable, *map(str, arguments)],
        cwd=PROJECT,
        capture_output=True,
        text=True,
        timeout=_TIMEOUT,
    )


def recorded(tmp_path, *arguments):
    out = tmp_path / "results.json"
    done = python("-m", "benchmarks.crash", *arguments, "--out", out)
    assert done.returncode == 0, done.stderr[-2000:]
    return json.loads(out.read_text(encoding="utf-8"))["results"]


@pytest.mark.slow
def test_a_kill_at_any_instant_leaves_the_old_state_or_the_new_one(tmp_path):
    results = recorded(tmp_path, "random", "--kills", 25)
    assert results["killed"] == results["old"] + results["new"] == 25


@pytest.mark.slow
def test_a_kill_at_every_step_of_the_commit(tmp_path):
    results = recorded(tmp_path, "steps", "--every", 100)
    assert results["of the commit"] > 20
    assert results["old"] and results["new"]


@pytest.mark.slow
def test_a_power_cut_loses_nothing_that_was_committed(tmp_path):
    results = recorded(tmp_path, "cuts", "--every", 80)
    if "skipped" in results:
        pytest.skip(results["skipped"])
    assert results["cuts"] and results["new"] == 2  # both runs that came to their end


@pytest.mark.slow
def test_the_judge_can_say_no(tmp_path):
    done = python("-c", _NO, tmp_path / "bench")
    assert "live is neither" in done.stdout, done.stderr[-2000:]
