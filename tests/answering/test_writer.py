"""Prose by a chat model, through LangChain's own fake models; failures end in extracts."""

from __future__ import annotations

import json
import queue
import time

import pytest
from langchain_core.language_models import FakeListChatModel

import prompts
from answering.assistant import Assistant
from answering.plaintext import Draft
from answering.writer import ChatWriter, _next
from domain import AnswerStatus
from errors import ModelError, ModelFailure, SettingsError

QUESTION = "Qui représentait les États-Unis ?"
FALLBACK = "Le modèle de langue n'a pas donné"


def reply(text, quote, key="E1"):
    return json.dumps({"sentences": [{"text": text, "citations": [{"id": key, "quote": quote}]}]})


def asked(depeche, *replies, model=None, timeout=5.0, watch=None, **options):
    writer = ChatWriter(model or FakeListChatModel(responses=list(replies)), timeout=timeout)
    assistant = Assistant(
        depeche._ready().retriever,
        max_sentences=4,
        max_question_chars=2000,
        writer=writer,
        **options,
    )
    return assistant.ask(QUESTION, watch=watch)


def test_prose_that_holds_is_shown_with_the_original_words(depeche):
    answer = asked(
        depeche,
        "Voici :\n```json\n"
        + reply("Merrick B. Garland représentait les États-Unis.",
                "Merrick B. Garland, procureur general du departement de la Justice des Etats-Unis")
        + "\n```",
    )  # fmt: skip
    assert answer.sentences[0].text == "Merrick B. Garland représentait les États-Unis."
    assert answer.citations[0].quote == (
        "Merrick B. Garland, procureur général du département de la Justice des États‑Unis"
    )
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
@pytest.mark.parametrize("quote_instead", [True, False])
def test_prose_that_does_not_hold_gives_way_to_extracts(depeche, lie, quote_instead):
    answer = asked(depeche, lie, quote_instead=quote_instead)
    assert answer.reason and answer.reason.startswith(FALLBACK) and "\n" not in answer.reason
    assert [s.text for s in answer.sentences] == [c.quote for c in answer.citations]
    assert "Merrick B. Garland" in answer.citations[0].quote


def test_one_false_sentence_among_true_ones_gives_way_to_its_quote_or_goes(depeche):
    quote = "Merrick B. Garland, procureur général du département de la Justice des États-Unis"
    both = json.dumps({"sentences": [
        {"text": f"{who} était là.", "citations": [{"id": "E1", "quote": quote}]}
        for who in ("Merrick B. Garland", "Jean Tremblay")
    ]})  # fmt: skip
    true, instead = asked(depeche, both).sentences
    assert true.text == "Merrick B. Garland était là."
    assert instead.text in {e.text for e in asked(depeche, both).evidence}
    assert [s.text for s in asked(depeche, both, quote_instead=False).sentences] == [true.text]


def test_drafts_come_before_the_sentence_that_holds(depeche):
    seen = []
    text = "Merrick B. Garland représentait les États-Unis."
    asked(depeche, reply(text, "Merrick B. Garland"), watch=seen.append)
    assert isinstance(seen[0], Draft) and text.startswith(seen[0].text)
    assert seen[-1].text == text and not isinstance(seen[-1], Draft)


class Failing(FakeListChatModel):
    def _call(self, *arguments, **options):
        raise ConnectionError("sk-secret-key at http://127.0.0.1")

    def _stream(self, *arguments, **options):
        raise ConnectionError("sk-secret-key at http://127.0.0.1")


def test_a_failure_is_one_line_without_the_words_of_the_provider(depeche):
    answer = asked(depeche, model=Failing(responses=[""]))
    assert "injoignable" in answer.reason and "secret" not in answer.reason
    assert answer.citations


def test_a_stream_faster_than_it_is_read_ends_at_the_deadline_as_well():
    waiting = queue.Queue()
    waiting.put("piece")
    with pytest.raises(ModelError) as caught:
        _next(waiting, time.monotonic() - 1)
    assert caught.value.failure is ModelFailure.SLOW


def test_every_failure_is_said_in_both_languages():
    for failure in ModelFailure:
        french, english = (prompts.render(f"why_{failure.value}", code) for code in ("fr", "en"))
        assert french != english and "\n" not in french + english


def test_a_declined_question_is_never_given_to_the_model(depeche):
    writer = ChatWriter(FakeListChatModel(responses=["never"]), timeout=1)
    assistant = Assistant(
        depeche._ready().retriever, max_sentences=4, max_question_chars=2000, writer=writer
    )
    answer = assistant.ask("Quelle est la recette de la tarte au sucre ?")
    assert answer.status is AnswerStatus.DECLINED and "never" not in answer.text


@pytest.mark.parametrize(
    ("rewritten", "standalone"),
    [
        ('{"question": "Que disent les ministres du fentanyl ?"}', "Que disent les ministres du fentanyl ?"),
        ('{"question": "Qui est Jean Tremblay ?"}', None),  # a name that nobody said
        ('{"question": "Qui est Merrick Garland ?"}', None),  # … though a release would answer
        ('{"question": "Combien en 1999 ?"}', None),
        ('{"question": 3}', None),
        ("Bien sûr !", None),
    ],
)  # fmt: skip
def test_a_model_may_make_a_question_standalone_but_add_nothing(depeche, rewritten, standalone):
    writer = ChatWriter(FakeListChatModel(responses=[rewritten, ""]), timeout=5)
    assistant = Assistant(
        depeche._ready().retriever, max_sentences=4, max_question_chars=2000, writer=writer
    )
    history = ["Que disent les ministres des armes à feu ?"]
    answer = assistant.ask("Et du fentanyl ?", history)
    by_rule = "Que disent les ministres du fentanyl ?"
    assert answer.standalone_question == (standalone or by_rule)


def test_a_provider_that_is_not_installed_is_named(depeche):
    from assembly import Depeche

    def refused(name):
        settings = depeche.settings.model_copy(update={"chat_model": name})
        with pytest.raises(SettingsError, match=f"DEPECHE_CHAT_MODEL={name}") as caught:
            Depeche(settings).ask(QUESTION)
        return str(caught.value)

    assert "install" in refused("cohere:x")
    assert "provider:model" in refused("nobody:x")


def test_a_missing_key_is_one_line(depeche, monkeypatch):
    from assembly import Depeche

    pytest.importorskip("langchain_openai")
    monkeypatch.delenv("OPENAI_API_KEY", raising=False)
    settings = depeche.settings.model_copy(update={"chat_model": "openai:gpt-x"})
    with pytest.raises(SettingsError, match="OPENAI_API_KEY"):
        Depeche(settings).ask(QUESTION)
