from __future__ import annotations

import pytest

from answering.dialogue import standalone

FIRST = "Qui représentait le Canada au forum ?"


@pytest.mark.parametrize(
    "follow_up",
    ["Et LeBlanc ?", "Pourquoi ?", "What about firearms?", "Quand a-t-il parlé ?", "Et ?"],
)
def test_a_follow_up_takes_its_subject_from_the_last_full_question(follow_up):
    assert standalone(follow_up, [FIRST]) == f"{follow_up} {FIRST}"
    assert standalone(follow_up, [FIRST, "Et Virani ?"]) == f"{follow_up} {FIRST}"


@pytest.mark.parametrize(
    "question",
    [
        "Quels crimes haineux ont augmenté selon les ministres ?",
        "What did the ministers say about artificial intelligence risks?",
    ],
)
def test_a_question_that_stands_by_itself_is_left_alone(question):
    assert standalone(question, [FIRST]) == question


def test_without_history_nothing_changes():
    assert standalone("Et LeBlanc ?", []) == "Et LeBlanc ?"
