"""The benchmark of speed: what it computes, what it keeps when it is cut off, what the page shows."""

from __future__ import annotations

import json

import pytest

from benchmarks.scale import child, stages, tables
from benchmarks.scale.checkpoints import Checkpoints


def size(passages, ms, resident=400.0):
    return {
        "ingest": {
            "passages": passages,
            "wall": passages / 500,
            "passages_per_second": 500.0,
            "words_per_second": 30_000,
            "again_wall": 1.0,
            "peak_mb": 600.0,
            "disk_mb": passages / 300,
        },
        "floor": {"seconds": passages / 2000, "disk_mb": passages / 700},
        "questions": {
            "answer": {"p50": ms, "p95": 2 * ms, "p99": 3 * ms},
            "answer_cpu": {"p50": ms},
            "raw": {"p50": ms / 5, "p95": ms / 4, "p99": ms / 3},
            "cold_seconds": 1.0,
            "resident_mb": resident,
        },
        "stages": {"Chroma": ms / 8, "the rest": ms / 2, "all": ms},
        "startup": {"ask": 1.5, "help": 0.2},
        "askers": {
            "alone": {"per_second": 100.0},
            "together": {"per_second": 90.0, "errors": []},
            "ratio": 0.9,
        },
    }


RECORD = {
    "commit": "abc",
    "machine": "2 cores",
    "tutorial": {"words_per_second": 1_000, "question": {"p50": 30.0}, "resident_mb": 800.0},
    "sizes": {"1000": size(1_000, 10.0), "10000": size(10_000, 18.0, 500.0)},
}


def test_targets_are_held_against_the_largest_size():
    found = {name: (value, met) for name, value, _, _, met in tables.targets(RECORD)}
    assert found["answer p50, ms"] == (18.0, False)
    assert found["answer p95, ms"] == (36.0, True)
    assert found["answer p50 : that of a tenth of the size"] == (1.8, True)
    assert found["ingest, passages a second"] == (500.0, False)
    assert found["ingest : the tutorial's (words a second)"] == (30.0, True)
    assert found["ingest : lean upsert"] == (4.0, False)
    assert found["50 askers : one"] == (0.9, True)
    assert found["errors of 50 askers"] == (0, True)


def test_growth_is_that_of_the_two_largest_sizes():
    grown = dict(tables.growth(RECORD))
    assert (grown["passages"], grown["answer p50"], grown["resident memory"]) == (10, 1.8, 1.25)


def test_the_tables_say_what_was_measured():
    shown = tables.everything(RECORD)
    assert "Commit abc; 2 cores." in shown and "Targets, 10,000 passages" in shown
    assert "| answer p50, ms " in shown and "missed" in shown and "| 1.80 × |" in shown


def test_the_runs_to_a_million_are_told_by_what_each_added():
    part = {"wall": 10.0, "cpu": 15.0, "peak_mb": 600.0, "disk_mb": 400.0}
    shown = tables.million(
        {
            "commit": "abc",
            "machine": "2 cores",
            "seconds": 20.0,
            "disk_mb": 800.0,
            "parts": [{**part, "passages": 10_000}, {**part, "passages": 15_000}],
            "questions": size(15_000, 20.0)["questions"],
            "startup": {"ask": 4.0},
        }
    )
    rows = [[cell.strip() for cell in line.split("|")[1:-1]] for line in shown.splitlines()]
    assert ["10,000", "1,000", "1,500", "600", "400"] in rows
    assert ["15,000", "500", "3,000", "600", "400"] in rows
    assert ["answer p50, ms", "20"] in rows


def test_a_stage_counts_its_own_part_alone():
    took = dict.fromkeys(stages.STAGES, 0.0)
    took |= {"Chroma": 2.0, "Tantivy": 1.0, "candidates": 5.0, "retrieval": 9.0, "all": 12.0}
    took["signals of all sentences"] = 3.0
    own = stages._own(took)
    assert own["sentences of the passages"] == 2.0  # 5 less 2 and 1
    assert own["order of the evidence"] == 1.0  # 9 less 5 and 3
    assert own["the rest"] == 3.0 and own["all"] == 12.0


def test_numbers_have_three_figures_that_count():
    assert [tables.number(n) for n in (0.1234, 12.34, 1234.5, 0.0)] == [
        "0.123",
        "12.3",
        "1,234",
        "0",
    ]
    assert [tables.ratio(n) for n in (1.234, 12.4)] == ["1.23 ×", "12 ×"]


def test_a_run_that_was_cut_off_goes_on_and_one_of_other_code_begins_anew(tmp_path):
    done = []

    def measure(value):
        return lambda: done.append(value) or {"value": value}

    steps = Checkpoints(tmp_path / "steps", "this")
    assert steps.step("a", measure(1)) == {"value": 1}
    with pytest.raises(child.StepFailed):
        steps.step("b", lambda: child.run("-c", "import sys; sys.exit('no disk')"))
    again = Checkpoints(tmp_path / "steps", "this")
    assert again.step("a", measure(2)) == {"value": 1} and again.resumed == 1
    assert again.step("b", measure(3)) == {"value": 3}
    other = Checkpoints(tmp_path / "steps", "that")
    assert other.step("a", measure(4)) == {"value": 4}
    assert done == [1, 3, 4]
    other.clear()
    assert not (tmp_path / "steps").exists()


def test_the_cost_of_a_process_is_its_own():
    idle = child.run("-c", "print('{}')")
    busy = child.run("-c", "kept = b'x' * 300_000_000; print('note'); print('{\"kept\": 1}')")
    assert busy.result == {"kept": 1} and idle.result == {}
    assert busy.peak_mb > idle.peak_mb + 200
    with pytest.raises(child.StepFailed, match="no such thing"):
        child.run("-c", "import sys; sys.exit('no such thing')")


def test_the_page_shows_the_recorded_tables():
    assert shown("scale") == tables.everything(json.loads(tables.SCALE.read_text("utf-8")))


def test_the_page_shows_what_the_path_of_a_question_has_gained():
    record = json.loads(tables.QUESTION_PATH.read_text("utf-8"))
    assert shown("question path") == tables.change(record)


def shown(marker):
    page = tables.PAGE.read_text("utf-8")
    return page.split(f"<!-- {marker}: begin -->\n")[1].split(f"\n<!-- {marker}: end -->")[0]


def test_what_a_change_has_brought_is_a_ratio_of_each_stage():
    record = {"before": {"a": 4.0, "b": 0.0}, "now": {"a": 1.0, "b": 0.1}, "questions": 60}
    text = tables.change(record | {"than": "abc", "machine": "2 cores"})
    assert "| 0.25 × |" in text and "before (abc)" in text and "| b " not in text
