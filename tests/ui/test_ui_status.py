"""The page of settings and status, as Streamlit runs it: what it says, and what it never shows."""

from __future__ import annotations

import html
import re
import shutil
from pathlib import Path

import pytest
import streamlit as st
from pydantic import SecretStr
from streamlit.testing.v1 import AppTest

from answering.opinions import Opinion, Opinions, Verdict
from assembly import Depeche
from config import PROJECT, VERSION, Settings, load_settings
from domain import Turn
from ui.status import facts
from ui.status.page import is_local
from ui.status.rows import number, size_words
from ui.status.settings import changed, harmless, place
from ui.texts import ENGLISH, FRENCH

SAID = FRENCH.status


def draw(language: str = "fr") -> None:
    from ui.status.page import page
    from ui.texts import LANGUAGES

    page(LANGUAGES[language])


@pytest.fixture
def open_page(monkeypatch, communique_library):
    def open_(folder: Path = communique_library, language: str = "fr", **settings: str) -> AppTest:
        monkeypatch.setenv("DEPECHE_LIBRARY", str(folder))
        for name, value in settings.items():
            monkeypatch.setenv(f"DEPECHE_{name.upper()}", value)
        st.cache_resource.clear()
        app = AppTest.from_function(draw, default_timeout=60, kwargs={"language": language}).run()
        assert not app.exception
        return app

    yield open_
    st.cache_resource.clear()


def bodies(app: AppTest) -> str:
    return "\n".join(item.proto.body for item in app.get("html"))


def shown(app: AppTest) -> str:
    return html.unescape(re.sub(r"(?s)<script>.*?</script>|<[^>]+>", " ", bodies(app)))


def row(app: AppTest, name: str) -> str:
    """What stands beside a name."""
    cell = rf"<dt>(?:<code>)?{re.escape(html.escape(name))}(?:</code>)?</dt><dd>(.*?)</dd>"
    found = re.search(cell, bodies(app), re.DOTALL)
    assert found, name
    return html.unescape(re.sub(r"<[^>]+>", " ", found.group(1))).strip()


@pytest.mark.parametrize(("language", "texts"), [("fr", FRENCH), ("en", ENGLISH)])
def test_it_says_what_there_is(open_page, depeche, language, texts):
    app, said = open_page(language=language), texts.status
    held = depeche.library.contents()
    assert row(app, said.releases) == texts.library_one
    assert row(app, said.parts) == said.parts_about.format(
        passages=held.passages, sentences=held.sentences
    )
    assert row(app, said.languages) == f"{texts.language_name('fr')} (1)"
    assert row(app, said.writing) == said.writing_extracts
    assert row(app, said.encoder).startswith(f"{said.encoder_packaged} · ")
    assert str(depeche.library.manifest.dimensions) in row(app, said.encoder)
    assert row(app, said.conversations) == said.nothing
    assert row(app, said.address) == said.address_here
    assert row(app, said.mode) == said.mode_full
    assert row(app, "Dépêche") == VERSION
    assert said.part_texts in shown(app) and said.part_vectors in shown(app)


def test_counts_are_those_of_the_release(depeche):
    (release,), held = depeche.releases(), depeche.library.contents()
    assert (held.releases, held.versions, held.languages) == (1, 1, (("fr", 1),))
    assert held.passages == depeche.library.passage_count()
    assert held.sentences == len(release.sentences)
    assert held.changed is not None


def test_without_a_library_it_says_how_to_make_one(open_page, tmp_path):
    app = open_page(tmp_path / "none")
    assert "python cli.py ingest" in shown(app)
    assert row(app, SAID.writing) == SAID.writing_extracts


def test_a_library_of_another_encoder_is_said_with_the_mend(open_page):
    app = open_page(encoder="acme/french-sentences")
    assert row(app, SAID.encoder).startswith("acme/french-sentences")
    assert SAID.encoder_other.format(name="packaged") in row(app, SAID.encoder)


@pytest.mark.parametrize("given", ["sk-abcdef0123456789abcdef", ""])
def test_of_a_key_it_says_whether_it_is_set_and_never_what_it_is(open_page, monkeypatch, given):
    monkeypatch.setenv("MISTRAL_API_KEY", given)
    app = open_page(chat_model="mistralai:mistral-small")
    assert row(app, SAID.writing) == SAID.writing_model
    assert row(app, SAID.model).startswith("mistralai:mistral-small")
    assert row(app, SAID.key).startswith(SAID.key_set if given else SAID.key_missing)
    assert (SAID.key_mend.format(name="MISTRAL_API_KEY") in shown(app)) is not bool(given)
    assert not given or given not in bodies(app)


def test_a_server_of_ones_own_asks_for_no_key(open_page):
    app = open_page(chat_model="openai:local", chat_base_url="http://me:hush@127.0.0.1:8080/v1?t=1")
    assert row(app, SAID.key) == SAID.key_none
    assert row(app, SAID.model_address) == "http://127.0.0.1:8080/v1?…"
    assert "hush" not in bodies(app) and "t=1" not in bodies(app)


def test_nothing_secret_is_shown_of_any_setting(open_page):
    app = open_page(
        sources='["https://user:hush@news.example/feed.xml?token=hush2#hush3", "corpus"]',
        fetch_agent="Bot sk-hushhushhushhush",
        reranker="https://me:hush4@models.example/x",
        query_prefix="<b>query</b>: ",
    )
    assert "hush" not in bodies(app)
    assert row(app, "DEPECHE_SOURCES") == "https://news.example/feed.xml?…, corpus"
    assert row(app, "DEPECHE_FETCH_AGENT") == "Bot …"
    assert row(app, "DEPECHE_QUERY_PREFIX") == "<b>query</b>:"


