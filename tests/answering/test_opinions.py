"""What readers say of answers: kept with the conversation, changed, taken back, gone with it."""

from __future__ import annotations

import sqlite3

import pytest

from answering.history import SCHEMA, History
from answering.opinions import MAX_COMMENT, Opinion, Opinions, Verdict
from domain import Turn
from errors import HistoryUnknown
from evaluation.feedback import said_in_chat, to_questions

WHO = "Qui représentait les États-Unis ?"
CUP = "Qui a gagné la Coupe Stanley en 1987 ?"


@pytest.fixture
def talk(history, depeche):
    """The id of a conversation of two turns."""
    name, _ = history.store(None, Turn(WHO, depeche.ask(WHO)))
    assert history.store(name, Turn(CUP, depeche.ask(CUP))) == (name, 2)
    return name


def test_an_opinion_is_kept_changed_and_taken_back(history, talk):
    opinions = Opinions(history)
    opinions.put(Opinion(talk, 1, Verdict.WRONG, 0, "  non  "))
    opinions.put(Opinion(talk, 2, Verdict.RIGHT))
    opinions.put(Opinion(talk, 1, Verdict.RIGHT, 0, "x" * (MAX_COMMENT + 1)))
    kept = opinions.of(talk)
    assert set(kept) == {(1, 0), (2, None)}
    assert kept[1, 0].verdict is Verdict.RIGHT and kept[1, 0].comment == "x" * MAX_COMMENT
    opinions.take_back(talk, 1, 0)
    opinions.take_back(talk, 1, 0)
    assert set(opinions.of(talk)) == {(2, None)}


def test_there_is_no_opinion_without_its_turn(history, talk):
    opinions = Opinions(history)
    for name, turn in ((talk, 3), ("elsewhere", 1)):
        with pytest.raises(HistoryUnknown):
            opinions.put(Opinion(name, turn, Verdict.RIGHT))
    assert opinions.all() == []


def test_deleting_a_conversation_deletes_what_was_said_of_it(history, talk):
    opinions = Opinions(history)
    opinions.put(Opinion(talk, 1, Verdict.RIGHT, 0, "un commentaire très reconnaissable"))
    history.delete(talk)
    assert opinions.all() == []
    assert b"reconnaissable" not in history.path.read_bytes()


def test_nothing_is_made_by_looking(history):
    opinions = Opinions(history)
    assert opinions.all() == [] and opinions.of("x") == {}
    opinions.take_back("x", 1)
    assert not history.path.exists()


def test_a_file_of_the_first_schema_is_brought_up_to_this_one(history, talk):
    history.close()
    with sqlite3.connect(history.path) as connection:
        connection.execute("DROP TABLE opinions")
        connection.execute("ALTER TABLE conversations DROP COLUMN owner")
        connection.execute("PRAGMA user_version = 1")
    connection.close()
    again = History(history.path.parent)
    opinions = Opinions(again)
    assert opinions.of(talk) == {} and again.list()[0].turns == 2
    opinions.put(Opinion(talk, 1, Verdict.RIGHT, 0))
    again.close()
    with sqlite3.connect(history.path) as connection:
        assert connection.execute("PRAGMA user_version").fetchone() == (SCHEMA,)
    connection.close()


def test_nobody_has_an_opinion_on_a_conversation_of_another(history, depeche):
    hers = history.of("ana").append(None, Turn(WHO, depeche.ask(WHO)))
    ana, bo = Opinions(history.of("ana")), Opinions(history.of("bo"))
    ana.put(Opinion(hers, 1, Verdict.RIGHT, 0))
    with pytest.raises(HistoryUnknown):
        bo.put(Opinion(hers, 1, Verdict.WRONG, 0))
    bo.take_back(hers, 1, 0)
    assert bo.of(hers) == {} and bo.all() == []
    assert ana.of(hers)[1, 0].verdict is Verdict.RIGHT
    assert [opinion.conversation_id for opinion in Opinions(history).all()] == [hers]


def test_opinions_become_questions_that_hold(history, talk, depeche):
    opinions = Opinions(history)
    opinions.put(Opinion(talk, 1, Verdict.RIGHT, 0))
    opinions.put(Opinion(talk, 2, Verdict.RIGHT, comment="bien décliné"))
    said = said_in_chat(history, depeche.library)
    assert [(item.question, item.history) for item in said] == [(WHO, ()), (CUP, (WHO,))]
    who, cup = to_questions(said, depeche.releases()).questions
    assert "Merrick B. Garland" in who.reference_quotes[0].text
    assert not cup.answerable and cup.history == (WHO,)


def test_what_was_said_of_an_answer_that_no_longer_holds_is_not_lost(history, talk, depeche):
    Opinions(history).put(Opinion(talk, 1, Verdict.WRONG, 0, "faux"))
    with sqlite3.connect(history.path) as connection:
        connection.execute("UPDATE turns SET record = replace(record, 'Garland', 'Smith')")
    connection.close()
    (said,) = said_in_chat(history, depeche.library)
    assert said.question == WHO and said.comment == "faux"
    assert to_questions([said], depeche.releases()).questions[0].reference_quotes == ()
