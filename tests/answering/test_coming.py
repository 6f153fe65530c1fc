"""What comes next is not what has just been."""

from __future__ import annotations

import pytest

from answering.coming import thing_to_come
from assembly import Depeche
from config import Settings
from domain import AnswerStatus
from retrieval.question import Question

RELEASE = """Ministers meet in Gander

GANDER, NL, May 6, 2025 /CNW/ - The ministers of fisheries met today in Gander for the ninth Atlantic \
Roundtable, which Minister Odette Granger-Poole chaired. They signed a plan on lobster.

The tenth Roundtable will take place in Tadoussac on May 4, 2026. The ministers also spoke of the \
Boreal Dialogue, which was held in Rimouski in April.
"""


@pytest.fixture(scope="module")
def fisheries(tmp_path_factory):
    folder = tmp_path_factory.mktemp("fisheries")
    (folder / "gander.txt").write_text(RELEASE, encoding="utf-8")
    with Depeche(Settings(library=folder / "library")) as depeche:
        depeche.ingest([folder / "gander.txt"])
        yield depeche


@pytest.mark.parametrize(
    ("question", "asks"),
    [
        ("Où aura lieu le prochain Forum ?", True),
        ("When is the next meeting?", True),
        ("Who will chair its next session?", True),
        ("Qui présidera la prochaine édition ?", True),
        ("Combien coûtera la prochaine campagne ?", True),
        ("Who sat next to the minister?", False),
        ("What are the next steps?", False),
        ("Que feront-ils le mois prochain ?", False),
        ("Que finance le prochain budget ?", False),
        ("Où a eu lieu le Forum ?", False),
    ],
)
def test_what_asks_what_comes_next(question, asks):
    assert (thing_to_come(Question.of(question)) is not None) is asks


def test_what_is_told_of_the_next_one_is_quoted(fisheries):
    for question in ("Where is the next Roundtable?", "Quand aura lieu la prochaine Table ronde ?"):
        answer = fisheries.ask(question)
        assert answer.status is not AnswerStatus.DECLINED
        assert any("Tadoussac" in citation.quote for citation in answer.citations)


def test_where_it_was_is_no_answer(depeche):
    for question in (
        "Où aura lieu le prochain FCT ?",
        "Where is the next meeting of the ministers?",
    ):
        answer = depeche.ask(question)
        assert answer.status is AnswerStatus.DECLINED and answer.reason
