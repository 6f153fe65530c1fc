"""Prose by a chat model, through LangChain's own fake models; failures end in extracts."""

from __future__ import annotations

import json
import time

import pytest
from langchain_core.language_models import FakeListChatModel

from answering.assistant import Assistant
from answering.writer import ChatWriter, parse
from domain import AnswerStatus
from errors import ModelError, SettingsError

QUESTION = "Qui représentait les États-Unis ?"


def reply(text, quote, key="E1"):
    return json.dumps({"sentences": [{"text": text, "citations": [{"id": key, "quote": quote}]}]})


def asked(depeche, *replies, model=None, timeout=5.0):
    writer = ChatWriter(model or FakeListChatModel(responses=list(replies)), timeout=timeout)
    retriever = depeche._ready().retriever
    return Assistant(retriever, max_sentences=4, max_question_chars=2000, writer=writer).ask(
        QUESTION
    )


def test_prose_that_holds_is_shown_with_the_original_words(depeche):
    answer = asked(
        depeche,
        "Voici :\n```json\n"
        + reply("Merrick B. Garland représentait le pays.", "Merrick B. Garland, procureur general")
        + "\n```",
    )
    assert answer.sentences[0].text == "Merrick B. Garland représentait le pays."
    assert answer.citations[0].quote == "Merrick B. Garland, procureur général"
    assert answer.reason is None and answer.status is AnswerStatus.ANSWERED


@pytest.mark.parametrize(
    "lie",
    [
        reply("John Smith représentait le pays.", "Merrick B. Garland"),
        reply("Garland est venu en 1999.", "Merrick B. Garland"),
        reply("Garland est venu.", "Garland a quitté la salle"),
        reply("Garland est venu.", "Merrick B. Garland", "E99"),
        "Je ne sais pas.",
        '{"sentences": []}',
        '{"sentences": [{"text": 1}]}',
        '{"sentences": [{"text": "coupé',
        "",
    ],
)
def test_prose_that_does_not_hold_gives_way_to_extracts(depeche, lie):
    answer = asked(depeche, lie)
    assert answer.reason and answer.reason.startswith("Le modèle de langue n'a pas donné")
    assert [s.text for s in answer.sentences] == [c.quote for c in answer.citations]
    assert "Merrick B. Garland" in answer.citations[0].quote


class Failing(FakeListChatModel):
    def _call(self, *arguments, **options):
        raise ConnectionError("sk-secret-key at http://127.0.0.1")


class Slow(FakeListChatModel):
    def _call(self, *arguments, **options):
        time.sleep(0.5)
        return "late"


def test_a_model_that_is_down_or_slow_gives_way_to_extracts(depeche):
    down = asked(depeche, model=Failing(responses=[""]))
    assert "ConnectionError" in down.reason and "secret" not in down.reason
    assert down.citations
    slow = asked(depeche, model=Slow(responses=[""]), timeout=0.05)
    assert "0.05 s" in slow.reason and slow.citations


def test_a_declined_question_is_never_given_to_the_model(depeche):
    writer = ChatWriter(FakeListChatModel(responses=["never"]), timeout=1)
    assistant = Assistant(
        depeche._ready().retriever, max_sentences=4, max_question_chars=2000, writer=writer
    )
    answer = assistant.ask("Quelle est la recette de la tarte au sucre ?")
    assert answer.status is AnswerStatus.DECLINED and "never" not in answer.text


def test_parse_says_what_is_wrong():
    with pytest.raises(ModelError, match="not the JSON"):
        parse("[]")
    with pytest.raises(ModelError, match="empty"):
        parse('{"sentences": []}')


def test_a_provider_that_is_not_installed_is_named(depeche):
    from assembly import Depeche

    settings = depeche.settings.model_copy(update={"chat_model": "openai:gpt-x"})
    with pytest.raises(SettingsError, match="requirements-llm"):
        Depeche(settings).ask(QUESTION)
    settings = depeche.settings.model_copy(update={"chat_model": "nobody:x"})
    with pytest.raises(SettingsError, match="DEPECHE_CHAT_MODEL"):
        Depeche(settings).ask(QUESTION)
