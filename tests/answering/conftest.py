"""What several tests of this folder use."""

from __future__ import annotations

import pytest

from answering.assistant import Assistant
from answering.history import History
from answering.models import chat_writer

QUESTION = "Qui représentait les États-Unis ?"


@pytest.fixture
def history(tmp_path):
    """A history in a folder of its own."""
    opened = History(tmp_path / "data")
    yield opened
    opened.close()


@pytest.fixture
def asking(depeche):
    """What asks the models of a provider on a server: `asking(server, "openai", url)("good")`."""

    def of(server, provider, base_url):
        def ask(model, question=QUESTION, history=(), timeout=20.0, watch=None, url=None):
            writer = chat_writer(f"{provider}:{model}", timeout=timeout, base_url=url or base_url)
            assistant = Assistant(
                depeche._ready().retriever, max_sentences=4, max_question_chars=2000, writer=writer
            )
            server.requests.clear()
            return assistant.ask(question, history, watch)

        return ask

    return of
