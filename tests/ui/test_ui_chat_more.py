"""What leads on from an answer: passages, extracts, relations, links, suggestions, opinions."""

from __future__ import annotations

import html
import re
import sqlite3
from urllib.parse import parse_qsl

import pytest
from test_ui_chat import CUP, WHO, ask, keys, page, shown

from answering.history import History
from answering.opinions import Opinions, Verdict
from assembly import Depeche
from config import load_settings
from domain import AnswerStatus
from ui.chat import answer, source
from ui.texts import FRENCH

BOTH = "Comment joindre les relations avec les médias ?"  # two extracts


def mark(app) -> str | None:
    """The highlighted words of the reader."""
    found = re.search(r"<mark[^>]*>(.*?)</mark>", page(app), re.DOTALL)
    return html.unescape(re.sub(r"<[^>]+>", "", found.group(1))) if found else None


def link(app, name: str) -> dict[str, str]:
    """What the last link of that name says, as the address bar would."""
    addresses = re.findall(rf'class="dp-permalink" href="\?([^"]*)"[^>]*title="{name}"', page(app))
    return dict(parse_qsl(html.unescape(addresses[-1])))


def followed(app, **named: str):
    """The app in a new session, opened at a link."""
    other = type(app).from_file(app._script_path, default_timeout=60)
    for name, value in named.items():
        other.query_params[name] = value
    other.run()
    assert not other.exception
    return other


def test_what_is_waited_for_is_drawn_before_what_is_on_the_page(app, monkeypatch):
    drawn = []

    def noting(name, draw):
        def noted(*arguments):
            draw(*arguments)
            drawn.append(name)

        return noted

    monkeypatch.setattr(answer, "draw", noting("earlier", answer.draw))
    monkeypatch.setattr(answer, "draw_new", noting("new", answer.draw_new))
    monkeypatch.setattr(source, "show", noting("source", source.show))
    ask(app, WHO)
    ask(app, CUP)
    assert drawn == ["new", "new", "earlier"]
    assert page(app).index(WHO) < page(app).index(CUP)
    drawn.clear()
    app.button(key="cite-1-1").click().run()
    assert drawn == ["source", "earlier", "earlier"]


# From passage to passage, from extract to extract


def test_the_reader_steps_through_the_sentences_around_a_citation(app, depeche):
    ask(app, WHO)
    app.button(key="cite-1-1").click().run()
    release = depeche.releases()[0]
    words = [release.text[s.start : s.end] for s in release.sentences]
    at = next(i for i, sentence in enumerate(words) if mark(app).endswith(sentence))
    for key, to in (("after", at + 1), ("after", at + 2), ("before", at + 1), ("before", at)):
        app.button(key=f"step-passage-{key}").click().run()
        assert mark(app) == words[to]
        assert FRENCH.passage_position.format(at=to + 1, count=len(words)) in shown(app)
    assert app.button(key="cite-1-1").proto.type == "primary"  # where one came from


def test_the_steps_end_where_the_release_does(app, depeche):
    app.button(key="open-0").click().run()
    assert app.button(key="step-passage-before").disabled and mark(app) is None
    release = depeche.releases()[0]
    first, last = release.sentences[0], release.sentences[-1]
    app.button(key="step-passage-after").click().run()
    assert mark(app) == release.text[first.start : first.end]
    place = app.session_state["conversation"].place
    app.session_state["conversation"].open(type(place).at(release, last.start, last.end))
    app.run()
    assert app.button(key="step-passage-after").disabled


def test_the_reader_steps_through_the_extracts_of_an_answer(app, depeche):
    ask(app, BOTH)
    quotes = [c.quote for c in app.session_state["conversation"].turns[0].answer.citations]
    assert len(quotes) > 1
    app.button(key="cite-1-1").click().run()
    assert app.button(key="step-extract-before").disabled
    for number, quote in enumerate(quotes[1:], start=2):
        app.button(key="step-extract-after").click().run()
        assert mark(app) == quote
        assert app.button(key=f"cite-1-{number}").proto.type == "primary"
        assert FRENCH.extract_position.format(at=number, count=len(quotes)) in shown(app)
    assert app.button(key="step-extract-after").disabled


def test_the_nearest_passages_are_stepped_through_too(app):
    ask(app, CUP)
    app.button(key="near-1-1").click().run()
    first = mark(app)
    app.button(key="step-extract-after").click().run()
    assert mark(app) != first and app.button(key="near-1-2").proto.type == "primary"


# What a release is to others