def test_visitors_from_other_machines_see_no_path_and_no_host(open_page, tmp_path, monkeypatch):
    app = open_page(
        host="0.0.0.0",
        sources=f'["{tmp_path}/secret-sources", "https://intranet.example/x"]',
        private_hosts='["intranet.example"]',
        chat_model="ollama:mistral",
        chat_base_url="http://intranet.example:11434",
    )
    assert row(app, SAID.address) == SAID.address_open
    assert "intranet.example" not in bodies(app) and str(tmp_path) not in bodies(app)
    assert row(app, "DEPECHE_SOURCES") == SAID.hidden
    assert SAID.kept_not_here in shown(app)


def test_every_setting_is_shown_hidden_or_plain():
    """A setting that comes later is hidden until somebody puts it on the list."""

    class Later(Settings):
        admin_token: str = ""
        oidc_client: SecretStr | None = None
        notes: str | None = None

    later = Later(admin_token="hush", oidc_client="hush", notes="hush")
    found = {each.variable: each.value for each in changed(later, here=True)}
    new = ("DEPECHE_ADMIN_TOKEN", "DEPECHE_OIDC_CLIENT", "DEPECHE_NOTES")
    assert {name: found[name] for name in new} == dict.fromkeys(new)


def test_settings_as_they_come_are_none_that_changed(monkeypatch):
    monkeypatch.delenv("DEPECHE_LIBRARY")
    monkeypatch.delenv("DEPECHE_DATA")
    assert changed(Settings(_env_file=None), here=True) == []


@pytest.mark.parametrize(
    ("text", "left"),
    [
        ("http://a.example/b", "http://a.example/b"),
        ("postgres://me:hush@db.example:5432/x", "postgres://db.example:5432/x"),
        ("http://[broken", "…"),
        ("me:hush@host", "…@host"),
        ("packaged", "packaged"),
        ("ollama:mistral", "ollama:mistral"),
        ("ghp_0123456789abcdef", "…"),
    ],
)
def test_what_may_be_secret_is_cut(text, left):
    assert harmless(text) == left


def test_paths_are_said_as_their_owner_knows_them(tmp_path):
    assert place(PROJECT / "library", here=True) == "library"
    assert place(Path.home() / "presse" / "bibliothèque", here=True) == "~/presse/bibliothèque"
    assert place(tmp_path / "library", here=False) == "library"


def test_numbers_and_sizes_are_written_as_the_language_does():
    assert number(12345, FRENCH) == "12\u202f345" and number(12345, ENGLISH) == "12,345"
    assert size_words(0, FRENCH) == "0\u00a0octets"
    assert size_words(1_450_000, FRENCH) == "1,4\u00a0Mo"
    assert size_words(28_900_000, ENGLISH) == "29\u00a0MB"


def test_sizes_are_those_of_the_files(communique_library, tmp_path):
    folder = Path(shutil.copytree(communique_library, tmp_path / "own"))
    (folder / "uploads").mkdir()
    (folder / "uploads" / "a.txt").write_bytes(b"x" * 1000)
    (folder / "pages.sqlite3-wal").write_bytes(b"x" * 500)
    (folder / "notes.txt").symlink_to(communique_library / "library.sqlite3")
    sizes = facts.library_sizes(folder)
    assert sizes[facts.Part.UPLOADS] == 1000 and sizes[facts.Part.PAGES] == 500
    every = sum(f.stat().st_size for f in folder.rglob("*") if f.is_file() and not f.is_symlink())
    assert sum(sizes.values()) == every


def said_in_chat(folder: Path) -> None:
    with Depeche(load_settings(library=folder)) as own:
        question = "Qui représentait les États-Unis ?"
        conversation, turn = own.history.store(None, Turn(question, own.ask(question)))
        Opinions(own.history).put(Opinion(conversation, turn, Verdict.RIGHT))


def test_conversations_are_counted_and_deleted_after_a_question(open_page, communique_library):
    said_in_chat(communique_library)
    app = open_page()
    assert row(app, SAID.conversations).startswith("1 · ")
    assert row(app, SAID.opinions) == SAID.opinions_about.format(right=1, wrong=0)
    app.button(key="delete-conversations-now").click().run()
    assert not app.exception
    assert SAID.deleted in shown(app)
    assert row(app, SAID.conversations) == SAID.nothing
    assert row(app, SAID.opinions) == SAID.nothing


@pytest.mark.parametrize("settings", [{"read_only": "true"}, {"host": "0.0.0.0"}])
def test_others_delete_nothing(open_page, communique_library, settings):
    said_in_chat(communique_library)
    app = open_page(**settings)
    assert row(app, SAID.conversations).startswith("1 · ")
    assert not [button for button in app.button if button.key == "delete-conversations-now"]


def test_where_one_signs_in_others_come_in_be_it_by_way_of_a_proxy():
    assert is_local(Settings()) and not is_local(Settings(sign_in=True))
    found = changed(Settings(sign_in=True, allowed_users=["ana@example.org"]), here=False)
    values = {each.variable: each.value for each in found}
    assert values["DEPECHE_SIGN_IN"] == "true" and values["DEPECHE_ALLOWED_USERS"] is None


def test_a_broken_file_of_conversations_is_said_and_the_rest_is_there(open_page, tmp_path):
    (tmp_path / "data").mkdir()
    (tmp_path / "data" / "conversations.sqlite3").write_bytes(b"no database" * 100)
    app = open_page()
    assert FRENCH.problem_history in shown(app)
    assert row(app, "Dépêche") == VERSION
