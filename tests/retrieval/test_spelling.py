"""Slips of spelling: what is no word is read as the word of the releases that it nearly is."""

from __future__ import annotations

import pytest

from domain import AnswerStatus


@pytest.mark.parametrize(
    ("typed", "read"),
    [
        ("Que disent-ils du fentanil ?", "Que disent-ils du fentanyl ?"),
        ("Que disent-ils de l'inteligence artificielle ?", "de l'intelligence artificielle ?"),
        ("Qu'en est-il de la coaliton ?", "Qu'en est-il de la coalition ?"),
        ("l'antisémitsime recule-t-il ?", "l'antisémitisme recule-t-il ?"),
    ],
)
def test_what_is_no_word_is_read_as_the_nearest_of_the_releases(depeche, typed, read):
    assert depeche._ready().retriever.corrected(typed).endswith(read)


@pytest.mark.parametrize(
    "question",
    [
        "Qui représentait le Canada ?",  # nothing is wrong with it
        "Combien de médailles le Canada a-t-il remportées ?",  # words that no release has
        "Que dit le président Zelinsky des Procureux ?",  # names
        "Quelle loi a été discutées ?",  # another form of a word that is there
        "Que disent-ils du fntnyl ?",  # too far from any
        "",
    ],
)
def test_what_exists_stays_as_it_is(depeche, question):
    assert depeche._ready().retriever.corrected(question) == question


def test_the_reader_is_told_what_was_looked_for(depeche):
    answer = depeche.ask("Que disent-ils du fentanil ?")
    assert answer.question == "Que disent-ils du fentanil ?"
    assert answer.standalone_question == "Que disent-ils du fentanyl ?"
    assert answer.status is AnswerStatus.ANSWERED
    assert any("fentanyl" in sentence.text for sentence in answer.sentences)
