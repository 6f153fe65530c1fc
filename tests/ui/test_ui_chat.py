"""The chat from end to end, as Streamlit runs it."""

from __future__ import annotations

import html
import re
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from ui.texts import ENGLISH, FRENCH

WHO = "Qui représentait les États-Unis ?"
CUP = "Qui a gagné la Coupe Stanley en 1987 ?"


def page(app: AppTest) -> str:
    """All HTML on the page."""
    return "\n".join(item.proto.body for item in app.get("html"))


def shown(app: AppTest) -> str:
    """The words on the page, tags and styles taken out."""
    return html.unescape(
        re.sub(
            r"(?s)<style>.*?</style>|<script>.*?</script>|<[^>]+>",
            " ",
            re.sub(r"</?strong>", "", page(app)),  # what answers is marked inside a quote
        )
    )


def ask(app: AppTest, question: str) -> AppTest:
    app.chat_input(key="question").set_value(question).run()
    assert not app.exception
    return app


def keys(app: AppTest) -> list[str]:
    return [button.key for button in app.button]


def test_first_sight_offers_examples_and_lists_the_library(app):
    assert not app.exception
    assert FRENCH.welcome in shown(app)
    assert [key for key in keys(app) if key.startswith("example-")] == [
        f"example-{number}" for number in range(len(FRENCH.examples) + 1)
    ]
    assert FRENCH.library_one in shown(app)
    assert "12 juillet 2024" in shown(app)


def test_a_question_is_answered_with_the_words_of_the_release(app):
    assert app.button(key="new-conversation").disabled
    ask(app, WHO)
    assert not app.button(key="new-conversation").disabled
    assert "Merrick B. Garland, procureur général" in shown(app)
    assert "cite-1-1" in keys(app)
    assert not [key for key in keys(app) if key.startswith("example-")]


def test_a_citation_opens_the_release_at_its_words(app, depeche):
    ask(app, WHO)
    app.button(key="cite-1-1").click().run()
    assert not app.exception
    marked = re.search(r"<mark[^>]*>(.*?)</mark>", page(app), re.DOTALL)
    words = html.unescape(re.sub(r"<[^>]+>", "", marked.group(1)))
    citation = depeche.ask(WHO).citations[0]
    stored = depeche.library.text(citation.release_id, citation.version)
    assert words == stored[citation.start : citation.end] == citation.quote
    assert "Merrick B. Garland" in words
    app.button(key="close-source").click().run()
    assert "<mark" not in page(app)


def test_a_summary_says_above_it_which_release_it_is_of(app):
    ask(app, "Résume le communiqué")
    label = re.search(r'<h3 class="dp-label" lang="fr">([^<]*)</h3>', page(app))
    assert label and label.group(1).startswith("Le communiqué du 12 juillet 2024 (Washington)")
    assert page(app).index(label.group()) < page(app).index("dp-quote")


def test_an_example_is_asked_by_a_click(app):
    app.button(key="example-0").click().run()
    assert not app.exception
    assert html.escape(FRENCH.examples[0]) in page(app)
    assert "cite-1-1" in keys(app)


def test_a_question_without_an_answer_is_declined_with_the_nearest_passages(app):
    ask(app, CUP)
    assert FRENCH.declined in shown(app)
    assert "Coupe Stanley" in shown(app)
    assert not [key for key in keys(app) if key.startswith("cite-")]
    assert "near-1-1" in keys(app)
    assert app.expander[0].label.startswith("Passages les plus proches")
    app.button(key="near-1-1").click().run()
    assert "<mark" in page(app)


def test_a_quote_in_another_language_says_so(app):
    ask(app, "What did the ministers say about artificial intelligence?")
    assert "Cité en français" in shown(app)
    assert re.search(r'<blockquote class="dp-quote" lang="fr">', page(app))


def test_earlier_turns_stay_and_their_questions_are_passed_on(app):
    ask(app, WHO)
    ask(app, CUP)
    assert [key for key in keys(app) if key.startswith("cite-1-")]
    assert shown(app).index("Coupe Stanley") > shown(app).index("Garland")
    talk = app.session_state["conversation"]
    assert talk.history == [WHO, CUP]
    app.button(key="new-conversation").click().run()
    assert FRENCH.welcome in shown(app)
    assert app.session_state["conversation"].history == []