@pytest.fixture
def related(tmp_path):
    """A library with a release in both languages, and one that was corrected and one retired."""
    folder, library = tmp_path / "releases", tmp_path / "related"
    folder.mkdir()
    about = {
        "fr": "OTTAWA, le 3 mai 2024 /CNW/ - Le ministre Armand Tremblay-Osei a annoncé 28 millions "
        "de dollars pour les digues de Rivière-aux-Outardes. Les travaux commenceront en juin.\n",
        "en": "OTTAWA, May 3, 2024 /CNW/ - Minister Armand Tremblay-Osei announced 28 million "
        "dollars for the dikes of Rivière-aux-Outardes. The work will begin in June.\n",
    }
    for language, other in (("fr", "en"), ("en", "fr")):
        (folder / f"digues-{language}.txt").write_text(about[language], encoding="utf-8")
        (folder / f"digues-{language}.meta.yaml").write_text(
            f"title: Digues {language}\nurl: https://exemple.ca/{language}\n"
            f"language: {language}\ntranslations: [https://exemple.ca/{other}]\n",
            encoding="utf-8",
        )
    with Depeche(load_settings(library=library)) as opened:
        opened.ingest([folder])
        before = opened.library.find("digues-fr.txt")
        file = folder / "digues-fr.txt"
        file.write_text(about["fr"].replace("28 millions", "31 millions"), encoding="utf-8")
        opened.ingest([folder])
    return library, before


def test_another_language_is_one_click_away(open_app, related):
    app = open_app(related[0])
    app.button(key="open-0").click().run()
    relation = app.button(key="relation-0")
    assert relation.label.startswith("Aussi en")
    before = page(app)
    relation.click().run()
    assert page(app) != before and "relation-0" in keys(app)


def test_an_old_version_says_so_and_leads_to_the_one_in_force(open_app, related):
    library, before = related
    app = open_app(library)
    app = followed(app, release=before.release_id, version=before.version, start="0", end="10")
    assert FRENCH.version_superseded in shown(app) and "28 millions" in shown(app)
    assert app.button(key="relation-0").label == FRENCH.open_successor
    app.button(key="relation-0").click().run()
    assert FRENCH.version_superseded not in shown(app) and "31 millions" in shown(app)


def test_an_answer_kept_from_before_says_that_its_words_were_replaced(open_app, related, tmp_path):
    library, before = related
    app = ask(open_app(library), "Combien pour les digues de Rivière-aux-Outardes ?")
    assert FRENCH.stands_superseded not in shown(app)
    answer = app.session_state["conversation"].turns[0].answer
    version = answer.citations[0].version
    with sqlite3.connect(tmp_path / "data" / "conversations.sqlite3") as connection:
        connection.execute(
            "UPDATE turns SET record = replace(replace(record, ?, ?), '31 millions', '28 millions')",
            (version, before.version),
        )
    connection.close()
    app.button(key="new-conversation").click().run()
    app.button(key="resume-0").click().run()
    assert "28 millions" in shown(app) and FRENCH.stands_superseded in shown(app)


# Links


def test_the_link_of_a_question_asks_it_once(app):
    ask(app, WHO)
    ask(app, "Et le Canada ?")
    named = link(app, FRENCH.link_question)
    assert named == {"q": "Qui représentait le Canada ?", "lang": "FR"}
    other = followed(app, **named)
    assert other.session_state["conversation"].history == [named["q"]]
    other.run()
    other.button(key="new-conversation").click().run()
    assert other.session_state["conversation"].history == []


def test_the_link_of_a_place_opens_it(app):
    ask(app, WHO)
    app.button(key="cite-1-1").click().run()
    app.button(key="step-passage-after").click().run()
    named = link(app, FRENCH.link_place)
    other = followed(app, **named)
    assert mark(other) == mark(app) is not None
    other.button(key="close-source").click().run()
    other.run()
    assert mark(other) is None


HOSTILE = [
    "",
    "x",
    "-1",
    "1e9",
    "٣",
    "99999999999999999999",
    "<img src=x onerror=alert(1)>",
    "\x00",
]


@pytest.mark.parametrize("value", HOSTILE)
def test_offsets_that_are_none_open_the_release_at_its_beginning(app, depeche, value):
    release = depeche.releases()[0].release_id
    for start, end in ((value, "20"), ("3", value)):
        other = followed(app, release=release, start=start, end=end)
        assert FRENCH.link_nowhere in shown(other) and mark(other) is None
        assert 'class="dp-release"' in page(other) and "<img" not in page(other)


@pytest.mark.parametrize("value", HOSTILE)
def test_releases_and_versions_that_are_not_there_are_one_line(app, depeche, value):
    other = followed(app, release=value, version=value, start="1", end="2")
    assert FRENCH.link_gone in shown(other) and 'class="dp-release"' not in page(other)
    other = followed(app, release=depeche.releases()[0].release_id, version=value or "gone")
    assert FRENCH.link_version_gone in shown(other) and 'class="dp-release"' in page(other)


def test_spans_outside_the_text_are_none(app, depeche):
    release = depeche.releases()[0]
    for start, end in ((5, 5), (9, 3), (0, len(release.text) + 1)):
        other = followed(app, release=release.release_id, start=str(start), end=str(end))
        assert FRENCH.link_nowhere in shown(other) and mark(other) is None


