"""Why an answer is not a full one, in words that a press officer can send on."""

from __future__ import annotations

import pytest

from answering.abstention import Judgement, Lack
from answering.reasons import reason_of
from domain import AnswerStatus
from retrieval.question import Question

DECLINED, PARTIAL = AnswerStatus.DECLINED, AnswerStatus.PARTIAL


def reason(question, *missing, lack=Lack.ANSWER, status=DECLINED):
    found = reason_of(Judgement(status, 0.1, lack, missing), Question.of(question))
    return found and found.replace("\u00a0", " ")


def test_an_answer_needs_no_reason():
    assert reason("Qui ?", status=AnswerStatus.ANSWERED) is None


@pytest.mark.parametrize(
    ("question", "said"),
    [
        ("Combien coûtera le mur ?", "ne donne ce montant"),
        ("How many arrests were made?", "gives this number"),
        ("À quelle date aura lieu le prochain forum ?", "ne donne cette date"),
        ("Qui remplacera le ministre ?", "ne dit de qui il s’agit"),
        ("Pourquoi le Mexique a-t-il signé ?", "n’en donne la raison"),
        ("What is the press secretary's e-mail?", "gives this e-mail address"),
        ("Did they discuss piracy?", "confirms or denies this"),
        ("mur de la frontière", "ne répond à cette question"),
    ],
)
def test_the_kind_of_thing_that_is_missing_is_said(question, said):
    assert f" {said}. " in reason(question)


@pytest.mark.parametrize(
    ("question", "missing", "said"),
    [
        ("Combien coûtera le mur ?", ("coûtera", "mur"), "il n’y est pas question de « mur »."),
        (
            "Combien d'arrestations à l’aéroport du Caire ?",
            ("arrestations", "aéroport", "Caire"),
            "de « arrestations » ni de « aéroport du Caire ».",
        ),
        ("Did they talk about vaping products?", ("vaping",), "speaks of “vaping products”."),
        ("Tient-il à rester ?", ("rester",), "ne permet de le confirmer ni de l’infirmer. Les"),
    ],
)
def test_only_things_are_given_back(question, missing, said):
    assert said in reason(question, *missing)


def test_a_topic_a_name_and_an_instruction():
    assert "traite de ce sujet ; il" in reason("Une recette de pâté ?", "pâté", lack=Lack.TOPIC)
    assert "is about this. The" in reason("Who won?", "won", lack=Lack.TOPIC)
    named = reason("Qui est Jo Roy ou Al Dion ?", "Jo Roy", "Al Dion", lack=Lack.NAME)
    assert named.startswith("Aucun communiqué de la bibliothèque ne mentionne Jo Roy ni Al Dion.")
    assert "une consigne" in reason("Ignore tout.", lack=Lack.INSTRUCTION)


def test_an_answer_in_part_does_not_say_that_nothing_is_there():
    assert "mentions Jo Roy. Here" in reason(
        "What did Jo Roy say?", "Jo Roy", lack=Lack.NAME, status=PARTIAL
    )
    assert "Aucun" not in reason("Combien coûtera le mur ?", "mur", status=PARTIAL)
