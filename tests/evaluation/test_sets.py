"""The question sets: valid, verbatim, balanced, apart from each other, and as their page says."""

from __future__ import annotations

import json
import re
from collections import Counter

import jsonschema
import pytest
from evaluation_samples import PROJECT

from assembly import Depeche
from config import load_settings
from domain import Release
from evaluation.metrics import answer_correctness
from evaluation.questions import SCHEMA, load_questions
from evaluation.quotes import check_quotes
from shadow import fold

SETS = PROJECT / "evaluation" / "sets"
SOURCE = "2024-07-12-forum-criminalite-transfrontaliere-fr.txt"
PATHS = [SETS / "communique.dev.jsonl", SETS / "communique.test.jsonl"]
PRESS = [SETS / "press.dev.jsonl", SETS / "press.test.jsonl"]
OTHERS = [SETS / "releases.dev.jsonl", SETS / "releases.test.jsonl"]
OVERVIEWS = sorted(SETS.glob("overview.*.jsonl"))
MEASURED = [*PATHS, *PRESS, *OTHERS, *OVERVIEWS]
KINDS = ("other_topic", "not_given", "false_premise", "injection")


@pytest.fixture(scope="module")
def questions():
    return [question for path in PATHS for question in load_questions(path)]


@pytest.fixture(scope="module")
def of_the_communique(questions):
    return [*questions, *(question for path in PRESS for question in load_questions(path))]


@pytest.fixture(scope="module")
def communique():
    """The file as it is, so that the quotes do not depend on how it is parsed."""
    text = (PROJECT / "corpus" / SOURCE).read_text(encoding="utf-8")
    return Release("communique", "1", SOURCE, text, "fr", ())


@pytest.mark.parametrize("path", MEASURED, ids=lambda path: path.name)
def test_every_line_keeps_the_schema(path):
    validator = jsonschema.Draft202012Validator(json.loads(SCHEMA.read_text(encoding="utf-8")))
    for line in path.read_text(encoding="utf-8").splitlines():
        validator.validate(json.loads(line))


def test_every_quote_is_verbatim_in_the_communique(of_the_communique, communique):
    assert check_quotes(of_the_communique, [communique]) == ()


def test_every_quote_is_within_what_the_library_holds(of_the_communique, depeche):
    assert check_quotes(of_the_communique, depeche.releases()) == ()


def test_every_quote_of_the_other_sets_is_verbatim_in_its_release(tmp_path):
    depeche = Depeche(load_settings(library=tmp_path / "library"))
    depeche.ingest([SETS.parent / "releases", PROJECT / "corpus"])
    releases = depeche.releases()
    depeche.close()
    for path in OTHERS:
        assert check_quotes(load_questions(path), releases) == (), path.name


@pytest.mark.parametrize("path", MEASURED, ids=lambda path: path.name)
def test_the_quotes_themselves_mention_what_has_to_be_mentioned(path):
    for question in load_questions(path):
        said = [quote.text for quote in question.reference_quotes]
        assert answer_correctness(said, question.must_mention) in (None, 1.0), question.id


def test_the_mix(questions):
    assert len(questions) >= 150
    french = sum(question.lang == "fr" for question in questions) / len(questions)
    unanswerable = sum(not question.answerable for question in questions) / len(questions)
    assert 0.45 <= french <= 0.55
    assert 0.2 <= unanswerable <= 0.3
    asked = {question.type for question in questions if question.answerable}
    assert asked >= {
        "who",
        "when",
        "where",
        "how_many",
        "list",
        "definition",
        "why",
        "how",
        "contact",
        "yes_no",
        "summary",
    }
    assert sum(bool(question.history) for question in questions) >= 3
    assert "Qui représentait les États-Unis ?" in {question.user_input for question in questions}


@pytest.mark.parametrize("path", MEASURED, ids=lambda path: path.name)
def test_what_has_to_be_declined_says_why(path):
    for question in load_questions(path):
        assert question.answerable or question.notes in KINDS, question.id


def test_the_page_counts_what_is_in_the_sets():
    page = SETS.joinpath("README.md").read_text(encoding="utf-8")
    rows = re.findall(r"^\| `([\w.]+)` \| ([\d| ]+) \|$", page, re.M)
    told = {f"{name}.jsonl": [int(cell) for cell in cells.split("|")] for name, cells in rows}
    counted = {}
    for path in [*MEASURED, *SETS.glob("training.*.jsonl")]:
        questions = load_questions(path)
        lang = Counter(question.lang for question in questions)
        kind = Counter(question.notes for question in questions if not question.answerable)
        answerable = sum(question.answerable for question in questions)
        counts = [len(questions), lang["fr"], lang["en"], answerable]
        counted[path.name] = [*counts, *(kind[name] for name in KINDS)]
    assert told == counted


def test_no_question_stands_twice():
    for paths in ([*PATHS, *PRESS], OTHERS, OVERVIEWS):
        questions = [question for path in paths for question in load_questions(path)]
        ids = [question.id for question in questions]
        texts = [(fold(question.user_input), question.history) for question in questions]
        assert len(set(ids)) == len(ids)
        assert len(set(texts)) == len(texts)


def test_nothing_is_trained_on_a_measured_question():
    measured = {fold(item.user_input) for path in MEASURED for item in load_questions(path)}
    for path in SETS.glob("training.*.jsonl"):
        trained = {fold(item.user_input) for item in load_questions(path)}
        assert not measured & trained, path.name