def test_a_question_in_a_link_has_the_limits_of_every_question(app, depeche):
    limit = depeche.settings.max_question_chars
    other = followed(app, q="a" * (limit + 1))
    assert FRENCH.question_too_long.format(length=limit + 1, limit=limit) in shown(other)
    assert FRENCH.question_empty in shown(followed(app, q="  "))
    hostile = '<script>alert(1)</script>" onload="x'
    other = followed(app, q=hostile)
    assert "<script>alert" not in page(other) and hostile in shown(other)
    assert link(other, FRENCH.link_question)["q"] == hostile


# Questions to go on with


@pytest.mark.parametrize("question", [WHO, CUP])
def test_suggestions_come_after_the_answer_and_a_click_asks_one(suggesting, question):
    app = ask(suggesting, question)
    talk = app.session_state["conversation"]
    found = wait_for_suggestions(talk.turns)
    app.run()
    declined = talk.turns[0].answer.status is AnswerStatus.DECLINED
    assert (FRENCH.suggested_instead if declined else FRENCH.suggested) in shown(app)
    buttons = [key for key in keys(app) if key.startswith("suggest-1-")]
    assert 0 < len(buttons) == len(found)
    app.button(key=buttons[0]).click().run()
    assert talk.history == [question, found[0]]
    assert talk.turns[1].answer.status is AnswerStatus.ANSWERED
    assert not [key for key in keys(app) if key.startswith("suggest-1-")]


def test_suggestions_speak_the_language_of_the_question(suggesting):
    app = ask(suggesting, "Who represented the United States?")
    found = wait_for_suggestions(app.session_state["conversation"].turns)
    assert found and all(re.match(r"(Who|What|How|When)\b", text) for text in found)


def test_no_suggestions_are_looked_for_when_they_are_switched_off(app, monkeypatch):
    ask(app, WHO)
    app.run()
    assert not [key for key in keys(app) if key.startswith("suggest")]


@pytest.fixture
def suggesting(open_app, communique_library, monkeypatch):
    monkeypatch.setenv("DEPECHE_SUGGESTIONS", "3")
    return open_app(communique_library)


def wait_for_suggestions(turns) -> list[str]:
    from ui.state import depeche as shared

    return shared().suggestions(turns).result(timeout=60)


# Opinions


def verdicts(app):
    return [group for group in app.get("button_group") if group.key.startswith("verdict-")]


@pytest.fixture
def opinions(tmp_path):
    history = History(tmp_path / "data")
    yield Opinions(history)
    history.close()


def test_an_opinion_is_kept_commented_changed_and_taken_back(app, opinions):
    ask(app, WHO)
    talk = app.session_state["conversation"]
    verdicts(app)[0].set_value(Verdict.WRONG).run()
    assert FRENCH.opinion_thanks in shown(app)
    app.text_input[0].set_value("c'est « Merrick B. Garland »").run()
    kept = opinions.of(talk.id)[1, 0]
    assert (kept.verdict, kept.comment) == (Verdict.WRONG, "c'est « Merrick B. Garland »")
    verdicts(app)[0].set_value(Verdict.RIGHT).run()
    assert opinions.of(talk.id)[1, 0].verdict is Verdict.RIGHT
    app.button(key="new-conversation").click().run()
    app.button(key="resume-0").click().run()
    assert verdicts(app)[0].value == Verdict.RIGHT
    assert app.text_input[0].value == "c'est « Merrick B. Garland »"
    verdicts(app)[0].set_value(None).run()
    assert not app.exception and opinions.of(talk.id) == {} and not app.text_input


def test_a_declined_answer_is_judged_as_a_whole(app, opinions):
    ask(app, WHO)
    ask(app, CUP)
    verdicts(app)[-1].set_value(Verdict.RIGHT).run()
    assert set(opinions.of(app.session_state["conversation"].id)) == {(2, None)}


def test_opinions_become_questions_of_an_evaluation(app, communique_library, tmp_path):
    from cli import main

    ask(app, WHO)
    verdicts(app)[0].set_value(Verdict.RIGHT).run()
    drafts = tmp_path / "drafts.jsonl"
    library = ["--library", str(communique_library)]
    assert main(["questions", "from-feedback", "--to", str(drafts), *library]) == 0
    assert "Merrick B. Garland" in drafts.read_text(encoding="utf-8")


def test_an_opinion_of_a_deleted_conversation_says_that_it_is_not_kept(app, tmp_path):
    ask(app, WHO)
    history = History(tmp_path / "data")
    history.delete_all()
    history.close()
    verdicts(app)[0].set_value(Verdict.RIGHT).run()
    assert not app.exception and FRENCH.opinion_lost in shown(app)


def test_nobody_is_asked_where_nothing_is_kept(open_app, communique_library, monkeypatch):
    monkeypatch.setenv("DEPECHE_KEEP_HISTORY", "false")
    assert verdicts(ask(open_app(communique_library), WHO)) == []
