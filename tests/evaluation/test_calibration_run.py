"""A calibration from the questions to what the product reads."""

from __future__ import annotations

import json
from itertools import islice

import pytest
from places import PROJECT

from assembly import Depeche
from config import Settings
from evaluation.calibration import reader as fitting
from evaluation.calibration import run
from evaluation.calibration.plan import Part
from evaluation.calibration.run import Subject, calibrate, calibrate_all
from evaluation.questions import load_questions
from retrieval import rank

SETS = PROJECT / "evaluation" / "sets"


def quiet(line):
    """What is told while fitting is not looked at."""


@pytest.fixture(scope="module")
def subjects(tmp_path_factory):
    asked = [
        question
        for name in ("training.short.communique", "training.offtopic")
        for question in islice(load_questions(SETS / f"{name}.jsonl"), 40)
    ]
    library = tmp_path_factory.mktemp("calibration")
    with Depeche(Settings(library=library)) as depeche:
        depeche.ingest([PROJECT / "corpus"])
        part = Part((), tuple(asked), keywords=4, swapped=0, times=1)
        yield [Subject.of(depeche._ready(), tuple(depeche.releases()), part)]


@pytest.fixture
def quick(monkeypatch, tmp_path):
    """Short fits, written beside the product and not into it; what was written, by its name."""
    monkeypatch.setattr(fitting, "EPOCHS", 1)
    places = {what: tmp_path / path.name for what, path in run.PLACES.items()}
    places["ranking"].write_bytes(rank.WEIGHTS.read_bytes())
    monkeypatch.setattr(run, "PLACES", places)
    monkeypatch.setattr(rank, "WEIGHTS", places["ranking"])
    yield places
    monkeypatch.undo()
    rank.reread()


@pytest.mark.slow
def test_all_four_are_fitted_and_written_each_on_the_ones_before_it(subjects, quick):
    made = dict(calibrate_all(subjects, quiet))
    assert list(made) == ["ranking", "reader", "choice", "refusal"]
    assert json.loads(quick["ranking"].read_text())["small"] == made["ranking"].small
    assert rank._weights()["small"] == made["ranking"].small  # what comes after ranks with them
    assert json.loads(quick["choice"].read_text())["reader"] == made["choice"].reader.weights
    assert json.loads(quick["refusal"].read_text())["reader"] == made["refusal"].reader.weights
    assert quick["reader"].stat().st_size > 1_000
    alone = calibrate("choice", subjects, quiet)
    assert alone.figures() == made["choice"].figures()
