"""Conversations on disk: kept, checked again, exported, deleted."""

from __future__ import annotations

import json
import os
import sqlite3
import stat

import pytest

from answering.contract import answer_record
from answering.history import SCHEMA, History
from domain import NOBODY, AnswerStatus, Turn
from errors import HistoryError, HistoryUnknown

WHO = "Qui représentait les États-Unis ?"
CUP = "Qui a gagné la Coupe Stanley en 1987 ?"


def recorded(turn):
    """A turn as its `ask` record: all that is kept of it."""
    return turn.question, answer_record(turn.answer)


@pytest.fixture
def turns(depeche):
    return [Turn(question, depeche.ask(question)) for question in (WHO, CUP)]


def test_a_conversation_survives_a_restart_with_its_answers(history, turns, depeche):
    first = history.append(None, turns[0])
    assert history.append(first, turns[1]) == first
    history.close()
    again = History(history.path.parent)
    (summary,) = again.list()
    assert (summary.id, summary.title, summary.turns) == (first, WHO, 2)
    loaded = again.load(first, depeche.library)
    assert [recorded(stored) for stored in loaded] == [recorded(turn) for turn in turns]
    assert loaded[1].answer.status is AnswerStatus.DECLINED and loaded[1].answer.evidence
    again.close()


def test_a_conversation_is_called_by_its_first_question_and_not_by_a_greeting(history, depeche):
    for question in ("Bonjour !", WHO, "Merci"):
        found = history.append("one", Turn(question, depeche.ask(question)))
        assert [each.title for each in history.list()] == [
            "Bonjour !" if question[0] == "B" else WHO
        ]
    assert found == "one"


def test_nothing_is_made_before_there_is_something_to_keep(history):
    assert history.list() == [] and history.delete_all() == 0
    assert not history.path.exists()


@pytest.mark.skipif(os.name == "nt", reason="POSIX modes")
def test_the_file_is_its_owners_alone(history, turns):
    history.append(None, turns[0])
    assert stat.S_IMODE(history.path.stat().st_mode) == 0o600


@pytest.mark.parametrize(
    "tamper",
    [
        lambda a: a["citations"][0].update(quote=a["citations"][0]["quote"].replace("Garland", "Smith")),
        lambda a: a["citations"][0].update(start=a["citations"][0]["start"] + 1),
        lambda a: a["citations"][0].update(version="0" * 16),
        lambda a: a["citations"][0].update(release_id="gone"),
        lambda a: a["sentences"][0].update(text="Jean Smith représentait les États-Unis."),
        lambda a: a["sentences"][0].update(citations=[9]),
        lambda a: a.update(status="maybe"),
        lambda a: a.pop("citations"),
    ],
)  # fmt: skip
def test_what_is_no_longer_the_stored_words_comes_back_without_its_answer(
    history, turns, depeche, tamper
):
    talk = history.append(None, turns[0])
    history.append(talk, turns[1])
    with sqlite3.connect(history.path) as connection:
        ((record,),) = connection.execute("SELECT record FROM turns WHERE number = 1")
        changed = json.loads(record)
        tamper(changed["answer"])
        connection.execute("UPDATE turns SET record = ? WHERE number = 1", [json.dumps(changed)])
    connection.close()
    broken, whole = history.load(talk, depeche.library)
    assert broken.question == WHO and broken.answer is None and broken.turn is None
    assert broken.problem and recorded(whole) == recorded(turns[1])
    exported = history.export(talk, depeche.library)
    assert exported["turns"][0]["answer"] is None and "Smith" not in json.dumps(exported)


def test_export_is_plain_json_with_the_record_of_each_answer(history, turns, depeche):
    talk = history.append(None, turns[0])
    exported = json.loads(json.dumps(history.export(talk, depeche.library)))
    assert exported["id"] == talk and exported["schema"] == SCHEMA
    (turn,) = exported["turns"]
    citation = turn["answer"]["citations"][0]
    stored = depeche.library.text(citation["release_id"], citation["version"])
    assert stored[citation["start"] : citation["end"]] == citation["quote"]


def test_one_conversation_is_deleted_or_all_and_no_word_stays(history, turns, depeche):
    one, other = (history.append(None, turn) for turn in turns)
    history.delete(one)
    assert [summary.id for summary in history.list()] == [other]
    with pytest.raises(HistoryUnknown, match=one):
        history.load(one, depeche.library)
    with pytest.raises(HistoryUnknown):
        history.delete(one)
    assert "représentait les".encode() not in history.path.read_bytes()
    assert history.delete_all() == 1 and history.list() == []


def test_two_conversations_do_not_mix(history, turns, depeche):
    one, other = (history.append(None, turn) for turn in turns)
    history.append(other, turns[0])
    assert [stored.question for stored in history.load(one, depeche.library)] == [WHO]
    assert [stored.question for stored in history.load(other, depeche.library)] == [CUP, WHO]


def test_each_owner_sees_and_deletes_only_what_is_theirs(history, turns, depeche):
    ana, bo = history.of("ana"), history.of("bo")
    hers = ana.append(None, turns[0])
    his = bo.append(None, turns[1])
    nobodys = history.append(None, turns[0])
    assert [summary.id for summary in ana.list()] == [hers]
    assert [summary.id for summary in bo.list()] == [his]
    assert [summary.id for summary in history.of(NOBODY).list()] == [nobodys]
    assert {summary.owner for summary in history.list()} == {"ana", "bo", NOBODY}
    for refused in (
        lambda: bo.load(hers, depeche.library),
        lambda: bo.export(hers, depeche.library),
        lambda: bo.delete(hers),
        lambda: bo.append(hers, turns[1]),
    ):
        with pytest.raises(HistoryUnknown, match=hers):
            refused()
    assert ana.append(hers, turns[1]) == hers and ana.list()[0].turns == 2
    assert bo.delete_all() == 1
    assert {summary.id for summary in history.list()} == {hers, nobodys}
    assert history.delete_all() == 2


def test_what_was_kept_before_sign_in_is_nobodys(history, turns, depeche):
    talk = history.append(None, turns[0])
    history.close()
    with sqlite3.connect(history.path) as connection:  # as schema 2 had it
        connection.execute("ALTER TABLE conversations DROP COLUMN owner")
        connection.execute("PRAGMA user_version = 2")
    connection.close()
    again = History(history.path.parent)
    assert again.of("ana").list() == []
    (summary,) = again.of(NOBODY).list()
    assert (summary.id, summary.owner, summary.turns) == (talk, NOBODY, 1)
    assert recorded(again.load(talk, depeche.library)[0]) == recorded(turns[0])
    again.close()
    with sqlite3.connect(history.path) as connection:
        assert connection.execute("PRAGMA user_version").fetchone() == (SCHEMA,)
    connection.close()


def test_a_file_of_another_schema_or_none_is_named(history, turns):
    history.append(None, turns[0])
    with sqlite3.connect(history.path) as connection:
        connection.execute("PRAGMA user_version = 99")
    connection.close()
    with pytest.raises(HistoryError, match="schema 99"):
        history.list()
    history.close()
    history.path.write_bytes(b"not a database at all, whatever one does" * 50)
    with pytest.raises(HistoryError, match="move it away"):
        history.list()
