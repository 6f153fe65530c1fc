"""How often and how much one may ask and add, and the library that is only read."""

from __future__ import annotations

import pytest
from test_ui_chat import CUP, WHO, ask, keys, shown

from assembly import Depeche
from config import load_settings
from errors import ReadOnly
from ui import limits
from ui.server import page_command
from ui.texts import FRENCH


@pytest.fixture(autouse=True)
def fresh():
    """No question was asked before."""
    limits._limiter.cache_clear()


def test_who_asks_too_often_is_told_when_to_come_back_and_keeps_the_question(
    open_app, communique_library, monkeypatch
):
    monkeypatch.setenv("DEPECHE_QUESTIONS_PER_MINUTE", "1")
    app = ask(open_app(communique_library), WHO)
    assert "cite-1-1" in keys(app)
    ask(app, CUP)
    assert app.session_state["conversation"].history == [WHO]
    before, after = FRENCH.question_too_often.split("{seconds}")
    assert before in shown(app) and after.format(question=CUP) in shown(app)
    other = type(app).from_file(app._script_path, default_timeout=60).run()
    ask(other, CUP)  # another session is not held by it
    assert other.session_state["conversation"].history == [CUP]


def test_a_refused_question_is_not_counted_and_none_are_where_nothing_is_set(
    open_app, communique_library, monkeypatch
):
    monkeypatch.setenv("DEPECHE_QUESTIONS_PER_MINUTE", "0")
    monkeypatch.setenv("DEPECHE_MAX_QUESTION_CHARS", "50")
    app = open_app(communique_library)
    for question in (WHO, CUP, WHO):
        ask(app, question)
    assert len(app.session_state["conversation"].turns) == 3


def test_the_window_moves_and_the_strictest_rule_counts(monkeypatch):
    from limits import RateLimitItemPerHour as PerHour
    from limits import RateLimitItemPerMinute as PerMinute

    minute, hour = (PerMinute(2), "a"), (PerHour(3), "b")
    assert [limits._take([minute, hour]) for _ in range(2)] == [0, 0]
    assert 1 <= limits._take([minute, hour]) <= 60
    assert limits._take([hour]) == 0  # the refused one was not counted
    assert 61 <= limits._take([hour]) <= 3600
    assert 61 <= limits._take([(PerMinute(2), "c"), hour]) <= 3600


def test_uploads_are_held_by_the_server_as_by_the_page(tmp_path):
    command = page_command(load_settings(library=tmp_path, max_source_mb=7))
    assert "--server.maxUploadSize=7" in command


def test_what_is_only_read_is_changed_by_no_call_below_the_page(
    open_app, communique_library, monkeypatch
):
    monkeypatch.setenv("DEPECHE_READ_ONLY", "true")
    app = open_app(communique_library)
    assert not app.exception
    from ui.state import depeche

    (release,) = depeche().releases()
    for change in (
        lambda: depeche().ingest(["corpus"]),
        lambda: depeche().ingest(["https://news.example/feed.xml"]),
        lambda: depeche().ingest(["corpus"], dry_run=True),
        lambda: depeche().remove(release.release_id),
        lambda: depeche().restore(release.release_id),
    ):
        with pytest.raises(ReadOnly, match="DEPECHE_READ_ONLY"):
            change()
    assert depeche().library.is_current(release.release_id, release.version)


def test_the_command_line_is_not_held_by_it(tmp_path, monkeypatch):
    monkeypatch.setenv("DEPECHE_READ_ONLY", "true")
    (tmp_path / "a.txt").write_text("MONTRÉAL, le 3 mai 2024 - Le ministre a parlé des ports.")
    with Depeche(load_settings()) as depeche:
        assert len(depeche.ingest([tmp_path / "a.txt"]).added) == 1