def test_a_release_of_the_library_opens_without_a_highlight(app):
    app.button(key="open-0").click().run()
    assert not app.exception
    assert "dp-release" in page(app)
    assert "<mark" not in page(app)
    assert "https://www.newswire.ca/fr/" in page(app)


def test_english_at_one_click_keeps_the_conversation(app):
    ask(app, WHO)
    app.get("button_group")[0].set_value("en").run()
    assert not app.exception
    status = app.session_state["conversation"].turns[0].answer.status
    assert getattr(ENGLISH, status) in shown(app)
    assert ENGLISH.library_one in shown(app)
    assert "July 12, 2024" in shown(app)
    assert "Merrick B. Garland" in shown(app)
    assert "documentElement.lang = 'en'" in page(app)


@pytest.mark.parametrize("question", ["", "   \n"])
def test_an_empty_question_is_said_to_be_empty(app, question):
    ask(app, question)
    assert app.session_state["conversation"].turns == []
    if question:
        assert FRENCH.question_empty in shown(app)


def test_a_question_that_is_too_long_is_said_to_be(app, depeche):
    limit = depeche.settings.max_question_chars
    # The box itself stops at the limit; a question can also come from elsewhere.
    app.session_state["conversation"].ask("a" * (limit + 1))
    app.run()
    assert FRENCH.question_too_long.format(length=limit + 1, limit=limit) in shown(app)
    assert app.session_state["conversation"].turns == []


def test_an_empty_library_says_what_to_do(open_app, tmp_path):
    app = open_app(tmp_path / "nothing")
    assert not app.exception
    assert FRENCH.empty_title in shown(app)
    assert "python cli.py ingest" in shown(app)
    assert not app.chat_input


def test_a_library_being_built_says_so(open_app, tmp_path, monkeypatch):
    from filelock import FileLock

    from vectorstore.lock import LOCK

    folder = tmp_path / "building"
    folder.mkdir()
    with FileLock(folder / LOCK):
        app = open_app(folder)
    assert not app.exception
    assert FRENCH.building_title in shown(app)


def test_a_damaged_library_is_one_line_and_its_mend(open_app, tmp_path):
    from vectorstore.database import FILE

    folder = tmp_path / "damaged"
    folder.mkdir()
    (folder / FILE).write_bytes(b"not a database, whatever one does" * 100)
    app = open_app(folder)
    assert not app.exception
    assert FRENCH.problem_damaged in shown(app)
    assert "Traceback" not in shown(app)


def test_a_library_of_another_encoder_is_told_when_asked(
    open_app, communique_library: Path, monkeypatch
):
    app = open_app(communique_library)
    monkeypatch.setenv("DEPECHE_PASSAGE_WORDS", "60")
    app = open_app(communique_library)
    ask(app, WHO)
    assert FRENCH.problem_mismatch in shown(app)
    assert app.session_state["conversation"].turns == []


def test_hostile_questions_are_shown_and_do_nothing(app):
    question = '<img src=x onerror=alert(1)> **gras** $x$ :red[rouge] "][(javascript:x)'
    ask(app, question)
    assert "<img" not in page(app)
    assert question in shown(app)


def test_what_answers_is_marked_and_today_is_dated(app):
    ask(app, "À quelle date s'est tenu le Forum ?")
    assert re.search(r"<strong>12\s+juill\.\s+2024</strong>", page(app))
    assert FRENCH.today.format(date="12 juillet 2024") in shown(app)


def test_a_greeting_is_answered_without_a_verdict(app):
    ask(app, "Bonjour !")
    assert "Je réponds aux questions sur les communiqués" in shown(app)
    assert FRENCH.declined not in shown(app) and "nearest-1" not in keys(app)
    ask(app, "Bonjour, qui représentait les États-Unis ? Merci !")
    assert "Merrick B. Garland, procureur général" in shown(app)
    assert 'class="dp-note dp-understood"' not in page(app)
