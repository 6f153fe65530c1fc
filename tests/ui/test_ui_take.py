"""The controls that take words along, as Streamlit runs them."""

from __future__ import annotations

import html
import json
import re

import pytest
from export_cases import HOSTILE, MADE
from test_ui_chat import CUP, WHO, ask, page

from assembly import Depeche
from config import load_settings
from domain import Turn
from ui.chat.take import asked, copy_html
from ui.export.dossier import dossier
from ui.export.formats import FORMATS
from ui.export.words import copied
from ui.state import Conversation
from ui.texts import ENGLISH, FRENCH

DOCUMENTS = [name for name, format_ in FORMATS.items() if not format_.references]


def copies(app) -> list[str]:
    """What the copy controls of the page would put on the clipboard."""
    found = re.findall(r'class="dp-copy" data-copy="([^"]*)"', page(app))
    return [json.loads(html.unescape(value)) for value in found]


def downloads(app, start: str) -> list[str]:
    """The formats that are offered under keys that begin so."""
    keys = [item.proto.id.rsplit("-None-", 1)[-1] for item in app.get("download_button")]
    pattern = re.compile(
        rf"(?:.*-)?{start}-(?P<format>docx|html|markdown|bibtex|ris|csl-json|csv|json)"
    )
    return [m.group("format") for key in keys if (m := pattern.fullmatch(key))]


def test_every_citation_can_be_copied_with_its_source(app, depeche):
    ask(app, WHO)
    sources = [depeche.library.resolve(c) for c in depeche.ask(WHO).citations]
    assert copies(app) == [copied(source, FRENCH) for source in sources]
    app.get("button_group")[0].set_value("en").run()
    assert copies(app) == [copied(source, ENGLISH) for source in sources]


def test_a_quote_that_no_longer_holds_is_not_offered(app, depeche):
    ask(app, WHO)
    (turn,) = app.session_state["conversation"].turns
    citation = turn.answer.citations[0]
    object.__setattr__(citation, "quote", citation.quote.replace("Garland", "Smith"))
    app.run()
    assert len(copies(app)) == len(turn.answer.citations) - 1
    assert "Smith" not in "".join(copies(app))


def opened(app, key: str):
    """The app with the list of files under that key unfolded."""
    app.session_state[key] = True
    app.run()
    assert not app.exception
    return app


def test_files_are_offered_of_answers_and_of_the_conversation(app):
    ask(app, CUP)
    ask(app, WHO)
    assert not app.get("download_button")  # made when they are asked for
    opened(app, "export-1")
    assert downloads(app, "take-1") == DOCUMENTS  # a declined answer cites nothing
    opened(app, "export-2")
    assert downloads(app, "take-2") == list(FORMATS)
    opened(app, "export")
    assert downloads(app, "take") == [*FORMATS, "json"]


def test_a_conversation_that_is_not_kept_is_exported_too(open_app, communique_library, monkeypatch):
    monkeypatch.setenv("DEPECHE_KEEP_HISTORY", "false")
    app = opened(ask(open_app(communique_library), WHO), "export")
    assert downloads(app, "take") == list(FORMATS)


def test_a_resumed_conversation_is_exported_with_what_it_lost(communique_library, tmp_path):
    import sqlite3

    with Depeche(load_settings(library=communique_library)) as shared:
        talk = Conversation()
        for question in (WHO, "Où le forum a-t-il eu lieu ?"):
            turn = Turn(question, shared.ask(question))
            talk.turns.append(turn)
            talk.id = shared.history.append(talk.id, turn)
        assert asked(talk, shared.history, shared.library) == [
            (turn.question, turn.answer) for turn in talk.turns
        ]
        with sqlite3.connect(tmp_path / "data" / "conversations.sqlite3") as connection:
            connection.execute(
                "UPDATE turns SET record = replace(record, 'Garland', 'Smith') WHERE number = 1"
            )
        connection.close()
        resumed = Conversation(talk.turns[1:], id=talk.id, lost=1)
        entries = dossier(
            asked(resumed, shared.history, shared.library), shared.library, MADE
        ).entries
    assert [entry.question for entry in entries] == [turn.question for turn in talk.turns]
    assert entries[0].answer is None and entries[1].sources


@pytest.mark.parametrize("case", HOSTILE)
def test_hostile_words_reach_the_script_as_data(case):
    control = copy_html(HOSTILE[case], 1, FRENCH)
    assert len(re.findall(r"<", control)) == 2 and control.count(">") == 2
    value = re.search(r'data-copy="([^"]*)"', control).group(1)
    assert json.loads(html.unescape(value)) == HOSTILE[case]
    # The sanitiser of the page takes away an attribute that holds any of these.
    assert not re.search(r"(--!?|]|/)>|</(style|title|script|textarea)", html.unescape(value))
