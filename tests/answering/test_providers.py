"""Each provider's own package against a server that speaks its wire format.

A package that is not installed (`requirements-llm.txt`) skips its tests and no others.
"""

from __future__ import annotations

import logging
import re
from importlib.util import find_spec

import pytest
from model_server import model_server
from wires import WIRES

from answering.models import PACKAGES
from answering.plaintext import Draft
from domain import AnswerSentence

QUESTION = "Qui représentait les États-Unis ?"
KEY = "sk-test-0123456789-secret"


def needs(provider):
    package = PACKAGES[provider]
    missing = find_spec(package.replace("-", "_")) is None
    return pytest.param(
        provider,
        marks=pytest.mark.skipif(missing, reason=f"{package} is not installed"),
        id=provider,
    )


@pytest.fixture(scope="module")
def server():
    with model_server() as running:
        yield running


@pytest.fixture(params=[needs(provider) for provider in sorted(WIRES)])
def provider(request):
    return request.param


@pytest.fixture
def ask(asking, server, provider, monkeypatch):
    """Asks a model of a provider: `ask("good")`."""
    monkeypatch.setenv(WIRES[provider].key_variable, KEY)
    return asking(server, provider, server.url_of(provider))


@pytest.mark.parametrize("model", ["good", "lazy", "prose", "plain", "thinking"])
def test_models_that_keep_to_the_words_are_shown(ask, server, provider, model):
    seen = []
    answer = ask(model, watch=seen.append)
    assert answer.reason is None
    assert answer.sentences and answer.citations
    assert [item for item in seen if isinstance(item, AnswerSentence)] == list(answer.sentences)
    asked = [WIRES[provider].asks_for_a_schema(body) for body in server.requests]
    assert asked == ([True, False] if model == "plain" else [True])
    assert all(KEY in body["authorization"] for body in server.requests)


def test_text_is_shown_as_it_comes(ask):
    seen = []
    ask("good", watch=seen.append)
    kinds = [type(item) for item in seen]
    first = kinds.index(AnswerSentence)
    assert Draft in kinds[:first] and Draft in kinds[first:]


@pytest.mark.parametrize(
    ("model", "why"),
    [
        ("injected", "aucune de ses phrases n'est appuyée"),
        ("refusing", "refusé"),
        ("limited", "limite de débit"),
        ("locked", "clé d'accès"),
        ("broken", "injoignable ou en panne"),
        ("overloaded", "injoignable ou en panne"),
        ("unknown", "inconnu"),
        ("turned", "échoué"),
        ("malformed", "forme demandée"),
        ("empty", "vide"),
        ("cut", "coupée"),
        ("dropped", "coupée"),
        ("failing", "coupée"),
        ("stalled", "en panne|échoué|vide"),
        ("endless", "forme demandée"),
        ("wordy", "forme demandée"),
        ("page", "forme demandée"),
        *((f"lying-{number}", "aucune de ses phrases n'est appuyée") for number in range(3)),
    ],
)
def test_every_failure_ends_in_extracts_and_one_line(ask, depeche, caplog, capsys, model, why):
    caplog.set_level(logging.DEBUG)
    answer = ask(model)
    assert re.search(why, answer.reason) and "\n" not in answer.reason
    assert [s.text for s in answer.sentences] == [c.quote for c in answer.citations]
    assert answer.citations == depeche.ask(QUESTION).citations
    said = capsys.readouterr()
    assert KEY not in repr(answer) + caplog.text + said.out + said.err


@pytest.mark.parametrize("model", ["slow", "trickling", "gushing"])
def test_a_model_that_hangs_or_floods_is_not_waited_for(ask, server, model):
    answer = ask(model, timeout=0.5)
    assert not server.released.is_set()  # the server is still not done
    assert "à temps" in answer.reason and answer.citations


@pytest.mark.parametrize("model", ["limited", "broken", "overloaded", "locked"])
def test_a_server_that_turns_down_is_not_asked_again(ask, server, model):
    ask(model)
    assert len(server.requests) == 1


def test_a_server_that_is_not_there_ends_in_extracts(ask):
    answer = ask("good", url="http://127.0.0.1:9")
    assert "injoignable" in answer.reason and answer.citations


@pytest.mark.parametrize("provider", [needs("openai"), needs("anthropic")], indirect=True)
def test_a_reply_that_the_provider_holds_back_is_a_refusal(ask):
    assert "refusé" in ask("filtered").reason


@pytest.mark.parametrize("provider", [needs("mistralai")], indirect=True)
def test_a_reply_that_ends_in_an_error_is_none(ask):
    assert "en panne" in ask("erring").reason
