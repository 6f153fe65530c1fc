"""Ingest is killed for real, at random instants, at every step of its commit and by power cuts.

The same code as `python -m benchmarks.crash`, which kills two hundred times and records it.
"""

from __future__ import annotations

import pytest

from benchmarks import crash


@pytest.fixture(scope="module")
def bench(tmp_path_factory):
    return crash.Bench(tmp_path_factory.mktemp("crash"), 8)


@pytest.mark.slow
def test_a_kill_at_any_instant_leaves_the_old_state_or_the_new_one(bench):
    results = crash.killed_at_random(bench, 25, seed=2)
    assert results["killed"] == results["old"] + results["new"] == 25


@pytest.mark.slow
def test_a_kill_at_every_step_of_the_commit(bench):
    results = crash.killed_at_steps(bench, every=100)
    assert results["of the commit"] > 20
    assert results["old"] and results["new"]


@pytest.mark.slow
def test_a_power_cut_loses_nothing_that_was_committed(bench):
    results = crash.writes_dropped(bench, every=80)
    if "skipped" in results:
        pytest.skip(results["skipped"])
    assert results["cuts"] and results["new"] == 2  # both runs that came to their end


@pytest.mark.slow
def test_the_judge_can_say_no(bench, monkeypatch):
    bench.fresh(empty=False)
    other = {**bench.states[0], "live": []}
    monkeypatch.setattr(bench, "states", (other, other))
    with pytest.raises(AssertionError, match="live is neither"):
        bench.judge(empty=False)
