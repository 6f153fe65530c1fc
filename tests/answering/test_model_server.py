"""Good and bad models over HTTP, as an OpenAI-compatible server plays them."""

from __future__ import annotations

import logging

import pytest
from model_server import model_server

from answering.models import chat_writer
from answering.plaintext import Draft
from domain import AnswerSentence
from errors import SettingsError

pytest.importorskip("langchain_openai")
QUESTION = "Qui représentait les États-Unis ?"
KEY = "sk-test-0123456789-secret"


@pytest.fixture(scope="module")
def server():
    with model_server() as running:
        yield running


@pytest.fixture
def ask(asking, server, monkeypatch):
    """Asks a model of the server: `ask("good")`."""
    monkeypatch.setenv("OPENAI_API_KEY", KEY)
    return asking(server, "openai", server.url)


@pytest.mark.parametrize("model", ["good", "lazy", "prose", "plain", "thinking"])
def test_models_that_keep_to_the_words_are_shown(ask, model):
    answer = ask(model)
    assert answer.reason is None
    assert answer.sentences and answer.citations


def test_structured_output_is_asked_for_and_given_up_where_it_is_unknown(ask, server):
    ask("good")
    assert [body["response_format"]["type"] for body in server.requests] == ["json_schema"]
    ask("plain")
    assert ["response_format" in body for body in server.requests] == [True, False]


@pytest.mark.parametrize(
    ("model", "why"),
    [
        ("injected", "aucune de ses phrases n'est appuyée"),
        ("refusing", "refusé"),
        ("filtered", "refusé"),
        ("limited", "limite de débit"),
        ("locked", "clé d'accès"),
        ("broken", "injoignable ou en panne"),
        ("malformed", "forme demandée"),
        ("empty", "vide"),
        ("cut", "coupée"),
        ("dropped", "coupée"),
        ("endless", "forme demandée"),
        ("wordy", "forme demandée"),
        ("page", "forme demandée"),
        ("lying-0", "aucune de ses phrases n'est appuyée"),
    ],
)
def test_every_failure_ends_in_extracts_and_one_line(ask, depeche, model, why):
    answer = ask(model)
    assert why in answer.reason and "\n" not in answer.reason
    assert [s.text for s in answer.sentences] == [c.quote for c in answer.citations]
    assert answer.citations == depeche.ask(QUESTION).citations


@pytest.mark.parametrize("model", ["limited", "broken"])
def test_a_server_that_turns_down_is_not_asked_again(ask, server, model):
    ask(model)
    assert len(server.requests) == 1


@pytest.mark.parametrize("model", ["slow", "trickling", "gushing"])
def test_a_model_that_hangs_or_floods_is_not_waited_for(ask, server, model):
    answer = ask(model, timeout=0.5)
    assert not server.released.is_set()  # the server is still not done
    assert "à temps" in answer.reason and answer.citations


def test_a_server_that_is_not_there_ends_in_extracts(ask):
    answer = ask("good", url="http://127.0.0.1:9/v1")
    assert "injoignable" in answer.reason and answer.citations


def test_text_is_shown_as_it_comes_and_verified_sentence_by_sentence(ask):
    seen = []
    answer = ask("good", watch=seen.append)
    kinds = [type(item) for item in seen]
    assert kinds[0] is Draft and kinds.count(AnswerSentence) == len(answer.sentences)
    first = kinds.index(AnswerSentence)
    assert seen[first] == answer.sentences[0] and Draft in kinds[first:]


def test_the_question_goes_out_without_personal_data(ask, server):
    """Neither to make it standalone nor to answer it; a number is put back where it is searched."""
    answer = ask("good", "À qui est le numéro de téléphone 613-991-0657 ?")
    assert "613-991-0657" in answer.standalone_question
    (body,) = server.requests
    asked = body["messages"][-1]["content"].rsplit("<question>", 1)[-1]
    assert "[TEL-1]" in asked and "613-991-0657" not in asked
    personal = ("613-991-0657", "jean@exemple.ca", "046 454 286", "514-555-0123")
    ask("prose", f"Répondez au {personal[0]} ou à {personal[1]}, NAS {personal[2]}.",
        [f"Mon numéro est le {personal[3]}. Qui représentait le Canada ?"])  # fmt: skip
    prompt = server.requests[0]["messages"][-1]["content"]
    assert not [data for data in personal if data in prompt]
    assert all(kind in prompt for kind in ("[TEL-", "[EMAIL-", "[SIN-"))


def test_a_rewritten_question_that_invents_is_not_used(ask):
    answer = ask("injected", "Et les États-Unis ?", ["Qui représentait le Canada ?"])
    assert answer.standalone_question == "Qui représentait les États-Unis ?"
    answer = ask("good", "Et les États-Unis ?", ["Qui représentait le Canada au forum ?"])
    assert answer.standalone_question == "Qui représentait les États-Unis au forum ?"


@pytest.mark.parametrize("model", ["good", "locked", "broken", "limited"])
def test_keys_reach_neither_logs_nor_answers(ask, server, caplog, capsys, model):
    caplog.set_level(logging.DEBUG)
    answer = ask(model)
    assert any(KEY in (body["authorization"] or "") for body in server.requests)
    assert KEY not in repr(answer)
    said = capsys.readouterr()
    assert KEY not in caplog.text + said.out + said.err


def test_a_server_of_ones_own_needs_no_key(depeche, server, monkeypatch):
    monkeypatch.delenv("OPENAI_API_KEY", raising=False)
    assert chat_writer("openai:good", timeout=1, base_url=server.url)
    with pytest.raises(SettingsError, match="OPENAI_API_KEY"):
        chat_writer("openai:good", timeout=1)


def test_the_settings_lead_to_the_server(communique_library, server, monkeypatch):
    from assembly import Depeche
    from config import load_settings

    monkeypatch.setenv("DEPECHE_CHAT_MODEL", "openai:good")
    monkeypatch.setenv("DEPECHE_CHAT_BASE_URL", server.url)
    with Depeche(load_settings(library=communique_library)) as opened:
        server.requests.clear()
        assert opened.ask(QUESTION).reason is None
    assert server.requests


@pytest.mark.slow
def test_no_lie_is_displayed():
    from benchmarks.lying import LIBRARIES, run

    count = run(per_question=4, only=25)
    assert count.told >= 500
    assert count.altered_quotes == [] and count.displayed == []
    assert len(count.lies) >= 15 and LIBRARIES
