"""Successions have a direction, and of the life of a person a word for it has to be said."""

from __future__ import annotations

import pytest

from answering.persons import Asked, succession_of, tells, told_of_life
from assembly import Depeche
from config import Settings
from domain import AnswerStatus
from retrieval.question import Question

RELEASE = """New head of the Harbour Board

SYDNEY, NS, May 6, 2025 /CNW/ - Transport Minister Odette Granger-Poole today named Rowan Teller-Diaz \
chair of the Harbour Board. Rowan Teller-Diaz succeeds Agnes Brandvold, who led the board for nine \
years. Rowan Teller-Diaz speaks English, Spanish and Mi'kmaq and was born in Canso.

The board runs four piers and employs 120 people. "The piers need paint," said Minister Granger-Poole.
"""


@pytest.fixture(scope="module")
def board(tmp_path_factory):
    folder = tmp_path_factory.mktemp("board")
    (folder / "board.txt").write_text(RELEASE, encoding="utf-8")
    with Depeche(Settings(library=folder / "library")) as depeche:
        depeche.ingest([folder / "board.txt"])
        yield depeche


@pytest.mark.parametrize(
    ("question", "asked"),
    [
        ("Qui remplacera Hélène Roy ?", Asked("roy", True)),
        ("Who will succeed Dr. Falk?", Asked("falk", True)),
        ("Qui prendra la relève de Solveig Aubry ?", Asked("aubry", True)),
        ("Who took over from Ingrid Falk?", Asked("falk", True)),
        ("Who comes after Mayor Thibodeau?", Asked("thibodeau", True)),
        ("Who held the job before LeBlanc?", Asked("leblanc", False)),
        ("Qui dirigeait l'urgence avant Pascal Emeka ?", Asked("emeka", False)),
        ("Qui était le prédécesseur de Roy ?", Asked("roy", False)),
        ("Qui remplaçait le premier ministre du Nouveau-Brunswick ?", None),
        ("Who was commissioner before 2024?", None),
        ("Who will replace the nurse?", None),
        ("What replaced the Kessler Act?", None),
        ("Qui a signé avant midi ?", None),
    ],
)
def test_the_succession_of_a_question(question, asked):
    assert succession_of(Question.of(question)) == asked


@pytest.mark.parametrize(
    ("text", "after", "before"),
    [
        ("Dr. Emeka succeeds Dr. Falk as head of medicine.", False, True),
        ("Dr. Falk succeeds Dr. Emeka as head of medicine.", True, False),
        ("Mme Emeka a été remplacée par M. Falk.", True, False),
        ("M. Falk a été remplacé par Mme Emeka.", False, True),
        ("Mme Emeka prend la relève de M. Falk.", False, True),
        ("Dr. Emeka opened the new wing.", False, False),
    ],
)
def test_a_succession_has_a_direction(text, after, before):
    assert tells(text, Asked("emeka", after=True)) is after
    assert tells(text, Asked("emeka", after=False)) is before


@pytest.mark.parametrize(
    ("question", "words"),
    [
        ("Who succeeded Agnes Brandvold?", "Teller-Diaz succeeds"),
        ("Qui a remplacé Agnes Brandvold ?", "Teller-Diaz succeeds"),
        ("Who chaired the board before Rowan Teller-Diaz?", "Agnes Brandvold"),
        ("What languages does Rowan Teller-Diaz speak?", "Spanish"),
        ("Where was Rowan Teller-Diaz born?", "Canso"),
    ],
)
def test_what_is_said_of_a_person_is_answered(board, question, words):
    answer = board.ask(question)
    assert answer.status is AnswerStatus.ANSWERED
    assert any(words in citation.quote for citation in answer.citations)


@pytest.mark.parametrize(
    "question",
    [
        "Who will succeed Rowan Teller-Diaz?",
        "Qui remplacera Odette Granger-Poole ?",
        "Who held the job before Odette Granger-Poole?",
        "Is Rowan Teller-Diaz married?",
        "De quel parti est Odette Granger-Poole ?",
        "Where did Agnes Brandvold study?",
        "Quelle est la religion de Rowan Teller-Diaz ?",
    ],
)
def test_what_is_not_said_of_a_person_is_declined(board, question):
    answer = board.ask(question)
    assert answer.status is AnswerStatus.DECLINED and answer.reason


def test_other_questions_ask_for_nothing_of_a_life():
    for text in (
        "What party did the ministers hold?",
        "Quelles langues sont enseignées ?",
        "Who is Rowan Teller-Diaz?",
        "What did Rowan Teller-Diaz say about wages?",
    ):
        assert told_of_life(Question.of(text)) is None
