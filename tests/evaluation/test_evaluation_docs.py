"""docs/evaluation.md and the code name the same things."""

from __future__ import annotations

import re

from evaluation_samples import PROJECT

from evaluation.floors import load_floors
from evaluation.raising import RAISED
from evaluation.scoring import LOWER_IS_BETTER, MEASURES, Why

PAGE = (PROJECT / "docs" / "evaluation.md").read_text(encoding="utf-8")


def test_every_metric_is_explained_and_no_other():
    cells = re.findall(r"^\| (`.+?`) \|(.*)", PAGE, re.M)
    named = [name for cell, _ in cells for name in re.findall(r"`([^`]+)`", cell)]
    assert tuple(named) == MEASURES
    lower = {cell.strip("`") for cell, text in cells if "lower is better" in text}
    assert lower == LOWER_IS_BETTER
    assert set(RAISED) <= set(MEASURES)


def test_every_reason_is_named():
    assert all(f"`{reason.value}`" in PAGE for reason in Why)


def test_the_example_of_floors_can_be_read(tmp_path):
    path = tmp_path / "floors.yaml"
    path.write_text(re.search(r"```yaml\n(.*?)```", PAGE, re.S)[1], encoding="utf-8")
    assert load_floors(path) == {
        "*": {"quote_fidelity": 1.0},
        "communique.test.jsonl": {"hit@5": 0.85, "over_refusal": 0.1},
    }
