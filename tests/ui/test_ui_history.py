"""The stored conversations in the side bar, and what a language model writes, as Streamlit runs it."""

from __future__ import annotations

import pytest
from test_ui_chat import CUP, WHO, ask, keys, page, shown

from ui.texts import FRENCH


@pytest.fixture
def asked(app):
    return ask(app, WHO)


def test_a_conversation_is_kept_and_resumed(asked):
    app = asked
    app.button(key="new-conversation").click().run()
    assert FRENCH.welcome in shown(app)
    assert "resume-0" in keys(app) and not app.button(key="resume-0").disabled
    app.button(key="resume-0").click().run()
    assert not app.exception
    assert "Merrick B. Garland, procureur général" in shown(app)
    assert app.session_state["conversation"].history == [WHO]
    ask(app, CUP)
    assert "resume-1" not in keys(app)  # the same conversation goes on
    assert app.button(key="resume-0").disabled


def test_two_conversations_stay_apart(asked):
    app = asked
    app.button(key="new-conversation").click().run()
    ask(app, "Et LeBlanc ?")
    turn = app.session_state["conversation"].turns[0]
    assert turn.answer.standalone_question == "Et LeBlanc ?"
    assert {"resume-0", "resume-1"} <= set(keys(app))


def test_one_is_deleted_or_all(asked):
    app = asked
    app.button(key="new-conversation").click().run()
    ask(app, CUP)
    app.button(key="forget-1").click().run()
    assert not app.exception and "resume-1" not in keys(app)
    assert app.session_state["conversation"].history == [CUP]
    app.button(key="forget-all").click().run()
    assert not [key for key in keys(app) if key.startswith("resume-")]
    assert FRENCH.welcome in shown(app)


def test_a_follow_up_shows_how_it_was_understood(asked):
    app = ask(asked, "Et le Canada ?")
    turn = app.session_state["conversation"].turns[1]
    line = FRENCH.understood.format(question=turn.answer.standalone_question)
    assert turn.answer.standalone_question == "Qui représentait le Canada ?"
    assert line in shown(app) and shown(app).count("Comprise ainsi") == 1


def test_nothing_is_kept_where_others_could_read_it_or_it_is_switched_off(
    open_app, communique_library, monkeypatch, tmp_path
):
    for name, value in (("DEPECHE_HOST", "0.0.0.0"), ("DEPECHE_KEEP_HISTORY", "false")):
        with monkeypatch.context() as patch:
            patch.setenv(name, value)
            app = ask(open_app(communique_library), WHO)
            assert "cite-1-1" in keys(app)
            assert not [key for key in keys(app) if key.startswith("resume-")]
    assert not (tmp_path / "data").exists()


def test_a_damaged_history_costs_no_answer(open_app, communique_library, tmp_path):
    (tmp_path / "data").mkdir()
    (tmp_path / "data" / "conversations.sqlite3").write_bytes(b"not a database, no" * 200)
    app = ask(open_app(communique_library), WHO)
    assert "cite-1-1" in keys(app)
    assert FRENCH.problem_history in shown(app)


def test_answers_that_cannot_be_verified_again_are_not_shown(asked, tmp_path):
    import sqlite3

    app = asked
    app.button(key="new-conversation").click().run()
    with sqlite3.connect(tmp_path / "data" / "conversations.sqlite3") as connection:
        connection.execute("UPDATE turns SET record = replace(record, 'Garland', 'Smith')")
    connection.close()
    app.button(key="resume-0").click().run()
    assert not app.exception
    assert "Smith" not in page(app)
    assert FRENCH.history_lost.format(count=1) in shown(app)


def test_prose_of_a_model_is_verified_and_cited(open_app, communique_library, monkeypatch):
    pytest.importorskip("langchain_openai")
    from model_server import model_server

    with model_server() as server:
        monkeypatch.setenv("DEPECHE_CHAT_MODEL", "openai:injected")
        monkeypatch.setenv("DEPECHE_CHAT_BASE_URL", server.url)
        app = ask(open_app(communique_library), WHO)
    assert server.requests and "cite-1-1" in keys(app)
    assert "HACKED" not in page(app)
    assert "Le modèle de langue n'a pas donné" in shown(app)
