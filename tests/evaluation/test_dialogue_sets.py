"""The dialogues: valid, verbatim, apart from each other, each follow-up with its twin."""

from __future__ import annotations

import json

import jsonschema
import pytest
from places import COMMUNIQUE, PROJECT

from assembly import Depeche
from config import load_settings
from evaluation.evaluate import evaluate
from evaluation.questions import SCHEMA, load_questions
from evaluation.quotes import check_quotes
from shadow import fold

SETS = PROJECT / "evaluation" / "sets"
PATHS = [SETS / "dialogues.dev.jsonl", SETS / "dialogues.test.jsonl"]
MORE = SETS / "dialogues.more.jsonl"
FRESH = SETS / "dialogues.fresh.jsonl"
USERS = SETS / "dialogues.users.jsonl"
CHAT = SETS / "dialogues.chat.jsonl"
TWIN = "-alone"


@pytest.fixture(scope="module")
def library(tmp_path_factory):
    """The communiqué and the fictional releases."""
    with Depeche(load_settings(library=tmp_path_factory.mktemp("dialogues"))) as opened:
        opened.ingest([COMMUNIQUE, PROJECT / "evaluation" / "releases"])
        yield opened


@pytest.fixture(scope="module")
def other_library(tmp_path_factory):
    """The communiqué and the fictional releases for training."""
    with Depeche(load_settings(library=tmp_path_factory.mktemp("more"))) as opened:
        opened.ingest([COMMUNIQUE, PROJECT / "evaluation" / "training"])
        yield opened


@pytest.mark.parametrize("path", [*PATHS, MORE, FRESH, USERS, CHAT], ids=lambda path: path.name)
def test_rows_are_valid_and_every_follow_up_has_its_twin(path):
    validator = jsonschema.Draft202012Validator(json.loads(SCHEMA.read_text(encoding="utf-8")))
    for line in path.read_text(encoding="utf-8").splitlines():
        validator.validate(json.loads(line))
    rows = {question.id: question for question in load_questions(path)}
    follow_ups = [row for row in rows.values() if row.type == "follow_up"]
    assert len({row.id.rsplit("-", 1)[0] for row in rows.values() if row.history}) >= 15
    for row in follow_ups:
        twin = rows[row.id + TWIN]
        assert twin.type == "standalone" and row.history and not twin.history
        assert twin.reference_quotes == row.reference_quotes and twin.lang == row.lang
    assert len(follow_ups) == sum(row.type == "standalone" for row in rows.values()) >= 40
    assert sum(not row.answerable for row in follow_ups) >= 4
    assert {row.lang for row in follow_ups} == {"fr", "en"}


def test_every_quote_is_verbatim(library):
    questions = [
        question for path in [*PATHS, FRESH, USERS, CHAT] for question in load_questions(path)
    ]
    assert check_quotes(questions, library.releases()) == ()


def test_every_quote_of_the_further_dialogues_is_verbatim(other_library):
    assert check_quotes(load_questions(MORE), other_library.releases()) == ()


def test_nothing_that_is_tested_with_was_developed_with():
    dev, test, *others = (
        {fold(q.user_input) for q in load_questions(p) if q.type == "opening"}
        for p in (*PATHS, MORE, FRESH, USERS, CHAT)
    )
    assert not test & dev.union(*others)


def test_a_city_that_is_named_anew_says_that_its_release_is_meant(library):
    """In doubt the release that is spoken of is meant, but not where the place is another."""
    asked = "Combien de vols de cargaisons le rapport présenté à Halifax recensait-il ?"
    cited = library.ask("Et à Trois-Rivières ?", [asked]).citations
    assert cited and all("trois-rivieres" in citation.source for citation in cited)


@pytest.mark.slow
@pytest.mark.parametrize("path", [*PATHS, FRESH, USERS], ids=lambda path: path.name)
def test_a_follow_up_finds_what_its_twin_finds(path, library):
    """Citation recall of follow-ups is at most 0.08 below that of the same questions asked alone."""
    report = evaluate(path, library.ask, library.releases()).to_dict()["by_type"]
    recall = {
        kind: report[kind]["citation_recall"]["value"] for kind in ("follow_up", "standalone")
    }
    assert recall["follow_up"] >= recall["standalone"] - 0.08


def test_the_release_that_is_spoken_of_is_looked_at(library):
    """What a short question finds in other releases does not keep that one from being read."""
    answer = library.ask("On reçoit combien ?", ["Combien d'armes à feu ont été remises ?"])
    assert any("rachat-armes" in item.source for item in answer.evidence)
