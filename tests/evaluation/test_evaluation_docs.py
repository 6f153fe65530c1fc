"""docs/evaluation.md and the code name the same things."""

from __future__ import annotations

import re
import shlex

from evaluation_samples import PROJECT

import cli
from evaluation import feedback
from evaluation.floors import load_floors
from evaluation.raising import RAISED
from evaluation.scoring import LOWER_IS_BETTER, MEASURES, SET_METRICS, Why

ACTIONS = ("validate", "draft", "from-feedback", "accept", "export", "import")
FILES = ("answers.jsonl", "report.json", "report.md", "report.html")
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


def test_the_french_half_names_the_measures_that_there_are():
    french = PAGE.split("## En français")[1]
    words = set(re.findall(r"`([a-z_@0-9]+)`", french))
    told = {word for word in words if word in MEASURES}
    assert set(SET_METRICS) | {"quote_fidelity", "alce_recall", "brier", "ndcg@10"} <= told
    known = {*MEASURES, *ACTIONS, "null", "partial", "evaluate"}
    assert words <= known, words - known


def test_every_action_of_questions_is_shown_and_understood():
    lines = re.findall(r"^\.venv/bin/python cli\.py (questions .*)$", PAGE, re.M)
    shown = {cli._parser().parse_args(shlex.split(line)).action for line in lines}
    assert shown == set(ACTIONS)
    assert all(PAGE.count(f"`{action}`") >= 2 for action in ACTIONS)


def test_the_keys_of_feedback_are_told():
    told = re.search(r"`from-feedback` reads.*?\n\n", PAGE, re.S)[0]
    assert all(f"`{key}`" in told for key in (*feedback.REQUIRED, *feedback.OPTIONAL))
    assert all(f"`{verdict.value}`" in told for verdict in feedback.Verdict)
    assert f"`schema` ({feedback.SCHEMA_VERSION})" in told


def test_the_files_of_out_are_told():
    assert all(f"`{name}`" in PAGE for name in FILES)


def test_every_make_target_of_the_page_exists():
    targets = set(re.findall(r"^([a-z]+):", (PROJECT / "Makefile").read_text("utf-8"), re.M))
    assert set(re.findall(r"`make (\w+)`", PAGE)) <= targets


def test_the_example_of_floors_can_be_read(tmp_path):
    path = tmp_path / "floors.yaml"
    path.write_text(re.search(r"```yaml\n(.*?)```", PAGE, re.S)[1], encoding="utf-8")
    assert load_floors(path) == {
        "*": {"quote_fidelity": 1.0},
        "communique.test.jsonl": {"hit@5": 0.85, "over_refusal": 0.1},
    }
