"""Sums are declined, whatever numbers a release has; questions with numbers are no sums."""

from __future__ import annotations

import pytest

from answering.sums import is_sum
from domain import AnswerStatus

SUMS = [
    "Combien font deux plus deux ?",
    "Ça fait combien 38 moins 9 ?",
    "Quelle est la racine carrée de 55 ?",
    "Quel est le résultat de 24 divisé par 2 ?",
    "2+2 ?",
    "88 - 14",
    "What is two plus two?",
    "How much is 15 percent of 600?",
    "What do two and two make?",
    "What is the square root of 600?",
]


@pytest.mark.parametrize("question", SUMS)
def test_sums_are_declined(depeche, question):
    assert is_sum(question)
    answer = depeche.ask(question)
    assert answer.status is AnswerStatus.DECLINED and answer.reason and not answer.citations


@pytest.mark.parametrize(
    "question",
    [
        "Et 2023 et 2024 ?",
        "2022-2023 ?",
        "202-305-5625 ?",
        "C-70 ?",
        "Combien de ministres plus deux ?",
        "Combien font les deux ministères ensemble ?",
        "What is C-70?",
        "How much is the fund?",
        "How many of the 12 conferences?",
        "Is it two or three?",
        "",
    ],
)
def test_other_questions_are_no_sums(question):
    assert not is_sum(question)
